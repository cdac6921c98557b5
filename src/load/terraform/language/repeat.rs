//! `for` expressions, and the elements that they and `dynamic` blocks go through.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::expression::{Growing, MADE, within};
use super::operators::truth;
use super::value::size_of_text;
use super::{Entries, Env, Fault, Kind, Locals, Open, Value, convert, evaluate};
use crate::source::hcl::{Expression, For};

/// The elements of a collection with their keys.
pub(crate) enum Elements {
    /// They are known, though their values may not be.
    Known(Vec<(Value, Value)>),
    /// Not even how many there are is known.
    Unknown(Rc<Open>),
}

/// Takes a collection apart: a list has indexes for keys, and the keys of a set are its elements.
///
/// # Errors
/// For what is no collection.
#[allow(clippy::cast_precision_loss)]
pub(crate) fn elements(collection: &Value) -> Result<Elements, Fault> {
    let marked = |value: &Value| value.clone().marked_by(&collection.marks);
    Ok(Elements::Known(match &collection.kind {
        Kind::Tuple(items) | Kind::List(items) => {
            items.iter().enumerate().map(|(at, item)| (Value::number(at as f64), marked(item))).collect()
        }
        Kind::Set(items) => items.iter().map(|item| (marked(item), marked(item))).collect(),
        Kind::Object(entries) | Kind::Map(entries) => {
            entries.iter().map(|(key, value)| (key_of(key, collection), marked(value))).collect()
        }
        Kind::Unknown(open) => return Ok(Elements::Unknown(Rc::clone(open))),
        Kind::Instance(instance) if instance.many.is_some() => {
            return Ok(Elements::Unknown(Rc::new(instance.as_unknown())));
        }
        _ => return Err(Fault::new(format!("{} can't be gone through", collection.what()))),
    }))
}

/// A key of a map: whatever hides the map hides its keys.
fn key_of(key: &Rc<str>, map: &Value) -> Value {
    let marks = super::Marks { sensitive: map.marks.sensitive, ..super::Marks::default() };
    Value::new(Kind::Text(Rc::clone(key))).marked_by(&marks)
}

/// Evaluates with a name or two more.
pub(super) fn with_element<T>(
    env: &Env<'_>,
    names: (Option<&str>, &str),
    key: &Value,
    value: &Value,
    then: impl FnOnce(&Env<'_>) -> T,
) -> T {
    let of_key = Locals { name: names.0.unwrap_or_default(), value: key, outer: env.locals };
    let of_value = Locals { name: names.1, value, outer: Some(&of_key) };
    then(&Env { scope: env.scope, locals: Some(&of_value) })
}

/// `[for …]` or `{for …}`.
///
/// # Errors
/// For what is no collection, for a key that is made twice, and for what its expressions are refused for.
pub(super) fn repetition(all: &For, env: &Env<'_>) -> Result<Value, Fault> {
    let collection = evaluate(&all.collection, env)?;
    let known = match elements(&collection)? {
        Elements::Unknown(open) => return Ok(unknown_result(&open, &collection)),
        Elements::Known(known) => known,
    };
    env.scope.spend(known.len().saturating_mul(MADE))?;
    let names = (all.key_name.as_deref(), all.value_name.as_str());
    let mut made = Made { items: Growing::new(), entries: BTreeMap::new(), size: 0 };
    for (key, value) in &known {
        if let Some(open) = with_element(env, names, key, value, |env| made.add(all, env))? {
            return Ok(unknown_result(&open, &collection));
        }
    }
    Ok(made.finish(all).marked_by(&collection.marks))
}

fn unknown_result(open: &Rc<Open>, collection: &Value) -> Value {
    let own = open.other(super::Stands::Nothing);
    let inner = collection.all_unknowns();
    let open = Open::of_all(std::iter::once(&own).chain(inner.iter().map(Rc::as_ref))).unwrap_or(own);
    Value::open_as(open.collection()).marked_by(&collection.marks)
}

/// What a `for` made so far.
struct Made {
    items: Growing,
    entries: BTreeMap<Rc<str>, Vec<Value>>,
    /// How many values the entries are made of.
    size: usize,
}

impl Made {
    /// Adds one element's result; the unknown that keeps it from being told, if one does.
    fn add(&mut self, all: &For, env: &Env<'_>) -> Result<Option<Rc<Open>>, Fault> {
        let mut marks = super::Marks::default();
        if let Some(condition) = &all.condition {
            let condition = evaluate(condition, env)?;
            if let Some(open) = condition.open() {
                return Ok(Some(Rc::clone(open)));
            }
            if !truth(&condition)? {
                return Ok(None);
            }
            marks.add(&condition.marks);
        }
        let result = |expression: &Expression| evaluate(expression, env).map(|value| value.marked_by(&marks));
        let Some(key) = &all.key else {
            self.items.push(result(&all.value)?)?;
            return Ok(None);
        };
        let key = evaluate(key, env)?;
        if let Some(open) = key.open() {
            return Ok(Some(Rc::clone(open)));
        }
        let (sensitive, key) = (key.marks.sensitive, convert::text(&key)?);
        let value = result(&all.value)?;
        self.size = self.size.saturating_add(value.size.saturating_add(size_of_text(key.len())));
        within(self.size)?;
        let earlier = self.entries.entry(Rc::clone(&key)).or_default();
        if !earlier.is_empty() && !all.groups {
            let shown = if sensitive { String::new() } else { format!(" {key}") };
            return Err(Fault::new(format!("the key{shown} is made twice: end the value with ... to group")));
        }
        earlier.push(value);
        Ok(None)
    }

    fn finish(self, all: &For) -> Value {
        if all.key.is_none() {
            return Value::tuple(self.items.values);
        }
        let entries = self.entries.into_iter().map(|(key, mut values)| match all.groups {
            true => (key, Value::tuple(values)),
            false => (key, values.pop().unwrap_or_else(Value::null)),
        });
        Value::object(entries.collect::<Entries>())
    }
}
