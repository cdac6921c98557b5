//! The majority of primaries in cluster mode: how many are lost, and whether enough are left.

use std::collections::BTreeSet;

use super::plan::Quorum;
use super::strike::{Blow, Strike, blows};
use super::terms::{Mode, Terms};
use super::view::{ShardView, View};

/// Whether the majority of primaries is asked for, and among how many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Primaries {
    /// Nodes fail one at a time: the page describes what happens, cluster mode or not.
    NotAsked,
    /// Of so many shards.
    Of(u32),
    /// Of a number that is not known.
    Unknown,
}

impl Primaries {
    /// One for every shard of a group.
    pub(super) fn of(view: &View) -> Primaries {
        view.shard_count.map_or(Primaries::Unknown, Primaries::Of)
    }
}

/// How many shards lose their primary, at least and at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Lost {
    pub(super) least: u32,
    pub(super) most: u32,
}

impl Lost {
    /// More primaries than any group has, and few enough to be added up.
    pub(super) const ANY_NUMBER: u32 = u32::MAX / 2;

    /// Of one shard.
    pub(super) fn of(blows: &BTreeSet<Blow>) -> Lost {
        Lost {
            least: u32::from(blows.iter().all(|blow| blow.primary_lost)),
            most: u32::from(blows.iter().any(|blow| blow.primary_lost)),
        }
    }

    pub(super) fn plus(self, other: Lost) -> Lost {
        Lost { least: self.least + other.least, most: self.most + other.most }
    }

    pub(super) fn less(self, other: Lost) -> Lost {
        Lost { least: self.least.saturating_sub(other.least), most: self.most.saturating_sub(other.most) }
    }

    /// The same where it is settled for one of the shards.
    pub(super) fn given(self, own: Lost, primary_lost: bool) -> Lost {
        let settled = u32::from(primary_lost);
        self.less(own).plus(Lost { least: settled, most: settled })
    }
}

/// How many of these shards lose their primary.
pub(super) fn lost_primaries(shards: &[&ShardView], strike: &Strike) -> Lost {
    shards.iter().fold(Lost::default(), |sum, shard| sum.plus(Lost::of(&blows(shard, strike))))
}

/// The majority of primaries under some terms (X057, X060), where it is asked for and any is lost.
pub(super) fn quorum(terms: &Terms, primaries: Primaries, lost: Lost) -> Option<Quorum> {
    match primaries {
        Primaries::Of(count) if is_asked(terms, primaries) && lost.most > 0 => Some(Quorum {
            primaries: count,
            majority: count / 2 + 1,
            left_at_least: count.saturating_sub(lost.most),
            left_at_most: count.saturating_sub(lost.least),
        }),
        _ => None,
    }
}

fn is_asked(terms: &Terms, primaries: Primaries) -> bool {
    terms.mode == Mode::Enabled && primaries != Primaries::NotAsked
}

/// Whether a majority is left, as far as it can be told: every answer that is possible.
pub(super) fn kept(terms: &Terms, primaries: Primaries, lost: Lost) -> &'static [bool] {
    if !is_asked(terms, primaries) || lost.most == 0 {
        return &[true];
    }
    match quorum(terms, primaries, lost).and_then(|quorum| quorum.kept()) {
        Some(true) => &[true],
        Some(false) => &[false],
        None => &[false, true],
    }
}
