//! Reading costs what its text is long: work is counted at N and at 4 N, never timed.

use std::fmt::Write as _;

use super::{Options, load};
use crate::source::{Input, Sources, scan::work};

/// Loads a text; the number of its groups, and the work that was done.
fn loaded(text: String) -> (usize, (usize, usize)) {
    work::take();
    let mut sources = Sources::default();
    let input = Input { name: "input.json".into(), text };
    let everything = load(&mut sources, vec![input], &Options::default());
    assert!(everything.loaded.failures.is_empty(), "{:?}", everything.loaded.failures);
    (everything.loaded.groups.len(), work::take())
}

/// Four times as much of something costs at most a little more than four times the work.
fn is_linear(make: impl Fn(usize) -> String, count: usize, groups: impl Fn(usize) -> usize, passes: usize) {
    let (small, large) = (make(count), make(4 * count));
    let (small_length, large_length) = (small.len(), large.len());
    let ((few, one), (many, four)) = (loaded(small), loaded(large));
    assert_eq!((few, many), (groups(count), groups(4 * count)));
    assert!(one.0 > 0 && one.0 <= passes * small_length, "{} bytes of {small_length}", one.0);
    assert!(four.0 <= passes * large_length, "{} bytes of {large_length}", four.0);
    assert!(four.0 * 10 <= one.0 * 46 && four.1 * 10 <= one.1 * 46, "{one:?} and {four:?}");
}

