//! `multiaz check`: read, judge, report.

use std::collections::BTreeSet;
use std::path::PathBuf;

use crate::cli::CheckArgs;
use crate::load::Options;
use crate::policy::NOT_CHECKED;
use crate::report::Report;

use super::code::{point_at_code, source_root};
use super::judging::Judging;
use super::output::{FORMATS, Format, Output, outputs, rule_files, spare};
use super::voice::{Voice, error, note};
use super::{Streams, inputs};

/// Lints files and folders; returns the exit code.
pub fn check(arguments: &CheckArgs, streams: &mut Streams<'_>, voice: Voice) -> u8 {
    let outputs = outputs(&arguments.judging.format, FORMATS);
    let options =
        || source_root(arguments.source_root.as_deref()).and_then(|()| inputs::options(&arguments.inputs));
    match outputs.and_then(|outputs| Ok((outputs, options()?))) {
        Ok((outputs, options)) => checked(arguments, streams, &outputs, options, voice),
        Err(message) => {
            error(streams, &message);
            NOT_CHECKED
        }
    }
}

fn checked(
    arguments: &CheckArgs,
    streams: &mut Streams<'_>,
    outputs: &[Output<Format>],
    options: Options,
    voice: Voice,
) -> u8 {
    let judging = Judging { arguments: &arguments.judging, voice };
    let mut read = inputs::read(&arguments.inputs, options, streams.stdin, voice.volume);
    read.log.tell(streams);
    let mut judged = judging.judge(&mut read.sources, &read.groups, &mut read.failures);
    read.log.phase("rules asked");
    read.log.rules(&judged.rules, read.groups.len());
    read.log.tell(streams);
    let known = read.sources.len();
    point_at_code(&mut read, &mut judged.findings, arguments.source_root.as_deref());
    read.log.phase("code of plans found");
    read.log.code(&read.sources, known);
    let code = read.sources.all().skip(known).map(|(_, source)| PathBuf::from(&source.name));
    let all = read.files.iter().cloned().chain(rule_files(&arguments.judging.rules)).chain(code);
    if let Err(message) = spare(outputs, all) {
        error(streams, &message);
        return NOT_CHECKED;
    }
    let from: BTreeSet<_> = read.groups.iter().map(|group| group.body.source).collect();
    let report = Report {
        sources: &read.sources,
        findings: &judged.findings,
        skipped: &read.skipped,
        failures: &read.failures,
        unread: read.unread,
        groups: &read.groups,
        rules: &judged.rules,
        files: from.len(),
        places: &[],
    };
    let again = inputs::words(&arguments.inputs).map(|paths| format!("multiaz failover {paths}"));
    let written = judging.write(streams, outputs, &report, again.as_deref());
    read.log.phase("report written");
    read.log.times();
    read.log.tell(streams);
    for text in &read.notes {
        note(streams, voice.volume, text);
    }
    if read.is_empty() {
        inputs::tell_nothing_found(streams, voice.volume, &arguments.inputs, read.looked_at);
    }
    judging.exit_code(&judged.findings, read.unread > 0, !read.failures.is_empty() || !written)
}
