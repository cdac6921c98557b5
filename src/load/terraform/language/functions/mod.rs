//! The functions of Terraform's language, as far as they need nothing but their arguments.

mod arguments;
mod conversion;
mod encoding;
mod format;
mod list;
mod map;
pub(super) mod names;
mod number;
mod pattern;
mod sequence;
mod sets;
mod table;
#[cfg(test)]
mod tests;
mod text;
mod verb;

use super::Fault;
use super::value::Value;
use arguments::{marked, unknown_of};

/// A function, with how many arguments it takes.
struct Function {
    name: &'static str,
    /// The least and the most arguments it takes.
    arity: (usize, usize),
    looks: Looks,
    run: Run,
}

/// What a function makes of its arguments.
type Run = fn(&[Value]) -> Result<Value, Fault>;

/// How a function looks at its arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Looks {
    /// At all of them, so that one unknown in any makes the result unknown, and null is refused.
    AtAll,
    /// It decides itself what of them matters.
    Itself,
}

/// What a function makes of its arguments; none for a function that is not evaluated here.
///
/// The result has no place of its own, but what is taken out of an argument keeps the place it has.
pub(crate) fn call(name: &str, arguments: &[Value]) -> Option<Result<Value, Fault>> {
    let name = name.strip_prefix("core::").unwrap_or(name);
    let function = table::FUNCTIONS.iter().find(|function| function.name == name)?;
    Some(function.call(arguments))
}

impl Function {
    fn call(&self, arguments: &[Value]) -> Result<Value, Fault> {
        let (least, most) = self.arity;
        if arguments.len() < least || arguments.len() > most {
            return Err(Fault::new(format!(
                "{}() can't be called with {} arguments",
                self.name,
                arguments.len()
            )));
        }
        let result = match self.looks {
            Looks::Itself => (self.run)(arguments),
            Looks::AtAll => look_at_all(arguments, self.run),
        };
        result.map_err(|fault| Fault { message: format!("{}(): {}", self.name, fault.message), ..fault })
    }
}

/// Runs a function that looks at all of its arguments.
fn look_at_all(arguments: &[Value], run: Run) -> Result<Value, Fault> {
    if let Some(null) = arguments.iter().find(|argument| argument.is_null()) {
        return Err(Fault::new("an argument is null").within(null.at));
    }
    match unknown_of(arguments) {
        Some(unknown) => Ok(unknown),
        None => Ok(marked(run(arguments)?, arguments)),
    }
}
