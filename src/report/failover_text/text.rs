//! Painted text: letters with how each is painted, measured by the columns they take.

use unicode_width::UnicodeWidthChar;

use super::Drawing;
use crate::report::clean;

/// Columns text output is laid out for.
pub(super) const WIDTH: usize = 100;

/// How a letter is painted. Words carry the meaning; colour only repeats it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Paint {
    /// As it is.
    Plain,
    /// Green.
    Good,
    /// Yellow.
    Fair,
    /// Red.
    Bad,
    /// Faint.
    Dim,
    /// Bold.
    Strong,
}

impl Paint {
    /// The terminal's code; none for plain text.
    fn code(self) -> Option<&'static str> {
        match self {
            Paint::Plain => None,
            Paint::Good => Some("32"),
            Paint::Fair => Some("33"),
            Paint::Bad => Some("31"),
            Paint::Dim => Some("2"),
            Paint::Strong => Some("1"),
        }
    }
}

/// Letters with how each is painted; never a line break.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Text(Vec<(char, Paint)>);

impl Text {
    /// Text as it is.
    pub(super) fn new(text: impl AsRef<str>) -> Text {
        Text::painted(text, Paint::Plain)
    }

    /// Painted text; names that fill pages are shortened.
    pub(super) fn painted(text: impl AsRef<str>, paint: Paint) -> Text {
        Text::whole(&clean::short(text.as_ref()), paint)
    }

    /// Painted text of any length, such as a command.
    pub(super) fn whole(text: &str, paint: Paint) -> Text {
        Text(text.chars().map(|letter| (clean::letter(letter), paint)).collect())
    }

    /// Its letters alone.
    pub(super) fn plain(&self) -> String {
        self.0.iter().map(|(letter, _)| letter).collect()
    }

    /// Followed by plain text.
    pub(super) fn and(self, more: impl AsRef<str>) -> Text {
        self.then(Text::new(more))
    }

    /// Followed by another text.
    pub(super) fn then(mut self, mut more: Text) -> Text {
        self.0.append(&mut more.0);
        self
    }

    /// Whether there is nothing in it.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The columns it takes.
    pub(super) fn width(&self) -> usize {
        self.0.iter().map(|(letter, _)| columns(*letter)).sum()
    }

    /// Filled with spaces up to a width.
    pub(super) fn padded(self, width: usize) -> Text {
        let missing = width.saturating_sub(self.width());
        self.and(" ".repeat(missing))
    }

    /// Without spaces at the end.
    pub(super) fn trimmed(mut self) -> Text {
        let kept = self.0.iter().rposition(|(letter, _)| *letter != ' ').map_or(0, |last| last + 1);
        self.0.truncate(kept);
        self
    }

    /// Cut to a width: what stands in the middle gives way, the end says more than the beginning.
    pub(super) fn shortened(self, width: usize) -> Text {
        if self.width() <= width {
            return self;
        }
        let kept = width.saturating_sub(1);
        let mut letters = self.0;
        let tail_start = letters.len() - fitting(letters.iter().rev(), kept - kept / 3);
        let tail = letters.split_off(tail_start);
        letters.truncate(fitting(letters.iter(), kept / 3));
        let paint = tail.first().map_or(Paint::Plain, |(_, paint)| *paint);
        let sign = (width > 0).then_some(('…', paint));
        Text(letters.into_iter().chain(sign).chain(tail).collect())
    }

    /// Broken at spaces into lines of at most `width` columns; a longer word is broken where it must be.
    pub(super) fn wrapped(&self, width: usize) -> Vec<Text> {
        let mut lines = Vec::new();
        let mut line = Text::default();
        for word in self.0.split(|(letter, _)| *letter == ' ').filter(|word| !word.is_empty()) {
            let mut word = word;
            let taken: usize = word.iter().map(|(letter, _)| columns(*letter)).sum();
            if !line.is_empty() && line.width() + 1 + taken > width {
                lines.push(std::mem::take(&mut line));
            }
            if !line.is_empty() {
                line.0.push((' ', between(&line.0, word)));
            }
            while line.is_empty() && word.iter().map(|(letter, _)| columns(*letter)).sum::<usize>() > width {
                let (head, tail) = word.split_at(fitting(word.iter(), width).clamp(1, word.len()));
                lines.push(Text(head.to_vec()));
                word = tail;
            }
            line.0.extend(word);
        }
        if !line.is_empty() || lines.is_empty() {
            lines.push(line);
        }
        lines
    }

