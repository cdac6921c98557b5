//! `--verbose`: what was read as what, what was passed over, what was asked and how long it took.

use std::fs;
use std::path::Path;
use std::process::Output;

use crate::{multiaz, printed, run, stderr, stdout};

/// Runs multiaz in a folder.
fn run_in(folder: &Path, arguments: &[&str]) -> Output {
    multiaz(arguments).current_dir(folder).output().unwrap()
}

/// A folder with something of everything.
fn mixed() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures");
    let copies = [
        ("cloudformation/sessions.yaml", "template.yaml"),
        ("describe/snapshot/audit.json", "audit.json"),
        ("terraform/state.json", "state.json"),
        ("terraform/modules/variable-without-default/main.tf", "infra/main.tf"),
    ];
    for inside in ["infra", "other", "build", ".cache"] {
        fs::create_dir(folder.path().join(inside)).unwrap();
    }
    for (from, to) in copies {
        fs::copy(fixtures.join(from), folder.path().join(to)).unwrap();
    }
    for (name, text) in [
        (".gitignore", "build\n"),
        ("readme.md", "nothing"),
        ("notes.yaml", "# AWS::ElastiCache::ReplicationGroup\n"),
        ("infra/terraform.tfvars", "multi_az = true\n"),
        ("other/main.tf", "locals { one = 1 }\n"),
        ("build/template.yaml", "Resources: {}\n"),
        ("plan.txt", "Terraform will perform the following actions: aws_elasticache_replication_group.a\n"),
        ("broken.json", "{\"Resources\": AWS::ElastiCache::ReplicationGroup"),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn everything_that_was_looked_at_is_told() {
    let folder = mixed();
    let (told, verbose) = (run_in(folder.path(), &["check"]), run_in(folder.path(), &["check", "-v"]));
    assert_eq!((stdout(&told), told.status.code()), (stdout(&verbose), verbose.status.code()));
    let text = stderr(&verbose);
    let lines: Vec<&str> = text.lines().collect();
    let (files, rest) = lines.split_at(14);
    assert_eq!(
        files,
        [
            "verbose: passed over .cache: hidden",
            "verbose: passed over .gitignore: hidden",
            "verbose: read audit.json as a saved audit",
            "verbose: passed over build: left out by .gitignore",
            "verbose: read infra/main.tf as Terraform configuration",
            "verbose: read infra/terraform.tfvars as values of Terraform variables",
            "verbose: passed over notes.yaml: it names something of ElastiCache, and is no input",
            "verbose: passed over other: nothing of ElastiCache in it, as Terraform configuration",
            "verbose: passed over readme.md: nothing of ElastiCache in it",
            "verbose: read state.json as a Terraform plan or state",
            "verbose: read template.yaml as a CloudFormation template",
            "verbose: evaluated root module infra",
            rest_of(&lines, 12, "verbose: asked 24 rules of "),
            rest_of(&lines, 13, "verbose: files found in "),
        ]
    );
    assert_eq!(rest, Vec::<&str>::new());
    assert!(lines[12].ends_with(", zone-outside-subnet-group"), "{}", lines[12]);
    assert!(lines[13].contains(" ms, files read in ") && lines[13].contains(" ms, rules asked in "));
    // What could not be read, and what was not judged, stands in the report itself.
    assert!(stdout(&told).contains("broken.json") && stdout(&told).contains("skipped plan.txt"));
}

/// The line there, which begins like this.
fn rest_of<'t>(lines: &[&'t str], at: usize, start: &str) -> &'t str {
    assert!(lines[at].starts_with(start), "{}", lines[at]);
    lines[at]
}

#[test]
fn ignored_files_are_told_as_read_where_they_are_asked_for() {
    let folder = mixed();
    let text = stderr(&run_in(folder.path(), &["check", "-v", "--no-gitignore"]));
    assert!(
        text.contains("verbose: passed over build/template.yaml: nothing of ElastiCache in it"),
        "{text}"
    );
    assert!(!text.contains(".gitignore\n"), "{text}");
}

#[test]
fn only_the_rules_that_were_asked_are_named() {
    let output = run(&["check", "fixtures/cloudformation/sessions.yaml", "-v", "--select", "single-replica"]);
    assert!(
        stderr(&output).contains("\nverbose: asked 1 rules of 1 group: single-replica\n"),
        "{}",
        stderr(&output)
    );
}

#[test]
fn the_code_of_a_plan_is_told() {
    let folder = "fixtures/terraform/modules/all-nodes-in-one-zone";
    let output = run(&["check", &format!("{folder}/plan.json"), "--verbose"]);
    let text = stderr(&output);
    assert!(
        text.starts_with(&format!("verbose: read {folder}/plan.json as a Terraform plan or state\n")),
        "{text}"
    );
    assert!(text.contains(&format!("\nverbose: read {folder}/main.tf as the code of a plan\n")), "{text}");
}

#[test]
fn other_commands_tell_what_they_read() {
    for (arguments, phase) in [
        (&["failover", "fixtures/failover/three-zones"][..], "plans made and written in "),
        (&["runbook", "test-failover", "fixtures/failover/three-zones"], "steps worked out and written in "),
    ] {
        let output = run(&[arguments, &["--verbose"]].concat());
        assert_eq!(stdout(&output), printed(arguments));
        let text = stderr(&output);
        assert!(text.starts_with("verbose: read fixtures/failover/three-zones/"), "{text}");
        assert!(text.contains(" as an answer of the AWS CLI\n") && text.contains(phase), "{text}");
    }
}

#[cfg(unix)]
#[test]
fn a_link_to_a_folder_is_not_followed_and_that_is_told() {
    let folder = mixed();
    std::os::unix::fs::symlink("infra", folder.path().join("same")).unwrap();
    let text = stderr(&run_in(folder.path(), &["check", "-v"]));
    assert!(text.contains("verbose: passed over same: a link to a folder\n"), "{text}");
}
