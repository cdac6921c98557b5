//! Reads a group's layout as the planner sees it: where nodes are, who leads, what the input leaves open.

use crate::failover::plan::{Open, Part};
use crate::model::{Group, HiddenZones, Node, Placement, Role, Setting, Shard, Unknown, Zone};

use super::{NodeView, ShardView, Unlisted, View, Whereabouts, assumed_primary};

/// The most replicas a shard can have (X014): how far an unknown number is looked through. A number beyond it is
/// one that ElastiCache refuses: of what the group then has nothing is known.
const MOST_REPLICAS: u32 = 5;
/// The most nodes, the primary among them.
const MOST_NODES: usize = 6;

/// The view of a group as its input describes it.
pub(in crate::failover) fn view(group: &Group) -> View {
    let reach = Reach::of(group);
    let shards = group.layout.shards.iter().map(|shard| shard_view(group, shard, &reach));
    let listed = group.layout.shards.iter().all(|shard| shard.id.is_some());
    // Where the number that is written contradicts the shards that are (X025), plans are of these.
    let listed_count = u32::try_from(group.layout.shards.len()).ok().filter(|_| listed);
    let count = group.layout.shard_count.value().and(listed_count);
    View { shards: shards.collect(), shard_count: count }
}

/// Which zones the subnets reach, as far as they are known.
struct Reach {
    /// The zone that every subnet is in: nothing can be elsewhere.
    only_zone: Option<Zone>,
    /// Two subnets are known to lie in different zones.
    two_zones: bool,
    /// Zones whose names the input marks as sensitive: plans number them.
    hidden: HiddenZones,
}

impl Reach {
    fn of(group: &Group) -> Reach {
        let zones = group.subnet_zones.value().map_or(&[][..], Vec::as_slice);
        let known: Vec<&Zone> = zones.iter().filter_map(Setting::value).collect();
        let differ = |zone: &&Zone| known.iter().any(|other| zone.same(other) == Some(false));
        let in_one = |first: &&Zone| {
            known.len() == zones.len() && known.iter().all(|zone| zone.same(first) == Some(true))
        };
        Reach {
            only_zone: known.first().copied().filter(in_one).cloned(),
            two_zones: known.iter().any(differ),
            hidden: HiddenZones::of(group),
        }
    }

    /// Where a node is that ElastiCache places (X027).
    fn left(&self) -> Whereabouts {
        self.only_zone.as_ref().map_or(Whereabouts::Left, |zone| Whereabouts::In(self.hidden.shown(zone)))
    }

    fn whereabouts(&self, placement: &Setting<Placement>) -> Whereabouts {
        match placement.value() {
            Some(Placement::Pinned(zone)) => Whereabouts::In(self.hidden.shown(zone)),
            Some(Placement::Left) => self.left(),
            None => Whereabouts::Open,
        }
    }
}

fn shard_view(group: &Group, shard: &Shard, reach: &Reach) -> ShardView {
    let id = shard.id.clone().unwrap_or_else(|| "*".to_owned());
    let mut open = Vec::new();
    note(&mut open, &shard.nodes);
    let (nodes, unlisted) = match shard.nodes.value().filter(|nodes| nodes.len() <= MOST_NODES) {
        Some(nodes) => {
            nodes.iter().for_each(|node| note_node(&mut open, node));
            (nodes.iter().map(|node| node_view(node, reach.whereabouts(&node.zone))).collect(), None)
        }
        None => {
            open.extend(shard.nodes.value().map(|nodes| too_many(nodes.len())));
            note(&mut open, &shard.primary_zone);
            let primary = assumed_primary(&id, reach.whereabouts(&shard.primary_zone));
            (vec![primary], Some(unlisted(shard, reach)))
        }
    };
    note(&mut open, &group.layout.shard_count);
    ShardView { id, nodes, unlisted, can_spread: reach.two_zones, open }
}

/// More nodes than a shard can have.
fn too_many(nodes: usize) -> Open {
    let why = Unknown::new(
        format!("{nodes} nodes are more than the {MOST_NODES} that a shard can have"),
        format!("ask for at most {MOST_REPLICAS} replicas per shard"),
    );
    Open { setting: "nodes of the shard".into(), why }
}

/// The replicas of a shard whose nodes are not listed, or are more than it can have.
fn unlisted(shard: &Shard, reach: &Reach) -> Unlisted {
    let replicas = shard.replica_count.value().copied().filter(|count| *count <= MOST_REPLICAS);
    Unlisted {
        least: replicas.unwrap_or(0),
        most: replicas.unwrap_or(MOST_REPLICAS),
        at: if shard.unpinned { reach.left() } else { Whereabouts::Open },
        may_lead: false,
    }
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
