//! The steps of a plan: what happens in each case, and under which condition where cases differ.

mod clause;
mod condition;
mod group;
mod planned;
mod promotion;
mod recreation;
mod replicas;
mod shared;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use super::assess::Case;
use super::effect::{Cause, Course};
use super::plan::Step;
use super::scenario::Kind;
use super::strike::Blow;
use super::terms::Terms;

use clause::Clause;
pub(super) use clause::{contradiction, why_not};

/// What the steps are told of.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub(super) kind: Kind,
    pub(super) cause: Cause,
    /// The zone as sentences call it, where one fails: `zone us-east-1a`, `the primary's zone`.
    pub(super) zone: String,
    /// Whether the group is part of a global datastore; none where that is not known.
    pub(super) global: Option<bool>,
    /// How many shards the group has, where that is known.
    pub(super) shards: Option<u32>,
}

/// A sentence with its facts, before it is known when it holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said {
    /// Where it stands among the others.
    phase: Phase,
    text: String,
    facts: Vec<&'static str>,
}

/// The order of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Before,
    Failure,
    Majority,
    Takeover,
    Writes,
    Data,
    Endpoints,
    Replacement,
    Synchronisation,
    Afterwards,
}

fn said(phase: Phase, text: impl Into<String>, facts: &[&'static str]) -> Said {
    Said { phase, text: text.into(), facts: facts.to_vec() }
}

/// A clause that is all there is to say of the events.
fn alone((clause, facts): Clause) -> Said {
    said(Phase::Before, shared::sentence(clause), facts)
}

/// The steps of a class of shards, in order.
pub(super) fn steps(cases: &BTreeSet<Case>, scene: &Scene) -> Vec<Step> {
    let cases: BTreeSet<Case> = cases.iter().map(in_short).collect();
    let mut holds: BTreeMap<(Phase, usize), (Said, Vec<&Case>)> = BTreeMap::new();
    let mut known: BTreeMap<(Phase, String), usize> = BTreeMap::new();
    for case in &cases {
        for said in of_case(case, scene) {
            let next = known.len();
            let at = *known.entry((said.phase, said.text.clone())).or_insert(next);
            let (told, when) = holds.entry((said.phase, at)).or_insert_with(|| (said.clone(), Vec::new()));
            // What is said in several cases may rest on other facts in each.
            let more: Vec<_> = said.facts.iter().filter(|fact| !told.facts.contains(fact)).copied().collect();
            told.facts.extend(more);
            // A case that says a thing twice counts once.
            if when.last().is_none_or(|last| *last != case) {
                when.push(case);
            }
        }
    }
    holds
        .into_values()
        .map(|(said, when)| Step {
            when: condition::condition(&when, &cases, scene),
            shards: Vec::new(),
            text: said.text,
            facts: said.facts,
        })
        .collect()
}

/// A case without the numbers that no sentence tells: many cases are one then.
fn in_short(case: &Case) -> Case {
    let some = |count: u32| count.min(2);
    let Blow { lost, left, standbys, .. } = case.blow;
    Case {
        terms: Terms { min_replicas: 0, ..case.terms },
        blow: Blow { lost: some(lost), left: some(left), standbys: some(standbys), ..case.blow },
        ..*case
    }
}

/// What happens in one case.
fn of_case(case: &Case, scene: &Scene) -> Vec<Said> {
    let mut all = match case.effect.course {
        Course::NotApplicable(why) => vec![alone(why_not(why))],
        Course::Untouched => replicas::untouched(case, scene),
        Course::RefusedAlready => replicas::refused_already(case, scene),
        Course::ReplicasLost { blocked } => replicas::replicas_lost(blocked, case.blow.left, scene),
        Course::Promotion { blocked } => promotion::promotion(case, scene, blocked),
        Course::NoStandby => promotion::no_standby(scene),
        Course::ExternalReplica => promotion::external_replica(scene),
        Course::Recreation => recreation::recreation(case, scene),
        Course::AllRecreated | Course::AllRecreatedDurable => whole::all_recreated(case, scene),
        Course::Contradiction(refusal) => vec![alone(contradiction(refusal))],
        Course::Planned(how) => planned::planned(how),
        Course::Rebooted => planned::rebooted(),
        Course::RebootUnstated => planned::reboot_unstated(),
    };
    if case.no_majority || case.uncovered {
        // The shard's own primary would go on, but the group refuses commands.
        let goes_on = matches!(case.effect.course, Course::ReplicasLost { .. });
        all.retain(|said| !(goes_on && said.phase == Phase::Writes));
    }
    all.extend(group::of_the_group(case, scene));
    all
}
