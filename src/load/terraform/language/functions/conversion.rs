//! Functions that convert, mark or choose their arguments.

use super::arguments::{argument, marked_by_whole, not, unknown_of};
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::convert::convert;
use crate::load::terraform::language::marks::Marks;
use crate::load::terraform::language::types::Type;
use crate::load::terraform::language::unify::{type_of, unify};
use crate::load::terraform::language::value::{Kind, Value};

/// A value as a boolean.
pub(super) fn tobool(arguments: &[Value]) -> Result<Value, Fault> {
    convert(argument(arguments, 0)?, &Type::Bool)
}

/// A value as a number.
pub(super) fn tonumber(arguments: &[Value]) -> Result<Value, Fault> {
    convert(argument(arguments, 0)?, &Type::Number)
}

/// A value as a text.
pub(super) fn tostring(arguments: &[Value]) -> Result<Value, Fault> {
    convert(argument(arguments, 0)?, &Type::Text)
}

/// A value as a list.
pub(super) fn tolist(arguments: &[Value]) -> Result<Value, Fault> {
    convert(argument(arguments, 0)?, &Type::List(Box::new(Type::Any)))
}

/// A value as a set.
pub(super) fn toset(arguments: &[Value]) -> Result<Value, Fault> {
    convert(argument(arguments, 0)?, &Type::Set(Box::new(Type::Any)))
}

/// A value as a map.
pub(super) fn tomap(arguments: &[Value]) -> Result<Value, Fault> {
    convert(argument(arguments, 0)?, &Type::Map(Box::new(Type::Any)))
}

/// A value that must not be shown.
pub(super) fn sensitive(arguments: &[Value]) -> Result<Value, Fault> {
    with_sensitive(arguments, true)
}

/// A value that may be shown; its elements have marks of their own.
pub(super) fn nonsensitive(arguments: &[Value]) -> Result<Value, Fault> {
    with_sensitive(arguments, false)
}

fn with_sensitive(arguments: &[Value], sensitive: bool) -> Result<Value, Fault> {
    let value = argument(arguments, 0)?.clone();
    Ok(Value { marks: Marks { sensitive, ..value.marks }, ..value })
}

/// Whether a value is marked, its elements aside. One that is unknown may still become so.
pub(super) fn issensitive(arguments: &[Value]) -> Result<Value, Fault> {
    let value = argument(arguments, 0)?;
    let unknown = unknown_of(arguments).filter(|_| !value.marks.sensitive && value.is_open());
    Ok(unknown.unwrap_or_else(|| Value::bool(value.marks.sensitive)))
}

/// The first argument that is neither null nor an empty text.
pub(super) fn coalesce(arguments: &[Value]) -> Result<Value, Fault> {
    let common = unify(&arguments.iter().map(type_of).collect::<Vec<_>>());
    let common = common.ok_or_else(|| Fault::new("the arguments are not of one type"))?;
    // Beside what has no type, Terraform leaves lists and maps as they are.
    let untyped = arguments.iter().any(|argument| type_of(argument) == Type::Any);
    let simple = matches!(common, Type::Bool | Type::Number | Type::Text);
    let common = if untyped && !simple { Type::Any } else { common };
    for (index, argument) in arguments.iter().enumerate() {
        let looked_at = arguments.get(..=index).unwrap_or_default();
        match &argument.kind {
            Kind::Null => {}
            Kind::Text(text) if text.is_empty() => {}
            // It is null or empty, and then all of them are: or it is what counts.
            Kind::Unknown(_) if looked_at.len() == arguments.len() => {
                return Ok(marked_by_whole(argument.clone(), looked_at));
            }
            Kind::Unknown(_) => return unknown_of(arguments).ok_or_else(|| not(argument, "known")),
            _ => return Ok(marked_by_whole(convert(argument, &common)?, looked_at)),
        }
    }
    Err(Fault::new("every argument is null or empty"))
}
