//! The one type that several values can all be converted to.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Fault;
use super::convert::convert;
use super::types::{Member, Type};
use super::value::{Kind, Value};

/// The values as one type, as the branches of a conditional and the elements of a list are made one.
///
/// None where there is no such type. Nulls and unknowns fit every type.
pub(super) fn unified(values: &[&Value]) -> Option<Result<Vec<Value>, Fault>> {
    let kind = unify(&values.iter().map(|value| type_of(value)).collect::<Vec<_>>())?;
    Some(values.iter().map(|value| convert(value, &kind)).collect())
}

/// The type of a value; of what has no type of its own, [`Type::Any`].
pub(super) fn type_of(value: &Value) -> Type {
    // The elements of a list or map have one type already, where nothing in it is unknown or null.
    let common = |values: Vec<Type>| Box::new(unify(&values).unwrap_or(Type::Any));
    match &value.kind {
        Kind::Null | Kind::Unknown(_) | Kind::Instance(_) => Type::Any,
        Kind::Bool(_) => Type::Bool,
        Kind::Number(_) => Type::Number,
        Kind::Text(_) => Type::Text,
        Kind::Tuple(items) => Type::Tuple(items.iter().map(type_of).collect()),
        Kind::List(items) => Type::List(common(items.iter().map(type_of).collect())),
        Kind::Set(items) => Type::Set(common(items.iter().map(type_of).collect())),
        Kind::Map(entries) => Type::Map(common(entries.values().map(type_of).collect())),
        Kind::Object(entries) => {
            let member =
                |(key, value): (&Rc<str>, &Value)| (Rc::clone(key), Member::required(type_of(value)));
            Type::Object(entries.iter().map(member).collect())
        }
    }
}

/// The one type that all these can be converted to; none where there is none.
pub(super) fn unify(types: &[Type]) -> Option<Type> {
    unify_all(&types.iter().collect::<Vec<_>>())
}

fn unify_all(types: &[&Type]) -> Option<Type> {
    let types: Vec<&Type> = types.iter().copied().filter(|kind| **kind != Type::Any).collect();
    let Some((first, rest)) = types.split_first() else { return Some(Type::Any) };
    if rest.iter().all(|kind| kind == first) {
        return Some((*first).clone());
    }
    let all = |fits: fn(&Type) -> bool| types.iter().all(|kind| fits(kind));
    if all(|kind| matches!(kind, Type::Bool | Type::Number | Type::Text)) {
        // A boolean never becomes a number, and both become texts.
        return types.contains(&&Type::Text).then_some(Type::Text);
    }
    if all(|kind| matches!(kind, Type::Object(_))) {
        return objects(&types);
    }
    if all(|kind| matches!(kind, Type::Object(_) | Type::Map(_))) {
        return Some(Type::Map(Box::new(elements(&types)?)));
    }
    if all(|kind| matches!(kind, Type::Tuple(_))) {
        return tuples(&types);
    }
    if all(|kind| matches!(kind, Type::Tuple(_) | Type::List(_) | Type::Set(_))) {
        let element = Box::new(elements(&types)?);
        let lists = types.iter().any(|kind| matches!(kind, Type::List(_)));
        return Some(if lists { Type::List(element) } else { Type::Set(element) });
    }
    None
}

/// Objects: those with the same attributes stay one, others become a map.
fn objects(types: &[&Type]) -> Option<Type> {
    let all: Vec<_> =
        types.iter().filter_map(|kind| if let Type::Object(all) = kind { Some(all) } else { None }).collect();
    let first = all.first()?;
    if all.iter().any(|members| !members.keys().eq(first.keys())) {
        return Some(Type::Map(Box::new(elements(types)?)));
    }
    let member = |name: &Rc<str>| {
        let kinds: Vec<&Type> = all.iter().filter_map(|members| Some(&members.get(name)?.kind)).collect();
        Some((Rc::clone(name), Member::required(unify_all(&kinds)?)))
    };
    first.keys().map(member).collect::<Option<BTreeMap<_, _>>>().map(Type::Object)
}

