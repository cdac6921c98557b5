//! A folder in memory where the system has one: modules and rules are read from folders.

use std::fs;
use std::path::Path;

use tempfile::TempDir;

/// What a line begins with that names the file whose text follows.
const FILE: &str = "#-- ";
/// Files of one input.
const MOST: usize = 6;

/// A folder with the files that a text holds; what stands before the first name is a file of its own.
pub fn folder(text: &str, first: &str) -> TempDir {
    let memory = Path::new("/dev/shm");
    let mut builder = tempfile::Builder::new();
    builder.prefix("multiaz-fuzz-");
    let folder = if memory.is_dir() { builder.tempdir_in(memory) } else { builder.tempdir() };
    let folder = folder.expect("a folder can be made");
    for (name, text) in files(text, first) {
        let path = folder.path().join(name);
        // Two names may not go together: one is the folder of the other.
        let made = path.parent().is_some_and(|parent| fs::create_dir_all(parent).is_ok());
        let _ = made && fs::write(path, text).is_ok();
    }
    folder
}

/// The files of a text with their names.
fn files(text: &str, first: &str) -> Vec<(String, String)> {
    let mut files = vec![(first.to_owned(), String::new())];
    for line in text.split_inclusive('\n') {
        let name = line.strip_prefix(FILE).map(str::trim_end).filter(|name| is_name(name));
        if let Some(name) = name.filter(|_| files.len() < MOST) {
            files.push((name.to_owned(), String::new()));
        } else if let Some((_, text)) = files.last_mut() {
            text.push_str(line);
        }
    }
    files
}

/// Whether a name stays in the folder, in one that is there by chance at most.
fn is_name(name: &str) -> bool {
    let part = |part: &str| {
        let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
        !part.is_empty() && !part.starts_with('.') && part.bytes().all(plain)
    };
    name.len() < 60 && name.split('/').count() < 4 && name.split('/').all(part)
}
