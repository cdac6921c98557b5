//! A saved audit is judged as the answers in it are, and says which call left what unknown.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/describe/snapshot/audit.json");

fn check(path: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.arg("check").arg(path).args(["--format", "json"]).output().unwrap()
}

fn judged(path: &Path) -> Value {
    serde_json::from_slice(&check(path).stdout).unwrap()
}

/// The findings without what differs between files: where they stand, and why something is not known.
fn findings(path: &Path) -> Vec<Value> {
    let mut found = judged(path)["findings"].as_array().unwrap().clone();
    let mut all: Vec<Value> = found
        .iter_mut()
        .map(|finding| json!([finding["rule"], finding["verdict"], finding["target"]["arn"]]))
        .collect();
    all.sort_by_key(Value::to_string);
    all
}

/// Saves each answer of a snapshot as a file, a folder for each account and region.
fn saved_apart(snapshot: &Value, folder: &Path) {
    for account in snapshot["accounts"].as_array().unwrap() {
        let place = folder.join(account["region"].as_str().unwrap());
        fs::create_dir(&place).unwrap();
        for (at, one) in account["answers"].as_array().unwrap().iter().enumerate() {
            let name = one["of"].as_str().map_or_else(|| format!("answer-{at}"), str::to_owned);
            fs::write(place.join(format!("{name}.json")), one["answer"].to_string()).unwrap();
        }
    }
}

fn snapshot() -> Value {
    serde_json::from_str(&fs::read_to_string(SNAPSHOT).unwrap()).unwrap()
}

#[test]
fn a_snapshot_is_judged_as_its_answers_are() {
    let folder = tempfile::tempdir().unwrap();
    saved_apart(&snapshot(), folder.path());
    let apart = findings(folder.path());
    assert!(apart.len() > 5, "{apart:?}");
    assert_eq!(findings(Path::new(SNAPSHOT)), apart);
}

#[test]
fn what_a_refused_call_would_have_told_is_unknown_for_that_reason() {
    let judged = judged(Path::new(SNAPSHOT));
    let text = judged.to_string();
    for reason in [
        "elasticache:DescribeCacheSubnetGroups was refused (AccessDenied: not authorized",
        "grant elasticache:DescribeCacheSubnetGroups, and audit again",
        "elasticache:DescribeCacheClusters gave no answer (Throttling: Rate exceeded)",
    ] {
        assert!(text.contains(reason), "{reason}");
    }
}

#[test]
fn a_parameter_of_a_page_that_was_refused_is_not_taken_for_its_default() {
    let mut snapshot = snapshot();
    let account = &mut snapshot["accounts"][0];
    account["answers"][2]["answer"]["Parameters"][0]["ParameterName"] = "maxmemory-policy".into();
    let blocked = |snapshot: &Value| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.json");
        fs::write(&path, snapshot.to_string()).unwrap();
        let all = findings(&path);
        let mine = json!("writes-blocked-after-failover");
        let mut here = all.into_iter().filter(|one| one[0] == mine && one[2].to_string().contains("eu-west"));
        here.next().map(|one| one[1].clone())
    };
    assert_eq!(blocked(&snapshot), None, "the parameter has its default");
    let refused = json!({"action": "elasticache:DescribeCacheParameters", "of": "writes-need-a-replica", "reason": "Throttling"});
    snapshot["accounts"][0]["refused"].as_array_mut().unwrap().push(refused);
    assert_eq!(blocked(&snapshot), Some(json!("undecided")));
}

#[test]
fn what_is_misshapen_is_told_and_the_rest_is_judged() {
    type Spoil = fn(&mut Value);
    let cases: &[(&str, Spoil, &str)] = &[
        ("another version", |all| all["format"] = "multiaz-snapshot/9".into(), "not of the format"),
        ("no accounts", |all| all["accounts"] = Value::Null, "a list `accounts`"),
        ("no answers", |all| all["accounts"][0]["answers"] = 3.into(), "a list `answers`"),
        (
            "no answer",
            |all| all["accounts"][0]["answers"][0]["answer"] = Value::Null,
            "an object with `answer`",
        ),
        ("no reason", |all| all["accounts"][1]["refused"][0] = json!({}), "`action` and `reason`"),
    ];
    for (name, spoil, expected) in cases {
        let mut all = snapshot();
        spoil(&mut all);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.json");
        fs::write(&path, serde_json::to_string_pretty(&all).unwrap()).unwrap();
        let output = check(&path);
        assert_eq!(output.status.code(), Some(2), "{name}");
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let failure = &document["failures"][0];
        assert!(failure["message"].as_str().unwrap().contains(expected), "{name}: {failure}");
        assert!(failure["line"].as_u64().is_some(), "{name}: {failure}");
        let judges_the_other = document["findings"].to_string().contains("us-east-1");
        assert_eq!(judges_the_other, !matches!(*name, "another version" | "no accounts"), "{name}");
    }
}
