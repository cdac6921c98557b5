//! Which resources a plan or state shows, and where: for whoever looks for their code.

use crate::source::{Node, SourceId, Sources, Span, parse_json};

use super::reference::Address;
use super::resources::Resource;

/// The resources of one plan or state, by their place in it.
#[derive(Debug, Clone)]
pub struct Outline {
    /// The text that holds it.
    pub source: SourceId,
    resources: Vec<Outlined>,
}

/// A resource of a plan or state.
#[derive(Debug, Clone)]
struct Outlined {
    address: Address,
    body: Span,
}

/// One step from a resource's values to a value in them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Key {
    /// An attribute, or the blocks of a name.
    Name(String),
    /// An element of a list.
    Index(usize),
}

/// What stands at a place of a plan: the resource, and the way to a value in it.
pub(super) struct Shown<'o> {
    /// The resource's address.
    pub(super) address: &'o Address,
    /// The resource's attributes.
    pub(super) values: Node,
    /// The way to the value; empty for the resource as a whole.
    pub(super) way: Vec<Key>,
}

impl Outline {
    /// Of the resources of a document.
    pub(super) fn of(source: SourceId, resources: &[Resource]) -> Outline {
        let outlined =
            |resource: &Resource| Outlined { address: resource.address.clone(), body: resource.body };
        let mut resources: Vec<Outlined> = resources.iter().map(outlined).collect();
        resources.sort_by_key(|resource| resource.body.start);
        Outline { source, resources }
    }

    /// Whether a place lies in one of its resources.
    #[must_use]
    pub fn holds(&self, at: Span) -> bool {
        self.resource(at).is_some()
    }

    fn resource(&self, at: Span) -> Option<&Outlined> {
        let next = self.resources.partition_point(|resource| resource.body.start <= at.start);
        let found = self.resources.get(next.checked_sub(1)?)?;
        (at.source == self.source && at.end <= found.body.end).then_some(found)
    }

    /// What stands at a place.
    pub(super) fn shown(&self, sources: &Sources, at: Span) -> Option<Shown<'_>> {
        let found = self.resource(at)?;
        let text = sources.text(self.source);
        let slice = text.get(found.body.start..found.body.end)?;
        let root = parse_json(self.source, &text, slice).ok()?;
        let values =
            ["values", "after"].iter().find_map(|key| root.get(key).or(root.path(&["change", key])))?;
        let mut way = Vec::new();
        lead(values, at, &mut way);
        Some(Shown { address: &found.address, values: values.clone(), way })
    }
}

/// Goes down to the smallest value that holds a place.
fn lead(node: &Node, at: Span, way: &mut Vec<Key>) {
    let holds = |value: &Node| value.span.start <= at.start && at.end <= value.span.end;
    if let Some(entry) = node.entries().iter().find(|entry| holds(&entry.value)) {
        way.push(Key::Name(entry.key.clone()));
        return lead(&entry.value, at, way);
    }
    if let Some((index, item)) = node.items().iter().enumerate().find(|(_, item)| holds(item)) {
        way.push(Key::Index(index));
        lead(item, at, way);
    }
}