    /// Writes it as it is to be drawn.
    pub(super) fn write(&self, out: &mut String, drawing: Drawing) {
        for run in self.0.chunk_by(|(_, one), (_, other)| one == other) {
            let code = run.first().and_then(|(_, paint)| paint.code()).filter(|_| drawing.color);
            if let Some(code) = code {
                out.extend(["\u{1b}[", code, "m"]);
            }
            for (letter, _) in run {
                push(out, *letter, drawing.ascii);
            }
            if code.is_some() {
                out.push_str("\u{1b}[0m");
            }
        }
    }
}

/// How the space between two words is painted: as both are.
fn between(line: &[(char, Paint)], word: &[(char, Paint)]) -> Paint {
    match (line.last(), word.first()) {
        (Some((_, before)), Some((_, after))) if before == after => *before,
        _ => Paint::Plain,
    }
}

/// How many letters fit into so many columns.
fn fitting<'a>(letters: impl Iterator<Item = &'a (char, Paint)>, width: usize) -> usize {
    let mut taken = 0;
    letters
        .take_while(|(letter, _)| {
            taken += columns(*letter);
            taken <= width
        })
        .count()
}

/// The columns a letter takes.
fn columns(letter: char) -> usize {
    letter.width().unwrap_or(1)
}

/// Adds a letter, or as many ASCII characters as it takes columns.
fn push(out: &mut String, letter: char, ascii: bool) {
    if !ascii || letter.is_ascii() {
        out.push(letter);
        return;
    }
    let sign = match letter {
        '●' => 'P',
        '○' => 'R',
        '✕' => 'x',
        '…' => '~',
        '–' | '—' | '─' | '━' => '-',
        '│' => '|',
        '┌' | '┬' | '┐' | '├' | '┼' | '┤' | '└' | '┴' | '┘' => '+',
        '’' => '\'',
        _ => '?',
    };
    out.extend(std::iter::repeat_n(sign, columns(letter)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(text: &Text, ascii: bool) -> String {
        let mut out = String::new();
        text.write(&mut out, Drawing { ascii, color: false });
        out
    }

    #[test]
    fn the_middle_gives_way() {
        let text = Text::new("module.cache.aws_elasticache_replication_group.this").shortened(20);
        assert_eq!((drawn(&text, false).as_str(), text.width()), ("module…on_group.this", 20));
        assert_eq!(drawn(&Text::new("abc").shortened(3), false), "abc");
        assert_eq!(drawn(&Text::new("abc").shortened(1), false), "…");
        assert_eq!(drawn(&Text::new("abc").shortened(0), false), "");
    }

    #[test]
    fn wide_letters_count_twice() {
        let text = Text::new("キャッシュ-本番-001");
        assert_eq!(text.width(), 19);
        assert!(text.clone().shortened(10).width() <= 10);
        assert!(text.wrapped(7).iter().all(|line| line.width() <= 7));
        assert_eq!(drawn(&text, true), "??????????-????-001");
    }

    #[test]
    fn lines_break_at_spaces_and_long_words_where_they_must() {
        let lines = Text::new("one two  threefourfive six").wrapped(7);
        let lines: Vec<String> = lines.iter().map(|line| drawn(line, false)).collect();
        assert_eq!(lines, ["one two", "threefo", "urfive", "six"]);
        assert_eq!(Text::default().wrapped(7).len(), 1);
    }

    #[test]
    fn nothing_in_a_name_reaches_the_terminal_as_a_command() {
        assert_eq!(drawn(&Text::new("a\u{1b}[31mb\u{202e}"), false), "a\u{fffd}[31mb\u{fffd}");
        assert_eq!(drawn(&Text::new("a\nb\rc"), true), "a b?c");
    }
}
