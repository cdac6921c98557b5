//! What a failure does to every shard of a group, over all that is not known.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Group;

use super::effect::{self, Cause, Course, Effect};
use super::majority::{Lost, Primaries, kept, quorum};
use super::plan::{Possible, Quorum};
use super::scenario::Kind;
use super::strike::{Blow, Place, Strike, blows};
use super::terms::{Mode, Terms};
use super::view::ShardView;
use super::words::{Range, Service, worst_of};

/// What fails, and the circumstances that are the same for every shard.
#[derive(Debug, Clone, Copy)]
pub(super) struct Failure<'a> {
    pub(super) kind: Kind,
    pub(super) strike: &'a Strike,
    pub(super) group: &'a Group,
    /// How many primaries there are, where the majority matters: a zone is lost (X057).
    pub(super) primaries: Primaries,
    /// How many shards that are not assessed lose their primary too.
    pub(super) elsewhere: Lost,
}

impl Failure<'_> {
    /// What takes the nodes.
    pub(super) fn cause(&self) -> Cause {
        effect::cause(self.kind)
    }

    /// Whether the zone is told by the primary of one shard: of other shards it may hold anything.
    fn is_of_one_shard(&self) -> bool {
        let unnamed = matches!(self.strike, Strike::Zone(Place::OfPrimary | Place::Another));
        unnamed && self.primaries != Primaries::Of(1)
    }

    /// How many shards lose their primary, given the counts of those assessed.
    fn all_lost(&self, own: Lost) -> Lost {
        match self.primaries {
            Primaries::Of(all) if self.is_of_one_shard() => {
                Lost { least: own.least.min(1), most: all.saturating_sub(1) + own.most.min(1) }
            }
            // There may be any number of other shards, with their primaries in the zone too.
            Primaries::Unknown if self.is_of_one_shard() || own.plus(self.elsewhere).most > 0 => {
                Lost { least: own.least.min(1), most: u32::MAX / 2 }
            }
            _ => own.plus(self.elsewhere),
        }
    }

    fn effect(&self, terms: &Terms, blow: &Blow) -> Effect {
        match self.kind {
            Kind::Group => effect::of_group_loss(terms),
            Kind::PlannedReplacement => effect::of_planned(terms, blow, self.group.standalone),
            Kind::PrimaryReboot => effect::of_reboot(terms),
            Kind::Primary | Kind::PrimaryAndReplicas | Kind::Replica | Kind::Zone => {
                let external = self.group.external_replica.value() == Some(&true);
                effect::of_failure(terms, blow, self.cause(), external)
            }
        }
    }
}

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
        self.cases.iter().any(|case| !matches!(case.effect.course, Course::NotApplicable(_)))
    }

    /// Whether it is open which nodes of such a shard fall.
    pub(super) fn is_open(&self) -> bool {
        let first = self.cases.first().map(|case| case.blow);
        self.cases.iter().any(|case| Some(case.blow) != first)
    }
}

/// Assesses a failure of all shards of a group together.
pub(super) fn assess_group(shards: &[&ShardView], terms: &[Terms], failure: &Failure<'_>) -> Assessment {
    let mut found = assess(shards, terms, failure);
    if failure.is_of_one_shard() {
        // The zone is told by one shard: each of the others may have its primary in it, or not.
        let place =
            if *failure.strike == Strike::Zone(Place::Another) { Place::OfPrimary } else { Place::Another };
        let strike = Strike::Zone(place);
        let otherwise = assess(shards, terms, &Failure { strike: &strike, ..*failure });
        found.group = (0..terms.len()).map(|at| told_by_one(&found, &otherwise, at)).collect();
    }
    found
}

/// What is possible for the group under the terms at an index, whichever shard tells the zone.
fn told_by_one(found: &Assessment, otherwise: &Assessment, at: usize) -> Possible {
    let of = |assessment: &Assessment, class: &usize| {
        let class = assessment.classes.get(*class);
        class.and_then(|class| class.possible.get(at)).cloned().unwrap_or_default()
    };
    let pairs: BTreeSet<(&usize, &usize)> = found.class_of.iter().zip(&otherwise.class_of).collect();
    let any: Vec<Possible> =
        pairs.iter().map(|(one, other)| union([of(found, one), of(otherwise, other)].iter())).collect();
    let told: BTreeSet<&usize> = found.class_of.iter().collect();
    let groups: Vec<Possible> =
        told.iter().map(|class| worst_possible(any.iter().chain([&of(found, class)]))).collect();
    union(groups.iter())
}

