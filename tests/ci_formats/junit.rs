//! JUnit XML, read back by the reader of nextest: it agrees with the exit code and with JSON.

use std::collections::BTreeSet;
use std::fs;

use quick_junit::{NonSuccessKind, Report, TestCase, TestCaseStatus};

use super::{json, root, run};

fn report(arguments: &[&str]) -> (Report, i32) {
    let said = run(&root(), &[arguments, &["--format", "junit"]].concat());
    (Report::deserialize_from_str(&said.stdout).unwrap(), said.code)
}

fn cases(report: &Report) -> Vec<&TestCase> {
    report.test_suites.iter().flat_map(|suite| &suite.test_cases).collect()
}

/// Passed, failures, errors, skipped.
fn counted<'a>(cases: impl Iterator<Item = &'a TestCase>) -> [usize; 4] {
    let mut counts = [0; 4];
    for case in cases {
        let at = match &case.status {
            TestCaseStatus::Success { .. } => 0,
            TestCaseStatus::NonSuccess { kind: NonSuccessKind::Failure, .. } => 1,
            TestCaseStatus::NonSuccess { kind: NonSuccessKind::Error, .. } => 2,
            TestCaseStatus::Skipped { .. } => 3,
        };
        counts[at] += 1;
    }
    counts
}

/// The counts that stand before the cases are those of the cases.
fn assert_counts(report: &Report) {
    for suite in &report.test_suites {
        let [_, failures, errors, skipped] = counted(suite.test_cases.iter());
        let told = (suite.tests, suite.failures, suite.errors, suite.skipped);
        assert_eq!(told, (suite.test_cases.len(), failures, errors, skipped), "{}", suite.name.as_str());
    }
    let all = cases(report);
    let [_, failures, errors, skipped] = counted(all.iter().copied());
    let told = (report.tests, report.failures, report.errors, report.skipped);
    assert_eq!(told, (all.len(), failures, errors, skipped));
}

#[test]
fn small_reports() {
    let of = |arguments: &[&str]| run(&root(), &[arguments, &["--format", "junit"]].concat()).stdout;
    let rules = "replicas-share-primary-zone,single-replica,subnet-group-single-zone,no-standby";
    let sessions = ["check", "fixtures/cloudformation/sessions.yaml", "--select", rules];
    insta::assert_snapshot!("junit_check", of(&sessions));
    insta::assert_snapshot!(
        "junit_strict",
        of(&[&sessions[..], &["--strict", "--fail-on", "advice"]].concat())
    );
    insta::assert_snapshot!(
        "junit_failures",
        of(&["check", "fixtures/cloudformation/others.yaml", "--select", "no-standby"])
    );
    let gate = ["failover", "fixtures/failover/full-coverage.yaml", "fixtures/failover/zones-left.yaml"];
    insta::assert_snapshot!("junit_failover", of(&[&gate[..], &["--require", "survive-zone"]].concat()));
}

#[test]
fn a_failure_is_what_fails_the_run() {
    let mut met = [0; 3];
    for paths in
        [&["fixtures/cloudformation/sessions.yaml"][..], &["fixtures/describe"], &["fixtures/cloudformation"]]
    {
        for fail_on in ["error", "warning", "advice", "never"] {
            for strict in [&[][..], &["--strict"]] {
                let arguments = [&["check"], paths, &["--fail-on", fail_on], strict].concat();
                let (report, code) = report(&arguments);
                assert_counts(&report);
                let expected = if report.errors > 0 { 2 } else { i32::from(report.failures > 0) };
                assert_eq!(code, expected, "{arguments:?}: {} failures", report.failures);
                met[usize::try_from(code).unwrap()] += 1;
            }
        }
    }
    assert!(met.iter().all(|count| *count > 0), "{met:?}");
    for strict in [&[][..], &["--strict"]] {
        for path in [
            "fixtures/failover/two-nodes",
            "fixtures/failover/zones-left.yaml",
            "fixtures/failover/one-zone.yaml",
        ] {
            let arguments = [&["failover", path, "--require", "survive-zone"][..], strict].concat();
            let (report, code) = report(&arguments);
            assert_counts(&report);
            assert_eq!(code, i32::from(report.failures > 0), "{arguments:?}");
        }
    }
}

#[test]
fn every_rule_is_a_case_of_every_group_and_only_what_holds_passes() {
    let arguments =
        ["check", "fixtures/cloudformation", "fixtures/describe", "fixtures/terraform/configuration"];
    let document = json(&root(), &arguments);
    let (report, _) = report(&arguments);
    assert_counts(&report);
    let count = |name: &str| usize::try_from(document["summary"][name].as_u64().unwrap()).unwrap();
    let rules = multiaz::rules::built_in(&|_| true).unwrap().rules.len();
    let others = count("skipped") + count("failures");
    assert_eq!(report.tests, count("groups") * rules + others);
    assert!(count("skipped") > 0 && count("failures") > 0 && count("undecided") > 0);
    // Without a finding a case passes, and with one it does not pass in silence.
    let key = |one: &serde_json::Value| {
        format!("{} {} {} {}", one["file"], one["group"], one["rule"], one["target"])
    };
    let told: BTreeSet<String> = document["findings"].as_array().unwrap().iter().map(key).collect();
    let is_silent =
        |case: &&TestCase| matches!(case.status, TestCaseStatus::Success { .. }) && case.system_out.is_none();
    assert_eq!(cases(&report).into_iter().filter(is_silent).count(), count("groups") * rules - told.len());
}

#[test]
fn a_rule_that_cannot_be_evaluated_passes_nowhere() {
    let folder = tempfile::tempdir().unwrap();
    let page = fs::read_to_string(root().join("fixtures/user-rules/good/three-zones.yaml")).unwrap();
    // It compiles, and fails when it is asked.
    let line = |line: &str| match line.split_once(':') {
        Some(("when", _)) => "when: \"true\"".to_owned(),
        Some(("require", _)) => "require: 1 / (group.shard_count - group.shard_count) > 0".to_owned(),
        _ => line.to_owned(),
    };
    let broken = page.lines().map(line).collect::<Vec<_>>().join("\n");
    fs::write(folder.path().join("three-zones.yaml"), broken).unwrap();
    fs::copy(root().join("fixtures/user-rules/good/facts.yaml"), folder.path().join("facts.yaml")).unwrap();
    let rules = folder.path().to_str().unwrap();
    let arguments =
        ["check", "fixtures/cloudformation/sessions.yaml", "--rules", rules, "--select", "three-zones"];
    let (report, code) = report(&arguments);
    assert_eq!((code, report.errors), (2, 1), "{report:?}");
    let [passed, ..] = counted(cases(&report).into_iter());
    assert_eq!(passed, 0, "{report:?}");
}

#[test]
fn a_report_is_the_same_each_time() {
    let of = || run(&root(), &["check", "fixtures/describe", "--format", "junit"]).stdout;
    assert_eq!(of(), of());
}
