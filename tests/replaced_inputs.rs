//! No report takes the place of a file that the run reads, whatever path leads to it.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use tempfile::TempDir;

const MAIN: &str =
    "resource \"aws_elasticache_replication_group\" \"g\" {\n  replication_group_id = \"g\"\n}\n";
const TEMPLATE: &str =
    "Resources:\n  Cache:\n    Type: AWS::ElastiCache::ReplicationGroup\n    Properties: {Engine: redis}\n";
const RULE: &str = "id: own\ntitle: t\neach: group\nwhen: 'true'\nrequire: 'true'\noutcome: [{severity: advice, consequence: fragile, message: m}]\nundecided: u\nlabels: [{at: group.multi_az, text: l}]\nwhy: w\nfix: {terraform: f, cloudformation: f, cli: f}\n";

fn folder() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in [
        ("main.tf", MAIN),
        ("terraform.tfvars", "a = 1\n"),
        ("other.vars", "a = 1\n"),
        ("t.yaml", TEMPLATE),
        ("broken.yaml", "Resources:\n  Cache: [AWS::ElastiCache::ReplicationGroup\n"),
        ("values.json", "{\"A\": \"1\"}"),
        ("notes.txt", "nothing of ours"),
        ("rules/own.yaml", RULE),
    ] {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn multiaz(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_multiaz")).current_dir(folder).args(arguments).output().unwrap()
}

/// Runs it with a report in a file, which must be left as it is.
fn assert_spared(folder: &Path, arguments: &[&str], file: &str) {
    let before = fs::read(folder.join(file)).unwrap();
    let formats =
        ["--format".to_owned(), "markdown=new.md".to_owned(), "--format".to_owned(), format!("json={file}")];
    let formats: Vec<&str> = formats.iter().map(String::as_str).collect();
    let output = multiaz(folder, &[arguments, &formats].concat());
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{arguments:?} {file}: {stderr}");
    assert!(stderr.contains("which is read: give it another file"), "{arguments:?} {file}: {stderr}");
    assert_eq!(fs::read(folder.join(file)).unwrap(), before, "{arguments:?} {file}");
    assert!(!folder.join("new.md").exists(), "{arguments:?} {file}: another report is written");
    assert!(output.stdout.is_empty());
}

#[test]
fn what_is_read_is_left_as_it_is() {
    let home = folder();
    for command in [&["check"][..], &["failover"], &["runbook", "enable-multi-az"]] {
        for (paths, files) in [
            (
                &["."][..],
                &["main.tf", "./main.tf", "rules/../main.tf", "terraform.tfvars", "t.yaml", "broken.yaml"][..],
            ),
            (&["main.tf"], &["main.tf", "terraform.tfvars"]),
            (&["t.yaml", "--parameters", "values.json"], &["t.yaml", "values.json"]),
            (&["t.yaml", "--parameters", "file://values.json"], &["values.json"]),
            (&[".", "--var-file", "other.vars"], &["other.vars"]),
            (&["notes.txt"], &["notes.txt"]),
        ] {
            for file in files {
                assert_spared(home.path(), &[command, paths].concat(), file);
            }
        }
    }
    assert_spared(home.path(), &["check", "t.yaml", "--rules", "rules"], "rules/own.yaml");
}

#[cfg(unix)]
#[test]
fn no_link_leads_to_what_is_read() {
    let home = folder();
    let at = |name: &str| home.path().join(name);
    std::os::unix::fs::symlink("main.tf", at("soft.json")).unwrap();
    std::os::unix::fs::symlink(".", at("here")).unwrap();
    fs::hard_link(at("t.yaml"), at("hard.json")).unwrap();
    for file in ["soft.json", "hard.json", "here/main.tf", "here/here/t.yaml"] {
        assert_spared(home.path(), &["check", "."], file);
    }
    assert!(at("soft.json").is_symlink());
}

#[test]
fn a_report_of_before_is_replaced() {
    let home = folder();
    fs::remove_file(home.path().join("broken.yaml")).unwrap();
    for _ in 0..2 {
        for format in ["json=out.json", "sarif=out.sarif", "markdown=notes.txt", "junit=out.xml"] {
            let output = multiaz(home.path(), &["check", ".", "--format", format]);
            let stderr = String::from_utf8_lossy(&output.stderr);
            assert_ne!(output.status.code(), Some(2), "{format}: {stderr}");
        }
    }
    assert!(fs::read_to_string(home.path().join("out.json")).unwrap().contains("multiaz/1"));
}

#[test]
fn two_reports_do_not_share_a_file() {
    let home = folder();
    let at = |name: &str| home.path().join(name);
    let mut pairs = vec![("out.json", "./out.json"), ("rules/../out.json", "out.json")];
    if cfg!(unix) {
        fs::write(at("one.json"), "").unwrap();
        fs::hard_link(at("one.json"), at("two.json")).unwrap();
        pairs.push(("one.json", "two.json"));
    }
    for (one, two) in pairs {
        let (one, two) = (format!("json={one}"), format!("sarif={two}"));
        let output = multiaz(home.path(), &["check", "t.yaml", "--format", &one, "--format", &two]);
        assert_eq!(output.status.code(), Some(2), "{one} {two}");
        assert!(String::from_utf8_lossy(&output.stderr).contains("two formats want the file"), "{one} {two}");
        assert!(!at("out.json").exists());
    }
}
