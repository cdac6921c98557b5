//! Fingerprints: the same while lines move, another one when a value that decides does.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{checked, prints, results, root, text};

/// A fixture's findings, judged in a folder of their own after `change`.
fn judged(fixture: &str, change: impl Fn(&str) -> String) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let source = fs::read_to_string(root().join(fixture)).unwrap();
    let path = folder.path().join(Path::new(fixture).file_name().unwrap());
    fs::write(&path, change(&source)).unwrap();
    checked(folder.path(), &["."], "")
}

fn sorted(document: &Value) -> Vec<String> {
    let mut all: Vec<String> = prints(document).into_iter().map(str::to_owned).collect();
    all.sort();
    all
}

#[test]
fn the_fingerprint_of_a_finding_is_this_one() {
    // Whoever changes the recipe changes every alert of everybody: then `multiaz/v1` is `multiaz/v2`.
    let arguments = ["fixtures/cloudformation/sessions.yaml", "--select", "replicas-share-primary-zone"];
    let document = checked(root(), &arguments, "");
    assert_eq!(prints(&document), ["1524b6f3f433b4de338d7e8239719c57:1"]);
}

#[test]
fn moved_lines_keep_fingerprints() {
    let fixtures = [
        "fixtures/cloudformation/sessions.yaml",
        "fixtures/cloudformation/placement.yaml",
        "fixtures/cloudformation/two-shards-two-zones.yaml",
        "fixtures/rules/shard-without-replica/bad.json",
        "fixtures/terraform/one-flag.json",
        "fixtures/terraform/modules/writes-blocked/main.tf",
        "fixtures/describe/two-node-group.json",
    ];
    for fixture in fixtures {
        let before = judged(fixture, str::to_owned);
        let after = judged(fixture, |source| format!("\n\n{}", source.replace('\n', "\n\n")));
        let lines = |document: &Value| -> Vec<Value> {
            let line =
                |result: &Value| result["locations"][0]["physicalLocation"]["region"]["startLine"].clone();
            results(document).iter().map(line).collect()
        };
        assert!(!results(&before).is_empty(), "{fixture} has no findings");
        assert_ne!(lines(&before), lines(&after), "{fixture}");
        assert_eq!(sorted(&before), sorted(&after), "{fixture}");
    }
}

const TWO: &str = r#"Resources:
  First:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupDescription: first
      NumCacheClusters: 2
      AutomaticFailoverEnabled: true
      MultiAZEnabled: false
  Second:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupDescription: second
      NumCacheClusters: 2
      AutomaticFailoverEnabled: true
      MultiAZEnabled: false
"#;

fn template(text: &str) -> Value {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("template.yaml"), text).unwrap();
    checked(folder.path(), &["template.yaml", "--select", "failover-without-multi-az,single-replica"], "")
}

#[test]
fn the_order_of_resources_does_not_matter() {
    let (head, rest) = TWO.split_once('\n').unwrap();
    let (first, second) = rest.split_at(rest.find("  Second").unwrap());
    let (one, other) = (template(TWO), template(&format!("{head}\n{second}{first}")));
    assert_eq!(sorted(&one).len(), 4);
    assert_eq!(sorted(&one), sorted(&other));
    assert_ne!(prints(&one), prints(&other), "the report follows the file");
}

#[test]
fn a_value_that_decides_is_part_of_it_and_others_are_not() {
    let before = template(TWO);
    let other = template(&TWO.replace("description: first", "description: the first of two"));
    assert_eq!(prints(&before), prints(&other));
    let more = template(&TWO.replacen("NumCacheClusters: 2", "NumCacheClusters: 3", 1));
    let of = |document: &Value, group: &str, rule: &str| -> Option<String> {
        let is_it = |result: &&Value| {
            result["ruleId"] == rule && text(result, "/locations/0/logicalLocations/0/name") == group
        };
        let found = results(document).iter().find(is_it)?;
        Some(text(found, "/partialFingerprints/multiaz~1v1").to_owned())
    };
    let rule = "failover-without-multi-az";
    assert!(of(&before, "First", rule).is_some());
    assert_ne!(of(&before, "First", rule), of(&more, "First", rule));
    assert_eq!(of(&before, "Second", rule), of(&more, "Second", rule));
    assert_ne!(of(&before, "First", rule), of(&before, "Second", rule));
}

#[test]
fn a_logical_id_is_one_of_its_template() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.yaml"), TWO).unwrap();
    fs::write(folder.path().join("b.yaml"), TWO).unwrap();
    let document = checked(folder.path(), &["."], "");
    let both = prints(&document);
    assert!(both.len() >= 8 && both.iter().all(|print| print.ends_with(":1")), "{both:?}");
    fs::remove_file(folder.path().join("a.yaml")).unwrap();
    let one = checked(folder.path(), &["."], "");
    assert!(prints(&one).iter().all(|print| both.contains(print)), "the other file's stay as they are");
}

#[test]
fn what_nothing_else_tells_apart_is_counted() {
    let folder = tempfile::tempdir().unwrap();
    let plan = fs::read_to_string(root().join("fixtures/terraform/one-flag.json")).unwrap();
    fs::write(folder.path().join("a.json"), &plan).unwrap();
    fs::write(folder.path().join("b.json"), &plan).unwrap();
    let document = checked(folder.path(), &["."], "");
    let (first, second): (Vec<&str>, Vec<&str>) =
        prints(&document).into_iter().partition(|one| one.ends_with(":1"));
    let without = |all: &[&str]| -> Vec<String> {
        let mut all: Vec<String> = all.iter().map(|one| one.split(':').next().unwrap().to_owned()).collect();
        all.sort();
        all
    };
    assert!(!first.is_empty());
    assert_eq!(without(&first), without(&second));
}
