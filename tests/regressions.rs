//! What once went wrong on input of other people, each case a file of our own.

#![allow(clippy::panic)]

use multiaz::finding::{Finding, Verdict};
use multiaz::load::{self, Options};
use multiaz::rules::{built_in, judge};
use multiaz::source::{Input, Sources};

/// What all rules say of a file below `fixtures/`.
fn findings(file: &str) -> Vec<Finding> {
    let path = format!("{}/fixtures/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut sources = Sources::default();
    let everything = load::load(&mut sources, vec![Input { name: file.into(), text }], &Options::default());
    let catalog = built_in(&|_| true).unwrap_or_else(|failure| panic!("{failure:?}"));
    let judged = judge(&catalog, &everything.loaded.groups);
    assert!(judged.faults.is_empty(), "{:?}", judged.faults);
    judged.findings
}

/// The rules with this verdict.
fn rules(findings: &[Finding], verdict: Verdict) -> Vec<&str> {
    let of_verdict = findings.iter().filter(|finding| finding.verdict == verdict);
    of_verdict.map(|finding| finding.rule.as_str()).collect()
}

fn finding<'a>(findings: &'a [Finding], rule: &str) -> &'a Finding {
    let found = findings.iter().find(|finding| finding.rule == rule);
    found.unwrap_or_else(|| panic!("no finding of {rule}"))
}

#[test]
fn a_set_that_names_its_zones_leaves_nothing_open() {
    let found = findings("regressions/a-set-that-names-its-zones.json");
    assert_eq!(rules(&found, Verdict::Undecided), [""; 0]);
    let message = &finding(&found, "failover-without-multi-az").message;
    assert!(message.contains("several zones"), "{message}");
}

#[test]
fn a_set_that_leaves_the_subnet_group_is_told() {
    let found = findings("regressions/a-set-that-leaves-the-subnet-group.json");
    let outside = finding(&found, "zone-outside-subnet-group");
    assert_eq!(outside.verdict, Verdict::Violated);
    assert!(outside.message.contains("eu-west-3c"), "{}", outside.message);
}

#[test]
fn a_set_of_zones_for_several_shards_is_refused_and_told_once() {
    let found = findings("regressions/a-set-of-zones-for-several-shards.json");
    assert_eq!(finding(&found, "preferred-zones-with-shards").verdict, Verdict::Violated);
    assert_eq!(rules(&found, Verdict::Undecided), [""; 0]);
}

#[test]
fn allowed_values_bound_the_version() {
    let found = findings("regressions/allowed-values-bound-the-version.yaml");
    // 4.0.10 is allowed, which is older than 5.0.6 and younger than 2.8.22.
    assert_eq!(rules(&found, Verdict::Undecided), ["slow-planned-replacement", "subnet-group-single-zone"]);
}

#[test]
fn the_zones_of_an_unknown_number_of_shards_are_open() {
    let found = findings("regressions/zones-of-an-unknown-number-of-shards.yaml");
    assert_eq!(finding(&found, "replicas-share-primary-zone").verdict, Verdict::Undecided);
}

#[test]
fn a_reason_names_its_setting() {
    let found = findings("regressions/failover-is-not-written.yaml");
    let open = finding(&found, "cluster-mode-without-failover");
    let reasons: Vec<_> = open.blocked_by.iter().map(|blocker| blocker.reason.as_str()).collect();
    assert!(reasons.iter().all(|reason| reason.starts_with("AutomaticFailoverEnabled is")), "{reasons:?}");
}

#[test]
fn one_answer_that_is_missing_is_one_cause() {
    let found = findings("describe/two-node-group.json");
    let mut reasons: Vec<_> = found.iter().flat_map(|finding| &finding.blocked_by).collect();
    reasons.retain(|blocker| blocker.remedy.as_deref().is_some_and(|text| text.contains("cache-clusters")));
    reasons.sort_by_key(|blocker| blocker.reason.clone());
    reasons.dedup_by_key(|blocker| blocker.reason.clone());
    assert_eq!(reasons.len(), 1, "{reasons:?}");
}

#[test]
fn a_number_of_replicas_does_not_pass_for_the_number_of_nodes() {
    let found = findings("regressions/a-set-that-names-its-zones.json");
    let because = &finding(&found, "single-replica").because;
    let said = |setting: &str| because.iter().find(|one| one.setting == setting)?.value.clone();
    assert_eq!(said("replicas per shard").as_deref(), Some("1"));
    assert_eq!(said("number_cache_clusters"), None);
}

#[test]
fn of_two_counts_the_node_count_counts_with_one_shard() {
    // ReplicasPerNodeGroup: 0 beside NumCacheClusters: 2 was taken for "no replica".
    let found = findings("regressions/counts-of-both-kinds.yaml");
    assert!(!rules(&found, Verdict::Violated).contains(&"shard-without-replica"));
    assert!(rules(&found, Verdict::Violated).contains(&"single-replica"));
}

#[test]
fn a_zone_list_that_is_changed_moves_no_node() {
    let found = findings("regressions/a-zone-list-that-is-changed.json");
    let open = finding(&found, "replicas-share-primary-zone");
    assert_eq!(open.verdict, Verdict::Undecided);
    let reasons: Vec<_> = open.blocked_by.iter().map(|blocker| blocker.reason.as_str()).collect();
    assert!(reasons.iter().all(|reason| reason.contains("a change moves no node")), "{reasons:?}");
}

#[test]
fn zones_that_are_seen_count_before_a_list() {
    let found = findings("regressions/a-zone-list-beside-zones-that-are-seen.json");
    let shared = finding(&found, "replicas-share-primary-zone");
    assert_eq!(shared.verdict, Verdict::Violated);
    assert!(shared.message.contains("eu-west-1a"), "{}", shared.message);
}

#[test]
fn zones_that_nobody_asks_for_settle_placement_whatever_the_count() {
    let found = findings("regressions/no-zone-asked-for.yaml");
    assert_eq!(rules(&found, Verdict::Undecided), ["shard-without-replica", "single-replica"]);
}

#[test]
fn a_zone_list_longer_than_the_group_does_not_say_whose_zone_is_left() {
    let found = findings("regressions/a-zone-list-longer-than-the-group.json");
    assert_eq!(finding(&found, "replicas-share-primary-zone").verdict, Verdict::Undecided);
}

#[test]
fn replicas_of_the_first_shard_are_not_those_of_every_shard() {
    let found = findings("regressions/shards-of-different-size.json");
    assert_eq!(finding(&found, "shard-without-replica").verdict, Verdict::Undecided);
    assert!(rules(&found, Verdict::Violated).is_empty());
}

#[test]
fn a_group_that_is_being_created_is_not_at_fault() {
    let found = findings("regressions/a-group-being-created.json");
    assert_eq!(finding(&found, "shard-without-replica").verdict, Verdict::Undecided);
    assert_eq!(finding(&found, "in-transition").verdict, Verdict::Violated);
}

#[test]
fn a_cluster_that_a_group_adopts_does_not_stand_alone() {
    let found = findings("regressions/a-cluster-that-a-group-adopts.yaml");
    assert!(rules(&found, Verdict::Violated).is_empty(), "{found:#?}");
    assert!(found.iter().all(|finding| finding.group == "Cache"));
}
