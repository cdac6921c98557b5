//! Where a shard's endpoints point before and after, and who must change something.

use std::collections::BTreeSet;

use crate::model::Group;

use super::assess::Case;
use super::layout::After;
use super::plan::{Endpoint, Part};
use super::terms::Mode;
use super::view::{NodeView, ShardView};

/// What the endpoints of a shard are told of.
pub(super) struct Turn<'a> {
    pub(super) group: &'a Group,
    pub(super) before: &'a ShardView,
    pub(super) after: &'a After,
    pub(super) cases: &'a BTreeSet<Case>,
}

/// The endpoints of a shard; those of a mode that the group may have.
pub(super) fn endpoints(turn: &Turn<'_>) -> Vec<Endpoint> {
    let modes: BTreeSet<Mode> = turn.cases.iter().map(|case| case.terms.mode).collect();
    let mut all = Vec::new();
    if modes.iter().any(|mode| *mode != Mode::Enabled) && !turn.group.standalone {
        all.push(primary(turn));
        all.push(reader(turn));
    }
    all.extend(
        turn.before.nodes.iter().zip(&turn.after.shard.nodes).map(|(node, later)| of_node(turn, node, later)),
    );
    all
}

/// The configuration endpoint of the group, where it has one or may have one (X072).
pub(super) fn configuration(group: &Group, modes: &BTreeSet<Mode>) -> Option<Endpoint> {
    let has = modes.iter().any(|mode| *mode != Mode::Disabled);
    has.then(|| Endpoint {
        kind: "configuration",
        shard: None,
        node: None,
        address: group.configuration_endpoint.clone(),
        before: "all nodes of the group".into(),
        after: "all nodes of the group".into(),
        action: None,
        facts: vec!["F25", "F39", "X072", "X075"],
    })
}

/// Nodes by id with commas between, or what stands for them.
fn ids<'a>(nodes: impl Iterator<Item = &'a NodeView>, none: &str) -> String {
    let ids: Vec<&str> = nodes.map(|node| node.id.as_str()).collect();
    if ids.is_empty() { none.to_owned() } else { ids.join(", ") }
}

/// The node that takes writes, or those among which the least lag decides.
fn leader(shard: &ShardView, promoted: bool) -> String {
    let at = shard.possible_primaries();
    let nodes: Vec<&NodeView> = at.iter().filter_map(|at| shard.nodes.get(*at)).collect();
    match nodes.as_slice() {
        [only] if only.gone == Some(true) => "nothing, until the zone is back".to_owned(),
        [only] if shard.unlisted.is_none() || !promoted => only.id.clone(),
        _ if promoted => format!("the promoted replica: {}", one_of(&nodes, shard.unlisted.is_some())),
        _ => one_of(&nodes, false),
    }
}

fn one_of(nodes: &[&NodeView], unlisted: bool) -> String {
    let known = nodes.iter().filter(|node| node.gone != Some(true)).map(|node| node.id.as_str());
    let known: Vec<&str> = known.collect();
    match (known.as_slice(), unlisted) {
        ([], _) | (_, true) => "one that the input does not list".to_owned(),
        ([only], false) => (*only).to_owned(),
        (several, false) => format!("one of {}", several.join(", ")),
    }
}

/// Whether another node may be the primary afterwards.
fn may_move_the_role(turn: &Turn<'_>) -> bool {
    turn.cases.iter().any(|case| case.effect.course.may_move_the_role())
}

fn primary(turn: &Turn<'_>) -> Endpoint {
    let surely_promotes = turn.cases.iter().all(|case| case.effect.course.promotes());
    Endpoint {
        kind: "primary",
        shard: Some(turn.before.id.clone()),
        node: None,
        address: shard_address(turn, |shard| shard.primary_endpoint.clone()),
        before: leader(turn.before, false),
        after: leader(&turn.after.shard, surely_promotes),
        action: None,
        facts: if may_move_the_role(turn) {
            vec!["F25", "F50", "F92", "F96", "F108"]
        } else {
            vec!["D13c", "X072"]
        },
    }
}

fn reader(turn: &Turn<'_>) -> Endpoint {
    let replicas = |shard: &ShardView| {
        let here = shard.nodes.iter().filter(|node| node.part != Part::Primary && node.gone != Some(true));
        let none =
            if shard.unlisted.is_some() { "replicas that the input does not list" } else { "no replica" };
        match shard.nodes.iter().any(|node| node.part == Part::Either) {
            true => format!("{} without the one that is the primary", ids(here, none)),
            false => ids(here, none),
        }
    };
    Endpoint {
        kind: "reader",
        shard: Some(turn.before.id.clone()),
        node: None,
        address: shard_address(turn, |shard| shard.reader_endpoint.clone()),
        before: replicas(turn.before),
        after: replicas(&turn.after.shard),
        action: None,
        facts: vec!["F97", "F109", "D19", "X072"],
    }
}

fn shard_address(turn: &Turn<'_>, read: impl Fn(&crate::model::Shard) -> Option<String>) -> Option<String> {
    let shard = turn.group.layout.shards.iter().find(|shard| shard.id.as_ref() == Some(&turn.before.id));
    shard.and_then(read)
}

fn of_node(turn: &Turn<'_>, node: &NodeView, later: &NodeView) -> Endpoint {
    // Of a node whose role is not known, the role may be another afterwards.
    let changed = node.part != later.part || later.part == Part::Either;
    let after = match (later.gone, later.part) {
        (Some(true), _) => "nothing, until the zone is back".to_owned(),
        (None, part) => format!("a {}, if its zone is still up", part.name()),
        (Some(false), part) => format!("a {}", part.name()),
    };
    let action = (changed && may_move_the_role(turn)).then(|| match (node.part, later.part) {
        (Part::Replica, _) => {
            "clients that read from this name must use another one, if this is the replica that is promoted"
                .to_owned()
        }
        (_, Part::Either) => {
            "clients that write to this name must use another one, if its role changes".to_owned()
        }
        _ => "clients that write to this name must use another one: its role changes".to_owned(),
    });
    Endpoint {
        kind: "node",
        shard: Some(turn.before.id.clone()),
        node: Some(node.id.clone()),
        address: node.endpoint.clone(),
        before: format!("a {}", node.part.name()),
        after,
        facts: if action.is_some() { vec!["F51", "D21", "X072"] } else { vec!["D13c", "X072"] },
        action,
    }
}
