//! What a strike may do to a shard, in numbers: who is lost, how many are left, how many of those are ready.

use std::collections::BTreeSet;

use crate::failover::scenario::Why;
use crate::failover::view::{NodeView, ShardView};

use super::{Maybe, Strike, barred, falls, in_place, settled};

/// What is left of a shard after a strike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(in crate::failover) struct Blow {
    /// The primary is lost.
    pub(in crate::failover) primary_lost: bool,
    /// How many replicas are lost.
    pub(in crate::failover) lost: u32,
    /// How many replicas are left.
    pub(in crate::failover) left: u32,
    /// How many of those could be promoted.
    pub(in crate::failover) standbys: u32,
    /// Why the strike can't happen to this shard: then nothing is lost or counted.
    pub(in crate::failover) barred: Option<Why>,
}

impl Blow {
    fn barred(why: Why) -> Blow {
        Blow { barred: Some(why), ..NOTHING_LOST }
    }
}

/// Everything a strike may do to a shard; never empty.
pub(in crate::failover) fn blows(shard: &ShardView, strike: &Strike) -> BTreeSet<Blow> {
    let strike = &*settled(shard, strike);
    let mut all = shard.led_from_outside().map_or_else(BTreeSet::new, |shard| blows(&shard, strike));
    for primary in shard.possible_primaries() {
        if let Some(why) = barred(shard, primary, strike) {
            all.insert(Blow::barred(why));
            continue;
        }
        match strike {
            Strike::Primary(count) => some(shard, primary, *count, true, &mut all),
            Strike::Replica(None) => some(shard, primary, 1, false, &mut all),
            Strike::PrimaryAnd(_)
            | Strike::Replica(Some(_))
            | Strike::Zone(_)
            | Strike::All
            | Strike::Nobody => each(shard, primary, strike, &mut all),
        }
    }
    all
}

/// Where counting starts.
const NOTHING_LOST: Blow = Blow { primary_lost: false, lost: 0, left: 0, standbys: 0, barred: None };

/// A number of replicas falls, whichever they are.
fn some(shard: &ShardView, primary: usize, count: u32, primary_falls: bool, all: &mut BTreeSet<Blow>) {
    let primary_lost = primary_falls || shard.nodes.get(primary).is_some_and(|node| node.gone == Some(true));
    for before in standing(shard, primary) {
        let Some(left) = before.left.checked_sub(count) else {
            all.insert(Blow::barred(Why::TooFewReplicas));
            continue;
        };
        let least = before.standbys.saturating_sub(count);
        for standbys in least..=before.standbys.min(left) {
            all.insert(Blow { primary_lost, lost: before.lost + count, left, standbys, barred: None });
        }
    }
}

/// The replicas as they stand before anything falls.
fn standing(shard: &ShardView, primary: usize) -> BTreeSet<Blow> {
    fold(shard, primary, NOTHING_LOST, |node| node.gone, Some(false))
}

/// Each node falls or not by itself.
fn each(shard: &ShardView, primary: usize, strike: &Strike, all: &mut BTreeSet<Blow>) {
    let Some(node) = shard.nodes.get(primary) else { return };
    let unlisted = shard.unlisted.as_ref().map_or(Some(false), |unlisted| match strike {
        Strike::Zone(place) => in_place(&unlisted.at, false, &node.at, place),
        Strike::All => Some(true),
        Strike::Primary(_) | Strike::PrimaryAnd(_) | Strike::Replica(_) | Strike::Nobody => Some(false),
    });
    for &primary_lost in options(falls(node, true, &node.at, strike)) {
        let start = Blow { primary_lost, ..NOTHING_LOST };
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
