//! Functions of sets.

use std::collections::BTreeSet;

use super::arguments::{LONGEST_LIST, bounded, items, marked_by_whole, not, too_large, whole_unknown_of};
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::convert::convert;
use crate::load::terraform::language::set::{key, set};
use crate::load::terraform::language::types::Type;
use crate::load::terraform::language::unify::unified;
use crate::load::terraform::language::value::{Kind, Value};

/// The elements of all sets.
pub(super) fn setunion(arguments: &[Value]) -> Result<Value, Fault> {
    let mut all = Vec::new();
    for one in sets(arguments)? {
        all.extend_from_slice(items(&one)?);
        all = bounded(all)?;
    }
    Ok(set(all))
}

/// The elements that all sets have.
pub(super) fn setintersection(arguments: &[Value]) -> Result<Value, Fault> {
    filtered(arguments, true)
}

/// The elements of the first set that the second has not.
pub(super) fn setsubtract(arguments: &[Value]) -> Result<Value, Fault> {
    filtered(arguments, false)
}

/// The elements of the first set that are in each other set, or in none.
fn filtered(arguments: &[Value], wanted: bool) -> Result<Value, Fault> {
    let sets = sets(arguments)?;
    let Some((first, others)) = sets.split_first() else { return Err(Fault::new("it takes a set")) };
    let mut found = items(first)?.to_vec();
    for other in others {
        let keys: BTreeSet<_> = items(other)?.iter().map(key).collect();
        found.retain(|item| keys.contains(&key(item)) == wanted);
    }
    Ok(set(found))
}

/// The arguments as sets of one type.
fn sets(arguments: &[Value]) -> Result<Vec<Value>, Fault> {
    let any = Type::Set(Box::new(Type::Any));
    let sets = arguments.iter().map(|argument| convert(argument, &any)).collect::<Result<Vec<_>, _>>()?;
    let common = unified(&sets.iter().collect::<Vec<_>>());
    common.ok_or_else(|| Fault::new("the sets can't be made sets of one type"))?
}

/// Every combination of one element of each, in the order of lists; of sets, a set.
pub(super) fn setproduct(arguments: &[Value]) -> Result<Value, Fault> {
    for argument in arguments.iter().filter(|argument| !argument.is_open()) {
        argument.items().ok_or_else(|| not(argument, "a list or set"))?;
    }
    if let Some(unknown) = whole_unknown_of(arguments) {
        return Ok(unknown);
    }
    let mut rows: Vec<Vec<Value>> = vec![Vec::new()];
    for argument in arguments {
        let list = match argument.kind {
            Kind::Set(_) => argument.clone(),
            _ => convert(argument, &Type::List(Box::new(Type::Any)))?,
        };
        let items = items(&list)?;
        if rows.len().saturating_mul(items.len()).saturating_mul(arguments.len()) > LONGEST_LIST {
            return Err(too_large());
        }
        let with = |row: &Vec<Value>, item: &Value| row.iter().chain([item]).cloned().collect::<Vec<_>>();
        rows = rows.iter().flat_map(|row| items.iter().map(move |item| with(row, item))).collect();
    }
    let rows = rows.into_iter().map(Value::tuple).collect();
    let sets = arguments.iter().any(|argument| matches!(argument.kind, Kind::Set(_)));
    Ok(marked_by_whole(if sets { set(rows) } else { Value::list(rows) }, arguments))
}
