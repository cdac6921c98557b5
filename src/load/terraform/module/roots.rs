//! Which folders of a run are root modules: those that concern us and that no other calls.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::source::hcl::Block;
use crate::source::{Folders, Sources};

use super::blocks::Module;
use super::calls::is_local;
use super::collect::may_hold_groups;
use super::downloaded::Downloaded;
use super::library::Library;

/// The folder of a root module.
pub(crate) struct Place {
    /// Its path without links.
    pub(crate) place: PathBuf,
    /// Its path as it was come by.
    pub(crate) path: PathBuf,
}

/// Finds the folders to check, by path. Those that are only called are checked with their callers.
pub(crate) fn roots(sources: &mut Sources, library: &mut Library, folders: &Folders) -> Vec<Place> {
    let mut search = Search { sources, library, folders, answers: BTreeMap::new(), is_own: false };
    let mut candidates: Vec<(PathBuf, PathBuf)> = Vec::new();
    let mut calls: BTreeMap<PathBuf, BTreeSet<PathBuf>> = BTreeMap::new();
    for folder in folders.found() {
        let Ok(place) = folders.resolve(&folder.path) else { continue };
        let root = Root { downloaded: Downloaded::of(folders, &folder.path), path: String::new() };
        search.forget(&root);
        let leads = folder.concerns || (folder.calls && search.leads_to_groups(&folder.path, &root));
        if !leads {
            continue;
        }
        if folder.calls {
            calls.insert(place.clone(), search.places_called(&folder.path, &root));
        }
        candidates.push((place, folder.path.clone()));
    }
    let others = calls.iter().flat_map(|(by, all)| all.iter().filter(move |place| *place != by));
    let called: HashSet<&PathBuf> = others.collect();
    let (below, mut found): (Vec<_>, Vec<_>) =
        candidates.into_iter().partition(|(place, _)| called.contains(place));
    let mut reached = BTreeSet::new();
    found.iter().for_each(|(root, _)| reach(&calls, root, &mut reached));
    // Modules that call each other in a circle have no root: the first stands for them.
    for (place, path) in below {
        if !reached.contains(&place) {
            reach(&calls, &place, &mut reached);
            found.push((place, path));
        }
    }
    found.sort();
    found.into_iter().map(|(place, path)| Place { place, path }).collect()
}

/// Adds what a folder calls, directly or through others.
fn reach(calls: &BTreeMap<PathBuf, BTreeSet<PathBuf>>, from: &Path, reached: &mut BTreeSet<PathBuf>) {
    let mut open = vec![from];
    while let Some(next) = open.pop() {
        let below = calls.get(next).into_iter().flatten();
        open.extend(below.filter(|place| reached.insert((*place).clone())).map(PathBuf::as_path));
    }
}

/// The root module a search started at, and the calls on the way from it.
struct Root {
    downloaded: Downloaded,
    path: String,
}

struct Search<'s> {
    sources: &'s mut Sources,
    library: &'s mut Library,
    folders: &'s Folders,
    /// Whether a folder leads to groups, by path without links.
    answers: BTreeMap<PathBuf, bool>,
    /// The answers hold for one root module alone, which has modules of its own on disk.
    is_own: bool,
}

impl Search<'_> {
    /// Where modules are on disk differs from root to root: an answer holds for those that know of none.
    fn forget(&mut self, root: &Root) {
        if self.is_own || !root.downloaded.is_empty() {
            self.answers.clear();
        }
        self.is_own = !root.downloaded.is_empty();
    }

    /// Whether a folder, or one that it calls, holds ElastiCache resources, or may.
    fn leads_to_groups(&mut self, path: &Path, root: &Root) -> bool {
        let Ok(place) = self.folders.resolve(path) else { return false };
        if let Some(known) = self.answers.get(&place) {
            return *known;
        }
        // A folder that calls itself adds nothing to what it holds.
        self.answers.insert(place.clone(), false);
        let Ok(module) = self.library.module(self.sources, self.folders, path) else { return false };
        let holds = module.resources.iter().any(|block| block.kind.starts_with("aws_elasticache_"));
        let answer =
            holds || module.calls.iter().any(|(name, call)| self.call_leads(&module, root, name, call));
        self.answers.insert(place, answer);
        answer
    }

    fn call_leads(&mut self, module: &Rc<Module>, root: &Root, name: &str, call: &Block) -> bool {
        let path = target(module, root, name, call);
        match path.filter(|path| self.library.module(self.sources, self.folders, path).is_ok()) {
            Some(path) => {
                let below =
                    Root { downloaded: root.downloaded.clone(), path: format!("{}{name}.", root.path) };
                self.leads_to_groups(&path, &below)
            }
            None => may_hold_groups(name, call),
        }
    }

    /// The folders that a folder calls, by path without links.
    fn places_called(&mut self, path: &Path, root: &Root) -> BTreeSet<PathBuf> {
        let Ok(module) = self.library.module(self.sources, self.folders, path) else {
            return BTreeSet::new();
        };
        let targets = module.calls.iter().filter_map(|(name, call)| target(&module, root, name, call));
        targets.filter_map(|target| self.folders.resolve(&target).ok()).collect()
    }
}

/// Where a call's files are, if they are on disk.
fn target(module: &Module, root: &Root, name: &str, call: &Block) -> Option<PathBuf> {
    let source = call.body.attribute("source")?.value.as_text()?;
    if is_local(source) {
        return Some(module.path.join(source));
    }
    root.downloaded.folder(&format!("{}{name}", root.path)).map(Path::to_owned)
}
