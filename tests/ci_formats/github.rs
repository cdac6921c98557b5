//! Annotations: what is told, where it points, and how many there are.

use std::fs;

use super::runner::{Command, REGISTERED, commands};
use super::{ADVICE, ERROR, WARNING, command, json, root, run, said, template};

/// The commands of a run that prints nothing else.
fn annotations(stdout: &str) -> Vec<Command> {
    let all = commands(stdout, REGISTERED);
    assert_eq!(all.len(), stdout.lines().count(), "a line is no command:\n{stdout}");
    all
}

#[test]
fn findings_become_annotations() {
    let of = |arguments: &[&str]| run(&root(), &[arguments, &["--format", "github"]].concat()).stdout;
    insta::assert_snapshot!("github_check", of(&["check", "fixtures/cloudformation/sessions.yaml"]));
    insta::assert_snapshot!("github_failures", of(&["check", "fixtures/cloudformation/others.yaml"]));
    let gate = ["failover", "fixtures/failover/full-coverage.yaml", "fixtures/failover/zones-left.yaml"];
    let gate = [&gate[..], &["--require", "survive-zone", "--require", "survive-node"]].concat();
    insta::assert_snapshot!("github_failover", of(&gate));
    insta::assert_snapshot!("github_failover_strict", of(&[&gate[..], &["--strict"]].concat()));
}

#[test]
fn where_all_is_well_nothing_is_told() {
    let good =
        ["check", "fixtures/cloudformation/sessions.yaml", "--select", "no-standby", "--format", "github"];
    let quiet = run(&root(), &good);
    assert_eq!((quiet.stdout.as_str(), quiet.code), ("", 0));
}

#[test]
fn a_place_of_one_line_has_columns_and_they_are_those_of_its_letters() {
    let path = "fixtures/cloudformation/sessions.yaml";
    let told = annotations(&run(&root(), &["check", path, "--format", "github"]).stdout);
    let error = &told[0];
    assert_eq!((error.name.as_str(), error.property("file")), ("error", Some(path)));
    let text = fs::read_to_string(root().join(path)).unwrap();
    let line = text.lines().nth(error.number("line") - 1).unwrap();
    assert_eq!(&line[error.number("col") - 1..error.number("endColumn")], "eu-west-1a");
    assert_eq!(error.number("line"), error.number("endLine"));
}

#[test]
fn ten_of_a_kind_are_shown_and_the_rest_is_counted() {
    let mut groups = Vec::new();
    for (kind, properties) in [("Error", ERROR), ("Warning", WARNING), ("Advice", ADVICE)] {
        groups.extend((0..12).map(|at| (format!("{kind}{at:02}"), properties)));
    }
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("many.yaml"), template(&groups)).unwrap();
    let arguments = ["check", "many.yaml", "--ignore", "single-replica"];
    let summary = &json(folder.path(), &arguments)["summary"];
    let told = run(folder.path(), &[&arguments[..], &["--format", "github"]].concat());
    let told = annotations(&told.stdout);
    let kinds: Vec<&str> = told.iter().map(|one| one.name.as_str()).collect();
    let expected: Vec<&str> =
        ["error", "warning", "notice"].iter().flat_map(|kind| std::iter::repeat_n(*kind, 10)).collect();
    assert_eq!(kinds, expected, "errors come first, and ten are shown of each");
    let rest = told.last().unwrap();
    let count = |name: &str| summary[name].as_u64().unwrap();
    assert!(count("errors") > 10 && count("warnings") > 10 && count("advice") > 10 && count("undecided") > 0);
    let (errors, warnings) = (count("errors") - 10, count("warnings") - 10);
    // What several shards of a group have in common is one notice.
    let counted = |noun: &str| {
        let word = rest.property("title").unwrap().split(", ").find(|part| part.ends_with(noun)).unwrap();
        word.trim_start_matches("multiaz: ").split(' ').next().unwrap().parse::<u64>().unwrap()
    };
    let (advice, undecided) = (counted("more advice"), count("undecided"));
    assert!(advice > 0 && advice <= count("advice") - 9, "{advice}");
    let title = format!(
        "{errors} more errors, {warnings} more warnings, {advice} more advice, {undecided} undecided"
    );
    assert_eq!(rest.property("title"), Some(format!("multiaz: {title}").as_str()));
    assert_eq!(rest.property("file"), None);
    assert!(rest.data.contains("causes:\n- ") && rest.data.contains("--format text"), "{}", rest.data);
}

