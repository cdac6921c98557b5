//! All pages of every call, each parameter group once, in a stable order.

use multiaz::load::account::FORMAT;
use serde_json::json;

use super::child::{Run, ids};
use super::stub::Stub;
use super::xml::{cluster, element, error, group, page, parameter};

const GROUPS: &str = "elasticache:DescribeReplicationGroups";
const CLUSTERS: &str = "elasticache:DescribeCacheClusters";
const PARAMETERS: &str = "elasticache:DescribeCacheParameters";

#[test]
fn pages_are_joined() {
    let stub = Stub::start(|call| {
        Some(match (call.action.as_str(), call.marker()) {
            (GROUPS, "") => page(GROUPS, "ReplicationGroups", &[group("b"), group("a")], "second/page+="),
            (GROUPS, "second/page+=") => page(GROUPS, "ReplicationGroups", &[group("d")], "3"),
            (GROUPS, "3") => page(GROUPS, "ReplicationGroups", &[group("c")], ""),
            (CLUSTERS, "") => page(CLUSTERS, "CacheClusters", &[cluster("b-001", "p")], "2"),
            (CLUSTERS, "2") => page(CLUSTERS, "CacheClusters", &[cluster("a-001", "p")], ""),
            _ => return None,
        })
    });
    let given = Run::of(&stub).read_from(&stub);
    assert_eq!(given.failures(), Vec::<String>::new());
    assert_eq!(given.refused(), Vec::<String>::new());
    assert_eq!(ids(given.answer(GROUPS), "ReplicationGroups", "ReplicationGroupId"), ["b", "a", "d", "c"]);
    assert_eq!(ids(given.answer(CLUSTERS), "CacheClusters", "CacheClusterId"), ["b-001", "a-001"]);
    assert_eq!(stub.count(GROUPS), 3);
    let steps = given.result["steps"].to_string();
    assert!(
        steps.contains("Groups(2)") && steps.contains("Groups(3)") && steps.contains("Groups(4)"),
        "{steps}"
    );
}

/// A group with a shard of three nodes, as large as they mostly are.
fn usual_group(number: usize) -> String {
    let node = |place: usize| {
        element(
            "NodeGroupMember",
            &[
                element("CacheClusterId", &format!("group-{number}-00{place}")),
                element("CacheNodeId", "0001"),
                element("PreferredAvailabilityZone", "eu-west-1a"),
                element("CurrentRole", if place == 1 { "primary" } else { "replica" }),
            ]
            .concat(),
        )
    };
    let nodes = (1..=3).map(node).collect::<String>();
    let shard =
        element("NodeGroup", &(element("NodeGroupId", "0001") + &element("NodeGroupMembers", &nodes)));
    let fields = [
        element("ReplicationGroupId", &format!("group-{number}")),
        element("Status", "available"),
        element("MultiAZ", "enabled"),
        element("NodeGroups", &shard),
    ];
    element("ReplicationGroup", &fields.concat())
}

#[test]
fn a_hundred_pages_of_a_hundred_groups_are_read() {
    let stub = Stub::start(|call| {
        let first = call.marker().parse::<usize>().unwrap_or_default();
        let next = if first < 9_900 { (first + 100).to_string() } else { String::new() };
        let groups = (first..first + 100).map(usual_group).collect::<Vec<_>>();
        (call.action == GROUPS).then(|| page(GROUPS, "ReplicationGroups", &groups, &next))
    });
    let given = Run::of(&stub).read_from(&stub);
    assert_eq!(given.failures(), Vec::<String>::new());
    let groups = ids(given.answer(GROUPS), "ReplicationGroups", "ReplicationGroupId");
    let expected = (0..10_000).map(|number| format!("group-{number}")).collect::<Vec<_>>();
    assert!(groups == expected, "{} groups", groups.len());
    assert_eq!(stub.count(GROUPS), 100);
}

#[test]
fn the_snapshot_has_its_form_and_its_order() {
    let stub = Stub::start(|_| None);
    let given = Run::of(&stub).read_from(&stub);
    assert_eq!(given.result["snapshot"]["format"], FORMAT);
    assert_eq!(FORMAT, "multiaz-snapshot/1");
    let account = given.account(0);
    assert_eq!(account["account"], "111122223333");
    assert_eq!(account["region"], "eu-west-1");
    let taken = account["taken_at"].as_str().unwrap();
    assert!(taken.len() == 20 && taken.starts_with("20") && taken.ends_with('Z'), "{taken}");
    let answers = account["answers"].as_array().unwrap().iter();
    let order = answers.map(|answer| format!("{} {}", answer["action"].as_str().unwrap(), answer["of"]));
    let expected = [
        "elasticache:DescribeReplicationGroups null",
        "elasticache:DescribeCacheClusters null",
        "elasticache:DescribeCacheSubnetGroups null",
        "elasticache:DescribeCacheParameters \"mine\"",
        "elasticache:DescribeGlobalReplicationGroups null",
        "elasticache:DescribeEvents null",
    ];
    assert_eq!(order.collect::<Vec<_>>(), expected);
    let keys = account.as_object().unwrap().keys().collect::<Vec<_>>();
    assert_eq!(keys, ["account", "answers", "refused", "region", "taken_at"]);
    assert_eq!(account["refused"], json!([]));
}

