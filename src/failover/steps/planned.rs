//! Planned replacements of nodes, and reboots by the customer.

use super::{Clause, Phase, Said, said};
use crate::failover::effect::Planned;

/// Maintenance or a service update replaces the nodes.
pub(super) fn planned(how: Planned) -> Vec<Said> {
    let mut all =
        vec![said(Phase::Failure, "Maintenance or a service update replaces the nodes.", &["F45", "F52"])];
    let (text, facts) = writes(how);
    all.push(said(Phase::Writes, text, facts));
    if how == Planned::Brief {
        let text = "Where the update is an upgrade of the engine, that can be 30 seconds to a minute.";
        all.push(said(Phase::Writes, text, &["X069"]));
        let text = "What had not reached the replica that takes over is lost, usually little: replication is asynchronous.";
        all.push(said(Phase::Data, text, &["F26", "F159"]));
    } else {
        all.push(said(Phase::Data, "Whether a write can be lost on the way no source states.", &["F159"]));
    }
    if how.may_move_the_role() {
        let text = "A replica may be the primary afterwards: which node is, no source states. Clients that use node endpoints look again.";
        all.push(said(Phase::Afterwards, text, &["F45", "F47", "F51", "X075"]));
    }
    all
}

/// What becomes of writes.
fn writes(how: Planned) -> Clause {
    match how {
        Planned::ClusterMode => {
            ("With cluster mode enabled the replacement completes while the group takes writes.", &["F53"])
        }
        Planned::Online => (
            "With Multi-AZ and engine 5.0.6 or later the replacement completes while the group takes writes.",
            &["F54", "X069"],
        ),
        Planned::Brief => (
            "With engine 4.0.10 or earlier the change of the DNS name may interrupt writes for up to a few seconds.",
            &["F55", "F56", "F57"],
        ),
        Planned::VersionUnstated => {
            ("For engines between 4.0.10 and 5.0.6 no source states whether writes go on.", &["D8"])
        }
        Planned::TextsDisagree => (
            "Multi-AZ is off: one page says that a new primary is then created, another that automatic failover is enough for writes to go on.",
            &["F57", "X083", "D1"],
        ),
        Planned::NeedsEveryReplica => (
            "min-replicas-to-write asks for every replica: whether one is missing while it is replaced no source states.",
            &["X065"],
        ),
        Planned::NoStandby => {
            ("No replica is available to take over: what happens then no source states.", &["F63"])
        }
        Planned::Recreated => (
            "Without Multi-AZ and automatic failover a new primary is created; until it is in place there are no writes.",
            &["F57", "F82", "X082"],
        ),
        Planned::Alone => (
            "A node alone can't serve while its replacement is created and synchronised; ElastiCache tries to keep its data.",
            &["X082", "X083"],
        ),
        Planned::AloneInClusterMode => (
            "A shard of one node: one page says that with cluster mode enabled writes go on, another that a single node can't serve meanwhile.",
            &["F53", "X082"],
        ),
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
