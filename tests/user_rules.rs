//! Rules of the user's own: they run beside the built-in ones, and mistakes in them are located.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

use multiaz::rules::{Catalog, load_folder};
use multiaz::source::Sources;
use serde_json::Value;

fn folder(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/user-rules").join(name)
}

/// Loads a folder and returns where each file fails and how: file, line, column, message, help.
fn faults(name: &str) -> Vec<String> {
    let mut sources = Sources::default();
    let mut catalog = Catalog::empty().unwrap();
    let failures = load_folder(&mut sources, &folder(name), &mut catalog, &|_| true).unwrap();
    let told = failures.iter().map(|failure| {
        let at = sources.start(failure.at.expect("a fault of a rule has a place"));
        let file = failure.file.rsplit('/').next().unwrap();
        format!("{file}:{}:{}: {} ({})", at.line, at.column, failure.message, failure.help)
    });
    told.collect()
}

#[test]
fn a_rule_of_ones_own_runs_with_its_own_facts() {
    let output = Command::new(env!("CARGO_BIN_EXE_multiaz"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", "fixtures/user-rules/prod.yaml", "--format", "json"])
        .args(["--rules", "fixtures/user-rules/good", "--select", "three-zones"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = &document["findings"][0];
    assert_eq!(finding["rule"], "three-zones");
    assert_eq!(finding["severity"], "warning");
    assert_eq!(finding["message"], "2 zones only: eu-west-1a, eu-west-1b");
    assert_eq!(finding["labels"][2]["text"], "in eu-west-1a");
    assert_eq!(document["summary"]["warnings"], 1);
}

#[test]
fn mistakes_are_told_with_their_place_in_the_file() {
    insta::assert_snapshot!(faults("typo").join("\n"));
}

#[test]
fn a_broken_rule_ends_the_run_with_2_and_the_others_are_asked() {
    let output = Command::new(env!("CARGO_BIN_EXE_multiaz"))
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .args(["check", "fixtures/cloudformation/sessions.yaml", "--format", "json"])
        .args(["--rules", "fixtures/user-rules/typo"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["summary"]["failures"], 7);
    assert_eq!(document["summary"]["errors"], 1);
}

#[test]
fn a_rule_may_not_take_a_built_in_rules_name() {
    let folder = tempfile::TempDir::new().unwrap();
    let text = std::fs::read_to_string(self::folder("good/three-zones.yaml")).unwrap();
    let text = text.replace("id: three-zones", "id: no-standby").replace("facts: [HOUSE1]", "facts: []");
    std::fs::write(folder.path().join("no-standby.yaml"), text).unwrap();
    let output = Command::new(env!("CARGO_BIN_EXE_multiaz"))
        .args(["rules", "no-standby", "--rules", &folder.path().display().to_string()])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("there is a rule no-standby already"));
}
