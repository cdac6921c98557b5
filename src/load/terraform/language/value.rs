//! Values of Terraform's language: what each is, and where it is written.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::marks::{Marks, Through};
use super::unknown::{AFTER_APPLY, Open, Stands};
use crate::model::Unknown;
use crate::source::Span;

/// A value and its marks.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Value {
    /// What it is.
    pub(crate) kind: Kind,
    /// Where it is written: the literal, or the expression that made it; none for what nobody wrote.
    pub(crate) at: Option<Span>,
    /// What came with it.
    pub(crate) marks: Marks,
    /// How many values it is made of, those that stand in it more than once counted as often; what takes more
    /// memory than a number counts for more.
    pub(crate) size: usize,
}

/// How many bytes of a text count as one value.
const TEXT_OF_ONE: usize = 16;
/// How many values a map or an object counts for beside its entries: it takes as much memory as those.
const MAP: usize = 12;

/// The kinds of values.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Kind {
    /// `null`: as if it were not written.
    Null,
    /// A boolean.
    Bool(bool),
    /// A number.
    Number(f64),
    /// A text.
    Text(Rc<str>),
    /// A sequence whose elements may differ in type, as `[…]` makes.
    Tuple(Rc<Vec<Value>>),
    /// A sequence of one type, as `tolist` and typed variables make.
    List(Rc<Vec<Value>>),
    /// A set, in the order that Terraform gives it.
    Set(Rc<Vec<Value>>),
    /// Attributes whose values may differ in type, as `{…}` makes.
    Object(Rc<Entries>),
    /// A map of one type, as `tomap` and typed variables make.
    Map(Rc<Entries>),
    /// A resource or module instance, whose attributes are evaluated when they are asked for.
    Instance(Rc<Instance>),
    /// It can't be known from the configuration.
    Unknown(Rc<Open>),
}

/// The entries of an object or a map, by key.
pub(crate) type Entries = BTreeMap<Rc<str>, Value>;

/// An instance of a resource, a data source or a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Instance {
    /// Its address: `module.cache["eu"].aws_subnet.a[0]`.
    pub(crate) address: String,
    /// Its number among the instances of its kind.
    pub(crate) id: usize,
    /// A module and not a resource.
    pub(crate) is_module: bool,
    /// It stands for all instances of its block, because their number can't be known: why.
    pub(crate) many: Option<Unknown>,
}

impl Value {
    /// A value nobody wrote.
    pub(crate) fn new(kind: Kind) -> Value {
        let size = kind.size();
        Value { kind, at: None, marks: Marks::default(), size }
    }

    /// A text.
    pub(crate) fn text(text: &str) -> Value {
        Value::new(Kind::Text(text.into()))
    }

    /// A number.
    pub(crate) fn number(number: f64) -> Value {
        Value::new(Kind::Number(number))
    }

    /// A boolean.
    pub(crate) fn bool(value: bool) -> Value {
        Value::new(Kind::Bool(value))
    }

    /// `[…]`.
    pub(crate) fn tuple(items: Vec<Value>) -> Value {
        Value::new(Kind::Tuple(Rc::new(items)))
    }

    /// `tolist([…])`.
    pub(crate) fn list(items: Vec<Value>) -> Value {
        Value::new(Kind::List(Rc::new(items)))
    }

    /// `{…}`.
    pub(crate) fn object(entries: Entries) -> Value {
        Value::new(Kind::Object(Rc::new(entries)))
    }

    /// `null`.
    pub(crate) fn null() -> Value {
        Value::new(Kind::Null)
    }

    /// A value that can't be known.
    pub(crate) fn open_as(open: Open) -> Value {
        Value::new(Kind::Unknown(Rc::new(open)))
    }

    /// The same value, written nowhere.
    pub(crate) fn without_places(self) -> Value {
        let all = |items: Rc<Vec<Value>>| Rc::new(items.iter().cloned().map(Value::without_places).collect());
        let every = |entries: Rc<Entries>| {
            Rc::new(
                entries.iter().map(|(key, value)| (Rc::clone(key), value.clone().without_places())).collect(),
            )
        };
        let kind = match self.kind {
            Kind::Tuple(items) => Kind::Tuple(all(items)),
            Kind::List(items) => Kind::List(all(items)),
            Kind::Set(items) => Kind::Set(all(items)),
            Kind::Object(entries) => Kind::Object(every(entries)),
            Kind::Map(entries) => Kind::Map(every(entries)),
            other => other,
        };
        Value { kind, at: None, ..self }
    }

    /// A value that can't be known, of which nothing else is known.
    pub(crate) fn unknown(why: Unknown) -> Value {
        Value::open_as(Open::new(why, Stands::Nothing))
    }

    /// The same value, written here.
    pub(crate) fn written_at(self, at: Span) -> Value {
        Value { at: Some(at), ..self }
    }

