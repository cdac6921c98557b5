//! How things stand: what the input says of a setting, and whether a condition is met.

use std::fmt::Display;

use crate::model::{Group, Node, Origin, Role, Setting, Shard, State, Zone};

use super::book::{Met, Note, Precondition};
use super::site::{Exists, Site};
use super::waiting::WAIT;

/// What the input says: `MultiAZ is off`, `engine_version is not set: ElastiCache decides`.
pub(super) fn said<T>(setting: &Setting<T>, show: impl Fn(&T) -> String) -> String {
    match &setting.state {
        State::Known { .. } if setting.secret => format!("{} is set, and marked sensitive", setting.name),
        State::Known { value, origin } => {
            let whose = match origin {
                Origin::Default { whose } => format!(" (not set: {whose})"),
                Origin::Derived { from, .. } if !from.is_empty() => format!(" ({from})"),
                Origin::Written { via: Some(via) } => format!(" ({via})"),
                Origin::Written { via: None } | Origin::Derived { .. } => String::new(),
            };
            format!("{} is {}{whose}", setting.name, show(value))
        }
        State::Unknown(why) => why.reason.clone(),
    }
}

/// `on` or `off`.
pub(super) fn on_off(on: &bool) -> String {
    if *on { "on".into() } else { "off".into() }
}

/// What the input says of something that shows as text.
pub(super) fn said_plainly<T: Display>(setting: &Setting<T>) -> String {
    said(setting, ToString::to_string)
}

/// Whether a flag has the value that is wanted.
pub(super) fn met(setting: &Setting<bool>, wanted: bool) -> Met {
    match setting.value() {
        Some(value) if *value == wanted => Met::Yes,
        Some(_) => Met::No,
        None => Met::Unknown,
    }
}

/// What is under way: states first, then changes that wait for the maintenance window (X081).
pub(super) struct UnderWay {
    /// `Status is modifying`.
    pub(super) states: Vec<String>,
    /// `PendingModifiedValues.AutomaticFailoverStatus is enabled`.
    pub(super) pending: Vec<String>,
}

/// What is under way; `None` where the input does not tell.
pub(super) fn under_way(site: &Site<'_>) -> Option<UnderWay> {
    if site.is_code() {
        return None;
    }
    let all = site.group.transitions.value()?;
    let texts = all.iter().map(|one| (one.name.starts_with("PendingModifiedValues"), said_plainly(one)));
    let (pending, states): (Vec<_>, Vec<_>) = texts.partition(|(pending, _)| *pending);
    let plain = |all: Vec<(bool, String)>| all.into_iter().map(|(_, text)| text).collect();
    Some(UnderWay { states: plain(states), pending: plain(pending) })
}

/// What to know of changes that wait: a call that applies immediately applies them too (X080, X081).
pub(super) fn pending(site: &Site<'_>) -> Option<Note> {
    let found = under_way(site).filter(|found| !found.pending.is_empty())?;
    let text = format!(
        "A change waits for the maintenance window ({}). A call that applies immediately applies it too, so \
         be sure that it is wanted.",
        found.pending.join("; ")
    );
    Some(Note::new(text, &["X080", "X081"]))
}

/// Whether the group can be changed now (X089, X090).
pub(super) fn is_available(site: &Site<'_>) -> Precondition {
    let (met, because) = match under_way(site) {
        None if site.exists() == Exists::No => (Met::Unknown, "the plan creates it".to_owned()),
        None if site.is_code() => (Met::Unknown, "code does not tell the state of the group".to_owned()),
        None => (Met::Unknown, said(&site.group.transitions, |_| String::new())),
        Some(found) if found.states.is_empty() => match &site.group.status {
            Some(status) if status.value().is_some_and(|text| text == "available") => {
                (Met::Yes, said_plainly(status))
            }
            Some(status) => (Met::Unknown, said_plainly(status)),
            None => (Met::Unknown, "the answer does not tell the state of the group".to_owned()),
        },
        Some(found) => (Met::No, found.states.join("; ")),
    };
    Precondition::new("the group and its shards are available", met, because, &["X089", "X090"])
        .settled_by(WAIT)
}

