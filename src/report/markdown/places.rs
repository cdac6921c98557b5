//! The accounts and regions that were audited, and the calls that gave no answer.

use std::fmt::Write;

use crate::report::text::{PLACE_HEADS, listed_places, place_counts, refused_calls};
use crate::report::{Place as Account, Report};

use super::escape::{Place, text};
use super::room::Room;
use super::{name, sentence};

/// The most bytes of rows.
const MOST_ROWS: usize = 12_000;
/// The most bytes of calls without an answer.
const MOST_CALLS: usize = 6_000;

/// A row for each account and region; nothing where files were read.
pub(super) fn places(report: &Report<'_>, room: &mut Room) -> String {
    if report.places.is_empty() {
        return String::new();
    }
    let (empty, listed) = listed_places(report);
    let rows = room.take(listed.into_iter().map(|place| row(report, place)), MOST_ROWS, "regions");
    let mut out = format!("| {} |\n", PLACE_HEADS.join(" | "));
    let _ = writeln!(out, "|---|---{}|", "|--:".repeat(PLACE_HEADS.len() - 2));
    out.push_str(&rows.text);
    if !empty.is_empty() {
        let _ = writeln!(out, "\nNothing in {}.", text(&empty.join(", "), Place::Line));
    }
    let calls = refused_calls(report);
    let line = |(action, reason, regions): (&str, &str, String)| {
        let regions = text(&regions, Place::Line);
        format!(
            "- no answer: {} in {regions} ({})\n",
            name(action, Place::Line),
            sentence(reason, Place::Line)
        )
    };
    let calls = room.take(calls.into_iter().map(line), MOST_CALLS, "calls without an answer");
    if calls.count > 0 {
        out.push('\n');
        out.push_str(&calls.text);
    }
    out
}

fn row(report: &Report<'_>, place: &Account) -> String {
    let account = match &place.account {
        Some(account) => name(account, Place::Cell),
        None => "not known".to_owned(),
    };
    let counts = place_counts(report, place).map(|count| format!(" {count} |")).concat();
    format!("| {account} | {} |{counts}\n", name(&place.region, Place::Cell))
}
