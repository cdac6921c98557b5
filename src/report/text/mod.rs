//! Text output: excerpts with labels through miette, then one summary line.

mod audit;
mod diagnostic;
mod full;
mod summary;

pub(super) use audit::{
    HEADS as PLACE_HEADS, counts as place_counts, listed as listed_places, refused_calls,
};
pub use diagnostic::failures;
pub(super) use diagnostic::failures_ascii;

use std::fmt::Write;

use crate::finding::{Finding, Severity, Verdict};
use crate::source::Sources;

use super::excerpt::Cutter;
use super::wording::{Roots, headline, merged, open_by_cause, position, roots_of};
use super::{Report, clean, link};
use full::full;
use summary::summary;

/// Columns text output is laid out for.
const WIDTH: usize = 100;

/// What text output shows beyond errors and warnings in full.
#[derive(Debug, Clone, Copy, Default)]
pub struct Details {
    /// Advice in full.
    pub advice: bool,
    /// Undecided verdicts by cause.
    pub undecided: bool,
    /// The values each finding rests on.
    pub evidence: bool,
    /// The ARN of a finding's group, which the audit of several accounts tells.
    pub arns: bool,
    /// Colour.
    pub color: bool,
    /// Rules lead to what they rest on, in terminals that know links.
    pub links: bool,
    /// Nothing but the findings, what could not be read, and what was not judged.
    pub quiet: bool,
}

/// The run for people; of an audit by account and region.
#[must_use]
pub fn text(report: &Report<'_>, details: Details) -> String {
    if !report.places.is_empty() {
        return audit::audit(report, details);
    }
    let mut out = failures(report.sources, report.failures, details.color);
    let roots = roots_of(report);
    let details = Details { arns: details.arns || roots.places, ..details };
    let all: Vec<&Finding> = report.findings.iter().collect();
    findings(&mut out, report.sources, &all, roots, details);
    rest(&mut out, report, roots, details);
    out
}

/// The findings that are violated: errors and warnings in full, advice in a line each.
fn findings(out: &mut String, sources: &Sources, all: &[&Finding], roots: Roots, details: Details) {
    let violated = all.iter().copied().filter(|finding| finding.verdict == Verdict::Violated);
    let (advice, grave): (Vec<_>, Vec<_>) =
        violated.partition(|finding| finding.severity == Severity::Advice);
    let mut cutter = Cutter::default();
    for finding in grave {
        full(out, &mut cutter, sources, finding, roots, details);
    }
    if details.advice {
        for finding in advice {
            full(out, &mut cutter, sources, finding, roots, details);
        }
    } else {
        advice_lines(out, sources, &advice, roots, details);
    }
}

/// What is told after the findings: what is undecided, what was not judged, and how many there are.
fn rest(out: &mut String, report: &Report<'_>, roots: Roots, details: Details) {
    if details.undecided {
        undecided(out, report, roots);
    }
    for skipped in report.skipped {
        let file = &report.sources.get(skipped.at.source).name;
        let line = report.sources.start(skipped.at).line;
        let text = format!("skipped {} ({file}:{line}): {}", skipped.resource, skipped.reason);
        let _ = writeln!(out, "{}", clean::brief(&text));
    }
    if !details.quiet {
        summary(out, report, details);
    }
}

/// Advice in a line each; what is said alike of several shards of a group is said once.
fn advice_lines(out: &mut String, sources: &Sources, advice: &[&Finding], roots: Roots, details: Details) {
    for (finding, shards) in merged(advice.iter().copied()) {
        let (rule, place) = (link::rule(finding, details.links), position(sources, finding.place()));
        let code =
            finding.code.map(|code| format!(" (code: {})", position(sources, code))).unwrap_or_default();
        let text = format!("{place}: {}{code}", headline(finding, &shards, roots));
        let _ = writeln!(out, "advice[{rule}] {}", clean::brief(&text));
    }
}

/// Undecided verdicts, grouped by what keeps them open and with what would decide them.
fn undecided(out: &mut String, report: &Report<'_>, roots: Roots) {
    for ((reason, remedy), groups) in open_by_cause(report, roots) {
        let _ = writeln!(out, "undecided: {}", clean::brief(reason));
        if let Some(remedy) = remedy {
            let _ = writeln!(out, "  to decide: {}", clean::brief(remedy));
        }
        for (group, rules) in groups {
            let rules: Vec<&str> = rules.into_iter().collect();
            let _ = writeln!(out, "  {}", clean::brief(&format!("{group}: {}", rules.join(", "))));
        }
    }
}
