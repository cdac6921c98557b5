//! Arguments of `failover`.

use clap::{Args, ValueEnum};

use super::InputArgs;

/// Arguments of `failover`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Scenarios:
  primary                     the primary of a shard fails
  primary-and-replicas[=N]    the primary and N of its replicas (one if left out), or nodes by id:
                              primary-and-replicas=cache-001,cache-002
  replica[=NODE]              one replica fails
  zone[=NAME]                 everything in a zone fails; each zone in turn if none is named
  group                       every node fails
  planned-replacement         maintenance or a service update replaces the nodes
  primary-reboot              somebody reboots the primary

Verdicts: survives (no write stops), survives-with-gap (writes resume in seconds, at most the
replication lag is lost), stops (writes wait for a replacement or for the zone), loses-data,
unstated (no source states it, or values that are not known decide it), not-applicable.

Exit codes: 0 done and no --require broken, 1 an objective is broken (with --strict: or
undecided), 2 could not read everything.

Examples:
  multiaz failover .
  multiaz failover plan.json --scenario zone
  multiaz failover . --group 'module.cache*' --scenario primary --shard 0001
  multiaz failover . --require survive-zone --require writes-resume-in-seconds --strict")]
pub struct FailoverArgs {
    /// What fails; repeatable. All scenarios in short if none is named.
    #[arg(long, value_name = "NAME[=VALUE]")]
    pub scenario: Vec<String>,
    /// A group by its id or address; `*` and `?` stand for any characters and any one; repeatable.
    #[arg(long, value_name = "GROUP")]
    pub group: Vec<String>,
    /// A shard by its id, such as 0001; all if none is named.
    #[arg(long, value_name = "ID")]
    pub shard: Option<String>,
    /// What must hold when a node or a zone fails; repeatable.
    #[arg(long, value_enum, value_name = "OBJECTIVE")]
    pub require: Vec<Objective>,
    /// Let undecided objectives fail the run, and files that could not be judged: for a gate in CI.
    #[arg(long)]
    pub strict: bool,
    /// Output format (text, json, markdown, github, junit), and the file to write it to (standard output if
    /// none); repeatable.
    #[arg(long, value_name = "NAME[=FILE]", default_value = "text")]
    pub format: Vec<String>,
    /// Draw with ASCII characters alone.
    #[arg(long)]
    pub ascii: bool,
    /// What to read.
    #[command(flatten)]
    pub inputs: InputArgs,
}

/// What must hold when a node or a zone fails.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Objective {
    /// Whichever zone fails, writes go on or resume in seconds and at most the lag is lost.
    SurviveZone,
    /// Whichever single node fails, writes go on or resume in seconds and at most the lag is lost.
    SurviveNode,
    /// Whatever node or zone fails, no more than the replication lag is lost.
    NoDataLossBeyondLag,
    /// Whatever node or zone fails, writes resume in seconds.
    WritesResumeInSeconds,
}