#[test]
fn what_is_asked_asks_for_all_that_is_judged() {
    let stub = Stub::start(|_| None);
    Run::of(&stub).read_from(&stub);
    let calls = stub.calls();
    let of = |action: &str| calls.iter().find(|call| call.action == action).unwrap();
    assert_eq!(of(CLUSTERS).field("ShowCacheNodeInfo"), "true");
    assert_eq!(of("elasticache:DescribeGlobalReplicationGroups").field("ShowMemberInfo"), "true");
    let events = of("elasticache:DescribeEvents");
    assert_eq!((events.field("SourceType"), events.field("Duration")), ("replication-group", "1440"));
}

#[test]
fn each_parameter_group_is_asked_once() {
    let stub = Stub::start(|call| {
        let of = call.field("CacheParameterGroupName");
        Some(match (call.action.as_str(), call.marker(), of) {
            (CLUSTERS, ..) => {
                let clusters = [cluster("a-001", "two"), cluster("a-002", "two"), cluster("b-001", "one")];
                page(CLUSTERS, "CacheClusters", &clusters, "")
            }
            (PARAMETERS, "", "two") => page(PARAMETERS, "Parameters", &[parameter("timeout", "0")], "more"),
            (PARAMETERS, "more", "two") => {
                page(PARAMETERS, "Parameters", &[parameter("appendonly", "yes")], "")
            }
            _ => return None,
        })
    });
    let given = Run::of(&stub).read_from(&stub);
    let calls = stub.calls();
    let asked = calls.iter().filter(|call| call.action == PARAMETERS);
    let asked = asked.map(|call| (call.field("CacheParameterGroupName"), call.marker())).collect::<Vec<_>>();
    assert_eq!(asked, [("one", ""), ("two", ""), ("two", "more")]);
    let answers = given.account(0)["answers"].as_array().unwrap();
    let of_two = answers.iter().find(|answer| answer["of"] == "two").unwrap();
    let expected = json!({"Parameters": [
        {"ParameterName": "timeout", "ParameterValue": "0"},
        {"ParameterName": "appendonly", "ParameterValue": "yes"},
    ]});
    assert_eq!(of_two["answer"], expected);
}

#[test]
fn a_page_that_fails_half_way_keeps_the_pages_before() {
    let stub = Stub::start(|call| {
        Some(match (call.action.as_str(), call.marker()) {
            (CLUSTERS, "") => page(CLUSTERS, "CacheClusters", &[cluster("a-001", "p")], "2"),
            (CLUSTERS, _) => error(400, "InvalidParameterValue", "the marker is too old"),
            _ => return None,
        })
    });
    let given = Run::of(&stub).read_from(&stub);
    assert_eq!(ids(given.answer(CLUSTERS), "CacheClusters", "CacheClusterId"), ["a-001"]);
    assert_eq!(
        given.refused(),
        ["elasticache:DescribeCacheClusters: InvalidParameterValue: the marker is too old"]
    );
    assert_eq!(given.failures(), Vec::<String>::new());
    assert_eq!(stub.count("elasticache:DescribeEvents"), 1);
}

#[test]
fn groups_whose_later_page_fails_are_kept_and_told() {
    let stub = Stub::start(|call| {
        Some(match (call.action.as_str(), call.marker()) {
            (GROUPS, "") => page(GROUPS, "ReplicationGroups", &[group("a")], "2"),
            (GROUPS, _) => error(400, "InvalidParameterValue", "the marker is too old"),
            _ => return None,
        })
    });
    let given = Run::of(&stub).read_from(&stub);
    assert_eq!(ids(given.answer(GROUPS), "ReplicationGroups", "ReplicationGroupId"), ["a"]);
    assert!(
        given.failure().contains("eu-west-1: elasticache:DescribeReplicationGroups: InvalidParameterValue")
    );
    assert_eq!(given.refused().len(), 1);
}

#[test]
fn a_page_that_names_itself_as_the_next_one_is_not_asked_for_ever() {
    let stub = Stub::start(|call| {
        (call.action == GROUPS).then(|| page(GROUPS, "ReplicationGroups", &[group("a")], "again"))
    });
    let given = Run::of(&stub).read_from(&stub);
    assert_eq!(stub.count(GROUPS), 2);
    assert!(given.failure().contains("a page names itself as the next one"), "{}", given.failure());
}
