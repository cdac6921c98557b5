//! Texts and places in them: every value the tool judges can be pointed at.

mod boundary;
mod encoding;
mod failure;
mod folders;
mod gather;
pub mod hcl;
mod json;
mod left_out;
mod link_out;
mod node;
mod position;
pub(crate) mod scan;
mod search;
mod tape;
mod walk;
mod yaml;

pub use boundary::{Boundary, Refusal};
pub use encoding::{NotText, Wide};
pub use failure::{Failure, FailureKind};
pub use folders::{Folder, Folders, is_automatic, is_configuration, is_loaded};
pub use gather::{Gathered, Input, gather, shown};
pub use json::{fault, parse_json, raw_span};
pub use left_out::{LeftOut, left_out};
pub use link_out::LinkOut;
pub use node::{Entry, Node, NodeKind, bool_word, count_word};
pub use position::Position;
use position::PositionIndex;
pub use scan::{NotJson, Scanner};
pub use search::read_values;
pub use tape::{Json, JsonDocument, Tape, text_of};
pub use yaml::parse_yaml;

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

/// How deep lists and maps may nest in any input, in levels.
///
/// Real inputs stay below 30; the bound keeps hostile ones from exhausting the stack.
pub const MAX_DEPTH: usize = 128;

/// Whether a key's name says that its value is a secret.
#[must_use]
pub fn names_a_secret(key: &str) -> bool {
    let key = key.as_bytes();
    key.iter().enumerate().any(|(at, first)| {
        // Each letter begins at most one of the words.
        let word: &[u8] = match first {
            b'p' | b'P' => b"password",
            b's' | b'S' => b"secret",
            b't' | b'T' => b"token",
            _ => return false,
        };
        key.get(at..at + word.len()).is_some_and(|part| part.eq_ignore_ascii_case(word))
    })
}

/// One text that was read: a file, or standard input.
#[derive(Debug, Clone)]
pub struct Source {
    /// The name shown to people: a path relative to the working folder with `/`, or `-`.
    pub name: String,
    /// The whole text, without a byte-order mark.
    pub text: Arc<String>,
    /// Byte ranges that hold secrets, masked wherever an excerpt is shown.
    pub secrets: Vec<(usize, usize)>,
    positions: OnceLock<PositionIndex>,
    /// The secrets' ranges in order, those that touch as one.
    merged: OnceLock<Vec<(usize, usize)>>,
}

impl Source {
    /// The line and column of a byte offset.
    #[must_use]
    pub fn position(&self, offset: usize) -> Position {
        self.positions.get_or_init(|| PositionIndex::new(&self.text)).of(&self.text, offset)
    }

    /// A part of the text with its secrets as asterisks, byte for byte as long as the original.
    #[must_use]
    pub fn masked(&self, start: usize, end: usize) -> String {
        let part = self.text.get(start..end).unwrap_or_default();
        let merged = self.merged.get_or_init(|| merged(&self.secrets));
        let after = merged.partition_point(|(_, to)| *to <= start);
        let hidden = merged.iter().skip(after).take_while(|(from, _)| *from < end);
        // The first boundary of characters at an offset or after it, in the part.
        let boundary = |at: usize| {
            let at = at.clamp(start, start + part.len()) - start;
            (at..=part.len()).find(|at| part.is_char_boundary(*at)).unwrap_or(part.len())
        };
        let (mut masked, mut done) = (String::with_capacity(part.len()), 0);
        for (from, to) in hidden {
            let (from, to) = (boundary(*from).max(done), boundary(*to).max(done));
            masked.push_str(&part[done..from]);
            for character in part[from..to].chars() {
                match character {
                    '"' | '\n' | '\r' => masked.push(character),
                    _ => masked.extend(std::iter::repeat_n('*', character.len_utf8())),
                }
            }
            done = to;
        }
        masked.push_str(&part[done..]);
        masked
    }
}

/// Ranges in order, those that touch as one.
fn merged(ranges: &[(usize, usize)]) -> Vec<(usize, usize)> {
    let mut sorted = ranges.to_vec();
    sorted.sort_unstable();
    let mut all: Vec<(usize, usize)> = Vec::with_capacity(sorted.len());
    for (from, to) in sorted {
        match all.last_mut() {
            Some((_, end)) if from <= *end => *end = to.max(*end),
            _ => all.push((from, to)),
        }
    }
    all
}

/// The number of a [`Source`] among the [`Sources`] of one run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SourceId(u32);

/// A byte range in one source; the end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// The text this range lies in.
    pub source: SourceId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

