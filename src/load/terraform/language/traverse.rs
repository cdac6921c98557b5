//! Steps into a value: `.name`, `[key]`, and the two splats.

use std::rc::Rc;

use super::expression::{MADE, looked_at};
use super::functions::names;
use super::{Env, Fault, Instance, Kind, Open, Reference, Stands, Value, convert, evaluate};
use crate::model::Unknown;
use crate::source::hcl::{Expression, ExpressionKind, Step, StepKind};

/// The value of an expression with steps into it.
///
/// # Errors
/// For a name, an attribute or an element that is not there.
pub(super) fn steps_into(base: &Expression, steps: &[Step], env: &Env<'_>) -> Result<Value, Fault> {
    let (value, used) = match &base.kind {
        ExpressionKind::Name(name) => match env.local(name) {
            Some(value) => (value.clone(), 0),
            None => env.scope.resolve(name, steps, base.span)?,
        },
        _ => (evaluate(base, env)?, 0),
    };
    follow(value, steps.get(used..).unwrap_or_default(), env)
}

fn follow(mut value: Value, steps: &[Step], env: &Env<'_>) -> Result<Value, Fault> {
    for (at, step) in steps.iter().enumerate() {
        let rest = steps.get(at + 1..).unwrap_or_default();
        value = match &step.kind {
            StepKind::Attribute(name) => attribute(&value, name, env)?,
            StepKind::Index(key) => element(&value, &looked_at(key, env)?, env)?,
            StepKind::FullSplat => return splat(&value, rest, env),
            StepKind::AttributeSplat => {
                let names =
                    rest.iter().take_while(|step| matches!(step.kind, StepKind::Attribute(_))).count();
                let (inner, outer) = rest.split_at(names);
                return follow(splat(&value, inner, env)?, outer, env);
            }
        };
    }
    Ok(value)
}

/// `value.name`.
fn attribute(value: &Value, name: &str, env: &Env<'_>) -> Result<Value, Fault> {
    match &value.kind {
        Kind::Object(entries) | Kind::Map(entries) => match entries.get(name) {
            Some(entry) => Ok(entry.clone().marked_by(&value.marks)),
            None => Err(Fault::new(format!("it has no attribute {name}"))),
        },
        Kind::Instance(instance) => {
            let found = env.scope.attribute(instance, name)?.marked_by(&value.marks);
            Ok(instance
                .many
                .as_ref()
                .map_or_else(|| found.clone(), |why| of_many(instance, name, why, &found)))
        }
        Kind::Unknown(open) => Ok(part_of(open).marked_by(&value.marks)),
        _ => Err(Fault::new(format!("{} has no attribute {name}", value.what()))),
    }
}

/// `value[key]`; a key that must not be shown is not named where it leads to nothing.
fn element(value: &Value, key: &Value, env: &Env<'_>) -> Result<Value, Fault> {
    let found = element_of(value, key, env);
    found.map_err(|fault| match key.marks.sensitive && !fault.is_final {
        true => Fault { message: "it has no such element".into(), ..fault },
        false => fault,
    })
}

fn element_of(value: &Value, key: &Value, env: &Env<'_>) -> Result<Value, Fault> {
    let found = match (&value.kind, key.open()) {
        (Kind::Null, _) => return Err(Fault::new("null has no elements")),
        (_, Some(open)) => match value.first_unknown() {
            Some(first) => part_of(&Open::of_all([&**open, &first]).unwrap_or_else(|| (**open).clone())),
            None => part_of(open),
        },
        (Kind::Tuple(items) | Kind::List(items), None) => nth(items, key)?,
        (Kind::Instance(instance), None) if instance.many.is_some() => value.clone(),
        (Kind::Object(_) | Kind::Map(_) | Kind::Instance(_), None) => {
            attribute(value, &convert::text(key)?, env)?
        }
        (Kind::Unknown(open), None) => of_names(value, open, key),
        _ => return Err(Fault::new(format!("{} has no elements", value.what()))),
    };
    Ok(found.marked_by(&value.marks).marked_by(&key.marks))
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn nth(items: &[Value], key: &Value) -> Result<Value, Fault> {
    let index = convert::number(key)?;
    let whole = (index.fract() == 0.0 && index >= 0.0).then_some(index as usize);
    let found = whole.and_then(|index| items.get(index));
    found.cloned().ok_or_else(|| {
        Fault::new(format!(
            "there is no element {} in a list of {}",
            super::format_number(index),
            items.len()
        ))
    })
}

/// An element of something unknown: of a list of names that all differ it is one of them.
#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
fn of_names(names: &Value, open: &Open, key: &Value) -> Value {
    let index = convert::number(key).ok().filter(|index| index.fract() == 0.0 && (0.0..1e6).contains(index));
    index.and_then(|index| names::index(names, index as u32)).unwrap_or_else(|| part_of(open))
}

/// An attribute of one of several instances whose number is not known: which one, and whether there is
/// such an instance, is not known either. A reference still leads to what stands for all of them.
fn of_many(instance: &Instance, name: &str, why: &Unknown, found: &Value) -> Value {
    let inner = found.all_unknowns();
    let meant = Reference { address: instance.address.as_str().into(), attribute: name.into() };
    let read_from = match instance.is_module {
        true => found.open().and_then(|open| open.attributes().next().cloned()),
        false => Some(meant),
    };
    let rests_on = inner.iter().flat_map(|open| open.rests_on.iter().cloned()).collect();
    let open = Open { rests_on, read_from, ..Open::new(why.clone(), Stands::Nothing) };
    Value { at: found.at, ..Value::open_as(open) }.marked_by(&found.marks)
}

/// Something in a value that is unknown as a whole.
fn part_of(open: &Open) -> Value {
    Value::open_as(open.other(Stands::Nothing))
}

/// A list made of something that is unknown as a whole.
fn list_of(open: &Open) -> Value {
    Value::open_as(open.other(Stands::Nothing).collection())
}

/// The steps taken into every element; anything that is no list is a list of one, and null of none.
fn splat(value: &Value, steps: &[Step], env: &Env<'_>) -> Result<Value, Fault> {
    let items = match (value.items(), &value.kind) {
        (Some(items), _) => items,
        (None, Kind::Null) => &[],
        (None, Kind::Unknown(open)) if steps.is_empty() => {
            return Ok(Value::new(Kind::Unknown(Rc::clone(open))).marked_by(&value.marks));
        }
        (None, Kind::Unknown(open)) => return Ok(list_of(open).marked_by(&value.marks)),
        (None, Kind::Instance(instance)) if instance.many.is_some() => {
            return Ok(list_of(&instance.as_unknown()));
        }
        (None, _) => std::slice::from_ref(value),
    };
    env.scope.spend(items.len().saturating_mul(MADE))?;
    let all: Result<Vec<Value>, Fault> = items.iter().map(|item| follow(item.clone(), steps, env)).collect();
    Ok(Value::tuple(all?).marked_by(&value.marks))
}
