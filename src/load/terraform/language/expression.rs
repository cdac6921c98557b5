//! What an expression comes to.

use std::rc::Rc;

use super::operators::{binary, negative, not, truth};
use super::repeat::repetition;
use super::templates::text_of_parts;
use super::traverse::steps_into;
use super::unify::unified;
use super::{Entries, Env, Fault, Kind, Open, Value, convert, functions};
use crate::model::Unknown;
use crate::source::hcl::{Call, Conditional, Expression, ExpressionKind};

/// The value of an expression: known, or unknown with its reason.
///
/// # Errors
/// What Terraform itself would refuse, with the place of the innermost expression at fault.
pub(crate) fn evaluate(expression: &Expression, env: &Env<'_>) -> Result<Value, Fault> {
    let value = env.scope.spend(1).and_then(|()| kind(expression, env)).and_then(bounded);
    value.map_err(|fault| Fault { at: fault.at.or(Some(expression.span)), ..fault })
}

/// How many values one value may be made of: what is larger would be gone through for ever.
const LARGEST: usize = 1_000_000;

fn bounded(value: Value) -> Result<Value, Fault> {
    within(value.size).map(|()| value)
}

/// Whether a value may be made of so many others.
///
/// # Errors
/// Where it may not.
pub(crate) fn within(size: usize) -> Result<(), Fault> {
    if size > LARGEST { Err(Fault::last("the value is made of more than a million others")) } else { Ok(()) }
}

/// Values that are made one after the other, as long as they are not too many for one value.
pub(crate) struct Growing {
    /// Those that were made.
    pub(crate) values: Vec<Value>,
    size: usize,
}

impl Growing {
    /// None yet.
    pub(crate) fn new() -> Growing {
        Growing { values: Vec::new(), size: 0 }
    }

    /// One more.
    ///
    /// # Errors
    /// Where they are too many.
    pub(crate) fn push(&mut self, value: Value) -> Result<(), Fault> {
        self.size = self.size.saturating_add(value.size);
        within(self.size)?;
        self.values.push(value);
        Ok(())
    }
}

fn kind(expression: &Expression, env: &Env<'_>) -> Result<Value, Fault> {
    let literal = |kind: Kind| Ok(Value::new(kind).written_at(expression.span));
    match &expression.kind {
        ExpressionKind::Null => literal(Kind::Null),
        ExpressionKind::Bool(value) => literal(Kind::Bool(*value)),
        ExpressionKind::Number(value) => literal(Kind::Number(*value)),
        ExpressionKind::Text(text) => literal(Kind::Text(text.as_str().into())),
        ExpressionKind::Template(parts) => Ok(text_of_parts(parts, env)?.written_at(expression.span)),
        ExpressionKind::Tuple(items) => {
            let mut all = Growing::new();
            for item in items {
                all.push(evaluate(item, env)?)?;
            }
            literal(Kind::Tuple(Rc::new(all.values)))
        }
        ExpressionKind::Object(entries) => Ok(object(entries, env)?.written_at(expression.span)),
        ExpressionKind::Name(_) => steps_into(expression, &[], env),
        ExpressionKind::Traversal(base, steps) => steps_into(base, steps, env),
        ExpressionKind::Call(call) => self::call(call, env),
        ExpressionKind::Negative(inner) => negative(&looked_at(inner, env)?),
        ExpressionKind::Not(inner) => not(&looked_at(inner, env)?),
        ExpressionKind::Binary(left, operator, right) => {
            Ok(binary(left, *operator, right, env)?.written_at(expression.span))
        }
        ExpressionKind::Conditional(choice) => conditional(choice, env),
        ExpressionKind::For(all) => Ok(repetition(all, env)?.written_at(expression.span)),
    }
}

/// What an element or an object costs to make, in values: it takes memory.
pub(crate) const MADE: usize = 8;

fn object(entries: &[(Expression, Expression)], env: &Env<'_>) -> Result<Value, Fault> {
    env.scope.spend(2 * MADE)?;
    let mut found = Entries::new();
    for (key, value) in entries {
        let key = evaluate(key, env)?;
        if let Some(open) = key.open() {
            return Ok(Value::unknown(open.why.clone()).marked_by(&key.marks));
        }
        found.insert(convert::text(&key)?, evaluate(value, env)?);
    }
    Ok(Value::object(found))
}

/// What finding the one type of values costs, in comparison to looking at them.
const UNIFIED: usize = 2;

/// `condition ? yes : no`: the other branch counts only for the type of the result.
fn conditional(choice: &Conditional, env: &Env<'_>) -> Result<Value, Fault> {
    let condition = evaluate(&choice.condition, env)?;
    if let Some(open) = condition.open() {
        return Ok(undecided(choice, open, env).marked_by(&condition.marks));
    }
    let (chosen, other) = match truth(&condition)? {
        true => (&choice.yes, &choice.no),
        false => (&choice.no, &choice.yes),
    };
    let chosen = evaluate(chosen, env)?;
    let chosen = match evaluate(other, env) {
        Ok(other) => {
            env.scope.spend((chosen.size + other.size).saturating_mul(UNIFIED))?;
            of_common_type(chosen, &other)
        }
        Err(_) => chosen,
    };
    Ok(chosen.marked_by(&condition.marks))
}

