//! What holds whatever is read: places lie in their texts, JSON can be read, no output acts on a terminal or a log.

use std::io::{self, Write};

use multiaz::finding::Finding;
use multiaz::source::{Sources, Span};
use quick_xml::Reader;
use quick_xml::events::Event;
use serde::de::IgnoredAny;

use super::run::Read;

/// Asserts that everything that was read or found has a place that is a piece of its text.
pub fn assert_places(read: &Read<'_>) {
    for failure in read.failures {
        failure.at.into_iter().for_each(|at| assert_place(read.sources, at, &failure.message));
    }
    for skipped in read.skipped {
        assert_place(read.sources, skipped.at, &skipped.reason);
    }
    for group in read.groups {
        assert_place(read.sources, group.at, &group.name);
        assert_place(read.sources, group.body, &group.name);
        group.layout.shards.iter().for_each(|shard| assert_place(read.sources, shard.at, "a shard"));
        group.traces.iter().for_each(|trace| assert_place(read.sources, trace.at, &trace.text));
    }
    read.findings.iter().for_each(|finding| assert_finding(read.sources, finding));
}

fn assert_finding(sources: &Sources, finding: &Finding) {
    let labels = finding.labels.iter().map(|label| label.at);
    let because = finding.because.iter().map(|evidence| evidence.at);
    let blocked = finding.blocked_by.iter().map(|blocker| blocker.at);
    for at in labels.chain(because).chain(blocked).chain([finding.body, finding.place()]) {
        assert_place(sources, at, &finding.rule);
    }
}

/// Asserts that a place is a piece of its text, on the borders of characters.
pub fn assert_place(sources: &Sources, at: Span, of: &str) {
    let text = &sources.get(at.source).text;
    assert!(text.get(at.start..at.end).is_some(), "{of}: no place in a text of {} bytes: {at:?}", text.len());
}

/// Asserts that what is written is text on which neither a terminal nor a runner of GitHub Actions acts.
pub fn assert_text(what: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let text = written(what, write);
    assert!(!text.contains(acts), "{what} acts on a terminal: {text:?}");
    assert!(!text.contains("##["), "{what} holds a command: {text:?}");
    let command = text.lines().find(|line| line.trim_start().starts_with("::"));
    assert_eq!(command, None, "{what} holds a command");
}

/// Asserts that what is written is one JSON document, on which a terminal does not act.
pub fn assert_json(what: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let text = written(what, write);
    assert!(!text.contains(acts), "{what} acts on a terminal: {text:?}");
    assert!(!text.contains("##["), "{what} holds a command: {text:?}");
    let read = serde_json::from_str::<IgnoredAny>(&text);
    assert!(
        read.is_ok(),
        "{what} is no JSON: {}",
        read.map_or_else(|error| error.to_string(), |_| String::new())
    );
}

/// What is written, which is text.
pub fn written(what: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> String {
    let mut out = Vec::new();
    let written = write(&mut out);
    assert!(written.is_ok(), "{what} can't be written: {written:?}");
    let text = String::from_utf8(out);
    assert!(text.is_ok(), "{what} is no text");
    text.unwrap_or_default()
}

/// Whether a terminal acts upon a letter: a control character that ends no line, or one that turns the line around.
fn acts(letter: char) -> bool {
    let control = letter.is_control() && !matches!(letter, '\n' | '\t' | '\r');
    control || matches!(letter, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// Asserts that what is written is one XML document.
pub fn assert_xml(what: &str, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) {
    let text = written(what, write);
    assert!(!text.contains(acts), "{what} acts on a terminal: {text:?}");
    let mut reader = Reader::from_str(&text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => panic!("{what} is no XML: {error}: {text:?}"),
        }
    }
}
