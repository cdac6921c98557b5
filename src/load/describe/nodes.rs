//! Nodes as a group lists them: their zone and state.

use crate::model::{Node as ModelNode, Placement, Role, Setting, Unknown, Zone};
use crate::source::{Node, Span};

use super::joined::Cluster;
use super::read::read;

/// A node that a group lists, with its cache cluster where that is in the input.
pub(super) struct Member<'a> {
    /// Its id as written.
    pub(super) id: String,
    pub(super) at: Span,
    /// Its element of `NodeGroupMembers`; none where only `MemberClusters` lists it.
    pub(super) listed: Option<&'a Node>,
    pub(super) cluster: Option<&'a Cluster<'a>>,
}

impl Member<'_> {
    /// The node as the model has it.
    pub(super) fn node(&self, role: Setting<Role>) -> ModelNode {
        ModelNode { id: self.id.clone(), role, zone: self.zone(), status: self.cluster.and_then(status) }
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

/// The state of a cache cluster's node, else of the cluster.
pub(super) fn status(cluster: &Cluster<'_>) -> Option<Setting<String>> {
    cluster.read_node("CacheNodeStatus").or_else(|| cluster.read(&["CacheClusterStatus"]))
}

/// Whether a state says that nothing is under way (X090).
pub(super) fn is_calm(status: &str) -> bool {
    matches!(status, "available" | "snapshotting")
}
