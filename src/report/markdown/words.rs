//! A sentence taken apart into words that mean nothing to Markdown, or to GitHub, and everything else.

/// A part of a sentence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Letters and signs that mean nothing.
    Word(String),
    /// Anything.
    Code(String),
}

/// The pieces of a sentence, each with whether a space stands before it; code never touches code.
pub(super) fn pieces(text: &str) -> Vec<(bool, Piece)> {
    let mut all = Pieces::default();
    let parts: Vec<&str> = text.split('`').collect();
    let last = parts.len() - 1;
    for (at, part) in parts.into_iter().enumerate() {
        match (at % 2, at) {
            // A backtick without a second one is a sign like any other.
            (1, at) if at == last => all.sentence(&format!("`{part}")),
            (1, _) if part.trim().is_empty() => all.add(Piece::Code(format!("`{part}`"))),
            (1, _) => all.add(Piece::Code(part.to_owned())),
            _ => all.sentence(part),
        }
    }
    all.pieces
}

#[derive(Debug, Default)]
struct Pieces {
    pieces: Vec<(bool, Piece)>,
    /// The next piece stands apart.
    apart: bool,
}

impl Pieces {
    fn sentence(&mut self, text: &str) {
        for (at, word) in text.split(' ').enumerate() {
            self.apart |= at > 0;
            self.word(word);
        }
    }

    /// A word, the signs around it apart from it where it is code.
    fn word(&mut self, word: &str) {
        if is_plain(word, self.pieces.is_empty()) {
            return self.add(Piece::Word(word.to_owned()));
        }
        match around(word) {
            _ if word.is_empty() => {}
            // What would begin a list, or may.
            (_, core, _) if core.is_empty() || is_number(core) => self.add(Piece::Code(word.to_owned())),
            (lead, core, trail) => {
                self.add(Piece::Word(lead.to_owned()));
                self.add(Piece::Code(core.to_owned()));
                self.add(Piece::Word(trail.to_owned()));
            }
        }
    }

    fn add(&mut self, piece: Piece) {
        if piece == Piece::Word(String::new()) {
            return;
        }
        let apart = std::mem::take(&mut self.apart);
        match (self.pieces.last_mut(), piece) {
            (Some((_, Piece::Code(before))), Piece::Code(more)) => {
                before.push_str(if apart { " " } else { "" });
                before.push_str(&more);
            }
            (_, piece) => self.pieces.push((apart, piece)),
        }
    }
}

/// Whether a word is shown as it is wherever it stands. At the start of a line, numbers may begin a list.
fn is_plain(word: &str, is_first: bool) -> bool {
    if matches!(word, "–" | "—" | "…" | "=" | "/" | "+" | "→") {
        return !is_first;
    }
    let (_, core, trail) = around(word);
    if core.is_empty() {
        return !is_first;
    }
    let is_list = is_first && !trail.is_empty() && is_number(core);
    !is_list && (is_number(core) || is_name(core))
}

/// A word between the signs around it that mean nothing there; brackets mean nothing behind a backslash.
fn around(word: &str) -> (&str, &str, &str) {
    let rest = word.trim_start_matches(['(', '[', '"', '\'', '“', '‘']);
    let core = rest.trim_end_matches([')', ']', '.', ',', ';', ':', '!', '?', '"', '\'', '”', '’', '…']);
    let lead = word.get(..word.len() - rest.len()).unwrap_or_default();
    (lead, core, rest.get(core.len()..).unwrap_or_default())
}

/// `12`, `7.1`, `1,000`, `50%`, `2026-11-21`; no number of a commit.
fn is_number(core: &str) -> bool {
    let digits = core.strip_suffix('%').unwrap_or(core);
    let parts = digits.split(['.', ',', '-']);
    let is_digits = |part: &str| (1..7).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_digit());
    parts.into_iter().all(is_digits)
}

/// `zone`, `Multi-AZ`, `don't`, `M5`; nothing that may name a commit or an issue.
fn is_name(core: &str) -> bool {
    let is_hex = core.len() >= 7 && core.bytes().all(|byte| byte.is_ascii_hexdigit());
    let mut parts = core.split(['-', '\'', '’']).peekable();
    let mut is_first = true;
    let is_part = |part: &str| {
        let starts = part.chars().next().is_some_and(char::is_alphabetic);
        let later = !std::mem::take(&mut is_first);
        let fits = |letter: char| letter.is_alphabetic() || !later && letter.is_ascii_digit();
        starts && part.chars().all(fits)
    };
    !is_hex && parts.peek().is_some() && parts.all(is_part)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_sentence_stay() {
        for word in [
            "zone", "Multi-AZ", "(don't", "replica,", "7.1", "50%;", "\"x\"", "[F12", "D13b]", "M5",
            "größer", "1,000:",
        ] {
            assert!(is_plain(word, false), "{word}");
        }
    }

    #[test]
    fn what_may_mean_something_is_code() {
        for word in [
            "@user",
            "#1",
            "GH-1",
            "a@b.c",
            "www.a.b",
            "https://a",
            "a_b",
            "*a*",
            "<b>",
            "[^x]",
            "|",
            "1234567",
            "deadbeef",
            "JIRA-12",
            "$x$",
            ":tada:",
            "a:b",
            "a/b#1",
            "~a~",
            "\\",
            "&lt;",
            "a.b",
            "_",
            "-",
            "~~",
            "\u{fffd}",
            "1.2.3.4444444",
            "A-1",
            "1-a",
        ] {
            assert!(!is_plain(word, false), "{word}");
        }
        for word in ["1.", "1)", "12.", "!", "()", ")", "=", "+", "—"] {
            assert!(!is_plain(word, true), "{word} begins a list or a heading");
        }
    }

    #[test]
    fn code_never_touches_code() {
        let all = pieces("a `b``c` @d #e, f` g");
        let code = |text: &str| Piece::Code(text.to_owned());
        let word = |text: &str| Piece::Word(text.to_owned());
        let expected = [
            (false, word("a")),
            (true, code("bc @d #e")),
            (false, word(",")),
            (true, word("f")),
            (false, code("`")),
            (true, word("g")),
        ];
        assert_eq!(all, expected);
        assert_eq!(pieces("a``b"), [(false, word("a")), (false, code("``")), (false, word("b"))]);
    }
}
