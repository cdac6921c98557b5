//! The last line: how many groups, findings and files there are.

use std::collections::BTreeSet;
use std::fmt::Write;

use crate::finding::Severity;
use crate::report::wording::plural;
use crate::report::{Report, clean};

use super::Details;

/// `3 groups in 2 files: 1 error, 0 warnings, 2 advice, 1 undecided`.
pub(super) fn summary(out: &mut String, report: &Report<'_>, details: Details) {
    let undecided = report.undecided().count();
    let mut parts = vec![
        plural(report.count(Severity::Error), "error"),
        plural(report.count(Severity::Warning), "warning"),
        format!("{} advice", report.count(Severity::Advice)),
        format!("{undecided} undecided{}", causes(report, details)),
    ];
    if report.unread > 0 {
        parts.push(format!("{} not judged", report.unread));
    }
    if !report.failures.is_empty() {
        parts.push(format!("{} not checked", report.failures.len()));
    }
    let groups = plural(report.groups.len(), "group");
    let files = match report.files {
        0 => String::new(),
        files => format!(" in {}", plural(files, "file")),
    };
    let _ = writeln!(out, "{groups}{files}: {}", parts.join(", "));
}

/// ` (1 cause: EngineVersion has no value)`; nothing where nothing is undecided.
fn causes(report: &Report<'_>, details: Details) -> String {
    let reasons: BTreeSet<&str> = report
        .undecided()
        .flat_map(|finding| &finding.blocked_by)
        .map(|blocker| blocker.reason.as_str())
        .collect();
    match reasons.len() {
        0 => String::new(),
        1 => format!(" (1 cause: {})", clean::brief(reasons.first().copied().unwrap_or_default())),
        many if details.undecided => format!(" ({many} causes)"),
        many => format!(" ({many} causes; --show undecided)"),
    }
}
