//! The page's own examples come out as the page tells them.

use multiaz::failover::{NodeState, Part};

use super::look::{after, candidates, endpoint, plan, replacement, seconds, words};
use super::page_groups::page;

/// Second losses as `zone: verdict, writes, reads, data loss`.
fn then(plan: &multiaz::failover::Plan) -> Vec<String> {
    let line = |[zone, rest @ ..]: [String; 5]| format!("{zone}: {}", rest.join(", "));
    seconds(plan).into_iter().map(line).collect()
}

#[test]
fn three_zones_with_the_primary_in_the_first() {
    let group = page("three-zones");
    let zone_a = plan(&group, "zone=us-east-1a", "0001");
    assert_eq!(words(&zone_a), ["survives-with-gap", "seconds", "seconds", "replication-lag"]);
    assert_eq!(candidates(&zone_a), ["abc-002", "abc-003"]);
    assert_eq!(after(&zone_a, "abc-001"), (Part::Replica, NodeState::Gone));
    assert_eq!(after(&zone_a, "abc-002"), (Part::Either, NodeState::Running));
    assert_eq!(after(&zone_a, "abc-003"), (Part::Either, NodeState::Running));
    // A new replica appears in the first zone only when that is back.
    assert_eq!(replacement(&zone_a, "abc-001"), (Some("us-east-1a"), "zone-returns", "replica"));
    assert_eq!(zone_a.replacements.len(), 1);
    // Either of the two may lead: the loss of its zone is a gap, that of the other's none.
    let further = ["us-east-1b", "us-east-1c"]
        .map(|zone| format!("{zone}: survives-with-gap, seconds, seconds, replication-lag"));
    assert_eq!(then(&zone_a), further);
    for zone in ["us-east-1b", "us-east-1c"] {
        let other = plan(&group, &format!("zone={zone}"), "0001");
        assert_eq!(words(&other), ["survives", "uninterrupted", "uninterrupted", "none"]);
        assert_eq!(after(&other, "abc-001"), (Part::Primary, NodeState::Running));
        assert!(candidates(&other).is_empty());
    }
}

#[test]
fn only_the_primary_fails() {
    for (name, primary, zone, replicas) in [
        ("three-zones", "abc-001", "us-east-1a", vec!["abc-002", "abc-003"]),
        ("redis12", "redis12-001", "us-west-2b", vec!["redis12-002"]),
        ("redis1x3", "redis1x3-001", "us-west-2c", vec!["redis1x3-002", "redis1x3-003"]),
    ] {
        let plan = plan(&page(name), "primary", "0001");
        assert_eq!(words(&plan), ["survives-with-gap", "seconds", "seconds", "replication-lag"], "{name}");
        assert_eq!(plan.failed.nodes, [primary]);
        assert_eq!(candidates(&plan), replicas);
        assert_eq!(replacement(&plan, primary), (Some(zone), "at-once", "replica"));
        assert_eq!(after(&plan, primary), (Part::Replica, NodeState::Replaced));
        assert!(endpoint(&plan, "primary", None).action.is_none());
        assert!(endpoint(&plan, "reader", None).action.is_none());
    }
}

#[test]
fn the_group_of_two_nodes() {
    let group = page("redis12");
    let zone = plan(&group, "zone=us-west-2b", "0001");
    assert_eq!(words(&zone), ["survives-with-gap", "seconds", "seconds", "replication-lag"]);
    assert_eq!(after(&zone, "redis12-002"), (Part::Primary, NodeState::Running));
    assert_eq!(endpoint(&zone, "primary", None).after, "redis12-002");
    // It runs alone until the zone is back: the loss of its own zone then loses everything.
    assert_eq!(then(&zone), ["us-west-2a: loses-data, until-zone-returns, until-zone-returns, everything"]);
    let node = plan(&group, "primary", "0001");
    // A node is replaced at once, so that the next loss meets a whole group.
    let next = [
        "us-west-2a: survives-with-gap, seconds, seconds, replication-lag",
        "us-west-2b: survives, uninterrupted, uninterrupted, none",
    ];
    assert_eq!(then(&node), next);
    let replica = plan(&group, "replica", "0001");
    assert_eq!(words(&replica), ["survives", "uninterrupted", "uninterrupted", "none"]);
    assert_eq!(replacement(&replica, "redis12-002"), (Some("us-west-2a"), "at-once", "replica"));
    let both = plan(&group, "primary-and-replicas", "0001");
    assert_eq!(words(&both), ["loses-data", "until-replacement", "until-replacement", "everything"]);
}

#[test]
fn primary_and_some_replicas() {
    let group = page("five-nodes");
    let plan = plan(&group, "primary-and-replicas=big-003,big-005", "0001");
    assert_eq!(words(&plan), ["survives-with-gap", "seconds", "seconds", "replication-lag"]);
    assert_eq!(candidates(&plan), ["big-002", "big-004"]);
    assert_eq!(plan.failed.nodes, ["big-001", "big-003", "big-005"]);
    for (node, zone) in [("big-001", "us-east-1a"), ("big-003", "us-east-1b"), ("big-005", "us-east-1c")] {
        assert_eq!(replacement(&plan, node), (Some(zone), "at-once", "replica"));
        assert_eq!(after(&plan, node), (Part::Replica, NodeState::Replaced));
    }
    assert!(plan.replacements.iter().all(|one| !["big-002", "big-004"].contains(&one.node.as_str())));
    assert!(endpoint(&plan, "primary", None).action.is_none());
    assert!(endpoint(&plan, "reader", None).action.is_none());
}

