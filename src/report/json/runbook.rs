//! Runbooks as JSON, format `multiaz-runbook/1`: structs of its own, fields are only ever added.

use std::io::{self, Write};

use serde::Serialize;

use crate::model::Skipped;
use crate::runbook::{Note, Request, Runbook, Step, placeholders};
use crate::source::{Failure, Sources};

use super::super::shell::{Shell, api, command};
use crate::report::document::write_json;

use super::shared::{FailureOut, SkippedOut, TOOL, TargetOut, Tool, failure_out, skipped_out, target_out};

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    tool: Tool,
    runbooks: Vec<BookOut<'a>>,
    skipped: Vec<SkippedOut<'a>>,
    failures: Vec<FailureOut<'a>>,
}

#[derive(Serialize)]
struct BookOut<'a> {
    kind: &'static str,
    group: &'a str,
    target: TargetOut<'a>,
    summary: &'a str,
    not_applicable: Option<NoteOut<'a>>,
    preconditions: Vec<PreconditionOut<'a>>,
    warnings: Vec<NoteOut<'a>>,
    placeholders: Vec<PlaceholderOut>,
    schedule: Vec<DayOut<'a>>,
    steps: Vec<StepOut<'a>>,
    way_back: Vec<StepOut<'a>>,
    limits: Vec<NoteOut<'a>>,
    not_shown: Vec<NoteOut<'a>>,
}

#[derive(Serialize)]
struct NoteOut<'a> {
    text: &'a str,
    facts: &'a [&'static str],
    calls: Vec<CallOut>,
}

#[derive(Serialize)]
struct PreconditionOut<'a> {
    text: &'a str,
    state: &'static str,
    step: Option<usize>,
    because: &'a str,
    facts: &'a [&'static str],
}

#[derive(Serialize)]
struct PlaceholderOut {
    name: &'static str,
    meaning: &'static str,
}

#[derive(Serialize)]
struct DayOut<'a> {
    day: u32,
    shards: &'a [String],
}

#[derive(Serialize)]
struct StepOut<'a> {
    number: usize,
    title: &'a str,
    why: &'a str,
    facts: &'a [&'static str],
    day: Option<u32>,
    shard: Option<&'a str>,
    code: Option<CodeOut<'a>>,
    calls: Vec<CallOut>,
    console: &'a [String],
    check: CheckOut<'a>,
    if_it_fails: &'a [String],
}

#[derive(Serialize)]
struct CodeOut<'a> {
    language: &'static str,
    text: &'a str,
}

#[derive(Serialize)]
struct CheckOut<'a> {
    calls: Vec<CallOut>,
    expect: &'a [String],
}

/// A call as words, as it is pasted, and as a request.
#[derive(Serialize)]
struct CallOut {
    words: Vec<String>,
    sh: String,
    cmd: String,
    api: Option<String>,
}

/// Writes the run as one JSON document, ending in a line feed.
///
/// # Errors
/// When it can't be written.
pub fn runbook_json(
    books: &[Runbook],
    sources: &Sources,
    skipped: &[Skipped],
    failures: &[Failure],
    out: &mut dyn Write,
) -> io::Result<()> {
    let document = Document {
        format: "multiaz-runbook/1",
        tool: TOOL,
        runbooks: books.iter().map(book_out).collect(),
        skipped: skipped.iter().map(|one| skipped_out(sources, one)).collect(),
        failures: failures.iter().map(|one| failure_out(sources, one)).collect(),
    };
    write_json(&document, out)
}

fn book_out(book: &Runbook) -> BookOut<'_> {
    let open = placeholders(book, true).into_iter();
    BookOut {
        kind: book.kind.name(),
        group: &book.group,
        target: target_out(&book.target),
        summary: &book.summary,
        not_applicable: book.not_applicable.as_ref().map(note_out),
        preconditions: book
            .preconditions
            .iter()
            .map(|one| PreconditionOut {
                text: &one.text,
                state: one.state(),
                step: one.step,
                because: &one.because,
                facts: &one.facts,
            })
            .collect(),
        warnings: book.warnings.iter().map(note_out).collect(),
        placeholders: open.map(|(name, meaning)| PlaceholderOut { name, meaning }).collect(),
        schedule: book.schedule.iter().map(|day| DayOut { day: day.day, shards: &day.shards }).collect(),
        steps: steps_out(&book.steps),
        way_back: steps_out(&book.way_back),
        limits: book.limits.iter().map(note_out).collect(),
        not_shown: book.not_shown.iter().map(note_out).collect(),
    }
}

fn note_out(note: &Note) -> NoteOut<'_> {
    NoteOut { text: &note.text, facts: &note.facts, calls: calls_out(&note.requests) }
}

fn steps_out(steps: &[Step]) -> Vec<StepOut<'_>> {
    (1..).zip(steps).map(|(number, step)| step_out(number, step)).collect()
}

fn step_out(number: usize, step: &Step) -> StepOut<'_> {
    StepOut {
        number,
        title: &step.title,
        why: &step.why,
        facts: &step.facts,
        day: step.day,
        shard: step.shard.as_deref(),
        code: step.action.code.as_ref().map(|code| CodeOut { language: code.language, text: &code.text }),
        calls: calls_out(&step.action.requests),
        console: &step.action.console,
        check: CheckOut { calls: calls_out(&step.check.requests), expect: &step.check.expect },
        if_it_fails: &step.if_it_fails,
    }
}

fn calls_out(all: &[Request]) -> Vec<CallOut> {
    all.iter().map(call_out).collect()
}

fn call_out(request: &Request) -> CallOut {
    CallOut {
        words: request.command().concat(),
        sh: command(request, Shell::Sh).join("\n"),
        cmd: command(request, Shell::Cmd).join("\n"),
        api: api(request).map(|lines| lines.iter().map(|line| line.trim_start()).collect()),
    }
}
