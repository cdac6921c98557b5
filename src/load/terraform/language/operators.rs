//! Operators between values.

use std::rc::Rc;

use super::expression::looked_at;
use super::{Env, Fault, Open, Type, Value, convert, equality};
use crate::source::hcl::{Expression, Operator};

/// `-value`.
pub(super) fn negative(value: &Value) -> Result<Value, Fault> {
    if let Some(open) = value.first_unknown() {
        return Ok(unknown([&*open]).marked_by(&value.marks));
    }
    Ok(Value { at: value.at, ..Value::number(-convert::number(value)?) }.marked_by(&value.marks))
}

/// `!value`.
pub(super) fn not(value: &Value) -> Result<Value, Fault> {
    if let Some(open) = value.first_unknown() {
        return Ok(unknown([&*open]).marked_by(&value.marks));
    }
    Ok(Value { at: value.at, ..Value::bool(!truth(value)?) }.marked_by(&value.marks))
}

/// A known value as a condition.
///
/// # Errors
/// For what is neither true nor false.
pub(super) fn truth(value: &Value) -> Result<bool, Fault> {
    if value.is_null() {
        return Err(Fault::new("null is neither true nor false"));
    }
    convert::bool(value)
}

/// `left operator right`.
///
/// # Errors
/// For operands of the wrong kind, and for a division by zero.
pub(super) fn binary(
    left: &Expression,
    operator: Operator,
    right: &Expression,
    env: &Env<'_>,
) -> Result<Value, Fault> {
    let left = looked_at(left, env)?;
    let decided = match operator {
        Operator::And => Some(false),
        Operator::Or => Some(true),
        _ => None,
    };
    // One side may decide alone, whatever the other is.
    let decides = |value: &Value| decided.is_some() && value.open().is_none() && truth(value).ok() == decided;
    if decides(&left) {
        return convert::convert(&left, &Type::Bool);
    }
    let right = looked_at(right, env)?;
    if decides(&right) {
        return convert::convert(&right, &Type::Bool);
    }
    let result = match operator {
        Operator::Equal => equal(&left, &right),
        Operator::NotEqual => not(&equal(&left, &right))?,
        _ => match (left.first_unknown(), right.first_unknown()) {
            (None, None) => known(&left, operator, &right)?,
            (one, other) => unknown(one.iter().chain(&other).map(Rc::as_ref)),
        },
    };
    Ok(result.marked_by(&left.marks).marked_by(&right.marks))
}

/// `left == right`. Whatever the id of a resource will be, it is not null.
fn equal(left: &Value, right: &Value) -> Value {
    let is_id = |value: &Value| {
        value
            .open()
            .and_then(|open| open.attribute())
            .is_some_and(|of| matches!(&*of.attribute, "id" | "arn"))
    };
    if (left.is_null() && is_id(right)) || (right.is_null() && is_id(left)) {
        return Value::bool(false);
    }
    equality::equal(left, right)
}

fn unknown<'o>(all: impl IntoIterator<Item = &'o Open>) -> Value {
    match Open::of_all(all) {
        Some(open) => Value::open_as(open),
        None => Value::null(),
    }
}

fn known(left: &Value, operator: Operator, right: &Value) -> Result<Value, Fault> {
    if matches!(operator, Operator::And | Operator::Or) {
        let (a, b) = (truth(left)?, truth(right)?);
        return Ok(Value::bool(if operator == Operator::And { a && b } else { a || b }));
    }
    let (a, b) = (convert::number(left)?, convert::number(right)?);
    Ok(match operator {
        Operator::Less => Value::bool(a < b),
        Operator::LessOrEqual => Value::bool(a <= b),
        Operator::Greater => Value::bool(a > b),
        Operator::GreaterOrEqual => Value::bool(a >= b),
        Operator::Add => Value::number(a + b),
        Operator::Subtract => Value::number(a - b),
        Operator::Multiply => Value::number(a * b),
        Operator::Divide | Operator::Modulo if b == 0.0 => return Err(Fault::new("division by zero")),
        Operator::Divide => Value::number(a / b),
        Operator::Modulo => Value::number(a % b),
        Operator::And | Operator::Or | Operator::Equal | Operator::NotEqual => Value::null(),
    })
}
