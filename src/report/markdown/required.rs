//! What was required of each group, and whether it holds: what is broken first.

use crate::failover::Judgement;
use crate::report::FailoverReport;
use crate::report::failover_text::judged;

use super::escape::Place;
use super::room::Room;
use super::{name, sentence};

/// The most bytes of rows.
const MOST_ROWS: usize = 20_000;
/// The most failures that are named against an objective of a group.
const MOST: usize = 4;

/// A row for each objective and group; nothing where nothing was required.
pub(super) fn required(report: &FailoverReport<'_>, labels: &[String], room: &mut Room) -> String {
    if report.judgements.is_empty() {
        return String::new();
    }
    let of_each = report.judgements.chunk_by(|one, other| one.objective == other.objective);
    let mut all: Vec<(&Judgement, &String)> = of_each.flat_map(|some| some.iter().zip(labels)).collect();
    all.sort_by_key(|(judgement, _)| std::cmp::Reverse(judgement.outcome));
    let rows = all.into_iter().map(|(judgement, label)| row(judgement, label));
    let rows = room.take(rows, MOST_ROWS, "requirements");
    let heads = "| required | group | outcome | what speaks against it |\n|---|---|---|---|\n";
    format!("### Required\n\n{heads}{}", rows.text)
}

fn row(judgement: &Judgement, label: &str) -> String {
    let (outcome, against) = judged(judgement);
    let mut told: Vec<String> = against.iter().take(MOST).map(|one| sentence(one, Place::Cell)).collect();
    if against.len() > MOST {
        told.push(format!("and {} more", against.len() - MOST));
    }
    let (objective, group) = (judgement.objective.name(), name(label, Place::Cell));
    format!("| {objective} | {group} | {outcome} | {} |\n", told.join("; "))
}
