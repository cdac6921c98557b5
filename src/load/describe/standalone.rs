//! A Redis or Valkey cluster without a replication group, seen as a group of one node (X105).

use crate::load::{exists, external_replica_unsaid, no_durability, parse_engine, version_floors};
use crate::model::{
    ClusterMode, GlobalRole, Group, Node as ModelNode, Placement, Role, Setting, Shard, Unknown, Zone,
};
use crate::source::Json;

use super::Context;
use super::endpoints::of_cluster;
use super::group::{engine_version, target, unclear};
use super::joined::Joined;
use super::nodes::{cluster_zone, status};
use super::parameters::ParameterGroup;
use super::read::{count, read};
use super::same::Settled;
use super::shards::{nothing_written, seen};
use super::subnets::{subnet_group, subnet_ids, subnet_zones};
use super::transitions;

/// Why the flags and counts of a stand-alone cluster are what they are.
const ALONE: &str = "a cluster without a replication group is one node";

/// Builds a group of one node.
pub(super) fn build(context: &Context<'_>, joined: &Joined<'_>) -> Group {
    let own = match &joined.own {
        Settled::One(own) => *own,
        Settled::Unclear(why) => return unclear(joined, why),
    };
    let at = joined.id_at;
    let group = ParameterGroup::find(context, joined);
    let engine = unless_absent(own, joined, "Engine").and_then(|text| parse_engine(&text));
    let node_type = unless_absent(own, joined, "CacheNodeType");
    Group {
        name: joined.name.clone(),
        target: target(joined),
        at,
        body: joined.body,
        standalone: true,
        creating: false,
        multi_az: Setting::derived("MultiAZ", false, ALONE, at),
        automatic_failover: Setting::derived("AutomaticFailover", false, ALONE, at),
        cluster_mode: Setting::derived("cluster mode", ClusterMode::Disabled, ALONE, at),
        engine_version: engine_version(context, joined),
        version_floors: version_floors(&engine, &node_type, group.family(context, joined).as_ref()),
        engine,
        node_type,
        parameter_group: group.name.clone().map(Some),
        parameters: group.parameters(at),
        layout: seen(
            vec![shard(joined)],
            Setting::derived("shards", 1, ALONE, at),
            Setting::derived("NumCacheNodes", 1, ALONE, at),
            at,
        ),
        subnet_group: subnet_group(context, joined).map(Some),
        subnet_zones: subnet_zones(context, joined),
        subnet_ids: subnet_ids(context, joined),
        snapshot_retention: count(unless_absent(own, joined, "SnapshotRetentionLimit")),
        durability: no_durability("Durability", at),
        external_replica: external_replica_unsaid(at),
        status: Some(unless_absent(own, joined, "CacheClusterStatus")),
        configuration_endpoint: None,
        transitions: transitions::of_clusters(joined),
        global_role: Setting::derived("GlobalReplicationGroupInfo", GlobalRole::None, ALONE, at),
        existence: exists(at),
        traces: Vec::new(),
    }
}

fn unless_absent(own: Json<'_>, joined: &Joined<'_>, key: &str) -> Setting<String> {
    read(own, key).unwrap_or_else(|| {
        let why = Unknown::new(
            format!("this answer has no {key}"),
            "save the answer again: aws elasticache describe-cache-clusters --show-cache-node-info",
        );
        Setting::unknown(key, why, joined.id_at)
    })
}

fn shard(joined: &Joined<'_>) -> Shard {
    let at = joined.id_at;
    let cluster = joined.clusters.values().next();
    let zone = cluster.and_then(cluster_zone).map_or_else(
        || Setting::unknown("PreferredAvailabilityZone", Unknown::because("this answer names no zone"), at),
        |zone| zone.map(|name| Placement::Pinned(Zone::Name(name))),
    );
    let node = ModelNode {
        id: joined.name.clone(),
        role: Setting::derived("role", Role::Primary, ALONE, at),
        zone: zone.clone(),
        status: cluster.and_then(status),
        endpoint: cluster.and_then(of_cluster),
    };
    Shard {
        id: Some("0001".into()),
        at,
        nodes: Setting::derived("CacheNodes", vec![node], ALONE, at),
        replica_count: Setting::derived("replicas", 0, ALONE, at),
        own_replica_count: Setting::derived("replicas", 0, ALONE, at),
        standby_count: Setting::derived("standbys", 0, ALONE, at),
        replica_zone_count: nothing_written("replica zones", at),
        primary_zone: zone,
        unpinned: false,
        status: None,
        primary_endpoint: None,
        reader_endpoint: None,
        zone_set: Vec::new(),
    }
}
