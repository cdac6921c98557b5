//! Workflow commands of GitHub Actions: what is wrong as annotations in the diff, ten of a kind at most.

mod check;
mod command;
mod failover;
mod workspace;

pub use check::github;
pub use failover::failover_github;
pub use workspace::Workspace;

use std::io::{self, Write};

use crate::model::Target;
use crate::source::{Failure, Sources, Span};

use super::wording::plural;
use command::{Annotation, Kind, Place, is_tellable};

/// The most annotations of a kind that GitHub shows of a step.
const MOST: usize = 10;

/// Writes the first annotations of a kind; returns how many there are beyond.
fn write_first<T>(
    out: &mut dyn Write,
    most: usize,
    subjects: impl Iterator<Item = T>,
    annotation: impl Fn(T) -> Annotation,
) -> io::Result<usize> {
    let mut subjects = subjects;
    for subject in subjects.by_ref().take(most) {
        out.write_all(annotation(subject).line().as_bytes())?;
    }
    Ok(subjects.count())
}

/// Texts, and where the files lie that hold them.
#[derive(Debug, Clone, Copy)]
struct Files<'a> {
    sources: &'a Sources,
    workspace: &'a Workspace,
}

impl Files<'_> {
    /// A place in a file of the checkout; none for standard input and for what GitHub can't be told.
    fn place(&self, at: Span) -> Option<Place> {
        let name = &self.sources.get(at.source).name;
        let file = self.workspace.path(name).filter(|path| name != "-" && is_tellable(path))?;
        let start = self.sources.start(at);
        // The last character, where spans end after it.
        let last = self.sources.start(Span { start: at.end.max(at.start + 1) - 1, ..at });
        let (line, end_line) = (start.line, last.line.max(start.line));
        Some(Place { file, line, end_line, column: start.column, end_column: last.column.max(start.column) })
    }

    /// `at plan.json:3:7`, for a message whose annotation has no place.
    fn named(&self, at: Span) -> String {
        let (name, start) = (&self.sources.get(at.source).name, self.sources.start(at));
        let name = if name == "-" { "standard input" } else { name };
        format!("at {name}:{}:{}", start.line, start.column)
    }

    /// What could not be read.
    fn failure(&self, failure: &Failure) -> Annotation {
        let place = failure.at.and_then(|at| self.place(at));
        let mut message = format!("{}: {}\n{}", failure.file, failure.message, failure.help);
        if let (None, Some(at)) = (&place, failure.at) {
            message = format!("{message}\n{}", self.named(at));
        }
        Annotation { kind: Kind::Error, place, title: format!("multiaz: {}", failure.kind.name()), message }
    }
}

/// What the last notice tells: how much more there is than annotations.
#[derive(Debug, Default)]
struct Rest {
    /// How many of each kind are not shown: a number and a noun.
    more: Vec<(usize, &'static str)>,
    /// How many verdicts are undecided, of which the reader sees no annotation.
    undecided: usize,
    /// Why, each reason once.
    causes: Vec<String>,
    /// How much was seen that may hold groups, and was not judged.
    unread: usize,
    /// Whether there was no group to judge at all.
    nothing: bool,
    /// The options that tell all of it.
    options: &'static str,
}

impl Rest {
    fn is_empty(&self) -> bool {
        self.more.iter().all(|(count, _)| *count == 0)
            && self.undecided == 0
            && self.unread == 0
            && !self.nothing
    }

    fn annotation(&self) -> Annotation {
        let more = self.more.iter().filter(|(count, _)| *count > 0);
        let more: Vec<String> =
            more.map(|(count, noun)| format!("{count} more {noun}{}", ending(*count, noun))).collect();
        let mut title = more.clone();
        let mut lines = Vec::new();
        if !more.is_empty() {
            lines.push(format!("Not shown: {}. GitHub shows {MOST} annotations of a kind.", more.join(", ")));
        }
        if self.undecided > 0 {
            title.push(format!("{} undecided", self.undecided));
            lines.push(undecided(self.undecided, &self.causes));
        }
        if self.unread > 0 {
            title.push(format!("{} not judged", self.unread));
            lines.push(unread(self.unread));
        }
        if self.nothing {
            title.push("nothing to judge".into());
            lines
                .push("There is no replication group in what was read: see that the paths are right.".into());
        } else {
            lines.push(format!("All of it: the same command with {}", self.options));
        }
        let title = format!("multiaz: {}", title.join(", "));
        Annotation { kind: Kind::Notice, place: None, title, message: lines.join("\n") }
    }
}

/// The plural of what has one.
fn ending(count: usize, noun: &str) -> &'static str {
    if count == 1 || noun == "advice" { "" } else { "s" }
}

/// The most causes that are told.
const MOST_CAUSES: usize = 6;

/// `2 verdicts are undecided, for 1 cause: var.multi_az has no value`; several causes in a line each.
fn undecided(count: usize, causes: &[String]) -> String {
    let (verdicts, are) = (plural(count, "verdict"), if count == 1 { "is" } else { "are" });
    let head = format!("{verdicts} {are} undecided, for {}", plural(causes.len(), "cause"));
    match causes {
        [] => head,
        [only] => format!("{head}: {only}"),
        several => {
            let told = several.iter().take(MOST_CAUSES).map(|cause| format!("\n- {cause}"));
            let more = several.len().saturating_sub(MOST_CAUSES);
            let more = (more > 0).then(|| format!("\n- and {more} more"));
            format!("{head}:{}", told.chain(more).collect::<String>())
        }
    }
}

fn unread(count: usize) -> String {
    format!("{} that may hold groups could not be judged", plural(count, "input"))
}

/// The group's ARN or account and region, for what has no file.
fn whereabouts(target: &Target) -> Option<String> {
    if let Some(arn) = &target.arn {
        return Some(format!("group: {arn}"));
    }
    let parts: Vec<&str> =
        [&target.account, &target.region].into_iter().filter_map(|one| one.as_deref()).collect();
    (!parts.is_empty()).then(|| format!("in {}", parts.join(", ")))
}
