//! What `--require` asks for as test cases: every objective of every group.

use std::io::{self, Write};

use crate::failover::{Judgement, Outcome as Judged};
use crate::model::Group;

use super::super::failover_text::{against, labels};
use super::super::{FailoverReport, Gate, NO_GROUP};
use super::case::{Case, Outcome};
use super::suites::Suites;

/// Writes what was required as JUnit XML. A case fails where it fails the run.
///
/// # Errors
/// When it can't be written.
pub fn failover_junit(report: &FailoverReport<'_>, gate: Gate, out: &mut dyn Write) -> io::Result<()> {
    let mut suites = Suites::new(report.sources, report.groups, report.failures, false);
    suites.add_skipped(report.skipped, if gate.strict { gate.unread } else { 0 });
    let labels = labels(report.sources, report.groups);
    let cases = |at: usize| {
        let (Some(group), Some(label)) = (report.groups.get(at), labels.get(at)) else { return Vec::new() };
        // Each objective is judged for every group, in their order.
        let judgements = report.judgements.iter().skip(at).step_by(report.groups.len().max(1));
        judgements.map(|judgement| case(&suites, gate, group, label, judgement)).collect()
    };
    let idle = Case {
        name: "--require",
        class: "multiaz",
        place: None,
        outcome: Outcome::Error("no-group", NO_GROUP.into(), String::new()),
        told: Vec::new(),
    };
    let extra: &[Case<'_>] = if report.groups.is_empty() { &[idle] } else { &[] };
    suites.write(extra, &cases, out)
}

fn case<'a>(
    suites: &Suites<'a>,
    gate: Gate,
    group: &'a Group,
    label: &'a str,
    judgement: &'a Judgement,
) -> Case<'a> {
    let (name, outcome) = (judgement.objective.name(), judgement.outcome);
    let message = format!("{label}: {name} is {}", outcome.name());
    let text = || against(judgement).join("\n");
    Case {
        name,
        class: label,
        place: suites.place(group.at),
        outcome: match outcome {
            Judged::Holds => Outcome::Passed,
            Judged::Undecided if !gate.strict => Outcome::Skipped(message, text()),
            Judged::Undecided | Judged::Broken => Outcome::Failed(outcome.name(), message, text()),
        },
        told: Vec::new(),
    }
}
