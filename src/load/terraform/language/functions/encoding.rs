//! Functions that encode and decode: JSON, base64 and addresses.

use std::fmt::Write;
use std::rc::Rc;

use base64::Engine;
use base64::prelude::BASE64_STANDARD as STANDARD;

use super::arguments::{LONGEST_TEXT, argument, bounded, marked, text, text_value, too_large, unknown_of};
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::number::format_number;
use crate::load::terraform::language::value::{Entries, Kind, Value};

/// A value as JSON.
pub(super) fn jsonencode(arguments: &[Value]) -> Result<Value, Fault> {
    match unknown_of(arguments) {
        Some(unknown) => Ok(unknown),
        None => Ok(marked(text_value(&json(argument(arguments, 0)?)?)?, arguments)),
    }
}

/// A known value as JSON.
pub(super) fn json(value: &Value) -> Result<String, Fault> {
    let mut text = String::new();
    write_json(&mut text, value)?;
    Ok(text)
}

fn write_json(text: &mut String, value: &Value) -> Result<(), Fault> {
    // It is watched on the way: one text may stand in a value very often.
    if text.len() > LONGEST_TEXT {
        return Err(too_large());
    }
    match &value.kind {
        Kind::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        Kind::Number(number) => text.push_str(&format_number(*number)),
        Kind::Text(characters) => write_text(text, characters),
        Kind::Tuple(items) | Kind::List(items) | Kind::Set(items) => {
            text.push('[');
            for (index, item) in items.iter().enumerate() {
                separate(text, index);
                write_json(text, item)?;
            }
            text.push(']');
        }
        Kind::Object(entries) | Kind::Map(entries) => {
            text.push('{');
            for (index, (key, value)) in entries.iter().enumerate() {
                separate(text, index);
                write_text(text, key);
                text.push(':');
                write_json(text, value)?;
            }
            text.push('}');
        }
        Kind::Null | Kind::Instance(_) | Kind::Unknown(_) => text.push_str("null"),
    }
    Ok(())
}

fn separate(text: &mut String, index: usize) {
    if index > 0 {
        text.push(',');
    }
}

/// A text as Go's JSON encoder writes it, safe to stand in HTML.
fn write_text(text: &mut String, characters: &str) {
    text.push('"');
    for character in characters.chars() {
        match character {
            '"' | '\\' => text.extend(['\\', character]),
            '\n' => text.push_str("\\n"),
            '\r' => text.push_str("\\r"),
            '\t' => text.push_str("\\t"),
            '\u{8}' => text.push_str("\\b"),
            '\u{c}' => text.push_str("\\f"),
            '\0'..='\u{1f}' | '<' | '>' | '&' | '\u{2028}' | '\u{2029}' => {
                text.push_str(&format!("\\u{:04x}", u32::from(character)));
            }
            _ => text.push(character),
        }
    }
    text.push('"');
}

/// The value of a JSON text.
pub(super) fn jsondecode(arguments: &[Value]) -> Result<Value, Fault> {
    let read = serde_json::from_str(&text(arguments, 0)?);
    value_of(read.map_err(|_| Fault::new("this text is not valid JSON"))?)
}

/// The value of a YAML text.
pub(super) fn yamldecode(arguments: &[Value]) -> Result<Value, Fault> {
    let read = serde_saphyr::from_str(&text(arguments, 0)?);
    value_of(read.map_err(|_| Fault::new("this text is not valid YAML"))?)
}

fn value_of(json: serde_json::Value) -> Result<Value, Fault> {
    use serde_json::Value as Json;
    Ok(match json {
        Json::Null => Value::null(),
        Json::Bool(value) => Value::bool(value),
        Json::Number(number) => {
            Value::number(number.as_f64().ok_or_else(|| Fault::new("a number is too large"))?)
        }
        Json::String(text) => text_value(&text)?,
        Json::Array(items) => {
            Value::tuple(bounded(items.into_iter().map(value_of).collect::<Result<_, _>>()?)?)
        }
        Json::Object(entries) => {
            let entry = |(key, value): (String, Json)| Ok((Rc::from(key), value_of(value)?));
            Value::object(entries.into_iter().map(entry).collect::<Result<Entries, Fault>>()?)
        }
    })
}

/// The bytes of a text in base64.
pub(super) fn base64encode(arguments: &[Value]) -> Result<Value, Fault> {
    text_value(&STANDARD.encode(text(arguments, 0)?.as_bytes()))
}

/// The text that base64 holds.
pub(super) fn base64decode(arguments: &[Value]) -> Result<Value, Fault> {
    // Ends of lines do not count.
    let digits = text(arguments, 0)?.replace(['\r', '\n'], "");
    let bytes = STANDARD.decode(digits).map_err(|_| Fault::new("this text is not valid base64"))?;
    text_value(&String::from_utf8(bytes).map_err(|_| Fault::new("what is encoded is not a text"))?)
}

/// A text as the query of an address holds it.
pub(super) fn urlencode(arguments: &[Value]) -> Result<Value, Fault> {
    let mut encoded = String::new();
    for byte in text(arguments, 0)?.bytes() {
        match byte {
            b' ' => encoded.push('+'),
            b'-' | b'_' | b'.' | b'~' => encoded.push(char::from(byte)),
            _ if byte.is_ascii_alphanumeric() => encoded.push(char::from(byte)),
            // Writing to a text can't fail.
            _ => drop(write!(encoded, "%{byte:02X}")),
        }
    }
    text_value(&encoded)
}
