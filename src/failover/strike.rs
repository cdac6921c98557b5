//! Which nodes of a shard a failure takes: every combination that what is not known leaves possible.

use std::collections::BTreeSet;

use crate::model::Zone;

use super::view::{NodeView, ShardView, Whereabouts};

/// What fails in a shard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Strike {
    /// The primary, and so many of its replicas whichever they are.
    Primary(u32),
    /// The primary and these nodes.
    PrimaryAnd(Vec<String>),
    /// One replica: this one, or any.
    Replica(Option<String>),
    /// Everything in a zone.
    Zone(Place),
    /// Everything.
    All,
    /// Nothing: the nodes as they stand.
    Nothing,
}

/// A zone that fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// This one.
    Named(Zone),
    /// The one the primary is in, wherever that is.
    OfPrimary,
    /// One that the primary is not in.
    Another,
}

/// What is left of a shard after a strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Blow {
    /// The strike can happen to this shard.
    pub(super) applies: bool,
    /// The primary is lost.
    pub(super) primary_lost: bool,
    /// How many replicas are lost.
    pub(super) lost: u32,
    /// How many replicas are left.
    pub(super) left: u32,
    /// How many of those could be promoted.
    pub(super) standbys: u32,
}

/// Yes, no, or either.
type Maybe = Option<bool>;

/// The strike with the nodes that it can only mean: the one replica, or all of them.
fn settled(shard: &ShardView, strike: &Strike) -> Strike {
    let replicas = u32::try_from(shard.nodes.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let primary = shard.possible_primaries();
    match (strike, primary.as_slice()) {
        _ if shard.unlisted.is_some() => strike.clone(),
        (Strike::Primary(count), _) if *count > 0 && *count == replicas => Strike::All,
        (Strike::Replica(None), [primary]) if replicas == 1 => {
            let mut others = shard.nodes.iter().enumerate().filter(|(at, _)| at != primary);
            Strike::Replica(others.next().map(|(_, node)| node.id.clone()))
        }
        _ => strike.clone(),
    }
}

/// Everything a strike may do to a shard; never empty.
pub(super) fn blows(shard: &ShardView, strike: &Strike) -> BTreeSet<Blow> {
    let strike = &settled(shard, strike);
    let mut all = shard.led_from_outside().map_or_else(BTreeSet::new, |shard| blows(&shard, strike));
    for primary in shard.possible_primaries() {
        match strike {
            Strike::Primary(count) => some(shard, primary, *count, true, &mut all),
            Strike::Replica(None) => some(shard, primary, 1, false, &mut all),
            Strike::Replica(Some(id)) if is_named(shard, primary, id) => {
                all.insert(Blow { applies: false, ..UNTOUCHED });
            }
            _ => each(shard, primary, strike, &mut all),
        }
    }
    all
}

const UNTOUCHED: Blow = Blow { applies: true, primary_lost: false, lost: 0, left: 0, standbys: 0 };

fn is_named(shard: &ShardView, node: usize, id: &str) -> bool {
    shard.nodes.get(node).is_some_and(|node| node.id == id)
}

/// A number of replicas falls, whichever they are.
fn some(shard: &ShardView, primary: usize, count: u32, primary_falls: bool, all: &mut BTreeSet<Blow>) {
    let primary_lost = primary_falls || shard.nodes.get(primary).is_some_and(|node| node.gone == Some(true));
    for before in standing(shard, primary) {
        let Some(left) = before.left.checked_sub(count) else {
            all.insert(Blow { applies: false, ..UNTOUCHED });
            continue;
        };
        let least = before.standbys.saturating_sub(count);
        for standbys in least..=before.standbys.min(left) {
            all.insert(Blow { applies: true, primary_lost, lost: before.lost + count, left, standbys });
        }
    }
}

/// The replicas as they stand before anything falls.
fn standing(shard: &ShardView, primary: usize) -> BTreeSet<Blow> {
    fold(shard, primary, UNTOUCHED, |node| node.gone, Some(false))
}

/// Each node falls or not by itself.
fn each(shard: &ShardView, primary: usize, strike: &Strike, all: &mut BTreeSet<Blow>) {
    let Some(node) = shard.nodes.get(primary) else { return };
    let unlisted = shard.unlisted.as_ref().map_or(Some(false), |unlisted| match strike {
        Strike::Zone(place) => in_place(&unlisted.at, false, &node.at, place),
        Strike::All => Some(true),
        _ => Some(false),
    });
    for &primary_lost in options(falls(node, true, &node.at, strike)) {
        let start = Blow { primary_lost, ..UNTOUCHED };
        all.extend(fold(shard, primary, start, |one| falls(one, false, &node.at, strike), unlisted));
    }
}

/// Adds the replicas to what is known of the primary, one after the other.
fn fold(
    shard: &ShardView,
    primary: usize,
    start: Blow,
    falls: impl Fn(&NodeView) -> Maybe,
    unlisted_fall: Maybe,
) -> BTreeSet<Blow> {
    let mut all = BTreeSet::from([start]);
    for (at, node) in shard.nodes.iter().enumerate() {
        if at != primary {
            all = all.into_iter().flat_map(|blow| with(blow, falls(node), node.ready)).collect();
        }
    }
    let Some(unlisted) = &shard.unlisted else { return all };
    let mut complete = BTreeSet::new();
    for count in 0..=unlisted.most {
        if count >= unlisted.least {
            complete.extend(all.iter().copied());
        }
        all = all.into_iter().flat_map(|blow| with(blow, unlisted_fall, Some(true))).collect();
    }
    complete
}

/// One more replica, which falls or not and is ready or not.
fn with(blow: Blow, falls: Maybe, ready: Maybe) -> Vec<Blow> {
    let mut all = Vec::new();
    for &lost in options(falls) {
        if lost {
            all.push(Blow { lost: blow.lost + 1, ..blow });
            continue;
        }
        for &ready in options(ready) {
            all.push(Blow { left: blow.left + 1, standbys: blow.standbys + u32::from(ready), ..blow });
        }
    }
    all
}

fn options(maybe: Maybe) -> &'static [bool] {
    match maybe {
        Some(true) => &[true],
        Some(false) => &[false],
        None => &[false, true],
    }
}

