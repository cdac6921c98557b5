//! Conversion of values to types, as Terraform converts.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Fault;
use super::number::{format_number, parse_number};
use super::set;
use super::types::{Member, Type};
use super::unify::{type_of, unify};
use super::value::{Entries, Kind, Value};

/// A value as a type. Marks and places stay at every level; unknowns and nulls fit every type.
///
/// # Errors
/// Where Terraform refuses the conversion: the place is that of the innermost value at fault.
pub(crate) fn convert(value: &Value, to: &Type) -> Result<Value, Fault> {
    match value.kind {
        Kind::Unknown(_) if !matches!(to, Type::Any | Type::Bool | Type::Number | Type::Text) => {
            return Ok(collection(value, to));
        }
        Kind::Null | Kind::Unknown(_) => return Ok(value.clone()),
        _ => {}
    }
    let kind = match to {
        Type::Any => return Ok(value.clone()),
        Type::Bool => bool(value).map(Kind::Bool),
        Type::Number => number(value).map(Kind::Number),
        Type::Text => text(value).map(Kind::Text),
        Type::List(element) => elements(value, element, to).map(|items| Kind::List(Rc::new(items))),
        Type::Set(element) => return elements(value, element, to).map(|items| set::set(items).like(value)),
        Type::Tuple(kinds) => tuple(value, kinds).map(|items| Kind::Tuple(Rc::new(items))),
        // The attributes of an instance are taken from it when they are asked for.
        Type::Map(_) | Type::Object(_) if matches!(value.kind, Kind::Instance(_)) => return Ok(value.clone()),
        Type::Map(element) => map(value, element, to).map(|entries| Kind::Map(Rc::new(entries))),
        Type::Object(members) => object(value, members, to).map(|entries| Kind::Object(Rc::new(entries))),
    };
    let kind = kind.map_err(|fault| fault.within(value.at))?;
    Ok(Value { at: value.at, marks: value.marks.clone(), ..Value::new(kind) })
}

/// An unknown of which it is known that it is a collection; the order of a set is lost.
fn collection(value: &Value, to: &Type) -> Value {
    let value = if matches!(to, Type::Set(_)) { set::of_unknown(value) } else { value.clone() };
    match value.open().map(|open| open.collection()) {
        Some(open) => Value { kind: Kind::Unknown(Rc::new(open)), ..value },
        None => value,
    }
}

/// The characters of a text, a number or a boolean.
///
/// # Errors
/// Where it is anything else, null and unknown included.
pub(crate) fn text(value: &Value) -> Result<Rc<str>, Fault> {
    match &value.kind {
        Kind::Text(text) => Ok(Rc::clone(text)),
        Kind::Number(number) => Ok(format_number(*number).into()),
        Kind::Bool(value) => Ok(value.to_string().into()),
        _ => Err(unfit(value, &Type::Text)),
    }
}

/// A number, or the number that a text holds.
///
/// # Errors
/// Where it is anything else, null and unknown included.
pub(crate) fn number(value: &Value) -> Result<f64, Fault> {
    match &value.kind {
        Kind::Number(number) => Ok(*number),
        Kind::Text(text) => parse_number(text).ok_or_else(|| unfit(value, &Type::Number)),
        _ => Err(unfit(value, &Type::Number)),
    }
}

/// A boolean, or the boolean that a text holds.
///
/// # Errors
/// Where it is anything else, null and unknown included.
pub(crate) fn bool(value: &Value) -> Result<bool, Fault> {
    match &value.kind {
        Kind::Bool(value) => Ok(*value),
        Kind::Text(text) if matches!(text.as_ref(), "true" | "1") => Ok(true),
        Kind::Text(text) if matches!(text.as_ref(), "false" | "0") => Ok(false),
        _ => Err(unfit(value, &Type::Bool)),
    }
}

/// The value may be a secret: what is wrong is told without it.
fn unfit(value: &Value, to: &Type) -> Fault {
    let message = match value.kind {
        Kind::Text(_) => format!("this text is not {}", to.what()),
        _ => format!("this is {}, not {}", value.what(), to.what()),
    };
    Fault { at: value.at, ..Fault::new(message) }
}

fn elements(value: &Value, element: &Type, to: &Type) -> Result<Vec<Value>, Fault> {
    one_type(value.items().ok_or_else(|| unfit(value, to))?.iter(), element)
}

/// Values as one type. Where the type leaves something open, it is the same for all.
fn one_type<'v>(values: impl Iterator<Item = &'v Value>, to: &Type) -> Result<Vec<Value>, Fault> {
    let values = values.map(|value| convert(value, to)).collect::<Result<Vec<_>, _>>()?;
    if !to.has_any() {
        return Ok(values);
    }
    let common = unify(&values.iter().map(type_of).collect::<Vec<_>>())
        .ok_or_else(|| Fault::new("its elements can't be made values of one type"))?;
    values.iter().map(|value| convert(value, &common)).collect()
}

fn tuple(value: &Value, kinds: &[Type]) -> Result<Vec<Value>, Fault> {
    let Kind::Tuple(items) = &value.kind else { return Err(unfit(value, &Type::Tuple(Vec::new()))) };
    if items.len() != kinds.len() {
        return Err(Fault::new(format!("it has {} elements, not {}", items.len(), kinds.len())));
    }
    items.iter().zip(kinds).map(|(item, kind)| convert(item, kind)).collect()
}

