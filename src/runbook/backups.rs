//! Backups: what a failover can't bring back, and from which node they are taken.

use crate::model::{ClusterMode, Group, Role, is_cluster_id};

use super::book::Met;
use super::book::{Note, Step};
use super::placeholder::{REPLICA_ID, SNAPSHOT};
use super::site::Site;
use super::state::{has_replica, replicas};

/// Whether the input says that there are no automatic ones (X021).
fn are_off(group: &Group) -> bool {
    group.snapshot_retention.value() == Some(&0)
}

/// That there are none, where the input says so (X098).
pub(super) fn none(group: &Group) -> Option<Note> {
    let text = "Automatic backups are off, and only a backup brings back what the loss of all nodes takes: a \
                step below takes one.";
    are_off(group).then(|| Note::new(text, &["F111", "X021", "X098"]))
}

/// Takes one where the input says that there are none.
pub(super) fn where_none(site: &Site<'_>) -> Option<Step> {
    let why = "Automatic backups are off, and only a backup brings back what the loss of all nodes takes.";
    are_off(site.group).then(|| take(site, why))
}

/// Takes a backup: of a node with cluster mode disabled, of the whole group otherwise.
pub(super) fn take(site: &Site<'_>, why: &str) -> Step {
    let request = site.request("CreateSnapshot");
    let (request, source) = match node(site) {
        Some(id) => {
            let source = format!("It is taken from {id}.");
            (request.text("CacheClusterId", id), source)
        }
        None => (request.text("ReplicationGroupId", &site.id), "It holds all shards.".to_owned()),
    };
    let step = Step::new("Take a backup", format!("{why} {source}"), &["F111", "X090", "X098"])
        .call(request.text("SnapshotName", SNAPSHOT))
        .console(site.console(&["Choose Backup (Actions), name the backup, and create it."]))
        .look(
            site.request("DescribeSnapshots")
                .text("SnapshotName", SNAPSHOT)
                .showing("Snapshots[].[SnapshotName,SnapshotStatus]"),
        )
        .look(site.flags())
        .expect(
            "The backup's status is available, and so is that of the group: meanwhile it is snapshotting.",
        )
        .or_else("SnapshotAlreadyExistsFault: choose another name.")
        .or_else("SnapshotQuotaExceededFault: there are too many backups; delete one that nobody needs.")
        .or_else(
            "SnapshotFeatureNotSupportedFault: a cache.t1.micro node has no backups. Save the data another \
             way.",
        );
    match site.group.cluster_mode.value() {
        Some(_) => step,
        None => step.or_else(
            "InvalidParameterCombination or InvalidParameterValue: with cluster mode disabled a backup is \
             that of a node. Name a replica (CacheClusterId) in place of the group.",
        ),
    }
}

/// The node that a backup is taken from with cluster mode disabled: a replica where there is one (X098).
fn node(site: &Site<'_>) -> Option<String> {
    if site.group.cluster_mode.value() != Some(&ClusterMode::Disabled) {
        return None;
    }
    let shards = &site.group.layout.shards;
    let named = shards.iter().flat_map(replicas).map(|node| node.id.as_str()).find(|id| is_cluster_id(id));
    let alone = || shards.iter().all(|shard| has_replica(shard) == Met::No);
    let primary = || {
        shards
            .iter()
            .filter_map(|shard| shard.nodes.value())
            .flatten()
            .find(|node| is_cluster_id(&node.id) && node.role.value() == Some(&Role::Primary))
    };
    let primary = || primary().filter(|_| alone()).map(|node| node.id.as_str());
    Some(named.or_else(primary).unwrap_or(REPLICA_ID).to_owned())
}

/// A look at the node that daily backups are taken from: a new primary should not be it (X096, X097).
pub(super) fn from_a_replica(site: &Site<'_>, step: Step) -> Step {
    let request = site.for_group("DescribeReplicationGroups");
    step.look(request.showing("ReplicationGroups[0].SnapshottingClusterId")).expect(
        "SnapshottingClusterId, where there is one, is a replica; if it is the new primary, every daily \
         backup runs there: set SnapshottingClusterId of the group to a replica.",
    )
}
