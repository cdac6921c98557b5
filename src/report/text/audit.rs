//! Text output of `audit`: findings by account and region, and a table of them at the end.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use textwrap::fill;
use unicode_width::UnicodeWidthStr;

use crate::finding::{Finding, Severity, Verdict};

use super::{Details, Roots, WIDTH, failures, findings, rest};
use crate::report::{Place, Report, clean};

/// The heads of the table of accounts and regions.
pub(in crate::report) const HEADS: [&str; 8] =
    ["account", "region", "groups", "errors", "warnings", "advice", "undecided", "no answer"];
/// The most regions that are named in one line.
const MOST: usize = 6;

/// The audit for people.
pub(super) fn audit(report: &Report<'_>, details: Details) -> String {
    let details = Details { arns: true, ..details };
    let mut out = failures(report.sources, report.failures, details.color);
    for place in report.places {
        let here: Vec<&Finding> = report.findings.iter().filter(|one| is_in(one, place)).collect();
        let tells = |finding: &&&Finding| finding.verdict == Verdict::Violated;
        if here.iter().any(|finding| tells(&finding)) {
            heading(&mut out, place);
            findings(&mut out, report.sources, &here, Roots::default(), details);
            out.push('\n');
        }
    }
    if details.quiet {
        refused(&mut out, report);
    } else {
        table(&mut out, report);
    }
    rest(&mut out, report, Roots::default(), details);
    out
}

fn account(place: &Place) -> Cow<'_, str> {
    clean::brief(place.account.as_deref().unwrap_or("account not known"))
}

fn is_in(finding: &Finding, place: &Place) -> bool {
    finding.body.source == place.source
}

fn heading(out: &mut String, place: &Place) {
    let title = format!("━━ {}, {} ", account(place), clean::brief(&place.region));
    let line = "━".repeat(WIDTH.saturating_sub(title.width()));
    let _ = writeln!(out, "{title}{line}");
}

/// A row for each account and region; those where nothing is are named together, where there are many.
fn table(out: &mut String, report: &Report<'_>) {
    let (empty, listed) = listed(report);
    let rows: Vec<Vec<String>> = listed.into_iter().map(|place| row(report, place)).collect();
    let all: Vec<Vec<String>> = std::iter::once(HEADS.map(str::to_owned).to_vec()).chain(rows).collect();
    let width = |column: usize| {
        let cells = all.iter().filter_map(|row| row.get(column));
        cells.map(|cell| cell.width()).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..HEADS.len()).map(width).collect();
    for row in &all {
        let mut line = String::new();
        for (at, (cell, width)) in row.iter().zip(&widths).enumerate() {
            // Names stand left, numbers right.
            let _ = if at < 2 { write!(line, "{cell:<width$}  ") } else { write!(line, "{cell:>width$}  ") };
        }
        let _ = writeln!(out, "{}", line.trim_end());
    }
    if !empty.is_empty() {
        let regions = empty.into_iter().map(clean::brief).collect::<Vec<_>>().join(", ");
        let _ = writeln!(out, "{}", fill(&format!("nothing in {regions}"), whole_words()));
    }
    refused(out, report);
    out.push('\n');
}

/// Lines break at spaces only: the names of regions have hyphens.
fn whole_words() -> textwrap::Options<'static> {
    textwrap::Options::new(WIDTH)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation)
}

/// The regions where nothing is, if there are many, and the places that have a row.
pub(in crate::report) fn listed<'a>(report: &Report<'a>) -> (Vec<&'a str>, Vec<&'a Place>) {
    let (empty, full): (Vec<&Place>, Vec<&Place>) =
        report.places.iter().partition(|place| is_empty(report, place));
    if empty.len() <= MOST {
        return (Vec::new(), report.places.iter().collect());
    }
    let regions: BTreeSet<&str> = empty.iter().map(|place| place.region.as_str()).collect();
    (regions.into_iter().collect(), full)
}

/// Whether there is nothing to tell of a place.
fn is_empty(report: &Report<'_>, place: &Place) -> bool {
    place.groups == 0 && place.refused.is_empty() && !report.findings.iter().any(|one| is_in(one, place))
}

/// The calls that gave no answer, those alike once: what they would have told is undecided.
fn refused(out: &mut String, report: &Report<'_>) {
    for (action, reason, regions) in refused_calls(report) {
        let _ = writeln!(out, "{}", clean::brief(&format!("no answer: {action} in {regions} ({reason})")));
    }
}

/// The action of each, what AWS said and the regions where it did.
pub(in crate::report) fn refused_calls<'a>(report: &Report<'a>) -> Vec<(&'a str, &'a str, String)> {
    let mut told: BTreeMap<(&str, &str), BTreeSet<&str>> = BTreeMap::new();
    for place in report.places {
        for call in &place.refused {
            told.entry((&call.action, &call.reason)).or_default().insert(&place.region);
        }
    }
    let regions = |regions: BTreeSet<&str>| match regions.len() {
        count if count > MOST => format!("{count} regions"),
        _ => regions.into_iter().collect::<Vec<_>>().join(", "),
    };
    told.into_iter().map(|((action, reason), all)| (action, reason, regions(all))).collect()
}

fn row(report: &Report<'_>, place: &Place) -> Vec<String> {
    let names = [account(place).into_owned(), clean::brief(&place.region).into_owned()];
    names.into_iter().chain(counts(report, place).map(|count| count.to_string())).collect()
}

/// What the table counts of a place, in the order of its heads.
pub(in crate::report) fn counts(report: &Report<'_>, place: &Place) -> [usize; 6] {
    let here = || report.findings.iter().filter(|one| is_in(one, place));
    let violated = |severity: Severity| {
        here().filter(|one| one.verdict == Verdict::Violated && one.severity == severity).count()
    };
    let undecided = here().filter(|one| one.verdict == Verdict::Undecided).count();
    [
        place.groups,
        violated(Severity::Error),
        violated(Severity::Warning),
        violated(Severity::Advice),
        undecided,
        place.refused.len(),
    ]
}

#[cfg(test)]
mod tests {
    use crate::source::Sources;

    use super::*;

    #[test]
    fn no_name_of_a_place_acts_on_the_terminal() {
        let mut sources = Sources::default();
        let source = sources.add("answers", String::new());
        let place = |region: String| Place {
            account: Some("1\u{1b}[31m".to_owned()),
            region,
            taken_at: String::new(),
            source,
            groups: 0,
            refused: Vec::new(),
        };
        let places: Vec<Place> = (0..=MOST).map(|at| place(format!("r{at}\u{202e}\u{1b}[1m"))).collect();
        // Few places have a row each, many without a group are named together.
        for places in [&places[..1], &places[..]] {
            let report = Report {
                sources: &sources,
                findings: &[],
                skipped: &[],
                unread: 0,
                failures: &[],
                groups: &[],
                rules: &[],
                files: 1,
                places,
            };
            let mut told = audit(&report, Details::default());
            heading(&mut told, &places[0]);
            assert!(told.contains("r0\u{fffd}\u{fffd}[1m") && told.contains("1\u{fffd}[31m"), "{told}");
            assert!(!told.contains(['\u{1b}', '\u{202e}']), "{told}");
        }
    }
}