impl Span {
    /// The one character of a text that holds the byte at an offset; nothing at the text's end.
    #[must_use]
    pub fn character(source: SourceId, text: &str, offset: usize) -> Span {
        let mut start = offset.min(text.len());
        while !text.is_char_boundary(start) {
            start -= 1;
        }
        let length = text[start..].chars().next().map_or(0, char::len_utf8);
        Span { source, start, end: start + length }
    }

    /// The smallest range that covers both; `other` must lie in the same source.
    #[must_use]
    pub fn to(self, other: Span) -> Span {
        Span { source: self.source, start: self.start.min(other.start), end: self.end.max(other.end) }
    }
}

/// All texts of one run, in the order they were read.
#[derive(Debug, Default)]
pub struct Sources {
    all: Vec<Source>,
    /// The first of each name shown to people.
    names: HashMap<String, SourceId>,
}

impl Sources {
    /// Adds a text and returns its number. A leading byte-order mark is dropped.
    pub fn add(&mut self, name: impl Into<String>, text: impl Into<String>) -> SourceId {
        let mut text = text.into();
        if text.starts_with('\u{feff}') {
            text.drain(..'\u{feff}'.len_utf8());
        }
        // A run reads far fewer than 2^32 files; saturating keeps this total.
        let id = SourceId(u32::try_from(self.all.len()).unwrap_or(u32::MAX));
        let name = name.into();
        self.names.entry(name.clone()).or_insert(id);
        self.all.push(Source {
            name,
            text: Arc::new(text),
            secrets: Vec::new(),
            positions: OnceLock::new(),
            merged: OnceLock::new(),
        });
        id
    }

    /// The number of a source by the name shown to people.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<SourceId> {
        self.names.get(name).copied()
    }

    /// All sources by the names shown to people; of two with one name the later.
    #[must_use]
    pub fn by_name(&self) -> HashMap<String, SourceId> {
        (0..).zip(&self.all).map(|(at, source)| (source.name.clone(), SourceId(at))).collect()
    }

    /// How many there are.
    #[must_use]
    pub fn len(&self) -> usize {
        self.all.len()
    }

    /// Whether there is none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.all.is_empty()
    }

    /// All sources with their numbers, in the order they were read.
    pub fn all(&self) -> impl Iterator<Item = (SourceId, &Source)> {
        self.all
            .iter()
            .enumerate()
            .map(|(at, source)| (SourceId(u32::try_from(at).unwrap_or(u32::MAX)), source))
    }

    /// The source with this number.
    ///
    /// # Panics
    /// When the number comes from another [`Sources`].
    #[must_use]
    pub fn get(&self, id: SourceId) -> &Source {
        &self.all[id.0 as usize]
    }

    /// The text with this number, shared: a loader keeps it while it adds to the sources.
    #[must_use]
    pub fn text(&self, id: SourceId) -> Arc<String> {
        Arc::clone(&self.get(id).text)
    }

    /// The characters a span covers.
    #[must_use]
    pub fn slice(&self, span: Span) -> &str {
        self.get(span.source).text.get(span.start..span.end).unwrap_or_default()
    }

    /// Marks a range as secret: excerpts show it as asterisks.
    pub fn mark_secret(&mut self, span: Span) {
        let source = &mut self.all[span.source.0 as usize];
        source.secrets.push((span.start, span.end));
        source.merged = OnceLock::new();
    }

    /// A span that covers a whole text.
    #[must_use]
    pub fn whole(&self, id: SourceId) -> Span {
        Span { source: id, start: 0, end: self.get(id).text.len() }
    }

    /// Where a span starts, for people.
    #[must_use]
    pub fn start(&self, span: Span) -> Position {
        self.get(span.source).position(span.start)
    }

    /// Where a span ends (exclusive), for people.
    #[must_use]
    pub fn end(&self, span: Span) -> Position {
        self.get(span.source).position(span.end)
    }
}

/// Why a text could not be parsed, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseError {
    /// The fault's place.
    pub at: Span,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_masked_byte_for_byte_wherever_they_overlap() {
        let text = "a: \"sécret\"\nb: ünsafe\nc: d";
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", text);
        let of = |word: &str| {
            let start = text.find(word).unwrap_or_default();
            Span { source, start, end: start + word.len() }
        };
        for word in ["ünsafe", "\"sécret\"", "safe", "cret"] {
            sources.mark_secret(of(word));
        }
        let shown = sources.get(source).masked(0, text.len());
        assert_eq!(shown, "a: \"*******\"\nb: *******\nc: d");
        let (start, end) = (text.find("cret").unwrap_or_default(), text.len() - 1);
        assert_eq!(sources.get(source).masked(start, end), shown[start..end]);
        assert_eq!(sources.get(source).masked(3, 3), "");
        sources.mark_secret(of("d"));
        assert!(sources.get(source).masked(0, text.len()).ends_with("c: *"));
    }
}
