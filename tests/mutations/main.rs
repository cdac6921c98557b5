//! Inputs that were damaged on the way: whatever comes out, nothing panics and reports are made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod modules;
mod structure;

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use multiaz::load::{self, Options};
use multiaz::report::{Details, Report, json, text};
use multiaz::rules::{Catalog, built_in, judge};
use multiaz::source::{Failure, Input, Sources};
use proptest::prelude::*;
use proptest::sample::Index;

/// What is put in the place of a piece of an input.
const PIECES: &[&str] = &[
    "",
    "null",
    "true",
    "-1",
    "1e999",
    "4294967296",
    "\"\"",
    "[]",
    "{}",
    "[[]]",
    "\u{0}",
    "ä€😀",
    "!Ref",
    "{",
    "]",
    "\"",
    "\n",
    "\t",
    "*x",
    "&x",
    "<<: ",
    "'",
    ": ",
    "- ",
    "\\u0000",
    "AWS::NoValue",
    "Fn::If",
    "9999",
];

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| built_in(&|_| true).unwrap());
static INPUTS: LazyLock<Vec<(String, String)>> = LazyLock::new(|| {
    let mut files = Vec::new();
    collect_all(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut files);
    files.retain(|file| file.extension().is_some_and(|extension| extension == "json" || extension == "yaml"));
    files.sort();
    let read = |path: PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
    };
    files.into_iter().map(read).filter(|(_, text)| text.len() < 40_000).collect()
});

/// Every file below a folder.
fn collect_all(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => collect_all(&path, files),
            false => files.push(path),
        }
    }
}

/// What is done to a text: from where, how many bytes, and which piece is put there.
type Damage = (Index, usize, Index);

/// A text with pieces of it replaced, and perhaps its end cut off.
fn damaged(original: &str, pieces: &[&str], places: &[Damage], cut: Option<Index>) -> String {
    let mut text = original.to_owned();
    for (from, length, put) in places {
        let (start, end) = piece(&text, *from, *length);
        text.replace_range(start..end, pieces[put.index(pieces.len())]);
    }
    if let Some(cut) = cut {
        let (start, _) = piece(&text, cut, 0);
        text.truncate(start);
    }
    text
}

/// Reads, judges and reports an input as `check` does.
fn check(name: &str, input: String) -> String {
    let input = Input { name: name.to_owned(), text: input };
    check_all(vec![input], &Options::default()).0
}

/// Reads, judges and reports inputs: the reports, the texts, and what could not be read.
fn check_all(inputs: Vec<Input>, options: &Options) -> (String, Sources, Vec<Failure>) {
    let mut sources = Sources::default();
    let loaded = load::load(&mut sources, inputs, options).loaded;
    let judged = judge(&CATALOG, &loaded.groups);
    assert!(judged.faults.is_empty(), "{:?}", judged.faults);
    let report = Report {
        sources: &sources,
        findings: &judged.findings,
        skipped: &loaded.skipped,
        failures: &loaded.failures,
        unread: 0,
        groups: &loaded.groups,
        rules: &[],
        files: 1,
        places: &[],
    };
    let details = Details { advice: true, undecided: true, evidence: true, ..Details::default() };
    let mut told = text(&report, details).into_bytes();
    json(&report, None, &mut told).unwrap();
    (String::from_utf8(told).unwrap(), sources, loaded.failures)
}

/// The range of a text from one index to a little after it, on character boundaries.
fn piece(text: &str, from: Index, length: usize) -> (usize, usize) {
    let boundary = |mut at: usize| {
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(from.index(text.len().max(1)).min(text.len()));
    (start, boundary((start + length).min(text.len())).max(start))
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_damaged_input_never_panics(
        file in any::<Index>(),
        places in prop::collection::vec((any::<Index>(), 0_usize..24, any::<Index>()), 1..5),
        cut in prop::option::weighted(0.1, any::<Index>()),
    ) {
        let (name, original) = &INPUTS[file.index(INPUTS.len())];
        let input = damaged(original, PIECES, &places, cut);
        prop_assert!(check(name, input).contains("multiaz/1"));
    }
}
