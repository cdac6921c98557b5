//! What the action does with a repository: exit codes, outputs, annotations, summary, SARIF.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::runner::{Runner, Step};

/// One error: a replica shares its primary's zone.
pub(crate) const BAD: &str = include_str!("../../fixtures/rules/replicas-share-primary-zone/bad.yaml");
/// The same, mended: neither errors nor warnings.
pub(crate) const GOOD: &str = include_str!("../../fixtures/rules/replicas-share-primary-zone/good.yaml");

/// Writes its arguments to the log, one a line in brackets.
const ECHO: &str = r#"[ "$1" = --version ] || for argument; do
    printf '[%s]\n' "$argument" >&2
    case $argument in json=*) echo '{}' >"${argument#*=}" ;; esac
done"#;

/// The JSON file of an output.
fn json(step: &Step, output: &str) -> Value {
    let path = step.output(output);
    let text =
        fs::read_to_string(path).unwrap_or_else(|error| panic!("{output} {path}: {error}\n{}", step.log));
    serde_json::from_str(&text).unwrap()
}

/// The arguments that `ECHO` was called with.
fn arguments(step: &Step) -> Vec<&str> {
    let lines = step.log.lines().filter_map(|line| line.strip_prefix('[')?.strip_suffix(']'));
    lines.filter(|line| !line.contains("=/")).collect()
}

#[test]
fn a_bad_repository_fails_with_annotations_summary_and_files() {
    let mut runner = Runner::with(&[("infra/cache.yaml", BAD), ("good.yaml", GOOD)]);
    let step = runner.uses(&[]);
    assert_eq!((step.code, step.output("exit-code")), (1, "1"), "{}", step.log);
    let [error] = step.annotations("error").try_into().unwrap_or_else(|_| panic!("{}", step.log));
    let marked = BAD.lines().position(|line| line.contains("# <- finding")).unwrap() + 1;
    assert_eq!(
        (error.property("file"), error.property("line")),
        ("infra/cache.yaml", marked.to_string().as_str())
    );
    let report = json(&step, "json");
    for (output, count) in [("errors", "1"), ("warnings", "0")] {
        assert_eq!((step.output(output), report["summary"][output].to_string().as_str()), (count, count));
    }
    for output in ["advice", "undecided"] {
        assert_eq!(step.output(output), report["summary"][output].to_string());
    }
    let sarif = json(&step, "sarif");
    assert_eq!(sarif["version"], "2.1.0");
    assert!(sarif.to_string().contains("replicas-share-primary-zone"));
    assert!(step.summary.contains("replicas-share-primary-zone"), "{}", step.summary);
    assert_eq!(step.summary, fs::read_to_string(step.output("markdown")).unwrap());
    // The log tells all of it to people.
    assert!(step.log.contains("error[replicas-share-primary-zone]"), "{}", step.log);
}

#[test]
fn a_good_repository_passes() {
    let mut runner = Runner::with(&[("cache.yaml", GOOD)]);
    let step = runner.uses(&[]);
    assert_eq!((step.code, step.output("exit-code")), (0, "0"), "{}", step.log);
    assert_eq!((step.output("errors"), step.output("warnings")), ("0", "0"));
    assert_eq!((step.annotations("error"), step.annotations("warning")), (Vec::new(), Vec::new()));
    assert_eq!(json(&step, "sarif")["version"], "2.1.0");
}

#[test]
fn later_steps_have_multiaz_on_their_path() {
    let mut runner = Runner::with(&[("cache.yaml", GOOD)]);
    runner.uses(&[]);
    let step = runner.step(&serde_json::json!({"run": "multiaz --version"}), &Default::default());
    assert_eq!(step.log, concat!("multiaz ", env!("CARGO_PKG_VERSION"), "\n"));
}

