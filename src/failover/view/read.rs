//! Reads a group's layout as the planner sees it: where nodes are, who leads, what the input leaves open.

use crate::failover::plan::{Open, Part};
use crate::model::{Group, Node, Placement, Role, Setting, Shard, Zone};

use super::{NodeView, ShardView, Unlisted, View, Whereabouts, assumed_primary};

/// The most replicas a shard can have (X014): how far an unknown number is looked through.
const MOST_REPLICAS: u32 = 5;

/// The view of a group as its input describes it.
pub(in crate::failover) fn view(group: &Group) -> View {
    let only_zone = only_subnet_zone(group);
    let shards = group.layout.shards.iter().map(|shard| shard_view(group, shard, only_zone.as_ref()));
    let listed = group.layout.shards.iter().all(|shard| shard.id.is_some());
    // Where the number that is written contradicts the shards that are (X025), plans are of these.
    let listed_count = u32::try_from(group.layout.shards.len()).ok().filter(|_| listed);
    let count = group.layout.shard_count.value().and(listed_count);
    View { shards: shards.collect(), shard_count: count }
}

/// The zone that every subnet is in, where they are known to be in one: nothing can be elsewhere.
fn only_subnet_zone(group: &Group) -> Option<Zone> {
    let zones = group.subnet_zones.value()?;
    let first = zones.first()?.value()?;
    let same = |zone: &Setting<Zone>| zone.value().is_some_and(|zone| zone.same(first) == Some(true));
    zones.iter().all(same).then(|| first.clone())
}

/// Whether two subnets are known to lie in different zones.
fn reaches_two_zones(group: &Group) -> bool {
    let Some(zones) = group.subnet_zones.value() else { return false };
    let known: Vec<&Zone> = zones.iter().filter_map(Setting::value).collect();
    known.iter().any(|zone| known.iter().any(|other| zone.same(other) == Some(false)))
}

fn shard_view(group: &Group, shard: &Shard, only_zone: Option<&Zone>) -> ShardView {
    let at = |placement: &Setting<Placement>| match (placement.value(), only_zone) {
        (Some(Placement::Pinned(zone)), _) => Whereabouts::In(zone.clone()),
        (Some(Placement::Left), Some(zone)) => Whereabouts::In(zone.clone()),
        (Some(Placement::Left), None) => Whereabouts::Left,
        (None, _) => Whereabouts::Open,
    };
    let id = shard.id.clone().unwrap_or_else(|| "*".to_owned());
    let mut open = Vec::new();
    note(&mut open, &shard.nodes);
    let (nodes, unlisted) = match shard.nodes.value() {
        Some(nodes) => {
            for node in nodes {
                note_node(&mut open, node);
            }
            (nodes.iter().map(|node| node_view(node, at(&node.zone))).collect(), None)
        }
        None => {
            note(&mut open, &shard.primary_zone);
            let at = at(&shard.primary_zone);
            let elsewhere = match (shard.unpinned, only_zone) {
                (true, None) => Whereabouts::Left,
                (true, Some(zone)) => Whereabouts::In(zone.clone()),
                (false, _) => Whereabouts::Open,
            };
            let replicas = shard.replica_count.value().copied();
            let unlisted = Unlisted {
                least: replicas.unwrap_or(0),
                most: replicas.unwrap_or(MOST_REPLICAS),
                at: elsewhere,
                may_lead: false,
            };
            (vec![assumed_primary(&id, at)], Some(unlisted))
        }
    };
    if group.layout.shard_count.why().is_some() {
        note(&mut open, &group.layout.shard_count);
    }
    ShardView { id, nodes, unlisted, can_spread: reaches_two_zones(group), open }
}

fn node_view(node: &Node, at: Whereabouts) -> NodeView {
    let part = match node.role.value() {
        Some(Role::Primary) => Part::Primary,
        Some(Role::Replica) => Part::Replica,
        None => Part::Either,
    };
    let ready = match &node.status {
        None => Some(true),
        Some(status) => status.value().map(|status| is_ready(status)),
    };
    NodeView { id: node.id.clone(), part, at, ready, gone: Some(false), endpoint: node.endpoint.clone() }
}

/// Whether a node in this state could be promoted: a daily backup takes nothing away from it.
fn is_ready(status: &str) -> bool {
    matches!(status, "available" | "snapshotting")
}

/// Notes a setting that is not known.
fn note<T>(open: &mut Vec<Open>, setting: &Setting<T>) {
    if let Some(one) = Open::of(setting).filter(|one| !open.contains(one)) {
        open.push(one);
    }
}

fn note_node(open: &mut Vec<Open>, node: &Node) {
    note(open, &node.role);
    note(open, &node.zone);
    if let Some(status) = &node.status {
        note(open, status);
    }
}
