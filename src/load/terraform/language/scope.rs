//! What the names in an expression stand for.

use std::cell::Cell;

use super::{Fault, Instance, Value};
use crate::model::Unknown;
use crate::source::Span;
use crate::source::hcl::{Expression, Step};

/// What an expression can refer to, and how much work it may still be.
pub(crate) trait Scope {
    /// The value that a name stands for together with the steps it takes to name it, as `var.nodes`
    /// and `aws_subnet.a` do; and how many steps that were.
    ///
    /// # Errors
    /// For a name that nothing has, and for what its value is refused for.
    fn resolve(&self, name: &str, steps: &[Step], at: Span) -> Result<(Value, usize), Fault>;

    /// An attribute of a resource, or an output of a module.
    ///
    /// # Errors
    /// For an output that the module does not have, and for what its value is refused for.
    fn attribute(&self, instance: &Instance, name: &str) -> Result<Value, Fault>;

    /// The text of a file beside the configuration, by a path as `file` takes it; null where there is
    /// none, unknown where it must not be read.
    fn file(&self, path: &str) -> Value;

    /// Counts work done, in values made or looked at.
    ///
    /// # Errors
    /// Where a configuration asks for more than can be meant.
    fn spend(&self, work: usize) -> Result<(), Fault>;

    /// The expression at a place, for people; none where it is too long or nobody knows it.
    fn shown(&self, _: Span) -> Option<String> {
        None
    }
}

/// The names that `for` expressions and `dynamic` blocks bring, the innermost first.
#[derive(Clone, Copy)]
pub(crate) struct Locals<'l> {
    /// The name.
    pub(crate) name: &'l str,
    /// What it stands for.
    pub(crate) value: &'l Value,
    /// Those around it.
    pub(crate) outer: Option<&'l Locals<'l>>,
}

/// Where an expression is evaluated.
#[derive(Clone, Copy)]
pub(crate) struct Env<'e> {
    /// What names stand for.
    pub(crate) scope: &'e dyn Scope,
    /// Names that count before those.
    pub(crate) locals: Option<&'e Locals<'e>>,
}

impl<'e> Env<'e> {
    /// The value of a name that a `for` or a `dynamic` brought.
    pub(super) fn local(&self, name: &str) -> Option<&'e Value> {
        let mut next = self.locals;
        while let Some(local) = next {
            if local.name == name {
                return Some(local.value);
            }
            next = local.outer;
        }
        None
    }
}

/// The value of an expression that may only be a constant: a default, a variable file, an option.
///
/// # Errors
/// What Terraform itself would refuse, every name included: it is not repeated, for it may be a secret
/// without its quotes.
pub(crate) fn evaluate_constant(expression: &Expression) -> Result<Value, Fault> {
    evaluate_counted(expression).0
}

/// The same, with the work that it was.
pub(crate) fn evaluate_counted(expression: &Expression) -> (Result<Value, Fault>, usize) {
    let scope = NoNames(Cell::new(CONSTANT));
    let value = super::evaluate(expression, &Env { scope: &scope, locals: None });
    (value, CONSTANT - scope.0.get())
}

/// Work that a constant may be, in values; real ones have a few hundred.
const CONSTANT: usize = 2_000_000;

/// A scope without a single name, and how much work is left.
struct NoNames(Cell<usize>);

impl Scope for NoNames {
    fn resolve(&self, _: &str, _: &[Step], _: Span) -> Result<(Value, usize), Fault> {
        Err(Fault::new("no name can be used here, only constants"))
    }

    fn attribute(&self, _: &Instance, _: &str) -> Result<Value, Fault> {
        Err(Fault::new("no name can be used here, only constants"))
    }

    fn file(&self, _: &str) -> Value {
        Value::unknown(Unknown::because("no file can be read here, only constants can be used"))
    }

    fn spend(&self, work: usize) -> Result<(), Fault> {
        let left = self.0.get().checked_sub(work);
        self.0.set(left.unwrap_or(0));
        left.map(drop).ok_or_else(|| Fault::last(format!("a constant is more than {CONSTANT} values")))
    }
}
