//! A topology as saved describe output of the group that it became.

use serde_json::{Map, Value, json};

use super::topology::Fact::{self, Known, Unknown};
use super::topology::{ParameterGroup, SubnetGroup, Topology, Zone};

/// Which of several ways an account answers is taken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Account {
    /// With cluster mode enabled, the cache clusters name the node that they copy.
    pub(super) tells_sources: bool,
    /// Parameters and subnet groups were saved too.
    pub(super) saves_joined: bool,
    /// The primary is listed last: the order says nothing.
    pub(super) primary_last: bool,
    /// Nodes of each shard that are still being created, one bit a node from the lowest.
    pub(super) busy: u8,
}

/// Writes the answers as one stream. What is unknown of the topology is an answer, or a key of one,
/// that was not saved; an unknown engine version means that no cache clusters were.
pub(super) fn describe(of: &Topology, account: Account) -> String {
    let shards = shards(of);
    let mut answers = vec![json!({"ReplicationGroups": [group(of, &shards, account)]})];
    if !of.version.is_unknown() {
        let clusters: Vec<Value> = shards.iter().flat_map(|shard| shard.clusters(of, account)).collect();
        answers.push(json!({ "CacheClusters": clusters }));
    }
    if account.saves_joined {
        answers.extend(parameters(of));
        answers.extend(subnets(of));
    }
    answers.iter().map(|answer| format!("{answer}\n")).collect()
}

/// A shard as it lives: its id and the zones of its nodes, the primary's first.
struct Shard {
    id: String,
    zones: Vec<Zone>,
}

/// The shards; every zone of a live topology is known.
fn shards(of: &Topology) -> Vec<Shard> {
    let all =
        |zones: &Vec<Fact<Zone>>| zones.iter().filter_map(|zone| zone.known().copied()).collect::<Vec<_>>();
    if let Known(configurations) = &of.configurations {
        let shard = |(at, one): (usize, &super::topology::Configuration)| Shard {
            id: format!("{:04}", one.id.known().copied().unwrap_or(u32::try_from(at + 1).unwrap())),
            zones: one
                .primary
                .known()
                .copied()
                .into_iter()
                .chain(one.replica_zones.known().map(all).unwrap_or_default())
                .collect(),
        };
        return configurations.iter().enumerate().map(shard).collect();
    }
    vec![Shard { id: "0001".into(), zones: of.zones.known().map(all).unwrap_or_default() }]
}

fn word(flag: &Fact<bool>) -> Option<&'static str> {
    match flag {
        Known(true) => Some("enabled"),
        Unknown => None,
        _ => Some("disabled"),
    }
}

fn group(of: &Topology, shards: &[Shard], account: Account) -> Value {
    let mode = of.live_mode();
    let mut group = Map::new();
    group.insert("ReplicationGroupId".into(), json!("cache"));
    group.insert("Status".into(), json!("available"));
    group.insert("ClusterMode".into(), json!(mode));
    group.insert("ClusterEnabled".into(), json!(mode == "enabled"));
    group.insert("Engine".into(), json!(of.engine.known().unwrap_or(&"redis")));
    group.insert("CacheNodeType".into(), json!(of.node_type.known()));
    if let Some(word) = word(&of.multi_az) {
        group.insert("MultiAZ".into(), json!(word));
    }
    // An unknown flag is one that is being changed: neither on nor off (X009).
    group.insert("AutomaticFailover".into(), json!(word(&of.failover).unwrap_or("enabling")));
    if !of.retention.is_unknown() {
        group.insert("SnapshotRetentionLimit".into(), json!(of.retention.known().unwrap_or(&0)));
    }
    if let Known(word) = of.durability {
        group.insert("Durability".into(), json!(word));
    }
    let ids: Vec<String> = shards.iter().flat_map(Shard::ids).collect();
    group.insert("MemberClusters".into(), json!(ids));
    let node_groups: Vec<Value> = shards.iter().map(|shard| shard.node_group(mode, account)).collect();
    group.insert("NodeGroups".into(), json!(node_groups));
    Value::Object(group)
}

impl Shard {
    fn ids(&self) -> Vec<String> {
        (1..=self.zones.len()).map(|at| format!("cache-{}-{at:03}", self.id)).collect()
    }

    fn node_group(&self, mode: &str, account: Account) -> Value {
        let member = |(at, (id, zone)): (usize, (String, &Zone))| {
            let mut member = json!({"CacheClusterId": id, "PreferredAvailabilityZone": zone.name()});
            if mode != "enabled" {
                member["CurrentRole"] = json!(if at == 0 { "primary" } else { "replica" });
            }
            member
        };
        let mut members: Vec<Value> =
            self.ids().into_iter().zip(&self.zones).enumerate().map(member).collect();
        if account.primary_last {
            members.rotate_left(1);
        }
        json!({"NodeGroupId": self.id, "Status": "available", "NodeGroupMembers": members})
    }

    fn clusters(&self, of: &Topology, account: Account) -> Vec<Value> {
        let ids = self.ids();
        let cluster = |(at, (id, zone)): (usize, (&String, &Zone))| {
            let state = if account.busy >> at & 1 == 1 { "creating" } else { "available" };
            let mut node = json!({"CacheNodeStatus": state, "CustomerAvailabilityZone": zone.name()});
            if at > 0 && account.tells_sources {
                node["SourceCacheNodeId"] = json!(ids[0]);
            }
            json!({
                "CacheClusterId": id,
                "ReplicationGroupId": "cache",
                "CacheClusterStatus": state,
                "Engine": of.engine.known().unwrap_or(&"redis"),
                "EngineVersion": version(of),
                "CacheParameterGroup": {"CacheParameterGroupName": parameter_group_name(of)},
                "CacheSubnetGroupName": "subnets",
                "CacheNodes": [node],
            })
        };
        ids.iter().zip(&self.zones).enumerate().map(cluster).collect()
    }
}

/// The version it runs: the newest where none was asked for (X045).
fn version(of: &Topology) -> &'static str {
    let newest = if of.engine == Known("valkey") { "9.0" } else { "7.1" };
    of.version.known().copied().unwrap_or(newest)
}

fn parameter_group_name(of: &Topology) -> &'static str {
    match &of.parameters {
        Known(ParameterGroup::Elsewhere) => "made-elsewhere",
        Known(ParameterGroup::Default(name)) => name,
        Known(ParameterGroup::Own(_)) => "settings",
        _ if of.live_mode() == "enabled" => "default.redis7.cluster.on",
        _ => "default.redis7",
    }
}

/// The contents of a parameter group of one's own; the default of what is not set has no value.
fn parameters(of: &Topology) -> Option<Value> {
    let Known(ParameterGroup::Own(own)) = &of.parameters else { return None };
    let item = |(name, value): (&str, Fact<String>)| match value.known() {
        Some(value) => json!({"ParameterName": name, "ParameterValue": value, "Source": "user"}),
        None => json!({"ParameterName": name, "Source": "system"}),
    };
    let all: Vec<Value> = own.by_name().into_iter().map(item).collect();
    Some(json!({"CacheParameterGroupName": "settings", "Parameters": all}))
}

fn subnets(of: &Topology) -> Option<Value> {
    let Known(SubnetGroup { zones: Known(zones) }) = &of.subnets else { return None };
    let name = |zone: &Zone| json!({"SubnetAvailabilityZone": {"Name": zone.name()}});
    let all: Vec<Value> = zones.iter().filter_map(|zone| zone.known().map(name)).collect();
    Some(json!({"CacheSubnetGroups": [{"CacheSubnetGroupName": "subnets", "Subnets": all}]}))
}
