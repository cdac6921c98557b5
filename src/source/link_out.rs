//! Links that a walk met and that lead out of the paths that the user named: they are told, and not followed.

use std::path::Path;

use super::boundary::Boundary;
use super::folders::Folders;

/// A link that was not followed, though what it leads to may concern us.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LinkOut {
    /// The link, as people see it.
    pub name: String,
    /// Why it was not followed, and what to do.
    pub why: String,
}

/// Endings of files that are read. Variable files are not among them: they hold no resource, and the ones that a
/// root module reads are told with it.
const INPUTS: &[&str] = &["json", "template", "tf", "tfplan", "tfstate", "tofu", "yaml", "yml"];

/// A link out of the named paths, if it leads to a folder or to a file whose name could be that of an input.
///
/// Nothing is opened: whether the file concerns us can't be told without reading it.
pub(super) fn link_out(boundary: &Boundary, link: &Path) -> Option<LinkOut> {
    let place = link.canonicalize().ok().filter(|place| !boundary.holds(place))?;
    let is_folder = place.is_dir();
    let is_input = place.is_file() && (may_be_input(link) || may_be_input(&place));
    (is_folder || is_input).then(|| {
        let kind = if is_folder { "a link to the folder" } else { "a link to" };
        let target = Folders::shown(&place);
        let why = format!("{kind} {target}, outside of the paths being checked: name that too");
        LinkOut { name: Folders::shown(link), why }
    })
}

/// Whether a file's name could be that of an input: by its ending, or one without an ending, unless it begins with a
/// capital as `LICENSE`, `Makefile` and their kin do.
fn may_be_input(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    match name.rsplit_once('.') {
        Some((_, ending)) => INPUTS.contains(&ending.to_ascii_lowercase().as_str()),
        None => !name.starts_with(char::is_uppercase),
    }
}
