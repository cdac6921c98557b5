//! Functions of maps and objects.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::arguments::{
    LONGEST_LIST, argument, entries, items, marked_by_whole, not, sequence, text, too_large, unknown_of,
    whole_unknown_of,
};
use super::function::Spend;
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::convert::{self, convert};
use crate::load::terraform::language::types::Type;
use crate::load::terraform::language::unify::type_of;
use crate::load::terraform::language::value::{Entries, Kind, Value};

/// The keys of a map.
pub(super) fn keys(arguments: &[Value]) -> Result<Value, Fault> {
    in_order(arguments, |entries| entries.keys().map(|key| Value::text(key)).collect())
}

/// The values of a map, in the order of their keys.
pub(super) fn values(arguments: &[Value]) -> Result<Value, Fault> {
    in_order(arguments, |entries| entries.values().cloned().collect())
}

/// What is taken of a map in the order of its keys: a list, and of an object a tuple.
fn in_order(arguments: &[Value], take: fn(&Entries) -> Vec<Value>) -> Result<Value, Fault> {
    let map = argument(arguments, 0)?;
    if let Some(unknown) = whole_unknown_of(arguments) {
        return Ok(unknown);
    }
    let taken = take(entries(map)?);
    let taken = if matches!(map.kind, Kind::Map(_)) { Value::list(taken) } else { Value::tuple(taken) };
    Ok(marked_by_whole(taken, arguments))
}

/// `lookup(map, key, default)`.
pub(super) fn lookup(arguments: &[Value], spend: Spend<'_>) -> Result<Value, Fault> {
    let (map, key) = (argument(arguments, 0)?, argument(arguments, 1)?);
    let looked_at = arguments.get(..2).unwrap_or_default();
    spend(key.size)?;
    if map.is_open() || key.is_open() {
        return unknown_of(arguments).ok_or_else(|| not(map, "a map"));
    }
    let entries = entries(map)?;
    let mut default = arguments.get(2).cloned();
    // The default has the type of the map's elements; an object's attributes have types of their own.
    if let (Kind::Map(_), Some(given)) = (&map.kind, &default) {
        default = Some(convert(given, &type_of_elements(map, entries, spend)?)?);
    }
    let found = entries.get(&text(arguments, 1)?).cloned().or(default);
    let found = found.ok_or_else(|| Fault::new("the map has no such key, and there is no default"))?;
    Ok(marked_by_whole(found, looked_at))
}

/// The type of a map's elements. One that is simple tells that of all, and only else they are gone through.
fn type_of_elements(map: &Value, entries: &Entries, spend: Spend<'_>) -> Result<Type, Fault> {
    let simple = entries.values().map(|value| &value.kind).find_map(|kind| match kind {
        Kind::Text(_) => Some(Type::Text),
        Kind::Number(_) => Some(Type::Number),
        Kind::Bool(_) => Some(Type::Bool),
        _ => None,
    });
    if let Some(simple) = simple {
        return Ok(simple);
    }
    spend(map.size)?;
    match type_of(map) {
        Type::Map(element) => Ok(*element),
        _ => Ok(Type::Any),
    }
}

/// All entries; of those with one key the last. Null is no map at all.
pub(super) fn merge(arguments: &[Value]) -> Result<Value, Fault> {
    let given = || arguments.iter().filter(|argument| !argument.is_null());
    for argument in given().filter(|argument| !argument.is_open()) {
        entries(argument)?;
    }
    if let Some(unknown) = whole_unknown_of(arguments) {
        return Ok(unknown);
    }
    let mut all = Entries::new();
    for argument in given() {
        all.extend(entries(argument)?.iter().map(|(key, value)| (Rc::clone(key), value.clone())));
        if all.len() > LONGEST_LIST {
            return Err(too_large());
        }
    }
    let merged =
        if of_one_map_type(arguments) { Kind::Map(Rc::new(all)) } else { Kind::Object(Rc::new(all)) };
    Ok(marked_by_whole(Value::new(merged), arguments))
}

fn of_one_map_type(arguments: &[Value]) -> bool {
    let types: Vec<Type> = arguments.iter().map(type_of).collect();
    let first = types.first();
    matches!(first, Some(Type::Map(_))) && types.iter().all(|kind| Some(kind) == first)
}

/// `zipmap(keys, values)`.
pub(super) fn zipmap(arguments: &[Value]) -> Result<Value, Fault> {
    let (keys, values) = (argument(arguments, 0)?, argument(arguments, 1)?);
    if values.is_open() || unknown_of(std::slice::from_ref(keys)).is_some() {
        return unknown_of(arguments).ok_or_else(|| not(keys, "a list"));
    }
    let (keys_items, values_items) = (items(keys)?, sequence(values)?);
    if keys_items.len() != values_items.len() {
        return Err(Fault::new("there are not as many values as keys"));
    }
    let pair = |(key, value): (&Value, &Value)| Ok((convert::text(key)?, value.clone()));
    let all = keys_items.iter().zip(values_items).map(pair).collect::<Result<Entries, Fault>>()?;
    let is_list = matches!(values.kind, Kind::List(_));
    let map = if is_list { Kind::Map(Rc::new(all)) } else { Kind::Object(Rc::new(all)) };
    // A key can't carry marks: the map does.
    Ok(marked_by_whole(Value::new(map), arguments).marked_by(&keys.all_marks()))
}

/// A map of lists the other way round.
pub(super) fn transpose(arguments: &[Value]) -> Result<Value, Fault> {
    let map = convert(argument(arguments, 0)?, &Type::Map(Box::new(Type::List(Box::new(Type::Text)))))?;
    let mut found: BTreeMap<Rc<str>, Vec<Value>> = BTreeMap::new();
    let mut count = 0;
    for (key, list) in entries(&map)? {
        for item in items(list)? {
            count += 1;
            found.entry(convert::text(item)?).or_default().push(Value::text(key));
        }
        if count > LONGEST_LIST {
            return Err(too_large());
        }
    }
    Ok(Value::new(Kind::Map(Rc::new(
        found.into_iter().map(|(key, list)| (key, Value::list(list))).collect(),
    ))))
}
