//! Text of inputs made harmless: names come from files that anybody wrote.
//!
//! A terminal acts upon control characters. A runner of GitHub Actions acts upon `##[` anywhere in a line of a log, and
//! upon `::` where a line begins.

/// A letter that is shown and does nothing: controls, bidirectional overrides and what has no width become a sign
/// of their own; a tab and a line feed become a space.
pub(crate) fn letter(letter: char) -> char {
    match letter {
        '\t' | '\n' => ' ',
        '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}' => '\u{fffd}',
        '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => '\u{fffd}',
        '\u{fe00}'..='\u{fe0f}' | '\u{fffe}' | '\u{ffff}' | '\u{e0000}'..='\u{e0fff}' => '\u{fffd}',
        control if control.is_control() => '\u{fffd}',
        other => other,
    }
}

/// A text in one line, of letters that are shown and not acted upon.
#[must_use]
pub fn line(text: &str) -> String {
    text.chars().map(letter).collect::<String>().replace("##[", "## [")
}

/// A text with its line breaks.
pub(super) fn lines(text: &str) -> String {
    let lines = text.lines().map(|one| {
        let one = line(one);
        match one.trim_start().strip_prefix("::") {
            Some(rest) => format!(": :{rest}"),
            None => one,
        }
    });
    lines.collect::<Vec<_>>().join("\n")
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
        assert_eq!(
            line("a\u{1b}[31m\r\nb\u{202e}\0\u{85}"),
            "a\u{fffd}[31m\u{fffd} b\u{fffd}\u{fffd}\u{fffd}"
        );
        assert_eq!(lines("a\r\nb\rc\n\td"), "a\nb\u{fffd}c\n d");
        assert_eq!(lines("###[error]a\n  ::error::b\nc::d"), "### [error]a\n: :error::b\nc::d");
    }

    #[test]
    fn what_is_too_long_ends_with_an_ellipsis() {
        assert_eq!((clipped("ääää", 4), clipped("äääää", 4)), ("ääää".into(), "äää…".into()));
    }
}
