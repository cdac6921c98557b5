//! The verbs of a format, and how each writes a value.

use super::arguments::{LONGEST_TEXT, too_large};
use super::encoding::json;
use super::text::repeated;
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::convert::{bool, number, text};
use crate::load::terraform::language::value::{Kind, Value};

/// The most digits that a number is written with: more than this Rust does not write.
const LONGEST_FRACTION: usize = 10_000;

/// A piece of a format.
pub(super) enum Piece<'f> {
    /// It stands for itself.
    Literal(&'f str),
    /// A value goes there.
    Verb(Verb),
}

/// `%…`, as it is written.
#[derive(Default)]
pub(super) struct Verb {
    plus: bool,
    minus: bool,
    zero: bool,
    space: bool,
    sharp: bool,
    width: usize,
    precision: Option<usize>,
    /// The index of the value, where it is written.
    pub(super) argument: Option<usize>,
    letter: char,
}

/// The pieces of a format.
pub(super) fn pieces(format: &str) -> Result<Vec<Piece<'_>>, Fault> {
    let mut found = Vec::new();
    let mut rest = format;
    while let Some(at) = rest.find('%') {
        let (literal, after) = rest.split_at(at);
        found.push(Piece::Literal(literal));
        let after = after.get(1..).unwrap_or_default();
        if let Some(after) = after.strip_prefix('%') {
            found.push(Piece::Literal("%"));
            rest = after;
        } else {
            let (verb, after) = verb(after)?;
            found.push(Piece::Verb(verb));
            rest = after;
        }
    }
    found.push(Piece::Literal(rest));
    Ok(found)
}

/// The verb that a text begins with, and what follows it.
fn verb(mut text: &str) -> Result<(Verb, &str), Fault> {
    let fault = || Fault::new("the format is not valid");
    let mut verb = Verb::default();
    while let Some(flag) = text.chars().next().filter(|flag| " +-0#".contains(*flag)) {
        match flag {
            '+' => verb.plus = true,
            '-' => verb.minus = true,
            '0' => verb.zero = true,
            '#' => verb.sharp = true,
            _ => verb.space = true,
        }
        text = text.get(1..).unwrap_or_default();
    }
    verb.width = digits(&mut text)?.unwrap_or_default();
    if let Some(after) = text.strip_prefix('.') {
        text = after;
        verb.precision = Some(digits(&mut text)?.unwrap_or_default());
    }
    if let Some(after) = text.strip_prefix('[') {
        text = after;
        let number = digits(&mut text)?.ok_or_else(fault)?;
        verb.argument = Some(number.checked_sub(1).ok_or_else(fault)?);
        text = text.strip_prefix(']').ok_or_else(fault)?;
    }
    verb.letter = text.chars().next().ok_or_else(fault)?;
    let rest = text.get(verb.letter.len_utf8()..).unwrap_or_default();
    Ok((verb, rest))
}

/// The number that a text begins with, which is taken from it.
fn digits(text: &mut &str) -> Result<Option<usize>, Fault> {
    let (number, rest) =
        text.split_at(text.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(text.len()));
    *text = rest;
    if number.is_empty() {
        return Ok(None);
    }
    number.parse().ok().filter(|number| *number <= LONGEST_TEXT).map(Some).ok_or_else(too_large)
}

/// A value as a verb writes it.
pub(super) fn formatted(verb: &Verb, value: &Value) -> Result<String, Fault> {
    if value.is_null() && verb.letter != 'v' {
        return Err(Fault::new("null can't be formatted"));
    }
    match verb.letter {
        'v' if verb.sharp => padded(verb, "", &json(value)?),
        'v' => match &value.kind {
            Kind::Text(text) => padded(verb, "", text),
            Kind::Number(number) => {
                signed(&Verb { plus: false, precision: None, ..*verb }, *number, |verb, number| {
                    general(verb, number)
                })
            }
            _ => padded(verb, "", &json(value)?),
        },
        't' => Ok(bool(value)?.to_string()),
        's' => padded(verb, "", &shortened(verb, &text(value)?)),
        'q' => padded(verb, "", &json(&Value::text(&shortened(verb, &text(value)?)))?),
        'b' | 'd' | 'o' | 'x' | 'X' => {
            let number = number(value)?;
            if number.fract() != 0.0 {
                return Err(Fault::new("a whole number is to be formatted"));
            }
            signed(verb, number, whole)
        }
        'e' | 'E' => {
            signed(verb, number(value)?, |verb, number| scientific(number, verb.precision.unwrap_or(6)))
        }
        'f' | 'F' => {
            signed(verb, number(value)?, |verb, number| format!("{number:.*}", verb.precision.unwrap_or(6)))
        }
        'g' | 'G' => signed(verb, number(value)?, general),
        letter => Err(Fault::new(format!("a format has no verb {letter}"))),
    }
}

