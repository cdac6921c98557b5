//! Every rule's own examples get the verdict they claim, from the rule files themselves.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use multiaz::commands::failing_examples;
use multiaz::rules::{Catalog, built_in, load_folder};
use multiaz::source::Sources;

#[test]
fn examples_get_the_verdict_they_claim() {
    let catalog = built_in(&|_| true).unwrap_or_else(|failure| panic!("{failure:?}"));
    let faults = failing_examples(&catalog);
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_rule_has_bad_and_good_examples_and_a_source() {
    let catalog = built_in(&|_| true).unwrap_or_else(|failure| panic!("{failure:?}"));
    for rule in &catalog.rules {
        let id = &rule.file.id;
        assert!(!rule.file.examples.bad.is_empty(), "{id} has no bad example");
        assert!(!rule.file.examples.good.is_empty(), "{id} has no good example");
        assert!(!rule.sources.is_empty(), "{id} cites no fact");
    }
}

#[test]
fn every_part_of_every_built_in_rule_compiles() {
    // Read from the folder, as a user's rules are: a mistake is told with its place in the file.
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("rules");
    let mut sources = Sources::default();
    let mut catalog = Catalog::empty().unwrap();
    let failures = load_folder(&mut sources, &folder, &mut catalog, &|_| true).unwrap();
    let told = multiaz::report::failures(&sources, &failures, false);
    assert!(failures.is_empty(), "{told}");
    assert_eq!(catalog.rules.len(), built_in(&|_| true).unwrap().rules.len());
}

/// What the mark before help leaves of the 100 columns of text output.
const FIX_WIDTH: usize = 92;

#[test]
fn fixes_fit_on_a_line_so_that_commands_can_be_copied() {
    let catalog = built_in(&|_| true).unwrap_or_else(|failure| panic!("{failure:?}"));
    for rule in &catalog.rules {
        let texts = rule.file.fixes().flat_map(|(_, fix)| [&fix.terraform, &fix.cloudformation, &fix.cli]);
        for line in texts.flat_map(|text| text.lines()) {
            let one_word = !line.trim().contains(' ');
            assert!(one_word || line.chars().count() <= FIX_WIDTH, "{}: {line}", rule.file.id);
        }
    }
}
