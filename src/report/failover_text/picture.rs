//! The layout before and after an event, and which zone could be lost next, in one box.

use crate::failover::{Plan, Range, SecondLoss, Verdict};

use super::alike::Alike;
use super::block::Block;
use super::detail::INDENT;
use super::grid::{Grid, Row, Section};
use super::layout::{self, Place};
use super::page::Page;

/// Draws the layouts of a block.
pub(super) fn before_and_after(page: &mut Page, block: &Block<'_>) {
    let before = layout::together(block.plans.iter().map(|plan| &plan.before));
    let after = layout::together(block.plans.iter().map(|plan| &plan.after));
    if before.is_empty() {
        return;
    }
    let places = layout::places(before.iter().chain(&after).copied());
    let section = |label: &str, rows| Section { label: label.to_owned(), rows };
    let mut grid = Grid { titles: places.iter().map(Place::title).collect(), sections: Vec::new() };
    if before == after {
        grid.sections.push(section("layout", layout::rows(&before, &places)));
    } else {
        grid.sections.push(section("before", layout::rows(&before, &places)));
        grid.sections.push(section("after", layout::rows(&after, &places)));
    }
    if let Some(rows) = second_losses(page, block, &grid.titles) {
        grid.sections.push(section("if lost next", rows));
    }
    page.blank();
    grid.draw(page, INDENT);
    let all: Vec<_> = before.into_iter().chain(after).collect();
    layout::legend(page, INDENT, &all);
}

/// The verdicts of a second loss, where the zones that can be lost are the columns of the layout.
pub(super) fn second_losses(page: &Page, block: &Block<'_>, titles: &[String]) -> Option<Vec<Row>> {
    let mut losses = block.plans.iter().flat_map(|plan| &plan.second_loss).peekable();
    losses.peek()?;
    if !losses.all(|loss| titles.contains(&loss.zone)) {
        return None;
    }
    let mut alike = Alike::default();
    for plan in &block.plans {
        let shard = plan.shard.as_deref().unwrap_or_default();
        alike.add(shard, titles.iter().map(|zone| of_zone(plan, zone)));
    }
    let one = block.plans.len() == 1
        || block.plans.first().is_some_and(|first| alike.all_are(&row_of(first, titles)));
    Some(alike.rows(page, !one))
}

fn row_of<'a>(plan: &'a Plan, titles: &[String]) -> Vec<Option<&'a Range<Verdict>>> {
    titles.iter().map(|zone| of_zone(plan, zone)).collect()
}

fn of_zone<'a>(plan: &'a Plan, zone: &str) -> Option<&'a Range<Verdict>> {
    let is_it = |loss: &&SecondLoss| loss.zone == zone;
    plan.second_loss.iter().find(is_it).map(|loss| &loss.possible.verdicts)
}
