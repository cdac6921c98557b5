//! Which texts of a configuration must never be shown.

use crate::load::terraform::language::{Entries, Value};
use crate::source::hcl::{Attribute, Block, Body, Expression, ExpressionKind, Part};
use crate::source::{SourceId, Span, names_a_secret};

use super::blocks::Module;

/// The texts below names that say so, and the defaults of variables that are marked sensitive.
pub(super) fn of_body(body: &Body) -> Vec<Span> {
    let mut found = Vec::new();
    in_body(body, false, &mut found);
    found
}

/// The texts of a variable or output that is sensitive.
pub(super) fn of_declaration(block: &Block) -> Vec<Span> {
    let mut found = Vec::new();
    in_body(&block.body, is_secret(block), &mut found);
    found
}

/// The texts of the arguments for variables that the called module marks as sensitive.
pub(super) fn of_arguments(call: &Block, module: &Module) -> Vec<Span> {
    let is_secret = |attribute: &&Attribute| module.variables.get(&attribute.name).is_some_and(is_secret);
    call.body.attributes.iter().filter(is_secret).flat_map(|attribute| of_value(&attribute.value)).collect()
}

/// Every text and number in an expression.
pub(super) fn of_value(value: &Expression) -> Vec<Span> {
    let mut found = Vec::new();
    in_value(value, true, &mut found);
    found
}

fn in_body(body: &Body, inside: bool, found: &mut Vec<Span>) {
    for attribute in &body.attributes {
        // The description of a secret is none.
        let described = matches!(attribute.name.as_str(), "description" | "sensitive");
        let credentials =
            attribute.name == "source" && attribute.value.as_text().is_some_and(has_credentials);
        let secret = credentials || !described && (inside || names_a_secret(&attribute.name));
        in_value(&attribute.value, secret, found);
    }
    for block in &body.blocks {
        in_body(&block.body, inside || is_secret(block), found);
    }
}

/// Whether an address has a user in it, or more of a query than a version: `git::https://user:token@host/x`.
fn has_credentials(source: &str) -> bool {
    let host = source.split_once("://").map(|(_, rest)| rest.split('/').next().unwrap_or(rest));
    let query = source.split_once('?').map_or("", |(_, query)| query);
    let is_version = |part: &str| {
        part.is_empty() || ["ref=", "depth=", "version="].iter().any(|key| part.starts_with(key))
    };
    host.is_some_and(|host| host.contains('@')) || !query.split('&').all(is_version)
}

/// A variable or output that is sensitive, by its name or because it says so.
pub(super) fn is_secret(block: &Block) -> bool {
    let marked = block.body.attribute("sensitive").is_some_and(|mark| match &mark.value.kind {
        ExpressionKind::Bool(marked) => *marked,
        ExpressionKind::Text(text) => text == "true",
        _ => false,
    });
    let declares = matches!(block.kind.as_str(), "variable" | "output");
    declares && (marked || block.labels.iter().any(|name| names_a_secret(name)))
}

/// What an expression is made of is searched to its end: a secret may stand in a list whose first element
/// is taken. What decides between values, and what names them, is no part of them.
fn in_value(value: &Expression, secret: bool, found: &mut Vec<Span>) {
    let mut all = |items: &[Expression], secret: bool| {
        items.iter().for_each(|item| in_value(item, secret, found));
    };
    match &value.kind {
        ExpressionKind::Text(_) | ExpressionKind::Number(_) if secret => found.push(value.span),
        ExpressionKind::Template(parts) => in_template(value, parts, secret, found),
        ExpressionKind::Tuple(items) => all(items, secret),
        ExpressionKind::Object(entries) => {
            for (key, value) in entries {
                in_value(value, secret || key.as_text().is_some_and(names_a_secret), found);
            }
        }
        ExpressionKind::Conditional(choice) => {
            in_value(&choice.yes, secret, found);
            in_value(&choice.no, secret, found);
        }
        ExpressionKind::Call(call) => all(&call.arguments, secret || call.name == "sensitive"),
        ExpressionKind::For(each) => {
            in_value(&each.collection, secret, found);
            in_value(&each.value, secret, found);
        }
        ExpressionKind::Traversal(inner, _) | ExpressionKind::Negative(inner) => {
            in_value(inner, secret, found)
        }
        ExpressionKind::Binary(left, _, right) => {
            in_value(left, secret, found);
            in_value(right, secret, found);
        }
        _ => {}
    }
}

/// A template with characters of its own is hidden whole: `"${var.token}"` gives nothing away.
fn in_template(value: &Expression, parts: &[Part], secret: bool, found: &mut Vec<Span>) {
    if secret && parts.iter().any(|part| !matches!(part, Part::Interpolation(_))) {
        return found.push(value.span);
    }
    for part in parts {
        match part {
            Part::Interpolation(inner) => in_value(inner, secret, found),
            Part::If { yes, no, .. } => {
                in_template(value, yes, secret, found);
                in_template(value, no, secret, found);
            }
            Part::For { parts, .. } => in_template(value, parts, secret, found),
            Part::Literal(_) => {}
        }
    }
}

/// The places of everything in a value that must not be shown: where it is written, and what it came through.
pub(super) fn of_evaluated(value: &Value, secret: bool) -> Vec<Span> {
    let secret = secret || value.marks.sensitive;
    let inner = value.items().into_iter().flatten();
    let inner = inner.chain(value.entries().into_iter().flat_map(Entries::values));
    let mut found: Vec<Span> = inner.flat_map(|inner| of_evaluated(inner, secret)).collect();
    if secret {
        found.extend(value.at);
        found.extend(value.marks.through.iter().filter_map(|one| one.at));
    }
    found
}

/// All values of a variable file that can't be parsed: nobody knows which of them are secret.
///
/// They are what follows the first `=` or `:` of a line, and lines that have none.
pub(super) fn of_broken_values(id: SourceId, text: &str) -> Vec<Span> {
    let mut start = 0;
    let span = |line: &str| {
        let from = start + line.find(['=', ':']).map_or(0, |at| at + 1);
        start += line.len();
        Span { source: id, start: from, end: start }
    };
    text.split_inclusive('\n').map(span).collect()
}

/// The defaults in a file of configuration that can't be parsed, where it declares something sensitive:
/// all from the word to the end of its block.
pub(super) fn of_broken_defaults(id: SourceId, text: &str) -> Vec<Span> {
    if !text.contains("sensitive") {
        return Vec::new();
    }
    let after = |(at, word): (usize, &str)| {
        let start = at + word.len();
        let end = text.get(start..)?.find("\n}").map_or(text.len(), |length| start + length);
        Some(Span { source: id, start, end })
    };
    text.match_indices("default").filter_map(after).collect()
}
