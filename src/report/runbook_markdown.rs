//! Runbooks as Markdown: to put beside the code, or into a ticket whose boxes are ticked.

use std::fmt::Write;

use crate::runbook::{Action, Note, Precondition, Request, Runbook, Step, placeholders};

use super::markdown::{Place, block, text};
use super::runbook_text::{NO_PAGE, NO_REQUEST, Style, Way, told};
use super::shell::{Shell, api, command};

/// All runbooks of a run.
#[must_use]
pub fn runbook_markdown(books: &[Runbook], style: &Style) -> String {
    let mut texts: Vec<String> = books.iter().map(|book| one(book, style)).collect();
    if !texts.is_empty() {
        texts.push("`multiaz rules F71` tells a fact with its source.\n".to_owned());
    }
    texts.join("\n")
}

fn one(book: &Runbook, style: &Style) -> String {
    let mut out = String::new();
    let _ = writeln!(out, "# {}: {}\n\n{}", book.kind.name(), plain(&book.group), plain(&book.summary));
    if let Some(reason) = &book.not_applicable {
        let _ = writeln!(out, "\n**Not applicable:** {}", cited(reason));
    }
    preconditions(&mut out, &book.preconditions);
    notes(&mut out, "Know first", &book.warnings, style);
    fill_in(&mut out, book, style);
    if !book.schedule.is_empty() {
        out.push_str("\n## Days\n\n");
    }
    for day in &book.schedule {
        let _ = writeln!(out, "- day {}: {}", day.day, plain(&day.shards.join(", ")));
    }
    for text in style.said().into_iter().filter(|_| !book.steps.is_empty()) {
        let _ = writeln!(out, "\n{text}");
    }
    steps(&mut out, "Steps", &book.steps, style);
    steps(&mut out, "The way back", &book.way_back, style);
    notes(&mut out, "What can't be done on a group that exists", &book.limits, style);
    notes(&mut out, "What the test does not show", &book.not_shown, style);
    out
}

fn preconditions(out: &mut String, all: &[Precondition]) {
    if !all.is_empty() {
        out.push_str("\n## Before\n\n| | condition | what the input says |\n|---|---|---|\n");
    }
    for one in all {
        let cell = |words: &str| text(words, Place::Cell);
        let (met, text, because) = (one.state(), cell(&one.text), cell(&told(one)));
        let _ = writeln!(out, "| {met} | {text} | {because}{} |", ids(&one.facts));
    }
}

fn notes(out: &mut String, title: &str, all: &[Note], style: &Style) {
    if !all.is_empty() {
        let _ = writeln!(out, "\n## {title}\n");
    }
    for note in all {
        let _ = writeln!(out, "- {}", cited(note));
        calls(out, "  ", &note.requests, style, Way::Cli);
    }
}

fn fill_in(out: &mut String, book: &Runbook, style: &Style) {
    let open = placeholders(book, style.ways.contains(&Way::Api));
    if !open.is_empty() {
        out.push_str("\n## Fill in\n\n");
    }
    for (name, meaning) in open {
        let _ = writeln!(out, "- `{name}`: {meaning}");
    }
}

fn steps(out: &mut String, title: &str, all: &[Step], style: &Style) {
    if !all.is_empty() {
        let _ = writeln!(out, "\n## {title}");
    }
    for (number, step) in (1..).zip(all) {
        let number: usize = number;
        let _ = writeln!(
            out,
            "\n### {number}. {}\n\n{}{}",
            plain(&step.title),
            plain(&step.why),
            ids(&step.facts)
        );
        action(out, &step.action, style);
        if !step.check.requests.is_empty() || !step.check.expect.is_empty() {
            out.push_str("\nCheck:\n");
        }
        for way in style.of_checks().filter(|way| style.shows(*way, &step.check.requests)) {
            heading(out, style, way);
            calls(out, "", &step.check.requests, style, way);
        }
        list(out, "- [ ] ", &step.check.expect);
        if !step.if_it_fails.is_empty() {
            out.push_str("\nIf it fails:\n");
        }
        list(out, "- ", &step.if_it_fails);
    }
}

fn list(out: &mut String, mark: &str, all: &[String]) {
    if !all.is_empty() {
        out.push('\n');
    }
    for text in all {
        let _ = writeln!(out, "{mark}{}", plain(text));
    }
}

fn action(out: &mut String, action: &Action, style: &Style) {
    if let Some(code) = &action.code {
        fence(out, "", code.language, code.text.lines());
    }
    for way in style.ways.iter().copied() {
        match way {
            Way::Console if !action.console.is_empty() => {
                heading(out, style, way);
                list(out, "1. ", &action.console);
            }
            _ if !style.shows(way, &action.requests) => {}
            Way::Console => {
                let _ = writeln!(out, "\n{NO_PAGE}");
                calls(out, "", &action.requests, style, Way::Cli);
            }
            Way::Cli | Way::Api => {
                heading(out, style, way);
                calls(out, "", &action.requests, style, way);
            }
        }
    }
}

fn heading(out: &mut String, style: &Style, way: Way) {
    if let Some(text) = style.heading(way) {
        let _ = writeln!(out, "\n{text}");
    }
}

fn calls(out: &mut String, indent: &str, all: &[Request], style: &Style, way: Way) {
    let language = match style.shell {
        Shell::Sh => "sh",
        Shell::Cmd => "bat",
    };
    let mut before = Vec::new();
    for request in all {
        let asked = if way == Way::Api { api(request) } else { None };
        let other = way == Way::Api && asked.is_none();
        let (language, lines) = match asked {
            Some(lines) => ("text", lines),
            None => (language, command(request, style.shell)),
        };
        // Commands that differ in what they show are one request.
        if lines == before && !request.waits || other && style.ways.contains(&Way::Cli) {
            continue;
        }
        before.clone_from(&lines);
        if other {
            let _ = writeln!(out, "\n{indent}{NO_REQUEST}");
        }
        fence(out, indent, language, lines.iter().map(String::as_str));
        if way == Way::Api && request.waits {
            let _ = writeln!(out, "\n{indent}Again, every 15 seconds, until Status is available.");
        }
    }
}

fn fence<'l>(out: &mut String, indent: &str, language: &str, lines: impl Iterator<Item = &'l str>) {
    let lines: Vec<&str> = lines.collect();
    let _ = write!(out, "\n{}", block(indent, language, lines.into_iter()));
}

fn cited(note: &Note) -> String {
    format!("{}{}", plain(&note.text), ids(&note.facts))
}

fn ids(facts: &[&str]) -> String {
    if facts.is_empty() { String::new() } else { format!(" ({})", facts.join(" ")) }
}

/// A sentence whose signs mean nothing in Markdown, code between backticks aside.
fn plain(words: &str) -> String {
    text(words, Place::Line)
}
