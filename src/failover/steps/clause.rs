//! Why a scenario can't happen or a group can't be: clauses that steps and reasons are made of, with their facts.

use crate::failover::scenario::Why;
use crate::failover::terms::Refusal;

/// Words and the facts they rest on.
pub(in crate::failover) type Clause = (&'static str, &'static [&'static str]);

/// Why a scenario can't happen.
pub(in crate::failover) fn why_not(why: Why) -> Clause {
    match why {
        Why::TooFewReplicas => ("the shard has no such replicas, or too few", &["F64"]),
        Why::IsThePrimary => {
            ("the node named is the shard's primary, not a replica: use --scenario primary", &["F11", "F12"])
        }
        Why::NoReboot => {
            ("with cluster mode enabled a customer can't reboot a node", &["D24", "X085", "X056"])
        }
    }
}

/// Why ElastiCache has no group of such flags.
pub(in crate::failover) fn contradiction(refusal: Refusal) -> Clause {
    match refusal {
        Refusal::MultiAzWithoutFailover => {
            ("Multi-AZ is on and automatic failover off, which ElastiCache does not allow", &["X004"])
        }
        Refusal::ClusterModeWithoutFailover => {
            ("cluster mode is on and automatic failover off, which ElastiCache does not allow", &["X053"])
        }
    }
}
