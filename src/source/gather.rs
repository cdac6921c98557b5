//! Which files a run reads: those named, and those of walked folders that concern us.

use std::collections::HashSet;
use std::io::{self, Read};
use std::path::{Component, Path, PathBuf};

use super::boundary::Boundary;
use super::encoding::decode;
use super::folders::{Folders, is_loaded};
use super::link_out::{LinkOut, link_out};
use super::search::{Searcher, concerns_us, read_named, read_stream};
use super::walk::{Base, Met, What, is_module_file, walk};
use super::{Failure, FailureKind};

/// A text that concerns us.
#[derive(Debug, Clone)]
pub struct Input {
    /// The name shown to people: relative to the working folder with `/`, or `-`.
    pub name: String,
    /// The text, without a byte-order mark.
    pub text: String,
}

/// What a run reads, and what it could not.
#[derive(Debug, Default)]
pub struct Gathered {
    /// Texts that concern us, in the order named, folders by name.
    pub inputs: Vec<Input>,
    /// Folders of Terraform configuration: their files are read together, and not as inputs.
    pub folders: Folders,
    /// How many files were looked at.
    pub looked_at: usize,
    /// Those that hold nothing of ElastiCache; files of Terraform configuration go by their folder.
    pub passed_over: Vec<PathBuf>,
    /// Links that lead out of the named paths.
    pub links_out: Vec<LinkOut>,
    /// Paths that don't exist, can't be read or are not text.
    pub failures: Vec<Failure>,
}

/// Reads the named files, the files of the named folders, and standard input for `-`.
///
/// Folders are walked in name order: what `.gitignore` leaves out is passed over unless
/// `no_gitignore` asks for it, hidden files always. What is named is read whatever ignores it.
pub fn gather(paths: &[PathBuf], no_gitignore: bool, stdin: &mut dyn Read) -> Gathered {
    let gathered = Gathered { folders: Folders::within(named(paths)), ..Gathered::default() };
    let mut gathering = Gathering { gathered, seen: HashSet::new(), searcher: Searcher::new() };
    for path in paths {
        if path.as_os_str() == "-" {
            gathering.stream("-".into(), read_stream(&mut *stdin));
        } else {
            gathering.named(path, no_gitignore);
        }
    }
    gathering.gathered
}

/// Where files may be read: the paths that the user named.
fn named(paths: &[PathBuf]) -> Boundary {
    let mut boundary = Boundary::default();
    for path in paths.iter().filter(|path| path.as_os_str() != "-") {
        boundary.add(path);
        // The folder it lies in, also where it is a link to a file elsewhere.
        if stands_for_folder(path) && path.is_file() {
            boundary.add(folder_of(path));
        }
    }
    boundary
}

struct Gathering {
    gathered: Gathered,
    /// The places of the files that were read, and of folders that stand for a named file in them.
    seen: HashSet<PathBuf>,
    searcher: Searcher,
}

impl Gathering {
    fn named(&mut self, path: &Path, no_gitignore: bool) {
        match std::fs::metadata(path) {
            Ok(is) if is.is_dir() => self.walk(path, no_gitignore),
            Ok(is) if is.is_file() => self.named_file(path),
            // A pipe or a device is opened once, and has no place that could be seen twice.
            Ok(_) => self.stream(shown(path), read_named(path)),
            Err(error) => self.unreadable(path, &error),
        }
    }

    fn walk(&mut self, folder: &Path, no_gitignore: bool) {
        let base = Base::of(folder);
        for Met { path, what } in walk(&base, no_gitignore, &self.seen) {
            match what {
                What::Nothing => self.pass_over(path),
                What::Ours(bytes) => self.ours(&path, base.place_of(&path), bytes),
                What::Configuration { concerns, calls } => {
                    self.configuration(&path, base.place_of(folder_of(&path)), concerns, calls);
                }
                What::Link => self.link(&path),
                What::Unreadable(error) => {
                    self.gathered.failures.push(unreadable(Folders::shown(&path), &error));
                }
            }
        }
    }

    /// A link is read where it leads to a file in the named paths; one that leads nowhere holds nothing.
    fn link(&mut self, path: &Path) {
        match self.gathered.folders.resolve(path) {
            Ok(place) if !place.is_file() => {}
            Ok(_) if is_module_file(path) => self.module_file(path),
            Ok(_) => self.file(path),
            Err(_) => self.gathered.links_out.extend(link_out(&self.gathered.folders.boundary, path)),
        }
    }

