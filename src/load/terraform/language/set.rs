//! Sets: their one order, and what is known of those that hold an unknown.

use std::cmp::Ordering;
use std::rc::Rc;

use super::marks::Marks;
use super::number::{format_number, same_number};
use super::unknown::{Open, Stands};
use super::value::{Kind, Value};

/// The set of these elements, which are of one type.
///
/// One unknown element makes all of it unknown, for it may be equal to another: unless all are names of
/// one list whose names all differ.
pub(super) fn set(mut items: Vec<Value>) -> Value {
    if !items.is_empty() && items.iter().all(|item| name(item).is_some()) && one_list(&items) {
        items.sort_by_key(|item| name(item).map(|(_, index)| index));
        items.dedup_by_key(|item| name(item).map(|(_, index)| index));
        return Value::new(Kind::Set(Rc::new(items)));
    }
    let mut marks = Marks::default();
    for item in &items {
        marks.add(&item.all_marks());
    }
    let opens: Vec<_> = items.iter().flat_map(Value::all_unknowns).collect();
    if let Some(open) = Open::of_all(opens.iter().map(Rc::as_ref)) {
        return Value { marks, ..Value::open_as(open) };
    }
    items.sort_by(order);
    items.dedup_by(|one, other| order(one, other).is_eq());
    Value { marks, ..Value::new(Kind::Set(Rc::new(items))) }
}

/// The list and the place in it of a name that is not known.
fn name(item: &Value) -> Option<(&Rc<str>, u32)> {
    match &item.open()?.stands {
        Stands::Name(list, index) => Some((list, *index)),
        _ => None,
    }
}

fn one_list(items: &[Value]) -> bool {
    let lists = items.iter().filter_map(|item| name(item).map(|(list, _)| list));
    let mut pairs = lists.clone().zip(lists.skip(1));
    pairs.all(|(one, other)| one == other)
}

/// An unknown as a set: the order of its elements is lost.
pub(super) fn of_unknown(value: &Value) -> Value {
    match &value.kind {
        Kind::Unknown(open) if matches!(open.stands, Stands::Names(_)) => {
            let open = open.other(Stands::Nothing);
            Value { kind: Kind::Unknown(Rc::new(open)), ..value.clone() }
        }
        _ => value.clone(),
    }
}

/// The order of the elements of a set: what is simple by its value, nulls last.
pub(super) fn order(one: &Value, other: &Value) -> Ordering {
    match (&one.kind, &other.kind) {
        (Kind::Number(one), Kind::Number(other)) if same_number(*one, *other) => Ordering::Equal,
        (Kind::Number(one), Kind::Number(other)) => one.total_cmp(other),
        (Kind::Text(one), Kind::Text(other)) => one.cmp(other),
        (Kind::Bool(one), Kind::Bool(other)) => one.cmp(other),
        _ => one.is_null().cmp(&other.is_null()).then_with(|| key(one).cmp(&key(other))),
    }
}

/// A text that is the same for equal values: collections stand in its order.
pub(super) fn key(value: &Value) -> String {
    let items = |items: &[Value]| items.iter().map(|item| key(item) + ";").collect::<String>();
    match &value.kind {
        Kind::Null => "null".into(),
        Kind::Bool(value) => (if *value { "T" } else { "F" }).into(),
        Kind::Number(number) => format_number(*number),
        Kind::Text(text) => format!("{text:?}"),
        Kind::Tuple(all) => format!("<{}>", items(all)),
        Kind::List(all) | Kind::Set(all) => format!("[{}]", items(all)),
        Kind::Object(all) => format!("<{}>", all.values().map(|value| key(value) + ";").collect::<String>()),
        Kind::Map(all) => {
            let entry = |(name, value): (&Rc<str>, &Value)| format!("{name:?}:{};", key(value));
            format!("{{{}}}", all.iter().map(entry).collect::<String>())
        }
        Kind::Instance(instance) => instance.address.clone(),
        Kind::Unknown(_) => "?".into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_stand_once_and_in_order() {
        let null = Value::null();
        let found = set(vec![null.clone(), Value::text("b"), Value::text("a"), Value::text("b")]);
        assert_eq!(found.items().unwrap(), [Value::text("a"), Value::text("b"), null]);
        let numbers = set([10.0, 9.0, 10.0].map(Value::number).to_vec());
        assert_eq!(numbers.items().unwrap(), [Value::number(9.0), Value::number(10.0)]);
        let pairs = set(vec![Value::tuple(vec![Value::text("b")]), Value::tuple(vec![Value::text("a")])]);
        assert_eq!(pairs.items().unwrap()[0], Value::tuple(vec![Value::text("a")]));
    }

    #[test]
    fn a_secret_element_makes_the_set_secret() {
        let mut secret = Value::text("a");
        secret.marks.sensitive = true;
        assert!(set(vec![secret.clone(), secret]).marks.sensitive);
    }
}
