//! `multiaz man`: one manual page for all commands, made from the clap structs.

use clap::{Command, CommandFactory};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use crate::cli::Cli;
use crate::policy::{CLEAN, NOT_CHECKED};

use super::Streams;
use super::output::printed;

/// What apostrophes are, said once for the whole page.
const PREAMBLE: &str = ".ie \\n(.g .ds Aq \\(aq\n.el .ds Aq '\n";

/// Prints the page; returns the exit code.
pub fn man(streams: &mut Streams<'_>) -> u8 {
    if printed(streams, &page()) { CLEAN } else { NOT_CHECKED }
}

/// The page in the language of man(7).
fn page() -> String {
    let mut root = Cli::command().disable_help_subcommand(true);
    root.build();
    let own = Man::new(root.clone());
    let mut out = PREAMBLE.to_owned() + &title(&root);
    out.push_str(&rendered(|out| own.render_name_section(out)));
    out.push_str(".SH SYNOPSIS\n");
    out.push_str(&usage(&mut root));
    out.push_str(&rendered(|out| own.render_description_section(out)));
    out.push_str(&rendered(|out| own.render_options_section(out)));
    out.push_str(".SH COMMANDS\n");
    for command in root.get_subcommands() {
        out.push_str(&section(command));
    }
    out
}

/// The page's head, without a date, so that a version always makes the same page.
fn title(root: &Command) -> String {
    let version = root.get_version().unwrap_or_default();
    // Written by hand: clap_mangen leaves an empty date out, and what follows would move up.
    format!(".TH MULTIAZ 1 \"\" \"multiaz {version}\" \"User Commands\"\n")
}

/// What a part of a page comes to, without the preamble that each part brings.
fn rendered(write: impl FnOnce(&mut Vec<u8>) -> std::io::Result<()>) -> String {
    let mut bytes = Vec::new();
    // Writing to memory can't fail.
    let _ = write(&mut bytes);
    let text = String::from_utf8_lossy(&bytes);
    let text = text.strip_prefix(PREAMBLE).unwrap_or(&text);
    // Before possible values clap_mangen breaks the line twice around an empty one, which mandoc warns of.
    text.replace(".br\n\n.br\n", ".sp\n")
}

fn text(roff: &Roff) -> String {
    rendered(|out| roff.to_writer(out))
}

/// How a command is called.
fn usage(command: &mut Command) -> String {
    let usage = command.render_usage().to_string();
    let usage = usage.trim_start_matches("Usage: ");
    let name = command.get_bin_name().unwrap_or_default();
    text(Roff::new().text([bold(name), roman(usage.trim_start_matches(name))]))
}

/// A command: how it is called, what it does, its own options, and what its help ends with.
fn section(command: &Command) -> String {
    let mut command = command.clone();
    let name = command.get_bin_name().unwrap_or_default().to_owned();
    let mut out = text(Roff::new().control("SS", [name.as_str()]));
    out.push_str(&usage(&mut command));
    out.push_str(".PP\n");
    let about = command.get_long_about().or_else(|| command.get_about());
    out.push_str(&text(Roff::new().text([roman(about.map(ToString::to_string).unwrap_or_default())])));
    out.push_str(&options(&command));
    let ending = command.get_after_long_help().map(ToString::to_string).unwrap_or_default();
    out.push_str(&self::ending(&ending));
    out
}

/// A command's own options: those of all commands are told once.
fn options(command: &Command) -> String {
    let shared: Vec<_> = command
        .get_arguments()
        .filter(|argument| argument.is_global_set() || argument.get_id() == "help")
        .map(|argument| argument.get_id().clone())
        .collect();
    let own = shared.into_iter().fold(command.clone(), |own, id| own.mut_arg(id, |shared| shared.hide(true)));
    let options = rendered(|out| Man::new(own).render_options_section(out));
    options.strip_prefix(".SH OPTIONS\n").unwrap_or(&options).to_owned()
}

/// The sentences, tables and examples that a command's help ends with: what is indented keeps its lines.
fn ending(ending: &str) -> String {
    let mut roff = Roff::new();
    let mut kept = false;
    for line in ending.lines() {
        let keep = line.starts_with(' ');
        if kept != keep {
            roff.control(if keep { "nf" } else { "fi" }, []);
            kept = keep;
        }
        match line {
            "" => roff.control("PP", []),
            line => roff.text([roman(line)]),
        };
    }
    if kept {
        roff.control("fi", []);
    }
    if ending.is_empty() { String::new() } else { format!(".PP\n{}", text(&roff)) }
}