#[test]
fn paths_are_lines_and_may_hold_spaces() {
    let mut runner =
        Runner::with(&[("my infra/a cache.yaml", BAD), ("other/b.yaml", BAD), ("left out.yaml", BAD)]);
    let absolute = runner.workspace().join("other").display().to_string();
    let step = runner.uses(&[("paths", &format!("  my infra/a cache.yaml  \r\n\n{absolute}\n"))]);
    let errors = step.annotations("error");
    let mut files: Vec<&str> = errors.iter().map(|error| error.property("file")).collect();
    files.sort_unstable();
    // In annotations files are relative to the workspace.
    assert_eq!(files, ["my infra/a cache.yaml", "other/b.yaml"], "{}", step.log);
    assert_eq!((step.code, step.output("errors")), (1, "2"));
}

#[test]
fn a_missing_path_is_told_and_the_rest_is_checked() {
    let mut runner = Runner::with(&[("cache.yaml", BAD)]);
    let step = runner.uses(&[("paths", "cache.yaml\ngone/away.yaml")]);
    assert_eq!((step.code, step.output("exit-code"), step.output("errors")), (2, "2", "1"), "{}", step.log);
    let errors = step.annotations("error");
    assert!(errors.iter().any(|error| format!("{error:?}").contains("gone/away.yaml")), "{errors:?}");
}

#[test]
fn fail_on_decides() {
    let mut runner = Runner::with(&[("cache.yaml", BAD)]);
    let step = runner.uses(&[("fail-on", "never")]);
    assert_eq!((step.code, step.output("exit-code"), step.output("errors")), (0, "0", "1"), "{}", step.log);
    let step = runner.uses(&[("fail-on", "nonsense")]);
    assert_eq!((step.code, step.output("exit-code"), step.output("errors")), (2, "2", ""), "{}", step.log);
    assert_eq!(step.annotations("error").len(), 1, "{}", step.log);
}

#[test]
fn arguments_are_split_and_never_expanded() {
    let mut runner = Runner::with(&[("a.yaml", GOOD)]);
    runner.replace_program(ECHO);
    let step = runner.uses(&[
        ("args", "--strict  --var 'owner=the \"A\" team'\n--parameters Key=\"a 'b'\"c '' --var x=$(touch pwned)`touch pwned` * \\"),
        ("paths", "$(touch pwned)\n*.yaml\n--help\n-"),
        ("annotations", "false"),
    ]);
    assert_eq!(
        arguments(&step),
        [
            "check",
            "--fail-on",
            "warning",
            "--format",
            "--format",
            "--format",
            "--format",
            "--strict",
            "--var",
            "owner=the \"A\" team",
            "--parameters",
            "Key=a 'b'c",
            "",
            "--var",
            "x=$(touch",
            "pwned)`touch",
            "pwned`",
            "*",
            "\\",
            "--",
            "$(touch pwned)",
            "*.yaml",
            "--help",
            "-",
        ],
        "{}",
        step.log
    );
    assert!(!runner.workspace().join("pwned").exists());
}

#[test]
fn an_open_quote_is_refused() {
    let mut runner = Runner::with(&[("a.yaml", GOOD)]);
    let step = runner.uses(&[("args", "--var 'a=b")]);
    assert_eq!((step.code, step.output("exit-code")), (2, "2"));
    let errors = step.annotations("error");
    assert_eq!(errors[0].data, "args: the quote ' is not closed");
}

#[test]
fn inputs_that_mean_nothing_are_refused() {
    for (with, said) in [
        (("command", "fix"), "command: check or audit, not 'fix'"),
        (("annotations", "yes"), "annotations: true or false, not 'yes'"),
        (("summary", ""), "summary: true or false, not ''"),
        (("version", "newest"), "version: 'newest' is no version: give one such as 0.1.0, latest or source"),
        (
            ("version", "1.0.0/../../x"),
            "version: '1.0.0/../../x' is no version: give one such as 0.1.0, latest or source",
        ),
        (
            ("version", "1.0.0"),
            "version: an action of the workspace has no releases; leave the version out to build it",
        ),
    ] {
        let mut runner = Runner::with(&[("a.yaml", GOOD)]);
        let step = runner.uses(&[with]);
        let errors: Vec<String> = step.annotations("error").into_iter().map(|error| error.data).collect();
        assert_eq!(
            (step.code, step.output("exit-code"), errors),
            (2, "2", vec![said.to_owned()]),
            "{}",
            step.log
        );
        assert_eq!(runner.builds(), [""; 0]);
    }
}

