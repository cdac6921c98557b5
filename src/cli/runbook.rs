//! Arguments of `runbook`.

use clap::{Args, ValueEnum};

use super::InputArgs;

/// Arguments of `runbook`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Nothing is called: the steps are for you to run. What the input does not tell stands as a
placeholder, such as <REPLICATION-GROUP-ID>, and a step says how to get it.

Exit codes: 0 done, 2 could not read everything.

Examples:
  aws elasticache describe-replication-groups | multiaz runbook enable-multi-az - --group sessions
  multiaz runbook test-failover live --shard 0001 --shard 0002 --already-used 3
  multiaz runbook promote-replica live --group carts --replica carts-002 --shell cmd
  multiaz runbook enable-multi-az . --format markdown=enable-multi-az.md")]
pub struct RunbookArgs {
    /// What the steps are for.
    #[arg(value_enum, value_name = "KIND")]
    pub kind: RunbookKind,
    /// A group by its id or address; `*` and `?` stand for any characters and any one; repeatable.
    #[arg(long, value_name = "GROUP")]
    pub group: Vec<String>,
    /// The shell that commands are for: how lines go on, and how words are quoted.
    #[arg(long, value_enum, default_value_t = Shell::Sh, value_name = "SHELL")]
    pub shell: Shell,
    /// How steps are done; repeatable.
    #[arg(long = "as", value_enum, default_value = "cli", value_name = "WAY")]
    pub ways: Vec<Way>,
    /// test-failover: a shard to test, in the order given; repeatable. All shards if none is named.
    #[arg(long, value_name = "ID")]
    pub shard: Vec<String>,
    /// test-failover: how many shards were tested in the last 24 hours, which counts against the quota. What
    /// the events of a saved audit tell, if not given.
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(..=15))]
    pub already_used: Option<u32>,
    /// promote-replica: the replica to promote, by the id of its cache cluster.
    #[arg(long, value_name = "ID")]
    pub replica: Option<String>,
    /// Output format (text, json, markdown), and the file to write it to (standard output if none);
    /// repeatable.
    #[arg(long, value_name = "NAME[=FILE]", default_value = "text")]
    pub format: Vec<String>,
    /// What to read.
    #[command(flatten)]
    pub inputs: InputArgs,
}

/// What a runbook is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RunbookKind {
    /// Turn on Multi-AZ and automatic failover, with all that they need.
    EnableMultiAz,
    /// Test automatic failover, shard by shard.
    TestFailover,
    /// Make a replica of your choice the primary (cluster mode disabled).
    PromoteReplica,
}

/// The shell that commands are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Linux, macOS, Unix: lines go on after `\`.
    Sh,
    /// The command prompt of Windows: lines go on after `^`.
    Cmd,
}

/// A way of doing a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Way {
    /// Commands of the AWS CLI.
    Cli,
    /// The AWS Management Console.
    Console,
    /// Requests of the ElastiCache API.
    Api,
}
