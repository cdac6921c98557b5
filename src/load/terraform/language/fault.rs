//! What Terraform itself would refuse, as an error of evaluation.

use crate::source::Span;

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

    /// The same fault, here where its place is not known yet.
    pub(super) fn within(mut self, at: Option<Span>) -> Fault {
        self.at = self.at.or(at);
        self
    }
}
