//! Regions of texts, legal wherever a finding points: lines and columns from 1, the end after the start.

use serde::Serialize;

use crate::source::{Sources, Span};

/// Columns count characters, the end is exclusive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Region {
    pub(super) start_line: usize,
    pub(super) start_column: usize,
    pub(super) end_line: usize,
    pub(super) end_column: usize,
}

impl Region {
    /// The first character, where there is no text to point into.
    pub(super) const FIRST: Region = Region { start_line: 1, start_column: 1, end_line: 1, end_column: 2 };

    /// The region of a span, without the line breaks and spaces at its end: a line that a block ends before
    /// may not be there. An empty one, as at the end of a file, gets the width of a character.
    pub(super) fn of(sources: &Sources, span: Span) -> Region {
        let start = sources.start(span);
        let length = sources.slice(span).trim_end().len();
        let end = sources.end(Span { end: span.start + length, ..span });
        if end <= start {
            return Region {
                start_line: start.line,
                start_column: start.column,
                end_line: start.line,
                end_column: start.column + 1,
            };
        }
        Region {
            start_line: start.line,
            start_column: start.column,
            end_line: end.line,
            end_column: end.column,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, start: usize, end: usize) -> (usize, usize, usize, usize) {
        let mut sources = Sources::default();
        let source = sources.add("a.yaml", text);
        let region = Region::of(&sources, Span { source, start, end });
        (region.start_line, region.start_column, region.end_line, region.end_column)
    }

    #[test]
    fn a_region_covers_its_span() {
        assert_eq!(of("é: x\ny: z\n", 0, 2), (1, 1, 1, 2));
        assert_eq!(of("é: x\ny: z\n", 4, 10), (1, 4, 2, 5));
    }

    #[test]
    fn a_region_ends_after_its_start_and_inside_of_the_text() {
        assert_eq!(of("", 0, 0), (1, 1, 1, 2));
        assert_eq!(of("a\n", 0, 2), (1, 1, 1, 2));
        assert_eq!(of("a\n", 2, 2), (2, 1, 2, 2));
        assert_eq!(of("a\n\n\nb", 1, 4), (1, 2, 1, 3));
        assert_eq!(of("a", 7, 9), (1, 2, 1, 3));
    }
}
