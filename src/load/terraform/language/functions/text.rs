//! Functions of texts.

use super::arguments::{LONGEST_TEXT, bounded, integer, marked, text, text_value, texts, too_large};
use super::function::look_at_all;
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::value::Value;

/// A text without the ends of lines behind it.
pub(super) fn chomp(arguments: &[Value]) -> Result<Value, Fault> {
    text_value(text(arguments, 0)?.trim_end_matches(['\r', '\n']))
}

/// Whether a text ends with another.
pub(super) fn endswith(arguments: &[Value]) -> Result<Value, Fault> {
    Ok(Value::bool(text(arguments, 0)?.ends_with(text(arguments, 1)?.as_ref())))
}

/// Whether a text begins with another.
pub(super) fn startswith(arguments: &[Value]) -> Result<Value, Fault> {
    Ok(Value::bool(text(arguments, 0)?.starts_with(text(arguments, 1)?.as_ref())))
}

/// Whether a text contains another.
pub(super) fn strcontains(arguments: &[Value]) -> Result<Value, Fault> {
    Ok(Value::bool(text(arguments, 0)?.contains(text(arguments, 1)?.as_ref())))
}

/// Adds spaces to every line but the first.
pub(super) fn indent(arguments: &[Value]) -> Result<Value, Fault> {
    let spaces =
        usize::try_from(integer(arguments, 0)?).map_err(|_| Fault::new("it takes zero spaces or more"))?;
    let text = text(arguments, 1)?;
    replaced(&text, "\n", &format!("\n{}", repeated(" ", spaces)?))
}

/// A text so many times.
pub(super) fn repeated(text: &str, times: usize) -> Result<String, Fault> {
    if text.len().saturating_mul(times) > LONGEST_TEXT { Err(too_large()) } else { Ok(text.repeat(times)) }
}

/// A text with another in the place of a part, wherever that occurs.
pub(super) fn replaced(text: &str, part: &str, by: &str) -> Result<Value, Fault> {
    let more = text.matches(part).count().saturating_mul(by.len());
    if text.len().saturating_add(more) > LONGEST_TEXT {
        Err(too_large())
    } else {
        text_value(&text.replace(part, by))
    }
}

/// `join(separator, lists…)`. A single element stays what it is: `join("", aws_subnet.a[*].id)` is an id.
pub(super) fn join(arguments: &[Value]) -> Result<Value, Fault> {
    let lists: Option<Vec<_>> = arguments.iter().skip(1).map(Value::items).collect();
    let mut items = lists.iter().flatten().copied().flatten();
    match (items.next(), items.next()) {
        (Some(only), None) if only.open().is_some() => Ok(marked(only.clone(), arguments)),
        _ => look_at_all(arguments, joined),
    }
}

fn joined(arguments: &[Value]) -> Result<Value, Fault> {
    let separator = text(arguments, 0)?;
    let mut parts = Vec::new();
    for list in arguments.iter().skip(1) {
        parts.extend(texts(list)?);
    }
    let length = parts.iter().map(|part| part.len() + separator.len()).sum::<usize>();
    if length > LONGEST_TEXT.saturating_add(separator.len()) {
        Err(too_large())
    } else {
        text_value(&parts.join(separator.as_ref()))
    }
}

/// `split(separator, text)`; an empty separator parts all characters.
pub(super) fn split(arguments: &[Value]) -> Result<Value, Fault> {
    let (separator, text) = (text(arguments, 0)?, text(arguments, 1)?);
    let parts: Vec<Value> = if separator.is_empty() {
        text.chars().map(|character| Value::text(character.encode_utf8(&mut [0; 4]))).collect()
    } else {
        text.split(separator.as_ref()).map(Value::text).collect()
    };
    Ok(Value::list(bounded(parts)?))
}

