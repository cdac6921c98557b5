//! What goes with a value through every expression: whether it may be shown, and what it came through.

use std::rc::Rc;

use crate::source::Span;

/// How many variables and locals a value remembers to have come through.
const REMEMBERED: usize = 6;

/// What goes with a value through every expression.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct Marks {
    /// It must not be shown.
    pub(crate) sensitive: bool,
    /// The variables and locals it came through, in the order it came through them.
    pub(crate) through: Vec<Rc<Through>>,
}

/// A variable, local or output that a value came through.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Through {
    /// What it is, for people: `argument nodes of module.cache`, `the default of var.nodes`.
    pub(crate) what: String,
    /// Where its value is written; none for what the command line gives.
    pub(crate) at: Option<Span>,
    /// It is not written for this run: the default of a variable, or a value given beside the files.
    pub(crate) rests: bool,
}

impl Through {
    /// Something that is written for this run.
    pub(crate) fn written(what: String, at: Span) -> Through {
        Through { what, at: Some(at), rests: false }
    }

    /// A default, which stands where nobody gave a value.
    pub(crate) fn default(what: String, at: Span) -> Through {
        Through { what, at: Some(at), rests: true }
    }

    /// What the command line, the environment or `terraform init` gives, in no file that could be shown.
    pub(crate) fn given(what: String) -> Through {
        Through { what, at: None, rests: true }
    }
}

impl Marks {
    /// Adds the marks of another value.
    pub(crate) fn add(&mut self, other: &Marks) {
        self.sensitive |= other.sensitive;
        for through in &other.through {
            if self.through.len() < REMEMBERED && !self.through.contains(through) {
                self.through.push(Rc::clone(through));
            }
        }
    }

    /// Notes what a value came through, before all it came through earlier.
    pub(super) fn pass(&mut self, through: Rc<Through>) {
        // What is nearest to the attribute and what is farthest tell most: the middle is left out.
        if self.through.len() >= REMEMBERED {
            self.through.remove(REMEMBERED / 2);
        }
        self.through.push(through);
    }
}
