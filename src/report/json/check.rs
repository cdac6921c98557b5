//! JSON output, format `multiaz/1`: structs of its own, fields are only ever added.

use std::io::{self, Write};

use serde::Serialize;

use crate::finding::{Blocker, Evidence, Finding, Label, Severity};
use crate::source::{Sources, Span};

use super::super::{FailoverReport, Place, Report};
use super::failover::Plans;
use crate::report::document::write_json;

use super::shared::{FailureOut, SkippedOut, TOOL, TargetOut, Tool, failure_out, skipped_out, target_out};

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    tool: Tool,
    summary: Summary,
    accounts: Vec<AccountOut<'a>>,
    findings: Vec<FindingOut<'a>>,
    plans: Option<Plans<'a>>,
    skipped: Vec<SkippedOut<'a>>,
    failures: Vec<FailureOut<'a>>,
}

#[derive(Serialize)]
struct AccountOut<'a> {
    account: Option<&'a str>,
    region: &'a str,
    taken_at: &'a str,
    groups: usize,
    refused: Vec<RefusedOut<'a>>,
}

#[derive(Serialize)]
struct RefusedOut<'a> {
    action: &'a str,
    of: Option<&'a str>,
    reason: &'a str,
}

#[derive(Serialize)]
struct Summary {
    files: usize,
    groups: usize,
    errors: usize,
    warnings: usize,
    advice: usize,
    undecided: usize,
    skipped: usize,
    failures: usize,
}

#[derive(Serialize)]
struct FindingOut<'a> {
    rule: &'a str,
    severity: &'static str,
    consequence: &'static str,
    verdict: &'static str,
    message: &'a str,
    group: &'a str,
    target: TargetOut<'a>,
    shard: Option<&'a str>,
    shards: &'a [String],
    #[serde(flatten)]
    place: PlaceOut<'a>,
    code: Option<PlaceOut<'a>>,
    labels: Vec<LabelOut<'a>>,
    because: Vec<EvidenceOut<'a>>,
    blocked_by: Vec<BlockerOut<'a>>,
    help: &'a str,
    url: Option<&'a str>,
}

/// Lines and columns from 1, columns in characters, the end exclusive.
#[derive(Serialize)]
struct PlaceOut<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
}

#[derive(Serialize)]
struct LabelOut<'a> {
    primary: bool,
    text: &'a str,
    #[serde(flatten)]
    place: PlaceOut<'a>,
}

#[derive(Serialize)]
struct EvidenceOut<'a> {
    setting: &'a str,
    value: Option<&'a str>,
    origin: &'static str,
    whose: Option<&'a str>,
    file: &'a str,
    line: usize,
    column: usize,
}

#[derive(Serialize)]
struct BlockerOut<'a> {
    setting: &'a str,
    reason: &'a str,
    remedy: Option<&'a str>,
    file: &'a str,
    line: usize,
}

/// Writes the run as one JSON document, ending in a line feed; with plans where there are any.
///
/// # Errors
/// When it can't be written.
pub fn json(report: &Report<'_>, plans: Option<&FailoverReport<'_>>, out: &mut dyn Write) -> io::Result<()> {
    let sources = report.sources;
    let document = Document {
        format: "multiaz/1",
        tool: TOOL,
        summary: Summary {
            files: report.files,
            groups: report.groups.len(),
            errors: report.count(Severity::Error),
            warnings: report.count(Severity::Warning),
            advice: report.count(Severity::Advice),
            undecided: report.undecided().count(),
            skipped: report.skipped.len(),
            failures: report.failures.len(),
        },
        accounts: report.places.iter().map(account_out).collect(),
        findings: report.findings.iter().map(|finding| finding_out(sources, finding)).collect(),
        plans: plans.map(Plans),
        skipped: report.skipped.iter().map(|skipped| skipped_out(sources, skipped)).collect(),
        failures: report.failures.iter().map(|failure| failure_out(sources, failure)).collect(),
    };
    write_json(&document, out)
}

fn account_out(place: &Place) -> AccountOut<'_> {
    let refused = place.refused.iter().map(|call| RefusedOut {
        action: &call.action,
        of: call.of.as_deref(),
        reason: &call.reason,
    });
    AccountOut {
        account: place.account.as_deref(),
        region: &place.region,
        taken_at: &place.taken_at,
        groups: place.groups,
        refused: refused.collect(),
    }
}

fn finding_out<'a>(sources: &'a Sources, finding: &'a Finding) -> FindingOut<'a> {
    FindingOut {
        rule: &finding.rule,
        severity: finding.severity.name(),
        consequence: finding.consequence.name(),
        verdict: finding.verdict.name(),
        message: &finding.message,
        group: &finding.group,
        target: target_out(&finding.target),
        shard: match finding.shards.as_slice() {
            [only] => Some(only),
            _ => None,
        },
        shards: &finding.shards,
        place: place(sources, finding.place()),
        code: finding.code.map(|at| place(sources, at)),
        labels: finding.labels.iter().map(|label| label_out(sources, label)).collect(),
        because: finding.because.iter().map(|evidence| evidence_out(sources, evidence)).collect(),
        blocked_by: finding.blocked_by.iter().map(|blocker| blocker_out(sources, blocker)).collect(),
        help: &finding.help,
        url: finding.url(),
    }
}

fn place(sources: &Sources, at: Span) -> PlaceOut<'_> {
    let (start, end) = (sources.start(at), sources.end(at));
    PlaceOut {
        file: &sources.get(at.source).name,
        line: start.line,
        column: start.column,
        end_line: end.line,
        end_column: end.column,
    }
}

fn label_out<'a>(sources: &'a Sources, label: &'a Label) -> LabelOut<'a> {
    LabelOut { primary: label.primary, text: &label.text, place: place(sources, label.at) }
}

fn evidence_out<'a>(sources: &'a Sources, evidence: &'a Evidence) -> EvidenceOut<'a> {
    let start = sources.start(evidence.at);
    EvidenceOut {
        setting: &evidence.setting,
        value: evidence.value.as_deref(),
        origin: evidence.origin.name(),
        whose: evidence.whose.as_deref(),
        file: &sources.get(evidence.at.source).name,
        line: start.line,
        column: start.column,
    }
}

fn blocker_out<'a>(sources: &'a Sources, blocker: &'a Blocker) -> BlockerOut<'a> {
    BlockerOut {
        setting: &blocker.setting,
        reason: &blocker.reason,
        remedy: blocker.remedy.as_deref(),
        file: &sources.get(blocker.at.source).name,
        line: sources.start(blocker.at).line,
    }
}
