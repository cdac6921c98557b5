//! Nodes fail, or their zone: what becomes of the shard.

use crate::failover::strike::Blow;
use crate::failover::terms::{Kept, Terms};
use crate::failover::words::{DataLoss, Service};

use super::{Cause, Course, Effect, effect, not_applicable, unstated, worsened};

/// What a failure does. `external` tells that a replica outside ElastiCache follows the group.
pub(in crate::failover) fn of_failure(terms: &Terms, blow: &Blow, cause: Cause, external: bool) -> Effect {
    use {DataLoss::None, Service::Uninterrupted};
    if let Some(why) = blow.barred {
        return not_applicable(why);
    }
    let needed = terms.min_replicas;
    match *blow {
        Blow { primary_lost: false, lost, left, .. } if lost + left < needed => {
            effect(Course::RefusedAlready, Service::Blocked, Uninterrupted, None)
        }
        Blow { primary_lost: false, lost: 0, .. } => {
            effect(Course::Untouched, Uninterrupted, Uninterrupted, None)
        }
        Blow { primary_lost: false, left, .. } => {
            let blocked = left < needed;
            let writes = if blocked { Service::Blocked } else { Uninterrupted };
            effect(Course::ReplicasLost { blocked }, writes, Uninterrupted, None)
        }
        Blow { left: 0, .. } => all_lost(terms, cause),
        _ => primary_lost(terms, blow, cause, external),
    }
}

/// Every node of the shard is lost (F110, F111, X078).
fn all_lost(terms: &Terms, cause: Cause) -> Effect {
    let away = away(cause);
    match terms.durability {
        Kept::Disabled => effect(Course::AllRecreated, away, away, DataLoss::Everything),
        Kept::Async | Kept::Sync => effect(Course::AllRecreatedDurable, away, away, DataLoss::Unstated),
    }
}

/// How long what must be recreated is away.
fn away(cause: Cause) -> Service {
    match cause {
        Cause::Node => Service::UntilReplacement,
        Cause::Zone => Service::UntilZoneReturns,
    }
}

/// The primary is lost and replicas are left.
fn primary_lost(terms: &Terms, blow: &Blow, cause: Cause, external: bool) -> Effect {
    let own = primary_gone(terms, blow, cause, external);
    // Where the shard never had the replicas that writes need, nothing below brings writes back (X065).
    let refused = blow.lost + blow.left < terms.min_replicas;
    if refused { worsened(own, Service::Blocked, own.reads) } else { own }
}

fn primary_gone(terms: &Terms, blow: &Blow, cause: Cause, external: bool) -> Effect {
    if let Some(refusal) = terms.refused {
        return unstated(Course::Contradiction(refusal));
    }
    if !terms.failover {
        // The primary is recreated and synchronised from a replica, which serves reads (X076).
        return effect(Course::Recreation, away(cause), Service::Uninterrupted, behind(terms.durability));
    }
    if external {
        return unstated(Course::ExternalReplica);
    }
    if blow.standbys == 0 {
        return unstated(Course::NoStandby);
    }
    // One of the replicas that are left becomes the primary (X065).
    let blocked = blow.left - 1 < terms.min_replicas;
    let writes = if blocked { Service::Blocked } else { Service::Seconds };
    effect(Course::Promotion { blocked }, writes, Service::Seconds, behind(terms.durability))
}

/// What a replica may lack of the primary's data (F159, X115).
fn behind(durability: Kept) -> DataLoss {
    match durability {
        Kept::Disabled => DataLoss::ReplicationLag,
        Kept::Async => DataLoss::UpToTenSeconds,
        Kept::Sync => DataLoss::None,
    }
}

/// What the loss of every node does (F110–F118).
pub(in crate::failover) fn of_group_loss(terms: &Terms) -> Effect {
    all_lost(terms, Cause::Node)
}
