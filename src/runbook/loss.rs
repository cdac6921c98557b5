//! What a promotion loses, by the group's durability.

use crate::model::{Durability, Group};

use super::book::Note;

/// A sentence on what is lost when a replica takes over, with its facts (F159, X112, X115).
pub(super) fn on_promotion(group: &Group) -> Note {
    let (text, facts) = told(group.durability.value());
    Note::new(text, facts)
}

fn told(durability: Option<&Durability>) -> (&'static str, &'static [&'static str]) {
    match durability {
        Some(Durability::Sync) => {
            ("Durability is sync: no write that was acknowledged is lost.", &["X112", "X115"])
        }
        Some(Durability::Async) => {
            ("Durability is async: writes of up to 10 seconds may be lost.", &["X112", "X115"])
        }
        Some(Durability::Disabled) => (
            "Replication is asynchronous: what the replica has not copied yet may be lost.",
            &["F26", "F159"],
        ),
        None => (
            "Replication is asynchronous: what the replica has not copied yet may be lost, up to 10 seconds \
             of writes if durability is async, nothing that was acknowledged if it is sync. The input does \
             not tell which.",
            &["F26", "F159", "X112"],
        ),
    }
}