#[test]
fn a_workspace_without_a_checkout_does_not_pass() {
    let step = Runner::new().uses(&[]);
    assert_eq!(step.code, 2);
    assert_eq!(step.annotations("error")[0].data, "the workspace is empty: actions/checkout comes first");
}

#[test]
fn an_audit_reads_no_files() {
    let mut runner = Runner::new();
    runner.replace_program(ECHO);
    let step = runner.uses(&[("command", "audit"), ("args", "--region all"), ("annotations", "false")]);
    assert_eq!(step.code, 0, "{}", step.log);
    let told = arguments(&step);
    assert_eq!((told[0], &told[told.len() - 2..]), ("audit", ["--region", "all"].as_slice()));
    // Only an audit needs the SDK.
    assert!(runner.builds().ends_with(&["--features".into(), "live".into()]), "{:?}", runner.builds());
    let step = runner.uses(&[("command", "audit"), ("paths", "plan.json")]);
    assert_eq!(step.annotations("error")[0].data, "paths: an audit reads no files");
}

#[test]
fn the_sarif_file_goes_where_it_is_asked_for() {
    let mut runner = Runner::with(&[("cache.yaml", GOOD)]);
    let step = runner.uses(&[("sarif", "out of it/multiaz.sarif"), ("paths", "cache.yaml")]);
    assert_eq!((step.code, step.output("sarif")), (0, "out of it/multiaz.sarif"), "{}", step.log);
    let written = fs::read_to_string(runner.workspace().join("out of it/multiaz.sarif")).unwrap();
    assert_eq!(serde_json::from_str::<Value>(&written).unwrap()["version"], "2.1.0");
}

#[test]
fn without_a_place_nothing_is_written_into_the_workspace() {
    let mut runner = Runner::with(&[("cache.yaml", BAD)]);
    runner.uses(&[]);
    let names: Vec<_> =
        fs::read_dir(runner.workspace()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(names, ["cache.yaml"]);
}

#[test]
fn annotations_and_summary_can_be_left_out() {
    let mut runner = Runner::with(&[("cache.yaml", BAD)]);
    let step = runner.uses(&[("annotations", "false"), ("summary", "false")]);
    assert_eq!((step.code, step.output("errors"), step.summary.as_str()), (1, "1", ""), "{}", step.log);
    assert_eq!(step.annotations("error"), Vec::new());
    assert!(Path::new(step.output("markdown")).exists());
}

#[test]
fn two_uses_in_a_job_have_reports_of_their_own() {
    let mut runner = Runner::with(&[("bad.yaml", BAD), ("good.yaml", GOOD)]);
    let (bad, good) = (runner.uses(&[("paths", "bad.yaml")]), runner.uses(&[("paths", "good.yaml")]));
    assert_eq!((bad.code, good.code), (1, 0));
    assert_eq!(json(&bad, "json")["summary"]["errors"], 1);
    assert_eq!(json(&good, "json")["summary"]["errors"], 0);
}

#[test]
fn a_crash_is_no_pass() {
    let mut runner = Runner::with(&[("a.yaml", GOOD)]);
    runner.replace_program(r#"[ "$1" = --version ] || { echo "it broke" >&2; exit 101; }"#);
    let step = runner.uses(&[]);
    assert_eq!((step.code, step.output("exit-code"), step.output("errors")), (101, "101", ""));
    assert_eq!(step.annotations("error").len(), 1);
    assert!(step.log.contains("it broke"));
}

#[test]
fn a_run_that_checked_nothing_does_not_pass() {
    let mut runner = Runner::with(&[("bad.yaml", BAD)]);
    let step = runner.uses(&[("args", "--help")]);
    assert_eq!((step.code, step.output("exit-code")), (2, "2"), "{}", step.log);
    assert!(
        step.annotations("error").iter().any(|one| one.data.contains("nothing was checked")),
        "{}",
        step.log
    );
    let misspelt = runner.uses(&[("fail-on", "high")]);
    assert_eq!(misspelt.code, 2);
    let told = misspelt.annotations("error");
    assert!(told.iter().any(|one| one.data.contains("invalid value 'high'")), "{}", misspelt.log);
}
