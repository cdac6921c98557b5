//! A resource's JSON, one attribute a line: where each line begins and how deep it stands.

use super::row::{REACH, Row, boundary};
use crate::source::Span;

/// Spaces for each level.
const INDENT: usize = 2;

/// How a resource is re-indented.
#[derive(Debug)]
pub(super) struct Outline {
    /// Where each line begins in the text, and its level.
    lines: Vec<(usize, usize)>,
    /// Where the last one ends.
    end: usize,
}

impl Outline {
    /// Goes once through a resource.
    pub(super) fn new(text: &str, body: Span) -> Outline {
        let bytes = text.as_bytes().get(..body.end).unwrap_or_default();
        let mut outline = Outline { lines: vec![(body.start, 0)], end: bytes.len() };
        let (mut at, mut depth) = (body.start, 0_usize);
        while let Some(byte) = bytes.get(at) {
            at += 1;
            match byte {
                b'"' => at = string_end(bytes, at),
                b'{' | b'[' => {
                    let next = bytes[at..].iter().find(|byte| !byte.is_ascii_whitespace());
                    if matches!(next, Some(b'}' | b']')) {
                        at += bytes[at..].iter().take_while(|byte| byte.is_ascii_whitespace()).count() + 1;
                        continue;
                    }
                    depth += 1;
                    outline.lines.push((at, depth));
                }
                b'}' | b']' => {
                    depth = depth.saturating_sub(1);
                    outline.lines.push((at - 1, depth));
                }
                b',' => outline.lines.push((at, depth)),
                _ => {}
            }
        }
        outline
    }

    /// The line that holds the byte at an offset.
    pub(super) fn at(&self, text: &str, offset: usize) -> Row {
        self.row(text, self.index(offset), Some(offset))
    }

    /// The line before another.
    pub(super) fn before(&self, text: &str, row: &Row) -> Option<Row> {
        Some(self.row(text, row.number.checked_sub(2)?, None))
    }

    /// The line after another.
    pub(super) fn after(&self, text: &str, row: &Row) -> Option<Row> {
        (row.number < self.lines.len()).then(|| self.row(text, row.number, None))
    }

    /// The column of an offset in its line, from 1, as it is indented.
    pub(super) fn column(&self, text: &str, offset: usize) -> usize {
        let row = self.row(text, self.index(offset), Some(offset));
        let (start, depth) = self.lines.get(self.index(offset)).copied().unwrap_or_default();
        match row.cut_before {
            true => {
                INDENT * depth + text.get(start..offset).unwrap_or_default().trim_start().chars().count() + 1
            }
            false => {
                let part = text.get(row.start..offset).unwrap_or_default();
                row.indent + compact(part).0.chars().count() + 1
            }
        }
    }

    fn index(&self, offset: usize) -> usize {
        self.lines.partition_point(|(start, _)| *start <= offset).saturating_sub(1)
    }

    /// A line by its index; of a long one, what is near to an offset, or its beginning.
    fn row(&self, text: &str, index: usize, near: Option<usize>) -> Row {
        let (start, depth) = self.lines.get(index).copied().unwrap_or_default();
        let end = self.lines.get(index + 1).map_or(self.end, |(next, _)| *next);
        let line = text.get(start..end).unwrap_or_default();
        let end = start + line.trim_end().len();
        let start = end - line.trim().len();
        let near = near.unwrap_or(start).clamp(start, end);
        let from = boundary(text, near.saturating_sub(REACH)).max(start);
        let to = boundary(text, near.saturating_add(REACH)).min(end);
        let cut_before = from > start;
        Row {
            start: from,
            end: to,
            number: index + 1,
            indent: if cut_before { 0 } else { INDENT * depth },
            cut_before,
            cut_after: to < end,
        }
    }
}

/// One past the quote that ends a string.
fn string_end(bytes: &[u8], from: usize) -> usize {
    let mut at = from;
    while let Some(found) = bytes.get(at..).and_then(|rest| memchr::memchr2(b'"', b'\\', rest)) {
        at += found + 1;
        match bytes.get(at - 1) {
            Some(b'\\') => at += 1,
            _ => return at,
        }
    }
    bytes.len()
}

/// A line with a space after colons alone, and where each of its bytes went.
pub(super) fn compact(line: &str) -> (String, Vec<usize>) {
    let (mut quoted, mut escaped) = (false, false);
    let mut out = String::with_capacity(line.len() + 1);
    let mut moved = Vec::with_capacity(line.len() + 1);
    for letter in line.chars() {
        moved.extend(std::iter::repeat_n(out.len(), letter.len_utf8()));
        if quoted || !letter.is_whitespace() {
            out.push(letter);
        }
        match letter {
            '"' if !escaped => quoted = !quoted,
            ':' if !quoted => out.push(' '),
            _ => {}
        }
        escaped = quoted && letter == '\\' && !escaped;
    }
    moved.push(out.len());
    (out, moved)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    fn laid_out(text: &str) -> Vec<String> {
        let mut sources = Sources::default();
        let id = sources.add("a.json", text);
        let outline = Outline::new(text, sources.whole(id));
        let mut rows = vec![outline.at(text, 0)];
        while let Some(next) = rows.last().and_then(|row| outline.after(text, row)) {
            rows.push(next);
        }
        let line = |row: &Row| format!("{:1$}", "", row.indent) + &compact(&text[row.start..row.end]).0;
        rows.iter().map(line).collect()
    }

    #[test]
    fn an_attribute_is_a_line() {
        let text = r#"{"a":1 , "b" : [ { "c\"{": "x, y" }, [] ],"d":{ }}"#;
        assert_eq!(
            laid_out(text),
            [
                "{",
                r#"  "a": 1,"#,
                r#"  "b": ["#,
                "    {",
                r#"      "c\"{": "x, y""#,
                "    },",
                "    []",
                "  ],"
            ]
            .into_iter()
            .chain([r#"  "d": {}"#, "}"])
            .collect::<Vec<_>>()
        );
    }

    #[test]
    fn what_is_no_whole_json_is_laid_out_all_the_same() {
        assert_eq!(laid_out("]}\"a"), ["]", "}\"a"]);
        assert_eq!(laid_out(""), [""]);
        assert_eq!(laid_out("{\"\\"), ["{", "  \"\\"]);
    }
}
