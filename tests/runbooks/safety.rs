//! What holds for every step of every runbook, so that one can be pasted as a block without harm.

use serde_json::Value;

use crate::runbooks::{self, KINDS, cases, json, text};

/// The words of a call.
fn words(call: &Value) -> Vec<&str> {
    call["words"].as_array().unwrap().iter().map(text).collect()
}

/// Whether a call only looks or waits.
pub(crate) fn only_looks(call: &Value) -> bool {
    let words = words(call);
    ["describe-", "list-", "get-", "wait"].iter().any(|verb| words[2].starts_with(verb))
}

/// Whether a call takes something away: a node, a role, a promise.
fn is_destructive(call: &Value) -> bool {
    let words = words(call);
    let takes = ["decrease-", "delete-", "test-failover"].iter().any(|verb| words[2].starts_with(verb));
    takes || words.iter().any(|word| word.starts_with("--no-") || *word == "--primary-cluster-id")
}

/// Does something with the calls of every step of every case.
fn for_every_step(mut check: impl FnMut(&str, &[Value])) {
    for kind in KINDS {
        for case in cases() {
            let document = json(&[kind, &case]);
            for step in runbooks::steps(&document) {
                let title = format!("{kind}, {case}: {}", text(&step["title"]));
                check(&title, step["calls"].as_array().unwrap());
            }
        }
    }
}

#[test]
fn nothing_is_taken_away_by_a_call_that_follows_another() {
    let mut seen = 0;
    for_every_step(|title, calls| {
        for (at, call) in calls.iter().enumerate().filter(|(_, call)| is_destructive(call)) {
            assert_eq!(at, 0, "{title}: {call} is not the first call of its step");
            seen += 1;
        }
    });
    assert!(seen > 50, "{seen}");
}

#[test]
fn a_step_changes_one_thing() {
    for_every_step(|title, calls| {
        let changes: Vec<&Value> = calls.iter().filter(|call| !only_looks(call)).collect();
        assert!(changes.len() < 2, "{title}: {changes:?}");
    });
}

/// All texts that a person reads, commands and clicks aside.
fn sentences<'d>(document: &'d Value, into: &mut Vec<&'d str>) {
    match document {
        Value::Object(map) if map.contains_key("words") => {}
        Value::Object(map) => {
            // What a condition rests on is said by the input, which tells how it can tell more.
            for (_, value) in map.iter().filter(|(key, _)| *key != "code" && *key != "preconditions") {
                sentences(value, into);
            }
        }
        Value::Array(list) => list.iter().for_each(|one| sentences(one, into)),
        Value::String(text) => into.push(text),
        _ => {}
    }
}

/// Whether a word is an option of the AWS CLI or one of its ElastiCache commands.
fn is_of_the_cli(word: &str) -> bool {
    let own = ["--already-used", "--shard", "--replica"];
    let verbs = ["modify-", "increase-", "decrease-", "create-", "describe-", "test-"];
    let command = |verb: &&str| {
        word.strip_prefix(*verb).is_some_and(|rest| rest.contains("replica") || rest.contains("cache"))
    };
    (word.starts_with("--") && !own.contains(&word)) || verbs.iter().any(command)
}

#[test]
fn sentences_hold_for_every_way_of_doing_a_step() {
    for kind in KINDS {
        for case in cases() {
            let document = json(&[kind, &case]);
            let mut all = Vec::new();
            sentences(&document["runbooks"], &mut all);
            for sentence in all {
                // What stands between backticks is named as a command, for those who have one.
                let outside = sentence.split('`').step_by(2);
                let mut words =
                    outside.flat_map(|part| part.split(|c: char| !c.is_ascii_alphanumeric() && c != '-'));
                assert_eq!(words.find(|word| is_of_the_cli(word)), None, "{kind}, {case}: {sentence}");
            }
        }
    }
}
