//! Where a value that a plan shows is written in the block that declares its resource.

use crate::load::terraform::outline::Key;
use crate::source::hcl::{Block, Body, Expression, ExpressionKind};
use crate::source::{Node, Span};

use super::blocks::kind_of;

/// What is written for a value.
pub(super) struct Written<'m, 'v> {
    /// Its place.
    pub(super) at: Span,
    /// Its expression; none for a block.
    pub(super) expression: Option<&'m Expression>,
    /// What the plan shows for it; none where nothing.
    pub(super) value: Option<&'v Node>,
    /// The expression is that of the value, and not of something around it.
    pub(super) exact: bool,
}

/// Whether a body has an attribute or blocks of a name.
pub(super) fn writes(body: &Body, name: &str) -> bool {
    body.attribute(name).is_some() || body.blocks.iter().any(|block| kind_of(block) == name)
}

/// What a body writes for the value that a way leads to; `value` is what the plan shows for the body.
pub(super) fn in_body<'m, 'v>(body: &'m Body, way: &[Key], value: &'v Node) -> Option<Written<'m, 'v>> {
    let Some((Key::Name(name), rest)) = way.split_first() else { return None };
    let value = value.get(name);
    if let Some(attribute) = body.attribute(name) {
        return Some(in_expression(&attribute.value, rest, value));
    }
    let Some((Key::Index(index), rest)) = rest.split_first() else { return None };
    let value = value.and_then(|all| all.items().get(*index))?;
    let blocks: Vec<&Block> = body.blocks.iter().filter(|block| kind_of(block) == name).collect();
    let block = the_one(&blocks, |block| fits(content(block), value))?;
    let whole = Written { at: block.at, expression: None, value: None, exact: false };
    Some(in_body(content(block), rest, value).unwrap_or(whole))
}

/// What an expression writes for the value that a way leads to, or the expression itself.
fn in_expression<'m, 'v>(
    expression: &'m Expression,
    way: &[Key],
    value: Option<&'v Node>,
) -> Written<'m, 'v> {
    let around = Written { at: expression.span, expression: Some(expression), value: None, exact: false };
    let Some((key, rest)) = way.split_first() else { return Written { value, exact: true, ..around } };
    let (inner, value) = match (key, &expression.kind) {
        (Key::Name(name), ExpressionKind::Object(entries)) => {
            let entry = entries.iter().find(|(key, _)| key.as_text() == Some(name));
            (entry.map(|(_, inner)| inner), value.and_then(|value| value.get(name)))
        }
        (Key::Index(index), kind) => {
            let value = value.and_then(|all| all.items().get(*index));
            (element(expression, kind, *index, value), value)
        }
        _ => (None, None),
    };
    inner.map_or(around, |inner| in_expression(inner, rest, value))
}

/// The element of a list, where it is told which: sets have an order of their own in a plan.
fn element<'m>(
    list: &'m Expression,
    kind: &'m ExpressionKind,
    index: usize,
    value: Option<&Node>,
) -> Option<&'m Expression> {
    let value = value?;
    match kind {
        ExpressionKind::Tuple(items) if value.is_map() => {
            let items: Vec<&Expression> = items.iter().collect();
            the_one(&items, |item| object_fits(item, value))
        }
        ExpressionKind::Tuple(items) => {
            let is_it = |item: &&Expression| agrees(item, Some(value)) == Some(true);
            items.get(index).filter(is_it).or_else(|| items.iter().find(is_it))
        }
        // JSON syntax has an object for a single block.
        ExpressionKind::Object(_) if value.is_map() => Some(list),
        _ => None,
    }
}

/// The only one, or the only one that fits.
fn the_one<'m, T>(all: &[&'m T], fits: impl Fn(&T) -> bool) -> Option<&'m T> {
    if let [only] = all {
        return Some(only);
    }
    let mut fitting = all.iter().filter(|one| fits(one));
    fitting.next().filter(|_| fitting.next().is_none()).copied()
}

/// What stands in a block, or in those that a `dynamic` block makes.
fn content(block: &Block) -> &Body {
    let made = block.body.blocks_of("content").next().filter(|_| block.kind == "dynamic");
    made.map_or(&block.body, |content| &content.body)
}

/// Whether what a plan shows of a block may come from this one.
fn fits(body: &Body, value: &Node) -> bool {
    body.attributes.iter().all(|one| agrees(&one.value, value.get(&one.name)) != Some(false))
}

fn object_fits(object: &Expression, value: &Node) -> bool {
    let ExpressionKind::Object(entries) = &object.kind else { return true };
    let agree = |(key, inner): &(Expression, Expression)| {
        key.as_text().is_none_or(|name| agrees(inner, value.get(name)) != Some(false))
    };
    entries.iter().all(agree)
}

/// Whether an expression is what a plan shows; `None` where that is not plain to see.
pub(super) fn agrees(expression: &Expression, value: Option<&Node>) -> Option<bool> {
    let value = value.filter(|value| !value.is_null());
    let text = value.and_then(Node::as_str);
    match &expression.kind {
        ExpressionKind::Bool(written) => Some(text.and_then(|text| text.parse().ok()) == Some(*written)),
        ExpressionKind::Number(written) => Some(text.and_then(|text| text.parse().ok()) == Some(*written)),
        // Numbers and booleans may be written in quotes, and the provider changes the case of some names.
        ExpressionKind::Text(written) => Some(text.is_some_and(|text| same_text(text, written))),
        _ => None,
    }
}

fn same_text(one: &str, other: &str) -> bool {
    let numbers = one.parse::<f64>().ok().zip(other.parse::<f64>().ok());
    one.eq_ignore_ascii_case(other) || numbers.is_some_and(|(one, other)| one == other)
}
