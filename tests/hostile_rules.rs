//! Rules of a user's folders are input: nothing in one acts on a terminal, on a log, or leads elsewhere than to a page.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

const FACTS: &str = r#"
E01:
  text: "fact \e[31m\n::error::x ##[error]y"
  title: "ti\n::warning::t \e[1m"
  address: "javascript:alert(1)"
  read: "2026-11-21\n::notice::r"
E02: {text: two, title: t, address: "https://example.com/\e]8;;", read: "2026-11-21"}
"#;

const RULE: &str = r#"
id: own-rule
title: "t\n::error::x \e[31m ##[error]q \u202e \x9b31m"
each: group
when: "size(group.name) > 0\n  "
require: size(group.name) > 1000
outcome:
  - {severity: error, if: "true\n&& true", consequence: rejected, message: "m\n::error::m \e[31m"}
  - {severity: error, consequence: rejected, message: "m\n::error::m \e[31m"}
undecided: "u\n::error::x \e[31m"
labels: [{at: group.multi_az, text: "\n::error::l \e]8;;x\a"}]
why: "w\n::error::w ##[command]w \e[31m"
fix: {terraform: "f\n::error::f", cloudformation: "\n::error::c \e[2J", cli: "aws x\n::error::g"}
facts: [E01, E02]
examples:
  bad:
    - cloudformation: "Resources:\n  \"\\e[31m\\n::error::n\": {Type: AWS::ElastiCache::ReplicationGroup, Properties: {Engine: \"\\e[31m\"}}\n"
  good:
    - describe: "{\"ReplicationGroups\": [{\"ReplicationGroupId\": \"\\u001b[31m\"}]} \e[31m\n::error::d"
"#;

/// What a run prints on both streams.
fn told(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let output = command.current_dir(folder).args(arguments).args(["--rules", "rules"]).output().unwrap();
    String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap()
}

fn assert_tame(folder: &Path, arguments: &[&str]) -> String {
    let text = told(folder, arguments);
    for line in text.lines() {
        assert!(!line.trim_start().starts_with("::"), "{arguments:?}: {line}");
    }
    let acts =
        |letter: char| letter.is_control() && letter != '\n' || ('\u{202a}'..='\u{202e}').contains(&letter);
    assert!(!text.contains(acts), "{arguments:?}: {text:?}");
    assert!(!text.contains("##["), "{arguments:?}: {text}");
    text
}

#[test]
fn nothing_in_a_rule_acts_where_it_is_explained() {
    let home = TempDir::new().unwrap();
    std::fs::create_dir(home.path().join("rules")).unwrap();
    std::fs::write(home.path().join("rules/own-rule.yaml"), RULE).unwrap();
    std::fs::write(home.path().join("rules/facts.yaml"), FACTS).unwrap();
    for (arguments, expected) in [
        (&["rules"][..], "own-rule"),
        (&["rules", "own-rule"], "Sources:\n"),
        (&["rules", "E01"], "Cited by  own-rule"),
        (&["rules", "E02", "own-rule"], "Cited by  own-rule"),
        (&["rules", "--test"], "rules: "),
        (&["rules", "no-such\u{1b}[31m-rule"], "there is no such rule"),
    ] {
        let text = assert_tame(home.path(), arguments);
        assert!(text.contains(expected), "{arguments:?}: {text}");
        assert!(
            !text.contains("javascript:") && !text.contains("https://example.com"),
            "{arguments:?}: {text}"
        );
    }
    let answer = r#"{"ReplicationGroups": [{"ReplicationGroupId": "a", "MultiAZ": "enabled", "AutomaticFailover": "enabled"}]}"#;
    std::fs::write(home.path().join("a.json"), answer).unwrap();
    for format in ["text", "json", "markdown", "sarif", "junit"] {
        let text = assert_tame(home.path(), &["check", "a.json", "--show", "all", "--format", format]);
        assert!(text.contains("own-rule"), "{format}: {text}");
    }
}

#[test]
fn what_is_wrong_with_a_rule_acts_on_nothing() {
    let home = TempDir::new().unwrap();
    std::fs::create_dir(home.path().join("rules")).unwrap();
    let path = home.path().join("rules/own-rule.yaml");
    for (from, to) in [
        ("size(group.name) > 1000", "\"gruop.\\e[31m\\n::error::x\""),
        ("each: group", "each: \"\\e[31m\\n::error::x\""),
        ("facts: [E01, E02]", "facts: [\"\\e[31m\\n::error::x ##[error]\"]"),
        ("{at: group.multi_az,", "{at: \"group.\\e[31m\\n::error::x\","),
        ("own-rule", "\"\\e[31m\\n::error::x\""),
        ("why: ", "\"\\e[31m\\n::error::x\": "),
        ("why: ", "\u{202e}: [\n"),
    ] {
        std::fs::write(&path, RULE.replace(from, to).replace("facts: [E01, E02]", "facts: []")).unwrap();
        assert_tame(home.path(), &["rules"]);
        assert_tame(home.path(), &["rules", "--test"]);
    }
}
