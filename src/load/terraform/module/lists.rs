//! Lists in lists: what Terraform 0.11 put together by itself, and later versions refuse.

use std::rc::Rc;

use crate::load::terraform::language::{Open, Stands, Value};

/// A list of texts without lists in it.
///
/// `["${aws_subnet.a.*.id}"]` was a list of ids in Terraform 0.11. Where an element may be a list whose
/// length is not known, not even the number of texts is.
pub(super) fn flat(value: Value) -> Value {
    let Some(items) = value.items().filter(|items| items.iter().any(may_be_list)) else { return value };
    let mut all = Vec::new();
    for item in items {
        match (item.items(), item.open()) {
            (Some(inner), _) => all.extend(inner.iter().map(|one| one.clone().marked_by(&item.marks))),
            (None, Some(open)) if may_be_list(item) => {
                let unknowns = value.all_unknowns();
                let open = Open::of_all(std::iter::once(&**open).chain(unknowns.iter().map(Rc::as_ref)));
                let unknown = open.map_or_else(Value::null, Value::open_as).marked_by(&value.all_marks());
                return Value { at: value.at, ..unknown };
            }
            _ => all.push(item.clone()),
        }
    }
    Value { at: value.at, ..flat(Value::list(all)) }.marked_by(&value.marks)
}

fn may_be_list(item: &Value) -> bool {
    let of_unknown = |open: &Rc<Open>| open.is_collection || matches!(open.stands, Stands::Names(_));
    item.items().is_some() || item.open().is_some_and(of_unknown)
}
