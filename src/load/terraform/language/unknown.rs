//! Values that can't be known: why, and what is known of them all the same.

use std::rc::Rc;

use crate::model::Unknown;

/// What settles a value that is known only after apply.
pub(crate) const AFTER_APPLY: &str = "lint the plan of a run where it exists, or check the applied state";

/// Why a value is unknown, and what is known of it all the same.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Open {
    /// The reason, and what would settle it.
    pub(crate) why: Unknown,
    /// What it stands for.
    pub(crate) stands: Stands,
    /// The attributes of resources that it rests on, each once.
    pub(crate) rests_on: Vec<Reference>,
    /// It is a list, a set or a map whatever it holds.
    pub(crate) is_collection: bool,
    /// The attribute that it was read from as it is: `aws_x.a.name`, where that is `var.name`.
    pub(crate) read_from: Option<Reference>,
}

/// What an unknown value stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Stands {
    /// Nothing that has a name.
    Nothing,
    /// Exactly the attribute of a resource, the only one of what it rests on.
    Attribute,
    /// The blocks of a name, of which not even their number is known.
    Blocks,
    /// Exactly what this expression stands for wherever it is written: `var.zone`, `path.cwd`.
    Expression(Rc<str>),
    /// A list of names that all differ, such as those of the region's zones.
    Names(Rc<str>),
    /// One element of such a list; the same element of the same list is the same name.
    Name(Rc<str>, u32),
}

/// An attribute of a resource instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Reference {
    /// The instance's address.
    pub(crate) address: Rc<str>,
    /// The attribute's name.
    pub(crate) attribute: Rc<str>,
}

impl Open {
    /// An unknown that rests on no attribute.
    pub(crate) fn new(why: Unknown, stands: Stands) -> Open {
        Open { why, stands, rests_on: Vec::new(), is_collection: false, read_from: None }
    }

    /// Something else that is unknown for the same reason.
    pub(crate) fn other(&self, stands: Stands) -> Open {
        Open { stands, is_collection: false, read_from: None, ..self.clone() }
    }

    /// The same unknown, of which it is known that it is a collection.
    pub(crate) fn collection(&self) -> Open {
        Open { is_collection: true, ..self.clone() }
    }

    /// An unknown that rests on several: the first gives the reason.
    ///
    /// What it stands for is lost, for it is no longer any of them.
    pub(crate) fn of_all<'o>(all: impl IntoIterator<Item = &'o Open>) -> Option<Open> {
        let mut all = all.into_iter();
        let first = all.next()?;
        let mut open = first.other(Stands::Nothing);
        for reference in all.flat_map(|other| &other.rests_on) {
            if !open.rests_on.contains(reference) {
                open.rests_on.push(reference.clone());
            }
        }
        Some(open)
    }

    /// What two unknowns have in common only where they are the same value.
    pub(crate) fn identity(&self) -> Option<String> {
        match &self.stands {
            Stands::Attribute => self.attribute().map(|of| format!("{}.{}", of.address, of.attribute)),
            Stands::Expression(text) => Some(text.to_string()),
            Stands::Name(list, index) => Some(format!("{list}[{index}]")),
            Stands::Nothing | Stands::Names(_) | Stands::Blocks => None,
        }
    }

    /// The attributes whose value it is, the one it was read from first.
    pub(crate) fn attributes(&self) -> impl Iterator<Item = &Reference> {
        self.read_from.iter().chain(self.attribute())
    }

    /// The attribute that it is, where it is one.
    pub(crate) fn attribute(&self) -> Option<&Reference> {
        match (&self.stands, self.rests_on.as_slice()) {
            (Stands::Attribute, [only]) => Some(only),
            _ => None,
        }
    }
}