/// Whether a node falls; `primary` tells whether it is the primary, `home` where that one is.
pub(super) fn falls(node: &NodeView, primary: bool, home: &Whereabouts, strike: &Strike) -> Maybe {
    let falls = match strike {
        Strike::All => Some(true),
        Strike::Primary(0) => Some(primary),
        Strike::Primary(_) => {
            if primary {
                Some(true)
            } else {
                None
            }
        }
        Strike::PrimaryAnd(nodes) => Some(primary || nodes.contains(&node.id)),
        Strike::Replica(None) => {
            if primary {
                Some(false)
            } else {
                None
            }
        }
        Strike::Replica(Some(id)) => Some(!primary && node.id == *id),
        Strike::Zone(place) => in_place(&node.at, primary, home, place),
        Strike::Nothing => Some(false),
    };
    match node.gone {
        Some(true) => Some(true),
        Some(false) => falls,
        None => falls.filter(|falls| *falls),
    }
}

/// Whether what is `at` is in the place that fails.
fn in_place(at: &Whereabouts, primary: bool, home: &Whereabouts, place: &Place) -> Maybe {
    match place {
        Place::Named(zone) => at.zone().and_then(|at| at.same(zone)),
        Place::OfPrimary if primary => Some(true),
        Place::OfPrimary => at.together(home),
        Place::Another if primary => Some(false),
        Place::Another => match at.together(home) {
            Some(true) => Some(false),
            _ => None,
        },
    }
}

/// The nodes that surely fall, and those that may, by index.
pub(super) fn fallen(shard: &ShardView, strike: &Strike) -> (Vec<usize>, Vec<usize>) {
    let strike = &settled(shard, strike);
    let primaries = shard.possible_primaries();
    let (mut surely, mut maybe) = (Vec::new(), Vec::new());
    for (at, node) in shard.nodes.iter().enumerate() {
        let fates: BTreeSet<Maybe> = primaries
            .iter()
            .filter_map(|&primary| Some((primary, shard.nodes.get(primary)?)))
            .map(|(primary, home)| falls(node, primary == at, &home.at, strike))
            .collect();
        match (fates.len(), fates.first()) {
            (1, Some(Some(true))) => surely.push(at),
            (1, Some(Some(false))) => {}
            _ => maybe.push(at),
        }
    }
    (surely, maybe)
}

/// The nodes that could be promoted, by index: replicas that may be left and ready.
pub(super) fn candidates(shard: &ShardView, strike: &Strike) -> Vec<usize> {
    let strike = &settled(shard, strike);
    let primaries = shard.possible_primaries();
    let may_be = |at: usize, node: &NodeView| {
        node.ready != Some(false)
            && primaries.iter().any(|&primary| {
                let Some(home) = shard.nodes.get(primary) else { return false };
                primary != at
                    && falls(home, true, &home.at, strike) != Some(false)
                    && falls(node, false, &home.at, strike) != Some(true)
            })
    };
    let nodes = shard.nodes.iter().enumerate();
    nodes.filter(|(at, node)| may_be(*at, node)).map(|(at, _)| at).collect()
}
