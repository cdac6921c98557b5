//! Terraform's language: values that may be unknown, and what expressions over them come to.

#[cfg(test)]
mod console_tests;
pub(super) mod convert;
mod equality;
mod expression;
mod functions;
mod marks;
mod number;
mod operators;
mod repeat;
mod scope;
mod set;
mod templates;
mod traverse;
mod types;
mod unify;
mod unknown;
mod value;

pub(crate) use expression::evaluate;
pub(crate) use marks::{Marks, Through};
pub(crate) use number::format_number;
pub(crate) use repeat::{Elements, elements};
pub(crate) use scope::{Env, Locals, NoNames, Scope};
pub(crate) use types::Type;
pub(crate) use unknown::{Open, Reference, Stands};
pub(crate) use value::{Entries, Instance, Kind, Value};

use crate::source::Span;

/// What settles a value that is known only after apply.
pub(crate) const AFTER_APPLY: &str = "lint the plan of a run where it exists, or check the applied state";

/// Why an expression has no value: what Terraform itself would refuse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Fault {
    /// The place of the innermost expression at fault, once an expression knows it.
    pub(crate) at: Option<Span>,
    /// What is wrong, in one sentence without a full stop.
    pub(crate) message: String,
    /// No `try` catches it: a cycle, or more work than can be meant.
    pub(crate) is_final: bool,
}

impl Fault {
    /// A fault whose place is not known yet.
    pub(crate) fn new(message: impl Into<String>) -> Fault {
        Fault { at: None, message: message.into(), is_final: false }
    }

    /// A fault that `try` and `can` pass on.
    pub(crate) fn last(message: impl Into<String>) -> Fault {
        Fault { at: None, message: message.into(), is_final: true }
    }
}
