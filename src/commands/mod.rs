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
mod log;
mod man;
mod output;
mod rule_page;
mod rules;
mod runbook;
mod selection;
mod voice;
mod workspace;

pub use audit::audit;
#[cfg(feature = "live")]
pub use audit::audit_within;
pub use check::check;
pub use completions::completions;
pub use examples::failing_examples;
pub use failover::failover;
pub use man::man;
pub use rule_page::markdown;
pub use rules::rules;
pub use runbook::runbook;
pub use voice::{Voice, Volume};

use std::io::{Read, Write};

use crate::cli::{Cli, Command};
use crate::policy::NOT_CHECKED;
use crate::report::Tame;

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
    /// Standard output takes links.
    pub links: bool,
}

impl std::fmt::Debug for Streams<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Streams").field("terminal", &self.terminal).finish_non_exhaustive()
    }
}

/// Runs a command and returns the exit code.
pub fn run(cli: &Cli, streams: &mut Streams<'_>) -> u8 {
    let mut stderr = Tame::new(streams.stderr);
    let code = run_with(
        cli,
        &mut Streams {
            stdin: streams.stdin,
            stdout: streams.stdout,
            stderr: &mut stderr,
            terminal: streams.terminal,
            links: streams.links,
        },
    );
    let _ = stderr.flush();
    code
}

fn run_with(cli: &Cli, streams: &mut Streams<'_>) -> u8 {
    // clap sees this only where both stand on the same side of the command's name.
    if cli.quiet && cli.verbose {
        let _ = writeln!(streams.stderr, "error: the argument '--quiet' cannot be used with '--verbose'");
        return NOT_CHECKED;
    }
    let voice = Voice::of(cli, streams);
    match &cli.command {
        Command::Check(arguments) => check(arguments, streams, voice),
        Command::Failover(arguments) => failover(arguments, streams, voice),
        Command::Runbook(arguments) => runbook(arguments, streams, voice.volume),
        Command::Audit(arguments) => audit(arguments, streams, voice),
        Command::Rules(arguments) => rules(arguments, streams, voice.volume),
        Command::Completions(arguments) => completions(arguments, streams),
        Command::Man => man(streams),
    }
}
