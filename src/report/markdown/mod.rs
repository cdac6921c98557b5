//! Markdown output: for the summary of a step on GitHub, and for comments on pull requests.
//!
//! One document is for both, so it is bounded by what a comment holds. Rows of tables come before details, and
//! what is left out is said at the top.

mod check;
mod detail;
mod escape;
mod failover;
mod findings;
mod fix;
mod matrix;
mod mermaid;
mod picture;
mod places;
mod plan;
mod required;
mod rest;
mod room;
mod undecided;
mod words;

use std::io::{self, Write};

use crate::source::{Sources, Span};

pub use check::markdown;
pub(super) use escape::{Place, block, text};
pub use failover::failover_markdown;

use escape::{code, ends};

/// The most letters of a name in a table or a heading.
const MOST_NAME: usize = 120;
/// The most letters of a sentence in a table or a list.
const MOST_SENTENCE: usize = 400;

/// A group's name.
fn name(name: &str, place: Place) -> String {
    code(&ends(name, MOST_NAME), place)
}

/// A sentence of a message.
fn sentence(message: &str, place: Place) -> String {
    text(&escape::first(message, MOST_SENTENCE), place)
}

/// `file:line`.
fn spot(sources: &Sources, at: Span, place: Place) -> String {
    let file = &sources.get(at.source).name;
    name(&format!("{file}:{}", sources.start(at).line), place)
}

/// Writes the headline and the parts that are not empty, each apart from the next.
fn write_parts(out: &mut dyn Write, head: &str, parts: &[String]) -> io::Result<()> {
    write!(out, "{}", head.trim_end())?;
    for part in parts.iter().map(|part| part.trim_matches('\n')).filter(|part| !part.is_empty()) {
        write!(out, "\n\n{part}")?;
    }
    writeln!(out)
}

/// A part that is folded.
fn folded(summary: &str, body: &str) -> String {
    format!("<details><summary>{summary}</summary>\n\n{}\n\n</details>\n", body.trim_end())
}
