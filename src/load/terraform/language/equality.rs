//! Whether two values are equal, as Terraform's `==` sees it.

use std::rc::Rc;

use super::number::same_number;
use super::unknown::Open;
use super::value::{Entries, Kind, Value};

/// What a comparison comes to.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Sameness {
    /// They are equal.
    Same,
    /// They differ, whatever is unknown in them.
    Different,
    /// It depends on these.
    Open(Vec<Rc<Open>>),
}

/// `one == other`: a boolean, or unknown. The marks of all that was looked at go with it.
pub(super) fn equal(one: &Value, other: &Value) -> Value {
    let answer = match compare(one, other) {
        Sameness::Same => Value::bool(true),
        Sameness::Different => Value::bool(false),
        Sameness::Open(opens) => match Open::of_all(opens.iter().map(Rc::as_ref)) {
            Some(open) => Value::open_as(open),
            None => Value::bool(false),
        },
    };
    answer.marked_by(&one.all_marks()).marked_by(&other.all_marks())
}

/// Compares two values. A part that differs decides, except where one before it in a list is unknown.
pub(super) fn compare(one: &Value, other: &Value) -> Sameness {
    if one.is_open() || other.is_open() {
        return Sameness::Open([one, other].into_iter().flat_map(Value::all_unknowns).collect());
    }
    match (&one.kind, &other.kind) {
        (Kind::Null, Kind::Null) => Sameness::Same,
        (Kind::Bool(one), Kind::Bool(other)) => known(one == other),
        (Kind::Number(one), Kind::Number(other)) => known(same_number(*one, *other)),
        (Kind::Text(one), Kind::Text(other)) => known(one == other),
        (Kind::Tuple(one), Kind::Tuple(other)) | (Kind::List(one), Kind::List(other)) => items(one, other),
        (Kind::Set(ones), Kind::Set(others)) => sets(one, other, ones, others),
        (Kind::Object(one), Kind::Object(other)) | (Kind::Map(one), Kind::Map(other)) => entries(one, other),
        // Terraform converts nothing here: "1" is not 1, and [] is not tolist([]).
        _ => Sameness::Different,
    }
}

fn known(same: bool) -> Sameness {
    if same { Sameness::Same } else { Sameness::Different }
}

/// Sequences: the first element that is unknown or differs decides.
fn items(one: &[Value], other: &[Value]) -> Sameness {
    if one.len() != other.len() {
        return Sameness::Different;
    }
    let mut each = one.iter().zip(other).map(|(one, other)| compare(one, other));
    each.find(|sameness| *sameness != Sameness::Same).unwrap_or(Sameness::Same)
}

/// Attributes: an unknown one leaves it open, for Terraform takes them in no order.
fn entries(one: &Entries, other: &Entries) -> Sameness {
    if !one.keys().eq(other.keys()) {
        return Sameness::Different;
    }
    let mut result = Sameness::Same;
    let mut opens = Vec::new();
    for (one, other) in one.values().zip(other.values()) {
        match compare(one, other) {
            Sameness::Same => {}
            Sameness::Different => result = Sameness::Different,
            Sameness::Open(found) => opens.extend(found),
        }
    }
    if opens.is_empty() { result } else { Sameness::Open(opens) }
}

/// Sets: nothing is known of one that holds an unknown, for it may be an element that is there already.
fn sets(one: &Value, other: &Value, ones: &[Value], others: &[Value]) -> Sameness {
    let opens: Vec<_> = [one, other].into_iter().flat_map(Value::all_unknowns).collect();
    // Both stand in the one order that sets have.
    if opens.is_empty() { items(ones, others) } else { Sameness::Open(opens) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Unknown;

    fn unknown() -> Value {
        Value::unknown(Unknown::because("it is not known"))
    }

    fn text(text: &str) -> Value {
        Value::text(text)
    }

    fn object(entries: &[(&str, Value)]) -> Value {
        Value::object(entries.iter().map(|(key, value)| ((*key).into(), value.clone())).collect())
    }

    #[test]
    fn values_of_different_types_are_not_equal() {
        let differ = [
            (text("1"), Value::number(1.0)),
            (Value::bool(true), text("true")),
            (Value::tuple(vec![]), Value::list(vec![])),
            (Value::null(), Value::number(1.0)),
            (object(&[]), Value::new(Kind::Map(Rc::default()))),
            (Value::tuple(vec![text("a")]), Value::tuple(vec![unknown(), unknown()])),
        ];
        for (one, other) in differ {
            assert_eq!(compare(&one, &other), Sameness::Different, "{one:?} {other:?}");
        }
        assert_eq!(compare(&Value::null(), &Value::null()), Sameness::Same);
    }

    #[test]
    fn an_unknown_leaves_it_open_unless_something_before_it_differs() {
        let open = |one: &Value, other: &Value| matches!(compare(one, other), Sameness::Open(_));
        let tuple = |items: [Value; 2]| Value::tuple(items.into());
        assert!(open(&unknown(), &Value::null()));
        assert!(open(&tuple([unknown(), text("a")]), &tuple([unknown(), text("b")])));
        assert!(!open(&tuple([text("a"), unknown()]), &tuple([text("b"), unknown()])));
        assert!(open(
            &object(&[("a", text("a")), ("b", unknown())]),
            &object(&[("a", text("b")), ("b", text("b"))])
        ));
    }

    #[test]
    fn the_marks_of_both_sides_go_on_the_answer() {
        let mut secret = text("a");
        secret.marks.sensitive = true;
        assert!(equal(&Value::tuple(vec![secret]), &text("b")).marks.sensitive);
    }
}
