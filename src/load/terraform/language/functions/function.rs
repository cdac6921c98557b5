//! How a function is called: its number of arguments, and what unknowns and nulls among them do.

use super::arguments::{marked, unknown_of};
use super::table::FUNCTIONS;
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::value::Value;

/// A function, with how many arguments it takes.
pub(super) struct Function {
    /// Its name.
    pub(super) name: &'static str,
    /// The least and the most arguments it takes.
    pub(super) arity: (usize, usize),
    /// How it looks at them.
    pub(super) looks: Looks,
    /// What it makes of them.
    pub(super) run: Run,
}

/// What a function makes of its arguments.
pub(super) type Run = fn(&[Value]) -> Result<Value, Fault>;

/// How a function looks at its arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Looks {
    /// At all of them, so that one unknown in any makes the result unknown, and null is refused.
    AtAll,
    /// It decides itself what of them matters.
    Itself,
}

/// What a function makes of its arguments; none for a function that is not evaluated here.
///
/// The result has no place of its own, but what is taken out of an argument keeps the place it has.
///
/// # Errors
/// What the function refuses, with its name before the reason; a wrong number of arguments too.
pub(crate) fn call(name: &str, arguments: &[Value]) -> Option<Result<Value, Fault>> {
    let name = name.strip_prefix("core::").unwrap_or(name);
    let function = FUNCTIONS.iter().find(|function| function.name == name)?;
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
pub(super) fn look_at_all(arguments: &[Value], run: Run) -> Result<Value, Fault> {
    if let Some(null) = arguments.iter().find(|argument| argument.is_null()) {
        return Err(Fault::new("an argument is null").within(null.at));
    }
    match unknown_of(arguments) {
        Some(unknown) => Ok(unknown),
        None => Ok(marked(run(arguments)?, arguments)),
    }
}
