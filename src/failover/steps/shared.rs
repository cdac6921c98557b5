//! Sentences that several courses of events have in common.

use crate::failover::assess::Case;
use crate::failover::effect::{Cause, Course};
use crate::failover::words::DataLoss;

use super::{Phase, Said, Scene, said};

/// The primary is lost, in a word.
pub(super) fn lost(scene: &Scene) -> Said {
    match scene.cause {
        Cause::Zone => said(
            Phase::Failure,
            format!("{} fails and takes the primary with it.", capital(&scene.zone)),
            &["F22", "F45", "F169"],
        ),
        Cause::Node => said(Phase::Failure, "The failed primary is taken offline.", &["F45", "F89"]),
    }
}

/// Replacements for a zone that is down (F170, by cause: D13b).
pub(super) fn zone_replacement(scene: &Scene) -> Said {
    let text =
        format!("Replacements come only when {} is back; until then those nodes are missing.", scene.zone);
    said(Phase::Replacement, text, &["F170", "F171", "D13b"])
}

pub(super) fn blocked_writes(primary: &str, scene: &Scene) -> Said {
    let until = match scene.cause {
        Cause::Node => "the replacement is in sync".to_owned(),
        Cause::Zone => format!("{} is back and its replacement in sync", scene.zone),
    };
    let text = format!(
        "min-replicas-to-write asks for more replicas than are left: {primary} refuses writes until {until}."
    );
    said(Phase::Writes, text, &["X065"])
}

/// What is lost where a replica's data counts from now on.
pub(super) fn data(case: &Case) -> Said {
    let (text, facts): (_, &[_]) = match case.effect.data_loss {
        DataLoss::None => {
            ("Durability is sync: writes that were acknowledged are not lost.", &["X112", "X115"])
        }
        DataLoss::UpToTenSeconds => {
            ("Durability is async: up to 10 seconds of writes may be lost.", &["X112", "X115"])
        }
        _ => (
            if case.effect.course == Course::Recreation {
                "Writes that had reached no replica are lost, usually few: replication is asynchronous."
            } else {
                "Writes that had not reached that replica are lost, usually few: replication is asynchronous."
            },
            &["F08", "F26", "F159", "F161", "D10"],
        ),
    };
    said(Phase::Data, text, facts)
}

/// A clause as a sentence.
pub(super) fn sentence(clause: &str) -> String {
    format!("{}.", capital(clause))
}

/// A text that opens a sentence.
pub(super) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    first.chain(letters).collect()
}
