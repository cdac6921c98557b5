//! How a function is called: its number of arguments, and what unknowns and nulls among them do.

use super::arguments::{marked, unknown_of};
use super::table::FUNCTIONS;
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::value::{Entries, Kind, Value};

/// A function, with how many arguments it takes.
pub(super) struct Function {
    /// Its name.
    pub(super) name: &'static str,
    /// The least and the most arguments it takes.
    pub(super) arity: (usize, usize),
    /// How it looks at them.
    pub(super) looks: Looks,
    /// What of them it goes through.
    pub(super) cost: Cost,
    /// What it makes of them.
    pub(super) run: Run,
}

/// What a function makes of its arguments.
#[derive(Clone, Copy)]
pub(super) enum Run {
    /// The work it is follows from the arguments.
    Plain(Plain),
    /// It counts the work itself, because that depends on what is found.
    Counted(Counted),
}

/// What a function makes of its arguments, counting its work.
pub(super) type Counted = fn(&[Value], Spend<'_>) -> Result<Value, Fault>;

/// What a function makes of its arguments, where the work follows from these.
pub(super) type Plain = fn(&[Value]) -> Result<Value, Fault>;

/// Counts work, in values looked at; refused where it is more than can be meant.
pub(crate) type Spend<'s> = &'s dyn Fn(usize) -> Result<(), Fault>;

/// How much of its arguments a function goes through.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Cost {
    /// Everything in them.
    All,
    /// Everything, several times.
    Keyed,
    /// Everything, which is read as a language.
    Parsed,
    /// Only how they are built: a list of large values costs no more than one of small ones.
    Shape,
    /// It counts that itself.
    Own,
}

/// What a value that is made costs: as much as many that are looked at, for it takes memory.
const MADE: usize = 8;
/// What reading a text costs in comparison to looking at it.
const READ: usize = 16;
/// What making keys of values costs, likewise.
const KEYED: usize = 6;

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
pub(crate) fn call(name: &str, arguments: &[Value], spend: Spend<'_>) -> Option<Result<Value, Fault>> {
    let name = name.strip_prefix("core::").unwrap_or(name);
    let function = FUNCTIONS.iter().find(|function| function.name == name)?;
    let work = arguments.iter().map(|argument| function.cost.of(argument)).sum();
    let called = spend(work).and_then(|()| function.call(arguments, spend));
    Some(called.and_then(|value| spend(function.cost.of_result(&value)).map(|()| value)))
}

impl Cost {
    /// The work of looking at an argument, in values.
    fn of(self, argument: &Value) -> usize {
        match self {
            Cost::All => 1 + argument.size,
            Cost::Keyed => 1 + argument.size.saturating_mul(KEYED),
            Cost::Parsed => 1 + argument.size.saturating_mul(READ),
            Cost::Shape if matches!(argument.kind, Kind::Text(_)) => 1 + argument.size,
            Cost::Shape => 1 + children(argument) / 16,
            Cost::Own => 1,
        }
    }

    /// The work of making a result, in values; of what has only the shape of a new one, its elements.
    fn of_result(self, result: &Value) -> usize {
        match self {
            Cost::All | Cost::Keyed | Cost::Parsed => result.size.saturating_mul(MADE),
            Cost::Shape => children(result).saturating_mul(MADE),
            Cost::Own => result.size,
        }
    }
}

impl Function {
    fn call(&self, arguments: &[Value], spend: Spend<'_>) -> Result<Value, Fault> {
        let (least, most) = self.arity;
        if arguments.len() < least || arguments.len() > most {
            return Err(Fault::new(format!(
                "{}() can't be called with {} arguments",
                self.name,
                arguments.len()
            )));
        }
        let run = |arguments: &[Value]| match self.run {
            Run::Plain(run) => run(arguments),
            Run::Counted(run) => run(arguments, spend),
        };
        let result = match self.looks {
            Looks::Itself => run(arguments),
            Looks::AtAll => look_at_all(arguments, run),
        };
        result.map_err(|fault| Fault { message: format!("{}(): {}", self.name, fault.message), ..fault })
    }
}

/// How many elements or entries a value has.
fn children(value: &Value) -> usize {
    value.items().map_or(0, <[Value]>::len) + value.entries().map_or(0, Entries::len)
}

/// Runs a function that looks at all of its arguments.
pub(super) fn look_at_all(
    arguments: &[Value],
    run: impl FnOnce(&[Value]) -> Result<Value, Fault>,
) -> Result<Value, Fault> {
    if let Some(null) = arguments.iter().find(|argument| argument.is_null()) {
        return Err(Fault::new("an argument is null").within(null.at));
    }
    match unknown_of(arguments) {
        Some(unknown) => Ok(unknown),
        None => Ok(marked(run(arguments)?, arguments)),
    }
}
