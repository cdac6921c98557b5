//! Which places of a template hold secrets, and which parameters carry them.

use std::collections::BTreeSet;

use crate::source::{Node, NodeKind, Sources, Span, names_a_secret};

use super::evaluate::{Call, call};

/// Secrets found in a template.
#[derive(Default)]
pub(super) struct Secrets {
    /// Parameters whose values are never shown.
    pub(super) parameters: BTreeSet<String>,
    /// The places of secret values.
    pub(super) places: Vec<Span>,
}

/// Finds them: parameters with `NoEcho`, and everything under a key that speaks of a secret.
pub(super) fn find(root: &Node) -> Secrets {
    let mut secrets = Secrets::default();
    for section in ["Resources", "Mappings"] {
        for entry in root.get(section).map_or(&[][..], Node::entries) {
            // A resource may be called SessionTokenStore: only keys inside it tell.
            walk(&entry.value, false, &mut secrets);
        }
    }
    for entry in root.get("Parameters").map_or(&[][..], Node::entries) {
        let no_echo = entry.value.get("NoEcho").is_some_and(|flag| flag.as_bool() != Some(false));
        if no_echo || names_a_secret(&entry.key) || secrets.parameters.contains(&entry.key) {
            secrets.parameters.insert(entry.key.clone());
            secrets.places.extend(entry.value.get("Default").map(|default| default.span));
        }
    }
    secrets
}

impl Secrets {
    /// Has every excerpt mask them.
    pub(super) fn mark(&self, sources: &mut Sources) {
        for place in &self.places {
            sources.mark_secret(*place);
        }
    }
}

/// Marks the texts under secret keys; a parameter that one refers to is a secret as well.
fn walk(node: &Node, secret: bool, found: &mut Secrets) {
    if let Call::Function(name @ ("Ref" | "GetAtt" | "Condition" | "ImportValue"), argument) = call(node) {
        if let (true, "Ref", Some(parameter)) = (secret, name, argument.as_str()) {
            found.parameters.insert(parameter.to_owned());
        }
        return;
    }
    match &node.kind {
        NodeKind::Scalar { .. } if secret => found.places.push(node.span),
        NodeKind::List(items) => items.iter().for_each(|item| walk(item, secret, found)),
        NodeKind::Map(entries) => {
            for entry in entries {
                walk(&entry.value, secret || names_a_secret(&entry.key), found);
            }
        }
        _ => {}
    }
}
