//! A run of `check` or `audit` as one document.

use std::io::{self, Write};

use crate::finding::{Finding, Severity, Verdict};
use crate::report::failover_text::{Digest, names};
use crate::report::wording::{Roots, plural, roots_of};
use crate::report::{FailoverReport, Report};

use super::room::{Room, Taken};
use super::{detail, findings, folded, matrix, picture, places, rest, undecided, write_parts};

/// The most bytes of causes that keep verdicts open.
const MOST_UNDECIDED: usize = 8_000;
/// The most bytes that pictures may take of what rows leave; a third of it where that is less.
const MOST_PICTURES: usize = 9_000;

/// Writes the run as Markdown; with plans where there are any.
///
/// # Errors
/// When it can't be written.
pub fn markdown(
    report: &Report<'_>,
    plans: Option<&FailoverReport<'_>>,
    out: &mut dyn Write,
) -> io::Result<()> {
    write_parts(out, &head(report), &parts(report, plans))
}

/// The parts of the document in the order in which they are read, made in the order in which they find room.
fn parts(report: &Report<'_>, plans: Option<&FailoverReport<'_>>) -> [String; 9] {
    let mut room = Room::new();
    let roots = roots_of(report);
    let violated = sorted(report);
    let failures = rest::failures(report.sources, report.failures, &mut room);
    let places = places::places(report, &mut room);
    let (matrix, why) = plans.map(|plans| failures_told(plans, &mut room)).unwrap_or_default();
    let table = findings::table(report.sources, &violated, roots, &mut room);
    let undecided = undecided::undecided(report, roots, MOST_UNDECIDED, &mut room);
    let pictures_room = MOST_PICTURES.min(room.left() / 3);
    let details = details(report, &violated, roots, pictures_room, &mut room);
    let pictures = picture::pictures(report, &violated, roots, &mut room);
    let skipped = rest::skipped(report.sources, report.skipped, &mut room);
    let note = room.note().unwrap_or_default();
    [note, failures, places, table, details, pictures, matrix + "\n" + &why, undecided, skipped]
}

/// The matrix of failures, and why its answers are what they are.
fn failures_told(plans: &FailoverReport<'_>, room: &mut Room) -> (String, String) {
    let labels = names(plans);
    let digest = Digest::new(plans, &labels);
    (matrix::matrix(&digest, room), matrix::explained(&digest, room))
}

/// What is violated, errors first; each kind in the order of its places.
fn sorted<'a>(report: &Report<'a>) -> Vec<&'a Finding> {
    let violated = report.findings.iter().filter(|finding| finding.verdict == Verdict::Violated);
    let mut violated: Vec<&Finding> = violated.collect();
    violated.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    violated
}

/// The details of the first findings.
fn details(
    report: &Report<'_>,
    violated: &[&Finding],
    roots: Roots,
    spare: usize,
    room: &mut Room,
) -> String {
    let all = violated.iter().map(|finding| detail::detail(report, finding, roots));
    let most = room.left().saturating_sub(spare);
    let Taken { text, .. } = room.take(all, most, "details of findings");
    text
}

/// The headline: what came of it, and of how much.
fn head(report: &Report<'_>) -> String {
    let mut parts = counts(report);
    let undecided = report.undecided().count();
    let more = [
        (undecided, "undecided"),
        (report.unread, "not judged"),
        (report.failures.len(), "could not be read"),
    ];
    parts.extend(more.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")));
    let files = match report.files {
        0 => String::new(),
        files => format!(" in {}", plural(files, "file")),
    };
    let rules = match report.rules.len() {
        0 => String::new(),
        rules => format!(", {} asked", plural(rules, "rule")),
    };
    let groups = plural(report.groups.len(), "replication group");
    format!("## multiaz: {}\n\n{groups}{files}{rules}.\n", parts.join(", "))
}

fn counts(report: &Report<'_>) -> Vec<String> {
    let of = |severity: Severity| match (severity, report.count(severity)) {
        (_, 0) => None,
        (Severity::Advice, count) => Some(format!("{count} advice")),
        (severity, count) => Some(plural(count, severity.name())),
    };
    let parts: Vec<String> =
        [Severity::Error, Severity::Warning, Severity::Advice].into_iter().filter_map(of).collect();
    match (parts.is_empty(), report.groups.is_empty()) {
        (false, _) => parts,
        (true, true) => vec!["no replication group found".to_owned()],
        (true, false) => vec!["no findings".to_owned()],
    }
}

/// A list that is folded; nothing where it is empty.
pub(super) fn folded_list(summary: &str, taken: &Taken) -> String {
    if taken.count == 0 { String::new() } else { folded(summary, &taken.text) }
}