    /// A file that the user named; one that Terraform reads with its folder stands for the whole folder.
    fn named_file(&mut self, path: &Path) {
        if !stands_for_folder(path) {
            return self.file(path);
        }
        let folder = folder_of(path);
        if folder.canonicalize().is_ok_and(|folder| self.seen.insert(folder)) {
            let entries = std::fs::read_dir(folder).into_iter().flatten();
            let mut files: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
            files.sort();
            for file in files.iter().filter(|file| is_module_file(file)) {
                match file.is_symlink() {
                    true => self.link(file),
                    false if file.is_file() => self.module_file(file),
                    false => {}
                }
            }
        }
    }

    fn file(&mut self, path: &Path) {
        let ours = self.searcher.ours(path);
        match ours.and_then(|bytes| bytes.map(|bytes| Ok((path.canonicalize()?, bytes))).transpose()) {
            Ok(Some((place, bytes))) => self.ours(path, place, bytes),
            Ok(None) => self.pass_over(path.to_owned()),
            Err(error) => self.unreadable(path, &error),
        }
    }

    /// A file that concerns us is read once, however many links lead to it.
    fn ours(&mut self, path: &Path, place: PathBuf, bytes: Vec<u8>) {
        if self.seen.insert(place) {
            self.gathered.looked_at += 1;
            self.text(shown(path), bytes);
        } else {
            self.pass_over(path.to_owned());
        }
    }

    fn module_file(&mut self, path: &Path) {
        match self.searcher.configuration(path) {
            Ok((concerns, calls)) => {
                let folder = folder_of(path);
                let place = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
                self.configuration(path, place, concerns, calls);
            }
            Err(error) => self.unreadable(path, &error),
        }
    }

    /// A file of Terraform configuration: its folder is read as a whole, later.
    fn configuration(&mut self, path: &Path, place: PathBuf, concerns: bool, calls: bool) {
        self.gathered.looked_at += 1;
        self.gathered.folders.note(folder_of(path), place, concerns, calls);
    }

    /// What standard input, a pipe or a device has.
    fn stream(&mut self, name: String, bytes: io::Result<Vec<u8>>) {
        self.gathered.looked_at += 1;
        match bytes {
            Ok(bytes) if concerns_us(&bytes) => self.text(name, bytes),
            Ok(_) => self.gathered.passed_over.push(name.into()),
            Err(error) => {
                let mut failure = unreadable(name, &error.to_string());
                if error.kind() == io::ErrorKind::FileTooLarge {
                    failure.help = "save it to a file, and name that".into();
                }
                self.gathered.failures.push(failure);
            }
        }
    }

    fn text(&mut self, name: String, bytes: Vec<u8>) {
        match decode(bytes) {
            Ok(text) => self.gathered.inputs.push(Input { name, text }),
            Err(bytes) => self.gathered.failures.push(Failure {
                kind: FailureKind::NotText,
                file: name,
                at: None,
                message: format!("it holds ElastiCache resources and {}", bytes.what()),
                help: bytes.help().into(),
            }),
        }
    }

    fn pass_over(&mut self, path: PathBuf) {
        self.gathered.looked_at += 1;
        self.gathered.passed_over.push(path);
    }

    fn unreadable(&mut self, path: &Path, error: &io::Error) {
        self.gathered.looked_at += 1;
        self.gathered.failures.push(unreadable(shown(path), &error.to_string()));
    }
}

/// Whether a path is named like a file that Terraform reads with its folder.
fn stands_for_folder(path: &Path) -> bool {
    is_module_file(path) || path.file_name().and_then(|name| name.to_str()).is_some_and(is_loaded)
}

/// The folder that a file lies in.
pub(super) fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

fn unreadable(file: String, error: &str) -> Failure {
    Failure {
        kind: FailureKind::Unreadable,
        file,
        at: None,
        message: format!("it can't be read: {error}"),
        help: "check the path and its permissions".into(),
    }
}

/// A path as people see it: relative to the working folder where it lies inside, with `/`.
#[must_use]
pub fn shown(path: &Path) -> String {
    let here = std::env::current_dir().unwrap_or_default();
    let path = path.strip_prefix(&here).unwrap_or(path);
    let parts: Vec<_> = path
        .components()
        .filter(|part| *part != Component::CurDir)
        .map(|part| part.as_os_str().to_string_lossy())
        .collect();
    parts.join("/").replace("//", "/")
}
