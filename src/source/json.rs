//! JSON into spanned nodes, through `serde_json`'s raw slices.

use std::borrow::Cow;

use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::{Entry, MAX_DEPTH, Node, NodeKind, ParseError, SourceId, Span};

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
/// When it is not JSON, repeats a key, or nests deeper than [`MAX_DEPTH`].
pub fn parse_json(source: SourceId, text: &str, slice: &str) -> Result<Node, ParseError> {
    let parser = Parser { source, text };
    let raw: &RawValue = parser.read(slice)?;
    parser.node(raw.get(), 0)
}

/// The JSON documents a text holds one after the other, as slices of it, up to the first that is
/// not JSON: then also what is wrong with that one.
#[must_use]
pub fn documents(source: SourceId, text: &str) -> (Vec<&str>, Option<ParseError>) {
    let parser = Parser { source, text };
    let mut documents = Vec::new();
    for document in serde_json::Deserializer::from_str(text).into_iter::<&RawValue>() {
        match document {
            Ok(document) => documents.push(document.get()),
            Err(error) => return (documents, Some(parser.located(text, &error))),
        }
    }
    (documents, None)
}

/// The keys of an object in order; empty for anything else.
#[must_use]
pub fn object_keys(slice: &str) -> Vec<String> {
    let keys = serde_json::from_str::<Pairs<'_>>(slice).map(|pairs| pairs.0).unwrap_or_default();
    let key = |raw: &RawValue| serde_json::from_str::<Text<'_>>(raw.get()).map(|text| text.0.into_owned());
    keys.into_iter().filter_map(|(raw, _)| key(raw).ok()).collect()
}

/// What every step of the descent needs.
struct Parser<'t> {
    source: SourceId,
    text: &'t str,
}

impl<'t> Parser<'t> {
    fn node(&self, slice: &'t str, depth: usize) -> Result<Node, ParseError> {
        let span = raw_span(self.source, self.text, slice);
        if depth > MAX_DEPTH {
            return Err(ParseError {
                at: Span { end: span.start + 1, ..span },
                message: format!("nested deeper than {MAX_DEPTH} levels"),
                help: "no template, plan or describe answer nests that deep: check how the file was made"
                    .into(),
            });
        }
        let kind = match slice.as_bytes().first() {
            Some(b'{') => NodeKind::Map(self.entries(slice, depth)?),
            Some(b'[') => {
                let items: Vec<&'t RawValue> = self.read(slice)?;
                let nodes = items.into_iter().map(|item| self.node(item.get(), depth + 1));
                NodeKind::List(nodes.collect::<Result<_, _>>()?)
            }
            Some(b'"') => {
                let text: Cow<'t, str> = self.read::<Text<'t>>(slice)?.0;
                NodeKind::Scalar { text: text.into_owned(), plain: false }
            }
            Some(b'n') => NodeKind::Null,
            _ => NodeKind::Scalar { text: slice.to_owned(), plain: true },
        };
        Ok(Node { span, tag: None, kind })
    }

    fn entries(&self, slice: &'t str, depth: usize) -> Result<Vec<Entry>, ParseError> {
        let pairs: Pairs<'t> = self.read(slice)?;
        let mut entries: Vec<Entry> = Vec::with_capacity(pairs.0.len());
        let mut seen = std::collections::HashSet::with_capacity(pairs.0.len());
        for (raw_key, raw_value) in pairs.0 {
            let key = self.read::<Text<'t>>(raw_key.get())?.0.into_owned();
            let key_span = raw_span(self.source, self.text, raw_key.get());
            if !seen.insert(key.clone()) {
                return Err(duplicate_key(&key, key_span));
            }
            let value = self.node(raw_value.get(), depth + 1)?;
            entries.push(Entry { key, key_span, value });
        }
        Ok(entries)
    }

    fn read<T: Deserialize<'t>>(&self, slice: &'t str) -> Result<T, ParseError> {
        serde_json::from_str(slice).map_err(|error| self.located(slice, &error))
    }

    fn located(&self, slice: &str, error: &serde_json::Error) -> ParseError {
        let base = raw_span(self.source, self.text, slice).start;
        let line_start = match error.line() {
            0 | 1 => 0,
            line => slice.match_indices('\n').nth(line - 2).map_or(0, |(at, _)| at + 1),
        };
        let offset = (line_start + error.column().saturating_sub(1)).min(slice.len());
        let start = (base + offset).min(self.text.len());
        let text = error.to_string();
        // What is said of a value's type quotes the value; what is said of syntax does not.
        let message = match error.is_data() {
            true => "a value of another type belongs here",
            false => text.split(" at line ").next().unwrap_or(&text),
        };
        ParseError {
            at: Span::character(self.source, self.text, start),
            message: format!("not valid JSON: {message}"),
            help: "mend the JSON here, or leave the file out".into(),
        }
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

/// The keys and values of a JSON object as raw slices, in order, repeats included.
struct Pairs<'t>(Vec<(&'t RawValue, &'t RawValue)>);

impl<'de> Deserialize<'de> for Pairs<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AsPairs;
        impl<'de> Visitor<'de> for AsPairs {
            type Value = Pairs<'de>;
            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some(pair) = map.next_entry()? {
                    pairs.push(pair);
                }
                Ok(Pairs(pairs))
            }
        }
        deserializer.deserialize_map(AsPairs)
    }
}
