//! The code of findings of plans: the lines of configuration beside the plan, or in `--source-root`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/terraform")
}

/// The findings of a run in a folder.
fn findings(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(folder).args(["check", "--format", "json"]).args(arguments);
    let output = command.output().unwrap();
    let mut document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["failures"], Value::Array(Vec::new()), "{}", folder.display());
    match document["findings"].take() {
        Value::Array(findings) => findings,
        other => panic!("{other}"),
    }
}

/// `main.tf:12:3`.
fn place(at: &Value) -> String {
    format!("{}:{}:{}", at["file"].as_str().unwrap(), at["line"], at["column"])
}

/// Whether one of two places lies in the other.
fn overlap(one: &Value, other: &Value) -> bool {
    let ends =
        |at: &Value, line: &str, column: &str| (at[line].as_u64().unwrap(), at[column].as_u64().unwrap());
    let range = |at: &Value| (ends(at, "line", "column"), ends(at, "end_line", "end_column"));
    let ((start, end), (other_start, other_end)) = (range(one), range(other));
    let within = (start <= other_start && other_end <= end) || (other_start <= start && end <= other_end);
    one["file"] == other["file"] && within
}

/// Where a plan leads elsewhere than the configuration's labels, as module and rule: to `var.multi_az`,
/// whose null makes the provider's default count.
const ELSEWHERE: &[(&str, &str)] = &[("strings-and-nulls", "failover-without-multi-az")];

/// What a finding is about.
fn subject(finding: &Value) -> String {
    format!("{} {} {} {}", finding["rule"], finding["group"], finding["shards"], finding["verdict"])
}

#[test]
fn a_plan_leads_to_a_place_that_its_configuration_is_at_fault_for() {
    let mut wrong = Vec::new();
    let (mut found, mut compared) = (0, 0);
    for entry in fs::read_dir(fixtures().join("modules")).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let module = folder.file_name().unwrap().to_string_lossy();
        let all = findings(&folder, &["."]);
        let (plans, configured): (Vec<&Value>, Vec<&Value>) =
            all.iter().partition(|finding| finding["target"]["input"] == "terraform-plan");
        for finding in plans {
            if finding["code"].is_null() {
                wrong.push(format!("{module}: {} has no code", subject(finding)));
                continue;
            }
            found += 1;
            let code = place(&finding["code"]);
            let same = configured.iter().filter(|one| subject(one) == subject(finding));
            for other in same {
                compared += 1;
                let labels = other["labels"].as_array().unwrap();
                let is_among = labels.iter().any(|label| overlap(label, &finding["code"]));
                let elsewhere = ELSEWHERE.contains(&(&*module, finding["rule"].as_str().unwrap()));
                if is_among == elsewhere {
                    let labels: Vec<String> = labels.iter().map(place).collect();
                    wrong.push(format!("{module}: {} is at {code}, not {labels:?}", subject(finding)));
                }
            }
        }
        assert!(configured.iter().all(|finding| finding["code"].is_null()), "{module}: it is code itself");
    }
    assert!(wrong.is_empty(), "{} of {found}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 60, "only {compared} of {found} places were compared");
}
