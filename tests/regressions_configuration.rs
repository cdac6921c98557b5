//! What once went wrong on Terraform configuration, each case a folder of our own.

#![allow(clippy::unwrap_used, clippy::panic)]

use std::path::PathBuf;

use multiaz::finding::{Finding, Verdict};
use multiaz::load::{self, Options};
use multiaz::rules::{built_in, judge};
use multiaz::source::{Sources, gather};

/// What all rules say of the one group in a folder below `fixtures/regressions/`.
fn findings(folder: &str) -> Vec<Finding> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/regressions").join(folder);
    let gathered = gather(&[path], false, &mut std::io::empty());
    let options = Options { folders: gathered.folders, ..Options::default() };
    let everything = load::load(&mut Sources::default(), gathered.inputs, &options);
    let failures = everything.loaded.failures.iter().chain(&gathered.failures).collect::<Vec<_>>();
    assert!(failures.is_empty(), "{failures:?}");
    assert_eq!(everything.loaded.groups.len(), 1, "{folder}");
    let catalog = built_in(&|_| true).unwrap_or_else(|failure| panic!("{failure:?}"));
    let judged = judge(&catalog, &everything.loaded.groups);
    assert!(judged.faults.is_empty(), "{:?}", judged.faults);
    judged.findings
}

/// What a rule says; none where it is silent.
fn verdict(findings: &[Finding], rule: &str) -> Option<Verdict> {
    findings.iter().find(|finding| finding.rule == rule).map(|finding| finding.verdict)
}

#[test]
fn a_variable_may_turn_cluster_mode_on() {
    let found = findings("cluster-mode-by-a-variable");
    assert_eq!(verdict(&found, "cluster-mode-without-failover"), Some(Verdict::Undecided));
}

#[test]
fn a_parameter_group_that_a_variable_names_may_turn_cluster_mode_on() {
    let found = findings("parameter-group-by-a-variable");
    assert_eq!(verdict(&found, "cluster-mode-without-failover"), Some(Verdict::Undecided));
}

#[test]
fn a_reference_to_a_name_that_is_not_known_leads_to_what_has_it() {
    let found = findings("names-by-a-variable");
    assert_eq!(verdict(&found, "subnet-group-single-zone"), Some(Verdict::Violated));
    // The parameter group turns cluster mode on: several shards are as they should be.
    let open: Vec<_> = found.iter().filter(|finding| finding.verdict == Verdict::Undecided).collect();
    assert!(open.is_empty(), "{open:?}");
}

#[test]
fn lists_in_lists_are_one_list() {
    let found = findings("lists-in-lists");
    assert_eq!(verdict(&found, "subnet-group-single-zone"), None);
    let open = findings("unknown-list-in-a-list");
    for rule in ["subnet-group-single-zone", "zone-count-mismatch", "replicas-share-primary-zone"] {
        assert_eq!(verdict(&open, rule), Some(Verdict::Undecided), "{rule}");
    }
}

#[test]
fn an_empty_list_of_subnets_is_one_that_is_not_given() {
    let found = findings("empty-subnet-list");
    assert_eq!(verdict(&found, "subnet-group-single-zone"), Some(Verdict::Undecided));
}

#[test]
fn a_dynamic_block_may_be_there_or_not() {
    let found = findings("cluster-mode-by-a-dynamic-block");
    assert_eq!(verdict(&found, "fewer-than-three-shards"), Some(Verdict::Undecided));
    assert_eq!(verdict(&found, "shard-without-replica"), Some(Verdict::Undecided));
}

#[test]
fn what_is_ignored_is_doubted_and_a_version_never_goes_back() {
    let found = findings("ignored-and-not-written");
    assert_eq!(verdict(&found, "failover-without-multi-az"), Some(Verdict::Undecided));
    // 7.1 or later settles what depends on the version.
    assert_eq!(verdict(&found, "slow-planned-replacement"), None);
    assert_eq!(verdict(&found, "engine-before-multi-az"), None);
}

#[test]
fn zones_that_are_keys_are_as_many_as_there_are_keys() {
    let found = findings("zones-as-keys");
    assert_eq!(verdict(&found, "subnet-group-single-zone"), None);
}

#[test]
fn one_name_joined_is_that_name() {
    let found = findings("joined-name");
    assert_eq!(verdict(&found, "subnet-group-single-zone"), Some(Verdict::Violated));
}

#[test]
fn blocks_beside_dynamic_ones_count_in_json_too() {
    let found = findings("blocks-beside-dynamic-ones");
    assert_eq!(verdict(&found, "shard-count-mismatch"), None);
    let shared = found.iter().find(|finding| finding.rule == "replicas-share-primary-zone");
    assert_eq!(shared.unwrap().shards, ["0002"]);
}

#[test]
fn join_and_coalesce_of_one_reference_are_that_reference() {
    let found = findings("references-by-old-idioms");
    assert_eq!(verdict(&found, "subnet-group-single-zone"), Some(Verdict::Violated));
    let open: Vec<_> = found.iter().filter(|finding| finding.verdict == Verdict::Undecided).collect();
    assert!(open.is_empty(), "{open:?}");
}
