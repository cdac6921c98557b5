//! Maintenance or a service update replaces nodes one by one: what becomes of the shard.

use crate::failover::strike::Blow;
use crate::failover::terms::{Age, Mode, Terms};
use crate::failover::words::{DataLoss, Service};

use super::{Course, Effect, effect, unstated};

/// How a planned replacement goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::failover) enum Planned {
    /// Cluster mode enabled: writes go on (F53).
    ClusterMode,
    /// Multi-AZ on a recent engine: writes go on (F54).
    Online,
    /// Multi-AZ on an old engine: a short interruption (F55).
    Brief,
    /// An engine that no text speaks of (D8).
    VersionUnstated,
    /// Automatic failover without Multi-AZ: two texts disagree.
    TextsDisagree,
    /// `min-replicas-to-write` asks for every replica, and one after the other is replaced.
    NeedsEveryReplica,
    /// No replica is ready to take over.
    NoStandby,
    /// No failover: the primary is recreated (F57).
    Recreated,
    /// A node alone (X083).
    Alone,
    /// A shard of one node with cluster mode enabled: no text speaks of it.
    AloneInClusterMode,
}

impl Planned {
    /// Whether the role of primary may be with another node afterwards (F45, F47).
    pub(in crate::failover) fn may_move_the_role(self) -> bool {
        !matches!(self, Planned::Recreated | Planned::Alone | Planned::AloneInClusterMode)
    }
}

/// What maintenance or a service update does to a shard as it stands.
pub(in crate::failover) fn of_planned(terms: &Terms, standing: &Blow, standalone: bool) -> Effect {
    use Service::{Blocked, Seconds, Uninterrupted, Unstated, UntilReplacement};
    if let Some(refusal) = terms.refused {
        return unstated(Course::Contradiction(refusal));
    }
    let planned = planned(terms, standing, standalone);
    let (writes, reads) = match planned {
        Planned::ClusterMode | Planned::Online => (Uninterrupted, Uninterrupted),
        Planned::Brief => (Seconds, Uninterrupted),
        Planned::VersionUnstated | Planned::TextsDisagree => (Unstated, Uninterrupted),
        Planned::NeedsEveryReplica | Planned::NoStandby => (Unstated, Unstated),
        Planned::Recreated => (UntilReplacement, Uninterrupted),
        Planned::Alone => (UntilReplacement, UntilReplacement),
        Planned::AloneInClusterMode => (Unstated, Unstated),
    };
    if standing.left < terms.min_replicas && writes < Blocked {
        // There are too few replicas as it is.
        return effect(Course::RefusedAlready, Blocked, reads, DataLoss::Unstated);
    }
    effect(Course::Planned(planned), writes, reads, planned_loss(planned))
}

fn planned(terms: &Terms, standing: &Blow, standalone: bool) -> Planned {
    let has_replicas = standing.left > 0;
    match (terms.mode, terms.age) {
        _ if standalone => Planned::Alone,
        (Mode::Enabled, _) if !has_replicas => Planned::AloneInClusterMode,
        _ if !has_replicas => Planned::Alone,
        _ if !terms.failover => Planned::Recreated,
        _ if standing.standbys == 0 => Planned::NoStandby,
        _ if terms.min_replicas > 0 && standing.left == terms.min_replicas => Planned::NeedsEveryReplica,
        (Mode::Enabled, _) => Planned::ClusterMode,
        _ if !terms.multi_az => Planned::TextsDisagree,
        (_, Age::New) => Planned::Online,
        (_, Age::Between) => Planned::VersionUnstated,
        (_, Age::Old) => Planned::Brief,
    }
}

/// A short interruption is a failover, whose loss is the lag at most (F159); of the others no
/// source says whether a write can be lost.
fn planned_loss(planned: Planned) -> DataLoss {
    match planned {
        Planned::Brief => DataLoss::ReplicationLag,
        Planned::ClusterMode
        | Planned::Online
        | Planned::VersionUnstated
        | Planned::TextsDisagree
        | Planned::NeedsEveryReplica
        | Planned::NoStandby
        | Planned::Recreated
        | Planned::Alone
        | Planned::AloneInClusterMode => DataLoss::Unstated,
    }
}
