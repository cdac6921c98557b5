//! What `--require` asks for as annotations: what is broken, and a notice on what is undecided.

use std::io::{self, Write};

use crate::failover::{Judgement, Outcome};
use crate::model::Group;
use crate::source::Failure;

use super::super::failover_text::{against, labels};
use super::super::{FailoverReport, Gate, NO_GROUP};
use super::command::{Annotation, Kind};
use super::{Files, MOST, Rest, Workspace, unread, whereabouts, write_first};

/// What becomes an error.
enum Subject<'a> {
    Failure(&'a Failure),
    /// What fails the run and has no place.
    Run(String),
    Judgement(&'a Judgement, &'a Group, &'a str),
}

/// Writes what was required as workflow commands: nothing where all of it holds.
///
/// # Errors
/// When it can't be written.
pub fn failover_github(
    report: &FailoverReport<'_>,
    gate: Gate,
    workspace: &Workspace,
    out: &mut dyn Write,
) -> io::Result<()> {
    let files = Files { sources: report.sources, workspace };
    let labels = labels(report.sources, report.groups);
    // Each objective is judged for every group, in their order.
    let judged = || report.judgements.iter().zip(report.groups.iter().zip(&labels).cycle());
    let of = |outcome: Outcome| {
        let those = judged().filter(move |(judgement, _)| judgement.outcome == outcome);
        those.map(|(judgement, (group, label))| Subject::Judgement(judgement, group, label))
    };
    let idle = report.groups.is_empty().then(|| NO_GROUP.to_owned());
    let unread_fails = gate.strict && gate.unread > 0;
    let run = idle.into_iter().chain(unread_fails.then(|| unread(gate.unread))).map(Subject::Run);
    let failures = report.failures.iter().map(Subject::Failure);
    let undecided = of(Outcome::Undecided).filter(|_| gate.strict);
    let errors = failures.chain(run).chain(of(Outcome::Broken)).chain(undecided);
    let errors = write_first(out, MOST, errors, |subject| annotation(&files, subject))?;

    let open = judged().filter(|(judgement, _)| judgement.outcome == Outcome::Undecided && !gate.strict);
    let open: Vec<&Judgement> = open.map(|(judgement, _)| judgement).collect();
    let rest = Rest {
        more: vec![(errors, "error")],
        undecided: open.len(),
        causes: causes(&open),
        unread: if unread_fails { 0 } else { gate.unread },
        nothing: false,
        options: "--format text",
    };
    if rest.is_empty() {
        return Ok(());
    }
    out.write_all(rest.annotation().line().as_bytes())
}

fn annotation(files: &Files<'_>, subject: Subject<'_>) -> Annotation {
    match subject {
        Subject::Failure(failure) => files.failure(failure),
        Subject::Run(message) => {
            Annotation { kind: Kind::Error, place: None, title: "multiaz: --require".into(), message }
        }
        Subject::Judgement(judgement, group, label) => broken(files, judgement, group, label),
    }
}

fn broken(files: &Files<'_>, judgement: &Judgement, group: &Group, label: &str) -> Annotation {
    let place = files.place(group.at);
    let (name, outcome) = (judgement.objective.name(), judgement.outcome.name());
    let mut lines = vec![format!("{label}: {name} is {outcome}")];
    lines.extend(against(judgement));
    lines.push(format!("required by --require {name}"));
    if place.is_none() {
        lines.extend(whereabouts(&group.target));
        lines.push(files.named(group.at));
    }
    Annotation { kind: Kind::Error, place, title: format!("multiaz: {name}"), message: lines.join("\n") }
}

/// Why objectives are undecided, each reason once.
fn causes(undecided: &[&Judgement]) -> Vec<String> {
    let mut causes: Vec<String> = undecided
        .iter()
        .flat_map(|judgement| &judgement.against)
        .filter_map(|one| one.reason.clone())
        .collect();
    causes.sort_unstable();
    causes.dedup();
    causes
}
