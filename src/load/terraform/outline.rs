//! Which resources a plan or state shows, and where: for whoever looks for their code.

use crate::source::{Node, SourceId, Sources, Span, parse_json};

use super::reference::{Address, longest};
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
    /// The expressions of its block, where the document has them.
    expressions: Option<Span>,
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
    expressions: Option<Node>,
}

impl Outline {
    /// Of the resources of a document.
    pub(super) fn of(source: SourceId, resources: &[Resource]) -> Outline {
        let outlined = |resource: &Resource| Outlined {
            address: resource.address.clone(),
            body: resource.body,
            expressions: resource.expressions.as_ref().map(|expressions| expressions.span),
        };
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
        if at.source != self.source {
            return None;
        }
        let next = self.resources.partition_point(|resource| resource.body.start <= at.start);
        self.resources.get(next.checked_sub(1)?).filter(|found| at.end <= found.body.end)
    }

    /// What stands at a place; `unknown` names the attribute where the plan shows no value of it.
    pub(super) fn shown(&self, sources: &Sources, at: Span, unknown: Option<&str>) -> Option<Shown<'_>> {
        let found = self.resource(at)?;
        let text = sources.text(self.source);
        let read = |span: Span| parse_json(self.source, &text, text.get(span.start..span.end)?).ok();
        let root = read(found.body)?;
        let values =
            ["values", "after"].iter().find_map(|key| root.get(key).or(root.path(&["change", key])))?;
        let mut way = Vec::new();
        lead(values, at, &mut way);
        // `cluster_mode.num_node_groups` is an attribute of the block that stands there.
        way.extend(unknown.and_then(|name| Some(Key::Name(name.rsplit('.').next()?.to_owned()))));
        let expressions = found.expressions.and_then(read);
        Some(Shown { address: &found.address, values: values.clone(), way, expressions })
    }
}

impl Shown<'_> {
    /// The value; none where the plan shows none.
    pub(super) fn value(&self) -> Option<&Node> {
        follow(&self.values, &self.way)
    }

    /// The names of all that the block wrote that the plan was made from; none where the document has none.
    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.expressions.iter().flat_map(Node::entries).map(|entry| entry.key.as_str())
    }

    /// The variable that decides the value, with the attributes that are taken of it: the only thing its
    /// expression refers to, or the variable that has its name.
    pub(super) fn variable(&self) -> Option<Vec<String>> {
        let expression = follow(self.expressions.as_ref()?, &self.way)?;
        let items = expression.get("references").map(Node::items).unwrap_or_default();
        let references: Vec<String> =
            items.iter().filter_map(|item| item.as_str().map(str::to_owned)).collect();
        let references = longest(&references);
        let named = |reference: &&str| matches!(self.way.last(), Some(Key::Name(name)) if reference.strip_prefix("var.") == Some(name));
        let only = match references.as_slice() {
            [only] => Some(*only),
            several => several.iter().copied().find(named),
        };
        let names = only?.strip_prefix("var.")?;
        (!names.contains('[')).then(|| names.split('.').map(str::to_owned).collect())
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

/// The value that a way leads to.
fn follow<'n>(node: &'n Node, way: &[Key]) -> Option<&'n Node> {
    way.iter().try_fold(node, |node, key| match key {
        Key::Name(name) => node.get(name),
        Key::Index(index) => node.items().get(*index),
    })
}
