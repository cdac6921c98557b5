//! A finding in full: where it stands, what follows, how to mend it, and who says so.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::finding::{Finding, Label, Severity};
use crate::report::excerpt::{Excerpt, excerpt};
use crate::report::link;
use crate::report::wording::{Roots, evidence, headline, position, shards};
use crate::source::{Sources, Span};

use super::Details;
use super::diagnostic::{Shown, render};

/// Its own file, then the other files that have to do with it.
pub(super) fn full(out: &mut String, sources: &Sources, finding: &Finding, roots: Roots, details: Details) {
    let (here, elsewhere): (Vec<&Label>, Vec<&Label>) =
        finding.labels.iter().partition(|label| label.at.source == finding.place().source);
    let mut by_source: BTreeMap<_, Vec<&Label>> = BTreeMap::new();
    for label in elsewhere {
        by_source.entry(label.at.source).or_default().push(label);
    }
    render(out, &found(sources, finding, &here, roots, details).visible(), details.color);
    for labels in by_source.into_values() {
        let other = Shown {
            code: String::new(),
            severity: miette::Severity::Advice,
            message: format!("also part of {}", finding.rule),
            help: String::new(),
            source: Some(cut(sources, finding, &labels)),
            labels: labels.iter().map(|label| label.text.clone()).collect(),
        };
        render(out, &other.visible(), details.color);
    }
}

fn found(sources: &Sources, finding: &Finding, here: &[&Label], roots: Roots, details: Details) -> Shown {
    Shown {
        code: format!("{}[{}]", finding.severity.name(), link::rule(finding, details.links)),
        severity: match finding.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Advice => miette::Severity::Advice,
        },
        message: headline(finding, &shards(finding), roots),
        help: help(sources, finding, details),
        source: Some(cut(sources, finding, here)),
        labels: here.iter().map(|label| label.text.clone()).collect(),
    }
}

fn cut(sources: &Sources, finding: &Finding, labels: &[&Label]) -> Excerpt {
    let spans: Vec<Span> = labels.iter().map(|label| label.at).collect();
    let source = spans.first().map_or(finding.body.source, |span| span.source);
    excerpt(sources.get(source), &spans, finding.body, &finding.group)
}

fn help(sources: &Sources, finding: &Finding, details: Details) -> String {
    let mut text = format!("{}\nfix: {}", finding.consequence.sentence(), finding.help);
    if let Some(code) = finding.code {
        let _ = write!(text, "\ncode: {}", position(sources, code));
    }
    if let Some(arn) = finding.target.arn.as_ref().filter(|_| details.arns) {
        let _ = write!(text, "\ngroup: {arn}");
    }
    let because: Vec<String> =
        finding.because.iter().filter_map(|one| evidence(one, details.evidence)).collect();
    if !because.is_empty() {
        let _ = write!(text, "\nbecause: {}", because.join("; "));
    }
    if let Some(source) = finding.sources.first() {
        let _ = write!(text, "\nsource: {} ({})", source.text, source.title);
    }
    if let Some(url) = finding.url() {
        let _ = write!(text, "\n{url}");
    }
    text
}
