//! What a blow does to a shard under known terms: the decision table of the planner.

use super::scenario::Kind;
use super::strike::Blow;
use super::terms::{Age, Kept, Mode, Refusal, Terms};
use super::words::{DataLoss, Service, Verdict};

/// What becomes of a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Effect {
    pub(super) course: Course,
    pub(super) writes: Service,
    pub(super) reads: Service,
    pub(super) data_loss: DataLoss,
}

/// The course that events take.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Course {
    /// It can't happen here.
    NotApplicable(Why),
    /// Nothing of the shard fails.
    Untouched,
    /// `min-replicas-to-write` asks for more replicas than the shard has: writes are refused today.
    RefusedAlready,
    /// Replicas fail, the primary goes on; `blocked`: too few are left for writes.
    ReplicasLost { blocked: bool },
    /// A replica is promoted; `blocked`: too few are left for writes.
    Promotion { blocked: bool },
    /// The primary is recreated and takes its data from a replica.
    Recreation,
    /// Every node is recreated, empty.
    AllRecreated,
    /// Every node is recreated; what durability keeps is not stated.
    AllRecreatedDurable,
    /// No replica is ready to be promoted.
    NoStandby,
    /// A replica outside ElastiCache follows the group (F183).
    ExternalReplica,
    /// The flags contradict each other.
    Contradiction(Refusal),
    /// Nodes are replaced one by one.
    Planned(Planned),
    /// The primary reboots and its data is gone.
    Rebooted,
    /// Whether a customer can reboot it is not stated.
    RebootUnstated,
}

/// Why a scenario can't happen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Why {
    /// There are fewer replicas than would have to fail.
    TooFewReplicas,
    /// With cluster mode enabled there is no reboot by the customer (D24).
    NoReboot,
}

/// How a planned replacement goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Planned {
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

/// What took the nodes: it decides when they come back (D13b).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// The nodes themselves: replaced at once.
    Node,
    /// Their zone: replaced when it is back.
    Zone,
}

impl Planned {
    /// Whether the role of primary may be with another node afterwards (F45, F47).
    pub(super) fn may_move_the_role(self) -> bool {
        !matches!(self, Planned::Recreated | Planned::Alone | Planned::AloneInClusterMode)
    }
}

impl Effect {
    /// The verdict that it comes to.
    pub(super) fn verdict(&self) -> Verdict {
        match self.course {
            Course::NotApplicable(_) => Verdict::NotApplicable,
            _ => Verdict::of(self.writes, self.data_loss),
        }
    }
}

fn effect(course: Course, writes: Service, reads: Service, data_loss: DataLoss) -> Effect {
    Effect { course, writes, reads, data_loss }
}

const NOTHING_STATED: (Service, Service, DataLoss) =
    (Service::Unstated, Service::Unstated, DataLoss::Unstated);

fn unstated(course: Course) -> Effect {
    let (writes, reads, data_loss) = NOTHING_STATED;
    effect(course, writes, reads, data_loss)
}

/// What can't happen does nothing.
fn not_applicable(why: Why) -> Effect {
    effect(Course::NotApplicable(why), Service::Uninterrupted, Service::Uninterrupted, DataLoss::None)
}

/// What a failure does. `external` tells that a replica outside ElastiCache follows the group.
pub(super) fn of_failure(terms: &Terms, blow: &Blow, cause: Cause, external: bool) -> Effect {
    use {DataLoss::None, Service::Uninterrupted};
    if !blow.applies {
        return not_applicable(Why::TooFewReplicas);
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
pub(super) fn all_lost(terms: &Terms, cause: Cause) -> Effect {
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

/// What maintenance or a service update does to a shard as it stands.
pub(super) fn of_planned(terms: &Terms, standing: &Blow, standalone: bool) -> Effect {
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
        _ => DataLoss::Unstated,
    }
}

/// What a reboot of the primary by the customer does (F172, F174, F175, D24).
pub(super) fn of_reboot(terms: &Terms) -> Effect {
    match terms.mode {
        Mode::Enabled => not_applicable(Why::NoReboot),
        Mode::Compatible => unstated(Course::RebootUnstated),
        // How long a reboot takes, and what replicas answer meanwhile, is not stated.
        Mode::Disabled => {
            effect(Course::Rebooted, Service::Unstated, Service::Unstated, DataLoss::Everything)
        }
    }
}

/// What the loss of every node does (F110–F118).
pub(super) fn of_group_loss(terms: &Terms) -> Effect {
    all_lost(terms, Cause::Node)
}

/// The effect on a shard of events elsewhere in its group.
pub(super) fn worsened(effect: Effect, writes: Service, reads: Service) -> Effect {
    Effect { writes: effect.writes.max(writes), reads: effect.reads.max(reads), ..effect }
}

/// Whether a scenario befalls nodes because of their zone.
pub(super) fn cause(kind: Kind) -> Cause {
    if kind == Kind::Zone { Cause::Zone } else { Cause::Node }
}
