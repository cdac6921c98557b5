//! A walk through a folder: what it met, in the order of names, however many threads looked.

use std::collections::HashSet;
use std::error::Error as _;
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::mpsc;

use ignore::{DirEntry, WalkBuilder, WalkState};

use super::folders::is_configuration;
use super::search::Searcher;

/// A folder with no more entries than this is gone through on one thread: others would take longer to start.
const FEW: usize = 64;
/// More threads than this wait for the disk and for each other.
const MOST_THREADS: usize = 8;

/// A folder as it was come by, and the same without links.
pub(super) struct Base {
    pub(super) path: PathBuf,
    pub(super) place: PathBuf,
}

impl Base {
    pub(super) fn of(path: &Path) -> Base {
        Base { path: path.to_owned(), place: path.canonicalize().unwrap_or_else(|_| path.to_owned()) }
    }

    /// A path that a walk came to, without links: a walk follows none.
    pub(super) fn place_of(&self, path: &Path) -> PathBuf {
        path.strip_prefix(&self.path).map_or_else(|_| path.to_owned(), |rest| self.place.join(rest))
    }
}

/// What a walk came to.
pub(super) struct Met {
    pub(super) path: PathBuf,
    pub(super) what: What,
}

pub(super) enum What {
    /// A file that holds nothing of ElastiCache, or whose text is known.
    Nothing,
    /// All of a file that concerns us.
    Ours(Vec<u8>),
    /// A file of Terraform configuration: whether it names a resource of ours, and whether it calls a module.
    Configuration { concerns: bool, calls: bool },
    /// A link, which was not followed.
    Link,
    /// Something that can't be read, and why.
    Unreadable(String),
}

/// Goes through a folder. Files at the places that are `known` are not held.
pub(super) fn walk(base: &Base, no_gitignore: bool, known: &HashSet<PathBuf>) -> Vec<Met> {
    let builder = walker(&base.path, no_gitignore);
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get).min(MOST_THREADS);
    let mut entries = builder.build();
    let first: Vec<_> = entries.by_ref().take(FEW + 1).collect();
    let mut met = if first.len() <= FEW || threads == 1 {
        let mut visitor = Visitor { base, known, searcher: Searcher::new() };
        first.into_iter().chain(entries).filter_map(|entry| visitor.visit(entry)).collect()
    } else {
        drop((first, entries));
        on_threads(builder, threads, base, known)
    };
    // By the names on the way: what lies in a folder stands where the folder does.
    met.sort_by(|one, other| one.path.cmp(&other.path));
    met
}

fn on_threads(mut builder: WalkBuilder, threads: usize, base: &Base, known: &HashSet<PathBuf>) -> Vec<Met> {
    let (sender, receiver) = mpsc::channel();
    builder.threads(threads).build_parallel().run(|| {
        let mut met = Handed { met: Vec::new(), to: sender.clone() };
        let mut visitor = Visitor { base, known, searcher: Searcher::new() };
        Box::new(move |entry| {
            met.met.extend(visitor.visit(entry));
            WalkState::Continue
        })
    });
    drop(sender);
    let mut all = Vec::new();
    receiver.into_iter().for_each(|mut met| all.append(&mut met));
    all
}

/// What one thread met, which it hands over at its end.
struct Handed {
    met: Vec<Met>,
    to: mpsc::Sender<Vec<Met>>,
}

impl Drop for Handed {
    fn drop(&mut self) {
        // Nobody is left to take it only where the walk itself failed.
        let _ = self.to.send(std::mem::take(&mut self.met));
    }
}

/// What one thread needs to look at what a walk comes to.
struct Visitor<'w> {
    base: &'w Base,
    known: &'w HashSet<PathBuf>,
    searcher: Searcher,
}

impl Visitor<'_> {
    fn visit(&mut self, entry: Result<DirEntry, ignore::Error>) -> Option<Met> {
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => return Some(self.unreadable(&error)),
        };
        let kind = entry.file_type().filter(|_| entry.depth() > 0)?;
        let what = if kind.is_symlink() {
            What::Link
        } else if kind.is_file() {
            self.look(entry.path())
        } else {
            // A folder, or what is no file: a pipe would keep the run waiting for ever.
            return None;
        };
        Some(Met { path: entry.into_path(), what })
    }

    fn look(&mut self, path: &Path) -> What {
        let looked = if is_module_file(path) {
            self.searcher.configuration(path).map(|(concerns, calls)| What::Configuration { concerns, calls })
        } else {
            let is_known = || self.known.contains(&self.base.place_of(path));
            let ours = self.searcher.ours(path);
            ours.map(|bytes| bytes.filter(|_| !is_known()).map_or(What::Nothing, What::Ours))
        };
        looked.unwrap_or_else(|error| What::Unreadable(error.to_string()))
    }

    /// What the walk itself could not read: the folder, and what the system says of it.
    fn unreadable(&self, error: &ignore::Error) -> Met {
        let path = path_of(error).unwrap_or(&self.base.path).to_owned();
        let said = error.io_error().map(|io| io.source().map_or_else(|| io.to_string(), ToString::to_string));
        Met { path, what: What::Unreadable(said.unwrap_or_else(|| error.to_string())) }
    }
}

fn path_of(error: &ignore::Error) -> Option<&Path> {
    match error {
        ignore::Error::WithPath { path, .. } => Some(path),
        ignore::Error::WithDepth { err, .. } => path_of(err),
        _ => None,
    }
}

/// Goes through a folder in no order, past what the rules of git leave out.
pub(super) fn walker(folder: &Path, no_gitignore: bool) -> WalkBuilder {
    let mut walk = WalkBuilder::new(folder);
    walk.require_git(false);
    if no_gitignore {
        walk.git_ignore(false).git_global(false).git_exclude(false).ignore(false);
    }
    walk
}

/// Whether a path is named like a file of Terraform configuration.
pub(super) fn is_module_file(path: &Path) -> bool {
    path.file_name().and_then(|name| name.to_str()).is_some_and(is_configuration)
}
