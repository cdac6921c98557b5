//! JSON values as places in their text: one pass makes them, a dozen bytes a value.

use std::borrow::Cow;
use std::collections::HashSet;
use std::sync::Arc;

use super::json::{duplicate_key, fault_in, raw_span, unescaped};
use super::node::{bool_word, count_word};
use super::scan::{NotJson, Scanner};
use super::{Entry, MAX_DEPTH, Node, NodeKind, ParseError, SourceId, Span};

/// How many keys of an object are compared with each other; more are put into a set.
pub(super) const FEW: usize = 64;

/// The values of one JSON document, in the order of their places.
#[derive(Debug)]
pub struct Tape {
    source: SourceId,
    /// Where the document begins in its text.
    base: usize,
    /// A list's elements follow it; so do an object's keys, each with its value behind it.
    slots: Vec<Slot>,
    /// Texts whose escapes had to be resolved, by their slots.
    resolved: Vec<(u32, Box<str>)>,
}

/// One value or key.
#[derive(Debug, Clone, Copy)]
struct Slot {
    /// Its place, from the document's beginning.
    start: u32,
    end: u32,
    /// The slot after all that is in it; zero for a text with escapes, which is one slot.
    next: u32,
}

/// A value of a [`Tape`].
#[derive(Debug, Clone, Copy)]
pub struct Json<'a> {
    tape: &'a Tape,
    text: &'a str,
    at: u32,
}

/// A document, or a value in one, together with its text.
#[derive(Debug, Clone)]
pub struct JsonDocument {
    text: Arc<String>,
    tape: Arc<Tape>,
    at: u32,
}

impl JsonDocument {
    /// Reads `slice`, a part of `text` or all of it.
    ///
    /// # Errors
    /// As [`parse_json`](super::parse_json).
    pub fn read(source: SourceId, text: &Arc<String>, slice: &str) -> Result<JsonDocument, ParseError> {
        let tape = Tape::of(source, text, slice)?;
        Ok(JsonDocument { text: Arc::clone(text), tape: Arc::new(tape), at: 0 })
    }

    /// The value.
    #[must_use]
    pub fn root(&self) -> Json<'_> {
        Json { tape: &self.tape, text: &self.text, at: self.at }
    }

    /// A value of this document as a document of its own.
    #[must_use]
    pub fn part(&self, value: Json<'_>) -> JsonDocument {
        JsonDocument { at: value.at, ..self.clone() }
    }
}

impl Tape {
    /// Reads `slice`, a part of `text` or all of it.
    pub(super) fn of(source: SourceId, text: &str, slice: &str) -> Result<Tape, ParseError> {
        let base = raw_span(source, text, slice).start;
        if u32::try_from(slice.len()).is_err() {
            return Err(ParseError {
                at: Span { source, start: base, end: base + 1 },
                message: "larger than 4 GiB".into(),
                help: "save it in parts".into(),
            });
        }
        let tape = Tape { source, base, slots: Vec::new(), resolved: Vec::new() };
        let mut builder =
            Builder { tape, text, scanner: Scanner::new(slice), hashes: Vec::new(), fault: None };
        let read = builder.value(0).and_then(|()| builder.scanner.end());
        match (read, builder.fault) {
            (Err(NotJson), _) => Err(fault_in(source, text, slice)),
            (Ok(()), Some(fault)) => Err(fault),
            (Ok(()), None) => Ok(builder.tape),
        }
    }

    /// The document as a value; `text` is the one that it was read from.
    pub(super) fn root<'a>(&'a self, text: &'a str) -> Json<'a> {
        Json { tape: self, text, at: 0 }
    }
}

/// A tape under construction.
struct Builder<'t> {
    tape: Tape,
    text: &'t str,
    scanner: Scanner<'t>,
    /// Of the keys of all objects that are open.
    hashes: Vec<u64>,
    /// The first thing that is JSON and is not taken.
    fault: Option<ParseError>,
}

