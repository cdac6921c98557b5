//! The command line: parse, run, exit code.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Parser;
use multiaz::cli::Cli;
use multiaz::commands::{Streams, run};

fn main() -> ExitCode {
    let cli = Cli::parse();
    let stdout = io::stdout();
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let dumb = set("TERM").is_some_and(|term| term == "dumb");
    let terminal = stdout.is_terminal() && set("NO_COLOR").is_none() && !dumb;
    let mut streams =
        Streams { stdin: &mut io::stdin(), stdout: &mut stdout.lock(), stderr: &mut io::stderr(), terminal };
    ExitCode::from(run(&cli, &mut streams))
}
