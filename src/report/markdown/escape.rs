//! Texts of anybody's making as Markdown that shows them and means nothing else.
//!
//! A backslash takes a sign's meaning for Markdown, and not for what reads the page afterwards: GitHub links
//! `@user`, `#123`, commits, addresses and the references of a repository's own in plain text, never in code.
//! So plain words stay as they are, and everything else is code.

use crate::report::clean;

use super::words::{self, Piece};

/// Where a text stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::report) enum Place {
    /// In a line of Markdown.
    Line,
    /// In a cell of a table.
    Cell,
    /// Between the tags of a block of HTML, where Markdown means nothing.
    Html,
}

/// A sentence: its words, the others as code, and code between backticks as it is.
pub(in crate::report) fn text(text: &str, place: Place) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    for (apart, piece) in words::pieces(&cleaned(text)) {
        if apart && !out.is_empty() {
            out.push(' ');
        }
        match piece {
            Piece::Word(word) if place == Place::Html => out.push_str(&word),
            Piece::Word(word) => out.push_str(&word.replace('[', "\\[").replace(']', "\\]")),
            Piece::Code(content) => out.push_str(&span(&content, place)),
        }
    }
    out
}

/// A name, a value or a place: code as a whole.
pub(in crate::report) fn code(text: &str, place: Place) -> String {
    span(&cleaned(text), place)
}

/// A line as it is, its first letters alone if it is longer.
pub(in crate::report) fn first(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        Some((at, _)) => format!("{}…", text.get(..at).unwrap_or_default()),
        None => text.to_owned(),
    }
}

/// A name whose middle gives way if it is longer: the end says more than the beginning.
pub(in crate::report) fn ends(text: &str, most: usize) -> String {
    let count = text.chars().count();
    if count <= most {
        return text.to_owned();
    }
    let head: String = text.chars().take(most / 3).collect();
    let tail: String = text.chars().skip(count - (most - most / 3)).collect();
    format!("{head}…{tail}")
}

/// A link; an address that is none of the web's is shown as code.
pub(in crate::report) fn link(title: &str, address: &str) -> String {
    if !["https://", "http://"].iter().any(|start| address.starts_with(start)) {
        return format!("{} ({})", text(title, Place::Line), code(address, Place::Line));
    }
    let mut out = format!("[{}](", text(title, Place::Line));
    for byte in address.bytes() {
        match byte {
            b'&' => out.push_str("&amp;"),
            byte if byte.is_ascii_alphanumeric() || b"-._~:/?#@!*+,;=%".contains(&byte) => {
                out.push(char::from(byte));
            }
            byte => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out.push(')');
    out
}

/// A block of code whose fence is longer than any in it.
pub(in crate::report) fn block<'l>(
    indent: &str,
    language: &str,
    lines: impl Iterator<Item = &'l str> + Clone,
) -> String {
    let longest = lines.clone().map(|line| longest_run(line, '`')).max().unwrap_or(0);
    let fence = "`".repeat(3.max(longest + 1));
    let mut out = format!("{indent}{fence}{language}\n");
    for line in lines {
        out.push_str(indent);
        out.extend(line.chars().map(|letter| if letter == '\t' { letter } else { clean::letter(letter) }));
        out.push('\n');
    }
    out + indent + &fence + "\n"
}

fn cleaned(text: &str) -> String {
    clean::line(text).into_owned()
}

fn span(content: &str, place: Place) -> String {
    // In a cell a pipe ends it, and whether a backslash before it does not, renderers do not agree.
    match place {
        Place::Line => fenced(content),
        Place::Cell if content.contains('|') => format!("<code>{}</code>", entities(content)),
        Place::Cell => fenced(content),
        Place::Html => format!("<code>{}</code>", escaped(content)),
    }
}

/// Code between more backticks than it holds in a row.
fn fenced(content: &str) -> String {
    let fence = "`".repeat(longest_run(content, '`') + 1);
    let is_touching = content.starts_with(['`', ' ']) || content.ends_with(['`', ' ']);
    let gap = if is_touching || content.is_empty() { " " } else { "" };
    format!("{fence}{gap}{content}{gap}{fence}")
}

fn longest_run(text: &str, sign: char) -> usize {
    text.split(|letter| letter != sign).map(|run| run.chars().count()).max().unwrap_or(0)
}

/// Every sign as its number: nothing of it means anything to Markdown.
fn entities(content: &str) -> String {
    let mut out = String::new();
    for letter in content.chars() {
        match letter {
            plain if plain.is_alphanumeric() || plain == ' ' => out.push(plain),
            sign => out.push_str(&format!("&#{};", u32::from(sign))),
        }
    }
    out
}

/// A text between tags.
fn escaped(content: &str) -> String {
    content.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
