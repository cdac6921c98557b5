//! What the walk of a folder leaves out, and why: asked only where somebody wants to know.

use std::collections::HashSet;
use std::path::{Path, PathBuf};

use super::gather::shown;
use super::walk::walker;

/// A file or folder that is not looked at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LeftOut {
    /// The path shown to people.
    pub name: String,
    /// Why it is left out.
    pub why: &'static str,
}

/// What is left out of a folder; of a folder that is left out itself, nothing more is told.
#[must_use]
pub fn left_out(folder: &Path, no_gitignore: bool) -> Vec<LeftOut> {
    let walked: Vec<PathBuf> =
        walker(folder, no_gitignore).build().filter_map(|entry| Some(entry.ok()?.into_path())).collect();
    let seen: HashSet<&Path> = walked.iter().map(PathBuf::as_path).collect();
    let mut out = Vec::new();
    for path in walked.iter().filter(|path| path.is_dir()) {
        if path.is_symlink() && path != folder {
            out.push(LeftOut { name: shown(path), why: "a link to a folder" });
            continue;
        }
        let entries = std::fs::read_dir(path).into_iter().flatten().flatten().map(|entry| entry.path());
        let unseen = entries.filter(|entry| !seen.contains(entry.as_path()));
        out.extend(unseen.map(|entry| LeftOut { name: shown(&entry), why: reason(&entry) }));
    }
    out.sort_by(|one, other| one.name.cmp(&other.name));
    out
}

fn reason(path: &Path) -> &'static str {
    let hidden = path.file_name().is_some_and(|name| name.to_string_lossy().starts_with('.'));
    if hidden { "hidden" } else { "left out by .gitignore" }
}
