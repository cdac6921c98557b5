//! Rows of verdicts, those that look alike as one.

use crate::failover::{Range, Verdict};

use super::fold;
use super::grid::Row;
use super::page::Page;
use super::text::Text;
use super::words::{self, Span};

/// Ranges take two lines where columns are more than these.
const WIDE_COLUMNS: usize = 3;

/// Shards with their verdicts, column by column; none where a column says nothing of them.
#[derive(Debug, Default)]
pub(super) struct Alike<'a> {
    rows: Vec<(Vec<Option<Span>>, Vec<&'a str>)>,
}

impl<'a> Alike<'a> {
    /// Adds a shard.
    pub(super) fn add<'b>(&mut self, shard: &'a str, row: impl Iterator<Item = Option<&'b Range<Verdict>>>) {
        let row: Vec<Option<Span>> = row.map(|range| range.map(words::span)).collect();
        match self.rows.iter_mut().find(|(known, _)| *known == row) {
            Some((_, shards)) => shards.push(shard),
            None => self.rows.push((row, vec![shard])),
        }
    }

    /// Whether all shards look like this row.
    pub(super) fn all_are(&self, row: &[Option<&Range<Verdict>>]) -> bool {
        let row: Vec<Option<Span>> = row.iter().map(|range| range.map(words::span)).collect();
        self.rows.iter().all(|(known, _)| *known == row)
    }

    /// The rows; a single shard is not named where it is the only one.
    pub(super) fn rows(&self, page: &Page, named: bool) -> Vec<Row> {
        let label = |shards: &[&str]| if named { fold::ranges(shards) } else { String::new() };
        self.rows.iter().map(|(spans, shards)| row(page, label(shards), spans)).collect()
    }
}

/// A row of its own.
pub(super) fn one_row(page: &Page, label: &str, ranges: &[Option<&Range<Verdict>>]) -> Row {
    let spans: Vec<Option<Span>> = ranges.iter().map(|range| range.map(words::span)).collect();
    row(page, label.to_owned(), &spans)
}

fn row(page: &Page, label: String, spans: &[Option<Span>]) -> Row {
    let stacked = spans.len() > WIDE_COLUMNS;
    let cell = |span: &Option<Span>| match span {
        Some(span) => words::cell(page, *span, stacked),
        None => vec![Text::default()],
    };
    Row { label, cells: spans.iter().map(cell).collect() }
}
