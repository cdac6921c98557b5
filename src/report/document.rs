//! JSON as every format of it is written: pretty, streamed, ending in a line feed.

use std::fmt::Write as _;
use std::io::{self, Write};

use serde::Serialize;

use super::clean::{self, OLD_COMMAND};

/// Writes a document.
///
/// # Errors
/// When it can't be written.
pub(crate) fn write_json(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaping(&mut *out), document)?;
    out.write_all(b"\n")
}

/// Hands on what is written, with escapes for what a terminal or a runner would act upon: readers of JSON lose
/// nothing. serde_json writes each unescaped piece of a string at once; outside of strings there is none of it.
struct Escaping<'a>(&'a mut dyn Write);

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.contains(OLD_COMMAND) || text.contains(is_hidden) => {
                self.0.write_all(escaped(text).as_bytes())?;
            }
            _ => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

/// What acts, but for the line ends and spaces that lay the document out.
fn is_hidden(letter: char) -> bool {
    clean::acts(letter) && !matches!(letter, '\n' | '\t')
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.replace(OLD_COMMAND, r"##\u005b").chars() {
        if is_hidden(letter) {
            let mut units = [0; 2];
            for unit in letter.encode_utf16(&mut units) {
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(letter);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_string_begins_a_command_and_each_is_read_back() {
        let names = ["##[add-path]x", "a###[b", "##\\[c", "plain", "\u{9b}31m\u{202e}\u{e0001}"];
        let mut out = Vec::new();
        assert!(write_json(&names, &mut out).is_ok());
        let text = String::from_utf8_lossy(&out);
        assert!(!text.contains(OLD_COMMAND) && !text.contains(is_hidden), "{text}");
        let read: Vec<String> = serde_json::from_str(&text).unwrap_or_default();
        assert_eq!(read, names);
    }
}
