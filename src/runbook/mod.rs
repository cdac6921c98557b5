//! Runbooks: what a person does, step by step, to turn Multi-AZ on, to test a failover, or to force one.
//!
//! Pure functions from groups to plain data. Nothing here reads a file, prints, or calls AWS.

mod account;
mod backups;
mod book;
mod enable;
mod failover_test;
mod loss;
mod placeholder;
mod promote;
mod request;
mod site;
mod state;
mod waiting;

pub use book::{Action, Check, Code, Day, Kind, Met, Note, Precondition, Runbook, Step};
pub use failover_test::{QUOTA, QUOTA_READ};
pub use placeholder::{REGION, placeholders};
pub use request::{API_VERSION, Request, ShardReplicas, Value};

use std::borrow::Cow;

use crate::model::{Group, SeenTests, with_hidden_zones};

/// What the user asks for beside the groups.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Options {
    /// The shards to test, as the user names them; all where none is named.
    pub shards: Vec<String>,
    /// Tests of the last 24 hours that count against the quota.
    pub already_used: Option<u32>,
    /// What events tell of such tests, where nobody says; of the accounts that the groups are in.
    pub seen: Vec<SeenTests>,
    /// The replica to promote.
    pub replica: Option<String>,
}

/// One runbook for each group, in the order of the groups.
///
/// # Errors
/// A sentence for the user, where an option names a shard or a replica that no group has.
pub fn runbooks(kind: Kind, groups: &[&Group], options: &Options) -> Result<Vec<Runbook>, String> {
    // What the input marks as sensitive is in no sentence, and no command can name it.
    let groups: Vec<Cow<'_, Group>> = groups.iter().map(|group| with_hidden_zones(group)).collect();
    let groups: Vec<&Group> = groups.iter().map(AsRef::as_ref).collect();
    match kind {
        Kind::EnableMultiAz => Ok(groups.iter().map(|group| enable::enable_multi_az(group)).collect()),
        Kind::TestFailover => failover_test::test_failover(&groups, options),
        Kind::PromoteReplica => promote::promote_replica(&groups, options),
    }
}
