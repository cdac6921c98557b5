//! The command line: parse, run, exit code.

use std::io::{self, IsTerminal};
use std::process::ExitCode;

use clap::Parser;
use multiaz::cli::Cli;
use multiaz::commands::{Streams, run};
use supports_hyperlinks::Stream;

fn main() -> ExitCode {
    let cli = Cli::parse();
    let stdout = io::stdout();
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty());
    let dumb = set("TERM").is_some_and(|term| term == "dumb");
    let plain = set("NO_COLOR").is_some() || dumb;
    let mut streams = Streams {
        stdin: &mut io::stdin(),
        terminal: stdout.is_terminal() && !plain,
        links: supports_hyperlinks::on(Stream::Stdout) && !plain,
        stdout: &mut stdout.lock(),
        stderr: &mut io::stderr(),
    };
    ExitCode::from(run(&cli, &mut streams))
}
