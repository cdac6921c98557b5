//! Lists that can't be known but whose elements all differ, such as the names of a region's zones.

use std::rc::Rc;

use crate::model::Unknown;

use crate::load::terraform::language::unknown::{Open, Stands};
use crate::load::terraform::language::value::{Kind, Value};

/// The name of such a list, where a value is one.
pub(super) fn name(value: &Value) -> Option<&Rc<str>> {
    match &value.open()?.stands {
        Stands::Names(name) => Some(name),
        _ => None,
    }
}

/// `slice(names, from, to)`: that many names, each of which is known from the others.
pub(super) fn slice(names: &Value, from: u32, to: u32) -> Option<Value> {
    let name = name(names)?;
    Some(Value::list((from..to).map(|index| one(names, Stands::Name(Rc::clone(name), index))).collect()))
}

/// `element(names, index)`. It wraps around a length that is not known: only the first is known from the
/// others, any other is at least the same as itself.
pub(super) fn element(names: &Value, index: i64) -> Option<Value> {
    let name = name(names)?;
    if index == 0 {
        return Some(one(names, Stands::Name(Rc::clone(name), 0)));
    }
    let text = format!("element({name}, {index})");
    let why = Unknown::new(
        format!("{text} wraps around, and how many there are is not known"),
        format!("write {name}[{index}], or lint the plan"),
    );
    let open = Open { why, ..names.open()?.as_ref().clone() };
    let value = Value { kind: Kind::Unknown(Rc::new(open)), ..names.clone() };
    Some(one(&value, Stands::Expression(text.into())))
}

/// `names[index]`: that element, for there is no such value where the list is shorter.
pub(crate) fn index(names: &Value, index: u32) -> Option<Value> {
    let name = name(names)?;
    Some(one(names, Stands::Name(Rc::clone(name), index)))
}

/// `sort(names)` and `reverse(names)`: the same names, each at a place of its own.
pub(super) fn reordered(names: &Value, function: &str) -> Option<Value> {
    let name = name(names)?;
    Some(one(names, Stands::Names(format!("{function}({name})").into())))
}

/// An unknown with the reason, the place and the marks of the list, which stands for something else.
fn one(names: &Value, stands: Stands) -> Value {
    let Some(open) = names.open() else { return names.clone() };
    let open = open.other(stands);
    Value { kind: Kind::Unknown(Rc::new(open)), ..names.clone() }
}
