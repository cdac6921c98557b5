//! Runbooks for people at a terminal: plain text that fits 100 columns, commands aside.

use std::fmt::Write;

use crate::runbook::{Action, Note, Precondition, Request, Runbook, Step, placeholders};

use super::clean;
use super::shell::{Shell, api, command};

/// Columns that text is wrapped at; a command is never broken but between its options.
const WIDTH: usize = 100;

/// A way of doing a step.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// With the AWS CLI.
    Cli,
    /// In the AWS Management Console.
    Console,
    /// With a request of the API.
    Api,
}

/// How runbooks are shown.
#[derive(Debug, Clone)]
pub struct Style {
    /// The shell that commands are for.
    pub shell: Shell,
    /// The ways that steps are shown in.
    pub ways: Vec<Way>,
}

/// What stands above what is done in a way, where several are shown.
pub(super) const WITH_CLI: &str = "With the AWS CLI:";
pub(super) const IN_CONSOLE: &str = "In the console:";
pub(super) const BY_API: &str = "As an API request:";
/// What stands above a command where the way that is asked for does not have it.
pub(super) const NO_PAGE: &str = "The console has no such page; with the AWS CLI:";
pub(super) const NO_REQUEST: &str = "There is no request of this form; with the AWS CLI:";

impl Style {
    /// What to know of the ways that are asked for, once.
    pub(super) fn said(&self) -> Vec<&'static str> {
        let mut said = Vec::new();
        if self.of_checks().eq([Way::Cli]) && self.ways.contains(&Way::Console) {
            said.push(
                "Checks are shown as commands of the AWS CLI; the pages that the steps name show the same in \
                 the console.",
            );
        }
        if self.ways.contains(&Way::Api) {
            said.push(
                "API requests are shown without their signature, and are refused without: send them with an \
                 SDK, which signs them, as the AWS CLI does.",
            );
        }
        said
    }

    /// Whether a way shows anything of these calls: the CLI is fallen back on where it is not shown anyway.
    pub(super) fn shows(&self, way: Way, all: &[Request]) -> bool {
        match way {
            Way::Cli => !all.is_empty(),
            _ if !self.ways.contains(&Way::Cli) => !all.is_empty(),
            Way::Console => false,
            Way::Api => all.iter().any(|request| request.query_parameters().is_some()),
        }
    }

    /// The heading of a way; none where it is the only one, but in the console, which is no block of its own.
    pub(super) fn heading(&self, way: Way) -> Option<&'static str> {
        match way {
            Way::Console => Some(IN_CONSOLE),
            _ if self.ways.len() < 2 => None,
            Way::Cli => Some(WITH_CLI),
            Way::Api => Some(BY_API),
        }
    }

    /// The ways that checks are shown in: what is looked at in the console, its steps say.
    pub(super) fn of_checks(&self) -> impl Iterator<Item = Way> + '_ {
        let asked = self.ways.iter().copied().filter(|way| *way != Way::Console);
        let only_console = self.ways.iter().all(|way| *way == Way::Console);
        only_console.then_some(Way::Cli).into_iter().chain(asked)
    }
}

/// All runbooks of a run.
#[must_use]
pub fn runbook_text(books: &[Runbook], style: &Style) -> String {
    let mut texts: Vec<String> = books.iter().map(|book| one(book, style)).collect();
    if !texts.is_empty() {
        texts.push("Facts stand in brackets: `multiaz rules F71` tells one with its source.\n".to_owned());
    }
    texts.join("\n")
}

fn one(book: &Runbook, style: &Style) -> String {
    let mut out = String::new();
    let title = format!("{}: {}", book.kind.name(), book.group);
    let title = clean::brief(&title);
    let _ = writeln!(out, "{title}\n{}", "=".repeat(title.chars().count().min(WIDTH)));
    paragraph(&mut out, 0, "", &book.summary);
    if let Some(reason) = &book.not_applicable {
        paragraph(&mut out, 0, "not applicable: ", &cited(reason));
    }
    preconditions(&mut out, &book.preconditions);
    notes(&mut out, "Know first", &book.warnings, style);
    fill_in(&mut out, book, style);
    if !book.schedule.is_empty() {
        out.push_str("\nDays\n");
    }
    for day in &book.schedule {
        paragraph(&mut out, 2, &format!("day {}: ", day.day), &day.shards.join(", "));
    }
    if !book.steps.is_empty() {
        style.said().iter().for_each(|text| {
            out.push('\n');
            paragraph(&mut out, 0, "", text);
        });
    }
    steps(&mut out, "Steps", &book.steps, style);
    steps(&mut out, "The way back", &book.way_back, style);
    notes(&mut out, "What can't be done on a group that exists", &book.limits, style);
    notes(&mut out, "What the test does not show", &book.not_shown, style);
    out
}

fn preconditions(out: &mut String, all: &[Precondition]) {
    if !all.is_empty() {
        out.push_str("\nBefore\n");
    }
    for one in all {
        let state = format!("{:<9}", one.state());
        paragraph(out, 2, &state, &format!("{}: {}{}", one.text, told(one), ids(&one.facts)));
    }
}

/// What the input says of a condition, and the step that settles it.
pub(super) fn told(one: &Precondition) -> String {
    match one.step {
        Some(step) => format!("{}; see step {step}", one.because),
        None => one.because.clone(),
    }
}

