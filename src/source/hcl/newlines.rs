//! Line breaks inside of `{for …}`: Terraform reads on there, hcl-edit 0.10 stops.

/// The text with blanks in place of the line breaks and comments that stand directly in a `{for …}`,
/// byte for byte as long; `None` where there are none.
pub(super) fn joined(text: &str) -> Option<String> {
    let mut lexer = Lexer { bytes: text.as_bytes().to_vec(), at: 0, open: Vec::new(), changed: false };
    lexer.run();
    if lexer.changed { String::from_utf8(lexer.bytes).ok() } else { None }
}

/// What is open where the lexer stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Open {
    /// `{for`.
    For,
    /// Any other bracket, and `${` in a text.
    Bracket,
    /// A quoted text.
    Quote,
}

struct Lexer {
    bytes: Vec<u8>,
    at: usize,
    open: Vec<Open>,
    changed: bool,
}

impl Lexer {
    fn run(&mut self) {
        while let Some(byte) = self.peek(0) {
            match self.open.last() {
                Some(Open::Quote) => self.quoted(byte),
                _ => self.code(byte),
            }
        }
    }

    fn peek(&self, ahead: usize) -> Option<u8> {
        self.bytes.get(self.at + ahead).copied()
    }

    fn starts(&self, with: &[u8]) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(with))
    }

    fn quoted(&mut self, byte: u8) {
        let escaped = byte == b'\\' || self.starts(b"$${") || self.starts(b"%%{");
        match byte {
            _ if escaped => self.at += 2,
            b'"' => self.close(),
            b'$' | b'%' if self.peek(1) == Some(b'{') => {
                self.open.push(Open::Bracket);
                self.at += 2;
            }
            _ => self.at += 1,
        }
    }

    fn code(&mut self, byte: u8) {
        let joins = self.open.last() == Some(&Open::For);
        match byte {
            b'"' => self.open(Open::Quote),
            b'{' if self.opens_for() => self.open(Open::For),
            b'{' | b'[' | b'(' => self.open(Open::Bracket),
            b'}' | b']' | b')' => self.close(),
            b'#' => self.skip_past(b"\n", joins),
            b'/' if self.peek(1) == Some(b'/') => self.skip_past(b"\n", joins),
            b'/' if self.peek(1) == Some(b'*') => self.skip_past(b"*/", joins),
            b'<' if self.peek(1) == Some(b'<') => self.heredoc(),
            b'\n' | b'\r' if joins => self.blank(self.at + 1),
            _ => self.at += 1,
        }
    }

    fn open(&mut self, what: Open) {
        self.open.push(what);
        self.at += 1;
    }

    fn close(&mut self) {
        self.open.pop();
        self.at += 1;
    }

    /// Whether the brace here opens a `for` expression: the word, and then a name.
    fn opens_for(&self) -> bool {
        let rest = past_comments(self.bytes.get(self.at + 1..).unwrap_or_default());
        let after = rest.strip_prefix(b"for").unwrap_or_default();
        let name = after.trim_ascii_start();
        name.len() < after.len()
            && name.first().is_some_and(|first| first.is_ascii_alphabetic() || *first == b'_')
    }

    /// Goes to the end of a comment.
    fn skip_past(&mut self, end: &[u8], blanks: bool) {
        let rest = self.bytes.get(self.at..).unwrap_or_default();
        let length = memchr::memmem::find(rest, end).map_or(rest.len(), |found| found + end.len());
        match blanks {
            true => self.blank(self.at + length),
            false => self.at += length,
        }
    }

    /// Goes past a heredoc, whose lines are its own.
    fn heredoc(&mut self) {
        let rest = self.bytes.get(self.at + 2..).unwrap_or_default();
        let mut lines = rest.split_inclusive(|byte| *byte == b'\n');
        let first = lines.next().unwrap_or_default();
        let word = first.strip_prefix(b"-").unwrap_or(first).trim_ascii();
        let body: usize = lines.take_while(|line| line.trim_ascii() != word).map(<[u8]>::len).sum();
        let end = first.len() + body;
        // Without an end it was no heredoc.
        self.at += 2 + if end < rest.len() && !word.is_empty() { end } else { 0 };
    }

    fn blank(&mut self, end: usize) {
        let end = end.min(self.bytes.len());
        if let Some(part) = self.bytes.get_mut(self.at..end) {
            part.fill(b' ');
            self.changed = true;
        }
        self.at = end;
    }
}

/// What comes after white space and comments.
fn past_comments(text: &[u8]) -> &[u8] {
    let mut rest = text.trim_ascii_start();
    loop {
        let end: &[u8] = match rest {
            [b'#', ..] | [b'/', b'/', ..] => b"\n",
            [b'/', b'*', ..] => b"*/",
            _ => return rest,
        };
        let Some(found) = memchr::memmem::find(rest, end) else { return &[] };
        rest = rest.get(found + end.len()..).unwrap_or_default().trim_ascii_start();
    }
}

#[cfg(test)]
mod tests {
    use super::joined;

    #[test]
    fn line_breaks_and_comments_directly_in_a_for_are_blanks() {
        let text = "a = {for k, v in m : k => v ? # c\n 1 :\r\n /* d\n */ {\n b = 1\n} // e\n}\n";
        let wanted = "a = {for k, v in m : k => v ?      1 :            {\n b = 1\n}      }\n";
        assert_eq!(joined(text).as_deref(), Some(wanted));
        assert_eq!(text.len(), wanted.len());
    }

    #[test]
    fn a_comment_may_stand_before_the_word() {
        let comments = "# b\n /* c */ // d\n";
        let text = format!("a = {{ {comments} for k in m : k => k ?\n 1 : 2 }}\n");
        let wanted = text.replace(comments, &" ".repeat(comments.len())).replace("?\n", "? ");
        assert_eq!(joined(&text), Some(wanted));
    }

    #[test]
    fn other_line_breaks_stay() {
        for text in [
            "a = {\n b = 1\n}\n",
            "a = [for k in m :\n k]\n",
            "a = {\n for = 1\n}\n",
            "a = \"{for k in m : \\\"\n\"\n",
            "a = <<-EOT\n {for k in m :\n }\n EOT\n",
            "# {for k in m :\n}\n",
        ] {
            assert_eq!(joined(text), None, "{text}");
        }
    }

    #[test]
    fn texts_and_heredocs_inside_keep_their_lines() {
        let text = "a = {for k in m : k => f(\"${k}\n\", <<E\n }\nE\n)\n}\n";
        let wanted = "a = {for k in m : k => f(\"${k}\n\", <<E\n }\nE\n) }\n";
        assert_eq!(joined(text).as_deref(), Some(wanted));
    }
}
