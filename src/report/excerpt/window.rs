//! Windows: the lines around labels that stand near each other, as miette reads them.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::outline::compact;
use super::row::{self, Row};
use super::view::{Line, View, fit};
use super::{Excerpt, Layout, Place};

/// Lines that are shown around a label.
const CONTEXT: usize = 1;
/// Lines between two windows that take no more room than a window's frame: they are shown instead.
const BETWEEN: usize = 3;
/// Columns around a line's number.
const MARGIN: usize = 4;

/// Texts one after the other, each the lines around labels.
///
/// miette shows labels of one text and merges those whose lines it takes for near. So that it can't, offsets go on from
/// window to window, and no span reaches over the end of one.
#[derive(Debug)]
pub(in crate::report) struct Windows(Vec<Window>);

#[derive(Debug)]
struct Window {
    name: String,
    text: String,
    /// Lines before the first of the window.
    lines_before: usize,
    /// Where it begins among the windows.
    start: usize,
    /// Where labels begin, and the line and column that is: lines may be cut, so that the text does not tell.
    heads: Vec<(usize, usize, usize)>,
}

/// The lines of a window, and the labels in it.
struct Group<'a> {
    rows: Vec<Row>,
    places: Vec<Place<'a>>,
}

/// Cuts windows around places; `names` stand above those of the file, and of a re-indented resource.
pub(super) fn cut(view: &View<'_>, mut places: Vec<Place<'_>>, names: &[String; 2]) -> Excerpt {
    places.sort_by_key(|place| (place.from, place.at));
    let mut ranges = vec![(0, 0); places.len()];
    let (mut windows, mut start) = (Vec::new(), 0);
    for group in groups(view, &places) {
        let window = draw(view, &group, names, start, &mut ranges);
        start += window.text.len();
        windows.push(window);
    }
    Excerpt { windows: Windows(windows), ranges }
}

