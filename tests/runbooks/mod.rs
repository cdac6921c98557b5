//! Runbooks as the tests read them: the cases, their JSON, its steps and calls.
#![allow(dead_code)]

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;

/// The kinds of runbooks.
pub(crate) const KINDS: [&str; 3] = ["enable-multi-az", "test-failover", "promote-replica"];

/// The project's folder.
pub(crate) fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The cases, and the samples of the AWS page.
pub(crate) fn cases() -> Vec<String> {
    let folder = root().join("fixtures/runbook");
    let names = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name());
    let mut names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    names.retain(|name| name != "README.md");
    names.sort();
    let mut cases: Vec<String> = names.iter().map(|name| format!("fixtures/runbook/{name}")).collect();
    cases.push("fixtures/describe/two-node-group.json".into());
    cases.push("fixtures/describe/three-node-group.json".into());
    cases.push("fixtures/terraform/modules/failover-without-multi-az/plan.json".into());
    cases.push("fixtures/terraform/one-flag.json".into());
    cases.push("fixtures/terraform/state.json".into());
    cases
}

/// Runs `multiaz runbook`.
pub(crate) fn multiaz(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(root()).arg("runbook").args(arguments).env("NO_COLOR", "1").output().unwrap()
}

/// Its JSON.
pub(crate) fn json(arguments: &[&str]) -> Value {
    let output = multiaz(&[arguments, &["--format", "json"]].concat());
    assert_eq!(output.status.code(), Some(0), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

/// A text of a document.
pub(crate) fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

/// The steps of all runbooks of a document, those of the way back among them.
pub(crate) fn steps(document: &Value) -> Vec<&Value> {
    let books = document["runbooks"].as_array().unwrap().iter();
    let lists = books.flat_map(|book| [&book["steps"], &book["way_back"]]);
    lists.flat_map(|list| list.as_array().unwrap()).collect()
}

/// All calls of a document, wherever they stand.
pub(crate) fn calls(document: &Value) -> Vec<&Value> {
    match document {
        Value::Object(map) if map.contains_key("words") => vec![document],
        Value::Object(map) => map.values().flat_map(calls).collect(),
        Value::Array(list) => list.iter().flat_map(calls).collect(),
        _ => Vec::new(),
    }
}

/// All facts that a document cites.
pub(crate) fn facts(document: &Value, into: &mut BTreeSet<String>) {
    match document {
        Value::Object(map) => {
            for (key, value) in map {
                match value {
                    Value::Array(ids) if key == "facts" => into.extend(ids.iter().map(|id| text(id).into())),
                    other => facts(other, into),
                }
            }
        }
        Value::Array(list) => list.iter().for_each(|one| facts(one, into)),
        _ => {}
    }
}