#[test]
fn the_entire_group() {
    for (name, nodes) in [("three-zones", 3), ("redis12", 2), ("redis1x3", 3), ("two-shards", 4)] {
        let plan = plan(&page(name), "group", "-");
        assert_eq!(
            words(&plan),
            ["loses-data", "until-replacement", "until-replacement", "everything"],
            "{name}"
        );
        assert_eq!(plan.failed.count, Some(nodes));
        assert_eq!(plan.replacements.len(), plan.failed.nodes.len());
        assert!(candidates(&plan).is_empty());
        assert!(plan.endpoints.iter().all(|one| one.action.is_none()), "{name}");
        for node in plan.before.shards.iter().flat_map(|shard| &shard.nodes) {
            assert_eq!(after(&plan, &node.id), (node.role, NodeState::Replaced));
            assert_eq!(replacement(&plan, &node.id), (node.zone.as_deref(), "at-once", node.role.name()));
        }
    }
}

#[test]
fn two_shards_over_two_zones() {
    let group = page("two-shards");
    for zone in ["us-east-1a", "us-east-1b"] {
        let whole = plan(&group, &format!("zone={zone}"), "-");
        // The data survives (F20); two shards leave no majority, and what then no source states (D11).
        assert_eq!(words(&whole), ["unstated", "unstated", "unstated", "replication-lag"]);
        let quorum = whole.quorum.as_ref().unwrap();
        assert_eq!((quorum.primaries, quorum.majority, quorum.left_at_most), (2, 2, 1));
        assert!(whole.reason.as_ref().unwrap().contains("inferred"));
    }
    let zone = plan(&group, "zone=us-east-1a", "0001");
    assert_eq!(candidates(&zone), ["carts-0001-002"]);
    assert_eq!(zone.data_loss.name(), "replication-lag");
    let other = plan(&group, "zone=us-east-1a", "0002");
    assert!(candidates(&other).is_empty());
    assert_eq!(other.data_loss.name(), "none");
    // One node alone: the page describes a failover, with cluster mode or without.
    let node = plan(&group, "primary", "0001");
    assert_eq!(words(&node), ["survives-with-gap", "seconds", "seconds", "replication-lag"]);
    assert!(node.quorum.is_none());
}

#[test]
fn a_reboot_by_the_customer() {
    let reboot = plan(&page("three-zones"), "primary-reboot", "0001");
    assert_eq!(words(&reboot), ["loses-data", "unstated", "unstated", "everything"]);
    assert!(candidates(&reboot).is_empty());
    assert_eq!(reboot.after.shards, reboot.before.shards);
    let cluster = plan(&page("two-shards"), "primary-reboot", "0001");
    assert_eq!(cluster.verdict.name(), "not-applicable");
    assert!(cluster.reason.unwrap().contains("cluster mode enabled"));
    assert!(cluster.failed.nodes.is_empty());
}

#[test]
fn planned_replacements() {
    for (name, expected) in [
        ("redis1x3-4.0.10", ["survives-with-gap", "seconds", "uninterrupted", "replication-lag"]),
        ("redis1x3-5.0.0", ["unstated", "unstated", "uninterrupted", "unstated"]),
        ("redis1x3", ["survives", "uninterrupted", "uninterrupted", "unstated"]),
        ("three-zones", ["survives", "uninterrupted", "uninterrupted", "unstated"]),
        ("two-shards", ["survives", "uninterrupted", "uninterrupted", "unstated"]),
        ("without-multi-az", ["stops", "until-replacement", "uninterrupted", "unstated"]),
    ] {
        let plan = plan(&page(name), "planned-replacement", "-");
        assert_eq!(words(&plan), expected, "{name}");
        // Which node is the primary afterwards no source states, but where it is recreated.
        let role = if name == "without-multi-az" { Part::Primary } else { Part::Either };
        let first = &plan.after.shards[0].nodes[0];
        assert_eq!((first.role, first.state), (role, NodeState::Running), "{name}");
        assert!(candidates(&plan).is_empty(), "{name}");
    }
}

#[test]
fn without_multi_az_the_primary_is_recreated() {
    let group = page("without-multi-az");
    let node = plan(&group, "primary", "0001");
    assert_eq!(words(&node), ["stops", "until-replacement", "uninterrupted", "replication-lag"]);
    assert_eq!(replacement(&node, "plain-001"), (Some("us-west-2c"), "at-once", "primary"));
    let zone = plan(&group, "zone=us-west-2c", "0001");
    assert_eq!(words(&zone), ["stops", "until-zone-returns", "uninterrupted", "replication-lag"]);
    assert_eq!(zone.until.as_deref(), Some("zone us-west-2c is back"));
    assert_eq!(after(&zone, "plain-001"), (Part::Primary, NodeState::Gone));
    assert!(candidates(&zone).is_empty());
}
