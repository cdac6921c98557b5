//! What people and machines see: one file a format, each with structs of its own.

mod clean;
mod document;
mod excerpt;
mod failover_text;
mod github;
mod json;
mod junit;
mod link;
mod markdown;
mod runbook_markdown;
mod runbook_text;
mod sarif;
mod shell;
mod tame;
mod text;
mod wording;

pub use clean::{brief as one_line, lines as shown_lines};
#[cfg(feature = "live")]
pub(crate) use document::write_json;
pub use failover_text::{Drawing, failing_objectives, failover_text};
pub use github::{Workspace, failover_github, github};
pub use json::{failover_json, json, runbook_json};
pub use junit::{failover_junit, junit};
pub use link::is_address;
pub use markdown::{failover_markdown, markdown};
pub use runbook_markdown::runbook_markdown;
pub use runbook_text::{Style, Way, runbook_text};
pub use sarif::{Base, Undecided, sarif};
pub use shell::{Shell, option as shell_option, path as shell_path};
pub use tame::{Tame, tamed};
pub use text::{Details, failures, text};

use crate::failover::{Judgement, Plan, Scenario, plans};
use crate::finding::{Finding, RulePage, Severity, Verdict};
use crate::model::{Group, Skipped};
use crate::source::{Failure, SourceId, Sources};

/// Everything a report can tell of a run.
#[derive(Debug)]
pub struct Report<'a> {
    /// The texts that spans point into.
    pub sources: &'a Sources,
    /// Findings, sorted by file, position and rule.
    pub findings: &'a [Finding],
    /// What was seen and not judged.
    pub skipped: &'a [Skipped],
    /// How many of those, the last ones, may hold groups: a strict run fails on them.
    pub unread: usize,
    /// What could not be read.
    pub failures: &'a [Failure],
    /// The groups that were judged.
    pub groups: &'a [Group],
    /// The rules that were asked of each; empty where there was no group to ask.
    pub rules: &'a [RulePage],
    /// How many files they came from.
    pub files: usize,
    /// The accounts and regions that were audited; empty where files were read.
    pub places: &'a [Place],
}

/// An account in a region, as far as it was read.
#[derive(Debug, Clone)]
pub struct Place {
    /// The account's number; none where it was not told.
    pub account: Option<String>,
    /// The region.
    pub region: String,
    /// When it was read, in UTC: `2026-11-22T07:20:00Z`.
    pub taken_at: String,
    /// The text that holds its answers.
    pub source: SourceId,
    /// How many groups were judged there.
    pub groups: usize,
    /// The calls that gave no answer, or not all of it.
    pub refused: Vec<RefusedCall>,
}

/// A call that gave no answer, or not all of it.
#[derive(Debug, Clone)]
pub struct RefusedCall {
    /// The action as policies name it.
    pub action: String,
    /// What it asked for, where that was one object.
    pub of: Option<String>,
    /// What AWS said.
    pub reason: String,
}

impl Report<'_> {
    /// What was seen, not judged, and may hold groups.
    #[must_use]
    pub fn unread(&self) -> &[Skipped] {
        let judged_never = self.skipped.len().saturating_sub(self.unread);
        self.skipped.get(judged_never..).unwrap_or_default()
    }

    /// How many violated verdicts there are of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        let counts =
            |finding: &&Finding| finding.verdict == Verdict::Violated && finding.severity == severity;
        self.findings.iter().filter(counts).count()
    }

    /// The undecided verdicts.
    pub fn undecided(&self) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(|finding| finding.verdict == Verdict::Undecided)
    }
}

/// Everything a report can tell of failovers.
///
/// Plans are made as a report comes to them: those of all groups together may be larger than everything else.
#[derive(Debug)]
pub struct FailoverReport<'a> {
    /// The texts that spans point into.
    pub sources: &'a Sources,
    /// The groups.
    pub groups: &'a [Group],
    /// The scenarios asked for.
    pub scenarios: &'a [Scenario],
    /// The shard asked for; none for all.
    pub shard: Option<&'a str>,
    /// What was required, group by group for each objective, and whether it holds.
    pub judgements: &'a [Judgement],
    /// No scenario was asked for: the plans are for a summary.
    pub summary: bool,
    /// The command that reads the same again; none where it would have to repeat values of options.
    pub again: Option<&'a str>,
    /// What was seen and not judged.
    pub skipped: &'a [Skipped],
    /// What could not be read.
    pub failures: &'a [Failure],
}

/// What fails a run of `failover` beside what is broken.
#[derive(Debug, Clone, Copy)]
pub struct Gate {
    /// What is undecided fails, and what may hold groups and could not be judged.
    pub strict: bool,
    /// How many there are of those, the last of what was skipped.
    pub unread: usize,
}

/// A gate with nothing to look at is no gate that holds.
pub const NO_GROUP: &str = "--require has no replication group to judge";

impl<'a> FailoverReport<'a> {
    /// Plans a group, scenario by scenario in the order asked for.
    pub fn plans(&self, group: &'a Group) -> impl Iterator<Item = (&'a Scenario, Vec<Plan>)> {
        let shard = self.shard;
        self.scenarios.iter().map(move |scenario| (scenario, plans(group, scenario, shard)))
    }
}
