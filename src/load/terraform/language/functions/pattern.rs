//! Functions of regular expressions. Terraform's are RE2, whose few differences are translated.

use std::rc::Rc;

use regex::{Captures, Regex};

use super::arguments::{LONGEST_TEXT, bounded, text, text_value, too_large};
use super::text::replaced;
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::value::Value;

/// `regex(pattern, text)`: the first match.
pub(super) fn regex(arguments: &[Value]) -> Result<Value, Fault> {
    let (pattern, text) = (compiled(&text(arguments, 0)?)?, text(arguments, 1)?);
    named_or_not(&pattern)?;
    let found =
        pattern.captures(&text).ok_or_else(|| Fault::new("the pattern matches no part of the text"))?;
    Ok(captured(&pattern, &found))
}

/// `regexall(pattern, text)`: all matches.
pub(super) fn regexall(arguments: &[Value]) -> Result<Value, Fault> {
    let (pattern, text) = (compiled(&text(arguments, 0)?)?, text(arguments, 1)?);
    named_or_not(&pattern)?;
    let mut room = 16 * LONGEST_TEXT;
    let mut all = Vec::new();
    for found in pattern.captures_iter(&text) {
        let length = found.iter().flatten().map(|group| group.len() + 1).sum();
        room = room.checked_sub(length).ok_or_else(too_large)?;
        all.push(captured(&pattern, &found));
        all = bounded(all)?;
    }
    Ok(Value::list(all))
}

/// `replace(text, part, by)`, where a part between slashes is a pattern.
pub(super) fn replace(arguments: &[Value]) -> Result<Value, Fault> {
    let (text, part, by) = (text(arguments, 0)?, text(arguments, 1)?, text(arguments, 2)?);
    let Some(pattern) = part.strip_prefix('/').and_then(|part| part.strip_suffix('/')) else {
        return replaced(&text, &part, &by);
    };
    let pattern = compiled(pattern)?;
    let mut result = String::new();
    let mut end = 0;
    for found in pattern.captures_iter(&text) {
        let Some(whole) = found.get(0) else { continue };
        result.push_str(text.get(end..whole.start()).unwrap_or_default());
        found.expand(&by, &mut result);
        end = whole.end();
        if result.len() > LONGEST_TEXT {
            return Err(too_large());
        }
    }
    result.push_str(text.get(end..).unwrap_or_default());
    text_value(&result)
}

/// What the groups of a match hold: an object by their names, else a tuple; without any, the match.
fn captured(pattern: &Regex, found: &Captures<'_>) -> Value {
    let group =
        |group: Option<regex::Match<'_>>| group.map_or(Value::null(), |group| Value::text(group.as_str()));
    let mut groups = found.iter();
    let whole = group(groups.next().flatten());
    if pattern.captures_len() == 1 {
        return whole;
    }
    let names: Vec<Option<&str>> = pattern.capture_names().skip(1).collect();
    if names.iter().all(Option::is_none) {
        return Value::tuple(groups.map(group).collect());
    }
    let entry = |(name, value): (Option<&str>, _)| Some((Rc::from(name?), group(value)));
    Value::object(names.into_iter().zip(groups).filter_map(entry).collect())
}

fn named_or_not(pattern: &Regex) -> Result<(), Fault> {
    let mut names = pattern.capture_names().skip(1).map(|name| name.is_some());
    match names.next() {
        Some(first) if names.any(|other| other != first) => {
            Err(Fault::new("the pattern has groups with and without a name"))
        }
        _ => Ok(()),
    }
}

fn compiled(pattern: &str) -> Result<Regex, Fault> {
    Regex::new(&translated(pattern))
        .map_err(|_| Fault::new("this is not a regular expression that can be read"))
}

/// A pattern of RE2 in the syntax of the regex crate: there `\d`, `\w`, `\s` and `\b` are wider, a class
/// has operators, and a brace that counts nothing is refused.
fn translated(pattern: &str) -> String {
    let mut result = String::new();
    let mut class = Class::None;
    let mut rest = pattern;
    while let Some(character) = rest.chars().next() {
        let after = rest.get(character.len_utf8()..).unwrap_or_default();
        rest = after;
        match character {
            '\\' if class == Class::None && after.starts_with('Q') => {
                let quoted = after.get(1..).unwrap_or_default();
                let (quoted, behind) = quoted.split_once("\\E").unwrap_or((quoted, ""));
                result.push_str(&regex::escape(quoted));
                rest = behind;
            }
            '\\' => {
                let escaped = after.chars().next();
                result.push_str(&escape(escaped, class != Class::None));
                rest = after.get(escaped.map_or(0, char::len_utf8)..).unwrap_or_default();
            }
            '[' if class == Class::None => {
                result.push('[');
                class = Class::Opened;
                continue;
            }
            '[' if after.starts_with(':') && after.contains(":]") => {
                let (name, behind) = after.split_once(":]").unwrap_or((after, ""));
                result.push_str(&format!("[{name}:]"));
                rest = behind;
            }
            '^' if class == Class::Opened => {
                result.push('^');
                class = Class::Negated;
                continue;
            }
            // The first one in a class stands for itself.
            ']' if class == Class::Inside => {
                result.push(']');
                class = Class::None;
                continue;
            }
            ']' | '[' | '&' | '~' if class != Class::None => result.extend(['\\', character]),
            '{' if class == Class::None && !counts(after) => result.push_str("\\{"),
            _ => result.push(character),
        }
        if class != Class::None {
            class = Class::Inside;
        }
    }
    result
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
