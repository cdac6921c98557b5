//! Pages that are derived stay true: the rules page, the JSON schema, the README's commands.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use multiaz::commands::markdown;
use multiaz::rules::built_in;

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

fn multiaz(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(root()).args(arguments).env("NO_COLOR", "1").output().unwrap()
}

/// Compares a derived page with the one committed; `UPDATE_DOCS=1 cargo test` writes it.
fn assert_page(path: &Path, expected: &str) {
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(path, expected).unwrap();
    }
    let found = fs::read_to_string(path).unwrap_or_default();
    assert!(found == expected, "{} is out of date: run UPDATE_DOCS=1 cargo test --test docs", path.display());
}

#[test]
fn the_rules_page_is_made_from_the_rule_files() {
    let page = markdown(&built_in(&|_| true).unwrap());
    assert_page(&root().join("docs/rules.md"), &page);
}

/// The fenced blocks of a Markdown text in this language, in order.
fn blocks<'t>(text: &'t str, language: &str) -> Vec<&'t str> {
    let fence = format!("```{language}\n");
    text.split(fence.as_str()).skip(1).filter_map(|rest| rest.split("```").next()).collect()
}

#[test]
fn every_multiaz_command_of_the_readme_runs_as_printed() {
    let path = root().join("README.md");
    let readme = fs::read_to_string(&path).unwrap();
    let mut expected = readme.clone();
    let mut ran = 0;
    for block in blocks(&readme, "console") {
        let (command, _) = block.split_once('\n').unwrap();
        let arguments = command.strip_prefix("$ multiaz ").expect("a console block shows a multiaz command");
        let output = multiaz(&arguments.split_whitespace().collect::<Vec<_>>());
        let stdout = String::from_utf8(output.stdout).unwrap();
        expected = expected.replace(block, &format!("{command}\n{}\n", stdout.trim_end()));
        ran += 1;
    }
    assert!(ran > 0, "README.md shows no command with its output");
    assert_page(&path, &expected);
}

#[test]
fn every_command_of_the_readme_on_a_shipped_example_runs() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let lines = blocks(&readme, "sh").into_iter().flat_map(str::lines);
    let commands: Vec<&str> =
        lines.filter(|line| line.starts_with("multiaz ") && line.contains("fixtures/")).collect();
    assert!(!commands.is_empty());
    // Where files are written is a folder of their own.
    let scratch = tempfile::tempdir().unwrap();
    let fixtures = format!("{}/fixtures/", root().display());
    for line in commands {
        let arguments = line.split_whitespace().skip(1).map(|word| word.replace("fixtures/", &fixtures));
        let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
        let output = command.current_dir(scratch.path()).args(arguments).output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        let file = line.split_once("--format ").and_then(|(_, format)| format.split_once('='));
        let written = file.map_or(output.stdout, |(_, file)| fs::read(scratch.path().join(file)).unwrap());
        assert!(!written.is_empty(), "{line} writes nothing");
    }
}

#[test]
fn the_readme_names_files_that_exist() {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let words = readme.split(|c: char| c.is_whitespace() || "()`\"'".contains(c));
    let paths: Vec<&str> =
        words.filter(|word| word.starts_with("fixtures/") || word.starts_with("docs/")).collect();
    assert!(!paths.is_empty());
    for path in paths {
        assert!(root().join(path.split(['#', ':']).next().unwrap()).exists(), "README.md names {path}");
    }
}

/// The faults of a command's JSON output against its schema, and the output.
fn faults_of_json(command: &str, folder: &str, schema: &str) -> (String, serde_json::Value) {
    let schema = fs::read_to_string(root().join(schema)).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    let output = multiaz(&[command, folder, "--format", "json"]);
    let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let faults: Vec<String> =
        validator.iter_errors(&document).map(|error| format!("{}: {error}", error.instance_path())).collect();
    (faults.join("\n"), document)
}

#[test]
fn json_output_keeps_to_its_schema() {
    for (command, folder, schema, parts) in [
        ("check", "fixtures", "docs/multiaz-1.schema.json", ["findings", "skipped"]),
        ("failover", "fixtures/cloudformation", "docs/multiaz-failover-1.schema.json", ["plans", "skipped"]),
    ] {
        let (faults, document) = faults_of_json(command, folder, schema);
        assert_eq!(faults, "", "{command}");
        for part in parts {
            let list = document[part].as_array().unwrap();
            assert!(!list.is_empty(), "{command}: the fixtures give no {part} to check");
        }
    }
}

#[test]
fn check_tells_the_plans_that_failover_tells() {
    let plans = |arguments: &[&str]| {
        let output = multiaz(&[arguments, &["fixtures/failover/three-zones", "--format", "json"]].concat());
        let document: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
        document["plans"].clone()
    };
    let of_check = plans(&["check", "--failover"]);
    assert!(of_check.as_array().is_some_and(|plans| !plans.is_empty()));
    assert_eq!(of_check, plans(&["failover"]));
}
