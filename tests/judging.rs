//! What judging grows with: work is counted, not time, for groups and for shards.
#![allow(clippy::unwrap_used, clippy::panic)]

use multiaz::load::{self, Options};
use multiaz::rules::{Judged, built_in, judge};
use multiaz::source::{Input, Sources};
use serde_json::{Value, json};

/// A shard of three nodes, its replicas in the zone of its primary: a finding of its own.
fn shard(group: usize, at: usize) -> Value {
    let zone = format!("eu-west-1{}", ["a", "b", "c"][at % 3]);
    let member = |node: usize| {
        json!({
            "CacheClusterId": format!("cache-{group}-{at:04}-{node:03}"),
            "PreferredAvailabilityZone": zone,
            "CurrentRole": if node == 0 { "primary" } else { "replica" },
        })
    };
    let members: Vec<Value> = (0..3).map(member).collect();
    json!({ "NodeGroupId": format!("{at:04}"), "Status": "available", "NodeGroupMembers": members })
}

fn judged(groups: usize, shards: usize) -> Judged {
    let group = |group: usize| {
        json!({
            "ReplicationGroupId": format!("cache-{group}"),
            "Status": "available",
            "AutomaticFailover": "enabled",
            "MultiAZ": "enabled",
            "ClusterEnabled": shards > 1,
            "NodeGroups": (0..shards).map(|at| shard(group, at)).collect::<Vec<_>>(),
        })
    };
    let text = json!({ "ReplicationGroups": (0..groups).map(group).collect::<Vec<_>>() }).to_string();
    let mut sources = Sources::default();
    let input = Input { name: "groups.json".into(), text };
    let loaded = load::load(&mut sources, vec![input], &Options::default()).loaded;
    assert_eq!(loaded.groups.len(), groups);
    judge(&built_in(&|_| true).unwrap(), &loaded.groups)
}

#[test]
fn four_times_the_groups_are_four_times_the_work() {
    let (few, many) = (judged(25, 2).work, judged(100, 2).work);
    assert!(few.conditions > 0 && few.settings > 0, "{few:?}");
    assert_eq!(many.conditions, 4 * few.conditions);
    assert_eq!(many.settings, 4 * few.settings);
    assert_eq!(many.comparisons, 4 * few.comparisons);
}

#[test]
fn four_times_the_shards_are_at_most_four_times_the_work() {
    let (few, many) = (judged(1, 100), judged(1, 400));
    let of_shards = |judged: &Judged| judged.findings.iter().filter(|f| f.shards.len() == 1).count();
    assert_eq!((of_shards(&few), of_shards(&many)), (100, 400), "each shard has a finding of its own");
    let (few, many) = (few.work, many.work);
    assert!(many.conditions <= 4 * few.conditions, "{few:?} {many:?}");
    assert!(many.settings <= 4 * few.settings, "{few:?} {many:?}");
    // A fingerprint tells apart those that differ; what all shards have alike is compared once for each shard but the first.
    assert_eq!((few.comparisons, many.comparisons), (99, 399));
}
