//! Excerpts that people can read: a window of a file, or a re-indented resource where the file
//! is one long line; secrets are masked in both.

use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

use super::clean;
use crate::source::{Source, Span, names_a_secret};

/// Lines of context a window keeps around its labels.
const CONTEXT: usize = 3;
/// A longer line (in bytes) can't be read on a screen.
const LONGEST_LINE: usize = 400;
/// A resource larger than this (in bytes) is not re-indented.
const LARGEST_BODY: usize = 1 << 20;

/// A text to show, and where the labels lie in it.
#[derive(Debug)]
pub(super) struct Excerpt {
    pub(super) window: Window,
    /// One range per span asked for: byte offset and length.
    pub(super) ranges: Vec<(usize, usize)>,
}

/// A part of a file that counts its lines from where it stands in the file.
#[derive(Debug)]
pub(super) struct Window {
    name: String,
    text: String,
    first_line: usize,
    /// Characters of the first line that come before the window.
    first_column: usize,
}

impl Window {
    /// The column of a byte offset, from 0, in characters: miette itself counts bytes.
    fn column(&self, offset: usize) -> usize {
        let before = &self.text[..boundary(&self.text, offset.min(self.text.len()))];
        match before.rsplit_once('\n') {
            Some((_, line)) => line.chars().count(),
            None => before.chars().count() + self.first_column,
        }
    }

    /// Where the line begins that is some lines before the one at a byte offset.
    fn lines_before(&self, offset: usize, count: usize) -> usize {
        let line = line_start(&self.text, offset);
        (0..count).fold(line, |line, _| line_start(&self.text, line.saturating_sub(1)))
    }
}

/// Cuts out what surrounds the spans, all of one source; `body` is the resource they belong to.
pub(super) fn excerpt(source: &Source, spans: &[Span], body: Span, title: &str) -> Excerpt {
    let inside = |span: &Span| span.source == body.source && body.start <= span.start && span.end <= body.end;
    let is_json = source.text.get(body.start..body.end).is_some_and(|text| text.starts_with(['{', '[']));
    let readable = spans.iter().all(|span| line_length(&source.text, span.start) <= LONGEST_LINE);
    if !readable && is_json && body.end - body.start <= LARGEST_BODY && spans.iter().all(inside) {
        return indented(source, spans, body, title);
    }
    window(source, spans)
}

/// How many bytes before an excerpt are looked through for the key of a secret.
const NEARBY: usize = 1 << 12;

/// Like [`excerpt`] for a text that could not be parsed: nothing in it is known to be secret, so what follows a key
/// that sounds like one is masked on its line. Nothing is shown where such a key stands before the excerpt, or has
/// its value on other lines: what belongs to it can't be told there.
pub(super) fn unparsed(source: &Source, at: Span) -> Option<Excerpt> {
    let mut excerpt = window(source, &[at]);
    let text = &source.text;
    let (start, _) = reach(text, &[at]);
    let before = text.get(boundary(text, start.saturating_sub(NEARBY))..start).unwrap_or_default();
    let open = |line: &str| names_a_secret(line) && without_secret(line).trim_end() == line.trim_end();
    let ends_open = |line: &str| {
        names_a_secret(line) && line.trim_end().ends_with([':', '=', '|', '>', '(', '[', '{', ',', '-'])
    };
    let reaches_in = line_length(text, at.start) > LONGEST_LINE && names_a_secret(before);
    let nearby = before.lines().rev().take(CONTEXT * 2).any(names_a_secret);
    if reaches_in || nearby || excerpt.window.text.lines().any(|line| open(line) || ends_open(line)) {
        return None;
    }
    let lines = excerpt.window.text.split_inclusive('\n').map(without_secret);
    excerpt.window.text = lines.collect();
    Some(excerpt)
}

/// A line with asterisks, byte for byte, after the colon or equals sign of a secret's key.
fn without_secret(line: &str) -> String {
    let mut separators = line.char_indices().filter(|(_, character)| matches!(character, ':' | '='));
    let Some((at, _)) = separators.find(|(at, _)| names_a_secret(&line[..*at])) else {
        return line.to_owned();
    };
    let after = at + 1;
    let masked = line[after..].chars().map(|character| match character {
        '\n' | '\r' | ' ' => character.to_string(),
        _ => "*".repeat(character.len_utf8()),
    });
    line[..after].chars().map(String::from).chain(masked).collect()
}

fn line_length(text: &str, at: usize) -> usize {
    line_end(text, at) - line_start(text, at)
}

fn line_start(text: &str, at: usize) -> usize {
    memchr::memrchr(b'\n', &text.as_bytes()[..at.min(text.len())]).map_or(0, |found| found + 1)
}

fn line_end(text: &str, at: usize) -> usize {
    let at = at.min(text.len());
    memchr::memchr(b'\n', &text.as_bytes()[at..]).map_or(text.len(), |found| at + found)
}

