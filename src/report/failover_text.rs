//! Text output of `failover`.

use std::fmt::Write;

use super::{FailoverReport, failures};

/// How plans are drawn.
#[derive(Debug, Clone, Copy, Default)]
pub struct Drawing {
    /// ASCII characters alone.
    pub ascii: bool,
    /// Colour.
    pub color: bool,
}

/// The plans for people.
#[must_use]
pub fn failover_text(report: &FailoverReport<'_>, drawing: Drawing) -> String {
    let mut out = failures(report.sources, report.failures, drawing.color);
    for plan in report.plans {
        let shard = plan.shard.as_deref().unwrap_or("*");
        let zone = plan.failed.zone.as_deref().unwrap_or("");
        let _ =
            writeln!(out, "{} {shard} {} {zone}: {}", plan.group, plan.scenario.name(), plan.verdict.name());
    }
    out
}
