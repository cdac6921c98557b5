//! What a blow does to a shard under known terms: the decision table of the planner.

mod failure;
mod planned;
mod reboot;

use super::scenario::{Kind, Why};
use super::terms::Refusal;
use super::words::{DataLoss, Service, Verdict};

pub(super) use failure::{of_failure, of_group_loss};
pub(super) use planned::{Planned, of_planned};
pub(super) use reboot::of_reboot;

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

/// What took the nodes: it decides when they come back (D13b).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    /// The nodes themselves: replaced at once.
    Node,
    /// Their zone: replaced when it is back.
    Zone,
}

impl Course {
    /// Whether the scenario can happen.
    pub(super) fn happens(self) -> bool {
        !matches!(self, Course::NotApplicable(_))
    }

    /// Whether automatic failover promotes a replica.
    pub(super) fn promotes(self) -> bool {
        matches!(self, Course::Promotion { .. })
    }

    /// Whether the primary is lost and nothing tells who leads in the end: no replica is ready, or something
    /// keeps ElastiCache from it.
    pub(super) fn leaves_the_lead_open(self) -> bool {
        matches!(self, Course::NoStandby | Course::ExternalReplica | Course::Contradiction(_))
    }

    /// Whether another node may be the primary afterwards.
    pub(super) fn may_move_the_role(self) -> bool {
        match self {
            Course::Planned(how) => how.may_move_the_role(),
            course => course.promotes(),
        }
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

/// The effect on a shard of events elsewhere in its group.
pub(super) fn worsened(effect: Effect, writes: Service, reads: Service) -> Effect {
    Effect { writes: effect.writes.max(writes), reads: effect.reads.max(reads), ..effect }
}

/// Whether a scenario befalls nodes because of their zone.
pub(super) fn cause(kind: Kind) -> Cause {
    if kind == Kind::Zone { Cause::Zone } else { Cause::Node }
}
