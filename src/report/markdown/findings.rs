//! The table of findings.

use crate::finding::Finding;
use crate::report::wording::{Roots, of_shards, who};
use crate::source::Sources;

use super::escape::Place;
use super::room::Room;
use super::{name, sentence, spot, text};

/// A row for each; nothing where there is none.
pub(super) fn table(sources: &Sources, all: &[&Finding], roots: Roots, room: &mut Room) -> String {
    if all.is_empty() {
        return String::new();
    }
    let most = room.left();
    let rows = room.take(all.iter().map(|finding| row(sources, finding, roots)), most, "findings");
    format!("| severity | group | place | what is wrong |\n|---|---|---|---|\n{}", rows.text)
}

fn row(sources: &Sources, finding: &Finding, roots: Roots) -> String {
    format!(
        "| {} | {} | {} | {} |\n",
        finding.severity.name(),
        group(finding, roots, Place::Cell),
        spot(sources, finding.code_place(), Place::Cell),
        sentence(&finding.message, Place::Cell)
    )
}

/// The group, and the shards it is about where it has several.
pub(super) fn group(finding: &Finding, roots: Roots, place: Place) -> String {
    let shards: Vec<&str> = finding.shards.iter().map(String::as_str).collect();
    let name = name(&who(finding, roots), place);
    match of_shards(finding, &shards).strip_prefix(", ") {
        Some(shards) => format!("{name}, {}", text(shards, place)),
        None => name,
    }
}
