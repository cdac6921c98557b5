//! Plans of `failover` as one document.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Write};

use crate::failover::{Outcome, Scenario};
use crate::report::FailoverReport;
use crate::report::failover_text::{Digest, names};

use crate::report::wording::plural;

use super::escape::Place;
use super::room::Room;
use super::{matrix, name, picture, plan, required, rest, write_parts};

/// The most groups whose layouts a summary draws.
const MOST_GROUPS: usize = 8;

/// Writes the plans as Markdown.
///
/// # Errors
/// When they can't be written.
pub fn failover_markdown(report: &FailoverReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let mut room = Room::new();
    let labels = names(report);
    let digest = Digest::new(report, &labels);
    let failures = rest::failures(report.sources, report.failures, &mut room);
    let required = required::required(report, &labels, &mut room);
    let several = report.summary || labels.len() * report.scenarios.len() > 1;
    let matrix = if several { matrix::matrix(&digest, &mut room) } else { String::new() };
    let plans = match report.summary {
        true => matrix::explained(&digest, &mut room) + &pictures(report, &labels, &mut room),
        false => plan::plans(report, &digest, &mut room),
    };
    let skipped = rest::skipped(report.sources, report.skipped, &mut room);
    let note = room.note().unwrap_or_default();
    write_parts(out, &head(report, &digest), &[note, failures, required, matrix, plans, skipped])
}

/// The headline: how many groups, what was required, and what the loss of a zone comes to.
fn head(report: &FailoverReport<'_>, digest: &Digest<'_>) -> String {
    let mut parts = match report.groups.len() {
        0 => vec!["no replication group found".to_owned()],
        count => vec![plural(count, "replication group")],
    };
    for (outcome, word) in
        [(Outcome::Broken, "broken"), (Outcome::Undecided, "undecided"), (Outcome::Holds, "held")]
    {
        match report.judgements.iter().filter(|one| one.outcome == outcome).count() {
            0 => {}
            count => parts.push(format!("{} {word}", plural(count, "requirement"))),
        }
    }
    if !report.failures.is_empty() {
        parts.push(format!("{} could not be read", report.failures.len()));
    }
    format!("## multiaz failover: {}\n{}", parts.join(", "), zone(report, digest))
}

/// `If the worst zone fails: gap (2 groups), stops (1 group).`
fn zone(report: &FailoverReport<'_>, digest: &Digest<'_>) -> String {
    let Some(column) = report.scenarios.iter().position(|one| *one == Scenario::Zone(None)) else {
        return String::new();
    };
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (_, row) in digest.rows() {
        *counts.entry(row.into_iter().nth(column).unwrap_or_default()).or_default() += 1;
    }
    let told = counts.iter().map(|(cell, count)| format!("{cell} ({})", plural(*count, "group")));
    match told.collect::<Vec<_>>().join(", ") {
        told if told.is_empty() => told,
        told => format!("\nIf the worst zone fails: {told}.\n"),
    }
}

/// The layouts of the first groups.
fn pictures(report: &FailoverReport<'_>, labels: &[String], room: &mut Room) -> String {
    if report.groups.is_empty() {
        return String::new();
    }
    let first = report.groups.iter().zip(labels).take(MOST_GROUPS);
    let pieces: Vec<_> = first.collect();
    let pieces = pieces.into_iter().map(|(group, label)| picture::picture(group, label, &BTreeSet::new()));
    let most = room.left();
    let taken = room.take(pieces, most, "pictures of groups");
    let shown = match report.groups.len() {
        all if taken.count < all => format!("\n{} of {} are drawn.\n", taken.count, plural(all, "group")),
        _ => String::new(),
    };
    format!("### Layout\n\n{}\n{shown}\n{}", picture::LEGEND, taken.text)
}

/// A group's name in a heading.
pub(super) fn heading(label: &str) -> String {
    name(label, Place::Line)
}
