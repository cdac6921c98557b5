//! A finding in full, folded: what follows from it, the values that decided, the fix, the sources.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::finding::{Citation, Evidence, Finding, Origin};
use crate::report::Report;
use crate::report::wording::Roots;
use crate::source::Sources;

use super::escape::{Place, code, first, link, text};
use super::findings::group;
use super::{MOST_SENTENCE, folded, sentence, spot};

/// The most values or places that are listed, and sources: these are sorted, the best first.
const MOST: usize = 20;
const MOST_SOURCES: usize = 3;
/// The most lines of a fix, and letters of one.
const MOST_LINES: usize = 60;
const MOST_LINE: usize = 400;

/// A finding in full.
pub(super) fn detail(report: &Report<'_>, finding: &Finding, roots: Roots) -> String {
    let summary = format!(
        "<b>{}</b> {}: {}",
        finding.severity.name(),
        group(finding, roots, Place::Html),
        sentence(&finding.message, Place::Html)
    );
    folded(&summary, &body(report, finding))
}

fn body(report: &Report<'_>, finding: &Finding) -> String {
    let sources = report.sources;
    let mut out = format!("What follows: {}.\n", finding.consequence.sentence());
    if let Some(arn) = finding.target.arn.as_ref().filter(|_| !report.places.is_empty()) {
        let _ = writeln!(out, "\nGroup: {}", code(&first(arn, MOST_SENTENCE), Place::Line));
    }
    let values = finding.because.iter().map(|one| value(sources, one)).collect();
    list(&mut out, "Values that decided:", MOST, values);
    let places = finding
        .labels
        .iter()
        .map(|one| format!("{}: {}", spot(sources, one.at, Place::Line), sentence(&one.text, Place::Line)));
    list(&mut out, "Places:", MOST, places.collect());
    let fix: Vec<String> = finding.help.lines().take(MOST_LINES).map(|line| first(line, MOST_LINE)).collect();
    if !fix.is_empty() {
        let told = super::fix::fix(fix.iter().map(String::as_str), finding.target.input);
        let _ = write!(out, "\nFix:\n\n{told}");
    }
    if finding.help.lines().count() > MOST_LINES {
        let _ = writeln!(out, "\nThe fix is longer: `--format text` tells all of it.");
    }
    list(&mut out, "Sources:", MOST_SOURCES, finding.sources.iter().map(source).collect());
    let rule = first(&finding.rule, MOST_LINE);
    let page = code(&format!("multiaz rules {rule}"), Place::Line);
    let _ = writeln!(out, "\nRule: {} ({page} explains it)", code(&rule, Place::Line));
    out
}

/// A list, each entry once.
fn list(out: &mut String, title: &str, most: usize, mut entries: Vec<String>) {
    let mut seen = BTreeSet::new();
    entries.retain(|entry| seen.insert(entry.clone()));
    if entries.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{title}\n");
    for entry in entries.iter().take(most) {
        let _ = writeln!(out, "- {entry}");
    }
    if entries.len() > most {
        let _ = writeln!(out, "- and {} more", entries.len() - most);
    }
}

/// `multi_az_enabled = false` with whose it is and where it stands.
fn value(sources: &Sources, evidence: &Evidence) -> String {
    let what = match &evidence.value {
        Some(value) => format!("{} = {value}", evidence.setting),
        None => format!("{} is not known", evidence.setting),
    };
    let whose = match (&evidence.whose, evidence.origin) {
        (Some(whose), Origin::Default) => format!(" (not set: {whose})"),
        (Some(whose), _) => format!(" ({whose})"),
        (None, _) => String::new(),
    };
    let whose = sentence(&whose, Place::Line);
    let gap = if whose.is_empty() { "" } else { " " };
    let what = code(&first(&what, MOST_SENTENCE), Place::Line);
    format!("{what}{gap}{whose}, {}", spot(sources, evidence.at, Place::Line))
}

/// What a source says, and where.
fn source(citation: &Citation) -> String {
    let title = first(&citation.title, MOST_SENTENCE);
    let title = match &citation.address {
        Some(address) if address.len() <= 2_000 => link(&title, address),
        _ => text(&title, Place::Line),
    };
    let says = sentence(&citation.text, Place::Line);
    format!("{title}: {says} (read {})", text(&citation.read, Place::Line))
}
