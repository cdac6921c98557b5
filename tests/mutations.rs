//! Inputs that were damaged on the way: whatever comes out, nothing panics and reports are made.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

use multiaz::load::{self, Options};
use multiaz::report::{Details, Report, json, text};
use multiaz::rules::{Catalog, built_in, judge};
use multiaz::source::{Input, Sources};
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
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures"), &mut files);
    files.sort();
    let read = |path: PathBuf| {
        (path.file_name().unwrap().to_string_lossy().into_owned(), fs::read_to_string(path).unwrap())
    };
    files.into_iter().map(read).filter(|(_, text)| text.len() < 40_000).collect()
});

fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.extension().and_then(|extension| extension.to_str()) {
            _ if path.is_dir() => collect(&path, files),
            Some("json" | "yaml") => files.push(path),
            _ => {}
        }
    }
}

/// Reads, judges and reports an input as `check` does.
fn check(name: &str, input: String) -> String {
    let mut sources = Sources::default();
    let input = Input { name: name.to_owned(), text: input };
    let loaded = load::load(&mut sources, vec![input], &Options::default()).loaded;
    let judged = judge(&CATALOG, &loaded.groups);
    assert!(judged.faults.is_empty(), "{:?}", judged.faults);
    let report = Report {
        sources: &sources,
        findings: &judged.findings,
        skipped: &loaded.skipped,
        failures: &loaded.failures,
        groups: loaded.groups.len(),
        files: 1,
    };
    let details = Details { advice: true, undecided: true, evidence: true, color: false };
    text(&report, details) + &json(&report)
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
        let mut input = original.clone();
        for (from, length, put) in places {
            let (start, end) = piece(&input, from, length);
            input.replace_range(start..end, PIECES[put.index(PIECES.len())]);
        }
        if let Some(cut) = cut {
            let (start, _) = piece(&input, cut, 0);
            input.truncate(start);
        }
        prop_assert!(check(name, input).contains("multiaz/1"));
    }
}
