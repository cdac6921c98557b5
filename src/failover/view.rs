//! A group as the planner sees it: shards of nodes that are somewhere, or may be anywhere.

use crate::model::{Group, Node, Placement, Role, Setting, Shard, Unknown, Zone};

use super::plan::{Open, Part};

/// The most replicas a shard can have (X014): how far an unknown number is looked through.
const MOST_REPLICAS: u32 = 5;

/// The shards of a group.
#[derive(Debug, Clone)]
pub(super) struct View {
    pub(super) shards: Vec<ShardView>,
    /// How many shards there are, where that is known.
    pub(super) shard_count: Option<u32>,
}

/// A shard.
#[derive(Debug, Clone)]
pub(super) struct ShardView {
    pub(super) id: String,
    pub(super) nodes: Vec<NodeView>,
    /// Replicas that the input does not list.
    pub(super) unlisted: Option<Unlisted>,
    /// The subnet group surely reaches two zones: only then ElastiCache can spread the nodes (X033).
    pub(super) can_spread: bool,
    /// Values of the shard that are not known.
    pub(super) open: Vec<Open>,
}

/// Replicas of unknown number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Unlisted {
    pub(super) least: u32,
    pub(super) most: u32,
    pub(super) at: Whereabouts,
    /// One of them may have been promoted.
    pub(super) may_lead: bool,
}

/// A node.
#[derive(Debug, Clone)]
pub(super) struct NodeView {
    pub(super) id: String,
    pub(super) part: Part,
    pub(super) at: Whereabouts,
    /// Whether it could be promoted; none where its state is not known (F63).
    pub(super) ready: Option<bool>,
    /// Lost to an earlier failure and not back; none where that is not known.
    pub(super) gone: Option<bool>,
    pub(super) endpoint: Option<String>,
}

/// Where a node is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Whereabouts {
    /// In this zone.
    In(Zone),
    /// Where ElastiCache put it, or will (X027).
    Left,
    /// That is not known.
    Open,
}

impl Whereabouts {
    /// The zone, where it is known.
    pub(super) fn zone(&self) -> Option<&Zone> {
        match self {
            Whereabouts::In(zone) => Some(zone),
            Whereabouts::Left | Whereabouts::Open => None,
        }
    }

    /// Whether two nodes are in one zone; none where that is not known.
    pub(super) fn together(&self, other: &Whereabouts) -> Option<bool> {
        self.zone()?.same(other.zone()?)
    }
}

impl ShardView {
    /// Whether ElastiCache chooses the zone of any node.
    pub(super) fn has_left(&self) -> bool {
        let unlisted = self.unlisted.as_ref().map(|unlisted| &unlisted.at);
        self.nodes.iter().map(|node| &node.at).chain(unlisted).any(|at| *at == Whereabouts::Left)
    }

    /// Whether Multi-AZ promises another zone than the primary's to a replica (F32): ElastiCache chooses, and
    /// nothing failed yet. What is left after a loss is nowhere promised to be in two zones.
    pub(super) fn is_spread_by_promise(&self) -> bool {
        self.can_spread && self.has_left() && self.nodes.iter().all(|node| node.gone == Some(false))
    }

    /// Whether a shard differs from this one in its ids alone.
    pub(super) fn fares_like(&self, other: &ShardView) -> bool {
        let alike = |(one, other): (&NodeView, &NodeView)| {
            (one.part, &one.at, one.ready, one.gone) == (other.part, &other.at, other.ready, other.gone)
        };
        self.nodes.len() == other.nodes.len()
            && self.nodes.iter().zip(&other.nodes).all(alike)
            && (&self.unlisted, self.can_spread, &self.open)
                == (&other.unlisted, other.can_spread, &other.open)
    }

    /// Whether the zone of every node is known.
    pub(super) fn is_placed(&self) -> bool {
        self.unlisted.is_none() && self.nodes.iter().all(|node| node.at.zone().is_some())
    }

    /// The shard as it is when a replica that is not listed was promoted; none where that can't be.
    pub(super) fn led_from_outside(&self) -> Option<ShardView> {
        let unlisted = self.unlisted.as_ref().filter(|unlisted| unlisted.may_lead && unlisted.most > 0)?;
        let mut shard = self.clone();
        shard.nodes.iter_mut().for_each(|node| node.part = Part::Replica);
        shard.nodes.push(assumed_primary(&self.id, unlisted.at.clone()));
        let (least, most) = (unlisted.least.saturating_sub(1), unlisted.most - 1);
        shard.unlisted = Some(Unlisted { least, most, may_lead: false, ..unlisted.clone() });
        Some(shard)
    }

    /// The nodes that may be the primary.
    pub(super) fn possible_primaries(&self) -> Vec<usize> {
        let of = |part: Part| {
            let nodes = self.nodes.iter().enumerate().filter(move |(_, node)| node.part == part);
            nodes.map(|(at, _)| at).collect::<Vec<_>>()
        };
        let known = of(Part::Primary);
        if !known.is_empty() {
            return known;
        }
        let either = of(Part::Either);
        let hidden = self.unlisted.as_ref().is_some_and(|unlisted| unlisted.may_lead);
        if hidden || !either.is_empty() { either } else { (0..self.nodes.len()).collect() }
    }
}

impl View {
    /// The most replicas that a shard has or may have.
    pub(super) fn most_replicas(&self) -> u32 {
        let of = |shard: &ShardView| {
            let listed = u32::try_from(shard.nodes.len().saturating_sub(1)).unwrap_or(u32::MAX);
            shard.unlisted.as_ref().map_or(listed, |unlisted| listed.saturating_add(unlisted.most))
        };
        self.shards.iter().map(of).max().unwrap_or(0)
    }
}

/// The view of a group as its input describes it.
pub(super) fn view(group: &Group) -> View {
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

/// The primary of a shard whose nodes are not listed: every shard has one.
fn assumed_primary(shard: &str, at: Whereabouts) -> NodeView {
    NodeView {
        id: format!("{shard}/primary"),
        part: Part::Primary,
        at,
        ready: Some(true),
        gone: Some(false),
        endpoint: None,
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
    if let Some(why) = setting.why() {
        let one = Open { setting: setting.name.clone(), why: Unknown::clone(why) };
        if !open.contains(&one) {
            open.push(one);
        }
    }
}

fn note_node(open: &mut Vec<Open>, node: &Node) {
    note(open, &node.role);
    note(open, &node.zone);
    if let Some(status) = &node.status {
        note(open, status);
    }
}