impl Builder<'_> {
    fn value(&mut self, depth: usize) -> Result<(), NotJson> {
        let opening = self.scanner.peek();
        let start = self.scanner.at();
        if depth > MAX_DEPTH {
            self.too_deep(start);
            return self.scanner.skip().map(|_| ());
        }
        let slot = self.push(start);
        match opening {
            Some(b'{') => self.object(slot, depth)?,
            Some(b'[') => {
                self.scanner.enter(b'[');
                let mut first = true;
                while self.scanner.item(&mut first)? {
                    self.value(depth + 1)?;
                }
            }
            Some(b'"') => {
                let written = self.scanner.skip()?;
                self.finish(slot);
                self.resolve(slot, written);
                return Ok(());
            }
            _ => {
                self.scanner.skip()?;
            }
        }
        self.finish(slot);
        Ok(())
    }

    fn object(&mut self, object: usize, depth: usize) -> Result<(), NotJson> {
        self.scanner.enter(b'{');
        let mut first = true;
        let open = self.hashes.len();
        let mut doubtful = false;
        while let Some(key) = self.scanner.key(&mut first)? {
            let start = raw_span(self.tape.source, self.text, key).start - self.tape.base;
            let slot = self.push(start);
            if let Some(slot) = self.tape.slots.get_mut(slot) {
                slot.end = slot.start + number(key.len());
            }
            doubtful |= self.resolve(slot, key);
            self.hashes.push(hash(key));
            self.value(depth + 1)?;
        }
        let hashes = self.hashes.get(open..).unwrap_or_default();
        let twice = |(at, hash): (usize, &u64)| hashes.iter().take(at).any(|other| other == hash);
        doubtful |= hashes.len() > FEW || hashes.iter().enumerate().any(twice);
        self.hashes.truncate(open);
        if doubtful {
            self.finish(object);
            self.find_repeat(object);
        }
        Ok(())
    }

    fn push(&mut self, start: usize) -> usize {
        let (slot, start) = (self.tape.slots.len(), number(start));
        self.tape.slots.push(Slot { start, end: start, next: number(slot + 1) });
        slot
    }

    fn finish(&mut self, slot: usize) {
        let (end, next) = (number(self.scanner.at()), number(self.tape.slots.len()));
        if let Some(slot) = self.tape.slots.get_mut(slot) {
            (slot.end, slot.next) = (end, next);
        }
    }

    /// Keeps what a text with escapes stands for; true where it has some.
    fn resolve(&mut self, slot: usize, written: &str) -> bool {
        if memchr::memchr(b'\\', written.as_bytes()).is_none() {
            return false;
        }
        if let Some(slot) = self.tape.slots.get_mut(slot) {
            slot.next = 0;
        }
        match unescaped(self.tape.source, self.text, written) {
            Ok(text) => self.tape.resolved.push((number(slot), text.into())),
            Err(fault) => self.note(fault),
        }
        true
    }

    /// Finds the first key that stands twice in an object.
    fn find_repeat(&mut self, object: usize) {
        // A fault before it counts, and may have left slots out.
        if self.fault.is_some() {
            return;
        }
        let object = Json { tape: &self.tape, text: self.text, at: number(object) };
        let mut seen = HashSet::new();
        let repeat = object.entries().find(|(key, _)| !seen.insert(key.as_str()));
        let fault = repeat.map(|(key, _)| duplicate_key(key.as_str().unwrap_or_default(), key.span()));
        fault.into_iter().for_each(|fault| self.note(fault));
    }

    fn too_deep(&mut self, start: usize) {
        let start = self.tape.base + start;
        self.note(ParseError {
            at: Span { source: self.tape.source, start, end: start + 1 },
            message: format!("nested deeper than {MAX_DEPTH} levels"),
            help: "no template, plan or describe answer nests that deep: check how the file was made".into(),
        });
    }

    /// Of several faults the one that stands first counts.
    fn note(&mut self, fault: ParseError) {
        if self.fault.as_ref().is_none_or(|first| fault.at.start < first.at.start) {
            self.fault = Some(fault);
        }
    }
}

