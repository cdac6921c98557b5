//! JSON as every format of it is written: pretty, streamed, ending in a line feed.

use std::io::{self, Write};

use serde::Serialize;

/// What a runner of GitHub Actions takes for the beginning of a command wherever it stands in a log.
const OLD_COMMAND: &str = "##[";
/// The same for whoever reads JSON, and nothing for a runner. It stands in strings alone.
const ESCAPED: &str = r"##\u005b";

/// Writes a document.
///
/// # Errors
/// When it can't be written.
pub(super) fn write_json(document: &impl Serialize, out: &mut dyn Write) -> io::Result<()> {
    serde_json::to_writer_pretty(Escaping(&mut *out), document)?;
    out.write_all(b"\n")
}

/// Hands on what is written, commands escaped. serde_json writes each unescaped piece of a string at once.
struct Escaping<'a>(&'a mut dyn Write);

impl Write for Escaping<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match std::str::from_utf8(bytes) {
            Ok(text) if text.contains(OLD_COMMAND) => {
                self.0.write_all(text.replace(OLD_COMMAND, ESCAPED).as_bytes())?;
            }
            _ => self.0.write_all(bytes)?,
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_string_begins_a_command_and_each_is_read_back() {
        let names = ["##[add-path]x", "a###[b", "##\\[c", "plain"];
        let mut out = Vec::new();
        assert!(write_json(&names, &mut out).is_ok());
        let text = String::from_utf8_lossy(&out);
        assert!(!text.contains(OLD_COMMAND), "{text}");
        let read: Vec<String> = serde_json::from_str(&text).unwrap_or_default();
        assert_eq!(read, names);
    }
}
