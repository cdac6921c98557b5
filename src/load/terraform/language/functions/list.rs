//! Functions that look at the elements of lists.

use std::collections::BTreeSet;

use super::arguments::{argument, items, marked, not, number, sequence, unknown_of, whole_unknown_of};
use super::names;
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::convert::{bool, convert};
use crate::load::terraform::language::equality::{Sameness, compare};
use crate::load::terraform::language::number::same_number;
use crate::load::terraform::language::set::key;
use crate::load::terraform::language::types::Type;
use crate::load::terraform::language::unify::unified;
use crate::load::terraform::language::value::{Kind, Value};

/// How many numbers `range` gives at most, in Terraform too.
const LONGEST_RANGE: usize = 1024;

/// Whether all elements are true; of an empty list they are.
pub(super) fn alltrue(arguments: &[Value]) -> Result<Value, Fault> {
    decided(arguments, false)
}

/// Whether one element is true; of an empty list none is.
pub(super) fn anytrue(arguments: &[Value]) -> Result<Value, Fault> {
    decided(arguments, true)
}

/// Whether one element decides; where none does, one that is unknown may. Null is false.
fn decided(arguments: &[Value], decisive: bool) -> Result<Value, Fault> {
    if let Some(unknown) = whole_unknown_of(arguments) {
        return Ok(unknown);
    }
    let mut found = false;
    for item in items(argument(arguments, 0)?)?.iter().filter(|item| !item.is_open()) {
        found |= decisive == (!item.is_null() && bool(item)?);
    }
    let unknown = unknown_of(arguments).filter(|_| !found);
    Ok(unknown.unwrap_or_else(|| marked(Value::bool(found == decisive), arguments)))
}

/// The texts that are neither null nor empty.
pub(super) fn compact(arguments: &[Value]) -> Result<Value, Fault> {
    let list = convert(argument(arguments, 0)?, &list_of(Type::Text))?;
    let empty = |item: &Value| item.is_null() || matches!(&item.kind, Kind::Text(text) if text.is_empty());
    Ok(Value::list(items(&list)?.iter().filter(|item| !empty(item)).cloned().collect()))
}

/// Whether an element is equal to a value.
pub(super) fn contains(arguments: &[Value]) -> Result<Value, Fault> {
    let (list, wanted) = (argument(arguments, 0)?, argument(arguments, 1)?);
    if wanted.is_null() {
        return Err(Fault::new("what is looked for is null"));
    }
    if list.is_open() {
        return unknown_of(arguments).ok_or_else(|| not(list, "a list"));
    }
    let mut open = false;
    for item in items(list)? {
        match compare(item, wanted) {
            Sameness::Same => return Ok(marked(Value::bool(true), arguments)),
            Sameness::Open(_) => open = true,
            Sameness::Different => {}
        }
    }
    let unknown = unknown_of(arguments).filter(|_| open);
    Ok(unknown.unwrap_or_else(|| marked(Value::bool(false), arguments)))
}

/// The index of the first element that is equal.
pub(super) fn index(arguments: &[Value]) -> Result<Value, Fault> {
    let (list, wanted) = (argument(arguments, 0)?, argument(arguments, 1)?);
    if list.is_open() {
        return unknown_of(arguments).ok_or_else(|| not(list, "a list"));
    }
    for (index, item) in sequence(list)?.iter().enumerate() {
        match compare(item, wanted) {
            Sameness::Same => return Ok(marked(Value::number(index as f64), arguments)),
            Sameness::Open(_) => return unknown_of(arguments).ok_or_else(|| not(list, "known")),
            Sameness::Different => {}
        }
    }
    Err(Fault::new("the list has no such element"))
}

/// Each element once, where it stands first. Names that differ are distinct already.
pub(super) fn distinct(arguments: &[Value]) -> Result<Value, Fault> {
    let list = argument(arguments, 0)?;
    if names::name(list).is_some() {
        return Ok(list.clone());
    }
    if let Some(unknown) = unknown_of(arguments) {
        return Ok(unknown);
    }
    let list = convert(list, &list_of(Type::Any))?;
    let mut seen = BTreeSet::new();
    let found = items(&list)?.iter().filter(|item| seen.insert(key(item))).cloned().collect();
    Ok(marked(Value::list(found), arguments))
}

/// `matchkeys(values, keys, wanted)`: the values whose key is wanted.
pub(super) fn matchkeys(arguments: &[Value]) -> Result<Value, Fault> {
    let list = |index| convert(argument(arguments, index)?, &list_of(Type::Any));
    let (values, keys, wanted) = (list(0)?, list(1)?, list(2)?);
    if items(&values)?.len() != items(&keys)?.len() {
        return Err(Fault::new("there are not as many keys as values"));
    }
    let common = unified(&[&keys, &wanted]).ok_or_else(|| Fault::new("the keys are not of one type"))??;
    let [keys, wanted] = common.as_slice() else { return Err(Fault::new("it takes two lists of keys")) };
    let wanted: BTreeSet<_> = items(wanted)?.iter().map(key).collect();
    let pairs = items(&values)?.iter().zip(items(keys)?);
    Ok(Value::list(
        pairs.filter(|(_, one)| wanted.contains(&key(one))).map(|(value, _)| value.clone()).collect(),
    ))
}

/// `range(end)`, `range(start, end)` or `range(start, end, step)`.
pub(super) fn range(arguments: &[Value]) -> Result<Value, Fault> {
    let start = if arguments.len() > 1 { number(arguments, 0)? } else { 0.0 };
    let end = number(arguments, usize::from(arguments.len() > 1))?;
    let down = if end < start { -1.0 } else { 1.0 };
    let step = if arguments.len() > 2 { number(arguments, 2)? } else { down };
    if step * (end - start) < 0.0 || step == 0.0 {
        return Err(Fault::new("the step does not lead to the end"));
    }
    let mut numbers = Vec::new();
    loop {
        let next = start + step * numbers.len() as f64;
        if (next - end) * step >= 0.0 || same_number(next, end) {
            return Ok(Value::list(numbers));
        }
        if numbers.len() == LONGEST_RANGE {
            return Err(Fault::new(format!("it gives more than {LONGEST_RANGE} numbers")));
        }
        numbers.push(Value::number(next));
    }
}

/// Texts in the order of their characters.
pub(super) fn sort(arguments: &[Value]) -> Result<Value, Fault> {
    let list = argument(arguments, 0)?;
    if let Some(unknown) = names::reordered(list, "sort").or_else(|| unknown_of(arguments)) {
        return Ok(unknown);
    }
    let list = convert(list, &list_of(Type::Text))?;
    let mut sorted = Vec::new();
    for item in items(&list)? {
        let Kind::Text(text) = &item.kind else { return Err(not(item, "a text")) };
        sorted.push((text.as_ref(), item.clone()));
    }
    sorted.sort_by_key(|(one, _)| *one);
    Ok(marked(Value::list(sorted.into_iter().map(|(_, item)| item).collect()), arguments))
}

fn list_of(element: Type) -> Type {
    Type::List(Box::new(element))
}
