//! The commands: the only place that joins reading, judging and reporting.

mod asked;
mod audit;
mod catalog;
mod check;
mod code;
mod completions;
mod examples;
mod failover;
mod inputs;
mod judging;
mod man;
mod output;
mod rule_page;
mod rules;
mod runbook;
mod selection;
mod workspace;

pub use audit::audit;
pub use check::check;
pub use completions::completions;
pub use examples::failing_examples;
pub use failover::failover;
pub use man::man;
pub use rule_page::markdown;
pub use rules::rules;
pub use runbook::runbook;

use std::io::{Read, Write};

use crate::cli::{Cli, Color, Command};

/// The world outside: streams and whether the output is a terminal.
pub struct Streams<'a> {
    /// Standard input.
    pub stdin: &'a mut dyn Read,
    /// Standard output.
    pub stdout: &'a mut dyn Write,
    /// Standard error.
    pub stderr: &'a mut dyn Write,
    /// Standard output is a terminal that takes colour.
    pub terminal: bool,
}

impl std::fmt::Debug for Streams<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Streams").field("terminal", &self.terminal).finish_non_exhaustive()
    }
}

/// Runs a command and returns the exit code.
pub fn run(cli: &Cli, streams: &mut Streams<'_>) -> u8 {
    let color = match cli.color {
        Color::Always => true,
        Color::Never => false,
        Color::Auto => streams.terminal,
    };
    match &cli.command {
        Command::Check(arguments) => check(arguments, streams, color),
        Command::Failover(arguments) => failover(arguments, streams, color),
        Command::Runbook(arguments) => runbook(arguments, streams),
        Command::Audit(arguments) => audit(arguments, streams, color),
        Command::Rules(arguments) => rules(arguments, streams),
        Command::Completions(arguments) => completions(arguments, streams),
        Command::Man => man(streams),
    }
}
