//! `multiaz runbook`: read, work out the steps, print them. Nothing is called.

use crate::cli::{self, RunbookArgs, RunbookKind};
use crate::load::Options;
use crate::model::{Group, SeenTests};
use crate::policy::NOT_CHECKED;
use crate::report::{self, Shell, Style, Way, tamed};
use crate::runbook::{self, Kind, Runbook, runbooks};

use super::inputs::{self, Inputs};
use super::output::{Output, outputs, spare, write_outputs};
use super::selection::select;
use super::voice::{error, note};
use super::{Streams, Volume};

/// The formats of `runbook`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Json,
    Markdown,
}

const FORMATS: [(&str, Format); 3] =
    [("text", Format::Text), ("json", Format::Json), ("markdown", Format::Markdown)];

/// Prints runbooks; returns the exit code.
pub fn runbook(arguments: &RunbookArgs, streams: &mut Streams<'_>, volume: Volume) -> u8 {
    let done =
        prepared(arguments).and_then(|(outputs, options)| run(arguments, streams, &outputs, options, volume));
    done.unwrap_or_else(|message| {
        error(streams, &message);
        NOT_CHECKED
    })
}

/// What can be wrong with the arguments themselves.
fn prepared(arguments: &RunbookArgs) -> Result<(Vec<Output<Format>>, Options), String> {
    let of_others = [
        ("--shard", !arguments.shard.is_empty(), RunbookKind::TestFailover),
        ("--already-used", arguments.already_used.is_some(), RunbookKind::TestFailover),
        ("--replica", arguments.replica.is_some(), RunbookKind::PromoteReplica),
    ];
    for (option, given, kind) in of_others {
        if given && kind != arguments.kind {
            return Err(format!("{option} is for {}", kind_of(kind).name()));
        }
    }
    Ok((outputs(&arguments.format, &FORMATS)?, inputs::options(&arguments.inputs)?))
}

fn run(
    arguments: &RunbookArgs,
    streams: &mut Streams<'_>,
    outputs: &[Output<Format>],
    options: Options,
    volume: Volume,
) -> Result<u8, String> {
    let mut read = inputs::read(&arguments.inputs, options, streams.stdin, volume);
    read.log.tell(streams);
    spare(outputs, read.files.drain(..))?;
    let groups = select(std::mem::take(&mut read.groups), &arguments.group)?;
    let books = books(arguments, &groups, std::mem::take(&mut read.tests))?;
    let style = style(arguments);
    let written = write_outputs(outputs, streams, |output, out| {
        let text = match output.format {
            Format::Text => report::runbook_text(&books, &style),
            Format::Markdown => report::runbook_markdown(&books, &style),
            Format::Json => {
                return report::runbook_json(&books, &read.sources, &read.skipped, &read.failures, out);
            }
        };
        tamed(out, |out| out.write_all(text.as_bytes()))
    });
    read.log.phase("steps worked out and written");
    read.log.times();
    read.log.tell(streams);
    tell(arguments, streams, outputs, &read, groups.is_empty(), volume);
    Ok(if written && read.failures.is_empty() && !groups.is_empty() { 0 } else { NOT_CHECKED })
}

/// `tests` are those that events tell of, wherever they were seen.
fn books(arguments: &RunbookArgs, groups: &[Group], tests: Vec<SeenTests>) -> Result<Vec<Runbook>, String> {
    let concerns = |seen: &SeenTests| {
        seen.account.is_none() || groups.iter().any(|group| group.target.account == seen.account)
    };
    let options = runbook::Options {
        shards: arguments.shard.clone(),
        already_used: arguments.already_used,
        seen: tests.into_iter().filter(concerns).collect(),
        replica: arguments.replica.clone(),
    };
    let groups: Vec<&Group> = groups.iter().collect();
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    runbooks(kind_of(arguments.kind), &groups, &options)
}

/// What the pages themselves do not hold goes to standard error: what failed, what was passed over.
fn tell(
    arguments: &RunbookArgs,
    streams: &mut Streams<'_>,
    outputs: &[Output<Format>],
    read: &Inputs,
    nothing: bool,
    volume: Volume,
) {
    let in_json = outputs.iter().all(|output| output.format == Format::Json);
    if !in_json {
        let _ = write!(streams.stderr, "{}", report::failures(&read.sources, &read.failures, false));
        for skipped in if volume == Volume::Quiet { read.unread() } else { &read.skipped } {
            let file = &read.sources.get(skipped.at.source).name;
            let line = read.sources.start(skipped.at).line;
            let text = format!("skipped {} ({file}:{line}): {}", skipped.resource, skipped.reason);
            let _ = writeln!(streams.stderr, "{}", report::one_line(&text));
        }
    }
    for text in &read.notes {
        note(streams, volume, text);
    }
    if nothing && read.failures.is_empty() {
        let _ = writeln!(streams.stderr, "{}", inputs::nothing_found(&arguments.inputs, read.looked_at));
    }
}

fn style(arguments: &RunbookArgs) -> Style {
    let shell = match arguments.shell {
        cli::Shell::Sh => Shell::Sh,
        cli::Shell::Cmd => Shell::Cmd,
    };
    let mut ways: Vec<Way> = Vec::new();
    for way in &arguments.ways {
        let way = match way {
            cli::Way::Cli => Way::Cli,
            cli::Way::Console => Way::Console,
            cli::Way::Api => Way::Api,
        };
        if !ways.contains(&way) {
            ways.push(way);
        }
    }
    Style { shell, ways }
}

fn kind_of(kind: RunbookKind) -> Kind {
    match kind {
        RunbookKind::EnableMultiAz => Kind::EnableMultiAz,
        RunbookKind::TestFailover => Kind::TestFailover,
        RunbookKind::PromoteReplica => Kind::PromoteReplica,
    }
}
