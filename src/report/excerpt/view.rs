//! Lines as they are shown: masked, and cut to the columns there are.

use unicode_width::UnicodeWidthChar;

use super::row::Row;

/// What stands where a line is cut.
pub(super) const CUT: char = '…';
/// Columns between two tab stops, as miette has them.
const TAB: usize = 4;

/// How a text is shown.
pub(super) struct View<'a> {
    pub(super) text: &'a str,
    /// A part of the text with nothing in it that is not to be shown, byte for byte as long.
    pub(super) show: &'a dyn Fn(usize, usize) -> String,
    /// The columns of a line, with the number before it.
    pub(super) width: usize,
}

/// A line that fits, and where its text came from.
#[derive(Debug)]
pub(super) struct Line {
    pub(super) text: String,
    /// Bytes of the line that were left out at its beginning.
    left_out: usize,
    /// Bytes that stand before the first that was kept.
    lead: usize,
    /// Where the cut at the end stands; the end of the text where there is none.
    end: usize,
}

impl Line {
    /// Where a byte of the whole line stands in this one.
    pub(super) fn place(&self, offset: usize) -> usize {
        (offset.saturating_sub(self.left_out) + self.lead).clamp(self.lead, self.end)
    }
}

/// Cuts a line to so many columns; `focus` is what must be seen of it, `row` tells whether there is more to each side.
pub(super) fn fit(text: &str, row: &Row, focus: Option<(usize, usize)>, columns: usize) -> Line {
    let ends = ends(text);
    let width = ends.last().copied().unwrap_or(0);
    if width <= columns && !row.cut_before && !row.cut_after {
        return Line { text: text.to_owned(), left_out: 0, lead: 0, end: text.len() };
    }
    let column = |offset: usize| {
        let letters = text.get(..offset).unwrap_or(text).chars().count();
        letters.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(0)
    };
    let (from, to) = focus.map_or((0, 0), |(from, to)| (column(from), column(to)));
    // A sign at each end takes a column.
    let room = columns.saturating_sub(2).max(1);
    let middle = from.saturating_sub(room.saturating_sub(to.saturating_sub(from)) / 2);
    let first = match row.cut_before || to > room {
        // The end of the line needs no sign, and nothing is gained by room after it.
        true if !row.cut_after => middle.min(width.saturating_sub(room + 1)),
        true => middle,
        false => 0,
    };
    let kept = ends.partition_point(|end| *end <= first);
    let start = kept.checked_sub(1).and_then(|last| ends.get(last)).copied().unwrap_or(0);
    let is_cut = row.cut_before || kept > 0;
    let room = room + usize::from(!is_cut);
    let rest = if row.cut_after || width > start + room + 1 { room } else { room + 1 };
    let last = ends.partition_point(|end| *end <= start + rest).max(kept);
    let byte = |letter: usize| text.char_indices().nth(letter).map_or(text.len(), |(at, _)| at);
    let (start, end) = (byte(kept), byte(last));
    let mut out = String::with_capacity(end - start + 2 * CUT.len_utf8());
    out.extend(is_cut.then_some(CUT));
    let lead = out.len();
    out.push_str(text.get(start..end).unwrap_or_default());
    let ends_at = out.len();
    out.extend((row.cut_after || end < text.len()).then_some(CUT));
    Line { text: out, left_out: start, lead, end: ends_at }
}

/// The column after each letter.
fn ends(text: &str) -> Vec<usize> {
    let mut column = 0;
    let after = |letter: char| {
        column += if letter == '\t' { TAB - column % TAB } else { letter.width().unwrap_or(0) };
        column
    };
    text.chars().map(after).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: Row = Row { start: 0, end: 0, number: 1, indent: 0, cut_before: false, cut_after: false };

    #[test]
    fn a_line_that_fits_stays() {
        assert_eq!(fit("0123456789", &WHOLE, None, 10).text, "0123456789");
        assert_eq!(fit("", &WHOLE, Some((0, 0)), 10).text, "");
    }

    #[test]
    fn what_is_too_long_is_cut_around_what_must_be_seen() {
        let letters = "abcdefghijklmnopqrstuvwxyz";
        assert_eq!(fit(letters, &WHOLE, None, 10).text, "abcdefghi…");
        assert_eq!(fit(letters, &WHOLE, Some((3, 5)), 10).text, "abcdefghi…");
        let middle = fit(letters, &WHOLE, Some((12, 14)), 10);
        assert_eq!(middle.text, "…jklmnopq…");
        assert_eq!(&middle.text[middle.place(12)..middle.place(14)], "mn");
        let last = fit(letters, &WHOLE, Some((25, 26)), 10);
        assert_eq!((last.text.as_str(), &last.text[last.place(25)..last.place(26)]), ("…rstuvwxyz", "z"));
    }

    #[test]
    fn what_must_be_seen_may_be_longer_than_the_page() {
        let line = fit("abcdefghijklmnopqrstuvwxyz", &WHOLE, Some((2, 22)), 10);
        assert_eq!(line.text, "…cdefghij…");
        assert_eq!(&line.text[line.place(2)..line.place(22)], "cdefghij");
    }

    #[test]
    fn wide_letters_and_tabs_count_as_the_columns_they_take() {
        let line = fit("キャッシュ本番-001", &WHOLE, Some((24, 25)), 9);
        assert!(line.text.chars().filter_map(|letter| letter.width()).sum::<usize>() <= 9, "{}", line.text);
        assert_eq!(&line.text[line.place(24)..line.place(25)], "1");
        assert_eq!(fit("\t\tab", &WHOLE, None, 9).text, "\t\t…");
    }
}
