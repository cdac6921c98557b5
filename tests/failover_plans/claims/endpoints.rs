//! Which endpoints lead where after a failover, and who must change something (F25, F39, F50, F51, F92-F109).

use super::look::{endpoint, is_quiet};
use super::{Claim, PRIMARY, SOME};

const CLUSTER: Claim = Claim { group: "two-shards", ..PRIMARY };

pub(super) const CLAIMS: &[Claim] = &[
    Claim {
        facts: &["F25", "F39"],
        says: "the endpoint of the cluster stays as it is",
        holds: |plan, _| {
            let one = endpoint(plan, "configuration", None);
            let address = "carts.example.clustercfg.use1.cache.amazonaws.com:6379";
            one.action.is_none() && one.address.as_deref() == Some(address)
        },
        ..CLUSTER
    },
    Claim {
        facts: &["F50", "F92", "F96"],
        says: "the primary endpoint leads to the new primary, and nobody changes anything",
        holds: |plan, _| {
            let one = endpoint(plan, "primary", None);
            one.before == "abc-001"
                && one.after.contains("abc-002, abc-003")
                && !one.after.contains("abc-001")
                && is_quiet(plan, "primary")
        },
        ..PRIMARY
    },
    Claim {
        facts: &["F97"],
        says: "the reader endpoint follows to the replicas by itself",
        holds: |plan, _| {
            let one = endpoint(plan, "reader", None);
            one.before == "abc-002, abc-003" && one.after.contains("abc-001") && one.action.is_none()
        },
        ..PRIMARY
    },
    Claim {
        facts: &["F51"],
        says: "who reads from the node that is promoted must read from another",
        holds: |plan, _| {
            ["abc-002", "abc-003"].iter().all(|node| {
                let action = endpoint(plan, "node", Some(node)).action.as_deref();
                action.is_some_and(|action| action.contains("clients that read from this name"))
            })
        },
        ..PRIMARY
    },
    Claim {
        facts: &["F104", "F108"],
        says: "who writes to the primary endpoint changes nothing",
        holds: |plan, _| {
            let after = &endpoint(plan, "primary", None).after;
            is_quiet(plan, "primary") && after.contains("big-002, big-004") && !after.contains("big-003")
        },
        ..SOME
    },
    Claim {
        facts: &["F109"],
        says: "the reader endpoint follows to the new replicas by itself",
        holds: |plan, _| {
            let one = endpoint(plan, "reader", None);
            one.action.is_none() && ["big-001", "big-003", "big-005"].iter().all(|id| one.after.contains(id))
        },
        ..SOME
    },
];
