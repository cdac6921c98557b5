//! The modules of a run of the program: each folder is read once, whoever calls it.

use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::source::{Folders, Refusal, SourceId, Sources};

use super::blocks::Module;
use super::read;

/// Modules that were read, by folder without links: one run of the program reads each once.
#[derive(Default)]
pub(crate) struct Library {
    modules: HashMap<PathBuf, Rc<Module>>,
    /// Sources that may hold texts of modules already, by name.
    known: HashMap<String, SourceId>,
}

impl Library {
    /// A library that adds no text to the sources that is there already.
    pub(super) fn after(sources: &Sources) -> Library {
        Library { modules: HashMap::new(), known: sources.by_name() }
    }

    /// The module in a folder, read once. What could not be read of it is told by the module.
    ///
    /// # Errors
    /// Where there is none, or where it must not be read.
    pub(super) fn module(
        &mut self,
        sources: &mut Sources,
        folders: &Folders,
        path: &Path,
    ) -> Result<Rc<Module>, Refusal> {
        let place = folders.resolve(path)?;
        if let Some(module) = self.modules.get(&place) {
            return Ok(Rc::clone(module));
        }
        let module = Rc::new(read::module(sources, folders, path, &self.known)?);
        self.modules.insert(place, Rc::clone(&module));
        Ok(module)
    }
}
