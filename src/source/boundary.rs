//! Where files may be read: in the paths that the user named, and nowhere that a link or a `..` leads to from there.
//!
//! Whatever opens a file that was not named itself asks here first: the walk, links, module sources, variable files
//! beside a root module, and the files that `terraform init` leaves.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::encoding::NotText;

/// The paths that files may be read in.
#[derive(Debug, Default, Clone)]
pub struct Boundary {
    /// Absolute paths without links, of folders and of files: what is one of them, or lies in one, may be read.
    roots: BTreeSet<PathBuf>,
}

/// Why a path could not be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refusal {
    /// There is nothing there, or it can't be opened.
    Missing,
    /// It lies outside of the paths that the user named.
    Outside,
    /// It is not text.
    NotText(NotText),
}

impl Boundary {
    /// Takes in a path with what lies in it; a link stands for what it leads to. One that leads nowhere adds nothing.
    pub(super) fn add(&mut self, path: &Path) {
        if let Ok(place) = path.canonicalize() {
            self.roots.insert(place);
        }
    }

    /// Whether an absolute path without links may be read.
    #[must_use]
    pub fn holds(&self, place: &Path) -> bool {
        place.ancestors().any(|above| self.roots.contains(above))
    }

    /// A path as an absolute one without links, where it may be read.
    ///
    /// # Errors
    /// Where there is nothing, or where it lies outside.
    pub fn resolve(&self, path: &Path) -> Result<PathBuf, Refusal> {
        let place = path.canonicalize().map_err(|_| Refusal::Missing)?;
        if self.holds(&place) { Ok(place) } else { Err(Refusal::Outside) }
    }
}
