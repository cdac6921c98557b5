//! What an expression of a template comes to: a value, or why there is none.

use crate::model::{Unknown, Zone, in_command, is_variable};
use crate::source::{Node, Span};

/// An expression's outcome, with everything it rests on.
#[derive(Debug, Clone)]
pub(super) struct Resolved<'t> {
    /// The value, or why it can't be known.
    pub(super) value: Result<Value<'t>, Why>,
    /// Where the expression stands.
    pub(super) at: Span,
    /// Whose values it rests on: `the default of parameter Env`.
    pub(super) via: Vec<String>,
    /// It rests on a secret.
    pub(super) secret: bool,
    /// The value is unknown and may turn out to be `AWS::NoValue`.
    pub(super) may_vanish: bool,
}

/// A value of a template.
#[derive(Debug, Clone)]
pub(super) enum Value<'t> {
    /// `AWS::NoValue`: as if it were not written.
    Nothing,
    /// Text, a number or a boolean.
    Text(String),
    /// A list, elements that are `AWS::NoValue` left out.
    List(Vec<Resolved<'t>>),
    /// A map that is no function call; what it holds is not resolved yet.
    Map(&'t Node),
    /// What identifies a resource of this template, by its logical id.
    Resource(&'t str),
    /// All zones of a region, by what identifies the list.
    Zones(String),
    /// One zone without a name; as text it is unknown.
    Zone {
        /// The zone.
        zone: Zone,
        /// Why its name is not known.
        nameless: Why,
    },
}

/// Why something is unknown, in parts, so that a condition can be put in front of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Why {
    /// `parameter Env`.
    subject: String,
    /// `has no value`.
    fault: String,
    /// `give --parameters Env=…`.
    remedy: String,
    /// The condition that this leaves open.
    condition: Option<String>,
}

/// The option that gives a parameter its value.
pub(super) fn option(name: &str) -> String {
    format!("--parameters {}=…", in_command(name, is_variable))
}

impl Why {
    pub(super) fn new(
        subject: impl Into<String>,
        fault: impl Into<String>,
        remedy: impl Into<String>,
    ) -> Why {
        Why { subject: subject.into(), fault: fault.into(), remedy: remedy.into(), condition: None }
    }

    /// A parameter, or pseudo parameter, that nobody gave a value.
    pub(super) fn valueless(kind: &str, name: &str) -> Why {
        Why::new(format!("{kind} {name}"), "has no value", format!("give {}", option(name)))
    }

    /// A function whose arguments are not what it asks for.
    pub(super) fn malformed(function: &str) -> Why {
        Why::new(function, "has arguments that CloudFormation does not take", "mend its arguments")
    }

    /// The same, as the reason that a condition is undecided.
    pub(super) fn behind(mut self, condition: &str) -> Why {
        let is_itself = self.subject == format!("condition {condition}");
        self.condition = (!is_itself).then(|| condition.to_owned());
        self
    }

    /// For people.
    pub(super) fn unknown(&self) -> Unknown {
        let Why { subject, fault, remedy, condition } = self;
        let reason = match condition {
            None => format!("{subject} {fault}"),
            Some(name) => format!("condition {name} depends on {subject}, which {fault}"),
        };
        Unknown::new(reason, remedy.clone())
    }
}

impl<'t> Resolved<'t> {
    pub(super) fn known(value: Value<'t>, at: Span) -> Self {
        Resolved { value: Ok(value), at, via: Vec::new(), secret: false, may_vanish: false }
    }

    pub(super) fn text(text: impl Into<String>, at: Span) -> Self {
        Self::known(Value::Text(text.into()), at)
    }

    pub(super) fn unknown(why: Why, at: Span) -> Self {
        Resolved { value: Err(why), at, via: Vec::new(), secret: false, may_vanish: false }
    }

    /// The same, resting on what `other` rests on too.
    pub(super) fn resting_on(mut self, other: &Resolved<'_>) -> Self {
        self.rest(&other.via);
        self.secret |= other.secret;
        self
    }

    /// Adds what the value rests on, each once.
    pub(super) fn rest(&mut self, via: &[String]) {
        for one in via {
            if !self.via.contains(one) {
                self.via.push(one.clone());
            }
        }
    }

    /// The value as text, or why it is none.
    pub(super) fn as_text(&self) -> Result<&str, Why> {
        let misplaced = |what: &str| {
            Why::new(what, "stands where a single value belongs", "write text, a number or a boolean")
        };
        match &self.value {
            Ok(Value::Text(text)) => Ok(text),
            Ok(Value::Nothing) => Err(misplaced("AWS::NoValue")),
            Ok(Value::List(_)) => Err(misplaced("a list")),
            Ok(Value::Map(_)) => Err(misplaced("a map")),
            Ok(Value::Resource(id)) => Err(Why::new(
                format!("the name of resource {id}"),
                "is known once it exists",
                "write the value itself, or check the describe output of the deployed group",
            )),
            Ok(Value::Zones(list)) => Err(unlisted(list)),
            Ok(Value::Zone { nameless, .. }) => Err(nameless.clone()),
            Err(why) => Err(why.clone()),
        }
    }

    /// Whether both surely are the same value; unknowns and maps never are.
    pub(super) fn same(&self, other: &Resolved<'_>) -> bool {
        match (&self.value, &other.value) {
            (Ok(Value::Nothing), Ok(Value::Nothing)) => true,
            (Ok(Value::Text(a)), Ok(Value::Text(b))) | (Ok(Value::Zones(a)), Ok(Value::Zones(b))) => a == b,
            (Ok(Value::Resource(a)), Ok(Value::Resource(b))) => a == b,
            (Ok(Value::Zone { zone: a, .. }), Ok(Value::Zone { zone: b, .. })) => a == b,
            (Ok(Value::List(a)), Ok(Value::List(b))) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b))
            }
            _ => false,
        }
    }
}

/// Why the zones of a region are not known one by one.
pub(super) fn unlisted(list: &str) -> Why {
    Why::new(
        list,
        "gives zones that only an account knows",
        "pick zones with Fn::Select, or write their names",
    )
}
