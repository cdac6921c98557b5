//! Modules that `terraform init` brought: `.terraform/modules/modules.json`.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::source::Folders;

/// Where each module call of a root module finds its files, by the names of the calls: `a.b`.
#[derive(Debug, Default, Clone)]
pub(super) struct Downloaded {
    folders: BTreeMap<String, PathBuf>,
}

#[derive(Deserialize)]
struct Manifest {
    #[serde(rename = "Modules", default)]
    modules: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    #[serde(rename = "Key")]
    key: String,
    #[serde(rename = "Dir")]
    folder: PathBuf,
}

impl Downloaded {
    /// Reads the manifest of a root module; a missing or odd one brings nothing.
    pub(super) fn of(folders: &Folders, root: &Path) -> Downloaded {
        let text = folders.read(&root.join(".terraform/modules/modules.json"));
        let manifest = text.ok().and_then(|input| serde_json::from_str::<Manifest>(&input.text).ok());
        let entries = manifest.map(|manifest| manifest.modules).unwrap_or_default();
        let folder = |entry: Entry| (entry.key, root.join(entry.folder));
        Downloaded { folders: entries.into_iter().map(folder).collect() }
    }

    /// Whether nothing was downloaded.
    pub(crate) fn is_empty(&self) -> bool {
        self.folders.is_empty()
    }

    /// The folder of a call.
    pub(super) fn folder(&self, path: &str) -> Option<&Path> {
        self.folders.get(path).map(PathBuf::as_path)
    }
}
