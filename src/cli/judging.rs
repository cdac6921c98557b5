//! How groups are judged and findings told: what `check` and `audit` have in common.

use std::path::PathBuf;

use clap::{Args, ValueEnum};

/// How groups are judged, and what is told of them.
#[derive(Debug, Args)]
pub struct JudgeArgs {
    /// Output format (text, json, markdown, sarif, github, junit), and the file to write it to (standard
    /// output if none); repeatable.
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
    /// Tell what failures would do, too.
    #[arg(long)]
    pub failover: bool,
    /// Show more in text output; repeatable.
    #[arg(long, value_enum, value_name = "WHAT")]
    pub show: Vec<Show>,
    /// A folder with rules of your own; repeatable.
    #[arg(long, value_name = "DIR")]
    pub rules: Vec<PathBuf>,
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
