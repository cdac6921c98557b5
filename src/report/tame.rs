//! The last pass over text that may be printed to a log: no line of it is a command of a runner.
//!
//! Names are made harmless before they are laid out; where lines break is known only afterwards.

use std::borrow::Cow;
use std::io::{self, Write};

use super::clean::OLD_COMMAND;

/// Writes text, whole lines at a time, that a runner of GitHub Actions takes for nothing but text.
pub struct Tame<'a> {
    out: &'a mut dyn Write,
    /// What has come of the line so far.
    line: Vec<u8>,
}

impl std::fmt::Debug for Tame<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tame").field("line", &self.line).finish_non_exhaustive()
    }
}

impl<'a> Tame<'a> {
    /// Hands lines on to `out`; what has no line end is handed on when it is flushed.
    pub fn new(out: &'a mut dyn Write) -> Tame<'a> {
        Tame { out, line: Vec::new() }
    }

    fn hand_on(&mut self) -> io::Result<()> {
        let line = std::mem::take(&mut self.line);
        match std::str::from_utf8(&line) {
            Ok(text) => self.out.write_all(tame(text).as_bytes()),
            Err(_) => self.out.write_all(&line),
        }
    }
}

impl Write for Tame<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for piece in bytes.split_inclusive(|byte| *byte == b'\n') {
            self.line.extend_from_slice(piece);
            if piece.ends_with(b"\n") {
                self.hand_on()?;
            }
        }
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        self.hand_on()?;
        self.out.flush()
    }
}

/// Writes with `write` what is tamed; nothing of it is held back.
///
/// # Errors
/// When it can't be written.
pub fn tamed(out: &mut dyn Write, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> io::Result<()> {
    let mut tame = Tame::new(out);
    write(&mut tame)?;
    tame.hand_on()
}

/// A line that begins no command, of the runner's new kind or of its old one.
fn tame(line: &str) -> Cow<'_, str> {
    let line = match line.contains(OLD_COMMAND) {
        true => Cow::Owned(line.replace(OLD_COMMAND, "## [")),
        false => Cow::Borrowed(line),
    };
    let text = line.trim_start();
    match text.strip_prefix("::") {
        Some(rest) => {
            let indent = line.get(..line.len() - text.len()).unwrap_or_default();
            Cow::Owned(format!("{indent}: :{rest}"))
        }
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_line_begins_a_command() {
        let mut out = Vec::new();
        let text = "a ::b\n  ::error::c\n###[add-path]d\nand ::e";
        let written = tamed(&mut out, |out| text.bytes().try_for_each(|byte| out.write_all(&[byte])));
        assert!(written.is_ok());
        assert_eq!(String::from_utf8_lossy(&out), "a ::b\n  : :error::c\n### [add-path]d\nand ::e");
    }
}
