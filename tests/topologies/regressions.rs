//! What the properties found wrong once, each as small as it gets.

use super::plan::plan;
use super::topology::Fact::{self, Absent, Known, Unknown};
use super::topology::{SubnetGroup, Topology};
use super::verdicts::{Word, verdicts};

/// What a rule says of the first, or only, shard of a group in a template.
fn of_template(rule: &str, properties: &str) -> Word {
    let parameters = "Later: {Type: String}";
    let kind = "AWS::ElastiCache::ReplicationGroup";
    let text = format!(
        "Parameters: {{{parameters}}}\nResources: {{Cache: {{Type: {kind}, Properties: {{{properties}}}}}}}\n"
    );
    word(rule, "template.yaml", &text)
}

fn word(rule: &str, name: &str, text: &str) -> Word {
    let all = verdicts(name, text);
    *all.iter().find(|((id, _), _)| id == rule).unwrap().1
}

fn is_violated(word: Word) -> bool {
    matches!(word, Word::Violated(..))
}

/// A group that a plan creates, with Multi-AZ and nothing else.
fn planned() -> Topology {
    Topology {
        multi_az: Known(true),
        failover: Known(true),
        mode: Absent,
        engine: Known("redis"),
        version: Known("7.1"),
        node_type: Known("cache.r7g.large"),
        nodes: Absent,
        shards: Absent,
        replicas: Absent,
        zones: Absent,
        configurations: Absent,
        parameters: Absent,
        subnets: Absent,
        retention: Absent,
        durability: Absent,
    }
}

#[test]
fn a_node_count_says_nothing_of_several_shards() {
    let rule = "shard-without-replica";
    let of = |shards: &str| {
        let properties = "AutomaticFailoverEnabled: true, NumCacheClusters: 1, NumNodeGroups: ";
        of_template(rule, &format!("{properties}{shards}"))
    };
    assert!(is_violated(of("1")));
    assert_eq!(of("2"), Word::Undecided);
    assert_eq!(of("!Ref Later"), Word::Undecided);
}

#[test]
fn preferred_zones_are_open_while_the_number_of_shards_is() {
    let rule = "replicas-share-primary-zone";
    let of = |shards: &str| {
        let properties = "MultiAZEnabled: true, ReplicasPerNodeGroup: 1, PreferredCacheClusterAZs: [a, a]";
        of_template(rule, &format!("{properties}, NumNodeGroups: {shards}"))
    };
    assert!(is_violated(of("1")));
    assert_eq!(of("2"), Word::Silent);
    assert_eq!(of("!Ref Later"), Word::Undecided);
}

#[test]
fn shard_configurations_that_are_open_may_set_replicas_and_their_zones() {
    let properties = "MultiAZEnabled: true, ReplicasPerNodeGroup: 0, NodeGroupConfiguration: !Ref Later";
    assert_eq!(of_template("shard-without-replica", properties), Word::Undecided);
    assert_eq!(of_template("zone-count-mismatch", properties), Word::Undecided);
}

#[test]
fn subnets_known_after_apply_are_not_a_single_one() {
    let reached = |zones| Known(SubnetGroup { zones });
    let of = |subnets: Fact<SubnetGroup>| {
        let text = plan(&Topology { subnets, ..planned() }, false);
        word("subnet-group-single-zone", "plan.json", &text)
    };
    assert!(is_violated(of(reached(Known(vec![Absent])))));
    assert_eq!(of(reached(Unknown)), Word::Undecided);
}

#[test]
fn a_node_count_known_after_apply_is_not_one_node() {
    let of = Topology { mode: Known("disabled"), nodes: Unknown, shards: Unknown, ..planned() };
    assert_eq!(word("shard-without-replica", "plan.json", &plan(&of, false)), Word::Undecided);
}
