//! Undecided verdicts, gathered by what keeps them open.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use crate::report::Report;
use crate::report::wording::{Cause, Roots, open_by_cause, plural};

use super::check::folded_list;
use super::escape::{Place, code};
use super::room::Room;
use super::{name, sentence};

/// The most groups that are named of a cause.
const MOST_GROUPS: usize = 10;
/// The most rules that are named of a group.
const MOST_RULES: usize = 20;

/// The causes, folded; nothing where all is decided.
pub(super) fn undecided(report: &Report<'_>, roots: Roots, most: usize, room: &mut Room) -> String {
    let causes = open_by_cause(report, roots);
    let verdicts = plural(report.undecided().count(), "undecided verdict");
    let summary = format!("{verdicts}, {}", plural(causes.len(), "cause"));
    let entries: Vec<_> = causes.iter().collect();
    let entries = entries.into_iter().map(|(cause, groups)| entry(*cause, groups));
    folded_list(&summary, &room.take(entries, most, "causes of undecided verdicts"))
}

fn entry((reason, remedy): Cause<'_>, groups: &BTreeMap<String, BTreeSet<&str>>) -> String {
    let mut out = format!("- {}\n", sentence(reason, Place::Line));
    if let Some(remedy) = remedy {
        let _ = writeln!(out, "  - to decide: {}", sentence(remedy, Place::Line));
    }
    for (group, rules) in groups.iter().take(MOST_GROUPS) {
        let _ = writeln!(out, "  - {}: {}", name(group, Place::Line), listed(rules));
    }
    if groups.len() > MOST_GROUPS {
        let _ = writeln!(out, "  - and {}", plural(groups.len() - MOST_GROUPS, "more group"));
    }
    out
}

fn listed(rules: &BTreeSet<&str>) -> String {
    let named: Vec<String> = rules.iter().take(MOST_RULES).map(|rule| code(rule, Place::Line)).collect();
    match rules.len() {
        count if count > MOST_RULES => format!("{} and {} more", named.join(", "), count - MOST_RULES),
        _ => named.join(", "),
    }
}
