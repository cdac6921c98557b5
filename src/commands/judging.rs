//! Judging groups and telling findings: what `check` and `audit` have in common.

use std::io::{self, Write};

use crate::cli::{FailOn, JudgeArgs, Show};
use crate::failover::Scenario;
use crate::finding::{Finding, RulePage, Severity};
use crate::model::Group;
use crate::policy::Policy;
use crate::report::{self, Details, Drawing, FailoverReport, Report, Undecided, tamed};
use crate::rules::{self, Catalog};
use crate::source::{Failure, FailureKind, Sources};

use super::Streams;
use super::catalog::{catalog, unknown_rule};
use super::output::{Format, Output, write_outputs};
use super::rule_page::page;
use super::voice::{Voice, note};
use super::workspace::{repository, workspace};

/// What came of judging.
#[derive(Debug, Default)]
pub(super) struct Judged {
    /// Sorted by file, position and rule.
    pub(super) findings: Vec<Finding>,
    /// The rules that were asked.
    pub(super) rules: Vec<RulePage>,
}

/// How groups are judged and findings told, as the user asks for it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Judging<'a> {
    pub(super) arguments: &'a JudgeArgs,
    pub(super) voice: Voice,
}

impl Judging<'_> {
    /// Asks the rules, sorted; without a group they are not even compiled, unless the user
    /// brought rules or named some: then a mistake in them is told all the same.
    pub(super) fn judge(
        &self,
        sources: &mut Sources,
        groups: &[Group],
        failures: &mut Vec<Failure>,
    ) -> Judged {
        let arguments = self.arguments;
        let named =
            !arguments.rules.is_empty() || !arguments.select.is_empty() || !arguments.ignore.is_empty();
        if groups.is_empty() && !named {
            return Judged::default();
        }
        let Some(catalog) = self.catalog(sources, failures) else { return Judged::default() };
        let judged = rules::judge(&catalog, groups);
        failures.extend(judged.faults.into_iter().map(|(rule, group, reason)| Failure {
            kind: FailureKind::Rule,
            file: rule,
            at: None,
            message: format!("it can't be evaluated for {group}: {reason}"),
            help: "mend the rule's condition, or leave it out with --ignore".into(),
        }));
        let mut findings = judged.findings;
        findings.sort_by(|one, other| place_of(sources, one).cmp(&place_of(sources, other)));
        let explained = self.explains();
        Judged { findings, rules: catalog.rules.iter().map(|rule| page(rule, explained)).collect() }
    }

    /// Whether a format is asked for that brings the pages of rules along: SARIF alone.
    fn explains(&self) -> bool {
        self.arguments.format.iter().any(|format| format.split('=').next() == Some("sarif"))
    }

    fn catalog(&self, sources: &mut Sources, failures: &mut Vec<Failure>) -> Option<Catalog> {
        let arguments = self.arguments;
        let wanted = |id: &str| {
            let selected = arguments.select.is_empty() || arguments.select.iter().any(|name| name == id);
            selected && !arguments.ignore.iter().any(|name| name == id)
        };
        match catalog(sources, &arguments.rules, &wanted) {
            Ok((catalog, told)) => {
                failures.extend(told);
                // A misspelt --select or --ignore would be silent otherwise.
                let named = arguments.select.iter().chain(&arguments.ignore);
                failures.extend(
                    named.filter(|name| !catalog.knows(name)).map(|name| unknown_rule(&catalog, name)),
                );
                Some(catalog)
            }
            Err(failure) => {
                failures.push(failure);
                None
            }
        }
    }

    /// Writes every output, plans in it where they are asked for; false where one could not be written.
    ///
    /// `again` is the command that plans the same groups again.
    pub(super) fn write(
        &self,
        streams: &mut Streams<'_>,
        outputs: &[Output<Format>],
        report: &Report<'_>,
        again: Option<&str>,
    ) -> bool {
        let scenarios = Scenario::all();
        let plans = self.arguments.failover.then(|| FailoverReport {
            sources: report.sources,
            groups: report.groups,
            scenarios: &scenarios,
            shard: None,
            judgements: &[],
            summary: true,
            again,
            skipped: &[],
            failures: &[],
        });
        let plans = plans.as_ref();
        let without_plans =
            |output: &Output<Format>| matches!(output.format, Format::Github | Format::Junit | Format::Sarif);
        if plans.is_some() && outputs.iter().all(without_plans) {
            let text = "github, junit and sarif tell findings alone: for plans add a format, or use multiaz failover";
            note(streams, self.voice.volume, text);
        }
        write_outputs(outputs, streams, |output, out| {
            let voice = if output.file.is_none() { self.voice } else { self.voice.in_file() };
            match output.format {
                Format::Json => report::json(report, plans, out),
                Format::Sarif => report::sarif(report, self.undecided(), &repository(), out),
                Format::Markdown => tamed(out, |out| report::markdown(report, plans, out)),
                Format::Text => tamed(out, |out| self.write_text(report, plans, voice, out)),
                Format::Github => report::github(report, self.policy(), &workspace(), out),
                Format::Junit => report::junit(report, self.policy(), out),
            }
        })
    }

    /// What fails a strict run is a result.
    fn undecided(&self) -> Undecided {
        if self.arguments.strict { Undecided::Open } else { Undecided::Notified }
    }

    fn write_text(
        &self,
        report: &Report<'_>,
        plans: Option<&FailoverReport<'_>>,
        voice: Voice,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let failing = self.failing(report);
        let told = match failing.as_deref() {
            Some(failing) => &Report { findings: failing, skipped: report.unread(), ..*report },
            None => report,
        };
        out.write_all(report::text(told, self.details(voice)).as_bytes())?;
        let Some(plans) = plans else { return Ok(()) };
        writeln!(out)?;
        report::failover_text(plans, Drawing { ascii: false, color: voice.color }, out)
    }

    /// The exit code of a run; `unread` tells of files that could not be judged, `failed` of others.
    pub(super) fn exit_code(&self, findings: &[Finding], unread: bool, failed: bool) -> u8 {
        self.policy().exit_code(findings, unread, failed)
    }

    fn policy(&self) -> Policy {
        Policy { fail_on: threshold(self.arguments.fail_on), strict: self.arguments.strict }
    }

    /// The findings that fail the run, where nothing else is to be told.
    fn failing(&self, report: &Report<'_>) -> Option<Vec<Finding>> {
        let policy = self.policy();
        let failing = || report.findings.iter().filter(|finding| policy.fails(finding)).cloned().collect();
        self.voice.is_quiet().then(failing)
    }

    fn details(&self, voice: Voice) -> Details {
        let shows = |what: Show| self.arguments.show.iter().any(|show| *show == what || *show == Show::All);
        Details {
            advice: shows(Show::Advice),
            // What fails a strict run is shown.
            undecided: shows(Show::Undecided) || self.arguments.strict,
            evidence: shows(Show::All),
            arns: false,
            color: voice.color,
            links: voice.links,
            quiet: voice.is_quiet(),
        }
    }
}

/// What findings are sorted by: file, position and rule.
fn place_of<'a>(sources: &'a Sources, finding: &'a Finding) -> (&'a str, usize, usize, &'a str) {
    let place = finding.place();
    (&sources.get(place.source).name, place.start, place.end, &finding.rule)
}

fn threshold(fail_on: FailOn) -> Option<Severity> {
    match fail_on {
        FailOn::Error => Some(Severity::Error),
        FailOn::Warning => Some(Severity::Warning),
        FailOn::Advice => Some(Severity::Advice),
        FailOn::Never => None,
    }
}
