//! What the command line itself prints: help, the list of rules, one rule explained, one fact told.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::Command;

fn printed(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let output = command.args(arguments).env("COLUMNS", "100").env("NO_COLOR", "1").output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn help() {
    insta::assert_snapshot!("help_check", printed(&["check", "--help"]));
    insta::assert_snapshot!("help_audit", printed(&["audit", "--help"]));
    insta::assert_snapshot!("help_runbook", printed(&["runbook", "--help"]));
    insta::assert_snapshot!("help_rules", printed(&["rules", "-h"]));
}

#[test]
fn rules_are_listed_and_explained() {
    let list = printed(&["rules"]);
    for rule in &multiaz::rules::built_in(&|_| true).unwrap().rules {
        assert!(list.contains(&format!(" {} ", rule.file.id)) && list.contains(&*rule.file.title), "{list}");
    }
    insta::assert_snapshot!("rules_single_replica", printed(&["rules", "single-replica"]));
    insta::assert_snapshot!("rules_vocabulary", printed(&["rules", "--vocabulary"]));
    assert!(printed(&["rules", "--test"]).contains(" rules: 0 examples come out otherwise"));
}

#[test]
fn a_fact_is_told_with_its_source_and_the_rules_that_cite_it() {
    insta::assert_snapshot!("rules_fact", printed(&["rules", "F89"]));
    // As the README says it.
    let both = printed(&["rules", "F171", "F160"]);
    assert_eq!(both, printed(&["rules", "F171"]) + "\n" + &printed(&["rules", "F160"]));
    insta::assert_snapshot!("rules_fact_cited", printed(&["rules", "f68"]));
    insta::assert_snapshot!("rules_fact_without_address", printed(&["rules", "D11"]));
}

#[test]
fn a_fact_of_ones_own_is_told_too() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/user-rules/good");
    let told = printed(&["rules", "house1", "--rules", folder]);
    assert!(told.starts_with("HOUSE1: Production caches span three zones.\n"), "{told}");
    assert!(told.ends_with("Cited by  three-zones\n"), "{told}");
}

#[test]
fn what_is_neither_rule_nor_fact_is_an_error() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let output = command.args(["rules", "F185"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("there is no such fact"));
}

#[test]
fn a_misspelt_rule_gets_the_nearest_name() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let output = command.args(["rules", "no-stanby"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("did you mean `no-standby`?"));
}

#[test]
fn outputs_that_would_destroy_one_another_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cloudformation/sessions.yaml");
    let run = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_multiaz"));
        command.current_dir(folder.path()).args(["check", template]).args(arguments).output().unwrap()
    };
    for (arguments, expected) in [
        (&["--format", "text=same", "--format", "json=same"][..], "two formats want the file same"),
        (&["--format", "json="], "names no file"),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(String::from_utf8_lossy(&output.stderr).contains(expected), "{arguments:?}");
    }
}

/// A link beside the output must not lead the writing elsewhere.
#[cfg(unix)]
#[test]
fn what_lies_beside_an_output_is_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name);
    std::fs::write(path("victim"), "kept").unwrap();
    std::os::unix::fs::symlink(path("victim"), path("out.json.part")).unwrap();
    let template = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/cloudformation/sessions.yaml");
    let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let output = command
        .current_dir(folder.path())
        .args(["check", template, "--format", "json=out.json"])
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(std::fs::read_to_string(path("victim")).unwrap(), "kept");
    assert!(std::fs::symlink_metadata(path("out.json")).unwrap().is_file());
    assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 3, "nothing is left over");
}
