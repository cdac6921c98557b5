//! Arguments of `check`.

use std::path::PathBuf;

use clap::Args;

use super::{InputArgs, JudgeArgs};

/// Arguments of `check`.
#[derive(Debug, Args)]
#[command(after_long_help = "\
Exit codes: 0 nothing at or above --fail-on, 1 findings, 2 could not check.

Examples:
  multiaz check .
  multiaz check envs/prod modules --var nodes=3
  terraform show -json plan.out | multiaz check -
  multiaz check plan.json --source-root envs/prod
  aws elasticache describe-replication-groups | multiaz check -")]
pub struct CheckArgs {
    /// How to judge, and how to tell it.
    #[command(flatten)]
    pub judging: JudgeArgs,
    /// What to read.
    #[command(flatten)]
    pub inputs: InputArgs,
    /// The root module's folder that plans were made in: their findings tell the line in it. A plan's own
    /// folder if none is named, and the working folder for standard input, where there is configuration.
    #[arg(long, value_name = "DIR")]
    pub source_root: Option<PathBuf>,
}
