//! The resources of a document by type, by name and by the attributes that others name them by.

use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use crate::source::Node;

use super::resources::Resource;

/// The attributes by whose value a resource is looked up.
const NAMES: [&str; 5] = ["name", "id", "cluster_id", "replication_group_id", "global_replication_group_id"];

/// Positions in the list of resources, each list in the document's order.
#[derive(Default)]
pub(super) struct Index {
    /// By type.
    kinds: HashMap<String, Vec<usize>>,
    /// By mode, type and name.
    blocks: HashMap<(bool, String, String), Vec<usize>>,
    /// Those with a key of their own by that, too.
    keyed: HashMap<(bool, String, String, String), Vec<usize>>,
    /// By address.
    labels: HashMap<String, usize>,
    /// By type, attribute and its value in lower case.
    values: HashMap<(String, &'static str, String), Vec<usize>>,
    /// The addresses of the primaries of global datastores, once somebody asks.
    pub(super) primaries: OnceLock<HashSet<String>>,
    /// Whether no parameter group made here turns cluster mode on, once somebody asks.
    pub(super) no_cluster_mode: OnceLock<bool>,
}

impl Index {
    /// Reads the resources through once.
    pub(super) fn of(resources: &[Resource]) -> Index {
        let mut index = Index::default();
        for (at, resource) in resources.iter().enumerate() {
            let address = &resource.address;
            let block = (address.data, address.kind.clone(), address.name.clone());
            if let Some(key) = &address.key {
                let (data, kind, name) = block.clone();
                index.keyed.entry((data, kind, name, key.clone())).or_default().push(at);
            }
            index.blocks.entry(block).or_default().push(at);
            index.labels.insert(resource.label.clone(), at);
            index.kinds.entry(address.kind.clone()).or_default().push(at);
            for name in NAMES {
                if let Some(value) = resource.values.get(name).and_then(Node::as_str) {
                    let key = (address.kind.clone(), name, value.to_ascii_lowercase());
                    index.values.entry(key).or_default().push(at);
                }
            }
        }
        index
    }

    /// The resources of one type.
    pub(super) fn of_kind(&self, kind: &str) -> &[usize] {
        self.kinds.get(kind).map(Vec::as_slice).unwrap_or_default()
    }

    /// The resource with an address.
    pub(super) fn of_label(&self, label: &str) -> &[usize] {
        self.labels.get(label).map(std::slice::from_ref).unwrap_or_default()
    }

    /// The instances of one block of whatever module.
    pub(super) fn of_block(&self, data: bool, kind: &str, name: &str) -> &[usize] {
        let key = (data, kind.to_owned(), name.to_owned());
        self.blocks.get(&key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The instances of one block of whatever module that have a key.
    pub(super) fn with_key(&self, data: bool, kind: &str, name: &str, key: &str) -> &[usize] {
        let key = (data, kind.to_owned(), name.to_owned(), key.to_owned());
        self.keyed.get(&key).map(Vec::as_slice).unwrap_or_default()
    }

    /// The resources of one type that have a value, in any case, in one of [`NAMES`].
    pub(super) fn with_value(&self, kind: &str, name: &str, value: &str) -> &[usize] {
        let Some(name) = NAMES.into_iter().find(|known| *known == name) else { return &[] };
        let key = (kind.to_owned(), name, value.to_ascii_lowercase());
        self.values.get(&key).map(Vec::as_slice).unwrap_or_default()
    }
}
