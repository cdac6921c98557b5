//! `format` and `formatlist`: which verb takes which argument.

use super::arguments::{
    LONGEST_TEXT, argument, marked, marked_by_whole, text, text_value, too_large, unknown_of,
    whole_unknown_of,
};
use super::function::Spend;
use super::verb::{Piece, formatted, pieces};
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::value::Value;
use crate::model::Unknown;

/// The longest list of texts that `formatlist` builds, in bytes of them all.
const LONGEST_TEXTS: usize = 16 * LONGEST_TEXT;

/// `format(spec, values…)`.
pub(super) fn format(arguments: &[Value], spend: Spend<'_>) -> Result<Value, Fault> {
    spend(work(arguments))?;
    if argument(arguments, 0)?.is_null() {
        return Err(Fault::new("the format is null"));
    }
    if let Some(unknown) = unknown_of(arguments).or_else(|| of_null(arguments)) {
        return Ok(unknown);
    }
    let values: Vec<&Value> = arguments.iter().skip(1).collect();
    Ok(marked(text_value(&filled(&text(arguments, 0)?, &values)?)?, arguments))
}

/// The work of looking at all arguments.
fn work(arguments: &[Value]) -> usize {
    arguments.iter().map(|argument| 1 + argument.size).sum()
}

/// Terraform takes a null that has no type for something that is not known yet.
fn of_null(arguments: &[Value]) -> Option<Value> {
    let unknown = || Value::unknown(Unknown::because("null is formatted"));
    arguments.iter().any(Value::is_null).then(|| marked(unknown(), arguments))
}

/// `formatlist(spec, values…)`: a text for each element of the lists, beside which other values stay.
pub(super) fn formatlist(arguments: &[Value], spend: Spend<'_>) -> Result<Value, Fault> {
    spend(work(arguments))?;
    let format = argument(arguments, 0)?;
    if format.is_null() {
        return Err(Fault::new("the format is null"));
    }
    if let Some(unknown) = whole_unknown_of(arguments).or_else(|| of_null(arguments)) {
        return Ok(unknown);
    }
    let values = arguments.get(1..).unwrap_or_default();
    let mut lengths = values.iter().filter_map(Value::items).map(<[Value]>::len);
    let length = lengths.next();
    if lengths.any(|other| Some(other) != length) {
        return Err(Fault::new("the lists are not of one length"));
    }
    let mut room = LONGEST_TEXTS;
    let mut found = Vec::new();
    for index in 0..length.unwrap_or(1) {
        let row: Vec<&Value> = values
            .iter()
            .filter_map(|value| value.items().map_or(Some(value), |all| all.get(index)))
            .collect();
        // The format is gone through for each row, and so is every value that is no list.
        let beside = row.iter().map(|value| value.size).sum::<usize>();
        spend(1 + format.size.saturating_add(beside))?;
        found.push(element(&text(arguments, 0)?, &row, &mut room)?.marked_by(&format.marks));
    }
    Ok(marked_by_whole(Value::list(found), arguments))
}

fn element(format: &str, row: &[&Value], room: &mut usize) -> Result<Value, Fault> {
    let row_values: Vec<Value> = row.iter().map(|value| (*value).clone()).collect();
    if let Some(unknown) = unknown_of(&row_values) {
        return Ok(unknown);
    }
    let text = filled(format, row)?;
    *room = room.checked_sub(text.len()).ok_or_else(too_large)?;
    Ok(marked(text_value(&text)?, &row_values))
}

/// A format with the values in it.
fn filled(format: &str, values: &[&Value]) -> Result<String, Fault> {
    let mut text = String::new();
    let mut next = 0;
    let mut used = 0;
    for piece in pieces(format)? {
        match piece {
            Piece::Literal(literal) => text.push_str(literal),
            Piece::Verb(verb) => {
                let index = verb.argument.unwrap_or(next);
                let value = values
                    .get(index)
                    .ok_or_else(|| Fault::new("there are fewer values than the format takes"))?;
                text.push_str(&formatted(&verb, value)?);
                next = index + 1;
                used = used.max(next);
            }
        }
        if text.len() > LONGEST_TEXT {
            return Err(too_large());
        }
    }
    if used < values.len() {
        Err(Fault::new("there are more values than the format takes"))
    } else {
        Ok(text)
    }
}
