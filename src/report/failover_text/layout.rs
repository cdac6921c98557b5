//! Layouts: zones as columns, shards as rows, nodes with a mark for the part they play.

use std::collections::{BTreeMap, BTreeSet};

use crate::failover::{NodePicture, NodeState, Part, Picture, ShardPicture};

use super::fold;
use super::grid::Row;
use super::page::Page;
use super::text::{Paint, Text};

/// The most shards that are drawn node by node; of more, those that are alike share a row.
const MOST_SHARDS: usize = 8;

/// Where a node is: a column.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::report) enum Place {
    /// This zone.
    Zone(String),
    /// ElastiCache chooses.
    Left,
    /// That is not known.
    Unknown,
}

impl Place {
    /// The place of a node.
    pub(in crate::report) fn of(node: &NodePicture) -> Place {
        match (&node.zone, node.placement) {
            (Some(zone), _) => Place::Zone(zone.clone()),
            (None, "left") => Place::Left,
            (None, _) => Place::Unknown,
        }
    }

    /// The title of its column.
    pub(in crate::report) fn title(&self) -> String {
        match self {
            Place::Zone(zone) => zone.clone(),
            Place::Left => "zone: ElastiCache chooses".into(),
            Place::Unknown => "zone not known".into(),
        }
    }
}

/// The places of the nodes in several layouts, zones first.
pub(super) fn places<'a>(shards: impl Iterator<Item = &'a ShardPicture>) -> Vec<Place> {
    let all: BTreeSet<Place> = shards.flat_map(|shard| &shard.nodes).map(Place::of).collect();
    all.into_iter().collect()
}

/// The shards of several plans' layouts as one, each once.
pub(super) fn together<'a>(pictures: impl Iterator<Item = &'a Picture>) -> Vec<&'a ShardPicture> {
    let mut seen = BTreeSet::new();
    pictures.flat_map(|picture| &picture.shards).filter(|shard| seen.insert(&shard.id)).collect()
}

/// A row a shard, or a row for those that look alike where there are many. A shard that is the only
/// one of its group is not named.
pub(super) fn rows(shards: &[&ShardPicture], places: &[Place]) -> Vec<Row> {
    if shards.len() > MOST_SHARDS {
        return folded(shards, places);
    }
    let label = |shard: &ShardPicture| match shard.id.as_str() {
        _ if shards.len() == 1 && shard.id != "*" => String::new(),
        "*" => "each shard".into(),
        id => id.to_owned(),
    };
    let cell = |shard: &ShardPicture, place: &Place| {
        let nodes = shard.nodes.iter().filter(|node| Place::of(node) == *place);
        nodes.map(|node| mark(node).and(" ").and(&node.id)).collect()
    };
    let row = |shard: &&ShardPicture| Row {
        label: label(shard),
        cells: places.iter().map(|place| cell(shard, place)).collect(),
    };
    shards.iter().map(row).collect()
}

/// How many nodes of a kind there are in a place.
type Look = BTreeMap<(Place, Part, NodeState), usize>;

fn folded(shards: &[&ShardPicture], places: &[Place]) -> Vec<Row> {
    let mut looks: Vec<(Look, Vec<&str>)> = Vec::new();
    for shard in shards {
        let mut look = Look::new();
        for node in &shard.nodes {
            *look.entry((Place::of(node), node.role, node.state)).or_default() += 1;
        }
        match looks.iter_mut().find(|(known, _)| *known == look) {
            Some((_, ids)) => ids.push(&shard.id),
            None => looks.push((look, vec![&shard.id])),
        }
    }
    let cell = |look: &Look, place: &Place| {
        let here = look.iter().filter(|((at, ..), _)| at == place);
        here.map(|((_, part, state), count)| counted(*part, *state, *count)).collect()
    };
    let row = |(look, ids): (Look, Vec<&str>)| Row {
        label: fold::ranges(&ids),
        cells: places.iter().map(|place| cell(&look, place)).collect(),
    };
    looks.into_iter().map(row).collect()
}

/// `● primary`, `○ 2 replicas`.
fn counted(part: Part, state: NodeState, count: usize) -> Text {
    let word = match (part, state) {
        (_, NodeState::Gone) => "gone",
        (Part::Primary, _) => "primary",
        (Part::Replica, _) if count > 1 => "replicas",
        (Part::Replica, _) => "replica",
        (Part::Either, _) => "either",
    };
    let sign = sign(part, state).and(" ");
    if count > 1 { sign.and(format!("{count} {word}")) } else { sign.and(word) }
}

fn mark(node: &NodePicture) -> Text {
    sign(node.role, node.state)
}

fn sign(part: Part, state: NodeState) -> Text {
    let part = match part {
        Part::Primary => Text::painted("●", Paint::Strong),
        Part::Replica => Text::new("○"),
        Part::Either => Text::painted("◐", Paint::Fair),
    };
    match state {
        NodeState::Running => part,
        NodeState::Replaced => part.and("+"),
        NodeState::Gone => Text::painted("✕", Paint::Bad),
        NodeState::MayBeGone => part.then(Text::painted("/✕", Paint::Fair)),
    }
}

/// What the marks mean that occur, and which shards are not told in full.
pub(super) fn legend(page: &mut Page, indent: usize, shards: &[&ShardPicture]) {
    let nodes = || shards.iter().flat_map(|shard| &shard.nodes);
    let stands = |part: Part| nodes().any(|node| node.state != NodeState::Gone && node.role == part);
    let fares = |state: NodeState| nodes().any(|node| node.state == state);
    let told = [
        (stands(Part::Primary), Part::Primary, NodeState::Running, "primary"),
        (stands(Part::Replica), Part::Replica, NodeState::Running, "replica"),
        (stands(Part::Either), Part::Either, NodeState::Running, "primary or replica"),
    ];
    let entry = |sign: Text, meaning: &str| sign.then(Text::painted(format!(" {meaning}"), Paint::Dim));
    let mut entries: Vec<Text> = told
        .into_iter()
        .filter(|(told, ..)| *told)
        .map(|(_, part, state, meaning)| entry(sign(part, state), meaning))
        .collect();
    let more = [
        (fares(NodeState::Replaced), "+", "a new node in its place"),
        (fares(NodeState::Gone), "✕", "gone until the zone is back"),
        (fares(NodeState::MayBeGone), "/✕", "or gone: if it is in the zone that fails"),
    ];
    entries.extend(
        more.into_iter().filter(|(told, ..)| *told).map(|(_, sign, meaning)| entry(Text::new(sign), meaning)),
    );
    page.entries(indent, entries);
    if let Some(text) = not_listed(shards) {
        page.note(indent, text);
    }
}

/// That there are nodes which a layout does not show; none where it shows all.
pub(in crate::report) fn not_listed(shards: &[&ShardPicture]) -> Option<String> {
    let open: BTreeSet<&str> =
        shards.iter().filter(|shard| shard.incomplete).map(|shard| shard.id.as_str()).collect();
    if open.is_empty() {
        return None;
    }
    let open: Vec<&str> = open.into_iter().collect();
    let whose = if shards.len() > 1 { format!(" of {}", fold::shards(&open)) } else { String::new() };
    Some(format!("The input does not list the replicas{whose}."))
}