/// The lines around the spans; of a line too long to read, the part around them.
fn window(source: &Source, spans: &[Span]) -> Excerpt {
    let text = &*source.text;
    let (start, end) = reach(text, spans);
    let range = |span: &Span| {
        let from = boundary(text, span.start.clamp(start, end));
        // One line of a value is enough to point at it.
        let to = boundary(text, span.end.clamp(from, end).min(line_end(text, from)));
        (from - start, trimmed(&text[from..to]))
    };
    let ranges = spans.iter().map(range).collect();
    let first = source.position(start);
    let window = Window {
        name: clean::line(&source.name).into_owned(),
        text: clean::piece(source.masked(start, end)),
        first_line: first.line - 1,
        first_column: first.column - 1,
    };
    Excerpt { window, ranges }
}

/// From where to where an excerpt of the spans reaches.
fn reach(text: &str, spans: &[Span]) -> (usize, usize) {
    let mut start = spans.iter().map(|span| span.start).min().unwrap_or(0).min(text.len());
    let mut end = spans.iter().map(|span| span.end).max().unwrap_or(0).min(text.len());
    if spans.iter().any(|span| line_length(text, span.start) > LONGEST_LINE) {
        start = boundary(text, start.saturating_sub(LONGEST_LINE / 8));
        end = boundary(text, (end + LONGEST_LINE / 8).min(text.len()));
    } else {
        for _ in 0..=CONTEXT {
            start = line_start(text, start.saturating_sub(1));
            end = line_end(text, (end + 1).min(text.len()));
        }
    }
    (start, end)
}

fn boundary(text: &str, mut at: usize) -> usize {
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

fn trimmed(text: &str) -> usize {
    text.trim_end().len()
}

/// The resource's JSON, one attribute a line, under the resource's name.
fn indented(source: &Source, spans: &[Span], body: Span, title: &str) -> Excerpt {
    let masked = source.masked(body.start, body.end);
    let mut writer = Indenter { out: String::with_capacity(masked.len() * 2), depth: 0, moved: Vec::new() };
    writer.write(&masked);
    let moved = |offset: usize| {
        let at = offset.saturating_sub(body.start).min(writer.moved.len().saturating_sub(1));
        writer.moved.get(at).copied().unwrap_or(0)
    };
    let range = |span: &Span| {
        let from = moved(span.start);
        let to = moved(span.end).max(from).min(line_end(&writer.out, from));
        (from, trimmed(&writer.out[from..to]))
    };
    let ranges = spans.iter().map(range).collect();
    let name = clean::line(&format!("{} ({title}, re-indented)", source.name)).into_owned();
    let text = clean::piece(writer.out);
    Excerpt { window: Window { name, text, first_line: 0, first_column: 0 }, ranges }
}

/// Re-indents JSON and remembers where every byte went.
struct Indenter {
    out: String,
    depth: usize,
    moved: Vec<usize>,
}

impl Indenter {
    fn write(&mut self, text: &str) {
        let (mut quoted, mut escaped) = (false, false);
        for character in text.chars() {
            if !quoted && matches!(character, '}' | ']') {
                self.depth = self.depth.saturating_sub(1);
                self.line();
            }
            self.moved.extend(std::iter::repeat_n(self.out.len(), character.len_utf8()));
            if quoted || !character.is_whitespace() {
                self.out.push(character);
            }
            match character {
                '"' if !escaped => quoted = !quoted,
                '{' | '[' if !quoted => {
                    self.depth += 1;
                    self.line();
                }
                ',' if !quoted => self.line(),
                ':' if !quoted => self.out.push(' '),
                _ => {}
            }
            escaped = quoted && character == '\\' && !escaped;
        }
        self.moved.push(self.out.len());
    }

    fn line(&mut self) {
        self.out.push('\n');
        self.out.extend(std::iter::repeat_n("  ", self.depth));
    }
}

impl SourceCode for Window {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        before: usize,
        after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        // miette goes through a text from its beginning, for every label: lines far before it are left out.
        let skipped = self.lines_before(span.offset(), before);
        let (above, text) = self.text.split_at(skipped);
        let near = SourceSpan::from((span.offset() - skipped, span.len()));
        let inner = text.read_span(&near, before, after)?;
        let lines = memchr::memchr_iter(b'\n', above.as_bytes()).count();
        Ok(Box::new(MietteSpanContents::new_named(
            self.name.clone(),
            inner.data(),
            (inner.span().offset() + skipped, inner.span().len()).into(),
            inner.line() + lines + self.first_line,
            // Asked without context, miette wants the place of the span itself.
            if before == 0 && after == 0 { self.column(span.offset()) } else { inner.column() },
            inner.line_count() + lines,
        )))
    }
}