fn map(value: &Value, element: &Type, to: &Type) -> Result<Entries, Fault> {
    let entries = value.entries().ok_or_else(|| unfit(value, to))?;
    let values = one_type(entries.values(), element)?;
    Ok(entries.keys().map(Rc::clone).zip(values).collect())
}

/// The attributes of an object type; others are dropped.
fn object(value: &Value, members: &BTreeMap<Rc<str>, Member>, to: &Type) -> Result<Entries, Fault> {
    let entries = value.entries().ok_or_else(|| unfit(value, to))?;
    let member = |(name, member): (&Rc<str>, &Member)| {
        let given = entries.get(name);
        let value = match (given, &member.default) {
            (Some(given), Some(default)) if given.is_null() => default.clone().marked_by(&given.marks),
            (None, Some(default)) => default.clone(),
            (Some(given), _) => convert(given, &member.kind)?,
            (None, None) if member.optional => Value::null(),
            (None, None) => return Err(Fault::new(format!("attribute {name} is missing"))),
        };
        Ok((Rc::clone(name), value))
    };
    members.iter().map(member).collect()
}

impl Value {
    /// The same value with the place and the marks of the one it was made from.
    pub(super) fn like(self, other: &Value) -> Value {
        Value { at: other.at, ..self }.marked_by(&other.marks)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unknown;
    use crate::source::Sources;

    fn list(items: &[Value]) -> Value {
        Value::tuple(items.to_vec())
    }

    fn object(entries: &[(&str, Value)]) -> Value {
        Value::object(entries.iter().map(|(key, value)| ((*key).into(), value.clone())).collect())
    }

    fn list_of(kind: Type) -> Type {
        Type::List(Box::new(kind))
    }

    #[test]
    fn numbers_booleans_and_texts_become_each_other() {
        let number = |text: &str| number(&Value::text(text)).ok();
        let bool = |text: &str| bool(&Value::text(text)).ok();
        assert_eq!((number("1e3"), number("a")), (Some(1000.0), None));
        assert_eq!(
            (bool("1"), bool("0"), bool("true"), bool("True")),
            (Some(true), Some(false), Some(true), None)
        );
        assert_eq!(text(&Value::number(1.5)).unwrap().as_ref(), "1.5");
        assert!(convert(&Value::number(1.0), &Type::Bool).is_err());
        assert!(convert(&Value::bool(true), &Type::Number).is_err());
        assert!(convert(&list(&[]), &Type::Text).is_err());
    }

    #[test]
    fn elements_become_one_type_and_keep_what_goes_with_them() {
        let mut sources = Sources::default();
        let id = sources.add("main.tf", "abc");
        let mut secret = Value::number(1.0).written_at(sources.whole(id));
        secret.marks.sensitive = true;
        let converted = convert(&list(&[secret, Value::text("a")]), &list_of(Type::Any)).unwrap();
        let [one, _] = converted.items().unwrap() else { panic!("two elements") };
        assert_eq!(one.kind, Value::text("1").kind);
        assert!(one.marks.sensitive && one.at.is_some());
        assert!(convert(&list(&[Value::number(1.0), Value::bool(true)]), &list_of(Type::Any)).is_err());
    }

    #[test]
    fn attributes_that_are_missing_get_their_defaults() {
        let member = |kind, default| Member { kind, optional: true, default };
        let inner =
            Type::Object(BTreeMap::from([("c".into(), member(Type::Number, Some(Value::number(1.0))))]));
        let to = Type::Object(BTreeMap::from([
            ("a".into(), Member::required(Type::Text)),
            ("b".into(), member(Type::Number, None)),
            ("d".into(), member(inner.clone(), Some(convert(&object(&[]), &inner).unwrap()))),
        ]));
        let null = Value::null();
        let given = object(&[("a", Value::number(1.0)), ("d", null.clone()), ("surplus", null.clone())]);
        let defaults = object(&[("c", Value::number(1.0))]);
        assert_eq!(
            convert(&given, &to).unwrap(),
            object(&[("a", Value::text("1")), ("b", null), ("d", defaults)])
        );
        assert_eq!(convert(&object(&[]), &to).unwrap_err().message, "attribute a is missing");
    }

    #[test]
    fn unknowns_stay_unknown() {
        let unknown = Value::unknown(Unknown::because("it is not known"));
        assert_eq!(convert(&unknown, &Type::Bool), Ok(unknown.clone()));
        for kind in [list_of(Type::Text), Type::Set(Box::new(Type::Text))] {
            assert!(convert(&unknown, &kind).unwrap().open().is_some_and(|open| open.is_collection));
        }
        let set = convert(&list(&[Value::text("a"), unknown]), &Type::Set(Box::new(Type::Text))).unwrap();
        assert!(set.open().is_some(), "it may have one element or two");
    }

    #[test]
    fn a_secret_does_not_stand_in_a_fault() {
        let fault = convert(&Value::text("hunter2"), &Type::Number).unwrap_err();
        assert_eq!(fault.message, "this text is not a number");
    }
}