/// A plan of many resources, one in ten of them a group.
fn plan(count: usize) -> String {
    let (mut planned, mut changes, mut blocks) = (String::new(), String::new(), String::new());
    for at in 0..count {
        let comma = if at == 0 { "" } else { "," };
        let kind = if at % 10 == 0 { "aws_elasticache_replication_group" } else { "aws_iam_policy" };
        let head = format!(r#""address":"{kind}.r{at}","mode":"managed","type":"{kind}","name":"r{at}""#);
        let values = format!(r#"{{"replication_group_id":"g{at}","num_cache_clusters":2,"engine":"redis"}}"#);
        let _ = write!(planned, r#"{comma}{{{head},"values":{values}}}"#);
        let change = format!(
            r#"{{"actions":["create"],"before":null,"after":{values},"after_unknown":{{"subnet_group_name":true}}}}"#
        );
        let _ = write!(changes, r#"{comma}{{{head},"change":{change}}}"#);
        let expressions =
            format!(r#"{{"subnet_group_name":{{"references":["aws_iam_policy.r{}.id"]}}}}"#, at + 1);
        let _ = write!(blocks, r#"{comma}{{{head},"expressions":{expressions}}}"#);
    }
    format!(
        r#"{{"format_version":"1.2","planned_values":{{"root_module":{{"resources":[{planned}]}}}},"resource_changes":[{changes}],"configuration":{{"root_module":{{"resources":[{blocks}]}}}}}}"#
    )
}

/// A state of many resources in modules, one in ten of them a group.
fn state(count: usize) -> String {
    let mut modules = String::new();
    for at in 0..count {
        let comma = if at == 0 { "" } else { "," };
        let kind = if at % 10 == 0 { "aws_elasticache_replication_group" } else { "aws_iam_policy" };
        let values = format!(r#"{{"replication_group_id":"g{at}","num_cache_clusters":2,"engine":"redis"}}"#);
        let _ = write!(
            modules,
            r#"{comma}{{"address":"module.m{at}","resources":[{{"address":"module.m{at}.{kind}.r","type":"{kind}","name":"r","values":{values}}}]}}"#
        );
    }
    format!(r#"{{"format_version":"1.0","values":{{"root_module":{{"child_modules":[{modules}]}}}}}}"#)
}

/// The answers of groups of two nodes in a global datastore, with their clusters, subnets and parameters.
fn answers(count: usize) -> String {
    let mut texts: [String; 5] = Default::default();
    let [groups, clusters, members, subnets, parameters] = &mut texts;
    for at in 0..count {
        let comma = if at == 0 { "" } else { "," };
        let arn = |what: &str| format!(r#""ARN":"arn:aws:elasticache:eu-west-1:123456789012:{what}:g{at}""#);
        let nodes = format!(r#"[{{"CacheClusterId":"g{at}-1"}},{{"CacheClusterId":"g{at}-2"}}]"#);
        let _ = write!(
            groups,
            r#"{comma}{{"ReplicationGroupId":"g{at}",{},"NodeGroups":[{{"NodeGroupId":"0001","NodeGroupMembers":{nodes}}}]}}"#,
            arn("replicationgroup")
        );
        for node in 1..=2 {
            let comma = if node == 1 { comma } else { "," };
            let _ = write!(
                clusters,
                r#"{comma}{{"CacheClusterId":"g{at}-{node}","ReplicationGroupId":"g{at}",{},"CacheSubnetGroupName":"s{at}","CacheParameterGroup":{{"CacheParameterGroupName":"p{at}"}}}}"#,
                arn("cluster")
            );
        }
        let _ = write!(members, r#"{comma}{{"ReplicationGroupId":"g{at}","Role":"SECONDARY"}}"#);
        let _ = write!(subnets, r#"{comma}{{"CacheSubnetGroupName":"s{at}","Subnets":[]}}"#);
        let _ = write!(
            parameters,
            r#"{{"CacheParameterGroupName":"p{at}","Parameters":[{{"ParameterName":"appendonly","ParameterValue":"yes"}}]}}"#
        );
    }
    format!(
        r#"{{"ReplicationGroups":[{groups}]}}{{"CacheClusters":[{clusters}]}}{{"CacheSubnetGroups":[{subnets}]}}{{"GlobalReplicationGroups":[{{"GlobalReplicationGroupId":"d","Members":[{members}]}}]}}{parameters}"#
    )
}

/// A template in JSON.
fn template(count: usize) -> String {
    let one = |at: usize| {
        format!(
            r#""G{at}":{{"Type":"AWS::ElastiCache::ReplicationGroup","Properties":{{"NumCacheClusters":2,"Engine":"redis"}}}}"#
        )
    };
    let all: Vec<String> = (0..count).map(one).collect();
    format!(r#"{{"Resources":{{{}}}}}"#, all.join(","))
}

#[test]
fn plans_and_states_are_gone_over_once_and_what_concerns_us_once_more() {
    is_linear(plan, 300, |count| count / 10, 2);
    is_linear(state, 300, |count| count / 10, 2);
}

#[test]
fn answers_and_templates_are_gone_over_twice() {
    is_linear(answers, 100, |count| count, 2);
    is_linear(template, 100, |count| count, 2);
}

#[test]
fn hostile_texts_cost_what_they_are_long() {
    let marker = r#"{"ReplicationGroups": []}"#;
    let keys: Vec<String> = (0..100_000).map(|key| format!(r#""k{key}": {key}"#)).collect();
    let texts = [
        marker.repeat(50_000),
        format!(r#"{{"ReplicationGroups": [], {}}}"#, keys.join(",")),
        format!(r#"{{"ReplicationGroups": [], "a": "{}"}}"#, r"\u00e9\n".repeat(100_000)),
        format!(r#"{{"ReplicationGroups": [], "a": {}}}"#, "9".repeat(1_000_000)),
        format!(r#"{{"values": {}{}, "format_version": "1.0"}}"#, "[".repeat(500_000), "]".repeat(500_000)),
    ];
    for text in texts {
        work::take();
        let length = text.len();
        let mut sources = Sources::default();
        let input = Input { name: "input.json".into(), text };
        load(&mut sources, vec![input], &Options::default());
        let (bytes, values) = work::take();
        assert!(bytes <= 2 * length && values <= 20 * length, "{bytes} and {values} of {length}");
    }
}
