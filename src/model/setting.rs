//! A setting: a value that knows where it was written, whose default it is, or why it is unknown.

use crate::source::Span;

/// One attribute as an input states it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting<T> {
    /// The name the input gives it: `MultiAZEnabled`, `multi_az_enabled`, `MultiAZ`.
    pub name: String,
    /// The value's place; where nothing is written, the key of the resource it belongs to.
    pub at: Span,
    /// The value, or why there is none.
    pub state: State<T>,
    /// Marked sensitive in the input: the value is used but never shown.
    pub secret: bool,
}

/// Known with its origin, or unknown with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum State<T> {
    /// The value is known.
    Known {
        /// The value.
        value: T,
        /// Who set it.
        origin: Origin,
    },
    /// The value can't be known from this input.
    Unknown(Unknown),
}

/// Who set a known value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// Written in the input; `via` names a default it rests on, such as a parameter's.
    Written {
        /// `the default of parameter NodeCount`, where the value comes from one.
        via: Option<String>,
    },
    /// Not written: somebody's default applies.
    Default {
        /// Whose: `the AWS provider's default`, `ElastiCache's documented default`.
        whose: String,
    },
    /// Follows from other settings.
    Derived {
        /// How: `NumCacheClusters less the primary`.
        from: String,
        /// A default that those rest on, such as a parameter's.
        via: Option<String>,
    },
}

/// Why a value is unknown, and what would make it known.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Unknown {
    /// The reason: `parameter EngineVersion has no value`.
    pub reason: String,
    /// What to do: `give --parameters EngineVersion=…`.
    pub remedy: Option<String>,
}

impl Unknown {
    /// An unknown with a reason and a remedy.
    pub fn new(reason: impl Into<String>, remedy: impl Into<String>) -> Unknown {
        Unknown { reason: reason.into(), remedy: Some(remedy.into()) }
    }

    /// An unknown that nothing in the user's hands would settle.
    pub fn because(reason: impl Into<String>) -> Unknown {
        Unknown { reason: reason.into(), remedy: None }
    }
}

impl<T> Setting<T> {
    /// A value written at `at`.
    pub fn written(name: impl Into<String>, value: T, at: Span) -> Self {
        Self::known(name, value, Origin::Written { via: None }, at)
    }

    /// A default that applies because nothing is written; `at` is the resource's key.
    pub fn default(name: impl Into<String>, value: T, whose: impl Into<String>, at: Span) -> Self {
        Self::known(name, value, Origin::Default { whose: whose.into() }, at)
    }

    /// A value that follows from others; `from` says how.
    pub fn derived(name: impl Into<String>, value: T, from: impl Into<String>, at: Span) -> Self {
        Self::known(name, value, Origin::Derived { from: from.into(), via: None }, at)
    }

    /// A known value of any origin.
    pub fn known(name: impl Into<String>, value: T, origin: Origin, at: Span) -> Self {
        Setting { name: name.into(), at, state: State::Known { value, origin }, secret: false }
    }

    /// A value that can't be known.
    pub fn unknown(name: impl Into<String>, why: Unknown, at: Span) -> Self {
        Setting { name: name.into(), at, state: State::Unknown(why), secret: false }
    }

    /// The value, where it is known.
    #[must_use]
    pub fn value(&self) -> Option<&T> {
        match &self.state {
            State::Known { value, .. } => Some(value),
            State::Unknown(_) => None,
        }
    }

    /// The value to change, where it is known.
    pub(super) fn value_mut(&mut self) -> Option<&mut T> {
        match &mut self.state {
            State::Known { value, .. } => Some(value),
            State::Unknown(_) => None,
        }
    }

    /// Why the value is unknown, where it is.
    #[must_use]
    pub fn why(&self) -> Option<&Unknown> {
        match &self.state {
            State::Known { .. } => None,
            State::Unknown(why) => Some(why),
        }
    }

    /// Whether the input itself states the value (not a default, not derived).
    #[must_use]
    pub fn is_written(&self) -> bool {
        matches!(&self.state, State::Known { origin: Origin::Written { .. }, .. })
    }

    /// The same setting with its value turned into another; an unknown stays unknown.
    pub fn map<U>(self, turn: impl FnOnce(T) -> U) -> Setting<U> {
        self.and_then(|value| Ok(turn(value)))
    }

    /// Like [`map`](Self::map) for a step that may end in unknown.
    pub fn and_then<U>(self, turn: impl FnOnce(T) -> Result<U, Unknown>) -> Setting<U> {
        let state = match self.state {
            State::Known { value, origin } => match turn(value) {
                Ok(value) => State::Known { value, origin },
                Err(why) => State::Unknown(why),
            },
            State::Unknown(why) => State::Unknown(why),
        };
        Setting { name: self.name, at: self.at, state, secret: self.secret }
    }

    /// The same state under another name and as something derived; an unknown keeps its reason.
    pub fn derive<U>(
        &self,
        name: impl Into<String>,
        from: impl Into<String>,
        turn: impl FnOnce(&T) -> U,
    ) -> Setting<U> {
        let state = match &self.state {
            State::Known { value, origin } => {
                // What rests on a default goes on resting on it.
                let via = match origin {
                    Origin::Written { via } | Origin::Derived { via, .. } => via.clone(),
                    Origin::Default { .. } => None,
                };
                State::Known { value: turn(value), origin: Origin::Derived { from: from.into(), via } }
            }
            State::Unknown(why) => State::Unknown(why.clone()),
        };
        Setting { name: name.into(), at: self.at, state, secret: self.secret }
    }
}
