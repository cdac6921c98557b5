//! Arguments of `audit`.

use std::path::PathBuf;

use clap::Args;

use super::JudgeArgs;

/// Arguments of `audit`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Only describe calls are made; --print-iam-policy prints the permissions they need. What a missing
permission would have told is undecided, with the action to grant.

Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 an account or region could not be read.

Examples:
  multiaz audit --profile production --region eu-west-1 --region us-east-1
  multiaz audit --region all --save audit.json
  multiaz audit --assume-role arn:aws:iam::123456789012:role/auditor --failover
  multiaz check audit.json --show undecided")]
pub struct AuditArgs {
    /// The profile whose credentials and region are used; the default one if none is named.
    #[arg(long, value_name = "NAME")]
    pub profile: Option<String>,
    /// A region to audit, or `all`; repeatable. The profile's own if none is named.
    #[arg(long, value_name = "REGION")]
    pub region: Vec<String>,
    /// A group by its id or ARN; `*` and `?` stand for any characters and any one; repeatable.
    #[arg(long, value_name = "GROUP")]
    pub group: Vec<String>,
    /// A role to audit with, in its own account; repeatable.
    #[arg(long, value_name = "ARN")]
    pub assume_role: Vec<String>,
    /// Another address for all calls, such as that of a local emulator.
    #[arg(long, value_name = "URL")]
    pub endpoint_url: Option<String>,
    /// Seconds that a call may take, its retries among them.
    #[arg(long, value_name = "SECONDS", default_value_t = 30, value_parser = clap::value_parser!(u64).range(1..=600))]
    pub timeout: u64,
    /// How many regions are read side by side.
    #[arg(long, value_name = "N", default_value_t = 4, value_parser = clap::value_parser!(u8).range(1..=32))]
    pub concurrency: u8,
    /// Save every answer in a file that `check`, `failover` and `runbook` read.
    #[arg(long, value_name = "FILE")]
    pub save: Option<PathBuf>,
    /// Print the least policy that an audit needs, and call nothing.
    #[arg(long)]
    pub print_iam_policy: bool,
    /// A group that a replica outside ElastiCache follows, by name or id; repeatable.
    #[arg(long, value_name = "GROUP")]
    pub external_replica: Vec<String>,
    /// How to judge, and how to tell it.
    #[command(flatten)]
    pub judging: JudgeArgs,
}
