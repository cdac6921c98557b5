//! Functions that look at how lists are built, and not at what is in them: unknown elements do no harm.

use super::arguments::{
    LONGEST_LIST, argument, bounded, integer, items, marked_by_whole, not, sequence, too_large, unknown_of,
    whole_unknown_of,
};
use super::names;
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::convert::convert;
use crate::load::terraform::language::marks::Marks;
use crate::load::terraform::language::types::Type;
use crate::load::terraform::language::unify::{type_of, unify};
use crate::load::terraform::language::unknown::Stands;
use crate::load::terraform::language::value::{Kind, Value};

/// Attributes of resources that are one value and no list, whatever the resource.
const SCALARS: [&str; 4] = ["arn", "availability_zone", "id", "name"];

/// How many elements, entries or characters there are.
pub(super) fn length(arguments: &[Value]) -> Result<Value, Fault> {
    let value = argument(arguments, 0)?;
    if let Some(unknown) = whole_unknown_of(arguments) {
        return Ok(unknown);
    }
    let count = match (&value.kind, value.items(), value.entries()) {
        (Kind::Text(text), ..) => text.chars().count(),
        (_, Some(items), _) => items.len(),
        (_, _, Some(entries)) => entries.len(),
        _ => return Err(not(value, "a list, a map or a text")),
    };
    Ok(marked_by_whole(Value::number(count as f64), arguments))
}

/// `element(list, index)`, which starts again behind the end, and before the beginning.
///
/// Terraform takes negative indexes since 1.10, though 1.11 fails at them where the list is a tuple.
pub(super) fn element(arguments: &[Value]) -> Result<Value, Fault> {
    let list = argument(arguments, 0)?;
    if argument(arguments, 1)?.is_open() {
        return unknown_of(arguments).ok_or_else(|| not(list, "a list"));
    }
    let index = integer(arguments, 1)?;
    if let Some(taken) = names::element(list, index).or_else(|| whole_unknown_of(arguments)) {
        return Ok(marked_by_whole(taken, arguments));
    }
    let items = sequence(list)?;
    let count = i64::try_from(items.len()).unwrap_or(i64::MAX);
    let index = index.checked_rem_euclid(count).and_then(|index| usize::try_from(index).ok());
    let taken = index.and_then(|index| items.get(index)).ok_or_else(|| Fault::new("the list is empty"))?;
    Ok(marked_by_whole(taken.clone(), arguments))
}

/// `slice(list, from, to)`, the end excluded.
pub(super) fn slice(arguments: &[Value]) -> Result<Value, Fault> {
    let list = argument(arguments, 0)?;
    if argument(arguments, 1)?.is_open() || argument(arguments, 2)?.is_open() {
        return unknown_of(arguments).ok_or_else(|| not(list, "a list"));
    }
    let bound =
        |index| usize::try_from(integer(arguments, index)?).map_err(|_| Fault::new("an index is negative"));
    let (from, to) = (bound(1)?, bound(2)?);
    if from > to {
        return Err(Fault::new("it starts behind its end"));
    }
    if to - from > LONGEST_LIST {
        return Err(too_large());
    }
    let named = u32::try_from(from)
        .ok()
        .zip(u32::try_from(to).ok())
        .and_then(|(from, to)| names::slice(list, from, to));
    if let Some(taken) = named.or_else(|| whole_unknown_of(arguments)) {
        return Ok(marked_by_whole(taken, arguments));
    }
    let taken =
        sequence(list)?.get(from..to).ok_or_else(|| Fault::new("it ends behind the end of the list"))?;
    Ok(marked_by_whole(of_kind(list, taken.to_vec()), arguments))
}

/// A sequence of the kind of another: a tuple stays one, all else is a list.
fn of_kind(other: &Value, items: Vec<Value>) -> Value {
    if matches!(other.kind, Kind::Tuple(_)) { Value::tuple(items) } else { Value::list(items) }
}

