//! File names as URIs: relative to the repository's root where they lie in it, `file:` URIs elsewhere.

use std::fmt::Write;
use std::path::{Path, PathBuf};

/// A place of a text, as SARIF names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Uri {
    /// The URI, percent-encoded.
    pub(super) text: String,
    /// It is relative to the root of the sources.
    pub(super) in_root: bool,
}

/// What file names are relative to.
#[derive(Debug, Default)]
pub struct Base {
    /// The parts of the working folder's path, the repository's root among them; empty where it is not known.
    here: Vec<String>,
    /// How many of those are the root's.
    root: usize,
    /// The names are those of Windows.
    windows: bool,
}

impl Base {
    /// Names are relative to the working folder, URIs to the root around it; both paths are absolute.
    #[must_use]
    pub fn new(here: &Path, root: &Path, windows: bool) -> Base {
        let parts = |path: &PathBuf| parts(&path.to_string_lossy(), windows);
        Base { here: parts(&here.to_owned()), root: parts(&root.to_owned()).len(), windows }
    }

    /// The URI of a file; names are relative to the working folder, or absolute.
    pub(super) fn file(&self, name: &str) -> Uri {
        let is_absolute = is_absolute(name, self.windows);
        if self.here.is_empty() && !is_absolute {
            return Uri { text: relative(&parts(name, self.windows)), in_root: true };
        }
        let mut path = if is_absolute { Vec::new() } else { self.here.clone() };
        for part in parts(name, self.windows) {
            match part.as_str() {
                ".." => drop(path.pop()),
                _ => path.push(part),
            }
        }
        match (path.strip_prefix(self.root_parts()), self.root_parts()) {
            (Some(inside), [_, ..]) if !inside.is_empty() => Uri { text: relative(inside), in_root: true },
            _ => Uri { text: self.absolute(name, &path), in_root: false },
        }
    }

    fn root_parts(&self) -> &[String] {
        self.here.get(..self.root).unwrap_or_default()
    }

    fn absolute(&self, name: &str, path: &[String]) -> String {
        let is_share = self.windows && name.replace('\\', "/").starts_with("//");
        match path {
            [drive, rest @ ..] if self.windows && is_drive(drive) => {
                format!("file:///{drive}/{}", encoded(rest))
            }
            _ if is_share => format!("file://{}", encoded(path)),
            _ => format!("file:///{}", encoded(path)),
        }
    }
}

/// A reference that is no file's: standard input, an account's region.
pub(super) fn made_up(name: &str) -> Uri {
    Uri { text: relative(&parts(name, false)), in_root: false }
}

fn is_absolute(name: &str, windows: bool) -> bool {
    name.starts_with('/')
        || windows && (name.starts_with('\\') || name.split(['/', '\\']).next().is_some_and(is_drive))
}

fn is_drive(part: &str) -> bool {
    matches!(part.as_bytes(), [letter, b':'] if letter.is_ascii_alphabetic())
}

/// The names between the separators. A backslash is one on Windows only: elsewhere it is part of a name.
fn parts(path: &str, windows: bool) -> Vec<String> {
    let is_separator = |letter: char| letter == '/' || windows && letter == '\\';
    path.split(is_separator).filter(|part| !part.is_empty() && *part != ".").map(str::to_owned).collect()
}

/// A relative reference; one without a name is the folder itself.
fn relative(parts: &[String]) -> String {
    if parts.is_empty() { ".".to_owned() } else { encoded(parts) }
}

fn encoded(parts: &[String]) -> String {
    parts.iter().map(|part| encode(part)).collect::<Vec<_>>().join("/")
}

/// Every byte that is not unreserved in RFC 3986 as `%XX`. A colon is one of them: in the first name of a
/// relative reference it would end a scheme.
fn encode(part: &str) -> String {
    let mut out = String::with_capacity(part.len());
    for byte in part.bytes() {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a String can't fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    fn unix(name: &str) -> (String, bool) {
        let uri = Base::new(Path::new("/disk/shop/infra"), Path::new("/disk/shop"), false).file(name);
        (uri.text, uri.in_root)
    }

    fn windows(name: &str) -> (String, bool) {
        let uri = Base::new(Path::new(r"C:\shop\infra"), Path::new(r"C:\shop"), true).file(name);
        (uri.text, uri.in_root)
    }

    #[test]
    fn a_file_of_the_repository_is_relative_to_its_root() {
        assert_eq!(unix("main.tf"), ("infra/main.tf".into(), true));
        assert_eq!(unix("../modules/./cache/main.tf"), ("modules/cache/main.tf".into(), true));
        assert_eq!(unix("/disk/shop/main.tf"), ("main.tf".into(), true));
        assert_eq!(windows(r"C:\shop\a b.yaml"), ("a%20b.yaml".into(), true));
        assert_eq!(windows("modules/main.tf"), ("infra/modules/main.tf".into(), true));
    }

    #[test]
    fn a_file_elsewhere_is_a_file_uri() {
        assert_eq!(unix("../../other/main.tf"), ("file:///disk/other/main.tf".into(), false));
        assert_eq!(unix("/elsewhere/plan.json"), ("file:///elsewhere/plan.json".into(), false));
        assert_eq!(windows(r"D:\plans\plan.json"), ("file:///D:/plans/plan.json".into(), false));
        assert_eq!(windows(r"\\server\share/\/plan.json"), ("file://server/share/plan.json".into(), false));
    }

    #[test]
    fn names_are_percent_encoded() {
        assert_eq!(unix("a:b c%0A#?.yaml").0, "infra/a%3Ab%20c%250A%23%3F.yaml");
        assert_eq!(unix("é\n\\.yaml").0, "infra/%C3%A9%0A%5C.yaml");
        assert_eq!(windows(r"a\b.yaml").0, "infra/a/b.yaml");
        assert_eq!(made_up("https://evil").text, "https%3A/evil");
    }

    #[test]
    fn a_run_that_knows_no_folder_keeps_names() {
        let uri = Base::default().file("a b.tf");
        assert_eq!((uri.text.as_str(), uri.in_root), ("a%20b.tf", true));
        assert_eq!(Base::default().file("/a/b.tf").text, "file:///a/b.tf");
    }

    #[test]
    fn the_root_of_a_disk_is_a_root_too() {
        let base = Base::new(Path::new("/"), Path::new("/"), false);
        assert_eq!(base.file("main.tf").text, "main.tf");
    }
}
