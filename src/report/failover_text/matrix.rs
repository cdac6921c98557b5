//! The matrix of groups and scenarios, and the legend of its words.

use std::collections::BTreeSet;

use crate::failover::{Scenario, Verdict};

use super::groups::{Planned, possible};
use super::page::Page;
use super::text::{Paint, Text, WIDTH};
use super::words::{self, Span, span};

/// Columns between columns.
const GAP: usize = 2;
/// What stands above the names.
const CORNER: &str = "scenario";
/// The widest head: a zone or a node of one's own naming.
const HEAD: usize = 32;

/// What the matrix says of a group: a span a scenario.
pub(super) fn row(group: &Planned<'_>) -> Vec<Span> {
    group.scenarios.iter().map(|(_, plans)| span(&possible(plans))).collect()
}

/// Draws a row a group, a column a scenario.
pub(super) fn matrix(page: &mut Page, scenarios: &[Scenario], labels: &[String], rows: &[Vec<Span>]) {
    if rows.is_empty() {
        return;
    }
    let heads: Vec<Text> = scenarios.iter().map(head).collect();
    let names: Vec<Text> = labels.iter().map(Text::new).collect();
    let wide = Columns::new(page, &heads, rows, false);
    let columns = if wide.total() + 2 > WIDTH { Columns::new(page, &heads, rows, true) } else { wide };
    for at in columns.parts() {
        columns.draw(page, &names, &heads, rows, at);
        page.blank();
    }
    legend(page, rows.iter().flatten());
    heads_legend(page, scenarios);
}

fn head(scenario: &Scenario) -> Text {
    Text::painted(words::head(scenario), Paint::Strong).shortened(HEAD)
}

/// How wide the columns are, and whether ranges take two lines.
struct Columns {
    widths: Vec<usize>,
    stacked: bool,
}

impl Columns {
    fn new(page: &Page, heads: &[Text], rows: &[Vec<Span>], stacked: bool) -> Columns {
        let widths = heads.iter().enumerate().map(|(at, head)| {
            let cells = rows.iter().filter_map(|row| row.get(at));
            let lines = cells.flat_map(|span| words::cell(page, *span, stacked));
            lines.map(|line| line.width()).chain([head.width()]).max().unwrap_or(0)
        });
        Columns { widths: widths.collect(), stacked }
    }

    /// The columns that all take, with what stands before each.
    fn total(&self) -> usize {
        self.widths.iter().map(|width| width + GAP).sum()
    }

    /// As many columns at a time as there is room for.
    fn parts(&self) -> Vec<std::ops::Range<usize>> {
        let mut parts = Vec::new();
        let (mut start, mut taken) = (0, 0);
        for (at, width) in self.widths.iter().enumerate() {
            if at > start && taken + width + GAP > WIDTH - GAP {
                parts.push(start..at);
                (start, taken) = (at, 0);
            }
            taken += width + GAP;
        }
        parts.push(start..self.widths.len());
        parts
    }

    fn draw(
        &self,
        page: &mut Page,
        names: &[Text],
        heads: &[Text],
        rows: &[Vec<Span>],
        part: std::ops::Range<usize>,
    ) {
        let widths = self.widths.get(part.clone()).unwrap_or_default();
        let taken: usize = widths.iter().map(|width| width + GAP).sum();
        let longest = names.iter().map(Text::width).max().unwrap_or(0).max(CORNER.len());
        // Names that leave no room stand in lines of their own.
        let beside = longest + taken <= WIDTH;
        let indent = if beside { longest } else { WIDTH.saturating_sub(taken).min(20) };
        let top = heads.get(part.clone()).unwrap_or_default().iter().map(|head| vec![head.clone()]);
        let corner = if indent < CORNER.len() { "" } else { CORNER };
        self.row(page, Text::painted(corner, Paint::Dim).padded(indent), top, widths);
        for (name, row) in names.iter().zip(rows) {
            let cells = row.get(part.clone()).unwrap_or_default();
            let cells: Vec<_> = cells.iter().map(|span| words::cell(page, *span, self.stacked)).collect();
            let label = if beside { name.clone().padded(indent) } else { Text::new(" ".repeat(indent)) };
            if !beside {
                page.line(&name.clone().shortened(WIDTH));
            }
            self.row(page, label, cells.into_iter(), widths);
        }
    }

    fn row(&self, page: &mut Page, label: Text, cells: impl Iterator<Item = Vec<Text>>, widths: &[usize]) {
        let cells: Vec<Vec<Text>> = cells.collect();
        let height = cells.iter().map(Vec::len).max().unwrap_or(1);
        for at in 0..height {
            let start = if at == 0 { label.clone() } else { Text::new(" ".repeat(label.width())) };
            let line = cells.iter().zip(widths).fold(start, |line, (cell, width)| {
                line.and(" ".repeat(GAP)).then(cell.get(at).cloned().unwrap_or_default().padded(*width))
            });
            page.line(&line);
        }
    }
}

/// What the verdicts in a table mean: those that occur.
fn legend<'a>(page: &mut Page, spans: impl Iterator<Item = &'a Span> + Clone) {
    let all = meanings(spans, page.to());
    let width = all.iter().map(|(label, _)| label.width()).max().unwrap_or(0) + GAP;
    for (label, meaning) in all {
        page.labelled(0, &label, width, &Text::painted(meaning, Paint::Dim));
    }
}

/// The words of a table that occur, and what they mean; `to` stands between the ends of a range.
pub(super) fn meanings<'a>(
    spans: impl Iterator<Item = &'a Span> + Clone,
    to: &str,
) -> Vec<(Text, &'static str)> {
    let told: BTreeSet<Verdict> = spans.clone().flat_map(|(best, worst)| [*best, *worst]).collect();
    let open = spans.clone().any(|(best, worst)| best != worst);
    let (never, happen): (Vec<_>, Vec<_>) =
        told.into_iter().partition(|verdict| *verdict == Verdict::NotApplicable);
    let word =
        |verdict| (Text::painted(words::short(verdict), words::paint(verdict)), words::meaning(verdict));
    let range = (Text::new(format!("a{to}b")), "anything from a to b: values that are not known decide");
    happen.into_iter().chain(never).map(word).chain(open.then_some(range)).collect()
}

/// What the heads mean that do not say it themselves.
fn heads_legend(page: &mut Page, scenarios: &[Scenario]) {
    if let Some(text) = meanings_of_heads(scenarios) {
        page.note(0, text);
    }
}

/// The same as a sentence; none where all do.
pub(super) fn meanings_of_heads(scenarios: &[Scenario]) -> Option<String> {
    let told = scenarios.iter();
    let told = told.filter_map(|one| Some(format!("{}: {}", words::head(one), words::head_meaning(one)?)));
    let told: Vec<String> = told.collect();
    (!told.is_empty()).then(|| told.join("; "))
}