/// Assesses a failure of the given shards together.
pub(super) fn assess(shards: &[&ShardView], terms: &[Terms], failure: &Failure<'_>) -> Assessment {
    let mut known: BTreeMap<(BTreeSet<Blow>, bool), usize> = BTreeMap::new();
    let mut class_of = Vec::new();
    for shard in shards {
        let next = known.len();
        let key = (blows(shard, failure.strike), shard.is_spread_by_promise());
        class_of.push(*known.entry(key).or_insert(next));
    }
    let mut kinds: Vec<_> = known.into_iter().map(|(key, at)| (at, key)).collect();
    kinds.sort_by_key(|(at, _)| *at);
    let lost = failure.all_lost(primaries_lost(&kinds, &class_of));
    let mut classes: Vec<Class> =
        kinds.iter().map(|_| Class { cases: BTreeSet::new(), possible: Vec::new() }).collect();
    let mut group = Vec::new();
    let mut majority = None;
    for terms in terms {
        majority = majority.or_else(|| quorum(terms, failure.primaries, lost));
        let found = under(terms, failure, &kinds, lost);
        group.push(worst_possible(found.iter().map(|(_, possible)| possible)));
        for (class, (cases, possible)) in classes.iter_mut().zip(found) {
            class.cases.extend(cases);
            class.possible.push(possible);
        }
    }
    Assessment { classes, class_of, group, quorum: majority }
}

type Blows = (usize, (BTreeSet<Blow>, bool));

fn primaries_lost(kinds: &[Blows], class_of: &[usize]) -> Lost {
    let classes = class_of.iter().filter_map(|class| kinds.get(*class));
    classes.fold(Lost::default(), |sum, (_, (blows, _))| sum.plus(Lost::of(blows)))
}

/// What happens to each class under one set of terms.
fn under(
    terms: &Terms,
    failure: &Failure<'_>,
    kinds: &[Blows],
    lost: Lost,
) -> Vec<(BTreeSet<Case>, Possible)> {
    let mut found: Vec<BTreeSet<Case>> =
        kinds.iter().map(|(_, (blows, has_left))| cases(terms, failure, blows, *has_left, lost)).collect();
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

fn cases(
    terms: &Terms,
    failure: &Failure<'_>,
    blows: &BTreeSet<Blow>,
    has_left: bool,
    lost: Lost,
) -> BTreeSet<Case> {
    // With Multi-AZ on, ElastiCache puts a replica into another zone than the primary's (F32).
    let promised = terms.multi_az && has_left && failure.cause() == Cause::Zone;
    let broken = |blow: &&Blow| blow.primary_lost && blow.left == 0 && blow.lost > 0;
    let of_shard = Lost::of(blows);
    let mut all = BTreeSet::new();
    for blow in blows.iter().filter(|blow| !(promised && broken(blow))) {
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

/// With full coverage asked for, a shard that is down takes all others with it (X063).
///
/// `elsewhere` is how long shards may be down that are not among these.
fn uncover(found: &mut [BTreeSet<Case>], elsewhere: &[Service]) {
    let downs: Vec<Range<Service>> = found.iter().map(|cases| cases.iter().map(down).collect()).collect();
    let mut worst = worst_of(&downs.iter().collect::<Vec<_>>());
    worst.extend(elsewhere);
    for cases in found {
        let mut all = BTreeSet::new();
        for case in cases.iter() {
            // No shard fares better than itself.
            let own = down(case);
            for down in worst.iter().map(|down| own.max(*down)) {
                let effect = effect::worsened(case.effect, down, down);
                let uncovered = case.uncovered || effect != case.effect;
                all.insert(Case { effect, uncovered, ..*case });
            }
        }
        *cases = all;
    }
}

/// Every way a shard of which nothing is known may be down when a zone fails.
const ANY_DOWN: [Service; 4] =
    [Service::Uninterrupted, Service::Seconds, Service::Unstated, Service::UntilZoneReturns];

/// How long a shard has no primary.
fn down(case: &Case) -> Service {
    match case.effect.course {
        Course::Promotion { .. } if case.no_majority => Service::Unstated,
        Course::NoStandby | Course::ExternalReplica | Course::Contradiction(_) => Service::Unstated,
        Course::Promotion { .. } => Service::Seconds,
        Course::RefusedAlready | Course::ReplicasLost { .. } => Service::Uninterrupted,
        _ => case.effect.writes,
    }
}

fn possible(cases: &BTreeSet<Case>) -> Possible {
    Possible {
        verdicts: cases.iter().map(|case| case.effect.verdict()).collect(),
        writes: cases.iter().map(|case| case.effect.writes).collect(),
        reads: cases.iter().map(|case| case.effect.reads).collect(),
        data_loss: cases.iter().map(|case| case.effect.data_loss).collect(),
    }
}

/// The worst of several shards' answers.
fn worst_possible<'a>(all: impl Iterator<Item = &'a Possible>) -> Possible {
    let all: Vec<&Possible> = all.collect();
    Possible {
        verdicts: worst_of(&all.iter().map(|one| &one.verdicts).collect::<Vec<_>>()),
        writes: worst_of(&all.iter().map(|one| &one.writes).collect::<Vec<_>>()),
        reads: worst_of(&all.iter().map(|one| &one.reads).collect::<Vec<_>>()),
        data_loss: worst_of(&all.iter().map(|one| &one.data_loss).collect::<Vec<_>>()),
    }
}

/// Everything that is possible under any terms.
pub(super) fn union<'a>(all: impl Iterator<Item = &'a Possible>) -> Possible {
    let mut sum = Possible::default();
    for one in all {
        sum.verdicts.extend(&one.verdicts);
        sum.writes.extend(&one.writes);
        sum.reads.extend(&one.reads);
        sum.data_loss.extend(&one.data_loss);
    }
    sum
}
