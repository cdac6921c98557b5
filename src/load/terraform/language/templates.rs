//! Texts with interpolation and directives.

use std::rc::Rc;

use super::expression::{MADE, looked_at};
use super::operators::truth;
use super::repeat::{Elements, elements, with_element};
use super::{Env, Fault, Marks, Open, Stands, Value, convert, evaluate};
use crate::source::hcl::Part;

/// Texts longer than this, in bytes, are not built.
const LONGEST: usize = 1 << 20;

/// The text that parts make; unknown where one of them is.
///
/// # Errors
/// Where a part is refused, is null or is no text, and where the text gets longer than [`LONGEST`].
pub(super) fn text_of_parts(parts: &[Part], env: &Env<'_>) -> Result<Value, Fault> {
    let mut made = Made::default();
    made.add_all(parts, env)?;
    let marks = std::mem::take(&mut made.marks);
    let value = match made.letter().or_else(|| Open::of_all(made.unknowns.iter().map(Rc::as_ref))) {
        Some(open) => Value::open_as(open),
        None => Value::text(&made.text),
    };
    Ok(value.marked_by(&marks))
}

/// What was made so far.
#[derive(Default)]
struct Made {
    text: String,
    /// Where in the text the first unknown would stand.
    first_at: usize,
    unknowns: Vec<Rc<Open>>,
    marks: Marks,
}

impl Made {
    fn add_all(&mut self, parts: &[Part], env: &Env<'_>) -> Result<(), Fault> {
        for part in parts {
            match part {
                Part::Literal(text) => self.push(text, env)?,
                Part::Interpolation(expression) => {
                    let value = looked_at(expression, env)?;
                    let at = expression.span;
                    self.value(&value, env).map_err(|fault| Fault { at: fault.at.or(Some(at)), ..fault })?;
                }
                Part::If { condition, yes, no } => {
                    let condition = evaluate(condition, env)?;
                    self.marks.add(&condition.marks);
                    match condition.open() {
                        Some(open) => self.unknown(open),
                        None => self.add_all(if truth(&condition)? { yes } else { no }, env)?,
                    }
                }
                Part::For { key_name, value_name, collection, parts } => {
                    let collection = evaluate(collection, env)?;
                    self.marks.add(&collection.marks);
                    match elements(&collection)? {
                        Elements::Unknown(open) => self.unknown(&open),
                        Elements::Known(all) => {
                            env.scope.spend(all.len().saturating_mul(MADE))?;
                            let names = (key_name.as_deref(), value_name.as_str());
                            for (key, value) in &all {
                                with_element(env, names, key, value, |env| self.add_all(parts, env))?;
                            }
                        }
                    }
                }
            }
        }
        Ok(())
    }

    fn value(&mut self, value: &Value, env: &Env<'_>) -> Result<(), Fault> {
        self.marks.add(&value.marks);
        match value.first_unknown() {
            Some(open) => self.unknown(&open),
            None if value.is_null() => return Err(Fault::new("null can't be part of a text")),
            None => self.push(&convert::text(value)?, env)?,
        }
        Ok(())
    }

    fn push(&mut self, text: &str, env: &Env<'_>) -> Result<(), Fault> {
        env.scope.spend(1 + text.len() / 8)?;
        if self.text.len() + text.len() > LONGEST {
            return Err(Fault::new("the text is longer than a mebibyte"));
        }
        self.text.push_str(text);
        Ok(())
    }

    fn unknown(&mut self, open: &Rc<Open>) {
        if self.unknowns.is_empty() {
            self.first_at = self.text.len();
        }
        self.unknowns.push(Rc::clone(open));
    }

    /// An unknown with one letter after it, as in `"${data.aws_region.here.name}a"`: a zone of that
    /// region. Two letters after the same unknown are two zones.
    fn letter(&self) -> Option<Open> {
        let [only] = self.unknowns.as_slice() else { return None };
        let name = only.identity().filter(|_| self.first_at == 0)?;
        let [letter @ b'a'..=b'z'] = self.text.as_bytes() else { return None };
        let list = format!("${{{name}}}");
        let stands = Stands::Name(list.into(), u32::from(letter - b'a'));
        Some(only.other(stands))
    }
}
