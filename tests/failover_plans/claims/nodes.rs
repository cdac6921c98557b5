//! What the failure of nodes does: the primary, the primary and replicas, every node (F82-F118).

use multiaz::failover::{DataLoss, NodeState, Part, Service, Verdict};

use super::look::{after, candidates, is_quiet, plan, replacement, says};
use super::{Claim, PRIMARY, SOME};
use crate::page_groups::page;

const ALL: Claim = Claim { scenario: "group", shard: "-", ..PRIMARY };
const NONE: Claim = Claim { group: "without-multi-az", ..PRIMARY };

pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        facts: &["F07", "F13", "F36", "F47", "F48"],
        says: "a replica takes over by itself, and nobody creates a primary",
        holds: |plan, _| {
            candidates(plan) == ["abc-002", "abc-003"]
                && after(plan, "abc-001") == (Part::Replica, NodeState::Replaced)
                && plan.replacements.iter().all(|one| one.role == "replica")
        },
        ..PRIMARY
    },
    Claim {
        facts: &["F83", "F90", "F160"],
        says: "the replica with the least lag is promoted: whichever that is, until it happens",
        holds: |plan, _| {
            let leads = |id| after(plan, id) == (Part::Either, NodeState::Running);
            leads("abc-002") && leads("abc-003") && says(plan, "F83", "the least replication lag")
        },
        ..PRIMARY
    },
    Claim {
        facts: &["F162"],
        group: "five-nodes",
        says: "it may be in the zone of the failed primary",
        holds: |plan, _| candidates(plan) == ["big-002", "big-003", "big-004", "big-005"],
        ..PRIMARY
    },
    Claim {
        facts: &["F23", "F49", "F84", "F85", "F91"],
        says: "writes resume when the promotion is done, in seconds",
        holds: |plan, _| {
            plan.writes == Service::Seconds && plan.until.is_none() && says(plan, "F49", "Writes resume")
        },
        ..PRIMARY
    },
    Claim {
        facts: &["F46"],
        says: "some downtime there is, and with Multi-AZ it is the least",
        holds: |own, _| {
            let without = plan(&page("without-multi-az"), "primary", "0001");
            own.verdict == Verdict::SurvivesWithGap && own.writes < without.writes
        },
        ..PRIMARY
    },
    Claim {
        facts: &["F45", "F87", "F89"],
        says: "the failed primary is taken offline; what follows depends on what fails",
        holds: |own, group| {
            let all = plan(group, "group", "-");
            own.failed.nodes == ["abc-001"]
                && own.failed.count == Some(1)
                && own.data_loss != all.data_loss
                && own.steps[0].text.contains("takes it offline")
        },
        ..PRIMARY
    },
    Claim {
        facts: &["F86"],
        says: "with Multi-AZ on the primary is watched",
        holds: |own, _| {
            let without = plan(&page("without-multi-az"), "primary", "0001");
            says(own, "F86", "ElastiCache watches the primary") && !says(&without, "F86", "")
        },
        ..PRIMARY
    },
    Claim {
        facts: &["F88", "F93", "F94"],
        says: "a new replica comes at once, in the zone of the primary that failed",
        holds: |plan, _| replacement(plan, "abc-001") == (Some("us-east-1a"), "at-once", "replica"),
        ..PRIMARY
    },
    Claim {
        facts: &["F24", "F95", "F176", "F177", "F178", "F179"],
        says: "the other replicas are emptied and take the new primary's data; reads suffer, and so does it",
        holds: |plan, _| {
            plan.reads == Service::Seconds
                && says(plan, "F176", "synchronise with the new primary")
                && says(plan, "F177", "dropped and copied anew")
                && says(plan, "F178", "can't be read for a short time")
                && says(plan, "F179", "carries more load")
        },
        ..PRIMARY
    },
    Claim {
        facts: &["F82", "F57"],
        says: "without Multi-AZ the primary is recreated, which is slow",
        holds: |plan, _| {
            plan.verdict == Verdict::Stops
                && plan.writes == Service::UntilReplacement
                && candidates(plan).is_empty()
                && replacement(plan, "plain-001") == (Some("us-west-2c"), "at-once", "primary")
        },
        ..NONE
    },
    Claim {
        facts: &["F11", "F12"],
        says: "writes need the primary; replicas serve reads without it",
        holds: |plan, _| plan.writes == Service::UntilReplacement && plan.reads == Service::Uninterrupted,
        ..NONE
    },
    Claim {
        facts: &["F99", "F102"],
        says: "of the replicas that are left, the one with the least lag is promoted",
        holds: |plan, _| candidates(plan) == ["big-002", "big-004"],
        ..SOME
    },
    Claim {
        facts: &["F101"],
        says: "the primary and the replicas that failed are taken offline",
        holds: |plan, _| {
            plan.failed.nodes == ["big-001", "big-003", "big-005"]
                && ["big-001", "big-003", "big-005"]
                    .iter()
                    .all(|id| after(plan, id) == (Part::Replica, NodeState::Replaced))
        },
        ..SOME
    },
    Claim {
        facts: &["F103"],
        says: "writes resume in seconds",
        holds: |plan, _| plan.writes == Service::Seconds && plan.verdict == Verdict::SurvivesWithGap,
        ..SOME
    },
    Claim {
        facts: &["F100", "F105", "F106"],
        says: "new replicas come at once in the zones of the nodes that failed, and none for the one promoted (D13)",
        holds: |plan, _| {
            plan.replacements.len() == 3
                && replacement(plan, "big-001") == (Some("us-east-1a"), "at-once", "replica")
                && replacement(plan, "big-003") == (Some("us-east-1b"), "at-once", "replica")
                && replacement(plan, "big-005") == (Some("us-east-1c"), "at-once", "replica")
        },
        ..SOME
    },
    Claim {
        facts: &["F107"],
        says: "all others take the new primary's data",
        holds: |plan, _| {
            says(plan, "F107", "The other replicas and the replacement synchronise with the new primary")
        },
        ..SOME
    },
    Claim {
        facts: &["F110", "F114", "F115", "F116"],
        says: "nobody is promoted: every node is recreated where it was, as what it was",
        holds: |plan, _| {
            candidates(plan).is_empty()
                && replacement(plan, "abc-001") == (Some("us-east-1a"), "at-once", "primary")
                && replacement(plan, "abc-002") == (Some("us-east-1b"), "at-once", "replica")
                && replacement(plan, "abc-003") == (Some("us-east-1c"), "at-once", "replica")
        },
        ..ALL
    },
    Claim {
        facts: &["F111", "F117"],
        says: "all data is gone, and the new nodes start empty",
        holds: |plan, _| plan.verdict == Verdict::LosesData && plan.data_loss == DataLoss::Everything,
        ..ALL
    },
    Claim {
        facts: &["F112", "F113"],
        says: "it is rare, and takes every node offline",
        holds: |plan, _| plan.failed.count == Some(3) && says(plan, "F112", "which is rare"),
        ..ALL
    },
    Claim {
        facts: &["F118"],
        says: "the new nodes have the old endpoints: nobody changes anything",
        holds: |plan, _| ["primary", "reader", "node"].iter().all(|kind| is_quiet(plan, kind)),
        ..ALL
    },
];
