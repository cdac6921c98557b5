//! A pair of inputs for every rule: the fault is found once and in its place, the repaired twin is clean.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use multiaz::finding::{Finding, Severity, Verdict};
use multiaz::load::{self, Options};
use multiaz::rules::{built_in, judge};
use multiaz::source::{Input, Sources};

/// What a fixture in YAML writes at the end of the line its finding must point at.
const MARK: &str = "# <- finding";

/// JSON has no comments: the line each bad one's finding must point at, and what stands there.
const JSON_LINES: &[(&str, usize, &str)] = &[
    ("aof-with-multi-az", 197, r#""ParameterValue": "yes""#),
    ("cluster-mode-without-failover", 19, r#""automatic_failover_enabled": false"#),
    ("external-replica", 61, r#""MultiAZ": "enabled""#),
    ("in-transition", 6, r#""Status": "modifying""#),
    ("multi-az-without-failover", 20, r#""AutomaticFailoverEnabled": false"#),
    ("no-backups", 61, r#""snapshot_retention_limit": 0"#),
    ("no-standby", 18, r#""automatic_failover_enabled": false"#),
    ("preferred-zones-with-shards", 32, r#""preferred_cache_cluster_azs": ["#),
    ("quorum-in-one-zone", 31, r#""primary_availability_zone": "us-east-1a""#),
    ("shard-without-replica", 33, r#""replicas_per_node_group": 0"#),
    ("slow-planned-replacement", 78, r#""EngineVersion": "4.0.10""#),
    ("subnet-group-single-zone", 72, r#""availability_zone": "eu-west-1a""#),
    ("writes-blocked-after-failover", 29, r#""value": "2""#),
];

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures")
}

fn rule_folders() -> BTreeSet<String> {
    let folders = fs::read_dir(fixtures().join("rules")).unwrap();
    folders.map(|folder| folder.unwrap().file_name().into_string().unwrap()).collect()
}

/// The one file of a name, whatever its ending, under its path from the fixtures.
fn input(folder: &str, stem: &str) -> Input {
    let files = fs::read_dir(fixtures().join(folder)).unwrap().map(|file| file.unwrap().path());
    let named: Vec<PathBuf> = files.filter(|path| path.file_stem().is_some_and(|it| it == stem)).collect();
    let [path] = named.as_slice() else { panic!("{folder} has {} files named {stem}", named.len()) };
    let file = path.file_name().unwrap().to_string_lossy();
    Input { name: format!("{folder}/{file}"), text: fs::read_to_string(path).unwrap() }
}

/// The groups that the folder's `args.txt` says an external replica follows.
fn external_replicas(folder: &str) -> Vec<String> {
    let text = fs::read_to_string(fixtures().join(folder).join("args.txt")).unwrap_or_default();
    let words: Vec<&str> = text.split_whitespace().collect();
    let named = words.chunks(2).map(|pair| match pair {
        ["--external-replica", group] => (*group).to_owned(),
        other => panic!("{folder}/args.txt: {other:?} is not understood"),
    });
    named.collect()
}

/// What all rules say of some inputs, with the line each finding points at.
fn findings(inputs: Vec<Input>, external_replicas: Vec<String>) -> Vec<(usize, Finding)> {
    let mut sources = Sources::default();
    let options = Options { external_replicas, ..Options::default() };
    let names: Vec<String> = inputs.iter().map(|input| input.name.clone()).collect();
    let everything = load::load(&mut sources, inputs, &options);
    assert!(everything.loaded.failures.is_empty(), "{names:?}: {:?}", everything.loaded.failures);
    assert!(everything.loaded.skipped.is_empty(), "{names:?}: {:?}", everything.loaded.skipped);
    assert_eq!(everything.loaded.groups.len(), names.len(), "each of {names:?} holds one group");
    let judged = judge(&built_in(&|_| true).unwrap(), &everything.loaded.groups);
    assert!(judged.faults.is_empty(), "{:?}", judged.faults);
    judged.findings.into_iter().map(|finding| (sources.start(finding.place()).line, finding)).collect()
}

/// The line the finding of a bad input must point at.
fn marked_line(rule: &str, text: &str) -> usize {
    let marked: Vec<usize> =
        text.lines().enumerate().filter(|(_, line)| line.ends_with(MARK)).map(|(at, _)| at + 1).collect();
    let listed = JSON_LINES.iter().find(|(id, ..)| *id == rule);
    match (marked.as_slice(), listed) {
        ([line], None) => *line,
        ([], Some((_, line, part))) => {
            let stands = text.lines().nth(line - 1).unwrap_or_default();
            assert!(stands.contains(part), "{rule}: line {line} holds `{stands}`, not `{part}`");
            *line
        }
        _ => panic!("{rule}: one line is marked with `{MARK}`, or listed here for JSON"),
    }
}

fn grave(findings: &[(usize, Finding)]) -> Vec<String> {
    let grave = findings
        .iter()
        .filter(|(_, it)| it.verdict == Verdict::Violated && it.severity > Severity::Advice)
        .map(|(line, it)| format!("{} of {} at line {line}: {}", it.rule, it.group, it.message));
    grave.collect()
}

#[test]
fn every_pair_is_of_a_rule() {
    // A new rule needs one file only: until it has a pair, its own examples hold it.
    let catalog = built_in(&|_| true).unwrap();
    let rules: BTreeSet<String> = catalog.rules.iter().map(|rule| rule.file.id.to_string()).collect();
    let folders = rule_folders();
    let strays: Vec<_> = folders.difference(&rules).collect();
    assert!(strays.is_empty(), "fixtures/rules holds pairs of no rule: {strays:?}");
    assert!(folders.len() >= 24, "a pair is gone: {folders:?}");
}

#[test]
fn a_bad_input_gives_one_finding_of_its_rule_at_the_marked_line() {
    for rule in rule_folders() {
        let folder = format!("rules/{rule}");
        let bad = input(&folder, "bad");
        let expected = marked_line(&rule, &bad.text);
        let found = findings(vec![bad], external_replicas(&folder));
        let of_rule: Vec<_> = found.iter().filter(|(_, finding)| finding.rule == rule).collect();
        let [(line, finding)] = of_rule.as_slice() else { panic!("{rule}: {of_rule:#?}") };
        assert_eq!(finding.verdict, Verdict::Violated, "{rule}");
        assert!(finding.labels.first().is_some_and(|label| label.primary), "{rule} has no primary label");
        assert_eq!(*line, expected, "{rule} points at the wrong line");
    }
}

#[test]
fn a_repaired_input_gives_no_finding_of_its_rule_and_nothing_grave() {
    for rule in rule_folders() {
        let folder = format!("rules/{rule}");
        let found = findings(vec![input(&folder, "good")], external_replicas(&folder));
        let of_rule: Vec<_> = found.iter().filter(|(_, finding)| finding.rule == rule).collect();
        assert!(of_rule.is_empty(), "{rule}: {of_rule:#?}");
        assert!(grave(&found).is_empty(), "{rule}: {:#?}", grave(&found));
    }
}

#[test]
fn one_fault_is_one_finding() {
    // An engine this old replaces nodes slowly whatever else is wrong: a second fault of its own.
    let old_engine = ["aof-with-multi-az", "external-replica"];
    for rule in rule_folders() {
        let folder = format!("rules/{rule}");
        let found = findings(vec![input(&folder, "bad")], external_replicas(&folder));
        let others = found.iter().filter(|(_, it)| {
            it.rule != rule && !(old_engine.contains(&rule.as_str()) && it.rule == "slow-planned-replacement")
        });
        let others: Vec<_> = others.cloned().collect();
        assert!(grave(&others).is_empty(), "{rule}: {:#?}", grave(&others));
    }
}

#[test]
fn all_repaired_inputs_together_give_no_error_and_no_warning() {
    let folders: Vec<String> = rule_folders().iter().map(|rule| format!("rules/{rule}")).collect();
    let inputs = folders.iter().map(|folder| input(folder, "good")).collect();
    let external = folders.iter().flat_map(|folder| external_replicas(folder)).collect();
    let found = findings(inputs, external);
    assert!(grave(&found).is_empty(), "{:#?}", grave(&found));
}

#[test]
fn the_sample_answers_of_the_aws_page_have_no_error() {
    for sample in ["two-node-group", "three-node-group"] {
        let found = findings(vec![input("describe", sample)], Vec::new());
        assert!(grave(&found).is_empty(), "{sample}: {:#?}", grave(&found));
    }
}

#[test]
fn two_shards_over_two_zones_are_no_error_and_lack_a_third_shard() {
    let found = findings(vec![input("cloudformation", "two-shards-two-zones")], Vec::new());
    assert!(grave(&found).is_empty(), "{:#?}", grave(&found));
    let advice = found.iter().filter(|(_, it)| it.verdict == Verdict::Violated);
    let advice: BTreeSet<&str> = advice.map(|(_, it)| it.rule.as_str()).collect();
    assert!(advice.contains("fewer-than-three-shards"), "{advice:?}");
    assert!(!advice.contains("quorum-in-one-zone"), "{advice:?}");
}

#[test]
fn the_shipped_example_shows_the_fault_it_is_for() {
    let found = findings(vec![input("cloudformation", "sessions")], Vec::new());
    let [only] = &grave(&found)[..] else { panic!("{:#?}", grave(&found)) };
    assert!(only.starts_with("replicas-share-primary-zone of Sessions"), "{only}");
}
