//! Layouts before and after, and the shard that a second loss would meet.

use std::collections::BTreeSet;

use crate::model::Group;

use super::assess::Case;
use super::effect::{Cause, Course};
use super::plan::{NodePicture, NodeState, Part, Picture, Replacement, ShardPicture};
use super::strike::{Fates, Strike};
use super::view::{NodeView, ShardView, Unlisted, Whereabouts, view};

/// A shard afterwards, with how each node fares.
#[derive(Debug, Clone)]
pub(super) struct After {
    pub(super) shard: ShardView,
    pub(super) states: Vec<NodeState>,
}

/// Whether a replica takes over.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Takeover {
    Surely,
    Maybe,
    No,
    /// Nothing tells who leads in the end: no replica is ready, or something keeps ElastiCache from it.
    Unclear,
}

fn takeover(cases: &BTreeSet<Case>) -> Takeover {
    let is_unclear = |case: &Case| match case.effect.course {
        Course::Promotion { .. } => case.no_majority,
        Course::Planned(how) => how.may_move_the_role(),
        course => course.leaves_the_lead_open(),
    };
    if cases.iter().any(is_unclear) {
        return Takeover::Unclear;
    }
    let happen = cases.iter().filter(|case| case.effect.course.happens()).count();
    match cases.iter().filter(|case| case.effect.course.promotes()).count() {
        0 => Takeover::No,
        count if count == happen => Takeover::Surely,
        _ => Takeover::Maybe,
    }
}

/// The shard when everything that can be replaced at once has been.
pub(super) fn after(shard: &ShardView, fates: &Fates, cause: Cause, cases: &BTreeSet<Case>) -> After {
    let takeover = takeover(cases);
    let mut nodes = Vec::new();
    let mut states = Vec::new();
    for (at, node) in shard.nodes.iter().enumerate() {
        let (falls, may_fall) = (fates.fall.contains(&at), fates.may_fall.contains(&at));
        let (gone, state) = match cause {
            Cause::Zone if falls => (Some(true), NodeState::Gone),
            Cause::Zone if may_fall => (None, NodeState::MayBeGone),
            Cause::Node if falls => (node.gone, NodeState::Replaced),
            _ => (node.gone, NodeState::Running),
        };
        let part = part_after(node, takeover, fates.candidates.contains(&at), falls);
        nodes.push(NodeView { part, gone, ..node.clone() });
        states.push(state);
    }
    settle(&mut nodes, shard.unlisted.is_some(), takeover);
    if takeover == Takeover::Surely && shard.unlisted.is_none() {
        who_leads_runs(&mut nodes, &mut states);
    }
    let may_lead = takeover != Takeover::No;
    let unlisted = shard.unlisted.clone().map(|unlisted| Unlisted { may_lead, ..unlisted });
    After { shard: ShardView { nodes, unlisted, ..shard.clone() }, states }
}

/// The part a node plays afterwards, as far as it can be told of one node.
fn part_after(node: &NodeView, takeover: Takeover, may_lead: bool, falls: bool) -> Part {
    match (takeover, node.part) {
        (Takeover::No, part) => part,
        (Takeover::Unclear, _) => Part::Either,
        (Takeover::Surely, _) if falls => Part::Replica,
        (_, Part::Primary | Part::Either) => Part::Either,
        (_, Part::Replica) if may_lead => Part::Either,
        (_, Part::Replica) => Part::Replica,
    }
}

/// The only node that may be the primary is the primary.
fn settle(nodes: &mut [NodeView], unlisted: bool, takeover: Takeover) {
    if takeover == Takeover::No || unlisted {
        return;
    }
    let may_be = nodes.iter().filter(|node| node.part != Part::Replica).count();
    if may_be == 1 {
        for node in nodes {
            if node.part == Part::Either {
                node.part = Part::Primary;
            }
        }
    }
}

/// The only node that can have been promoted runs: the zone that failed is another.
fn who_leads_runs(nodes: &mut [NodeView], states: &mut [NodeState]) {
    for (node, state) in nodes.iter_mut().zip(states) {
        if node.part == Part::Primary {
            (node.gone, *state) = (Some(false), NodeState::Running);
        }
    }
}

/// The layout of a group as its input describes it.
#[must_use]
pub fn layout_of(group: &Group) -> Picture {
    picture(view(group).shards.iter().map(|shard| (shard, None)))
}

/// Draws shards.
pub(super) fn picture<'a>(shards: impl Iterator<Item = (&'a ShardView, Option<&'a [NodeState]>)>) -> Picture {
    let mut zones = BTreeSet::new();
    let mut pictures = Vec::new();
    for (shard, states) in shards {
        let nodes = shard.nodes.iter().enumerate().map(|(at, node)| {
            let zone = node.at.zone().map(ToString::to_string);
            zones.extend(zone.clone());
            let state = states.and_then(|states| states.get(at).copied()).unwrap_or(NodeState::Running);
            NodePicture { id: node.id.clone(), role: node.part, zone, placement: placement(&node.at), state }
        });
        let nodes = nodes.collect();
        pictures.push(ShardPicture { id: shard.id.clone(), nodes, incomplete: shard.unlisted.is_some() });
    }
    Picture { zones: zones.into_iter().collect(), shards: pictures }
}

fn placement(at: &Whereabouts) -> &'static str {
    match at {
        Whereabouts::In(_) => "known",
        Whereabouts::Left => "left",
        Whereabouts::Open => "unknown",
    }
}

/// The nodes that come back: those that fall.
pub(super) fn replacements(
    shard: &ShardView,
    strike: &Strike,
    fates: &Fates,
    cause: Cause,
    cases: &BTreeSet<Case>,
) -> Vec<Replacement> {
    let takeover = takeover(cases);
    let stated = !cases.iter().all(|case| case.effect.course.leaves_the_lead_open());
    let (when, facts) = coming(strike, cause, stated);
    let nodes = fates.falling().into_iter().filter_map(|at| shard.nodes.get(at));
    nodes
        .map(|node| Replacement {
            node: node.id.clone(),
            zone: node.at.zone().map(ToString::to_string),
            when,
            role: part_of_replacement(node, takeover).name(),
            facts: facts.to_vec(),
        })
        .collect()
}

/// When replacements come, and the facts that say so.
fn coming(strike: &Strike, cause: Cause, stated: bool) -> (&'static str, &'static [&'static str]) {
    match (cause, strike) {
        (Cause::Zone, _) => ("zone-returns", &["F170", "D13b"]),
        (Cause::Node, _) if !stated => ("unstated", &[]),
        (Cause::Node, Strike::All) => ("at-once", &["F110", "F116", "D13c"]),
        (Cause::Node, Strike::Replica(_)) => ("at-once", &["X077"]),
        (Cause::Node, Strike::Primary(0)) => ("at-once", &["F88", "F94", "D13b"]),
        (Cause::Node, Strike::Primary(_) | Strike::PrimaryAnd(_) | Strike::Zone(_) | Strike::Nobody) => {
            ("at-once", &["F106", "D13", "D13b"])
        }
    }
}

/// The part that the replacement of a node comes with.
fn part_of_replacement(node: &NodeView, takeover: Takeover) -> Part {
    match takeover {
        Takeover::Surely => Part::Replica,
        Takeover::Unclear => Part::Either,
        Takeover::Maybe if node.part != Part::Replica => Part::Either,
        Takeover::Maybe | Takeover::No => node.part,
    }
}
