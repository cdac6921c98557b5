//! The table: a row a figure, with the reference's figure of the same run and the goal.

use std::fmt::Write as _;
use std::path::Path;

use super::process::Spread;

/// Where the table stands in the docs, between these lines.
const DOCS: &str = "docs/performance.md";
const BEGIN: &str = "<!-- table: cargo bench --bench performance -->\n";
const END: &str = "<!-- end of table -->\n";

/// All rows, in the order they were measured.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: String,
}

/// What a row says before its figures.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Row<'a> {
    /// The input and what is done with it.
    pub(crate) work: &'a str,
    /// `CPU`, `wall`, `peak`.
    pub(crate) figure: &'a str,
    /// What it is held against.
    pub(crate) reference: &'a str,
    /// `ms`, `MB`.
    pub(crate) unit: &'a str,
    /// The most that the ratio should be; none where it is told and not held.
    pub(crate) goal: Option<f64>,
}

impl Table {
    /// Adds a row of figures that were measured in turn, pair by pair.
    pub(crate) fn pairs(&mut self, row: Row<'_>, ours: &[f64], theirs: &[f64]) {
        let (one, other) = (Spread::of(ours.iter().copied()), Spread::of(theirs.iter().copied()));
        let ratios = ours.iter().zip(theirs).map(|(one, other)| one / other.max(f64::MIN_POSITIVE));
        let ratio = Spread::of(ratios);
        let goal = row.goal.map_or("—".to_owned(), |goal| format!("≤ {goal:.2}"));
        let met = match row.goal {
            Some(goal) if ratio.median <= goal => "met",
            Some(_) => "**not met**",
            None => "",
        };
        let Row { work, figure, reference, unit, .. } = row;
        let _ = writeln!(
            self.rows,
            "| {work} | {figure} | {:.2} {unit} | {:.2} {unit}, {reference} | {:.2} ({:.2}–{:.2}) | {goal} | {met} |",
            one.median, other.median, ratio.median, ratio.least, ratio.most
        );
    }

    /// Adds a row that has a figure of its own and no reference.
    pub(crate) fn figure(&mut self, work: &str, figure: &str, value: &str) {
        let _ = writeln!(self.rows, "| {work} | {figure} | {value} | — | — | — | |");
    }

    /// The table as Markdown.
    pub(crate) fn markdown(&self) -> String {
        format!(
            "| work | figure | multiaz | reference | ratio: median (least–most) | goal | |\n|---|---|---|---|---|---|---|\n{}",
            self.rows
        )
    }
}

/// Puts the table where the docs have it.
pub(crate) fn write(table: &str) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(DOCS);
    let text = std::fs::read_to_string(&path).unwrap();
    let (before, rest) = text.split_once(BEGIN).unwrap();
    let (_, after) = rest.split_once(END).unwrap();
    std::fs::write(&path, format!("{before}{BEGIN}{table}{END}{after}")).unwrap();
}
