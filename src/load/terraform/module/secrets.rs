//! Which texts of a configuration must never be shown.

use crate::source::hcl::{Block, Body, Expression, ExpressionKind, Part};
use crate::source::{Span, names_a_secret};

/// The texts below names that say so, and the defaults of variables that are marked sensitive.
pub(super) fn of_body(body: &Body) -> Vec<Span> {
    let mut found = Vec::new();
    in_body(body, false, &mut found);
    found
}

/// Every text in an expression.
pub(super) fn of_value(value: &Expression) -> Vec<Span> {
    let mut found = Vec::new();
    in_value(value, true, &mut found);
    found
}

fn in_body(body: &Body, inside: bool, found: &mut Vec<Span>) {
    for attribute in &body.attributes {
        // The description of a secret is none.
        let described = matches!(attribute.name.as_str(), "description" | "type" | "sensitive");
        let secret = !described && (inside || names_a_secret(&attribute.name));
        in_value(&attribute.value, secret, found);
    }
    for block in &body.blocks {
        in_body(&block.body, inside || is_secret(block), found);
    }
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

fn in_value(value: &Expression, secret: bool, found: &mut Vec<Span>) {
    match &value.kind {
        ExpressionKind::Text(_) if secret => found.push(value.span),
        ExpressionKind::Template(parts) if secret && has_characters(parts) => found.push(value.span),
        ExpressionKind::Tuple(items) => items.iter().for_each(|item| in_value(item, secret, found)),
        ExpressionKind::Object(entries) => {
            for (key, value) in entries {
                in_value(value, secret || key.as_text().is_some_and(names_a_secret), found);
            }
        }
        ExpressionKind::Conditional(choice) => {
            in_value(&choice.yes, secret, found);
            in_value(&choice.no, secret, found);
        }
        ExpressionKind::Call(call) => call.arguments.iter().for_each(|one| in_value(one, secret, found)),
        ExpressionKind::For(all) => in_value(&all.value, secret, found),
        _ => {}
    }
}

/// Whether a template has characters of its own: `"${var.token}"` gives nothing away.
fn has_characters(parts: &[Part]) -> bool {
    parts.iter().any(|part| !matches!(part, Part::Interpolation(_)))
}