/// Whether the group is on its way out, or never came up: then nothing can be done with it (X090).
pub(super) fn is_lost(group: &Group) -> Option<&str> {
    let status = group.status.as_ref()?.value()?;
    Some(status.as_str()).filter(|status| matches!(*status, "deleting" | "create-failed"))
}

/// The shards by whether they have what is asked for.
pub(super) struct Sorted<'g> {
    pub(super) yes: Vec<&'g Shard>,
    pub(super) no: Vec<&'g Shard>,
    pub(super) unknown: Vec<&'g Shard>,
}

/// Sorts the shards of a group.
pub(super) fn sort_shards<'g>(group: &'g Group, asked: impl Fn(&Shard) -> Met) -> Sorted<'g> {
    let mut sorted = Sorted { yes: Vec::new(), no: Vec::new(), unknown: Vec::new() };
    for shard in &group.layout.shards {
        match asked(shard) {
            Met::Yes => sorted.yes.push(shard),
            Met::No => sorted.no.push(shard),
            Met::Unknown => sorted.unknown.push(shard),
        }
    }
    sorted
}

impl Sorted<'_> {
    /// Met if all shards are, not met if one is not.
    pub(super) fn met(&self) -> Met {
        match (self.no.is_empty(), self.unknown.is_empty()) {
            (false, _) => Met::No,
            (true, false) => Met::Unknown,
            (true, true) => Met::Yes,
        }
    }
}

/// Whether a shard has a replica.
pub(super) fn has_replica(shard: &Shard) -> Met {
    match shard.replica_count.value() {
        Some(0) => Met::No,
        Some(_) => Met::Yes,
        None => Met::Unknown,
    }
}

/// Whether a shard has a replica that could be promoted (F63).
pub(super) fn has_standby(shard: &Shard) -> Met {
    match shard.standby_count.value() {
        Some(0) => Met::No,
        Some(_) => Met::Yes,
        None => Met::Unknown,
    }
}

/// Whether a shard's nodes are in several zones. No roles are needed for that: wherever the primary
/// is, a second zone has a replica.
pub(super) fn is_spread(shard: &Shard) -> Met {
    let Some(nodes) = shard.nodes.value() else { return Met::Unknown };
    let zones: Vec<Option<&Zone>> = nodes.iter().map(zone_of).collect();
    let known = || zones.iter().flatten();
    let Some(first) = known().next() else { return Met::Unknown };
    if known().any(|zone| first.same(zone) == Some(false)) {
        return Met::Yes;
    }
    let together = zones.iter().all(|zone| zone.is_some_and(|zone| first.same(zone) == Some(true)));
    if together { Met::No } else { Met::Unknown }
}

/// The zone that a node lives in or is asked to be in.
pub(super) fn zone_of(node: &Node) -> Option<&Zone> {
    node.zone.value().and_then(|placement| placement.zone())
}

/// The nodes of a shard that are surely replicas.
pub(super) fn replicas(shard: &Shard) -> impl Iterator<Item = &Node> {
    let nodes = shard.nodes.value().map(Vec::as_slice).unwrap_or_default();
    nodes.iter().filter(|node| node.role.value() == Some(&Role::Replica))
}

/// `shard 0001`, `shards 0001, 0002 and 0003`, `22 shards (0001 … 0022)`.
pub(super) fn names(shards: &[&Shard]) -> String {
    let ids: Vec<&str> = shards.iter().map(|shard| shard.id.as_deref().unwrap_or("of unknown id")).collect();
    match ids.as_slice() {
        [] => "no shard".to_owned(),
        [one] => format!("shard {one}"),
        [first, .., last] if ids.len() > 6 => format!("{} shards ({first} … {last})", ids.len()),
        [rest @ .., last] => format!("shards {} and {last}", rest.join(", ")),
    }
}
