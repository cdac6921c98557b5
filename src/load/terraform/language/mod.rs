//! Terraform's language: values that may be unknown, and what expressions over them come to.

#[cfg(test)]
mod console_tests;
pub(super) mod convert;
mod equality;
mod expression;
mod fault;
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

pub(crate) use expression::{Growing, evaluate};
pub(crate) use fault::Fault;
pub(crate) use marks::{Marks, Through};
pub(crate) use number::format_number;
pub(crate) use repeat::{Elements, elements};
pub(crate) use scope::{Env, Locals, Scope, evaluate_constant, evaluate_counted};
pub(crate) use types::Type;
pub(crate) use unknown::{AFTER_APPLY, Open, Reference, Stands};
pub(crate) use value::{Entries, Instance, Kind, Value};
