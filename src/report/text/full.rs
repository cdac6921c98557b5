//! A finding in full: where it stands, what follows, how to mend it, and who says so.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::finding::{Finding, Label, Severity};
use crate::report::excerpt::{Cutter, Excerpt};
use crate::report::wording::{Roots, evidence, headline, position, shards};
use crate::report::{clean, link};
use crate::source::{Sources, Span};

use super::diagnostic::{Shown, render};
use super::{Details, WIDTH};

/// The most places of a finding that are shown: one fault takes one screen.
const MOST_PLACES: usize = 8;
/// The most values that a finding is said to rest on.
const MOST_VALUES: usize = 12;
/// The most letters of what stands at a place.
const LONGEST_LABEL: usize = 120;

/// Its own file, then the other files that have to do with it.
pub(super) fn full(
    out: &mut String,
    cutter: &mut Cutter,
    sources: &Sources,
    finding: &Finding,
    roots: Roots,
    details: Details,
) {
    let shown = finding.labels.iter().take(MOST_PLACES);
    let (here, elsewhere): (Vec<&Label>, Vec<&Label>) =
        shown.partition(|label| label.at.source == finding.place().source);
    let mut by_source: BTreeMap<_, Vec<&Label>> = BTreeMap::new();
    for label in elsewhere {
        by_source.entry(label.at.source).or_default().push(label);
    }
    render(out, &found(cutter, sources, finding, &here, roots, details).visible(), details.color);
    for labels in by_source.into_values() {
        let other = Shown {
            code: String::new(),
            severity: miette::Severity::Advice,
            message: format!("also part of {}", finding.rule),
            help: String::new(),
            source: Some(cut(cutter, sources, finding, &labels)),
            labels: texts(&labels),
        };
        render(out, &other.visible(), details.color);
    }
}

fn found(
    cutter: &mut Cutter,
    sources: &Sources,
    finding: &Finding,
    here: &[&Label],
    roots: Roots,
    details: Details,
) -> Shown {
    Shown {
        code: format!("{}[{}]", finding.severity.name(), link::rule(finding, details.links)),
        severity: match finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        },
        message: headline(finding, &shards(finding), roots),
        help: help(sources, finding, details),
        source: Some(cut(cutter, sources, finding, here)),
        labels: texts(here),
    }
}

fn texts(labels: &[&Label]) -> Vec<String> {
    labels.iter().map(|label| clean::shortened(&label.text, LONGEST_LABEL).into_owned()).collect()
}

fn cut(cutter: &mut Cutter, sources: &Sources, finding: &Finding, labels: &[&Label]) -> Excerpt {
    let spans: Vec<Span> = labels.iter().map(|label| label.at).collect();
    let source = spans.first().map_or(finding.body.source, |span| span.source);
    cutter.excerpt(sources.get(source), &spans, finding.body, &finding.group, WIDTH)
}

fn help(sources: &Sources, finding: &Finding, details: Details) -> String {
    let mut text = format!("{}\nfix: {}", finding.consequence.sentence(), finding.help);
    if let Some(code) = finding.code {
        let _ = write!(text, "\ncode: {}", position(sources, code));
    }
    if let Some(arn) = finding.target.arn.as_ref().filter(|_| details.arns) {
        let _ = write!(text, "\ngroup: {arn}");
    }
    if finding.labels.len() > MOST_PLACES {
        let places = finding.labels.len();
        let _ = write!(text, "\nplaces: {MOST_PLACES} of {places} are shown; --format json lists all");
    }
    let because: Vec<String> =
        finding.because.iter().filter_map(|one| evidence(one, details.evidence)).collect();
    if !because.is_empty() {
        let told = because.get(..MOST_VALUES).unwrap_or(&because);
        let _ = write!(text, "\nbecause: {}", told.join("; "));
        let more = because.len() - told.len();
        if more > 0 {
            let _ = write!(text, "; and {more} more values, which --format json lists");
        }
    }
    if let Some(source) = finding.sources.first() {
        let _ = write!(text, "\nsource: {} ({})", source.text, source.title);
    }
    if let Some(url) = finding.url() {
        let _ = write!(text, "\n{url}");
    }
    text
}