    /// The same value with the marks of another beside its own.
    pub(crate) fn marked_by(mut self, other: &Marks) -> Value {
        self.marks.add(other);
        self
    }

    /// The same value, which came through one thing more.
    pub(crate) fn come_through(mut self, through: Through) -> Value {
        self.marks.pass(Rc::new(through));
        self
    }

    /// Whether it is `null`.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self.kind, Kind::Null)
    }

    /// Why it is unknown, where it is: as a whole, not in its elements.
    pub(crate) fn open(&self) -> Option<&Rc<Open>> {
        match &self.kind {
            Kind::Unknown(open) => Some(open),
            _ => None,
        }
    }

    /// Whether it is unknown as a whole, not only in its elements: an instance is, in most of its attributes.
    pub(crate) fn is_open(&self) -> bool {
        matches!(self.kind, Kind::Unknown(_) | Kind::Instance(_))
    }

    /// The elements of a tuple, list or set.
    pub(crate) fn items(&self) -> Option<&[Value]> {
        match &self.kind {
            Kind::Tuple(items) | Kind::List(items) | Kind::Set(items) => Some(items),
            _ => None,
        }
    }

    /// The entries of an object or a map.
    pub(crate) fn entries(&self) -> Option<&Entries> {
        match &self.kind {
            Kind::Object(entries) | Kind::Map(entries) => Some(entries),
            _ => None,
        }
    }

    /// The first unknown in it, itself included: what makes anything that looks at all of it unknown.
    ///
    /// An instance counts as one, for its attributes are not all known.
    pub(crate) fn first_unknown(&self) -> Option<Rc<Open>> {
        match &self.kind {
            Kind::Unknown(open) => Some(Rc::clone(open)),
            Kind::Instance(instance) => Some(Rc::new(instance.as_unknown())),
            Kind::Tuple(items) | Kind::List(items) | Kind::Set(items) => {
                items.iter().find_map(Value::first_unknown)
            }
            Kind::Object(entries) | Kind::Map(entries) => entries.values().find_map(Value::first_unknown),
            Kind::Null | Kind::Bool(_) | Kind::Number(_) | Kind::Text(_) => None,
        }
    }

    /// Every unknown in it, itself included.
    pub(crate) fn all_unknowns(&self) -> Vec<Rc<Open>> {
        match &self.kind {
            Kind::Unknown(open) => vec![Rc::clone(open)],
            Kind::Instance(instance) => vec![Rc::new(instance.as_unknown())],
            _ => {
                let items = self.items().into_iter().flatten();
                let all = items.chain(self.entries().into_iter().flat_map(Entries::values));
                all.flat_map(Value::all_unknowns).collect()
            }
        }
    }

    /// The marks of a value and of everything in it.
    pub(crate) fn all_marks(&self) -> Marks {
        let mut marks = self.marks.clone();
        let mut add = |value: &Value| marks.add(&value.all_marks());
        self.items().into_iter().flatten().for_each(&mut add);
        self.entries().into_iter().flat_map(Entries::values).for_each(&mut add);
        marks
    }

    /// What kind of thing it is, for people.
    pub(crate) fn what(&self) -> &'static str {
        match &self.kind {
            Kind::Null => "null",
            Kind::Bool(_) => "a boolean",
            Kind::Number(_) => "a number",
            Kind::Text(_) => "a text",
            Kind::Tuple(_) | Kind::List(_) => "a list",
            Kind::Set(_) => "a set",
            Kind::Object(_) | Kind::Map(_) => "a map",
            Kind::Instance(instance) if instance.is_module => "a module",
            Kind::Instance(_) => "a resource",
            Kind::Unknown(_) => "unknown",
        }
    }
}

impl Kind {
    /// How many values it is made of.
    fn size(&self) -> usize {
        let sum = |all: &mut dyn Iterator<Item = &Value>| {
            all.fold(1_usize, |sum, value| sum.saturating_add(value.size))
        };
        match self {
            Kind::Tuple(items) | Kind::List(items) | Kind::Set(items) => sum(&mut items.iter()),
            Kind::Object(entries) | Kind::Map(entries) if !entries.is_empty() => {
                let keys = entries.keys().map(|key| size_of_text(key.len())).sum::<usize>();
                sum(&mut entries.values()).saturating_add(keys).saturating_add(MAP)
            }
            Kind::Text(text) => size_of_text(text.len()),
            _ => 1,
        }
    }
}

/// How many values a text of so many bytes counts for.
pub(crate) fn size_of_text(bytes: usize) -> usize {
    1 + bytes / TEXT_OF_ONE
}

impl Instance {
    /// All of it as one value that can't be known.
    pub(super) fn as_unknown(&self) -> Open {
        let whole = || Unknown::new(format!("{} is known after apply", self.address), AFTER_APPLY);
        let why = self.many.clone().unwrap_or_else(whole);
        Open::new(why, Stands::Nothing)
    }
}
