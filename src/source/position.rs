//! Byte offsets as the lines and columns that people and editors count.

/// A place in a text: both numbers count from 1, columns in Unicode characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Position {
    /// Line, from 1.
    pub line: usize,
    /// Column in characters, from 1.
    pub column: usize,
}

/// Bytes between two remembered positions: plans are one line of up to hundreds of megabytes.
const STEP: usize = 1 << 14;

/// Positions at every [`STEP`] bytes of one text, so that none is counted from the start.
#[derive(Debug, Clone)]
pub(super) struct PositionIndex {
    steps: Vec<(usize, Position)>,
}

impl PositionIndex {
    pub(super) fn new(text: &str) -> PositionIndex {
        let mut steps = vec![(0, Position { line: 1, column: 1 })];
        let (mut from, mut at) = (0, Position { line: 1, column: 1 });
        while text.len() - from > STEP {
            let mut to = from + STEP;
            while !text.is_char_boundary(to) {
                to += 1;
            }
            at = at.after(&text[from..to]);
            from = to;
            steps.push((from, at));
        }
        PositionIndex { steps }
    }

    /// The position of a byte offset; one past the end or inside a character is moved back.
    pub(super) fn of(&self, text: &str, offset: usize) -> Position {
        let mut offset = offset.min(text.len());
        while !text.is_char_boundary(offset) {
            offset -= 1;
        }
        let step = self.steps.partition_point(|(start, _)| *start <= offset).saturating_sub(1);
        let (start, at) = self.steps.get(step).copied().unwrap_or((0, Position { line: 1, column: 1 }));
        at.after(&text[start..offset])
    }
}

impl Position {
    /// The position that follows some text.
    fn after(self, text: &str) -> Position {
        let newlines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
        match memchr::memrchr(b'\n', text.as_bytes()) {
            None => Position { line: self.line, column: self.column + characters(text) },
            Some(last) => Position { line: self.line + newlines, column: characters(&text[last + 1..]) + 1 },
        }
    }
}

/// How many characters a text has: where all are ASCII, as many as bytes.
fn characters(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { text.chars().count() }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, offset: usize) -> (usize, usize) {
        let position = PositionIndex::new(text).of(text, offset);
        (position.line, position.column)
    }

    #[test]
    fn columns_count_characters_and_lines_survive_crlf() {
        let text = "a: é\r\nb: ü: x";
        assert_eq!(of(text, 0), (1, 1));
        assert_eq!(of(text, text.find('x').unwrap()), (2, 7));
        assert_eq!(of(text, 999), (2, 8));
    }

    #[test]
    fn a_long_text_counts_the_same_across_steps() {
        let text = "ä".repeat(STEP) + "\n" + &"b\n".repeat(STEP) + "end";
        assert_eq!(of(&text, STEP), (1, STEP / 2 + 1));
        assert_eq!(of(&text, text.len()), (STEP + 2, 4));
    }
}
