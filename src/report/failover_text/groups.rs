//! Groups with their plans, and the name that tells each from the others.

use std::collections::BTreeMap;

use crate::failover::{Plan, Range, Scenario, Verdict};
use crate::report::{FailoverReport, PlannedGroup};

use super::words::worst_of;

/// A group with its plans.
#[derive(Debug)]
pub(super) struct Planned<'a> {
    /// What tells it from the others.
    pub(super) label: String,
    /// How many shards the input shows of it.
    pub(super) shards: usize,
    /// Its plans, scenario by scenario in the order asked for.
    pub(super) scenarios: Vec<(&'a Scenario, &'a [Plan])>,
}

impl<'a> Planned<'a> {
    /// All of its plans.
    pub(super) fn plans(&self) -> impl Iterator<Item = &'a Plan> {
        self.scenarios.iter().flat_map(|(_, plans)| *plans)
    }
}

/// The groups of a report.
pub(super) fn groups<'a>(report: &FailoverReport<'a>) -> Vec<Planned<'a>> {
    let labels = labels(report);
    let with_plans = |(group, label): (&PlannedGroup, String)| {
        let plans = group.plans.iter().map(|range| report.plans.get(range.clone()).unwrap_or_default());
        Planned { label, shards: group.shards, scenarios: report.scenarios.iter().zip(plans).collect() }
    };
    report.groups.iter().zip(labels).map(with_plans).collect()
}

/// What is possible for a group in a scenario: the plans of the whole group tell, else those of its
/// shards; of several zones the worst.
pub(super) fn possible(plans: &[Plan]) -> Range<Verdict> {
    let of_group = plans.iter().any(|plan| plan.shard.is_none());
    worst_of(plans.iter().filter(|plan| plan.shard.is_none() == of_group).map(|plan| &plan.possible.verdicts))
}

/// Names with as much of root module, region, account and place as tells them apart.
pub(super) fn labels(report: &FailoverReport<'_>) -> Vec<String> {
    let groups = report.groups;
    let mut labels: Vec<String> = groups.iter().map(|group| group.name.clone()).collect();
    let told: [&dyn Fn(&PlannedGroup) -> Option<String>; 3] = [
        &|group| group.target.root.clone().filter(|root| root != "."),
        &|group| {
            let parts: Vec<&str> = [&group.target.region, &group.target.account]
                .into_iter()
                .flatten()
                .map(String::as_str)
                .collect();
            (!parts.is_empty()).then(|| parts.join(", "))
        },
        &|group| {
            let line = report.sources.start(group.at).line;
            Some(format!("{}:{line}", report.sources.get(group.at.source).name))
        },
    ];
    for tell in told {
        let mut times: BTreeMap<String, usize> = BTreeMap::new();
        labels.iter().for_each(|label| *times.entry(label.clone()).or_default() += 1);
        for (label, group) in labels.iter_mut().zip(groups) {
            if times.get(label).is_some_and(|count| *count > 1)
                && let Some(more) = tell(group)
            {
                *label = format!("{label} ({more})");
            }
        }
    }
    labels
}
