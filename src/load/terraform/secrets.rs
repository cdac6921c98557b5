//! Which values of a resource must never be shown.

use crate::source::{Node, NodeKind, Span, names_a_secret};

/// Secrets in a resource of `values` and in its change.
pub(super) fn in_resource(resource: &Node, change: Option<&Node>) -> Vec<Span> {
    let mut found = Vec::new();
    by_name(resource, false, &mut found);
    let values = resource.get("values");
    by_mark(values, resource.get("sensitive_values"), &mut found);
    if let Some(change) = change {
        by_mark(values, change.get("after_sensitive"), &mut found);
        found.extend(in_change(change));
    }
    found
}

/// Secrets in a change.
pub(super) fn in_change(change: &Node) -> Vec<Span> {
    let mut found = Vec::new();
    by_name(change, false, &mut found);
    by_mark(change.get("after"), change.get("after_sensitive"), &mut found);
    by_mark(change.get("before"), change.get("before_sensitive"), &mut found);
    found
}

/// Secrets that only their names give away.
pub(super) fn by_names_in(node: &Node) -> Vec<Span> {
    let mut found = Vec::new();
    by_name(node, false, &mut found);
    found
}

/// Every text below a key whose name says so.
fn by_name(node: &Node, inside: bool, found: &mut Vec<Span>) {
    match &node.kind {
        NodeKind::Scalar { plain: false, .. } if inside => found.push(node.span),
        NodeKind::List(items) => items.iter().for_each(|item| by_name(item, inside, found)),
        NodeKind::Map(entries) => {
            for entry in entries {
                by_name(&entry.value, inside || names_a_secret(&entry.key), found);
            }
        }
        _ => {}
    }
}

/// Every value whose counterpart in the marks is `true`.
fn by_mark(values: Option<&Node>, marks: Option<&Node>, found: &mut Vec<Span>) {
    let (Some(values), Some(marks)) = (values, marks) else { return };
    match &marks.kind {
        NodeKind::Scalar { .. } if marks.as_bool() == Some(true) && !values.is_null() => {
            found.push(values.span);
        }
        NodeKind::List(items) => {
            for (value, mark) in values.items().iter().zip(items) {
                by_mark(Some(value), Some(mark), found);
            }
        }
        NodeKind::Map(entries) => {
            for entry in entries {
                by_mark(values.get(&entry.key), Some(&entry.value), found);
            }
        }
        _ => {}
    }
}
