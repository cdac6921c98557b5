//! What the command line itself prints: help, the list of rules, one rule explained.
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
    insta::assert_snapshot!("help_rules", printed(&["rules", "-h"]));
}

#[test]
fn rules_are_listed_and_explained() {
    let list = printed(&["rules"]);
    for rule in &multiaz::rules::built_in(&|_| true).unwrap().rules {
        assert!(list.contains(&format!(" {} ", rule.file.id)) && list.contains(&rule.file.title), "{list}");
    }
    insta::assert_snapshot!("rules_single_replica", printed(&["rules", "single-replica"]));
    insta::assert_snapshot!("rules_vocabulary", printed(&["rules", "--vocabulary"]));
    assert!(printed(&["rules", "--test"]).contains(" rules: 0 examples come out otherwise"));
}

#[test]
fn a_misspelt_rule_gets_the_nearest_name() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let output = command.args(["rules", "no-stanby"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8(output.stderr).unwrap().contains("did you mean `no-standby`?"));
}
