//! What every JSON document has: the tool, groups' targets, what was skipped, what failed.

use serde::Serialize;

use crate::model::{Skipped, Target};
use crate::source::{Failure, Sources};

/// Which program wrote the document.
#[derive(Serialize)]
pub(super) struct Tool {
    name: &'static str,
    version: &'static str,
}

/// This program.
pub(super) const TOOL: Tool = Tool { name: "multiaz", version: env!("CARGO_PKG_VERSION") };

/// Which group of the world something is about.
#[derive(Serialize)]
pub(super) struct TargetOut<'a> {
    input: &'static str,
    id: Option<&'a str>,
    arn: Option<&'a str>,
    account: Option<&'a str>,
    region: Option<&'a str>,
    root: Option<&'a str>,
}

pub(super) fn target_out(target: &Target) -> TargetOut<'_> {
    TargetOut {
        input: target.input.name(),
        id: target.id.as_deref(),
        arn: target.arn.as_deref(),
        account: target.account.as_deref(),
        region: target.region.as_deref(),
        root: target.root.as_deref(),
    }
}

#[derive(Serialize)]
pub(super) struct SkippedOut<'a> {
    file: &'a str,
    line: usize,
    resource: &'a str,
    reason: &'a str,
}

#[derive(Serialize)]
pub(super) struct FailureOut<'a> {
    kind: &'static str,
    file: &'a str,
    line: Option<usize>,
    column: Option<usize>,
    message: &'a str,
    help: &'a str,
}

pub(super) fn skipped_out<'a>(sources: &'a Sources, skipped: &'a Skipped) -> SkippedOut<'a> {
    SkippedOut {
        file: &sources.get(skipped.at.source).name,
        line: sources.start(skipped.at).line,
        resource: &skipped.resource,
        reason: &skipped.reason,
    }
}

pub(super) fn failure_out<'a>(sources: &'a Sources, failure: &'a Failure) -> FailureOut<'a> {
    let start = failure.at.map(|at| sources.start(at));
    FailureOut {
        kind: failure.kind.name(),
        file: &failure.file,
        line: start.map(|start| start.line),
        column: start.map(|start| start.column),
        message: &failure.message,
        help: &failure.help,
    }
}
