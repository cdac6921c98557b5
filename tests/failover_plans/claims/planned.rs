//! Planned replacements (F52-F57) and reboots by the customer (F172-F175).

use multiaz::failover::{DataLoss, Service, Verdict};

use super::Claim;
use super::look::{candidates, plan, says};
use crate::page_groups::page;

const PLANNED: Claim = Claim {
    facts: &[],
    group: "redis1x3",
    scenario: "planned-replacement",
    shard: "-",
    says: "",
    holds: |_, _| false,
};
const REBOOT: Claim = Claim { group: "three-zones", scenario: "primary-reboot", shard: "0001", ..PLANNED };

pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        facts: &["F45", "F52"],
        says: "maintenance replaces the nodes too",
        holds: |plan, _| plan.failed.nodes.len() == 3 && says(plan, "F52", "Maintenance or a service update"),
        ..PLANNED
    },
    Claim {
        facts: &["F53"],
        group: "two-shards",
        says: "with cluster mode enabled writes go on",
        holds: |plan, _| plan.verdict == Verdict::Survives && plan.writes == Service::Uninterrupted,
        ..PLANNED
    },
    Claim {
        facts: &["F54"],
        says: "with Multi-AZ and 5.0.6 writes go on",
        holds: |plan, _| plan.verdict == Verdict::Survives && plan.writes == Service::Uninterrupted,
        ..PLANNED
    },
    Claim {
        facts: &["F55", "F56"],
        group: "redis1x3-4.0.10",
        says: "with Multi-AZ and 4.0.10 writes stop for seconds",
        holds: |plan, _| plan.verdict == Verdict::SurvivesWithGap && plan.writes == Service::Seconds,
        ..PLANNED
    },
    Claim {
        facts: &["F57"],
        group: "redis1x3-4.0.10",
        says: "which is far less than without Multi-AZ",
        holds: |own, _| {
            let without = plan(&page("without-multi-az"), "planned-replacement", "-");
            own.writes < without.writes && without.writes == Service::UntilReplacement
        },
        ..PLANNED
    },
    Claim {
        facts: &["F172", "F173"],
        says: "a reboot by the customer promotes nobody; a failure does",
        holds: |own, group| {
            candidates(own).is_empty()
                && own.after.shards == own.before.shards
                && !candidates(&plan(group, "primary", "0001")).is_empty()
        },
        ..REBOOT
    },
    Claim {
        facts: &["F174", "F175"],
        says: "the primary comes back empty, and the replicas empty themselves",
        holds: |plan, _| plan.verdict == Verdict::LosesData && plan.data_loss == DataLoss::Everything,
        ..REBOOT
    },
];
