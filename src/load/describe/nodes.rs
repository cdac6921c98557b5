//! Nodes as a group lists them: their zone and state.

use crate::model::{Node as ModelNode, Placement, Role, Setting, Unknown, Zone};
use crate::source::{Json, Span};

use super::endpoints::{endpoint, of_cluster};
use super::joined::{Cluster, is_gone};
use super::read::read;

/// A node that a group lists, with its cache cluster where that is in the input.
pub(super) struct Member<'a> {
    /// Its id as written.
    pub(super) id: String,
    pub(super) at: Span,
    /// Its element of `NodeGroupMembers`; none where only `MemberClusters` lists it.
    pub(super) listed: Option<Json<'a>>,
    pub(super) cluster: Option<&'a Cluster<'a>>,
}

impl Member<'_> {
    /// The node as the model has it.
    pub(super) fn node(&self, role: Setting<Role>) -> ModelNode {
        ModelNode {
            id: self.id.clone(),
            role,
            zone: self.zone(),
            status: self.cluster.and_then(status),
            endpoint: self.endpoint(),
        }
    }

    /// Its own endpoint: with cluster mode enabled only its cache cluster shows it.
    fn endpoint(&self) -> Option<String> {
        let own = self.listed.and_then(|listed| endpoint(listed, "ReadEndpoint"));
        own.or_else(|| self.cluster.and_then(of_cluster))
    }

    /// The zone it lives in: by the group's answer, else by its cache cluster.
    fn zone(&self) -> Setting<Placement> {
        let own = self.listed.and_then(|listed| read(listed, "PreferredAvailabilityZone"));
        own.or_else(|| self.cluster.and_then(cluster_zone)).map_or_else(
            || Setting::unknown("PreferredAvailabilityZone", no_zone(), self.at),
            |zone| zone.map(|name| Placement::Pinned(Zone::Name(name))),
        )
    }
}

fn no_zone() -> Unknown {
    Unknown::new(
        "this answer does not tell the node's zone",
        "add the output of: aws elasticache describe-cache-clusters --show-cache-node-info",
    )
}

/// The zone of a cache cluster's node.
pub(super) fn cluster_zone(cluster: &Cluster<'_>) -> Option<Setting<String>> {
    let preferred = || {
        let zone = cluster.read(&["PreferredAvailabilityZone"])?;
        // Only Memcached clusters are spread; the word is no zone.
        zone.value().is_none_or(|name| name != "Multiple").then_some(zone)
    };
    cluster.read_node("CustomerAvailabilityZone").or_else(preferred)
}

/// The state of a cache cluster's node: its own, else what the cluster's says of it.
pub(super) fn status(cluster: &Cluster<'_>) -> Option<Setting<String>> {
    let of_cluster = || Some(cluster.read(&["CacheClusterStatus"])?.and_then(as_of_node));
    cluster.read_node("CacheNodeStatus").or_else(of_cluster)
}

/// A cluster's state as its only node's: a node is available, being created, rebooted or deleted,
/// while a cluster can also be in states that leave its node as it was (X090).
fn as_of_node(status: String) -> Result<String, Unknown> {
    let of_node = is_calm(&status)
        || is_gone(&status)
        || status.starts_with("rebooting")
        || matches!(status.as_str(), "creating" | "create-failed" | "restore-failed");
    let doing = match status.as_str() {
        _ if of_node => return Ok(status),
        "modifying" => "is being modified".to_owned(),
        other => format!("is `{other}`"),
    };
    Err(Unknown::new(
        format!("its cluster {doing}, and this answer does not tell its node's state"),
        "add the output of: aws elasticache describe-cache-clusters --show-cache-node-info",
    ))
}

/// Whether a state says that nothing is under way (X090).
pub(super) fn is_calm(status: &str) -> bool {
    matches!(status, "available" | "snapshotting")
}
