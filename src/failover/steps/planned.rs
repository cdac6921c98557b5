//! Planned replacements of nodes, and reboots by the customer.

use super::{Phase, Said, said};
use crate::failover::effect::Planned;

/// Maintenance or a service update replaces the nodes.
pub(super) fn planned(how: Planned) -> Vec<Said> {
    let mut all =
        vec![said(Phase::Failure, "Maintenance or a service update replaces the nodes.", &["F45", "F52"])];
    all.extend(course(how));
    all.push(match how {
        Planned::Brief => {
            let text = "What had not reached the replica that takes over is lost, usually little: replication is asynchronous.";
            said(Phase::Data, text, &["F26", "F159"])
        }
        _ => said(Phase::Data, "Whether a write can be lost on the way no source states.", &["F159"]),
    });
    if how.may_move_the_role() {
        let text = "A replica may be the primary afterwards: which node is, no source states. Clients that use node endpoints look again.";
        all.push(said(Phase::Afterwards, text, &["F45", "F47", "F51", "X075"]));
    }
    all
}

fn course(how: Planned) -> Vec<Said> {
    match how {
        Planned::ClusterMode => vec![said(
            Phase::Writes,
            "With cluster mode enabled the replacement completes while the group takes writes.",
            &["F53"],
        )],
        Planned::Online => vec![said(
            Phase::Writes,
            "With Multi-AZ and engine 5.0.6 or later the replacement completes while the group takes writes.",
            &["F54", "X069"],
        )],
        Planned::Brief => vec![
            said(
                Phase::Writes,
                "With engine 4.0.10 or earlier the change of the DNS name may interrupt writes for up to a few seconds.",
                &["F55", "F56", "F57"],
            ),
            said(
                Phase::Writes,
                "Where the update is an upgrade of the engine, that can be 30 seconds to a minute.",
                &["X069"],
            ),
        ],
        Planned::VersionUnstated => vec![said(
            Phase::Writes,
            "For engines between 4.0.10 and 5.0.6 no source states whether writes go on.",
            &["D8"],
        )],
        Planned::TextsDisagree => vec![said(
            Phase::Writes,
            "Multi-AZ is off: one page says that a new primary is then created, another that automatic failover is enough for writes to go on.",
            &["F57", "X083", "D1"],
        )],
        Planned::NeedsEveryReplica => vec![said(
            Phase::Writes,
            "min-replicas-to-write asks for every replica: whether one is missing while it is replaced no source states.",
            &["X065"],
        )],
        Planned::NoStandby => vec![said(
            Phase::Writes,
            "No replica is available to take over: what happens then no source states.",
            &["F63"],
        )],
        Planned::Recreated => vec![said(
            Phase::Writes,
            "Without Multi-AZ and automatic failover a new primary is created; until it is in place there are no writes.",
            &["F57", "F82", "X082"],
        )],
        Planned::Alone => vec![said(
            Phase::Writes,
            "A node alone can't serve while its replacement is created and synchronised; ElastiCache tries to keep its data.",
            &["X082", "X083"],
        )],
        Planned::AloneInClusterMode => vec![said(
            Phase::Writes,
            "A shard of one node: one page says that with cluster mode enabled writes go on, another that a single node can't serve meanwhile.",
            &["F53", "X082"],
        )],
    }
}

/// The customer reboots the primary.
pub(super) fn rebooted() -> Vec<Said> {
    vec![
        said(
            Phase::Failure,
            "The primary reboots. A reboot by the customer does not start a failover, unlike other reboots and failures.",
            &["F172", "F173", "D24"],
        ),
        said(
            Phase::Writes,
            "Until it is back there are no writes; how long that takes no source states.",
            &["F11"],
        ),
        said(
            Phase::Data,
            "It comes back empty, and replicas that see so empty themselves: all data is lost.",
            &["F174", "F175", "X085"],
        ),
        said(Phase::Afterwards, "Only a backup brings the data back.", &["X098"]),
    ]
}

/// The middle of a migration, of which no text speaks.
pub(super) fn reboot_unstated() -> Vec<Said> {
    let text = "Cluster mode is compatible: whether a customer can reboot a node then no source states.";
    vec![said(Phase::Before, text, &["X052", "X085"])]
}
