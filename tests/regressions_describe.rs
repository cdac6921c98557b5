//! What once went wrong on describe output, each case a file of our own.

#![allow(clippy::panic)]

use multiaz::finding::{Finding, Verdict};
use multiaz::load::{self, Everything, Options};
use multiaz::rules::{built_in, judge};
use multiaz::source::{Input, Sources, gather};

/// Reads a file below `fixtures/`.
fn read(file: &str) -> Everything {
    let path = format!("{}/fixtures/{file}", env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{file}: {error}"));
    let mut sources = Sources::default();
    load::load(&mut sources, vec![Input { name: file.into(), text }], &Options::default())
}

/// What all rules say of a file below `fixtures/`.
fn findings(file: &str) -> Vec<Finding> {
    let catalog = built_in(&|_| true).unwrap_or_else(|failure| panic!("{failure:?}"));
    let judged = judge(&catalog, &read(file).loaded.groups);
    assert!(judged.faults.is_empty(), "{:?}", judged.faults);
    judged.findings
}

/// What a rule says; none where it holds.
fn verdict(findings: &[Finding], rule: &str) -> Option<Verdict> {
    findings.iter().find(|finding| finding.rule == rule).map(|finding| finding.verdict)
}

/// Why a rule is undecided.
fn reasons(findings: &[Finding], rule: &str) -> Vec<String> {
    let of_rule = findings.iter().filter(|finding| finding.rule == rule);
    of_rule.flat_map(|finding| finding.blocked_by.iter().map(|blocker| blocker.reason.clone())).collect()
}

#[test]
fn serverless_caches_alone_are_gathered_and_named_as_not_judged() {
    let path = format!("{}/fixtures/describe/account/serverless.json", env!("CARGO_MANIFEST_DIR"));
    let gathered = gather(&[path.into()], false, &mut std::io::empty());
    let everything = load::load(&mut Sources::default(), gathered.inputs, &Options::default());
    let skipped: Vec<_> = everything.loaded.skipped.iter().map(|one| one.resource.as_str()).collect();
    assert_eq!(skipped, ["bursts"]);
}

#[test]
fn a_cluster_being_modified_leaves_the_state_of_its_node_open() {
    for file in ["replica-of-a-cluster-being-modified", "shards-of-clusters-being-modified"] {
        let found = findings(&format!("regressions/{file}.json"));
        assert_eq!(verdict(&found, "shard-without-replica"), Some(Verdict::Undecided), "{file}");
        let reasons = reasons(&found, "shard-without-replica");
        assert!(reasons.iter().any(|reason| reason.contains("its cluster is being modified")), "{reasons:?}");
        assert_eq!(verdict(&found, "in-transition"), Some(Verdict::Violated), "{file}");
    }
    let told = findings("regressions/available-node-of-a-cluster-being-modified.json");
    assert_eq!(verdict(&told, "shard-without-replica"), None);
    let rebooting = findings("regressions/replica-being-rebooted.json");
    assert_eq!(verdict(&rebooting, "shard-without-replica"), Some(Verdict::Violated));
}

#[test]
fn a_cluster_that_may_be_memcached_is_named_as_not_judged() {
    let loaded = read("regressions/clusters-of-unknown-engine.json").loaded;
    let judged: Vec<_> = loaded.groups.iter().map(|group| group.name.as_str()).collect();
    assert_eq!(judged, ["surely-not-memcached", "known"]);
    let skipped: Vec<_> = loaded.skipped.iter().map(|one| one.resource.as_str()).collect();
    assert_eq!(skipped, ["foreign", "nothing", "absent"]);
    let told = |reason: &str| reason.starts_with("its engine is not known, and may be Memcached (");
    assert!(loaded.skipped.iter().all(|one| told(&one.reason)), "{:?}", loaded.skipped);
}

#[test]
fn pending_changes_to_roles_mode_and_shards_are_told() {
    let loaded = read("regressions/pending-changes.json").loaded;
    let pending = loaded.groups.iter().map(|group| {
        let all = group.transitions.value().into_iter().flatten();
        let said = all.map(|one| format!("{} is {}", one.name, one.value().map_or("", String::as_str)));
        (group.name.as_str(), said.collect::<Vec<_>>().join(", "))
    });
    let expected = [
        ("promotes", "PendingModifiedValues.PrimaryClusterId is orders-002"),
        ("changes-mode", "PendingModifiedValues.ClusterMode is compatible"),
        ("reshards", "PendingModifiedValues.Resharding is 12.5 % done"),
        ("starts-to-reshard", "PendingModifiedValues.Resharding is under way"),
        ("fails-over", "PendingModifiedValues.AutomaticFailoverStatus is disabled"),
        ("of-no-matter", ""),
    ];
    assert_eq!(pending.collect::<Vec<_>>(), expected.map(|(group, said)| (group, said.to_owned())));
}

#[test]
fn one_page_of_several_is_told_once_unless_the_last_one_follows() {
    let loaded = read("regressions/one-page-of-several.json").loaded;
    let skipped: Vec<_> = loaded.skipped.iter().map(|one| (&*one.resource, &*one.reason)).collect();
    let reason = "this is one page of several (Marker): join all pages; the AWS CLI does by itself";
    assert_eq!(skipped, [("ReplicationGroups", reason)]);
    let all = read("regressions/pages-one-after-the-other.json").loaded;
    assert!(all.skipped.is_empty(), "{:?}", all.skipped);
}

#[test]
fn a_replica_described_twice_differently_may_be_in_transition_or_not() {
    let found = findings("regressions/replica-described-twice.json");
    for rule in ["in-transition", "shard-without-replica"] {
        assert_eq!(verdict(&found, rule), Some(Verdict::Undecided), "{rule}");
        let reasons = reasons(&found, rule);
        let both = |reason: &String| reason.contains("twice") && reason.matches(".json:").count() == 2;
        assert!(reasons.iter().any(both), "{reasons:?}");
    }
}

#[test]
fn a_group_described_twice_differently_may_be_in_transition_or_not() {
    let found = findings("regressions/group-described-twice.json");
    assert_eq!(verdict(&found, "in-transition"), Some(Verdict::Undecided));
}
