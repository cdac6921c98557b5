//! A template's sections, indexed by name.

use std::cell::Cell;
use std::collections::{BTreeMap, BTreeSet};

use crate::source::{Entry, Node, Span};

use super::Parameters;

/// One template, with the values given for its parameters.
#[derive(Debug)]
pub(super) struct Template<'t> {
    /// The values given on the command line.
    pub(super) given: &'t Parameters,
    /// Parameters whose values are never shown.
    pub(super) secret: BTreeSet<String>,
    parameters: BTreeMap<&'t str, &'t Entry>,
    mappings: BTreeMap<&'t str, &'t Entry>,
    conditions: BTreeMap<&'t str, &'t Entry>,
    resources: BTreeMap<&'t str, &'t Entry>,
    by_type: BTreeMap<&'t str, Vec<&'t Entry>>,
    /// What its resources asked for so far.
    pub(super) spent: Cell<usize>,
    /// The first expression that asked for too much.
    pub(super) exhausted: Cell<Option<Span>>,
}

impl<'t> Template<'t> {
    pub(super) fn new(root: &'t Node, given: &'t Parameters, secret: BTreeSet<String>) -> Self {
        let index = |section: &str| {
            let entries = root.get(section).map_or(&[][..], Node::entries);
            entries.iter().map(|entry| (entry.key.as_str(), entry)).collect::<BTreeMap<_, _>>()
        };
        let mut by_type: BTreeMap<&str, Vec<&Entry>> = BTreeMap::new();
        for entry in root.get("Resources").map_or(&[][..], Node::entries) {
            if let Some(kind) = resource_type(&entry.value) {
                by_type.entry(kind).or_default().push(entry);
            }
        }
        Template {
            given,
            secret,
            parameters: index("Parameters"),
            mappings: index("Mappings"),
            conditions: index("Conditions"),
            resources: index("Resources"),
            by_type,
            spent: Cell::new(0),
            exhausted: Cell::new(None),
        }
    }

    pub(super) fn parameter(&self, name: &str) -> Option<&'t Node> {
        self.parameters.get(name).map(|entry| &entry.value)
    }

    pub(super) fn mapping(&self, name: &str) -> Option<&'t Node> {
        self.mappings.get(name).map(|entry| &entry.value)
    }

    pub(super) fn condition(&self, name: &str) -> Option<&'t Entry> {
        self.conditions.get(name).copied()
    }

    pub(super) fn resource(&self, name: &str) -> Option<&'t Entry> {
        self.resources.get(name).copied()
    }

    /// The resource with this logical id, where it is of this type.
    pub(super) fn resource_of(&self, name: &str, kind: &str) -> Option<&'t Entry> {
        self.resource(name).filter(|entry| resource_type(&entry.value) == Some(kind))
    }

    /// All resources of a type, in the order written.
    pub(super) fn of_type(&self, kind: &str) -> &[&'t Entry] {
        self.by_type.get(kind).map_or(&[], Vec::as_slice)
    }
}

/// A resource's type, such as `AWS::EC2::Subnet`.
pub(super) fn resource_type(resource: &Node) -> Option<&str> {
    resource.get("Type").and_then(Node::as_str)
}
