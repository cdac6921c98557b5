//! Text output of `failover`: the matrix, layouts, plans and objectives for people.

mod fold;
mod grid;
mod groups;
mod layout;
mod matrix;
mod page;
mod text;
mod words;
mod zones;

use super::{FailoverReport, failures};
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

/// The plans for people.
#[must_use]
pub fn failover_text(report: &FailoverReport<'_>, drawing: Drawing) -> String {
    let mut page = Page::new(drawing);
    let groups = groups::groups(report);
    matrix::matrix(&mut page, &groups);
    for group in &groups {
        page.blank();
        page.line(&Text::painted(&group.label, Paint::Strong).shortened(text::WIDTH));
        zones::group(&mut page, group, 2);
    }
    failures(report.sources, report.failures, drawing.color) + &page.finish()
}
