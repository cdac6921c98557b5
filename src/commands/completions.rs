//! `multiaz completions`: a script for a shell, made from the clap structs.

use clap::builder::PossibleValuesParser;
use clap::{Command, CommandFactory};

use crate::cli::{Cli, CompletionsArgs};
use crate::policy::{CLEAN, NOT_CHECKED};
use crate::rules::built_in_ids;

use super::Streams;
use super::output::printed;

/// Prints the script; returns the exit code.
pub fn completions(arguments: &CompletionsArgs, streams: &mut Streams<'_>) -> u8 {
    let mut command = with_rules(Cli::command());
    let mut script = Vec::new();
    clap_complete::generate(arguments.shell, &mut command, "multiaz", &mut script);
    if printed(streams, &String::from_utf8_lossy(&script)) { CLEAN } else { NOT_CHECKED }
}

/// The command line with the built-in rules as values, which a run itself does not ask for: it takes rules of
/// `--rules DIR` too.
fn with_rules(command: Command) -> Command {
    let places = [
        ("check", "select"),
        ("check", "ignore"),
        ("audit", "select"),
        ("audit", "ignore"),
        ("rules", "ids"),
    ];
    places.into_iter().fold(command, |command, (name, argument)| {
        command.mut_subcommand(name, |one| {
            one.mut_arg(argument, |argument| argument.value_parser(PossibleValuesParser::new(built_in_ids())))
        })
    })
}
