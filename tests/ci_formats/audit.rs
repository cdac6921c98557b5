//! A live account has no files: what is told of it names account and region.

use std::fs;

use multiaz::finding::{RulePage, Severity};
use multiaz::load::{Options, load};
use multiaz::policy::Policy;
use multiaz::report::{Place, Report, Workspace, github, junit};
use multiaz::rules::{built_in, judge};
use multiaz::source::{Input, Sources};
use quick_junit::Report as Junit;

use super::root;
use super::runner::{REGISTERED, commands};

const RULE: &str = "no-standby";

/// Tells saved answers as an audit would: in workflow commands, and in JUnit XML.
fn told() -> [String; 2] {
    let text = fs::read_to_string(root().join("fixtures/failover/page-without-multi-az.json")).unwrap();
    let mut sources = Sources::default();
    let input = Input { name: "123456789012/eu-west-1".into(), text };
    let loaded = load(&mut sources, vec![input], &Options::default()).loaded;
    let findings = judge(&built_in(&|id| id == RULE).unwrap(), &loaded.groups).findings;
    assert_eq!(findings.len(), 1, "{findings:?}");
    let place = Place {
        account: Some("123456789012".into()),
        region: "eu-west-1".into(),
        taken_at: "2026-11-22T07:20:00Z".into(),
        source: loaded.groups[0].body.source,
        groups: loaded.groups.len(),
        refused: Vec::new(),
    };
    let page = RulePage {
        id: RULE.into(),
        title: String::new(),
        why: String::new(),
        severity: Severity::Warning,
        explanation: None,
        url: None,
    };
    let report = Report {
        sources: &sources,
        findings: &findings,
        skipped: &[],
        unread: 0,
        failures: &[],
        groups: &loaded.groups,
        rules: &[page],
        files: 0,
        places: &[place],
    };
    let policy = Policy { fail_on: Some(Severity::Warning), strict: false };
    let mut out = [Vec::new(), Vec::new()];
    github(&report, policy, &Workspace::default(), &mut out[0]).unwrap();
    junit(&report, policy, &mut out[1]).unwrap();
    out.map(|bytes| String::from_utf8(bytes).unwrap())
}

#[test]
fn account_and_region_stand_where_others_have_a_file() {
    let [annotations, cases] = told();
    let told = commands(&annotations, REGISTERED);
    assert_eq!(told.len(), 1, "{annotations}");
    assert_eq!(told[0].property("title"), Some("multiaz: no-standby (123456789012, eu-west-1)"));
    assert_eq!((told[0].property("file"), told[0].property("line")), (None, None));
    assert!(!told[0].data.contains("at 123456789012"), "{}", told[0].data);
    let suites = Junit::deserialize_from_str(&cases).unwrap().test_suites;
    assert_eq!((suites[0].name.as_str(), suites[0].failures), ("123456789012/eu-west-1", 1));
    assert!(suites[0].test_cases[0].extra.is_empty(), "{cases}");
}
