//! What could not be read or checked: reported beside the findings, ending the run with 2.

use super::{ParseError, Span};

/// Something that could not be read, and what to do about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// The kind of failure.
    pub kind: FailureKind,
    /// The file or path it is about.
    pub file: String,
    /// The place in it, where there is one.
    pub at: Option<Span>,
    /// What is wrong, in one sentence.
    pub message: String,
    /// What to do about it.
    pub help: String,
}

/// The kinds of failure, named in JSON output.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum FailureKind {
    /// A path that does not exist, or that can't be read.
    Unreadable,
    /// Bytes that are not text.
    NotText,
    /// Text that is not what its format asks for.
    Syntax,
    /// Well-formed text whose shape is not the format's.
    Shape,
    /// A rule file that can't be used.
    Rule,
}

impl FailureKind {
    /// The name in JSON output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            FailureKind::Unreadable => "unreadable",
            FailureKind::NotText => "not-text",
            FailureKind::Syntax => "syntax",
            FailureKind::Shape => "shape",
            FailureKind::Rule => "rule",
        }
    }
}

impl Failure {
    /// A failure at a place in a source that was read.
    pub fn at(
        kind: FailureKind,
        file: impl Into<String>,
        at: Span,
        message: impl Into<String>,
        help: impl Into<String>,
    ) -> Failure {
        Failure { kind, file: file.into(), at: Some(at), message: message.into(), help: help.into() }
    }

    /// A parse error in the named file.
    pub fn syntax(file: impl Into<String>, error: ParseError) -> Failure {
        Failure::at(FailureKind::Syntax, file, error.at, error.message, error.help)
    }
}
