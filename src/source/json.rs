//! JSON into spanned nodes, and what is wrong with what is none: `serde_json` says that.

use std::borrow::Cow;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::tape::Tape;
use super::{Node, ParseError, SourceId, Span};

/// The span of a raw slice that was borrowed from `text`.
///
/// A slice that was not borrowed from `text` yields a span outside of it, which reads as empty.
#[must_use]
pub fn raw_span(source: SourceId, text: &str, slice: &str) -> Span {
    let start = (slice.as_ptr() as usize).wrapping_sub(text.as_ptr() as usize);
    Span { source, start, end: start.wrapping_add(slice.len()) }
}

/// Parses `slice`, a part of `text` (or all of it), into nodes.
///
/// # Errors
/// When it is not JSON, repeats a key, or nests deeper than [`MAX_DEPTH`](super::MAX_DEPTH).
pub fn parse_json(source: SourceId, text: &str, slice: &str) -> Result<Node, ParseError> {
    let tape = Tape::of(source, text, slice)?;
    Ok(tape.root(text).node())
}

/// Why the document that begins at an offset of a text is not JSON, and where.
#[must_use]
pub fn fault(source: SourceId, text: &str, start: usize) -> ParseError {
    let rest = text.get(start..).unwrap_or_default();
    let first = serde_json::Deserializer::from_str(rest).into_iter::<&RawValue>().next();
    refused(source, text, rest, first.and_then(Result::err).as_ref())
}

/// Why a slice is not one JSON document.
pub(super) fn fault_in(source: SourceId, text: &str, slice: &str) -> ParseError {
    let read: Result<&RawValue, _> = serde_json::from_str(slice);
    refused(source, text, slice, read.err().as_ref())
}

/// What a key or text stands for, borrowed where it holds no escape.
///
/// # Errors
/// Where an escape is half of a character.
pub(super) fn unescaped<'t>(
    source: SourceId,
    text: &str,
    slice: &'t str,
) -> Result<Cow<'t, str>, ParseError> {
    let read: Result<Text<'t>, _> = serde_json::from_str(slice);
    read.map(|text| text.0).map_err(|error| refused(source, text, slice, Some(&error)))
}

fn refused(source: SourceId, text: &str, slice: &str, error: Option<&serde_json::Error>) -> ParseError {
    let base = raw_span(source, text, slice).start;
    let line_start = match error.map_or(0, serde_json::Error::line) {
        0 | 1 => 0,
        line => memchr::memchr_iter(b'\n', slice.as_bytes()).nth(line - 2).map_or(0, |at| at + 1),
    };
    let column = error.map_or(0, serde_json::Error::column);
    let offset = (line_start + column.saturating_sub(1)).min(slice.len());
    let start = (base + offset).min(text.len());
    let told = error.map(ToString::to_string).unwrap_or_default();
    // What is said of a value's type quotes the value; what is said of syntax does not.
    let message = match error.is_none_or(serde_json::Error::is_data) {
        true => "a value of another type belongs here",
        false => told.split(" at line ").next().unwrap_or(&told),
    };
    ParseError {
        at: Span::character(source, text, start),
        message: format!("not valid JSON: {message}"),
        help: "mend the JSON here, or leave the file out".into(),
    }
}

/// The error both readers give for a key that stands twice in one map.
pub(super) fn duplicate_key(key: &str, at: Span) -> ParseError {
    ParseError {
        at,
        message: format!("the key `{key}` stands twice in one map"),
        help: "keep one of them: readers disagree on which one counts".into(),
    }
}

/// A JSON string, borrowed where it holds no escape.
struct Text<'t>(Cow<'t, str>);

impl<'de> Deserialize<'de> for Text<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AsText;
        impl<'de> Visitor<'de> for AsText {
            type Value = Text<'de>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("a string")
            }
            fn visit_borrowed_str<E>(self, text: &'de str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Borrowed(text)))
            }
            fn visit_str<E>(self, text: &str) -> Result<Self::Value, E> {
                Ok(Text(Cow::Owned(text.to_owned())))
            }
        }
        deserializer.deserialize_str(AsText)
    }
}