#[test]
fn all_ten_notices_are_advice_where_that_is_all_there_is() {
    let folder = tempfile::tempdir().unwrap();
    let groups: Vec<_> = (0..10).map(|at| (format!("Advice{at}"), ADVICE)).collect();
    fs::write(folder.path().join("ten.yaml"), template(&groups)).unwrap();
    let told = run(folder.path(), &["check", ".", "--select", "no-backups", "--format", "github"]).stdout;
    let told = annotations(&told);
    assert_eq!(told.len(), 10);
    assert!(told.iter().all(|one| one.property("file") == Some("ten.yaml")));
}

#[test]
fn what_fails_a_strict_run_is_an_error() {
    let arguments =
        ["check", "fixtures/cloudformation/sessions.yaml", "--select", "subnet-group-single-zone"];
    let of = |more: &[&str]| run(&root(), &[&arguments[..], more, &["--format", "github"]].concat());
    let strict = of(&["--strict"]);
    assert_eq!(strict.code, 1);
    let told = annotations(&strict.stdout);
    assert_eq!((told.len(), told[0].name.as_str()), (1, "error"));
    assert!(told[0].data.starts_with("1 verdict is undecided, for 1 cause: "), "{}", told[0].data);
    let lenient = annotations(&of(&[]).stdout);
    assert_eq!((lenient.len(), lenient[0].name.as_str()), (1, "notice"));
    let never = of(&["--strict", "--fail-on", "never"]);
    assert_eq!((never.code, annotations(&never.stdout)[0].name.as_str()), (0, "notice"));
}

#[test]
fn standard_input_has_no_file_and_says_where() {
    let text = fs::File::open(root().join("fixtures/describe/snapshot/audit.json")).unwrap();
    let mut piped = command(&root(), &["check", "-", "--format", "github"]);
    piped.stdin(text);
    let told = annotations(&said(piped).stdout);
    assert!(told.iter().all(|one| one.property("file").is_none() && one.property("line").is_none()));
    assert!(told[0].data.contains("\ngroup: arn:aws:elasticache:us-east-1:"), "{}", told[0].data);
    assert!(told[0].data.contains("\nat standard input:97:86"), "{}", told[0].data);
}

#[test]
fn paths_start_at_the_root_of_the_checkout() {
    let here = root().join("fixtures");
    let of = |workspace: &std::path::Path, path: &str| {
        let mut one =
            command(&here, &["check", path, "--select", "replicas-share-primary-zone", "--format", "github"]);
        one.env("GITHUB_WORKSPACE", workspace);
        annotations(&said(one).stdout).remove(0)
    };
    let file = "fixtures/cloudformation/sessions.yaml";
    let absolute = root().join(file);
    for path in [
        "./cloudformation/sessions.yaml",
        "../fixtures/cloudformation/sessions.yaml",
        absolute.to_str().unwrap(),
    ] {
        assert_eq!(of(&root(), path).property("file"), Some(file), "{path}");
    }
    let elsewhere = tempfile::tempdir().unwrap();
    let outside = of(elsewhere.path(), "cloudformation/sessions.yaml");
    assert_eq!(outside.property("file"), None);
    assert!(outside.data.ends_with("\nat cloudformation/sessions.yaml:21:11"), "{}", outside.data);
}

#[test]
fn plans_without_an_objective_have_nothing_to_annotate() {
    for format in ["github", "junit=out.xml"] {
        let refused = run(&root(), &["failover", "fixtures/failover/one-zone.yaml", "--format", format]);
        assert_eq!((refused.code, refused.stdout.as_str()), (2, ""));
        assert!(refused.stderr.contains("--require survive-zone"), "{}", refused.stderr);
    }
    let noted = run(&root(), &["check", "fixtures/failover/two-nodes", "--failover", "--format", "github"]);
    assert!(noted.stderr.contains("note: github, junit and sarif tell findings alone"), "{}", noted.stderr);
}

#[test]
fn a_gate_without_a_group_is_an_error() {
    let folder = tempfile::tempdir().unwrap();
    let arguments = ["failover", ".", "--require", "survive-zone", "--format"];
    let of = |format: &str| run(folder.path(), &[&arguments[..], &[format]].concat());
    let told = of("github");
    assert_eq!((told.code, annotations(&told.stdout)[0].name.as_str()), (2, "error"));
    assert!(of("junit").stdout.contains("<error message=\"--require has no replication group to judge\""));
}
