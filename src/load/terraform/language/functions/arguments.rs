//! What the functions have in common: their arguments, and the bounds of what they build.

use std::rc::Rc;

use crate::load::terraform::language::Fault;
use crate::load::terraform::language::convert;
use crate::load::terraform::language::number::whole;
use crate::load::terraform::language::unknown::Open;
use crate::load::terraform::language::value::{Entries, Kind, Value};

/// The longest text that is built, in bytes.
pub(super) const LONGEST_TEXT: usize = 1 << 20;

/// The longest list that is built, in elements.
pub(super) const LONGEST_LIST: usize = 100_000;

/// The fault of what would exceed a bound.
pub(super) fn too_large() -> Fault {
    Fault::new("the result is too large")
}

/// A text within its bound.
pub(super) fn text_value(text: &str) -> Result<Value, Fault> {
    if text.len() > LONGEST_TEXT { Err(too_large()) } else { Ok(Value::text(text)) }
}

/// A list within its bound.
pub(super) fn bounded(items: Vec<Value>) -> Result<Vec<Value>, Fault> {
    if items.len() > LONGEST_LIST { Err(too_large()) } else { Ok(items) }
}

/// The argument at an index; the table makes sure that it is there.
pub(super) fn argument(arguments: &[Value], index: usize) -> Result<&Value, Fault> {
    arguments.get(index).ok_or_else(|| Fault::new("an argument is missing"))
}

/// The text at an index.
pub(super) fn text(arguments: &[Value], index: usize) -> Result<Rc<str>, Fault> {
    convert::text(argument(arguments, index)?)
}

/// The number at an index.
pub(super) fn number(arguments: &[Value], index: usize) -> Result<f64, Fault> {
    convert::number(argument(arguments, index)?)
}

/// The whole number at an index.
pub(super) fn integer(arguments: &[Value], index: usize) -> Result<i64, Fault> {
    let value = argument(arguments, index)?;
    let fault = || Fault::new("this is not a whole number").within(value.at);
    whole(convert::number(value)?).ok_or_else(fault)
}

/// The elements of a list, tuple or set.
pub(super) fn items(value: &Value) -> Result<&[Value], Fault> {
    value.items().ok_or_else(|| not(value, "a list or set"))
}

/// The elements of a list or tuple: sets have no order to look at.
pub(super) fn sequence(value: &Value) -> Result<&[Value], Fault> {
    match value.kind {
        Kind::Set(_) => Err(not(value, "a list")),
        _ => value.items().ok_or_else(|| not(value, "a list")),
    }
}

/// The entries of a map or object.
pub(super) fn entries(value: &Value) -> Result<&Entries, Fault> {
    value.entries().ok_or_else(|| not(value, "a map"))
}

/// The texts in a list or set.
pub(super) fn texts(value: &Value) -> Result<Vec<Rc<str>>, Fault> {
    items(value)?.iter().map(|item| convert::text(item).map_err(|fault| fault.within(value.at))).collect()
}

/// The fault of a value of the wrong kind.
pub(super) fn not(value: &Value, wanted: &str) -> Fault {
    Fault::new(format!("this is {}, not {wanted}", value.what())).within(value.at)
}

/// The unknown that follows from values any of which is unknown, however deep; none where all is known.
pub(super) fn unknown_of(values: &[Value]) -> Option<Value> {
    let opens: Vec<_> = values.iter().flat_map(Value::all_unknowns).collect();
    let open = Open::of_all(opens.iter().map(Rc::as_ref))?;
    Some(marked(Value::open_as(open), values))
}

/// The unknown that follows where one of these is unknown as a whole.
pub(super) fn whole_unknown_of(values: &[Value]) -> Option<Value> {
    values.iter().any(Value::is_open).then(|| unknown_of(values)).flatten()
}

/// A result with the marks of all it was made from, whatever was looked at.
pub(super) fn marked(result: Value, arguments: &[Value]) -> Value {
    arguments.iter().fold(result, |result, argument| result.marked_by(&argument.all_marks()))
}

/// A result with the marks of the arguments themselves; elements have their own.
pub(super) fn marked_by_whole(result: Value, arguments: &[Value]) -> Value {
    arguments.iter().fold(result, |result, argument| result.marked_by(&argument.marks))
}
