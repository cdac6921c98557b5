//! Backups: what a failover can't bring back, and from which node they are taken.

use crate::model::Group;

use super::book::{Note, Step};
use super::site::Site;

/// That there are none, where the input says so (X098).
pub(super) fn none(group: &Group) -> Option<Note> {
    let off = group.snapshot_retention.value() == Some(&0);
    off.then(|| {
        Note::new(
            "Automatic backups are off. Take a backup first, from a replica: only that brings back what the \
             loss of all nodes takes.",
            &["F111", "X098"],
        )
    })
}

/// A look at the node that daily backups are taken from: a new primary should not be it (X096, X097).
pub(super) fn from_a_replica(site: &Site<'_>, step: Step) -> Step {
    let request = site.for_group("DescribeReplicationGroups");
    step.look(request.showing("ReplicationGroups[0].SnapshottingClusterId")).expect(
        "SnapshottingClusterId, where there is one, is a replica; if it is the new primary, every daily backup \
         runs there: give modify-replication-group a replica with --snapshotting-cluster-id.",
    )
}