fn shortened(verb: &Verb, text: &str) -> String {
    text.chars().take(verb.precision.unwrap_or(usize::MAX)).collect()
}

/// A number with its sign, of which `digits` writes the rest.
fn signed(verb: &Verb, number: f64, digits: impl Fn(&Verb, f64) -> String) -> Result<String, Fault> {
    let sign = match (number.is_sign_negative(), verb.plus, verb.space) {
        (true, _, _) => "-",
        (false, true, _) => "+",
        (false, false, true) => " ",
        _ => "",
    };
    if verb.precision.is_some_and(|precision| precision > LONGEST_FRACTION) {
        return Err(too_large());
    }
    let digits = digits(verb, number.abs());
    padded(verb, sign, &if verb.letter.is_uppercase() { digits.to_uppercase() } else { digits })
}

/// The digits of a whole number, in the base of the verb.
fn whole(verb: &Verb, number: f64) -> String {
    // One that does not fit is not a count of anything: it is cut to the largest that does.
    let integer = number as u128;
    let (prefix, digits) = match verb.letter {
        'b' => ("0b", format!("{integer:b}")),
        'o' => ("0", format!("{integer:o}")),
        'x' | 'X' => ("0x", format!("{integer:x}")),
        _ => ("", format!("{number:.0}")),
    };
    let zeros = "0".repeat(verb.precision.unwrap_or_default().saturating_sub(digits.len()));
    format!("{}{zeros}{digits}", if verb.sharp { prefix } else { "" })
}

/// `1.5e+01`.
fn scientific(number: f64, precision: usize) -> String {
    let text = format!("{number:.precision$e}");
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let (sign, exponent) = exponent.strip_prefix('-').map_or(('+', exponent), |exponent| ('-', exponent));
    format!("{digits}e{sign}{exponent:0>2}")
}

/// The shorter of both ways to write a number.
fn general(verb: &Verb, number: f64) -> String {
    let precision = verb.precision.map(|precision| precision.max(1));
    let text = match precision {
        Some(precision) => format!("{number:.*e}", precision - 1),
        None => format!("{number:e}"),
    };
    let (digits, exponent) = text.split_once('e').unwrap_or((&text, "0"));
    let exponent: i32 = exponent.parse().unwrap_or_default();
    let mut count = digits.bytes().filter(u8::is_ascii_digit).count();
    if digits.contains('.') {
        count -= digits.bytes().rev().take_while(|digit| *digit == b'0').count();
    }
    let before = usize::try_from(exponent + 1).unwrap_or_default();
    let most = match precision {
        Some(precision) if precision > count && count >= before => count,
        Some(precision) => precision,
        None => 6,
    };
    if exponent < -4 || usize::try_from(exponent).is_ok_and(|exponent| exponent >= most) {
        return scientific(number, count.saturating_sub(1));
    }
    let fraction = i32::try_from(count).unwrap_or_default() - exponent - 1;
    format!("{number:.*}", usize::try_from(fraction).unwrap_or_default())
}

/// A text of at least the verb's width.
fn padded(verb: &Verb, sign: &str, text: &str) -> Result<String, Fault> {
    let missing = verb.width.saturating_sub(sign.len() + text.chars().count());
    if verb.minus {
        return Ok(format!("{sign}{text}{}", repeated(" ", missing)?));
    }
    let whole_number = matches!(verb.letter, 'b' | 'd' | 'o' | 'x' | 'X');
    if verb.zero && !(whole_number && verb.precision.is_some()) {
        return Ok(format!("{sign}{}{text}", repeated("0", missing)?));
    }
    Ok(format!("{}{sign}{text}", repeated(" ", missing)?))
}
