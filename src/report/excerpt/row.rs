//! Lines of a text around a place, found without going through all of a long line.

/// Bytes to each side of a place that are looked through for the ends of its line: a page has no room for more.
pub(super) const REACH: usize = 512;

/// A line, or as much of a long one as is near to a place in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Row {
    /// Its first byte.
    pub(super) start: usize,
    /// One past its last byte; without the line's end.
    pub(super) end: usize,
    /// The line's number, from 1.
    pub(super) number: usize,
    /// Spaces before it that are not in the text.
    pub(super) indent: usize,
    /// The line begins before.
    pub(super) cut_before: bool,
    /// The line goes on.
    pub(super) cut_after: bool,
}

/// The line that holds the byte at an offset, on a boundary of characters; `number` is the line's.
pub(super) fn at(text: &str, offset: usize, number: usize) -> Row {
    let floor = boundary(text, offset.saturating_sub(REACH));
    let ceiling = boundary(text, offset.saturating_add(REACH)).max(offset);
    let bytes = text.as_bytes();
    let start = memchr::memrchr(b'\n', &bytes[floor..offset]).map_or(floor, |found| floor + found + 1);
    let end = memchr::memchr(b'\n', &bytes[offset..ceiling]).map_or(ceiling, |found| offset + found);
    let is_break = |at: usize| bytes.get(at) == Some(&b'\n');
    let cut_before = start > 0 && !is_break(start - 1);
    let cut_after = end < bytes.len() && !is_break(end);
    let carriage = !cut_after && end > offset && bytes.get(end - 1) == Some(&b'\r') && is_break(end);
    Row { start, end: end - usize::from(carriage), number, indent: 0, cut_before, cut_after }
}

/// The line before another; none where that is the first, or too long to know.
pub(super) fn before(text: &str, row: &Row) -> Option<Row> {
    let end = row.start.checked_sub(1).filter(|_| !row.cut_before)?;
    let end = end - usize::from(text.as_bytes()[..end].ends_with(b"\r"));
    Some(at(text, end, row.number - 1))
}

/// The line after another; none where that is the last, or too long to know.
pub(super) fn after(text: &str, row: &Row) -> Option<Row> {
    let rest = text.get(row.end..).filter(|_| !row.cut_after)?;
    let rest = rest.strip_prefix('\r').unwrap_or(rest).strip_prefix('\n').filter(|rest| !rest.is_empty())?;
    Some(at(text, text.len() - rest.len(), row.number + 1))
}

/// Whether the line at an offset is longer than so many bytes.
pub(super) fn is_longer(text: &str, offset: usize, most: usize) -> bool {
    let bytes = text.as_bytes();
    let offset = offset.min(bytes.len());
    let near = &bytes[offset.saturating_sub(most + 1)..offset];
    let before = memchr::memrchr(b'\n', near).map_or(near.len(), |found| near.len() - found - 1);
    let near = &bytes[offset..bytes.len().min(offset + most + 1)];
    before + memchr::memchr(b'\n', near).unwrap_or(near.len()) > most
}

/// The last boundary of characters that is not after an offset.
pub(super) fn boundary(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown<'t>(text: &'t str, row: &Row) -> (&'t str, usize, bool, bool) {
        (&text[row.start..row.end], row.number, row.cut_before, row.cut_after)
    }

    #[test]
    fn lines_end_where_the_text_says() {
        let text = "one\r\ntwo\n\nfour";
        let two = at(text, 6, 2);
        assert_eq!(shown(text, &two), ("two", 2, false, false));
        assert_eq!(before(text, &two).map(|row| shown(text, &row)), Some(("one", 1, false, false)));
        let empty = after(text, &two);
        assert_eq!(empty.map(|row| shown(text, &row)), Some(("", 3, false, false)));
        let four = empty.and_then(|row| after(text, &row));
        assert_eq!(four.map(|row| shown(text, &row)), Some(("four", 4, false, false)));
        assert_eq!(four.and_then(|row| after(text, &row)), None);
        assert_eq!(before(text, &at(text, 0, 1)), None);
        assert_eq!(shown("", &at("", 0, 1)), ("", 1, false, false));
        assert_eq!(shown("a\n", &at("a\n", 2, 2)), ("", 2, false, false));
        assert_eq!(after("a\n", &at("a\n", 0, 1)), None);
    }

    #[test]
    fn of_a_long_line_the_part_around_a_place_is_known() {
        let text = format!("a\n{}x{}\nb", "é".repeat(REACH), "ü".repeat(REACH));
        let found = at(&text, text.find('x').unwrap_or_default(), 2);
        assert!(found.cut_before && found.cut_after && found.end - found.start <= 2 * REACH + 2);
        assert_eq!((before(&text, &found), after(&text, &found)), (None, None));
    }

    #[test]
    fn the_length_of_a_line_is_compared_without_its_ends() {
        let text = "abc\ndefgh\ni";
        for (offset, length) in [(0, 3), (3, 3), (4, 5), (6, 5), (9, 5), (10, 1), (11, 1)] {
            assert!(is_longer(text, offset, length - 1), "{offset}");
            assert!(!is_longer(text, offset, length), "{offset}");
        }
    }
}
