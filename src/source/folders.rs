//! Folders of Terraform configuration: which there are, and reading in them without leaving the
//! paths that the user named.

use std::collections::BTreeMap;
use std::path::{Component, Path, PathBuf};

use super::boundary::{Boundary, Refusal};
use super::encoding::decode;
use super::gather::{Input, shown};
use super::search::read_named;

/// The folders of a run that hold Terraform configuration.
#[derive(Debug, Default, Clone)]
pub struct Folders {
    /// Where files may be read.
    pub(super) boundary: Boundary,
    /// Folders that were walked or named and hold configuration, by path without links.
    found: BTreeMap<PathBuf, Folder>,
}

/// A folder that holds Terraform configuration.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Folder {
    /// Its path as it was come by.
    pub path: PathBuf,
    /// A file in it names an ElastiCache resource.
    pub concerns: bool,
    /// A file in it calls a module.
    pub calls: bool,
}

impl Folders {
    /// No folder yet, and where files may be read.
    pub(super) fn within(boundary: Boundary) -> Folders {
        Folders { boundary, found: BTreeMap::new() }
    }

    /// What may be read, with one path more; no folder is found in it yet.
    #[must_use]
    pub fn reaching(&self, path: &Path) -> Folders {
        let mut boundary = self.boundary.clone();
        boundary.add(path);
        Folders::within(boundary)
    }

    /// Notes the folder of a file of configuration and what the file holds.
    /// The folder lies at `place` without links.
    pub(super) fn note(&mut self, path: &Path, place: PathBuf, concerns: bool, calls: bool) {
        let new = || Folder { path: path.to_owned(), ..Folder::default() };
        let entry = self.found.entry(place).or_insert_with(new);
        entry.concerns |= concerns;
        entry.calls |= calls;
    }

    /// The folders that were walked or named, by path.
    pub fn found(&self) -> impl Iterator<Item = &Folder> {
        self.found.values()
    }

    /// A path as one without links, where it may be read.
    ///
    /// # Errors
    /// Where there is nothing, or where it lies outside of the paths that the user named.
    pub fn resolve(&self, path: &Path) -> Result<PathBuf, Refusal> {
        self.boundary.resolve(path)
    }

    /// Reads one file.
    ///
    /// # Errors
    /// Where it is not there, not text, or outside of the paths that the user named.
    pub fn read(&self, path: &Path) -> Result<Input, Refusal> {
        // A pipe would keep the run waiting for ever.
        if !self.resolve(path)?.is_file() {
            return Err(Refusal::Missing);
        }
        Folders::read_named(path)
    }

    /// Reads one file that the user named.
    ///
    /// # Errors
    /// Where it is not there, or not text.
    pub fn read_named(path: &Path) -> Result<Input, Refusal> {
        let bytes = read_named(path).map_err(|_| Refusal::Missing)?;
        let text = decode(bytes).map_err(Refusal::NotText)?;
        Ok(Input { name: shown(&plain(path)), text })
    }

    /// The files of a folder whose names a test accepts, by name.
    ///
    /// # Errors
    /// Where the folder is not there, or outside of the paths that the user named.
    pub fn files(&self, folder: &Path, wanted: fn(&str) -> bool) -> Result<Vec<PathBuf>, Refusal> {
        self.resolve(folder)?;
        let entries = std::fs::read_dir(folder).map_err(|_| Refusal::Missing)?;
        let is_wanted = |path: &PathBuf| {
            path.file_name().and_then(|name| name.to_str()).is_some_and(wanted) && path.is_file()
        };
        let mut files: Vec<PathBuf> =
            entries.filter_map(|entry| Some(entry.ok()?.path())).filter(is_wanted).collect();
        files.sort();
        Ok(files)
    }

    /// The way from one folder to another, with `/`; empty where they are the same.
    #[must_use]
    pub fn relative(from: &Path, to: &Path) -> String {
        let (from, to) = (plain(from), plain(to));
        let (from, to): (Vec<_>, Vec<_>) = (from.components().collect(), to.components().collect());
        let common = from.iter().zip(&to).take_while(|(one, other)| one == other).count();
        let back = from.iter().skip(common).map(|_| "..".into());
        let parts: Vec<_> =
            back.chain(to.iter().skip(common).map(|part| part.as_os_str().to_string_lossy())).collect();
        parts.join("/")
    }

    /// A folder as people see it.
    #[must_use]
    pub fn shown(folder: &Path) -> String {
        match shown(&plain(folder)) {
            here if here.is_empty() => ".".into(),
            name => name,
        }
    }
}

/// A path without the steps that go back: `envs/prod/../../modules` is `modules`.
fn plain(path: &Path) -> PathBuf {
    let mut found = PathBuf::new();
    for part in path.components() {
        let goes_back = part == Component::ParentDir;
        match found.components().next_back() {
            Some(Component::Normal(_)) if goes_back => {
                found.pop();
            }
            _ if part == Component::CurDir => {}
            _ => found.push(part),
        }
    }
    found
}

/// Whether a file of this name holds Terraform configuration.
///
/// Editors' backups and hidden files do not count, as in Terraform.
#[must_use]
pub fn is_configuration(name: &str) -> bool {
    let ends = [".tf", ".tf.json", ".tofu", ".tofu.json"].iter().any(|ending| name.ends_with(ending));
    ends && !name.starts_with(['.', '#']) && !name.ends_with('~')
}

/// Whether Terraform reads a variable file of this name without being told to.
#[must_use]
pub fn is_loaded(name: &str) -> bool {
    ["terraform.tfvars", "terraform.tfvars.json"].contains(&name) || is_automatic(name)
}

/// Whether it is one of those that come after `terraform.tfvars`.
#[must_use]
pub fn is_automatic(name: &str) -> bool {
    name.ends_with(".auto.tfvars") || name.ends_with(".auto.tfvars.json")
}
