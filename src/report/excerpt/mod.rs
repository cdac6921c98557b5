//! Excerpts that people can read: a window of a file for each label, or of a re-indented resource where the file is
//! one long line; secrets are masked in both.

mod outline;
mod row;
mod unparsed;
mod view;
mod window;

use super::clean;
use crate::source::{Source, Span};
use outline::Outline;
use row::Row;
pub(super) use unparsed::unparsed;
use view::View;
pub(super) use window::Windows;

/// A longer line (in bytes) can't be read on a screen.
const LONGEST_LINE: usize = 400;
/// A resource larger than this (in bytes) is not re-indented.
const LARGEST_BODY: usize = 1 << 20;
/// The most letters of a resource's name above an excerpt.
const LONGEST_TITLE: usize = 80;

/// Texts to show, and where the labels lie in them.
#[derive(Debug)]
pub(super) struct Excerpt {
    pub(super) windows: Windows,
    /// One range per span asked for: byte offset and length.
    pub(super) ranges: Vec<(usize, usize)>,
}

/// How a text is laid out in lines.
#[derive(Debug, Clone, Copy)]
enum Layout<'a> {
    /// As it stands in its file.
    File,
    /// One attribute a line.
    Indented(&'a Outline),
}

/// What a label points at, and the line it is in.
#[derive(Debug, Clone, Copy)]
struct Place<'a> {
    /// Its number among those asked for.
    at: usize,
    from: usize,
    to: usize,
    row: Row,
    /// From 1, in characters.
    column: usize,
    layout: Layout<'a>,
}

/// Cuts excerpts out of texts. Keeps how the last resource is re-indented: findings of one stand together.
#[derive(Debug, Default)]
pub(super) struct Cutter {
    last: Option<(Span, Outline)>,
}

impl Cutter {
    /// Cuts out what surrounds the spans, all of one source; `body` is the resource they belong to and `title` its
    /// name. Lines are at most `width` columns long, with the numbers before them.
    pub(super) fn excerpt(
        &mut self,
        source: &Source,
        spans: &[Span],
        body: Span,
        title: &str,
        width: usize,
    ) -> Excerpt {
        let text = &**source.text;
        let inside =
            |span: &Span| span.source == body.source && body.start <= span.start && span.end <= body.end;
        let indents = |span: &Span| {
            inside(span) && is_object(text, body) && row::is_longer(text, span.start, LONGEST_LINE)
        };
        let outline = spans.iter().any(indents).then(|| self.outline(text, body));
        let place = |(at, span): (usize, &Span)| match outline.filter(|_| indents(span)) {
            Some(outline) => indented(text, at, *span, outline),
            None => in_file(source, at, *span),
        };
        let places = spans.iter().enumerate().map(place).collect();
        let show = |from: usize, to: usize| clean::piece(source.masked(from, to));
        let indented = format!("{} ({}, re-indented)", source.name, clean::shortened(title, LONGEST_TITLE));
        let names = [clean::line(&source.name).into_owned(), clean::line(&indented).into_owned()];
        window::cut(&View { text, show: &show, width }, places, &names)
    }

    fn outline(&mut self, text: &str, body: Span) -> &Outline {
        let known = self.last.take().filter(|(known, _)| *known == body);
        let (_, outline) = self.last.insert(known.unwrap_or_else(|| (body, Outline::new(text, body))));
        outline
    }
}

/// Whether a resource is JSON that may be re-indented.
fn is_object(text: &str, body: Span) -> bool {
    body.end - body.start <= LARGEST_BODY
        && text.get(body.start..body.end).is_some_and(|text| text.starts_with(['{', '[']))
}

/// One line of a value is enough to point at it.
fn in_file(source: &Source, at: usize, span: Span) -> Place<'static> {
    let text = &**source.text;
    let from = row::boundary(text, span.start);
    let start = source.position(from);
    let row = row::at(text, from, start.line);
    Place { at, from, to: end(text, span, from, row), row, column: start.column, layout: Layout::File }
}

fn indented<'a>(text: &str, at: usize, span: Span, outline: &'a Outline) -> Place<'a> {
    let from = row::boundary(text, span.start);
    let row = outline.at(text, from);
    let to = end(text, span, from, row);
    Place { at, from, to, row, column: outline.column(text, from), layout: Layout::Indented(outline) }
}

/// Where a label ends in the line that it begins in.
fn end(text: &str, span: Span, from: usize, row: Row) -> usize {
    let to = row::boundary(text, span.end).min(row.end).max(from);
    from + text.get(from..to).unwrap_or_default().trim_end().len()
}
