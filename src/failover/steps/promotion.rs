//! A replica is promoted: automatic failover as the page describes it.

use super::shared::{blocked_writes, capital, data, lost, zone_replacement};
use super::{Phase, Said, Scene, said};
use crate::failover::assess::Case;
use crate::failover::effect::Cause;
use crate::failover::terms::Mode;

/// The primary is lost and a replica takes over.
pub(super) fn promotion(case: &Case, scene: &Scene, blocked: bool) -> Vec<Said> {
    let mut all = vec![failure(case, scene), takeover(case, scene)];
    if !case.terms.multi_az {
        all.push(said(
            Phase::Takeover,
            "Multi-AZ is off: automatic failover alone promotes the replica, and nothing promises that replicas are in other zones.",
            &["D1", "X003"],
        ));
    }
    if blocked {
        all.push(blocked_writes("the new primary", scene));
    } else {
        all.push(writes(case));
    }
    all.push(data(case));
    all.extend(endpoints(case));
    all.push(match scene.cause {
        Cause::Zone => zone_replacement(scene),
        Cause::Node => replacement(case),
    });
    all.push(synchronisation(case));
    all.push(said(
        Phase::Afterwards,
        "The new primary stays where it is: nothing moves the role back.",
        &["X064"],
    ));
    all
}

fn failure(case: &Case, scene: &Scene) -> Said {
    if scene.cause == Cause::Zone {
        let text = format!("{} fails and takes the primary with it.", capital(&scene.zone));
        return said(Phase::Failure, text, &["F22", "F45", "F169"]);
    }
    if case.blow.lost > 0 {
        let text = "The failed primary and the failed replicas are taken offline.";
        return said(Phase::Failure, text, &["F45", "F87", "F101"]);
    }
    if case.terms.multi_az {
        let text = "ElastiCache watches the primary, notices that it failed and takes it offline.";
        return said(Phase::Failure, text, &["F45", "F86", "F87", "F89"]);
    }
    said(Phase::Failure, "The failed primary is taken offline.", &["F45", "F89"])
}

fn takeover(case: &Case, scene: &Scene) -> Said {
    if scene.cause == Cause::Zone {
        let text = if case.no_majority {
            "As documented, of the replicas that are left the one with the least replication lag is promoted."
        } else {
            "Of the replicas that are left, the one with the least replication lag is promoted."
        };
        return said(
            Phase::Takeover,
            text,
            &["F07", "F13", "F15", "F22", "F47", "F48", "F160", "F171", "F173"],
        );
    }
    if case.blow.lost > 0 {
        let text = "Of the replicas that are left, the one with the least replication lag is promoted, in whichever zone it is.";
        return said(Phase::Takeover, text, &["F99", "F102", "F160", "F162", "F173"]);
    }
    said(
        Phase::Takeover,
        "The replica with the least replication lag is promoted; it may be in the failed primary's zone or in another.",
        &["F07", "F13", "F36", "F47", "F48", "F83", "F88", "F90", "F160", "F162", "F173"],
    )
}

fn writes(case: &Case) -> Said {
    if case.no_majority {
        let text = "As documented, writes resume a few seconds later; whether that holds without a majority no source states.";
        return said(Phase::Writes, text, &["F23", "F49", "F85", "X062"]);
    }
    let text = "Writes resume when the promotion is done, usually after a few seconds: the new primary takes reads and writes.";
    let facts: &[_] = if case.blow.lost > 0 {
        &["F23", "F46", "F49", "F85", "F103", "D10"]
    } else {
        &["F23", "F46", "F49", "F84", "F85", "F91", "D10"]
    };
    said(Phase::Writes, text, facts)
}

fn endpoints(case: &Case) -> Vec<Said> {
    if case.terms.mode == Mode::Enabled {
        return vec![said(
            Phase::Endpoints,
            "The configuration endpoint stays; clients that speak the cluster protocol learn the new primary from the topology.",
            &["F25", "F39", "X072", "X075"],
        )];
    }
    let facts: &[_] = if case.blow.lost > 0 {
        &["F25", "F39", "F50", "F104", "F108"]
    } else {
        &["F25", "F39", "F50", "F92", "F96"]
    };
    let reader: &[_] = if case.blow.lost > 0 { &["F109"] } else { &["F97"] };
    vec![
        said(
            Phase::Endpoints,
            "The primary endpoint's DNS name leads to the new primary: applications that use it change nothing, unless they cache the address.",
            &[facts, &["X071"]].concat(),
        ),
        said(Phase::Endpoints, "The reader endpoint follows to the replicas.", reader),
        said(
            Phase::Endpoints,
            "Applications that read from node endpoints must use another one for the node that was promoted.",
            &["F51", "D21"],
        ),
    ]
}

/// The replicas take the new primary's data (F176); without one the reads have the primary alone.
fn synchronisation(case: &Case) -> Said {
    if case.blow.left > 1 {
        return said(
            Phase::Synchronisation,
            "The other replicas and the replacement synchronise with the new primary. Their contents may be dropped and copied anew: \
             they can't be read for a short time, and the primary carries more load.",
            &["F24", "F95", "F107", "F176", "F177", "F178", "F179", "F180", "D9"],
        );
    }
    said(
        Phase::Synchronisation,
        "No other replica is left: until the replacement has synchronised with the new primary, reads have that one alone.",
        &["F95", "F176", "F179", "X074"],
    )
}

fn replacement(case: &Case) -> Said {
    if case.blow.lost > 0 {
        let text = "Replacement replicas are created at once, in the zones of the nodes that failed, so that the distribution is kept.";
        return said(Phase::Replacement, text, &["F100", "F105", "F106", "D13"]);
    }
    let text = "A replacement replica is created at once, in the failed primary's zone, so that the distribution is kept.";
    said(Phase::Replacement, text, &["F88", "F93", "F94", "D13b"])
}

/// No replica is ready: nothing tells what happens.
pub(super) fn no_standby(scene: &Scene) -> Vec<Said> {
    vec![
        lost(scene),
        said(
            Phase::Takeover,
            "No replica that is left is available, and only an available one can be promoted; what happens then no source states.",
            &["F63", "F99"],
        ),
    ]
}

/// An external replica may keep ElastiCache from failing over.
pub(super) fn external_replica(scene: &Scene) -> Vec<Said> {
    vec![
        lost(scene),
        said(
            Phase::Takeover,
            "A replica outside ElastiCache follows this group, which is not supported and may keep ElastiCache from failing over and recovering.",
            &["F182", "F183"],
        ),
    ]
}
