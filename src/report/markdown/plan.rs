//! Plans in full: the answer, what happens step by step, and folded the layouts before and after.

use std::fmt::Write;

use crate::report::FailoverReport;
use crate::report::failover_text::{Digest, Told};

use super::escape::{Place, block, first, text};
use super::failover::heading;
use super::folded;
use super::room::Room;

/// The most letters of a sentence of a plan.
const MOST_SENTENCE: usize = 2_000;
/// The most bytes of layouts, endpoints and what else is drawn as text.
const MOST_REST: usize = 16_000;

/// The plans of all groups.
pub(super) fn plans(report: &FailoverReport<'_>, digest: &Digest<'_>, room: &mut Room) -> String {
    let mut out = String::new();
    let mut groups = 0;
    digest.each(report, |label, all| {
        groups += 1;
        let most = room.left();
        let pieces = all.iter().map(|told| plan(label, told));
        let taken = room.take(pieces, most, &format!("plans of {}", heading(label)));
        out.push_str(&taken.text);
        taken.left_out == 0
    });
    let rest = report.groups.len() - groups;
    if rest > 0 {
        room.leave_out(rest, "groups with all their plans");
    }
    if !out.is_empty() {
        out.push_str("`multiaz rules F71` tells a fact with its source.\n");
    }
    out
}

fn plan(label: &str, told: &Told) -> String {
    let says = |sentence: &str| text(&first(sentence, MOST_SENTENCE), Place::Line);
    let mut out = format!("### {}, {}: {}\n\n", heading(label), says(&told.event), says(&told.verdict));
    if let Some(reason) = &told.never {
        let _ = writeln!(out, "{}\n", says(reason));
        return out;
    }
    for (label, sentence) in &told.answers {
        let _ = writeln!(out, "- **{label}**: {}", says(sentence));
    }
    let mut number = 0;
    for (at, (shards, steps)) in told.steps.iter().enumerate() {
        match shards {
            Some(shards) => {
                let _ = writeln!(out, "\n{}:\n", says(shards));
            }
            None if at == 0 => out.push_str("\nWhat happens:\n\n"),
            None => out.push('\n'),
        }
        for step in steps {
            number += 1;
            let _ = writeln!(out, "{number}. {}", says(step));
        }
    }
    out.push('\n');
    out.push_str(&rest(&told.rest));
    out.push('\n');
    out
}

/// What is drawn as text, folded.
fn rest(drawn: &str) -> String {
    if drawn.len() > MOST_REST {
        return "The layouts before and after are too large here: `--format text` draws them.\n".to_owned();
    }
    folded("Layouts, endpoints and what comes back", &block("", "text", drawn.trim_matches('\n').lines()))
}