/// A place or a slot: a document is at most 4 GiB long.
fn number(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Tells most keys apart; equal ones are looked at.
pub(super) fn hash(key: &str) -> u64 {
    let mix = |hash: u64, word: u64| (hash.rotate_left(23) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let (chunks, tail) = key.as_bytes().as_chunks::<8>();
    let hash = chunks.iter().fold(0, |hash, chunk| mix(hash, u64::from_le_bytes(*chunk)));
    mix(hash, tail.iter().fold(1, |word, byte| word << 8 | u64::from(*byte)))
}

impl<'a> Json<'a> {
    fn slot(self) -> Slot {
        #[cfg(test)]
        super::scan::work::VALUES.with(|values| values.set(values.get() + 1));
        let none = Slot { start: 0, end: 0, next: u32::MAX };
        self.tape.slots.get(self.at as usize).copied().unwrap_or(none)
    }

    /// The slot after all that is in it.
    fn after(self) -> u32 {
        match self.slot().next {
            0 => self.at + 1,
            next => next,
        }
    }

    fn to(self, at: u32) -> Json<'a> {
        Json { at, ..self }
    }

    /// The value as it is written.
    #[must_use]
    pub fn written(self) -> &'a str {
        let slot = self.slot();
        let place = self.tape.base + slot.start as usize..self.tape.base + slot.end as usize;
        self.text.get(place).unwrap_or_default()
    }

    fn opening(self) -> Option<u8> {
        self.text.as_bytes().get(self.tape.base + self.slot().start as usize).copied()
    }

    /// The value's place; for a text the quotes included.
    #[must_use]
    pub fn span(self) -> Span {
        let slot = self.slot();
        let base = self.tape.base;
        Span { source: self.tape.source, start: base + slot.start as usize, end: base + slot.end as usize }
    }

    /// The keys and values of an object, in order; none for anything else.
    pub fn entries(self) -> impl Iterator<Item = (Json<'a>, Json<'a>)> + Clone {
        let end = if self.is_map() { self.slot().next } else { 0 };
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let (key, value) = (self.to(at), self.to(at + 1));
            (at < end).then(|| {
                at = value.after();
                (key, value)
            })
        })
    }

    /// The elements of a list; none for anything else.
    pub fn items(self) -> impl Iterator<Item = Json<'a>> + Clone {
        let end = if self.is_list() { self.slot().next } else { 0 };
        let mut at = self.at + 1;
        std::iter::from_fn(move || {
            let item = self.to(at);
            (at < end).then(|| {
                at = item.after();
                item
            })
        })
    }

    /// The key and the value under a key, where this is an object that has it.
    #[must_use]
    pub fn entry(self, key: &str) -> Option<(Json<'a>, Json<'a>)> {
        self.entries().find(|(name, _)| name.is(key))
    }

    /// The value under a key, where this is an object that has it.
    #[must_use]
    pub fn get(self, key: &str) -> Option<Json<'a>> {
        self.entry(key).map(|(_, value)| value)
    }

    /// The value under a path of keys.
    #[must_use]
    pub fn path(self, keys: &[&str]) -> Option<Json<'a>> {
        keys.iter().try_fold(self, |value, key| value.get(key))
    }

    /// Whether a key is this one.
    fn is(self, key: &str) -> bool {
        let slot = self.slot();
        if slot.next == 0 {
            return self.resolved() == Some(key);
        }
        let length = (slot.end - slot.start) as usize;
        let start = self.tape.base + slot.start as usize + 1;
        let inside = || self.text.as_bytes().get(start..start + key.len());
        length == key.len() + 2 && inside() == Some(key.as_bytes())
    }

    /// Whether this is a null.
    #[must_use]
    pub fn is_null(self) -> bool {
        self.opening() == Some(b'n')
    }

    /// Whether this is an object.
    #[must_use]
    pub fn is_map(self) -> bool {
        self.opening() == Some(b'{')
    }

    /// Whether this is a list.
    #[must_use]
    pub fn is_list(self) -> bool {
        self.opening() == Some(b'[')
    }

    /// Whether this is a text in quotes.
    #[must_use]
    pub fn is_quoted(self) -> bool {
        self.opening() == Some(b'"')
    }

    /// The characters of a text, a number or a boolean.
    #[must_use]
    pub fn as_str(self) -> Option<&'a str> {
        match self.opening() {
            Some(b'{' | b'[' | b'n') | None => None,
            Some(b'"') if self.slot().next == 0 => self.resolved(),
            Some(b'"') => {
                let written = self.written();
                written.get(1..written.len().saturating_sub(1))
            }
            Some(_) => Some(self.written()),
        }
    }

    fn resolved(self) -> Option<&'a str> {
        let resolved = &self.tape.resolved;
        let at = resolved.binary_search_by_key(&self.at, |(slot, _)| *slot).ok()?;
        resolved.get(at).map(|(_, text)| &**text)
    }

    /// A boolean, as [`Node::as_bool`] reads it.
    #[must_use]
    pub fn as_bool(self) -> Option<bool> {
        bool_word(self.as_str()?)
    }

    /// A whole number, as [`Node::as_count`] reads it.
    #[must_use]
    pub fn as_count(self) -> Option<u32> {
        count_word(self.as_str()?)
    }

    /// The value as a tree of its own.
    #[must_use]
    pub fn node(self) -> Node {
        let text = |value: Json<'_>| value.as_str().unwrap_or_default().to_owned();
        let entry = |(key, value): (Json<'_>, Json<'_>)| Entry {
            key: text(key),
            key_span: key.span(),
            value: value.node(),
        };
        let kind = match self.opening() {
            Some(b'{') => NodeKind::Map(self.entries().map(entry).collect()),
            Some(b'[') => NodeKind::List(self.items().map(Json::node).collect()),
            Some(b'n') => NodeKind::Null,
            opening => NodeKind::Scalar { text: text(self), plain: opening != Some(b'"') },
        };
        Node { span: self.span(), tag: None, kind }
    }
}