/// The value of an expression, all of which is gone through.
pub(super) fn looked_at(expression: &Expression, env: &Env<'_>) -> Result<Value, Fault> {
    let value = evaluate(expression, env)?;
    env.scope.spend(gone_through(&value))?;
    Ok(value)
}

/// What it costs to go through all of a value, a few times.
pub(super) fn gone_through(value: &Value) -> usize {
    value.size / 2
}

/// A branch as it is once both have one type; as it is where they have none in common.
fn of_common_type(chosen: Value, other: &Value) -> Value {
    match unified(&[&chosen, other]) {
        Some(Ok(mut both)) if !both.is_empty() => both.swap_remove(0),
        _ => chosen,
    }
}

/// A choice that can't be made: it rests on all that either branch rests on.
fn undecided(choice: &Conditional, open: &Open, env: &Env<'_>) -> Value {
    let branches = [&choice.yes, &choice.no].map(|branch| looked_at(branch, env));
    let inner: Vec<_> = branches.iter().flatten().flat_map(Value::all_unknowns).collect();
    let all = std::iter::once(open).chain(inner.iter().map(Rc::as_ref));
    match Open::of_all(all) {
        Some(open) => Value::open_as(open),
        None => Value::unknown(open.why.clone()),
    }
}

fn call(call: &Call, env: &Env<'_>) -> Result<Value, Fault> {
    match call.name.as_str() {
        "try" => return attempt(call, env),
        "can" => return can(call, env),
        _ => {}
    }
    let mut arguments = Vec::new();
    for argument in &call.arguments {
        arguments.push(evaluate(argument, env)?);
    }
    if let Some(last) = arguments.pop_if(|_| call.expands) {
        match (last.items(), last.open()) {
            (Some(items), _) => {
                env.scope.spend(items.len().saturating_mul(MADE))?;
                arguments.extend(items.iter().map(|item| item.clone().marked_by(&last.marks)))
            }
            (None, Some(open)) => return Ok(Value::unknown(open.why.clone()).marked_by(&last.marks)),
            (None, None) => return Err(Fault::new(format!("{} before ... is not a list", last.what()))),
        }
    }
    let spend = |work: usize| env.scope.spend(work);
    match (call.name.as_str(), arguments.as_slice()) {
        ("file" | "fileexists", [path]) if path.open().is_none() => file(&call.name, path, env),
        _ => functions::call(&call.name, &arguments, &spend).unwrap_or_else(|| {
            spend(arguments.iter().map(|argument| 1 + argument.size).sum())?;
            Ok(not_evaluated(&call.name, &arguments))
        }),
    }
}

/// `file` and `fileexists`: what a file holds, and whether there is one.
fn file(name: &str, path: &Value, env: &Env<'_>) -> Result<Value, Fault> {
    let text = env.scope.file(&convert::text(path)?).marked_by(&path.marks);
    env.scope.spend(text.size)?;
    match (name, text.open().is_some(), text.is_null()) {
        (_, true, _) => Ok(text),
        ("fileexists", _, is_missing) => Ok(Value::bool(!is_missing).marked_by(&text.marks)),
        (_, _, true) => Err(Fault::new("there is no such file")),
        (_, _, false) => Ok(text),
    }
}

/// A function that is not evaluated here: it may read the clock or a provider.
fn not_evaluated(name: &str, arguments: &[Value]) -> Value {
    let why = Unknown::new(format!("{name}() is not evaluated here"), "lint the plan");
    let own = Open::new(why, super::Stands::Nothing);
    let inner: Vec<_> = arguments.iter().flat_map(Value::all_unknowns).collect();
    // What an argument is unknown for tells more than the function's name.
    let open = Open::of_all(inner.iter().map(Rc::as_ref)).unwrap_or(own);
    let value = Value::open_as(open);
    arguments.iter().fold(value, |value, argument| value.marked_by(&argument.all_marks()))
}

/// The first argument that has a value.
fn attempt(call: &Call, env: &Env<'_>) -> Result<Value, Fault> {
    let mut last = Fault::new("try() needs an argument");
    for argument in &call.arguments {
        match evaluate(argument, env) {
            Ok(value) => return Ok(value),
            Err(fault) if fault.is_final => return Err(fault),
            Err(fault) => last = fault,
        }
    }
    Err(last)
}

fn can(call: &Call, env: &Env<'_>) -> Result<Value, Fault> {
    let [argument] = call.arguments.as_slice() else { return Err(Fault::new("can() takes one argument")) };
    match evaluate(argument, env) {
        Ok(value) => match value.open() {
            Some(open) => Ok(Value::unknown(open.why.clone()).marked_by(&value.marks)),
            None => Ok(Value::bool(true)),
        },
        Err(fault) if fault.is_final => Err(fault),
        Err(_) => Ok(Value::bool(false)),
    }
}
