//! Text output of `failover`: the matrix, layouts, plans and objectives for people.

mod alike;
mod answers;
mod block;
mod detail;
mod endpoints;
mod fold;
mod grid;
mod groups;
mod layout;
mod matrix;
mod outcome;
mod page;
mod picture;
mod require;
mod summary;
mod text;
mod words;
mod zones;

use crate::failover::Scenario;

use super::FailoverReport;
use super::text::{failures, failures_ascii};
use groups::Planned;
use page::Page;
use text::{Paint, Text};

/// How plans are drawn.
#[derive(Debug, Clone, Copy, Default)]
pub struct Drawing {
    /// ASCII characters alone.
    pub ascii: bool,
    /// Colour.
    pub color: bool,
}

/// The most groups whose layouts a summary draws.
const MOST_GROUPS: usize = 8;

/// The plans for people.
#[must_use]
pub fn failover_text(report: &FailoverReport<'_>, drawing: Drawing) -> String {
    let mut page = Page::new(drawing);
    let groups = groups::groups(report);
    if report.summary {
        summary(&mut page, report, &groups);
    } else {
        details(&mut page, &groups);
    }
    require::judgements(&mut page, report);
    skipped(&mut page, report);
    let failed = if drawing.ascii { failures_ascii } else { failures };
    failed(report.sources, report.failures, drawing.color) + &page.finish()
}

/// All scenarios in short.
fn summary(page: &mut Page, report: &FailoverReport<'_>, groups: &[Planned<'_>]) {
    matrix::matrix(page, groups);
    for group in groups.iter().take(MOST_GROUPS) {
        heading(page, group);
        zones::group(page, group, 2);
        summary::reasons(page, group, 2);
    }
    if groups.len() > MOST_GROUPS {
        page.blank();
        let rest = groups.len() - MOST_GROUPS;
        page.note(0, format!("The layouts of {rest} more groups are not drawn; --group NAME draws one."));
    }
    summary::open(page, groups);
    if !groups.is_empty() {
        summary::hint(page, report);
    }
}

/// Each scenario that was asked for, in full.
fn details(page: &mut Page, groups: &[Planned<'_>]) {
    let cells: usize = groups.iter().map(|group| group.scenarios.len()).sum();
    if cells > 1 {
        matrix::matrix(page, groups);
    }
    for group in groups {
        if groups.len() > 1 {
            heading(page, group);
        }
        let zones = group.scenarios.iter().any(|(scenario, _)| **scenario == Scenario::Zone(None));
        if zones {
            page.blank();
            zones::group(page, group, 2);
        }
        for (scenario, plans) in &group.scenarios {
            for block in block::blocks(group, scenario, plans) {
                detail::block(page, &group.label, &block);
            }
        }
    }
}

fn heading(page: &mut Page, group: &Planned<'_>) {
    page.blank();
    let name = Text::painted(&group.label, Paint::Strong).shortened(text::WIDTH - 6);
    let rest = text::WIDTH.saturating_sub(name.width() + 4);
    page.line(&Text::new("━━ ").then(name).and(" ").and("━".repeat(rest)));
}

/// What was seen and not judged, as `check` tells it.
fn skipped(page: &mut Page, report: &FailoverReport<'_>) {
    if !report.skipped.is_empty() {
        page.blank();
    }
    for skipped in report.skipped {
        let file = &report.sources.get(skipped.at.source).name;
        let line = report.sources.start(skipped.at).line;
        let text = format!("skipped {} ({file}:{line}): {}", skipped.resource, skipped.reason);
        page.labelled(0, &Text::default(), 0, &Text::new(text));
    }
}
