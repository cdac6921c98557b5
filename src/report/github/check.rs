//! Findings as annotations: failures first, then errors, warnings and advice, and a notice on the rest.

use std::collections::BTreeSet;
use std::io::{self, Write};

use crate::finding::{Finding, Severity, Verdict};
use crate::policy::Policy;
use crate::source::Failure;

use super::super::Report;
use super::super::wording::{Roots, headline, merged, position, roots_of, shards};
use super::command::{Annotation, Kind};
use super::{Files, MOST, Rest, Workspace, undecided, unread, whereabouts, write_first};

/// What becomes an error.
enum Subject<'a> {
    Failure(&'a Failure),
    /// What fails a strict run and has no annotation of its own.
    Strict(String),
    Finding(&'a Finding),
}

/// Writes the run as workflow commands: nothing where there is nothing to tell.
///
/// # Errors
/// When it can't be written.
pub fn github(
    report: &Report<'_>,
    policy: Policy,
    workspace: &Workspace,
    out: &mut dyn Write,
) -> io::Result<()> {
    let told = Told { report, files: Files { sources: report.sources, workspace }, roots: roots_of(report) };
    let (failing, open): (Vec<&Finding>, Vec<&Finding>) =
        report.undecided().partition(|finding| policy.fails(finding));
    let unread_fails = report.unread > 0 && policy.fails_unread();

    let strict = (!failing.is_empty()).then(|| undecided(failing.len(), &causes(&failing)));
    let strict = strict.into_iter().chain(unread_fails.then(|| unread(report.unread)));
    let failures = report.failures.iter().map(Subject::Failure).chain(strict.map(Subject::Strict));
    let errors = failures.chain(told.violated(Severity::Error).map(Subject::Finding));
    let errors = write_first(out, MOST, errors, |subject| told.error(subject))?;
    let warnings = told.violated(Severity::Warning);
    let warnings = write_first(out, MOST, warnings, |finding| told.finding(finding, Kind::Warning))?;

    let advice = merged(told.violated(Severity::Advice));
    let mut rest = Rest {
        more: vec![(errors, "error"), (warnings, "warning"), (advice.len().saturating_sub(MOST), "advice")],
        undecided: open.len(),
        causes: causes(&open),
        unread: if unread_fails { 0 } else { report.unread },
        options: "--format text --show undecided",
        nothing: report.groups.is_empty() && report.failures.is_empty() && report.skipped.is_empty(),
    };
    // The notice on the rest is one of the ten.
    let most = if rest.is_empty() { MOST } else { MOST - 1 };
    let notices = advice.into_iter();
    let advice =
        write_first(out, most, notices, |(finding, shards)| told.shards(finding, &shards, Kind::Notice))?;
    rest.more = vec![(errors, "error"), (warnings, "warning"), (advice, "advice")];
    if rest.is_empty() {
        return Ok(());
    }
    out.write_all(rest.annotation().line().as_bytes())
}

/// A report as its annotations are made.
struct Told<'a> {
    report: &'a Report<'a>,
    files: Files<'a>,
    roots: Roots,
}

impl<'a> Told<'a> {
    fn violated(&self, severity: Severity) -> impl Iterator<Item = &'a Finding> + use<'a> {
        let findings = self.report.findings.iter();
        findings.filter(move |one| one.verdict == Verdict::Violated && one.severity == severity)
    }

    fn error(&self, subject: Subject<'_>) -> Annotation {
        match subject {
            Subject::Failure(failure) => self.files.failure(failure),
            Subject::Strict(message) => {
                Annotation { kind: Kind::Error, place: None, title: "multiaz: --strict".into(), message }
            }
            Subject::Finding(finding) => self.finding(finding, Kind::Error),
        }
    }

    /// A finding by itself.
    fn finding(&self, finding: &Finding, kind: Kind) -> Annotation {
        self.shards(finding, &shards(finding), kind)
    }

    /// What is wrong with these shards, what follows, how to mend it, where else it comes from, and who says so.
    fn shards(&self, finding: &Finding, shards: &[&str], kind: Kind) -> Annotation {
        let at = finding.code_place();
        let account = self.report.places.iter().find(|place| place.source == at.source);
        let place = if account.is_none() { self.files.place(at) } else { None };
        let rule = &finding.rule;
        let others = finding.labels.iter().filter(|label| label.at.source != at.source && account.is_none());
        let sources = self.report.sources;
        let mut lines = vec![
            headline(finding, shards, self.roots),
            finding.consequence.sentence().to_owned(),
            format!("fix: {}", in_short(&finding.help)),
            format!("rule: {rule} (multiaz rules {rule} explains it)"),
        ];
        lines.extend(others.map(|label| format!("also {}: {}", position(sources, label.at), label.text)));
        lines.extend(finding.url().map(|url| format!("source: {url}")));
        if place.is_none() {
            lines.extend(whereabouts(&finding.target));
        }
        if place.is_none() && account.is_none() {
            lines.push(self.files.named(at));
        }
        let title = match account {
            Some(place) => {
                let number = place.account.as_deref().unwrap_or("account not known");
                format!("multiaz: {rule} ({number}, {})", place.region)
            }
            None => format!("multiaz: {rule}"),
        };
        Annotation { kind, place, title, message: lines.join("\n") }
    }
}

/// Why verdicts are undecided, each reason once.
fn causes(undecided: &[&Finding]) -> Vec<String> {
    let reasons = undecided.iter().flat_map(|finding| &finding.blocked_by).map(|one| one.reason.as_str());
    reasons.collect::<BTreeSet<_>>().into_iter().map(str::to_owned).collect()
}

/// The first thing that a fix says, with the code that belongs to it.
fn in_short(fix: &str) -> String {
    let mut kept: Vec<&str> = Vec::new();
    let mut said = false;
    for line in fix.lines() {
        let is_code = line.starts_with(' ');
        if said && !is_code {
            break;
        }
        kept.push(line);
        said |= is_code || line.ends_with(['.', ':']);
    }
    kept.join("\n")
}

#[cfg(test)]
mod tests {
    use super::in_short;

    #[test]
    fn a_fix_in_short_is_its_first_sentence_and_code() {
        let fix = "Name zones, or leave\nthe list out:\n  Zones: [a, b]\nWith shards: elsewhere.";
        assert_eq!(in_short(fix), "Name zones, or leave\nthe list out:\n  Zones: [a, b]");
        assert_eq!(in_short("multi_az = true\nShards need it."), "multi_az = true\nShards need it.");
        assert_eq!(in_short("aws \\\n  --flag\nThen wait."), "aws \\\n  --flag");
        assert_eq!(in_short("One.\nTwo."), "One.");
    }
}
