//! What a failure does to every shard of a group, over all that is not known.

mod answers;
mod coverage;
mod failure;
mod group;

use std::collections::{BTreeMap, BTreeSet};

use super::effect::{self, Cause, Effect};
use super::majority::{Lost, Primaries, kept, quorum};
use super::plan::{Possible, Quorum};
use super::strike::{Blow, blows};
use super::terms::{Mode, Terms};
use super::view::ShardView;
use super::words::Service;

use answers::{possible, worst_possible};
use coverage::{ANY_DOWN, uncover};

pub(super) use answers::union;
pub(super) use failure::Failure;
pub(super) use group::assess_group;

/// One way things may go for a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Case {
    pub(super) terms: Terms,
    pub(super) blow: Blow,
    pub(super) effect: Effect,
    /// Too few primaries are left for a majority (X057).
    pub(super) no_majority: bool,
    /// Another shard is down and full coverage is asked for (X063).
    pub(super) uncovered: bool,
}

/// What a failure does to the shards and to the group.
#[derive(Debug)]
pub(super) struct Assessment {
    /// Shards that fare alike are one class.
    pub(super) classes: Vec<Class>,
    /// The class of each shard.
    pub(super) class_of: Vec<usize>,
    /// What is possible for the group, in the order of the terms.
    pub(super) group: Vec<Possible>,
    pub(super) quorum: Option<Quorum>,
}

/// Shards that fare alike.
#[derive(Debug, Default)]
pub(super) struct Class {
    pub(super) cases: BTreeSet<Case>,
    /// What is possible, in the order of the terms.
    pub(super) possible: Vec<Possible>,
}

impl Class {
    /// Whether the scenario can happen to these shards.
    pub(super) fn happens(&self) -> bool {
        self.cases.iter().any(|case| case.effect.course.happens())
    }

    /// Whether it is open which nodes of such a shard fall.
    pub(super) fn is_open(&self) -> bool {
        let first = self.cases.first().map(|case| case.blow);
        self.cases.iter().any(|case| Some(case.blow) != first)
    }
}

/// What befalls a shard; shards that it is the same for are one class.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Plight {
    blows: BTreeSet<Blow>,
    /// Multi-AZ promises that a replica is in another zone than the primary.
    spread_by_promise: bool,
}

/// Assesses a failure of the given shards together.
pub(super) fn assess(shards: &[&ShardView], terms: &[Terms], failure: &Failure<'_>) -> Assessment {
    let (plights, class_of) = plights(shards, failure);
    let lost = failure.all_lost(primaries_lost(&plights, &class_of));
    let mut classes: Vec<Class> = plights.iter().map(|_| Class::default()).collect();
    let mut group = Vec::new();
    let mut majority = None;
    for terms in terms {
        majority = majority.or_else(|| quorum(terms, failure.primaries, lost));
        let found = under(terms, failure, &plights, lost);
        group.push(worst_possible(found.iter().map(|(_, possible)| possible)));
        for (class, (cases, possible)) in classes.iter_mut().zip(found) {
            class.cases.extend(cases);
            class.possible.push(possible);
        }
    }
    Assessment { classes, class_of, group, quorum: majority }
}

/// The different plights, in the order of the shards that show them first, and which of them each shard is in.
fn plights(shards: &[&ShardView], failure: &Failure<'_>) -> (Vec<Plight>, Vec<usize>) {
    let mut known: BTreeMap<Plight, usize> = BTreeMap::new();
    let mut class_of = Vec::new();
    for shard in shards {
        let next = known.len();
        let plight =
            Plight { blows: blows(shard, failure.strike), spread_by_promise: shard.is_spread_by_promise() };
        class_of.push(*known.entry(plight).or_insert(next));
    }
    let mut plights: Vec<(Plight, usize)> = known.into_iter().collect();
    plights.sort_by_key(|(_, at)| *at);
    (plights.into_iter().map(|(plight, _)| plight).collect(), class_of)
}

fn primaries_lost(plights: &[Plight], class_of: &[usize]) -> Lost {
    let of_shards = class_of.iter().filter_map(|class| plights.get(*class));
    of_shards.fold(Lost::default(), |sum, plight| sum.plus(Lost::of(&plight.blows)))
}

/// What happens to each class under one set of terms.
fn under(
    terms: &Terms,
    failure: &Failure<'_>,
    plights: &[Plight],
    lost: Lost,
) -> Vec<(BTreeSet<Case>, Possible)> {
    let mut found: Vec<BTreeSet<Case>> =
        plights.iter().map(|plight| cases(terms, failure, plight, lost)).collect();
    if terms.full_coverage && terms.mode == Mode::Enabled && failure.primaries != Primaries::NotAsked {
        let others_open = failure.is_of_one_shard()
            || failure.primaries == Primaries::Unknown
            || failure.elsewhere.most > 0;
        uncover(&mut found, if others_open { &ANY_DOWN } else { &[] });
    }
    let with_answers = |cases: BTreeSet<Case>| {
        let possible = possible(&cases);
        (cases, possible)
    };
    found.into_iter().map(with_answers).collect()
}

/// Every way things may go for a shard under one set of terms, full coverage aside.
fn cases(terms: &Terms, failure: &Failure<'_>, plight: &Plight, lost: Lost) -> BTreeSet<Case> {
    // With Multi-AZ on, ElastiCache puts a replica into another zone than the primary's (F32).
    let promised = terms.multi_az && plight.spread_by_promise && failure.cause() == Cause::Zone;
    let breaks_promise = |blow: &&Blow| blow.primary_lost && blow.left == 0 && blow.lost > 0;
    let of_shard = Lost::of(&plight.blows);
    let mut all = BTreeSet::new();
    for blow in plight.blows.iter().filter(|blow| !(promised && breaks_promise(blow))) {
        let own = failure.effect(terms, blow);
        for kept in kept(terms, failure.primaries, lost.given(of_shard, blow.primary_lost)) {
            let effect = if *kept { own } else { without_majority(terms, own) };
            all.insert(Case { terms: *terms, blow: *blow, effect, no_majority: !kept, uncovered: false });
        }
    }
    all
}

/// Without a majority of primaries the engine refuses commands by default (X058); what ElastiCache
/// does then is not stated (X062).
fn without_majority(terms: &Terms, own: Effect) -> Effect {
    let reads = if terms.reads_when_down { Service::Uninterrupted } else { Service::Unstated };
    effect::worsened(own, Service::Unstated, reads)
}
