//! Text of inputs made harmless: names come from files that anybody wrote.
//!
//! A terminal acts upon control characters. A runner of GitHub Actions acts upon `##[` anywhere in a line of a log, and
//! upon `::` where a line begins.

use std::borrow::Cow;

/// What a runner takes for the beginning of a command wherever it stands.
pub(super) const OLD_COMMAND: &str = "##[";

/// A letter that is shown and does nothing: what would move the cursor, change colours or turn the line around, and what
/// has no width, becomes a sign of its own; a tab and a line feed become a space.
#[must_use]
pub(crate) fn letter(letter: char) -> char {
    match letter {
        '\t' | '\n' => ' ',
        other if acts(other) => char::REPLACEMENT_CHARACTER,
        other => other,
    }
}

/// Whether a letter is one that a terminal or a reader acts upon, or that can't be seen.
pub(super) fn acts(letter: char) -> bool {
    letter.is_control()
        || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}')
        || matches!(letter, '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
        || matches!(letter, '\u{fe00}'..='\u{fe0f}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}')
}

/// A text in one line, of letters that are shown and not acted upon.
#[must_use]
pub(super) fn line(text: &str) -> Cow<'_, str> {
    let shown = replaced(text, acts, letter);
    if shown.contains(OLD_COMMAND) { Cow::Owned(shown.replace(OLD_COMMAND, "## [")) } else { shown }
}

/// The most letters of a word that people are told: names come from files, and may have a million.
const LONGEST_WORD: usize = 400;
/// The most letters of a line that people are told.
const LONGEST_LINE: usize = 4_000;
/// The most letters of a line of code, which is told to be pasted.
const LONGEST_CODE: usize = 20_000;

/// A text for people in one line, of letters that are shown and not acted upon; names that fill pages are shortened.
#[must_use]
pub fn brief(text: &str) -> Cow<'_, str> {
    match short(text) {
        Cow::Borrowed(text) => line(text),
        Cow::Owned(text) => Cow::Owned(line(&text).into_owned()),
    }
}

/// A line without the middle of words that are too long, and without its own where it is still too long. A line of code
/// keeps its words.
pub(super) fn short(text: &str) -> Cow<'_, str> {
    if text.len() <= LONGEST_WORD {
        return Cow::Borrowed(text);
    }
    if text.starts_with(' ') {
        return shortened(text, LONGEST_CODE);
    }
    if text.split(' ').all(|word| word.len() <= LONGEST_WORD) {
        return shortened(text, LONGEST_LINE);
    }
    let words: Vec<Cow<'_, str>> = text.split(' ').map(|word| shortened(word, LONGEST_WORD)).collect();
    Cow::Owned(shortened(&words.join(" "), LONGEST_LINE).into_owned())
}

/// A text for people with its line breaks, each line as [`brief`] has it.
#[must_use]
pub fn lines(text: &str) -> String {
    text.split('\n').map(begun).collect::<Vec<_>>().join("\n")
}

/// A line of several, which a runner takes for none of its commands.
fn begun(text: &str) -> Cow<'_, str> {
    let shown = brief(text.strip_suffix('\r').unwrap_or(text));
    match shown.trim_start().strip_prefix("::") {
        Some(rest) => Cow::Owned(format!(": :{rest}")),
        None => shown,
    }
}

/// A piece of a file as it may be shown, byte for byte as long as it was: places in it stay where they are.
pub(super) fn piece(text: String) -> String {
    let text = if text.contains(OLD_COMMAND) { text.replace(OLD_COMMAND, "#?[") } else { text };
    if !text.contains(acts) {
        return text;
    }
    let mut out = String::with_capacity(text.len());
    let mut rest = text.chars().peekable();
    while let Some(letter) = rest.next() {
        match letter {
            '\n' | '\t' => out.push(letter),
            '\r' if rest.peek() == Some(&'\n') => out.push(letter),
            other if !acts(other) => out.push(other),
            other if other.len_utf8() == char::REPLACEMENT_CHARACTER.len_utf8() => {
                out.push(char::REPLACEMENT_CHARACTER);
            }
            other => out.extend(std::iter::repeat_n('?', other.len_utf8())),
        }
    }
    out
}

fn replaced(text: &str, is_bad: impl Fn(char) -> bool, by: impl Fn(char) -> char) -> Cow<'_, str> {
    match text.contains(is_bad) {
        true => Cow::Owned(text.chars().map(by).collect()),
        false => Cow::Borrowed(text),
    }
}

/// A text of at most so many letters, of a longer one its beginning and its end: that often says more.
pub(super) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    if text.len() <= most {
        return Cow::Borrowed(text);
    }
    let count = text.chars().count();
    if count <= most {
        return Cow::Borrowed(text);
    }
    let head = most / 3;
    let tail = most.saturating_sub(head + 1);
    let byte = |letter: usize| text.char_indices().nth(letter).map_or(text.len(), |(at, _)| at);
    let (head, tail) = (text.get(..byte(head)), text.get(byte(count - tail)..));
    Cow::Owned(format!("{}…{}", head.unwrap_or_default(), tail.unwrap_or_default()))
}

/// A text of at most so many letters.
pub(super) fn clipped(text: &str, most: usize) -> String {
    match text.char_indices().nth(most) {
        None => text.to_owned(),
        Some(_) => text.chars().take(most.saturating_sub(1)).chain(['…']).collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_acts() {
        let hostile = "a\u{1b}[31m\r\nb\u{202e}\0\u{85}\u{feff}";
        assert_eq!(line(hostile), "a\u{fffd}[31m\u{fffd} b\u{fffd}\u{fffd}\u{fffd}\u{fffd}");
        assert_eq!(lines("a\r\nb\rc\n\td"), "a\nb\u{fffd}c\n d");
        assert_eq!(lines("###[error]a\n  ::error::b\nc::d"), "### [error]a\n: :error::b\nc::d");
        assert!(matches!(line("café キャッシュ"), Cow::Borrowed(_)));
    }

    #[test]
    fn a_piece_keeps_its_places() {
        let text = "a\r\nb\t\u{1b}[1m\u{9b}c\rd\u{202e}e##[f";
        let shown = piece(text.to_owned());
        assert_eq!(shown, "a\r\nb\t?[1m??c?d\u{fffd}e#?[f");
        assert_eq!(shown.len(), text.len());
    }

    #[test]
    fn a_name_of_a_megabyte_is_shortened_and_code_is_not() {
        let name = "n".repeat(1 << 20);
        let told = brief(&format!("{name} is in {name}, too")).into_owned();
        assert!(
            told.len() < 3 * LONGEST_WORD && told.contains("n is in n") && told.ends_with("n, too"),
            "{told}"
        );
        let words = "a b ".repeat(1 << 18);
        assert!(brief(&words).chars().count() <= LONGEST_LINE);
        let code = format!("  --configuration {}", "n".repeat(LONGEST_LINE));
        let told = lines(&format!("{name}\n{code}"));
        assert!(told.len() < LONGEST_CODE && told.ends_with(&code));
        assert!(matches!(brief("a short line"), Cow::Borrowed(_)));
    }

    #[test]
    fn the_middle_of_what_is_too_long_is_left_out() {
        assert_eq!(shortened("ääää", 4), "ääää");
        assert_eq!(shortened("abcdefgh", 7), "ab…efgh");
        assert_eq!((shortened("abc", 1), shortened("abc", 0)), ("…".into(), "…".into()));
    }

    #[test]
    fn what_is_too_long_ends_with_an_ellipsis() {
        assert_eq!((clipped("ääää", 4), clipped("äääää", 4)), ("ääää".into(), "äää…".into()));
    }
}
