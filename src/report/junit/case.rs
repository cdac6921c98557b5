//! A test case, and how many came out how.

use std::ops::AddAssign;

/// What came of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Outcome {
    Passed,
    /// What fails the run: its type, what is wrong in a line, and in full.
    Failed(&'static str, String, String),
    /// What could not be read.
    Error(&'static str, String, String),
    /// What is not known: that is no pass.
    Skipped(String, String),
}

/// A test case.
#[derive(Debug)]
pub(super) struct Case<'a> {
    /// The rule or objective.
    pub(super) name: &'a str,
    /// The group.
    pub(super) class: &'a str,
    pub(super) place: Option<(&'a str, usize)>,
    pub(super) outcome: Outcome,
    /// What is told beside it, and fails nothing.
    pub(super) told: Vec<String>,
}

/// How many cases came out how.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub(super) tests: usize,
    pub(super) failures: usize,
    pub(super) errors: usize,
    pub(super) skipped: usize,
}

impl Counts {
    pub(super) fn of(cases: &[Case<'_>]) -> Counts {
        let count = |is: fn(&Outcome) -> bool| cases.iter().filter(|case| is(&case.outcome)).count();
        Counts {
            tests: cases.len(),
            failures: count(|outcome| matches!(outcome, Outcome::Failed(..))),
            errors: count(|outcome| matches!(outcome, Outcome::Error(..))),
            skipped: count(|outcome| matches!(outcome, Outcome::Skipped(..))),
        }
    }
}

impl AddAssign for Counts {
    fn add_assign(&mut self, more: Counts) {
        self.tests += more.tests;
        self.failures += more.failures;
        self.errors += more.errors;
        self.skipped += more.skipped;
    }
}
