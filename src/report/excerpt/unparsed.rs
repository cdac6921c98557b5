//! Excerpts of a text that could not be parsed: not all that is secret in it is known.

use super::row::{self, Row};
use super::view::View;
use super::{Excerpt, LONGEST_LINE, clean, in_file, window};
use crate::source::{Source, Span, names_a_secret};

/// How many bytes before an excerpt are looked through for the key of a secret.
const NEARBY: usize = 1 << 12;
/// Lines around the place, and before those, that are looked through.
const CONTEXT: usize = 3;

/// What surrounds a place. What follows a key that sounds like a secret's is masked on its line. Nothing is shown where
/// such a key stands before the excerpt, or has its value on other lines: what belongs to it can't be told there.
pub(in crate::report) fn unparsed(source: &Source, at: Span, width: usize) -> Option<Excerpt> {
    let text = &**source.text;
    let place = in_file(source, 0, at);
    let rows = around(text, place.row);
    let start = rows.first().map_or(0, |row| row.start);
    let before = text.get(row::boundary(text, start.saturating_sub(NEARBY))..start).unwrap_or_default();
    let open = |line: &str| names_a_secret(line) && without_secret(line).trim_end() == line.trim_end();
    let ends_open = |line: &str| {
        names_a_secret(line) && line.trim_end().ends_with([':', '=', '|', '>', '(', '[', '{', ',', '-'])
    };
    let reaches_in = row::is_longer(text, at.start, LONGEST_LINE) && names_a_secret(before);
    let nearby = before.lines().rev().take(CONTEXT * 2).any(names_a_secret);
    let mut lines = rows.iter().filter_map(|row| text.get(row.start..row.end));
    if reaches_in || nearby || lines.any(|line| open(line) || ends_open(line)) {
        return None;
    }
    let show = |from: usize, to: usize| clean::piece(without_secret(&source.masked(from, to)));
    let name = clean::line(&source.name).into_owned();
    Some(window::cut(&View { text, show: &show, width }, vec![place], &[name.clone(), name]))
}

/// The lines around one.
fn around(text: &str, row: Row) -> Vec<Row> {
    let mut before: Vec<Row> =
        std::iter::successors(Some(row), |row| row::before(text, row)).take(CONTEXT + 1).collect();
    before.reverse();
    let after = std::iter::successors(Some(row), |row| row::after(text, row)).take(CONTEXT + 1).skip(1);
    before.into_iter().chain(after).collect()
}

/// A line with asterisks, byte for byte, after the colon or equals sign of a secret's key.
fn without_secret(line: &str) -> String {
    let mut separators = line.char_indices().filter(|(_, character)| matches!(character, ':' | '='));
    let Some((at, _)) = separators.find(|(at, _)| names_a_secret(&line[..*at])) else {
        return line.to_owned();
    };
    let after = at + 1;
    let masked = line[after..].chars().map(|character| match character {
        '\n' | '\r' | ' ' => character.to_string(),
        _ => "*".repeat(character.len_utf8()),
    });
    line[..after].chars().map(String::from).chain(masked).collect()
}
