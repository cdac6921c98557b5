//! Functions of numbers.

use super::arguments::{integer, items, not, number, text};
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::convert;
use crate::load::terraform::language::value::{Kind, Value};

/// A number without its sign.
pub(super) fn abs(arguments: &[Value]) -> Result<Value, Fault> {
    Ok(Value::number(number(arguments, 0)?.abs()))
}

/// The next whole number, upwards.
pub(super) fn ceil(arguments: &[Value]) -> Result<Value, Fault> {
    // The sum with zero has no sign where it is zero: Terraform makes `0` of -0.5, and not `-0`.
    Ok(Value::number(number(arguments, 0)?.ceil() + 0.0))
}

/// The next whole number, downwards.
pub(super) fn floor(arguments: &[Value]) -> Result<Value, Fault> {
    Ok(Value::number(number(arguments, 0)?.floor()))
}

/// `log(number, base)`.
pub(super) fn log(arguments: &[Value]) -> Result<Value, Fault> {
    defined(number(arguments, 0)?.ln() / number(arguments, 1)?.ln())
}

/// `pow(base, exponent)`.
pub(super) fn pow(arguments: &[Value]) -> Result<Value, Fault> {
    defined(number(arguments, 0)?.powf(number(arguments, 1)?))
}

/// The largest number.
pub(super) fn max(arguments: &[Value]) -> Result<Value, Fault> {
    all(arguments)?
        .into_iter()
        .reduce(f64::max)
        .map(Value::number)
        .ok_or_else(|| Fault::new("there is no number"))
}

/// The smallest number.
pub(super) fn min(arguments: &[Value]) -> Result<Value, Fault> {
    all(arguments)?
        .into_iter()
        .reduce(f64::min)
        .map(Value::number)
        .ok_or_else(|| Fault::new("there is no number"))
}

/// The sum of a list of numbers.
pub(super) fn sum(arguments: &[Value]) -> Result<Value, Fault> {
    let [list] = arguments else { return Err(Fault::new("it sums one list")) };
    let numbers = all(items(list)?)?;
    numbers
        .into_iter()
        .reduce(|sum, number| sum + number)
        .map(Value::number)
        .ok_or_else(|| not(list, "a list with numbers"))
}

/// -1, 0 or 1, as a whole number is.
pub(super) fn signum(arguments: &[Value]) -> Result<Value, Fault> {
    Ok(Value::number(integer(arguments, 0)?.signum() as f64))
}

/// The number that a text holds in a base of 2 to 62.
pub(super) fn parseint(arguments: &[Value]) -> Result<Value, Fault> {
    if !matches!(arguments.first().map(|value| &value.kind), Some(Kind::Text(_))) {
        return Err(Fault::new("what is parsed must be a text"));
    }
    let base = u32::try_from(integer(arguments, 1)?).ok().filter(|base| (2..=62).contains(base));
    let base = base.ok_or_else(|| Fault::new("the base must be a whole number between 2 and 62"))?;
    let text = text(arguments, 0)?;
    let (sign, digits) = match text.strip_prefix('-') {
        Some(digits) => (-1.0, digits),
        None => (1.0, text.strip_prefix('+').unwrap_or(&text)),
    };
    let parsed = digits
        .chars()
        .try_fold(0.0, |sum, digit| Some(sum * f64::from(base) + f64::from(value_of(digit, base)?)));
    let parsed = parsed.filter(|_| !digits.is_empty());
    parsed
        .map(|parsed: f64| Value::number(sign * parsed))
        .ok_or_else(|| Fault::new("this text is not a number of that base"))
}

/// What a digit stands for. Capitals are small letters, up to the base where they are digits of their own.
fn value_of(digit: char, base: u32) -> Option<u32> {
    let capital = u32::from(digit.is_ascii_uppercase() && base > 36) * 26;
    digit.to_digit(36).map(|value| value + capital).filter(|value| *value < base)
}

fn all(values: &[Value]) -> Result<Vec<f64>, Fault> {
    values.iter().map(convert::number).collect()
}

fn defined(number: f64) -> Result<Value, Fault> {
    if number.is_nan() || number.is_infinite() {
        Err(Fault::new("there is no such number"))
    } else {
        Ok(Value::number(number))
    }
}
