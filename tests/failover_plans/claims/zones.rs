//! What the loss of a zone does (F04-F22, F169-F171), and a replica outside of ElastiCache (F183).

use multiaz::failover::{DataLoss, NodeState, Part, Service, Verdict};

use super::Claim;
use super::look::{after, candidates, plan, replacement, says};
use crate::page_groups::page_followed;

const OF_PRIMARY: Claim = Claim {
    facts: &[],
    group: "three-zones",
    scenario: "zone=us-east-1a",
    shard: "0001",
    says: "",
    holds: |_, _| false,
};
const ANOTHER: Claim = Claim { scenario: "zone=us-east-1b", ..OF_PRIMARY };

pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        facts: &["F04", "F06", "F35"],
        says: "nodes in other zones go on",
        holds: |plan, _| {
            plan.verdict == Verdict::Survives
                && plan.writes == Service::Uninterrupted
                && after(plan, "abc-001") == (Part::Primary, NodeState::Running)
        },
        ..ANOTHER
    },
    Claim {
        facts: &["F15"],
        group: "redis12",
        scenario: "zone=us-west-2b",
        says: "with two zones the replica in the other one becomes the primary",
        holds: |plan, _| {
            plan.verdict == Verdict::SurvivesWithGap
                && candidates(plan) == ["redis12-002"]
                && after(plan, "redis12-002") == (Part::Primary, NodeState::Running)
        },
        ..OF_PRIMARY
    },
    Claim {
        facts: &["F22", "F169"],
        says: "a zone that fails takes the primary with it, and a replica is promoted",
        holds: |plan, _| {
            plan.failed.nodes == ["abc-001"]
                && plan.failed.zone.as_deref() == Some("us-east-1a")
                && candidates(plan) == ["abc-002", "abc-003"]
        },
        ..OF_PRIMARY
    },
    Claim {
        facts: &["F170", "F171"],
        says: "the new replica comes to zone a when it is back; until then the shard is a node short",
        holds: |plan, _| {
            replacement(plan, "abc-001") == (Some("us-east-1a"), "zone-returns", "replica")
                && after(plan, "abc-001") == (Part::Replica, NodeState::Gone)
                && says(plan, "F170", "only when zone us-east-1a is back")
        },
        ..OF_PRIMARY
    },
    Claim {
        facts: &["F20"],
        group: "two-shards",
        scenario: "zone=us-east-1a",
        shard: "-",
        says: "with two shards the data that is left survives; whether the engine elects a primary is open (D11)",
        holds: |plan, _| {
            plan.data_loss == DataLoss::ReplicationLag
                && plan.verdict == Verdict::Unstated
                && plan.quorum.as_ref().is_some_and(|quorum| quorum.kept() == Some(false))
        },
    },
];

/// A replica outside of ElastiCache is no setting of a fixture: the user tells of it.
#[test]
fn an_external_replica_may_keep_elasticache_from_failing_over() {
    let group = page_followed("three-zones", "abc");
    for scenario in ["primary", "zone=us-east-1a"] {
        let plan = plan(&group, scenario, "0001");
        assert_eq!((plan.verdict, plan.writes), (Verdict::Unstated, Service::Unstated));
        assert!(candidates(&plan).is_empty());
        assert!(says(&plan, "F183", "may keep ElastiCache from failing over and recovering"));
    }
    assert_eq!(plan(&group, "zone=us-east-1b", "0001").verdict, Verdict::Survives);
}
