//! What could not be read, first and in full; what was seen and not judged, folded.

use crate::model::Skipped;
use crate::source::{Failure, Sources};

use crate::report::wording::plural;

use super::check::folded_list;
use super::escape::Place;
use super::room::Room;
use super::{name, sentence, spot};

/// The most bytes of failures: findings need room too.
const MOST_FAILURES: usize = 12_000;
/// The most bytes of what was not judged.
const MOST_SKIPPED: usize = 8_000;

/// What could not be read; nothing where all could.
pub(super) fn failures(sources: &Sources, all: &[Failure], room: &mut Room) -> String {
    if all.is_empty() {
        return String::new();
    }
    let entry = |failure: &Failure| {
        let place = match failure.at {
            Some(at) => spot(sources, at, Place::Line),
            None => name(&failure.file, Place::Line),
        };
        let (message, help) = (sentence(&failure.message, Place::Line), sentence(&failure.help, Place::Line));
        let help = if help.is_empty() { help } else { format!(" ({help})") };
        format!("- {place}: {message}{help}\n")
    };
    let taken = room.take(all.iter().map(entry), MOST_FAILURES, "entries of what could not be read");
    format!("### Could not be read\n\n{}", taken.text)
}

/// What was not judged, folded.
pub(super) fn skipped(sources: &Sources, all: &[Skipped], room: &mut Room) -> String {
    let entry = |one: &Skipped| {
        let (what, reason) = (name(&one.resource, Place::Line), sentence(&one.reason, Place::Line));
        format!("- {what} in {}: {reason}\n", spot(sources, one.at, Place::Line))
    };
    let taken = room.take(all.iter().map(entry), MOST_SKIPPED, "entries of what was not judged");
    folded_list(&format!("{} skipped", plural(all.len(), "resource")), &taken)
}
