//! Text output of `audit`: findings by account and region, and a table of them at the end.

use std::fmt::Write;

use unicode_width::UnicodeWidthStr;

use crate::finding::{Finding, Severity, Verdict};
use crate::source::SourceId;

use super::{Details, Roots, WIDTH, failures, findings, rest};
use crate::report::Report;

/// An account in a region, as far as it was read.
#[derive(Debug, Clone)]
pub struct Place {
    /// The account's number; none where it was not told.
    pub account: Option<String>,
    /// The region.
    pub region: String,
    /// The text that holds its answers.
    pub source: SourceId,
    /// How many groups were judged there.
    pub groups: usize,
    /// How many calls gave no answer, or not all of it.
    pub refused: usize,
}

impl Place {
    fn account(&self) -> &str {
        self.account.as_deref().unwrap_or("account not known")
    }

    fn holds(&self, finding: &Finding) -> bool {
        finding.body.source == self.source
    }
}

/// The audit for people.
#[must_use]
pub fn audit_text(report: &Report<'_>, places: &[Place], details: Details) -> String {
    let mut out = failures(report.sources, report.failures, details.color);
    for place in places {
        let here: Vec<&Finding> = report.findings.iter().filter(|finding| place.holds(finding)).collect();
        let tells = |finding: &&&Finding| finding.verdict == Verdict::Violated;
        if here.iter().any(|finding| tells(&finding)) {
            heading(&mut out, place);
            findings(&mut out, report.sources, &here, Roots::One, details);
            out.push('\n');
        }
    }
    table(&mut out, report, places);
    rest(&mut out, report, Roots::One, details);
    out
}

fn heading(out: &mut String, place: &Place) {
    let title = format!("━━ {}, {} ", place.account(), place.region);
    let line = "━".repeat(WIDTH.saturating_sub(title.width()));
    let _ = writeln!(out, "{title}{line}");
}

/// A row for each account and region.
fn table(out: &mut String, report: &Report<'_>, places: &[Place]) {
    if places.is_empty() {
        return;
    }
    let heads = ["account", "region", "groups", "errors", "warnings", "advice", "undecided", "refused calls"];
    let rows: Vec<Vec<String>> = places.iter().map(|place| row(report, place)).collect();
    let all: Vec<Vec<String>> = std::iter::once(heads.map(str::to_owned).to_vec()).chain(rows).collect();
    let width = |column: usize| {
        let cells = all.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..heads.len()).map(width).collect();
    for row in &all {
        let mut line = String::new();
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            // Names stand left, numbers right.
            let _ = if at < 2 { write!(line, "{cell:<width$}  ") } else { write!(line, "{cell:>width$}  ") };
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    out.push('\n');
}

fn row(report: &Report<'_>, place: &Place) -> Vec<String> {
    let here = || report.findings.iter().filter(|finding| place.holds(finding));
    let violated = |severity: Severity| {
        here().filter(|one| one.verdict == Verdict::Violated && one.severity == severity).count()
    };
    let undecided = here().filter(|one| one.verdict == Verdict::Undecided).count();
    let counts = [
        place.groups,
        violated(Severity::Error),
        violated(Severity::Warning),
        violated(Severity::Advice),
        undecided,
        place.refused,
    ];
    let names = [place.account().to_owned(), place.region.clone()];
    names.into_iter().chain(counts.map(|count| count.to_string())).collect()
}
