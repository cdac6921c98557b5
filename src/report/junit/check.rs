//! Findings as test cases: every rule asked of every group, so that what holds is told too.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::io::{self, Write};

use crate::finding::{Finding, RulePage, Verdict};
use crate::model::Group;
use crate::policy::Policy;
use crate::source::{FailureKind, Span};

use super::super::failover_text::labels;
use super::super::wording::{Roots, headline, position, roots_of, shards};
use super::super::{Place, Report};
use super::case::{Case, Outcome};
use super::suites::Suites;

/// Writes the run as JUnit XML. A case fails where its finding fails the run.
///
/// # Errors
/// When it can't be written.
pub fn junit(report: &Report<'_>, policy: Policy, out: &mut dyn Write) -> io::Result<()> {
    let live = !report.places.is_empty();
    let mut suites = Suites::new(report.sources, report.groups, report.failures, live);
    suites.add_skipped(report.skipped, if policy.fails_unread() { report.unread } else { 0 });
    for place in report.places {
        suites.tell(&report.sources.get(place.source).name, refused(place));
    }
    let labels = labels(report.sources, report.groups);
    let told =
        Told { report, policy, roots: roots_of(report), findings: by_group(report), faulty: faulty(report) };
    suites.write(&[], &|at| told.cases(&suites, &labels, at), out)
}

/// What tells a group from all others: modules called twice have one place, and their instances.
type Key<'a> = (Span, &'a str, Option<&'a str>);

fn by_group<'a>(report: &Report<'a>) -> HashMap<Key<'a>, Vec<&'a Finding>> {
    let mut all: HashMap<Key<'_>, Vec<&Finding>> = HashMap::new();
    for finding in report.findings {
        let key = (finding.body, finding.group.as_str(), finding.target.root.as_deref());
        all.entry(key).or_default().push(finding);
    }
    all
}

/// The rules that failed for some group: of the others they may have been asked, or not.
fn faulty<'a>(report: &Report<'a>) -> HashSet<&'a str> {
    let of_rules = report.failures.iter().filter(|failure| failure.kind == FailureKind::Rule);
    of_rules.map(|failure| failure.file.as_str()).collect()
}

/// The calls of an account and region that gave no answer.
fn refused(place: &Place) -> Vec<String> {
    place.refused.iter().map(|call| format!("no answer: {} ({})", call.action, call.reason)).collect()
}

/// A report as its cases are made.
struct Told<'a> {
    report: &'a Report<'a>,
    policy: Policy,
    roots: Roots,
    findings: HashMap<Key<'a>, Vec<&'a Finding>>,
    faulty: HashSet<&'a str>,
}

impl<'a> Told<'a> {
    /// The cases of a group, rule by rule.
    fn cases(&self, suites: &Suites<'a>, labels: &'a [String], at: usize) -> Vec<Case<'a>> {
        let (Some(group), Some(label)) = (self.report.groups.get(at), labels.get(at)) else {
            return Vec::new();
        };
        let key = (group.body, group.name.as_str(), group.target.root.as_deref());
        let findings = self.findings.get(&key).map(Vec::as_slice).unwrap_or_default();
        self.report.rules.iter().map(|rule| self.case(suites, label, group, rule, findings)).collect()
    }

    fn case(
        &self,
        suites: &Suites<'a>,
        label: &'a str,
        group: &'a Group,
        rule: &'a RulePage,
        findings: &[&'a Finding],
    ) -> Case<'a> {
        let mine: Vec<&Finding> =
            findings.iter().copied().filter(|finding| finding.rule == rule.id).collect();
        let (failing, passing): (Vec<&Finding>, Vec<&Finding>) =
            mine.iter().partition(|finding| self.policy.fails(finding));
        let (open, mut beside): (Vec<&Finding>, Vec<&Finding>) =
            passing.into_iter().partition(|finding| finding.verdict == Verdict::Undecided);
        let outcome = match (failing.iter().max_by_key(|finding| finding.severity), open.first()) {
            (Some(gravest), _) => {
                beside.extend(&open);
                Outcome::Failed(kind(gravest), self.message(gravest), self.all(&failing))
            }
            (None, Some(first)) => Outcome::Skipped(self.message(first), self.all(&open)),
            (None, None) if mine.is_empty() && self.faulty.contains(rule.id.as_str()) => {
                Outcome::Skipped("this rule could not be evaluated for every group".into(), String::new())
            }
            (None, None) => Outcome::Passed,
        };
        let at = mine.first().map_or(group.at, |finding| finding.code_place());
        Case {
            name: &rule.id,
            class: label,
            place: suites.place(at),
            outcome,
            told: beside.iter().map(|finding| self.text(finding)).collect(),
        }
    }

    /// What is wrong in a line; of what is undecided, why.
    fn message(&self, finding: &Finding) -> String {
        let reasons: BTreeSet<&str> =
            finding.blocked_by.iter().map(|blocker| blocker.reason.as_str()).collect();
        let why = reasons.into_iter().map(|reason| format!(": {reason}"));
        format!("{}{}", self.headline(finding), why.collect::<String>())
    }

    fn headline(&self, finding: &Finding) -> String {
        headline(finding, &shards(finding), self.roots)
    }

    fn all(&self, findings: &[&Finding]) -> String {
        findings.iter().map(|finding| self.text(finding)).collect::<Vec<_>>().join("\n\n")
    }

    /// A finding in full.
    fn text(&self, finding: &Finding) -> String {
        let place = position(self.report.sources, finding.code_place());
        let mut lines = vec![format!("{}: {}", kind(finding), self.headline(finding)), format!("at {place}")];
        lines.extend(finding.target.arn.as_ref().map(|arn| format!("group: {arn}")));
        if finding.verdict == Verdict::Undecided {
            for blocker in &finding.blocked_by {
                lines.push(format!("not known: {}: {}", blocker.setting, blocker.reason));
                lines.extend(blocker.remedy.as_ref().map(|remedy| format!("to decide: {remedy}")));
            }
        } else {
            lines.push(finding.consequence.sentence().to_owned());
            lines.push(format!("fix: {}", finding.help.trim_end()));
        }
        lines.extend(finding.url().map(|url| format!("source: {url}")));
        lines.join("\n")
    }
}

/// The type of a failure: its severity, or that it is undecided.
fn kind(finding: &Finding) -> &'static str {
    match finding.verdict {
        Verdict::Violated => finding.severity.name(),
        Verdict::Undecided => finding.verdict.name(),
    }
}
