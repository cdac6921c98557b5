//! The command line as clap structs: all help comes from here.

mod audit;
mod check;
mod completions;
mod failover;
mod inputs;
mod judging;
mod rules;
mod runbook;

pub use audit::AuditArgs;
pub use check::CheckArgs;
pub use completions::CompletionsArgs;
pub use failover::{FailoverArgs, Objective};
pub use inputs::InputArgs;
pub use judging::{FailOn, JudgeArgs, Show};
pub use rules::RulesArgs;
pub use runbook::{RunbookArgs, RunbookKind, Shell, Way};

use clap::{Parser, Subcommand, ValueEnum};

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
    /// Print only what fails the run, and what could not be checked: no summary, no notes.
    #[arg(
        short,
        long,
        global = true,
        conflicts_with = "verbose",
        overrides_with = "quiet",
        display_order = 901
    )]
    pub quiet: bool,
    /// Say on standard error what was read as what, what was passed over, and how long it took.
    #[arg(short, long, global = true, overrides_with = "verbose", display_order = 902)]
    pub verbose: bool,
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
    /// Check a live account: the same rules, describe calls only.
    Audit(AuditArgs),
    /// List the rules, or explain one: why, source, examples, fix.
    Rules(RulesArgs),
    /// Print a script that completes commands, options and rules in a shell.
    Completions(CompletionsArgs),
    /// Print the manual page, for man(1): `multiaz man > multiaz.1`.
    Man,
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
