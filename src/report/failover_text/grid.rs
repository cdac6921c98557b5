//! Boxes: columns with titles in their upper border, and sections of rows between lines.

use super::page::Page;
use super::text::{Paint, Text, WIDTH};

/// The most columns of a box; more stand in another one below it.
const MOST_COLUMNS: usize = 6;
/// The widest label of a row; what is longer is wrapped.
const LABEL: usize = 18;

/// A box.
#[derive(Debug, Default)]
pub(super) struct Grid {
    /// The titles of the columns.
    pub(super) titles: Vec<String>,
    /// Parts of the box with lines between.
    pub(super) sections: Vec<Section>,
}

/// A part of a box.
#[derive(Debug, Default)]
pub(super) struct Section {
    /// What stands left of it; empty if nothing does.
    pub(super) label: String,
    /// Its rows.
    pub(super) rows: Vec<Row>,
}

/// A row.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// What stands left of it; empty if nothing does.
    pub(super) label: String,
    /// The lines of each cell, column by column.
    pub(super) cells: Vec<Vec<Text>>,
}

impl Grid {
    /// Draws the box.
    pub(super) fn draw(&self, page: &mut Page, indent: usize) {
        let all: Vec<usize> = (0..self.titles.len()).collect();
        for columns in all.chunks(MOST_COLUMNS) {
            Drawn::new(self, columns, indent).draw(page);
        }
    }
}

/// Some columns of a box with their widths.
struct Drawn<'a> {
    grid: &'a Grid,
    columns: &'a [usize],
    widths: Vec<usize>,
    titles: Vec<Text>,
    indent: usize,
    section: usize,
    label: usize,
}

impl<'a> Drawn<'a> {
    fn new(grid: &'a Grid, columns: &'a [usize], indent: usize) -> Drawn<'a> {
        let beside = |width: usize, gap: usize| if width == 0 { 0 } else { width + gap };
        let widest = |labels: &mut dyn Iterator<Item = &String>| {
            labels.map(|label| Text::new(label).width()).max().unwrap_or(0)
        };
        let section = beside(widest(&mut grid.sections.iter().map(|section| &section.label)), 2);
        let rows = grid.sections.iter().flat_map(|section| &section.rows);
        let label = beside(widest(&mut rows.map(|row| &row.label)).min(LABEL), 1);
        let natural: Vec<usize> = columns.iter().map(|column| natural(grid, *column)).collect();
        let taken = indent + section + label + 3 * columns.len() + 1;
        let widths = fitted(natural, WIDTH.saturating_sub(taken));
        let titles = titles(grid, columns, &widths);
        Drawn { grid, columns, widths, titles, indent, section, label }
    }

    fn draw(&self, page: &mut Page) {
        self.top(page);
        for (at, section) in self.grid.sections.iter().enumerate() {
            if at > 0 {
                self.border(page, ["├", "┼", "┤"]);
            }
            for (at, row) in section.rows.iter().enumerate() {
                let label = if at == 0 { section.label.as_str() } else { "" };
                self.row(page, label, row);
            }
        }
        self.border(page, ["└", "┴", "┘"]);
        self.full_titles(page);
    }

    /// What the titles stand for that had to give way to numbers.
    fn full_titles(&self, page: &mut Page) {
        for (column, title) in self.columns.iter().zip(&self.titles) {
            let full = self.grid.titles.get(*column).map(Text::new).unwrap_or_default();
            if *title == numbered(*column) {
                page.labelled(self.indent, &title.clone().and(": "), title.width() + 2, &full);
            }
        }
    }

    fn left(&self, section: &str, label: Text) -> Text {
        let section = Text::painted(section, Paint::Dim).padded(self.section);
        Text::new(" ".repeat(self.indent)).then(section).then(label.padded(self.label))
    }

    fn top(&self, page: &mut Page) {
        let titles = self.titles.iter().zip(&self.widths).enumerate();
        let line = titles.fold(self.left("", Text::default()), |line, (at, (title, width))| {
            let rest = (width + 2).saturating_sub(title.width() + 3);
            line.and(if at == 0 { "┌─ " } else { "┬─ " }).then(title.clone()).and(" ").and("─".repeat(rest))
        });
        page.line(&line.and("┐"));
    }

    fn border(&self, page: &mut Page, [first, between, last]: [&str; 3]) {
        let line =
            self.widths.iter().enumerate().fold(self.left("", Text::default()), |line, (at, width)| {
                line.and(if at == 0 { first } else { between }).and("─".repeat(width + 2))
            });
        page.line(&line.and(last));
    }

    fn row(&self, page: &mut Page, section: &str, row: &Row) {
        let labels = Text::new(&row.label).wrapped(LABEL);
        let cells: Vec<&[Text]> =
            self.columns.iter().map(|at| row.cells.get(*at).map_or(&[][..], Vec::as_slice)).collect();
        let height = cells.iter().map(|cell| cell.len()).chain([labels.len()]).max().unwrap_or(1);
        for at in 0..height {
            let label = labels.get(at).cloned().unwrap_or_default();
            let start = self.left(if at == 0 { section } else { "" }, label);
            let line = cells.iter().zip(&self.widths).fold(start, |line, (cell, width)| {
                let text = cell.get(at).cloned().unwrap_or_default().shortened(*width);
                line.and("│ ").then(text.padded(*width)).and(" ")
            });
            page.line(&line.and("│"));
        }
    }
}

/// The titles as there is room for them: numbers where shortened ones could not be told apart.
fn titles(grid: &Grid, columns: &[usize], widths: &[usize]) -> Vec<Text> {
    let short = |(column, width): (&usize, &usize)| {
        let title = grid.titles.get(*column).map_or("", String::as_str);
        Text::painted(title, Paint::Strong).shortened(width.saturating_sub(1))
    };
    let titles: Vec<Text> = columns.iter().zip(widths).map(short).collect();
    let alike =
        titles.iter().enumerate().any(|(at, title)| titles.iter().skip(at + 1).any(|other| other == title));
    if alike { columns.iter().map(|column| numbered(*column)).collect() } else { titles }
}

fn numbered(column: usize) -> Text {
    Text::painted(format!("({})", column + 1), Paint::Strong)
}

/// The width a column would like to have.
fn natural(grid: &Grid, column: usize) -> usize {
    let title = grid.titles.get(column).map_or(0, |title| Text::new(title).width() + 1);
    let rows = grid.sections.iter().flat_map(|section| &section.rows);
    let cells = rows.filter_map(|row| row.cells.get(column)).flatten();
    cells.map(Text::width).chain([title]).max().unwrap_or(0)
}

/// Widths that fit into the room there is: the widest columns give way first.
fn fitted(natural: Vec<usize>, room: usize) -> Vec<usize> {
    let most = natural.iter().copied().max().unwrap_or(0);
    let taken = |cap: usize| natural.iter().map(|width| (*width).min(cap)).sum::<usize>();
    let cap = (1..=most).rev().find(|cap| taken(*cap) <= room).unwrap_or(1);
    natural.into_iter().map(|width| width.min(cap)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_widest_columns_give_way_first() {
        assert_eq!(fitted(vec![30, 5, 20], 60), [30, 5, 20]);
        assert_eq!(fitted(vec![30, 5, 20], 40), [17, 5, 17]);
        assert_eq!(fitted(vec![9, 9], 0), [1, 1]);
    }
}
