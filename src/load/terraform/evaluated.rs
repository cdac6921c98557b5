//! What the evaluator says of a resource's attributes, beside the values themselves.

use std::rc::Rc;

use crate::model::{Trace, Unknown, Zone};
use crate::source::{Entry, Node, NodeKind, Span};

use super::language::{Entries, Kind, Open, Stands, Value, format_number};

/// The attributes of a resource, or of a block in one, as the evaluator made them.
#[derive(Clone, Copy)]
pub(super) struct Told<'p> {
    entries: &'p Entries,
}

impl<'p> Told<'p> {
    /// Of all attributes of a resource.
    pub(super) fn of(entries: &'p Entries) -> Told<'p> {
        Told { entries }
    }

    /// Why an attribute is unknown as a whole; `None` where it is known or not written.
    pub(super) fn why(&self, name: &str) -> Option<Unknown> {
        unknown(self.entries.get(name)?)
    }

    /// Why an element of a list is unknown.
    pub(super) fn why_of_element(&self, name: &str, at: usize) -> Option<Unknown> {
        unknown(self.entries.get(name)?.items()?.get(at)?)
    }

    /// Why it is not known which blocks of a name there are.
    pub(super) fn open_blocks(&self, name: &str) -> Option<Unknown> {
        let open = self.entries.get(name)?.open()?;
        (open.stands == Stands::Blocks).then(|| open.why.clone())
    }

    /// The place of an attribute's expression.
    pub(super) fn at(&self, name: &str) -> Option<Span> {
        self.entries.get(name)?.at
    }

    /// What an attribute's value came through, told of the place where it stands.
    pub(super) fn traces(&self, name: &str, of: Span) -> Vec<Trace> {
        let marks = self.entries.get(name).map(Value::all_marks).unwrap_or_default();
        // The nearest to the attribute comes first.
        let places = marks.through.iter().rev().filter_map(|one| Some((one.what.clone(), one.at?)));
        places.map(|(text, at)| Trace { of: Some(of), text, at }).collect()
    }

    /// The default or option that an attribute's value rests on.
    pub(super) fn via(&self, name: &str) -> Option<String> {
        let marks = self.entries.get(name)?.all_marks();
        marks.through.iter().find(|one| one.rests).map(|one| one.what.clone())
    }

    /// Whether an attribute's value must not be shown.
    pub(super) fn is_sensitive(&self, name: &str) -> bool {
        self.entries.get(name).is_some_and(|value| value.all_marks().sensitive)
    }

    /// The zone that an attribute, or an element of one, is though its name is not known.
    ///
    /// Two elements of one list of names are two zones; an expression that stands in a list twice is
    /// one zone twice.
    pub(super) fn symbol(&self, name: &str, element: Option<usize>) -> Option<Zone> {
        let value = self.entries.get(name)?;
        let Some(at) = element else { return named(value.open()?) };
        let items = value.items()?;
        let open = items.get(at)?.open()?;
        let twice = || {
            let own = open.identity()?;
            let same = items.iter().filter_map(|item| item.open()?.identity()).filter(|other| *other == own);
            (same.count() > 1).then_some(Zone::Expression(own))
        };
        named(open).or_else(twice)
    }

    /// The addresses of the resources whose attribute this attribute is.
    pub(super) fn stands_for(&self, name: &str) -> Vec<String> {
        self.entries.get(name).map(addresses).unwrap_or_default()
    }

    /// The addresses of the resources whose attribute an element of a list is.
    pub(super) fn element_stands_for(&self, name: &str, at: usize) -> Vec<String> {
        let items = self.entries.get(name).and_then(Value::items);
        items.and_then(|items| items.get(at)).map(addresses).unwrap_or_default()
    }

    /// The addresses of the resources that an attribute of unknown value rests on.
    pub(super) fn rests_on(&self, name: &str) -> Vec<String> {
        let open = self.entries.get(name).and_then(Value::open);
        let references = open.map(|open| open.rests_on.as_slice()).unwrap_or_default();
        references.iter().map(|reference| reference.address.to_string()).collect()
    }

    /// The block of a name with a number.
    pub(super) fn block(&self, name: &str, at: usize) -> Option<Told<'p>> {
        let value = self.entries.get(name)?;
        let block = value.items().map_or(Some(value), |items| items.get(at))?;
        block.entries().map(Told::of)
    }
}

/// Why a value is unknown as a whole; `None` where only something in it is.
fn unknown(value: &Value) -> Option<Unknown> {
    value.first_unknown().filter(|_| value.is_open()).map(|open| open.why.clone())
}

/// The addresses of the resources whose attribute a value is.
fn addresses(value: &Value) -> Vec<String> {
    let references = value.open().into_iter().flat_map(|open| open.attributes());
    references.map(|reference| reference.address.to_string()).collect()
}

/// The zone that an unknown is as one of several that differ.
fn named(open: &Open) -> Option<Zone> {
    match &open.stands {
        Stands::Name(list, index) => Some(Zone::Symbol { list: list.to_string(), index: *index }),
        _ => None,
    }
}

/// The attributes of a resource as a tree; what is unknown in it stands there as null.
pub(super) fn tree(entries: &Entries, at: Span) -> Node {
    let entry = |(key, value): (&Rc<str>, &Value)| {
        let at = value.at.unwrap_or(at);
        Entry { key: key.to_string(), key_span: at, value: node(value, at) }
    };
    Node { span: at, tag: None, kind: NodeKind::Map(entries.iter().map(entry).collect()) }
}

/// A value as a tree; what stands elsewhere is shown where the attribute stands.
fn node(value: &Value, around: Span) -> Node {
    let inside = |at: &Span| at.source == around.source && around.start <= at.start && at.end <= around.end;
    let span = value.at.filter(inside).unwrap_or(around);
    let scalar = |text: String, plain| NodeKind::Scalar { text, plain };
    let kind = match &value.kind {
        Kind::Null | Kind::Unknown(_) | Kind::Instance(_) => NodeKind::Null,
        Kind::Bool(value) => scalar(value.to_string(), true),
        Kind::Number(number) => scalar(format_number(*number), true),
        Kind::Text(text) => scalar(text.to_string(), false),
        Kind::Tuple(items) | Kind::List(items) | Kind::Set(items) => {
            NodeKind::List(items.iter().map(|item| node(item, span)).collect())
        }
        Kind::Object(entries) | Kind::Map(entries) => return tree(entries, span),
    };
    Node { span, tag: None, kind }
}