/// The elements of all lists.
pub(super) fn concat(arguments: &[Value]) -> Result<Value, Fault> {
    for argument in arguments.iter().filter(|argument| !argument.is_open()) {
        sequence(argument)?;
    }
    if let Some(unknown) = whole_unknown_of(arguments) {
        return Ok(unknown);
    }
    let lists = arguments.iter().all(|argument| matches!(argument.kind, Kind::List(_)));
    let common = lists.then(|| unify(&arguments.iter().map(type_of).collect::<Vec<_>>())).flatten();
    let mut all = Vec::new();
    for argument in arguments {
        all.extend_from_slice(sequence(&convert(argument, common.as_ref().unwrap_or(&Type::Any))?)?);
        all = bounded(all)?;
    }
    Ok(marked_by_whole(if common.is_some() { Value::list(all) } else { Value::tuple(all) }, arguments))
}

/// All elements of lists in lists. What is unknown and may be a list itself leaves all of it unknown.
pub(super) fn flatten(arguments: &[Value]) -> Result<Value, Fault> {
    let list = argument(arguments, 0)?;
    if let Some(unknown) = whole_unknown_of(arguments) {
        return Ok(unknown);
    }
    let (mut all, mut marks) = (Vec::new(), list.marks.clone());
    if flat(items(list)?, &mut all, &mut marks)? {
        return Ok(Value::tuple(all).marked_by(&marks));
    }
    unknown_of(arguments).ok_or_else(|| not(list, "a list"))
}

/// Adds the elements of lists in lists; tells whether they are all known to be no lists.
fn flat(items: &[Value], all: &mut Vec<Value>, marks: &mut Marks) -> Result<bool, Fault> {
    for item in items {
        match item.items() {
            Some(inner) => {
                marks.add(&item.marks);
                if !flat(inner, all, marks)? {
                    return Ok(false);
                }
            }
            None if may_be_list(item) => return Ok(false),
            None if all.len() >= LONGEST_LIST => return Err(too_large()),
            None => all.push(item.clone()),
        }
    }
    Ok(true)
}

fn may_be_list(value: &Value) -> bool {
    value.open().is_some_and(|open| match open.stands {
        Stands::Name(..) => false,
        _ => !open.attribute().is_some_and(|reference| SCALARS.contains(&reference.attribute.as_ref())),
    })
}

/// A list from behind.
pub(super) fn reverse(arguments: &[Value]) -> Result<Value, Fault> {
    let list = argument(arguments, 0)?;
    if let Some(unknown) = names::reordered(list, "reverse").or_else(|| whole_unknown_of(arguments)) {
        return Ok(unknown);
    }
    let reversed = items(list)?.iter().rev().cloned().collect();
    Ok(marked_by_whole(of_kind(list, reversed), arguments))
}

/// `one(list)`: its only element, or null where it has none.
pub(super) fn one(arguments: &[Value]) -> Result<Value, Fault> {
    let list = argument(arguments, 0)?;
    if let Some(unknown) = whole_unknown_of(arguments) {
        return Ok(unknown);
    }
    let only = match items(list)? {
        [] => Value::null(),
        [only] => only.clone(),
        more => return Err(Fault::new(format!("the list has {} elements", more.len()))),
    };
    Ok(marked_by_whole(only, arguments))
}

/// `chunklist(list, size)`; a size of zero puts all in one chunk.
pub(super) fn chunklist(arguments: &[Value]) -> Result<Value, Fault> {
    let list = argument(arguments, 0)?;
    if let Some(unknown) = whole_unknown_of(arguments) {
        return Ok(unknown);
    }
    let size = usize::try_from(integer(arguments, 1)?).map_err(|_| Fault::new("the size is negative"))?;
    let list = convert(list, &Type::List(Box::new(Type::Any)))?;
    let items = items(&list)?;
    let size = if size == 0 { items.len().max(1) } else { size };
    let chunks = items.chunks(size).map(|chunk| Value::list(chunk.to_vec())).collect();
    Ok(marked_by_whole(Value::list(chunks), arguments))
}

/// The first list that is not empty.
pub(super) fn coalescelist(arguments: &[Value]) -> Result<Value, Fault> {
    for argument in arguments.iter().filter(|argument| !argument.is_open()) {
        sequence(argument)?;
    }
    for (index, argument) in arguments.iter().enumerate() {
        let looked_at = arguments.get(..=index).unwrap_or_default();
        if argument.is_open() {
            return unknown_of(looked_at).ok_or_else(|| not(argument, "a list"));
        }
        if !sequence(argument)?.is_empty() {
            return Ok(marked_by_whole(argument.clone(), looked_at));
        }
    }
    Err(Fault::new("all lists are empty"))
}
