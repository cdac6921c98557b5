//! How a run speaks: in colour, with links, and how much.

use crate::cli::{Cli, Color};
use crate::report::one_line;

use super::Streams;

/// How a run speaks.
#[derive(Debug, Clone, Copy)]
pub struct Voice {
    /// Standard output takes colour.
    pub color: bool,
    /// Standard output takes links.
    pub links: bool,
    /// How much is said.
    pub volume: Volume,
}

/// How much is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Volume {
    /// What fails, and what could not be checked.
    Quiet,
    /// What people want to know.
    Normal,
    /// Also, on standard error, what was done.
    Verbose,
}

impl Voice {
    /// What the user asks for, as far as the streams take it.
    pub(super) fn of(cli: &Cli, streams: &Streams<'_>) -> Voice {
        let volume = match (cli.quiet, cli.verbose) {
            (true, _) => Volume::Quiet,
            (false, true) => Volume::Verbose,
            (false, false) => Volume::Normal,
        };
        let color = match cli.color {
            Color::Always => true,
            Color::Never => false,
            Color::Auto => streams.terminal,
        };
        Voice { color, links: streams.links && cli.color != Color::Never, volume }
    }

    /// The same in a file, which takes neither colour nor links, and has all there is to tell.
    pub(super) fn in_file(self) -> Voice {
        Voice { color: false, links: false, volume: Volume::Normal }
    }

    /// Whether only what fails is said.
    pub(super) fn is_quiet(self) -> bool {
        self.volume == Volume::Quiet
    }
}

/// Tells on standard error what is worth knowing and fails nothing.
pub(super) fn note(streams: &mut Streams<'_>, volume: Volume, text: &str) {
    if volume != Volume::Quiet {
        let _ = writeln!(streams.stderr, "note: {}", one_line(text));
    }
}

/// Tells on standard error what keeps a command from its work.
pub(super) fn error(streams: &mut Streams<'_>, text: &str) {
    let _ = writeln!(streams.stderr, "error: {}", one_line(text));
}
