//! Groups with their plans, and the name that tells each from the others.

use std::collections::BTreeMap;

use crate::failover::{Plan, Range, Scenario, Verdict};
use crate::model::Group;
use crate::report::FailoverReport;
use crate::source::Sources;

use super::words::worst_of;

/// A group with its plans.
#[derive(Debug)]
pub(super) struct Planned<'a> {
    /// What tells it from the others.
    pub(super) label: &'a str,
    /// How many shards the input shows of it.
    pub(super) shards: usize,
    /// Its plans, scenario by scenario in the order asked for.
    pub(super) scenarios: Vec<(&'a Scenario, Vec<Plan>)>,
}

impl<'a> Planned<'a> {
    /// Plans a group.
    pub(super) fn new(report: &FailoverReport<'a>, group: &'a Group, label: &'a str) -> Planned<'a> {
        Planned { label, shards: group.layout.shards.len(), scenarios: report.plans(group).collect() }
    }

    /// All of its plans.
    pub(super) fn plans(&self) -> impl Iterator<Item = &Plan> {
        self.scenarios.iter().flat_map(|(_, plans)| plans)
    }
}

/// What is possible for a group in a scenario: the plans of the whole group tell, else those of its
/// shards; of several zones the worst.
pub(super) fn possible(plans: &[Plan]) -> Range<Verdict> {
    let of_group = plans.iter().any(|plan| plan.shard.is_none());
    worst_of(plans.iter().filter(|plan| plan.shard.is_none() == of_group).map(|plan| &plan.possible.verdicts))
}

/// Something that may tell a group from another of its name.
type Tell<'a> = dyn Fn(&Group) -> Option<String> + 'a;

/// Names with as much of root module, region, account and place as tells them apart.
pub(in crate::report) fn labels(sources: &Sources, groups: &[Group]) -> Vec<String> {
    let mut labels: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    let place = |group: &Group| {
        let file = &sources.get(group.at.source).name;
        Some(format!("{file}:{}", sources.start(group.at).line))
    };
    let tells: [&Tell<'_>; 3] = [&root, &account, &place];
    for tell in tells {
        tell_apart(&mut labels, groups, tell);
    }
    labels
}

fn root(group: &Group) -> Option<String> {
    group.target.root.clone().filter(|root| root != ".")
}

fn account(group: &Group) -> Option<String> {
    let parts = [group.target.region.as_deref(), group.target.account.as_deref()];
    let parts: Vec<&str> = parts.into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join(", "))
}

/// Adds to the names that several groups have.
fn tell_apart(labels: &mut [String], groups: &[Group], tell: &Tell<'_>) {
    let mut times: BTreeMap<String, usize> = BTreeMap::new();
    labels.iter().for_each(|label| *times.entry(label.clone()).or_default() += 1);
    for (label, group) in labels.iter_mut().zip(groups) {
        let shared = times.get(label).is_some_and(|count| *count > 1);
        if let Some(more) = tell(group).filter(|_| shared) {
            *label = format!("{label} ({more})");
        }
    }
}