fn notes(out: &mut String, title: &str, all: &[Note], style: &Style) {
    if !all.is_empty() {
        let _ = writeln!(out, "\n{title}");
    }
    for note in all {
        paragraph(out, 2, "- ", &cited(note));
        calls(out, 6, &note.requests, style, Way::Cli);
    }
}

fn fill_in(out: &mut String, book: &Runbook, style: &Style) {
    let open = placeholders(book, style.ways.contains(&Way::Api));
    if !open.is_empty() {
        out.push_str("\nFill in\n");
    }
    for (name, meaning) in open {
        paragraph(out, 2, &format!("{name}  "), meaning);
    }
}

fn steps(out: &mut String, title: &str, all: &[Step], style: &Style) {
    if !all.is_empty() {
        let _ = writeln!(out, "\n{title}");
    }
    for (number, step) in (1..).zip(all) {
        let number: usize = number;
        out.push('\n');
        paragraph(out, 0, &format!("{number:>2}. "), &step.title);
        paragraph(out, 4, "", &format!("{}{}", step.why, ids(&step.facts)));
        action(out, &step.action, style);
        if !step.check.requests.is_empty() || !step.check.expect.is_empty() {
            out.push_str("    Check:\n");
        }
        for way in style.of_checks().filter(|way| style.shows(*way, &step.check.requests)) {
            heading(out, style, way);
            calls(out, 8, &step.check.requests, style, way);
        }
        step.check.expect.iter().for_each(|text| paragraph(out, 6, "- ", text));
        if !step.if_it_fails.is_empty() {
            out.push_str("    If it fails:\n");
        }
        step.if_it_fails.iter().for_each(|text| paragraph(out, 6, "- ", text));
    }
}

/// How a step is done, in every way that is asked for; a way that it does not have falls back on the CLI.
fn action(out: &mut String, action: &Action, style: &Style) {
    if let Some(code) = &action.code {
        block(out, 8, code.text.lines());
    }
    for way in style.ways.iter().copied() {
        match way {
            Way::Console if !action.console.is_empty() => {
                heading(out, style, way);
                action.console.iter().for_each(|click| paragraph(out, 6, "> ", click));
            }
            _ if !style.shows(way, &action.requests) => {}
            Way::Console => {
                paragraph(out, 4, "", NO_PAGE);
                calls(out, 8, &action.requests, style, Way::Cli);
            }
            Way::Cli | Way::Api => {
                heading(out, style, way);
                calls(out, 8, &action.requests, style, way);
            }
        }
    }
}

fn heading(out: &mut String, style: &Style, way: Way) {
    style.heading(way).iter().for_each(|text| paragraph(out, 4, "", text));
}

/// Calls as commands or as requests, each a block of its own.
fn calls(out: &mut String, indent: usize, all: &[Request], style: &Style, way: Way) {
    let mut before = Vec::new();
    for request in all {
        let asked = if way == Way::Api { api(request) } else { None };
        let other = way == Way::Api && asked.is_none();
        let lines = asked.unwrap_or_else(|| command(request, style.shell));
        // Commands that differ in what they show are one request.
        if lines == before && !request.waits || other && style.ways.contains(&Way::Cli) {
            continue;
        }
        if other {
            paragraph(out, indent.saturating_sub(4), "", NO_REQUEST);
        }
        before.clone_from(&lines);
        block(out, indent, lines.iter().map(String::as_str));
        if way == Way::Api && request.waits {
            paragraph(out, indent, "", "(again, every 15 seconds, until Status is available)");
        }
    }
}

/// Lines as they are, between empty ones.
fn block<'l>(out: &mut String, indent: usize, lines: impl Iterator<Item = &'l str>) {
    if !out.ends_with("\n\n") {
        out.push('\n');
    }
    for line in lines {
        let _ = writeln!(out, "{:indent$}{}", "", clean::line(line));
    }
    out.push('\n');
}

/// A text behind a mark, wrapped so that its lines stand below each other.
fn paragraph(out: &mut String, indent: usize, mark: &str, text: &str) {
    let hanging = indent + mark.chars().count();
    let options = textwrap::Options::new(WIDTH.saturating_sub(hanging))
        .break_words(false)
        .word_separator(textwrap::WordSeparator::AsciiSpace)
        .word_splitter(textwrap::WordSplitter::NoHyphenation);
    for (at, line) in textwrap::wrap(&held(&clean::line(text)), options).iter().enumerate() {
        let line = line.replace(HELD, " ");
        let _ = match at {
            0 => writeln!(out, "{:indent$}{mark}{line}", ""),
            _ => writeln!(out, "{:hanging$}{line}", ""),
        };
    }
}

/// A space that does not break: no text of ours holds it, and no name that a command takes.
const HELD: char = '\u{a0}';

/// A text whose commands, which stand between backticks, are not broken over lines.
fn held(text: &str) -> String {
    let parts = text.split('`').enumerate();
    let parts: Vec<String> = parts
        .map(|(at, part)| if at % 2 == 1 { part.replace(' ', &HELD.to_string()) } else { part.to_owned() })
        .collect();
    parts.join("`")
}

fn cited(note: &Note) -> String {
    format!("{}{}", note.text, ids(&note.facts))
}

/// ` [F71 X080]`; nothing where no fact is cited.
fn ids(facts: &[&str]) -> String {
    if facts.is_empty() { String::new() } else { format!(" [{}]", facts.join(" ")) }
}
