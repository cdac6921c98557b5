//! The same id more than once: one object, or a contradiction.

use crate::model::Unknown;
use crate::source::{Json, Sources, Span};

use super::documents::Object;

/// What several objects of one id come to.
#[derive(Debug, Clone)]
pub(super) enum Settled<'a> {
    /// One object, or several that say the same.
    One(Json<'a>),
    /// They contradict each other, or can't be told apart.
    Unclear(Unknown),
}

/// Settles objects of one id: where one says all that the others say, it counts.
///
/// A `describe-cache-clusters` with `--show-cache-node-info` says more than one without.
pub(super) fn settle<'a>(sources: &Sources, objects: &[&Object<'a>]) -> Option<Settled<'a>> {
    if let [only] = objects {
        return Some(Settled::One(only.node));
    }
    let fullest = objects.iter().rev().max_by_key(|object| object.node.entries().count())?;
    let other = objects.iter().find(|object| !says_all_of(fullest.node, object.node));
    Some(match other {
        None => Settled::One(fullest.node),
        Some(other) => {
            let (first, second) = match fullest.id_at <= other.id_at {
                true => (fullest, other),
                false => (other, fullest),
            };
            let (first_at, second_at) = (place(sources, first.id_at), place(sources, second.id_at));
            Settled::Unclear(Unknown::new(
                format!(
                    "`{}` is described twice with different contents: {first_at} and {second_at}",
                    first.name
                ),
                "keep the newer answer",
            ))
        }
    })
}

/// `file:line` of a span.
pub(super) fn place(sources: &Sources, at: Span) -> String {
    format!("{}:{}", sources.get(at.source).name, sources.start(at).line)
}

fn says_all_of(full: Json<'_>, part: Json<'_>) -> bool {
    part.entries().all(|(key, value)| {
        let said = || full.get(key.as_str()?);
        value.is_null() || said().is_some_and(|other| text_of(other) == text_of(value))
    })
}

/// The contents as text without regard to order: no list in an answer has a documented one (D20).
fn text_of(node: Json<'_>) -> String {
    let join = |mut parts: Vec<String>| {
        parts.sort_unstable();
        parts.join(",")
    };
    if node.is_map() {
        let pairs = node.entries().map(|(key, value)| format!("{:?}:{}", key.as_str(), text_of(value)));
        return format!("{{{}}}", join(pairs.collect()));
    }
    if node.is_list() {
        return format!("[{}]", join(node.items().map(text_of).collect()));
    }
    node.as_str().map_or_else(|| "null".into(), |text| format!("{text:?}"))
}
