//! The page that is written: lines, paragraphs and labelled lines within the columns there are.

use std::io::{self, Write};

use super::Drawing;
use super::text::{Paint, Text, WIDTH};

/// Columns that labels may take.
const LABELS: usize = 50;

/// Collects lines.
#[derive(Debug)]
pub(super) struct Page {
    pub(super) drawing: Drawing,
    out: String,
    /// At the top, or below an empty line.
    is_apart: bool,
}

impl Page {
    pub(super) fn new(drawing: Drawing) -> Page {
        Page { drawing, out: String::new(), is_apart: true }
    }

    /// Hands over what was written since the last time.
    ///
    /// # Errors
    /// When it can't be written.
    pub(super) fn flush(&mut self, out: &mut dyn Write) -> io::Result<()> {
        out.write_all(self.take().as_bytes())
    }

    /// What was written since the last time.
    pub(super) fn take(&mut self) -> String {
        std::mem::take(&mut self.out)
    }

    /// A line as it stands.
    pub(super) fn line(&mut self, text: &Text) {
        let text = text.clone().trimmed();
        self.is_apart = text.is_empty();
        text.write(&mut self.out, self.drawing);
        self.out.push('\n');
    }

    /// An empty line; never two in a row, and none at the beginning.
    pub(super) fn blank(&mut self) {
        if !self.is_apart {
            self.out.push('\n');
            self.is_apart = true;
        }
    }

    /// A wrapped paragraph: a label, then text that stays right of it; below it where it is very long.
    pub(super) fn labelled(&mut self, indent: usize, label: &Text, width: usize, text: &Text) {
        let hang = indent + width;
        if hang > LABELS {
            self.paragraph(indent, label);
            return self.paragraph(indent + 4, text);
        }
        for (at, part) in text.wrapped(WIDTH - hang).into_iter().enumerate() {
            let start = match at {
                0 => Text::new(" ".repeat(indent)).then(label.clone().padded(width)),
                _ => Text::new(" ".repeat(hang)),
            };
            self.line(&start.then(part));
        }
    }

    /// A wrapped paragraph, indented.
    pub(super) fn paragraph(&mut self, indent: usize, text: &Text) {
        self.labelled(indent, &Text::default(), 0, text);
    }

    /// Short entries in a row, broken between entries alone.
    pub(super) fn entries(&mut self, indent: usize, entries: Vec<Text>) {
        let mut line = Text::default();
        for entry in entries {
            if !line.is_empty() && indent + line.width() + 3 + entry.width() > WIDTH {
                self.paragraph_line(indent, std::mem::take(&mut line));
            }
            line = if line.is_empty() { entry } else { line.and("   ").then(entry) };
        }
        self.paragraph_line(indent, line);
    }

    fn paragraph_line(&mut self, indent: usize, line: Text) {
        self.line(&Text::new(" ".repeat(indent)).then(line.shortened(WIDTH - indent)));
    }

    /// A faint sentence that explains.
    pub(super) fn note(&mut self, indent: usize, text: impl AsRef<str>) {
        self.paragraph(indent, &Text::painted(text, Paint::Dim));
    }

    /// A heading with a line under it that is as long.
    pub(super) fn heading(&mut self, text: &Text) {
        let lines = text.wrapped(WIDTH);
        let width = lines.iter().map(Text::width).max().unwrap_or(0);
        lines.iter().for_each(|line| self.line(line));
        self.line(&Text::new("─".repeat(width)));
    }

    /// `…` between the ends of a range.
    pub(super) fn to(&self) -> &'static str {
        if self.drawing.ascii { ".." } else { "…" }
    }

    /// From before to after.
    pub(super) fn arrow(&self) -> &'static str {
        if self.drawing.ascii { "->" } else { "→" }
    }
}