/// What a text written in JSON stands for; none where it is no text, or an escape is half of a character.
#[must_use]
pub fn text_of(written: &str) -> Option<Cow<'_, str>> {
    let inside = written.strip_prefix('"')?.strip_suffix('"')?;
    match memchr::memchr(b'\\', inside.as_bytes()) {
        None => Some(Cow::Borrowed(inside)),
        Some(_) => serde_json::from_str(written).ok().map(Cow::Owned),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::value::RawValue;

    use super::*;
    use crate::source::{Sources, fault, parse_json};

    fn source() -> SourceId {
        Sources::default().add("test", "")
    }

    /// The same value, numbers as they are written.
    fn same(node: &Node, raw: &str) -> bool {
        match &node.kind {
            NodeKind::Null => raw == "null",
            NodeKind::Scalar { text, plain: true } => raw == text,
            NodeKind::Scalar { text, plain: false } => {
                serde_json::from_str::<String>(raw).is_ok_and(|raw| raw == *text)
            }
            NodeKind::List(items) => {
                let raws: Vec<&RawValue> = serde_json::from_str(raw).unwrap();
                items.len() == raws.len() && items.iter().zip(raws).all(|(item, raw)| same(item, raw.get()))
            }
            NodeKind::Map(entries) => {
                let raws: std::collections::HashMap<String, &RawValue> = serde_json::from_str(raw).unwrap();
                entries.len() == raws.len()
                    && entries.iter().all(|entry| same(&entry.value, raws[&entry.key].get()))
            }
        }
    }

    fn compare(text: &str) -> Result<(), TestCaseError> {
        let theirs: Result<&RawValue, _> = serde_json::from_str(text);
        let mut scanner = Scanner::new(text);
        let ours = scanner.skip().and_then(|slice| scanner.end().map(|()| slice));
        prop_assert_eq!(ours.ok(), theirs.as_ref().ok().map(|raw| raw.get()), "{}", text);
        match (parse_json(source(), text, text), theirs) {
            (Ok(node), Ok(raw)) => prop_assert!(same(&node, raw.get()), "{}", text),
            (Ok(_), Err(error)) => prop_assert!(false, "{text}: {error}"),
            (Err(error), Ok(_)) => {
                let known = ["stands twice", "nested deeper", "surrogate", "hex escape"];
                prop_assert!(known.iter().any(|word| error.message.contains(word)), "{text}: {error:?}");
            }
            (Err(error), Err(_)) => prop_assert!(error.message.starts_with("not valid JSON"), "{error:?}"),
        }
        Ok(())
    }

    /// Pieces that JSON is made of, and some that it is not.
    fn piece() -> impl Strategy<Value = String> {
        const KNOWN: &[&str] = &[
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\"",
            "\"a\"",
            "\"b\":",
            "\"\\u0061\":",
            "\"\\ud83d\\ude00\"",
            "\"\\ud800\"",
            "\\",
            "\\n",
            "\\u12",
            "\n",
            " ",
            "\t",
            "\r",
            "        ",
            "\n         ",
            "1",
            "-",
            "0",
            "01",
            ".5",
            "1e9",
            "1E+",
            "-0.0e-1",
            "true",
            "false",
            "null",
            "nul",
            "\u{1f}",
            "é",
            "😀",
            "\"plain text of some length\"",
            "\"\u{7f}\"",
        ];
        prop_oneof![8 => proptest::sample::select(KNOWN).prop_map(str::to_owned), 1 => any::<char>().prop_map(String::from)]
    }

    /// JSON that is mostly right.
    fn json() -> impl Strategy<Value = String> {
        let text = prop_oneof![
            "[a-zé\\PC]{0,20}".prop_map(|text| serde_json::to_string(&text).unwrap()),
            Just("\"\\u00e9\\/\"".to_owned()),
        ];
        let leaf = prop_oneof![
            text.clone(),
            any::<f64>().prop_map(|number| serde_json::to_string(&number).unwrap()),
            any::<i64>().prop_map(|number| number.to_string()),
            Just("true".to_owned()),
            Just("null".to_owned()),
        ];
        let space = || proptest::sample::select(&["", " ", "\n                   ", "\r\n\t"][..]);
        leaf.prop_recursive(5, 60, 8, move |inner| {
            let list =
                (proptest::collection::vec(inner.clone(), 0..6), space()).prop_map(|(items, space)| {
                    format!("[{space}{}{space}]", items.join(&format!("{space},{space}")))
                });
            let pairs = proptest::collection::vec((text.clone(), inner), 0..6);
            let map = (pairs, space()).prop_map(|(pairs, space)| {
                let pairs: Vec<String> =
                    pairs.iter().map(|(key, value)| format!("{key}{space}:{space}{value}")).collect();
                format!("{{{space}{}{space}}}", pairs.join(&format!("{space},{space}")))
            });
            prop_oneof![list, map]
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(2_000))]

        #[test]
        fn any_pieces_are_taken_and_refused_as_serde_json_does(pieces in proptest::collection::vec(piece(), 0..12)) {
            compare(&pieces.concat())?;
        }

        #[test]
        fn json_is_read_as_serde_json_reads_it(text in json(), cut in any::<proptest::sample::Index>(), byte in piece()) {
            compare(&text)?;
            let mut at = cut.index(text.len() + 1);
            while !text.is_char_boundary(at) {
                at -= 1;
            }
            compare(&format!("{}{byte}{}", &text[..at], &text[at..]))?;
            compare(&text[..at])?;
        }
    }

    #[test]
    fn a_key_that_stands_twice_is_found_among_few_and_many() {
        for count in [2, 40, 63, 64, 65, 500] {
            let keys: Vec<String> = (0..count).map(|key| format!("\"key-{key}\": 1")).collect();
            let once = format!("{{{}}}", keys.join(", "));
            assert!(parse_json(source(), &once, &once).is_ok());
            let twice = format!("{{{}, \"key-\\u0031\": 2}}", keys.join(", "));
            let error = parse_json(source(), &twice, &twice).unwrap_err();
            assert_eq!(error.message, "the key `key-1` stands twice in one map");
            assert_eq!(error.at.start, twice.find("\"key-\\u0031").unwrap());
        }
    }

    #[test]
    fn of_several_faults_the_first_is_told_and_syntax_counts_before_all() {
        let text = r#"{"a": {"b": 1, "b": 2}, "c": "\ud800", "a": 3}"#;
        let error = parse_json(source(), text, text).unwrap_err();
        assert_eq!((error.at.start, error.message.contains("`b`")), (15, true));
        let cut = &text[..text.len() - 1];
        assert!(parse_json(source(), cut, cut).unwrap_err().message.starts_with("not valid JSON: EOF"));
    }

    #[test]
    fn depth_is_bounded_and_what_is_skipped_may_be_deeper() {
        let nested = |depth: usize| format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let read = |text: &str| parse_json(source(), text, text).map(|_| ());
        assert!(read(&nested(MAX_DEPTH + 1)).is_ok());
        let error = read(&nested(MAX_DEPTH + 2)).unwrap_err();
        assert_eq!(
            (error.at.start, error.message.as_str()),
            (MAX_DEPTH + 1, "nested deeper than 128 levels")
        );
        let deep = nested(1_000_000);
        assert_eq!(Scanner::new(&deep).skip().map(str::len), Ok(2_000_000));
    }

    #[test]
    fn a_fault_of_a_later_document_is_told_where_it_is() {
        let text = "{\"a\": 1}\n{\"b\": }";
        let error = fault(source(), text, 9);
        assert_eq!(error.message, "not valid JSON: expected value");
        assert_eq!(error.at.start, text.rfind('}').unwrap());
    }
}
