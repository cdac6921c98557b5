//! Rule files read with serde, and the places of mistakes in them.

use crate::source::{Failure, FailureKind, Node, SourceId, Sources, Span, parse_yaml};

use super::expression::Fault;

/// Reads a rules file with serde; errors are located.
pub(super) fn read_yaml<T: serde::de::DeserializeOwned>(
    sources: &Sources,
    id: SourceId,
) -> Result<T, Failure> {
    let text = sources.text(id);
    serde_saphyr::from_str(&text).map_err(|error| {
        let location = error.location();
        let offset = location.map_or(0, |at| offset_of(&text, at.line(), at.column()));
        let message = error.without_snippet().to_string();
        // The location stands in the report's own form already.
        let message = message.split(" at line ").next().unwrap_or(&message).to_owned();
        let at = Span::character(id, &text, offset);
        let help = "see `multiaz rules ID` of a built-in rule and CONTRIBUTING.md for the form".to_owned();
        Failure::at(FailureKind::Rule, &sources.get(id).name, at, message, help)
    })
}

/// The byte offset of a line and column, both from 1, the column in characters.
fn offset_of(text: &str, line: u64, column: u64) -> usize {
    let skip = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let start: usize = text.split_inclusive('\n').take(skip).map(str::len).sum();
    let rest = text.get(start..).unwrap_or_default();
    let characters = usize::try_from(column).unwrap_or(1).saturating_sub(1);
    start + rest.chars().take(characters).map(char::len_utf8).sum::<usize>()
}

/// A rule file, to point into.
pub(super) struct Place<'a> {
    pub(super) sources: &'a Sources,
    pub(super) id: SourceId,
}

impl Place<'_> {
    pub(super) fn fault(&self, keys: &[&str], fault: Fault) -> Failure {
        self.failure(keys, fault.offset, fault.message, fault.help)
    }

    /// A failure at a character of the value under some keys.
    pub(super) fn failure(&self, keys: &[&str], offset: usize, message: String, help: String) -> Failure {
        let text = self.sources.text(self.id);
        let documents = parse_yaml(self.id, &text).unwrap_or_default();
        let node = documents.first().and_then(|root| keys.iter().try_fold(root, |node, key| step(node, key)));
        let at = node.map_or_else(|| self.sources.whole(self.id), |node| within(&text, node, offset));
        Failure::at(FailureKind::Rule, &self.sources.get(self.id).name, at, message, help)
    }
}

fn step<'n>(node: &'n Node, key: &str) -> Option<&'n Node> {
    match key.parse::<usize>() {
        Ok(index) => node.items().get(index),
        Err(_) => node.get(key),
    }
}

/// The place of a character of a scalar: exact where the text stands unchanged in the file,
/// else the whole scalar (folded and escaped texts).
fn within(text: &str, node: &Node, offset: usize) -> Span {
    let value = node.as_str().unwrap_or_default();
    let written = text.get(node.span.start..node.span.end).unwrap_or_default();
    let Some(found) = written.find(value.trim_end()).filter(|_| !value.is_empty()) else { return node.span };
    let inside: usize = value.chars().take(offset).map(char::len_utf8).sum();
    let start = node.span.start + found + inside.min(value.trim_end().len());
    Span { start, end: node.span.end.max(start), ..node.span }
}
