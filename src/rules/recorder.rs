//! What an evaluation touched: every setting read, and every unknown that stopped it.

use std::fmt::Display;
use std::sync::{Mutex, MutexGuard, PoisonError};

use cel::ExecutionError;
use indexmap::IndexSet;

use crate::finding::{self, Blocker, Evidence};
use crate::model::{Origin, Setting, State, VersionFloor};

/// The function name that marks an error as "a value is unknown".
pub(super) const UNKNOWN: &str = "unknown value";

/// What is shown of a value that is marked sensitive.
pub(super) const SENSITIVE: &str = "(sensitive)";

/// Collects what is touched while conditions are evaluated.
#[derive(Debug, Default)]
pub(super) struct Recorder {
    touched: Mutex<Touched>,
    work: Mutex<Work>,
}

/// How much there was to do, to see what it grows with.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Work {
    /// Conditions that were answered.
    pub conditions: usize,
    /// Settings that were read.
    pub settings: usize,
    /// Findings that were compared with one another, to merge them.
    pub comparisons: usize,
}

impl std::ops::AddAssign for Work {
    fn add_assign(&mut self, more: Work) {
        self.conditions += more.conditions;
        self.settings += more.settings;
        self.comparisons += more.comparisons;
    }
}

/// What was touched, in order and without repeats.
#[derive(Debug, Default, Clone)]
pub(super) struct Touched {
    pub(super) because: IndexSet<Evidence>,
    pub(super) blocked_by: IndexSet<Blocker>,
    /// A sensitive value was read.
    secret: bool,
}

impl Recorder {
    /// Notes a setting that was read.
    pub(super) fn read<T: Display>(&self, setting: &Setting<T>) {
        self.note(evidence(setting), None);
        if setting.secret {
            self.lock().secret = true;
        }
    }

    /// Notes an unknown that a result depends on, and returns the error that stands for it.
    pub(super) fn unknown<T: Display>(&self, setting: &Setting<T>) -> ExecutionError {
        let why = setting.why();
        let blocker = why.map(|why| Blocker {
            setting: setting.name.clone(),
            reason: why.reason.clone(),
            remedy: why.remedy.clone(),
            at: setting.at,
        });
        self.note(evidence(setting), blocker);
        unknown_error()
    }

    /// Notes a bound that answered in place of an unknown version.
    pub(super) fn bound(&self, name: &str, floor: &VersionFloor) {
        let evidence = Evidence {
            setting: name.to_owned(),
            value: Some(floor.version.to_string()),
            origin: finding::Origin::Derived,
            whose: Some(floor.because.clone()),
            rests: false,
            at: floor.at,
        };
        self.note(evidence, None);
    }

    fn note(&self, evidence: Evidence, blocker: Option<Blocker>) {
        self.did(Work { settings: 1, ..Work::default() });
        let mut touched = self.lock();
        touched.because.insert(evidence);
        touched.blocked_by.extend(blocker);
    }

    /// Whether a sensitive value was read since the last [`take`](Self::take).
    pub(super) fn read_a_secret(&self) -> bool {
        self.lock().secret
    }

    /// Takes what was touched so far; the recorder starts anew.
    pub(super) fn take(&self) -> Touched {
        std::mem::take(&mut *self.lock())
    }

    /// Counts what was done.
    pub(super) fn did(&self, more: Work) {
        *self.work.lock().unwrap_or_else(PoisonError::into_inner) += more;
    }

    /// All that was done so far.
    pub(super) fn work(&self) -> Work {
        *self.work.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn lock(&self) -> MutexGuard<'_, Touched> {
        self.touched.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The error that stands for an unknown value; the interpreter passes this variant on unchanged.
pub(super) fn unknown_error() -> ExecutionError {
    ExecutionError::function_error(UNKNOWN, "")
}

fn evidence<T: Display>(setting: &Setting<T>) -> Evidence {
    let (origin, whose, rests) = match &setting.state {
        State::Unknown(_) => (finding::Origin::Unknown, None, false),
        State::Known { origin: Origin::Written { via }, .. } => {
            (finding::Origin::Written, via.clone(), via.is_some())
        }
        State::Known { origin: Origin::Default { whose }, .. } => {
            (finding::Origin::Default, Some(whose.clone()), true)
        }
        State::Known { origin: Origin::Derived { from, via: None }, .. } => {
            (finding::Origin::Derived, Some(from.clone()), false)
        }
        State::Known { origin: Origin::Derived { from, via: Some(via) }, .. } => {
            (finding::Origin::Derived, Some(format!("{from}, {via}")), true)
        }
    };
    let shown = |value: &T| if setting.secret { SENSITIVE.to_owned() } else { value.to_string() };
    let value = setting.value().map(shown);
    Evidence { setting: setting.name.clone(), value, origin, whose, rests, at: setting.at }
}
