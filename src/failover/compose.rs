//! Puts a plan together from what befalls its shards.

use std::collections::BTreeSet;

use crate::model::Group;

use super::assess::{Case, Class, union};
use super::effect::cause;
use super::endpoints::{self, Turn};
use super::failed::failed;
use super::layout::{self, After};
use super::open;
use super::plan::{
    Endpoint, Open, Picture, Plan, Possible, Promotion, Quorum, Replacement, SecondLoss, Step,
};
use super::reason::{reason, until};
use super::scenario::Kind;
use super::steps::{self, Scene};
use super::strike::{Fates, Strike};
use super::terms::AllTerms;
use super::view::{ShardView, View};
use super::words::{DataLoss, settled};
use super::zones::Outage;

/// A shard with what befalls it.
pub(super) struct Struck<'a> {
    pub(super) shard: &'a ShardView,
    pub(super) class: &'a Class,
    pub(super) strike: &'a Strike,
    pub(super) fates: Fates,
    pub(super) after: After,
}

/// What a plan speaks of.
#[derive(Clone, Copy)]
pub(super) struct Scope<'a> {
    pub(super) group: &'a Group,
    pub(super) view: &'a View,
    pub(super) scene: &'a Scene,
    pub(super) outage: Option<&'a Outage>,
    pub(super) terms: &'a AllTerms,
    /// None for the whole group.
    pub(super) shard: Option<&'a ShardView>,
    pub(super) struck: &'a [Struck<'a>],
    /// What is possible, in the order of the terms.
    pub(super) possible: &'a [Possible],
    pub(super) quorum: Option<&'a Quorum>,
}

/// What a plan says of shards that differ in their ids alone.
#[derive(Debug)]
pub(super) struct Answer {
    possible: Possible,
    cases: BTreeSet<Case>,
    steps: Vec<Step>,
    unknown: Vec<Open>,
}

/// What is to be said in a scope.
pub(super) fn answer(scope: &Scope<'_>) -> Answer {
    let Scope { scene, struck, .. } = *scope;
    let cases: BTreeSet<Case> = struck.iter().flat_map(|one| one.class.cases.iter().copied()).collect();
    let shards: Vec<&ShardView> = if depends_on_others(struck) {
        scope.view.shards.iter().collect()
    } else {
        struck.iter().map(|one| one.shard).collect()
    };
    Answer {
        possible: union(scope.possible.iter()),
        steps: merged_steps(struck, scene),
        unknown: open::unknown(scope, &shards, &cases),
        cases,
    }
}

/// Puts a plan together.
pub(super) fn compose(scope: &Scope<'_>, answer: &Answer, second_loss: Vec<SecondLoss>) -> Plan {
    let Scope { group, scene, struck, .. } = *scope;
    let Answer { possible, cases, steps, unknown } = answer;
    let (verdict, writes) = (settled(&possible.verdicts), settled(&possible.writes));
    Plan {
        group: group.name.clone(),
        target: group.target.clone(),
        scenario: scene.kind,
        shard: scope.shard.map(|shard| shard.id.clone()),
        failed: failed(scope),
        verdict,
        until: until(verdict, writes, cases, scene),
        writes,
        reads: settled(&possible.reads),
        data_loss: settled(&possible.data_loss),
        emptied: emptied(struck),
        steps: steps.clone(),
        promotion: promotion(struck),
        endpoints: all_endpoints(group, struck, cases),
        replacements: replacements(scene.kind, struck),
        quorum: scope.quorum.cloned(),
        before: layout::picture(struck.iter().map(|one| (one.shard, None))),
        after: after_picture(scene.kind, struck),
        second_loss,
        reason: reason(verdict, possible, cases, unknown),
        unknown: unknown.clone(),
        possible: possible.clone(),
    }
}

/// The shards all of whose data is surely lost.
fn emptied(struck: &[Struck<'_>]) -> Vec<String> {
    let is_lost = |case: &Case| case.effect.data_loss == DataLoss::Everything;
    let emptied = struck.iter().filter(|one| one.class.cases.iter().all(is_lost));
    emptied.map(|one| one.shard.id.clone()).collect()
}

/// Whether what happens to a shard hangs on what becomes of others.
pub(super) fn depends_on_others(struck: &[Struck<'_>]) -> bool {
    let differs = |one: &Struck<'_>| {
        let mut others = one.class.cases.iter().map(|case| (case.no_majority, case.uncovered));
        let first = others.next();
        others.any(|other| Some(other) != first)
    };
    struck.iter().any(differs)
}

fn all_endpoints(group: &Group, struck: &[Struck<'_>], cases: &BTreeSet<Case>) -> Vec<Endpoint> {
    let modes = cases.iter().map(|case| case.terms.mode).collect();
    let of = |one: &Struck<'_>| {
        let turn = Turn { group, before: one.shard, after: &one.after, cases: &one.class.cases };
        endpoints::endpoints(&turn)
    };
    endpoints::configuration(group, &modes).into_iter().chain(struck.iter().flat_map(of)).collect()
}

fn replacements(kind: Kind, struck: &[Struck<'_>]) -> Vec<Replacement> {
    let of = |one: &Struck<'_>| {
        layout::replacements(one.shard, one.strike, &one.fates, cause(kind), &one.class.cases)
    };
    struck.iter().flat_map(of).collect()
}

fn promotion(struck: &[Struck<'_>]) -> Promotion {
    let mut promotion = Promotion::default();
    for one in struck {
        if !one.class.cases.iter().any(|case| case.effect.course.promotes()) {
            continue;
        }
        let nodes = one.fates.candidates.iter().filter_map(|at| one.shard.nodes.get(*at));
        promotion.candidates.extend(nodes.map(|node| node.id.clone()));
        promotion.unlisted |= one.shard.unlisted.is_some();
    }
    promotion
}

/// The steps of all shards; what happens in some of them only names these.
fn merged_steps(struck: &[Struck<'_>], scene: &Scene) -> Vec<Step> {
    let mut classes: Vec<(&Class, Vec<String>)> = Vec::new();
    for one in struck {
        match classes.iter_mut().find(|(class, _)| std::ptr::eq(*class, one.class)) {
            Some((_, shards)) => shards.push(one.shard.id.clone()),
            None => classes.push((one.class, vec![one.shard.id.clone()])),
        }
    }
    let mut merged: Vec<Step> = Vec::new();
    for (class, shards) in &classes {
        for step in steps::steps(&class.cases, scene) {
            let same = |other: &&mut Step| {
                (&other.when, &other.text, &other.facts) == (&step.when, &step.text, &step.facts)
            };
            match merged.iter_mut().find(same) {
                Some(known) => known.shards.extend(shards.iter().cloned()),
                None => merged.push(Step { shards: shards.clone(), ..step }),
            }
        }
    }
    for step in &mut merged {
        if step.shards.len() == struck.len() {
            step.shards.clear();
        }
    }
    merged
}

fn after_picture(kind: Kind, struck: &[Struck<'_>]) -> Picture {
    let drawn = struck.iter().map(|one| {
        let changes = !matches!(kind, Kind::PlannedReplacement | Kind::PrimaryReboot);
        (&one.after.shard, changes.then_some(one.after.states.as_slice()))
    });
    layout::picture(drawn)
}