/// A text in small letters.
pub(super) fn lower(arguments: &[Value]) -> Result<Value, Fault> {
    let text: String =
        text(arguments, 0)?.chars().map(|character| only(character, character.to_lowercase())).collect();
    text_value(&text)
}

/// A text in capitals.
pub(super) fn upper(arguments: &[Value]) -> Result<Value, Fault> {
    let text: String = text(arguments, 0)?.chars().map(capital).collect();
    text_value(&text)
}

/// Each word with a capital first letter. What is neither letter, digit nor `_` ends a word.
pub(super) fn title(arguments: &[Value]) -> Result<Value, Fault> {
    let mut before = ' ';
    let text: String = text(arguments, 0)?
        .chars()
        .map(|character| {
            let first = if before.is_ascii() {
                !before.is_ascii_alphanumeric() && before != '_'
            } else {
                before.is_whitespace()
            };
            before = character;
            if first { capital(character) } else { character }
        })
        .collect();
    text_value(&text)
}

fn capital(character: char) -> char {
    only(character, character.to_uppercase())
}

/// The other case of a character, where that is one character: `ß` has no capital of its own.
fn only(character: char, mut other: impl ExactSizeIterator<Item = char>) -> char {
    if other.len() == 1 { other.next().unwrap_or(character) } else { character }
}

/// The characters of a text from behind.
pub(super) fn strrev(arguments: &[Value]) -> Result<Value, Fault> {
    let text: String = text(arguments, 0)?.chars().rev().collect();
    text_value(&text)
}

/// Part of a text, in characters. A negative offset counts from the end, a negative length is all the rest.
pub(super) fn substr(arguments: &[Value]) -> Result<Value, Fault> {
    let text = text(arguments, 0)?;
    let (offset, length) = (integer(arguments, 1)?, integer(arguments, 2)?);
    let count = text.chars().count();
    let start = match usize::try_from(offset.unsigned_abs()) {
        Ok(back) if offset < 0 => count.saturating_sub(back),
        Ok(start) => start,
        Err(_) => count,
    };
    let part: String = text.chars().skip(start).take(usize::try_from(length).unwrap_or(usize::MAX)).collect();
    text_value(&part)
}

/// A text without these characters at both ends.
pub(super) fn trim(arguments: &[Value]) -> Result<Value, Fault> {
    let characters = text(arguments, 1)?;
    text_value(text(arguments, 0)?.trim_matches(|character| characters.contains(character)))
}

/// A text without another at its beginning.
pub(super) fn trimprefix(arguments: &[Value]) -> Result<Value, Fault> {
    let (text, prefix) = (text(arguments, 0)?, text(arguments, 1)?);
    text_value(text.strip_prefix(prefix.as_ref()).unwrap_or(&text))
}

/// A text without another at its end.
pub(super) fn trimsuffix(arguments: &[Value]) -> Result<Value, Fault> {
    let (text, suffix) = (text(arguments, 0)?, text(arguments, 1)?);
    text_value(text.strip_suffix(suffix.as_ref()).unwrap_or(&text))
}

/// A text without white space at both ends.
pub(super) fn trimspace(arguments: &[Value]) -> Result<Value, Fault> {
    text_value(text(arguments, 0)?.trim())
}

/// The last part of a path.
pub(super) fn basename(arguments: &[Value]) -> Result<Value, Fault> {
    let path = text(arguments, 0)?;
    let last = path.trim_end_matches('/').rsplit('/').next().unwrap_or_default();
    match (last.is_empty(), path.starts_with('/')) {
        (true, true) => text_value("/"),
        (true, false) => text_value("."),
        (false, _) => text_value(last),
    }
}

/// A path without its last part.
pub(super) fn dirname(arguments: &[Value]) -> Result<Value, Fault> {
    let path = text(arguments, 0)?;
    match path.rsplit_once('/') {
        None => text_value("."),
        Some(("", _)) => text_value("/"),
        Some((folder, _)) => text_value(folder),
    }
}
