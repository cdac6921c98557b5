//! Regular expressions of RE2, which Terraform has, in the syntax of the regex crate.

/// A pattern of RE2 in the syntax of the regex crate: there `\d`, `\w`, `\s` and `\b` are wider, a class
/// has operators, and a brace that counts nothing is refused.
pub(super) fn translated(pattern: &str) -> String {
    let mut translation = Translation { rest: pattern, class: Class::None, result: String::new() };
    while let Some(character) = translation.rest.chars().next() {
        translation.skip(character.len_utf8());
        match translation.class {
            Class::None => translation.outside(character),
            class => translation.inside(character, class),
        }
    }
    translation.result
}

/// A pattern on its way.
struct Translation<'p> {
    /// What was not read yet.
    rest: &'p str,
    class: Class,
    result: String,
}

/// Where in a class of characters a pattern is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// In none.
    None,
    /// Behind its `[`.
    Opened,
    /// Behind its `[^`.
    Negated,
    /// Behind its first character.
    Inside,
}

impl Translation<'_> {
    fn skip(&mut self, bytes: usize) {
        self.rest = self.rest.get(bytes..).unwrap_or_default();
    }

    /// A character outside of all classes.
    fn outside(&mut self, character: char) {
        match character {
            '\\' if self.rest.starts_with('Q') => {
                self.skip(1);
                let (quoted, behind) = self.rest.split_once("\\E").unwrap_or((self.rest, ""));
                self.result.push_str(&regex::escape(quoted));
                self.rest = behind;
            }
            '\\' => self.escaped(false),
            '[' => {
                self.result.push('[');
                self.class = Class::Opened;
            }
            '{' if !counts(self.rest) => self.result.push_str("\\{"),
            _ => self.result.push(character),
        }
    }

    /// A character in a class, which is at this place of it.
    fn inside(&mut self, character: char, class: Class) {
        self.class = match (character, class) {
            ('^', Class::Opened) => Class::Negated,
            // The first one in a class stands for itself.
            (']', Class::Inside) => Class::None,
            _ => Class::Inside,
        };
        match character {
            '\\' => self.escaped(true),
            '[' if self.rest.starts_with(':') && self.rest.contains(":]") => {
                let (name, behind) = self.rest.split_once(":]").unwrap_or((self.rest, ""));
                self.result.push_str(&format!("[{name}:]"));
                self.rest = behind;
            }
            ']' if self.class == Class::None => self.result.push(']'),
            ']' | '[' | '&' | '~' => self.result.extend(['\\', character]),
            _ => self.result.push(character),
        }
    }

    /// What follows a `\`.
    fn escaped(&mut self, in_class: bool) {
        let character = self.rest.chars().next();
        self.result.push_str(&escape(character, in_class));
        self.skip(character.map_or(0, char::len_utf8));
    }
}

/// What `\` and a character stand for.
fn escape(character: Option<char>, in_class: bool) -> String {
    match (character, in_class) {
        (Some('d'), false) => "[0-9]".into(),
        (Some('w'), false) => "[0-9A-Za-z_]".into(),
        (Some('s'), false) => "[\\t\\n\\f\\r ]".into(),
        (Some('d'), true) => "0-9".into(),
        (Some('w'), true) => "0-9A-Za-z_".into(),
        (Some('s'), true) => "\\t\\n\\f\\r ".into(),
        (Some('D'), _) => "[^0-9]".into(),
        (Some('W'), _) => "[^0-9A-Za-z_]".into(),
        (Some('S'), _) => "[^\\t\\n\\f\\r ]".into(),
        (Some(bound @ ('b' | 'B')), false) => format!("(?-u:\\{bound})"),
        (Some(other), _) => format!("\\{other}"),
        (None, _) => "\\".into(),
    }
}

/// Whether a brace counts: `2}`, `2,}` or `2,3}` follows it.
fn counts(after: &str) -> bool {
    let Some((inner, _)) = after.split_once('}') else { return false };
    let (least, most) = inner.split_once(',').unwrap_or((inner, ""));
    !least.is_empty() && least.bytes().chain(most.bytes()).all(|digit| digit.is_ascii_digit())
}