/// Tuples: those of one length stay one, others become a list.
fn tuples(types: &[&Type]) -> Option<Type> {
    let all: Vec<_> =
        types.iter().filter_map(|kind| if let Type::Tuple(all) = kind { Some(all) } else { None }).collect();
    let first = all.first()?;
    if all.iter().any(|items| items.len() != first.len()) {
        return Some(Type::List(Box::new(elements(types)?)));
    }
    let item = |index: usize| unify_all(&all.iter().filter_map(|items| items.get(index)).collect::<Vec<_>>());
    (0..first.len()).map(item).collect::<Option<_>>().map(Type::Tuple)
}

/// The one type of all elements of all these.
fn elements(types: &[&Type]) -> Option<Type> {
    let inner = types.iter().flat_map(|kind| match kind {
        Type::List(element) | Type::Set(element) | Type::Map(element) => vec![element.as_ref()],
        Type::Tuple(items) => items.iter().collect(),
        Type::Object(members) => members.values().map(|member| &member.kind).collect(),
        Type::Any | Type::Bool | Type::Number | Type::Text => Vec::new(),
    });
    unify_all(&inner.collect::<Vec<_>>())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn list(element: Type) -> Type {
        Type::List(Box::new(element))
    }

    fn map(element: Type) -> Type {
        Type::Map(Box::new(element))
    }

    fn object(members: &[(&str, Type)]) -> Type {
        let member = |(name, kind): &(&str, Type)| ((*name).into(), Member::required(kind.clone()));
        Type::Object(members.iter().map(member).collect())
    }

    #[test]
    fn texts_take_in_numbers_and_booleans() {
        assert_eq!(unify(&[Type::Bool, Type::Number, Type::Text]), Some(Type::Text));
        assert_eq!(unify(&[Type::Bool, Type::Number]), None);
        assert_eq!(unify(&[Type::Any, Type::Number]), Some(Type::Number));
        assert_eq!(unify(&[Type::Text, list(Type::Text)]), None);
    }

    #[test]
    fn tuples_of_one_length_stay_tuples() {
        let tuple = |items: &[Type]| Type::Tuple(items.to_vec());
        assert_eq!(unify(&[tuple(&[Type::Number]), tuple(&[Type::Text])]), Some(tuple(&[Type::Text])));
        assert_eq!(unify(&[tuple(&[Type::Number]), tuple(&[])]), Some(list(Type::Number)));
        assert_eq!(unify(&[tuple(&[Type::Number]), list(Type::Text)]), Some(list(Type::Text)));
        assert_eq!(
            unify(&[tuple(&[Type::Text]), Type::Set(Box::new(Type::Any))]),
            Some(Type::Set(Box::new(Type::Text)))
        );
        assert_eq!(unify(&[tuple(&[Type::Number]), list(Type::Bool)]), None);
    }

    #[test]
    fn objects_with_the_same_attributes_stay_objects() {
        let one = object(&[("a", Type::Number)]);
        assert_eq!(unify(&[one.clone(), object(&[("a", Type::Text)])]), Some(object(&[("a", Type::Text)])));
        assert_eq!(unify(&[one.clone(), object(&[("b", Type::Text)])]), Some(map(Type::Text)));
        assert_eq!(unify(&[one.clone(), object(&[])]), Some(map(Type::Number)));
        assert_eq!(unify(&[one.clone(), map(Type::Text)]), Some(map(Type::Text)));
        assert_eq!(unify(&[one.clone(), object(&[("b", list(Type::Text))])]), None);
        assert_eq!(unify(&[one, Type::Tuple(vec![])]), None);
    }

    #[test]
    fn nulls_and_unknowns_fit_every_type() {
        let (null, number, text) = (Value::null(), Value::number(1.0), Value::text("a"));
        let values = unified(&[&null, &number, &text]).unwrap().unwrap();
        assert_eq!(values, [null, Value::text("1"), text]);
    }
}
