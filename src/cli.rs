//! The command line as clap structs: all help comes from here.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

/// Lint Amazon ElastiCache Multi-AZ configuration before it is deployed, and after.
#[derive(Debug, Parser)]
#[command(name = "multiaz", version, max_term_width = 100)]
pub struct Cli {
    /// What to do.
    #[command(subcommand)]
    pub command: Command,
    /// When to use colour.
    // Its place would depend on how many commands there are.
    #[arg(long, global = true, value_enum, default_value_t = Color::Auto, value_name = "WHEN", display_order = 900)]
    pub color: Color,
}

/// What to do.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Lint files or folders: Terraform modules, plans and states, CloudFormation templates, describe
    /// output.
    Check(CheckArgs),
    /// Tell what a failure would do: who takes over, when writes resume, what is lost.
    Failover(FailoverArgs),
    /// Print the steps, with commands, that turn Multi-AZ on, test a failover or promote a replica.
    Runbook(RunbookArgs),
    /// List the rules, or explain one: why, source, examples, fix.
    Rules(RulesArgs),
}

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not check.

Examples:
  multiaz check .
  multiaz check envs/prod modules --var nodes=3
  terraform show -json plan.out | multiaz check -
  aws elasticache describe-replication-groups | multiaz check -")]
pub struct CheckArgs {
    /// Output format (text, json), and the file to write it to (standard output if none); repeatable.
    #[arg(long, value_name = "NAME[=FILE]", default_value = "text")]
    pub format: Vec<String>,
    /// The lowest severity that makes the run end with 1.
    #[arg(long, value_enum, default_value_t = FailOn::Warning, value_name = "SEVERITY")]
    pub fail_on: FailOn,
    /// Ask only these rules; repeatable, or with commas.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub select: Vec<String>,
    /// Do not ask these rules; repeatable, or with commas.
    #[arg(long, value_name = "RULE", value_delimiter = ',')]
    pub ignore: Vec<String>,
    /// Let undecided verdicts fail at their rule's severity, and files that could not be judged.
    #[arg(long)]
    pub strict: bool,
    /// Show more in text output; repeatable.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub show: Vec<Show>,
    /// A folder with rules of your own; repeatable.
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// What to read.
    #[command(flatten)]
    pub inputs: InputArgs,
}

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
    /// Output format (text, json), and the file to write it to (standard output if none); repeatable.
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
    /// test-failover: how many shards were tested in the last 24 hours, which counts against the quota.
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

/// What a command reads, and the values that it can't find there.
#[derive(Debug, Args)]
pub struct InputArgs {
    /// Files or folders to read; `-` is standard input. A Terraform file stands for its folder.
    #[arg(default_value = ".", value_name = "PATH")]
    pub paths: Vec<PathBuf>,
    /// Values for template parameters: `Key=Value`, or a JSON file in a form of the AWS CLI.
    #[arg(long, value_name = "KEY=VALUE|FILE")]
    pub parameters: Vec<String>,
    /// A value for a variable of Terraform root modules, which counts before every file; repeatable.
    #[arg(long, value_name = "NAME=VALUE")]
    pub var: Vec<String>,
    /// A file with values for variables of Terraform root modules; repeatable. One that lies in a root
    /// module's folder is for that one alone.
    #[arg(long, value_name = "FILE")]
    pub var_file: Vec<PathBuf>,
    /// A group that a replica outside ElastiCache follows, by name or id; repeatable.
    #[arg(long, value_name = "GROUP")]
    pub external_replica: Vec<String>,
    /// Also read what .gitignore leaves out of a folder.
    #[arg(long)]
    pub no_gitignore: bool,
}

/// Arguments of `rules`.
#[derive(Debug, Args)]
pub struct RulesArgs {
    /// The rules to explain, or the facts to tell, such as F68; all rules are listed if none is named.
    #[arg(value_name = "ID")]
    pub ids: Vec<String>,
    /// A folder with rules of your own; repeatable.
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
    /// List what conditions can use: attributes and functions.
    #[arg(long, conflicts_with = "ids")]
    pub vocabulary: bool,
    /// Run the rules' own examples: each must get the verdict it claims.
    #[arg(long, conflicts_with_all = ["ids", "vocabulary"])]
    pub test: bool,
}

/// The lowest severity that fails a run.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum FailOn {
    /// Errors only.
    Error,
    /// Warnings and errors.
    Warning,
    /// Anything.
    Advice,
    /// Nothing: findings never fail the run.
    Never,
}

/// What text output shows beyond errors and warnings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Show {
    /// Advice in full instead of one line each.
    Advice,
    /// Undecided verdicts by what keeps them open.
    Undecided,
    /// Everything, and the values each finding rests on.
    All,
}

/// When to use colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Color {
    /// On a terminal, unless NO_COLOR is set.
    Auto,
    /// Always.
    Always,
    /// Never.
    Never,
}