fn groups<'a>(view: &View<'_>, places: &[Place<'a>]) -> Vec<Group<'a>> {
    let mut all: Vec<Group<'a>> = Vec::new();
    for place in places {
        let joined = all.last_mut().is_some_and(|group| group.join(view, place));
        if !joined {
            let before = neighbour(view, place, &place.row, Towards::Start);
            all.push(Group { rows: before.into_iter().chain([place.row]).collect(), places: vec![*place] });
        }
    }
    for group in &mut all {
        let last = group.rows.last().zip(group.places.last());
        let after = last.and_then(|(row, place)| neighbour(view, place, row, Towards::End));
        group.rows.extend(after);
    }
    all
}

enum Towards {
    Start,
    End,
}

/// The line beside another.
fn neighbour(view: &View<'_>, place: &Place<'_>, row: &Row, towards: Towards) -> Option<Row> {
    match (place.layout, towards) {
        (Layout::File, Towards::Start) => row::before(view.text, row),
        (Layout::File, Towards::End) => row::after(view.text, row),
        (Layout::Indented(outline), Towards::Start) => outline.before(view.text, row),
        (Layout::Indented(outline), Towards::End) => outline.after(view.text, row),
    }
}

impl<'a> Group<'a> {
    /// Takes a further place in, with the lines up to it, where it stands near.
    fn join(&mut self, view: &View<'_>, place: &Place<'a>) -> bool {
        let (Some(last), Some(row)) = (self.places.last(), self.rows.last().copied()) else { return false };
        let is_alike = std::mem::discriminant(&last.layout) == std::mem::discriminant(&place.layout);
        if !is_alike || place.row.number > row.number + 2 * CONTEXT + BETWEEN {
            return false;
        }
        let more = match place.row.number == row.number {
            true => self.same(view, place, row),
            false => between(view, place, row),
        };
        let Some(more) = more else { return false };
        if place.row.number == row.number {
            self.rows.pop();
        }
        self.rows.extend(more);
        self.places.push(*place);
        true
    }

    /// The line with a further place in it; none where both do not fit on a page.
    fn same(&self, view: &View<'_>, place: &Place<'_>, row: Row) -> Option<Vec<Row>> {
        let first =
            self.places.iter().find(|one| one.row.number == row.number).map_or(place.from, |one| one.from);
        let is_whole = !row.cut_before && !row.cut_after && columns_at_most(&row) + 2 * MARGIN <= view.width;
        let fits = place.to.saturating_sub(first) <= view.width / 2;
        let end = place.row.end.max(row.end);
        let cut_after = if end > row.end { place.row.cut_after } else { row.cut_after };
        (is_whole || fits).then(|| vec![Row { end, cut_after, ..row }])
    }
}

/// More columns than a line takes, but for tabs.
fn columns_at_most(row: &Row) -> usize {
    row.indent + row.end - row.start
}

/// The lines after one up to that of a place; none where one of them is too long to know.
fn between(view: &View<'_>, place: &Place<'_>, row: Row) -> Option<Vec<Row>> {
    let mut rows: Vec<Row> = Vec::new();
    let mut last = row;
    while last.number + 1 < place.row.number {
        last = neighbour(view, place, &last, Towards::End)?;
        rows.push(last);
    }
    (!last.cut_after).then(|| {
        rows.push(place.row);
        rows
    })
}

/// Draws a window; `start` is where it begins among all, and `ranges` are filled in.
fn draw(
    view: &View<'_>,
    group: &Group<'_>,
    names: &[String; 2],
    start: usize,
    ranges: &mut [(usize, usize)],
) -> Window {
    let number = group.rows.last().map_or(1, |row| row.number);
    let columns = view.width.saturating_sub(number.to_string().len() + MARGIN);
    let mut text = String::new();
    let mut heads = Vec::new();
    for row in &group.rows {
        let here = || group.places.iter().filter(|place| place.row.number == row.number);
        let focus = here().map(|place| place.from).min().zip(here().map(|place| place.to).max());
        let is_indented = group.places.iter().any(|place| matches!(place.layout, Layout::Indented(_)));
        let (line, moved) = shown(view, row, is_indented);
        let line = fit(&line, row, focus.map(|(from, to)| (moved(from), moved(to))), columns);
        for place in here() {
            let range = range(&line, moved(place.from), moved(place.to));
            let at = start + text.len() + range.0;
            if let Some(slot) = ranges.get_mut(place.at) {
                *slot = (at, range.1);
            }
            heads.push((at, place.row.number, place.column));
        }
        text.push_str(&line.text);
        if line.text.is_empty() && focus.is_some() {
            // miette shows no line that has no letter at all, such as the one after the last line's end.
            text.push(' ');
        }
        text.push('\n');
    }
    let lines_before = group.rows.first().map_or(0, |row| row.number - 1);
    let is_indented = group.places.iter().any(|place| matches!(place.layout, Layout::Indented(_)));
    let [file, indented] = names;
    let name = if is_indented { indented } else { file };
    Window { name: name.clone(), text, lines_before, start, heads }
}

/// Where a label stands in a line, and how long it is.
fn range(line: &Line, from: usize, to: usize) -> (usize, usize) {
    let (from, to) = (line.place(from), line.place(to));
    (from, to.saturating_sub(from))
}

/// A line as it is shown, if there were room for all of it, and where a byte of the text stands in it.
fn shown(view: &View<'_>, row: &Row, is_indented: bool) -> (String, impl Fn(usize) -> usize) {
    let text = (view.show)(row.start, row.end);
    let (text, moved) = if is_indented && !row.cut_before { compact(&text) } else { (text, Vec::new()) };
    let (start, indent) = (row.start, row.indent);
    let text = format!("{:indent$}{text}", "");
    let place = move |offset: usize| {
        let at = offset.saturating_sub(start);
        indent + moved.get(at).or(moved.last()).copied().unwrap_or(at)
    };
    (text, place)
}

impl SourceCode for Windows {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let at = self.0.partition_point(|window| window.start <= span.offset());
        let window = at.checked_sub(1).and_then(|at| self.0.get(at)).ok_or(MietteError::OutOfBounds)?;
        if span.offset() + span.len() > window.start + window.text.len() {
            return Err(MietteError::OutOfBounds);
        }
        // Asked without context, miette wants the place of the span itself.
        let head = window.heads.iter().find(|(at, ..)| *at == span.offset() && before == 0 && after == 0);
        let (line, column) =
            head.map_or((window.lines_before, 0), |(_, line, column)| (line - 1, column - 1));
        Ok(Box::new(MietteSpanContents::new_named(
            window.name.clone(),
            window.text.as_bytes(),
            (window.start, window.text.len()).into(),
            line,
            column,
            0,
        )))
    }
}
