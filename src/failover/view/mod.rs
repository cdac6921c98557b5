//! A group as the planner sees it: shards of nodes that are somewhere, or may be anywhere.

mod read;

use crate::model::Zone;

use super::plan::{Open, Part};

pub(super) use read::view;

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
