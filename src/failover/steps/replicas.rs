//! The primary goes on: nothing of the shard fails, or replicas alone.

use crate::failover::assess::Case;
use crate::failover::effect::Cause;

use super::shared::{blocked_writes, zone_replacement};
use super::{Phase, Said, Scene, said};

pub(super) fn untouched(case: &Case, scene: &Scene) -> Vec<Said> {
    if scene.cause == Cause::Node || case.no_majority || case.uncovered {
        return Vec::new();
    }
    let text = format!("No node of the shard is in {}: it serves on as before.", scene.zone);
    vec![said(Phase::Failure, text, &["F04", "F06", "F35"])]
}

pub(super) fn refused_already(case: &Case, scene: &Scene) -> Vec<Said> {
    let text = "min-replicas-to-write asks for more replicas than the shard has: the primary refuses writes as it is.";
    let mut all = vec![said(Phase::Before, text, &["X065"])];
    if case.blow.lost > 0 {
        let lost = replicas_lost(false, case.blow.left, scene);
        all.extend(lost.into_iter().filter(|said| said.phase != Phase::Writes));
    }
    all
}

/// Replicas fail, the primary goes on (X077).
pub(super) fn replicas_lost(blocked: bool, left: u32, scene: &Scene) -> Vec<Said> {
    let mut all = match scene.cause {
        Cause::Node => vec![
            said(Phase::Failure, "The failed replica is noticed and taken offline.", &["X077"]),
            primary_goes_on(left),
            said(
                Phase::Replacement,
                "A replacement is created in the failed replica's zone and synchronises with the primary.",
                &["X077"],
            ),
        ],
        Cause::Zone => vec![
            said(Phase::Failure, format!("The replicas in {} are lost.", scene.zone), &["F169"]),
            said(
                Phase::Writes,
                "The primary is in another zone and takes reads and writes as before.",
                &["F04", "F06", "F11", "F35"],
            ),
            zone_replacement(scene),
        ],
    };
    if blocked {
        all.push(blocked_writes("the primary", scene));
    }
    all
}

fn primary_goes_on(left: u32) -> Said {
    let text = if left > 0 {
        "The primary takes reads and writes as before; other replicas go on serving reads."
    } else {
        "The primary takes reads and writes as before; no other replica is left to read from."
    };
    said(Phase::Writes, text, &["F11", "F12", "X077"])
}
