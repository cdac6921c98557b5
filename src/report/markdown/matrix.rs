//! The matrix of groups and scenarios as a table, its legend, and why answers are open.

use std::fmt::Write;

use crate::report::failover_text::Digest;

use super::escape::{Place, text};
use super::room::Room;
use super::{folded, name, sentence};

/// The most bytes of rows.
const MOST_ROWS: usize = 24_000;
/// The most bytes of reasons, and of values that are not known.
const MOST_REASONS: usize = 6_000;

/// A row a group, a column a scenario, and what the words mean; nothing where there is no group.
pub(super) fn matrix(digest: &Digest<'_>, room: &mut Room) -> String {
    let rows = digest.rows();
    if rows.len() == 0 {
        return String::new();
    }
    let heads = digest.heads();
    let titles: Vec<String> = heads.iter().map(|head| sentence(head, Place::Cell)).collect();
    let rows = room.take(rows.map(|(label, row)| line(label, &row)), MOST_ROWS, "rows of the matrix");
    let mut out = format!("### What failures would do\n\n| group | {} |\n", titles.join(" | "));
    let _ = writeln!(out, "|---|{}", "---|".repeat(heads.len()));
    out.push_str(&rows.text);
    out.push('\n');
    out.push_str(&legend(digest));
    out
}

fn line(label: &str, row: &[String]) -> String {
    // The cells are words of our own.
    format!("| {} | {} |\n", name(label, Place::Cell), row.join(" | "))
}

/// What the words mean, folded.
fn legend(digest: &Digest<'_>) -> String {
    let (words, heads) = digest.legend();
    let mut body = String::new();
    for (word, meaning) in words {
        let _ = writeln!(body, "- **{word}**: {}", text(meaning, Place::Line));
    }
    if let Some(heads) = heads {
        let _ = writeln!(body, "\n{}", sentence(&heads, Place::Line));
    }
    folded("What the words mean", &body)
}

/// Why answers are what they are, and what decides those that are open.
pub(super) fn explained(digest: &Digest<'_>, room: &mut Room) -> String {
    let reasons = digest.reasons().into_iter().map(|(label, reason, heads)| {
        let heads: Vec<String> = heads.iter().map(|head| sentence(head, Place::Line)).collect();
        format!("- {}, {}: {}\n", name(label, Place::Line), heads.join(", "), sentence(&reason, Place::Line))
    });
    let open = digest.open().into_iter().map(|(value, whose)| {
        format!("- {} {}\n", sentence(&value, Place::Line), sentence(whose.trim_start(), Place::Line))
    });
    let reasons = room.take(reasons, MOST_REASONS, "reasons of answers");
    let open = room.take(open, MOST_REASONS, "values that are not known");
    let mut out = String::new();
    for (title, taken) in [("Why", reasons), ("Not known, and it decides", open)] {
        if taken.count > 0 {
            let _ = writeln!(out, "#### {title}\n\n{}", taken.text);
        }
    }
    out
}
