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
mod parts;
mod picture;
mod require;
mod summary;
mod text;
mod words;
mod zones;

use std::io::{self, Write};

use crate::failover::{Judgement, Scenario};

pub(super) use layout::{Place as Column, not_listed};
pub(super) use parts::{Digest, Told, judged, names};

use super::FailoverReport;
use super::text::{failures, failures_ascii};
use groups::Planned;
pub(super) use groups::labels;
use page::Page;
pub(super) use require::against;
use text::{Paint, Text};
use words::Span;

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

/// Writes the plans for people.
///
/// # Errors
/// When they can't be written.
pub fn failover_text(report: &FailoverReport<'_>, drawing: Drawing, out: &mut dyn Write) -> io::Result<()> {
    let failed = if drawing.ascii { failures_ascii } else { failures };
    out.write_all(failed(report.sources, report.failures, drawing.color).as_bytes())?;
    let mut page = Page::new(drawing);
    let labels = groups::labels(report.sources, report.groups);
    let overview = Overview::new(report, &labels);
    if report.summary {
        summary(&mut page, report, &labels, overview);
    } else {
        details(&mut page, report, &labels, overview, out)?;
    }
    require::judgements(&mut page, report, &labels, &|_| true);
    skipped(&mut page, report);
    page.flush(out)
}

/// Writes the objectives that fail alone, with what could not be read or judged.
///
/// # Errors
/// When they can't be written.
pub fn failing_objectives(
    report: &FailoverReport<'_>,
    fails: &dyn Fn(&Judgement) -> bool,
    drawing: Drawing,
    out: &mut dyn Write,
) -> io::Result<()> {
    let failed = if drawing.ascii { failures_ascii } else { failures };
    out.write_all(failed(report.sources, report.failures, drawing.color).as_bytes())?;
    let mut page = Page::new(drawing);
    require::judgements(&mut page, report, &groups::labels(report.sources, report.groups), fails);
    skipped(&mut page, report);
    page.flush(out)
}

/// What is told of all groups together.
struct Overview<'a> {
    /// The first groups with their plans; those of further groups are made again where they are told.
    first: Vec<Planned<'a>>,
    /// The rows of the matrix.
    rows: Vec<Vec<Span>>,
    open: summary::Open<'a>,
}

impl<'a> Overview<'a> {
    fn new(report: &FailoverReport<'a>, labels: &'a [String]) -> Overview<'a> {
        let mut overview = Overview { first: Vec::new(), rows: Vec::new(), open: summary::Open::default() };
        for (group, label) in report.groups.iter().zip(labels) {
            let planned = Planned::new(report, group, label);
            overview.rows.push(matrix::row(&planned));
            overview.open.add(&planned);
            if overview.first.len() < MOST_GROUPS {
                overview.first.push(planned);
            }
        }
        overview
    }
}

/// All scenarios in short.
fn summary(page: &mut Page, report: &FailoverReport<'_>, labels: &[String], overview: Overview<'_>) {
    matrix::matrix(page, report.scenarios, labels, &overview.rows);
    for group in &overview.first {
        heading(page, group);
        zones::group(page, group, 2);
        summary::reasons(page, group, 2);
    }
    if labels.len() > MOST_GROUPS {
        page.blank();
        let rest = labels.len() - MOST_GROUPS;
        page.note(0, format!("The layouts of {rest} more groups are not drawn; --group NAME draws one."));
    }
    overview.open.tell(page, labels.len());
    if !labels.is_empty() {
        summary::hint(page, report);
    }
}

/// Each scenario that was asked for, in full.
fn details(
    page: &mut Page,
    report: &FailoverReport<'_>,
    labels: &[String],
    overview: Overview<'_>,
    out: &mut dyn Write,
) -> io::Result<()> {
    if labels.len() * report.scenarios.len() > 1 {
        matrix::matrix(page, report.scenarios, labels, &overview.rows);
    }
    let known = overview.first.len();
    let rest = report.groups.iter().zip(labels).skip(known);
    let rest = rest.map(|(group, label)| Planned::new(report, group, label));
    for group in overview.first.into_iter().chain(rest) {
        // A scenario may name nodes of other groups alone.
        if labels.len() > 1 && group.plans().next().is_some() {
            heading(page, &group);
        }
        detail(page, &group);
        page.flush(out)?;
    }
    Ok(())
}

/// The scenarios of a group.
fn detail(page: &mut Page, group: &Planned<'_>) {
    if group.scenarios.iter().any(|(scenario, _)| **scenario == Scenario::Zone(None)) {
        page.blank();
        zones::group(page, group, 2);
    }
    for (scenario, plans) in &group.scenarios {
        for block in block::blocks(group, scenario, plans) {
            detail::block(page, group.label, &block);
        }
    }
}

fn heading(page: &mut Page, group: &Planned<'_>) {
    page.blank();
    let name = Text::painted(group.label, Paint::Strong).shortened(text::WIDTH - 6);
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
