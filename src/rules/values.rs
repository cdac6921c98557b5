//! The model as CEL values: reading an attribute records it, an unknown one is an error.

use std::any::Any;
use std::fmt;
use std::sync::Arc;

use cel::ExecutionError;
use cel::common::traits::Indexer;
use cel::common::types::{CelBool, CelInt, CelList, CelString, Type as CelType};
use cel::common::value::{CowVal, StaticVal, Val};

use crate::model::{Group, Node, Placement, Setting, Shard, Version, VersionFloor};

use super::recorder::{Recorder, SENSITIVE, unknown_error};
use super::vocabulary::{Attribute, GROUP, NODE, Read, SHARD, shards_unknown};

pub(super) static OBJECT: CelType = CelType::new_unspecified_type("multiaz.object");
pub(super) static ZONE: CelType = CelType::new_unspecified_type("multiaz.zone");
pub(super) static VERSION: CelType = CelType::new_unspecified_type("multiaz.version");

/// A group under judgement and the record of what was read of it.
#[derive(Debug)]
pub(super) struct Scope {
    pub(super) group: Group,
    pub(super) recorder: Recorder,
}

/// The group, a shard or a node as a CEL value.
#[derive(Clone)]
pub(super) struct Object {
    pub(super) scope: Arc<Scope>,
    pub(super) what: What,
}

/// What an [`Object`] stands for.
#[derive(Debug, Clone)]
pub(super) enum What {
    Group,
    Shard(usize),
    /// Some shard, not said which: every attribute of it is unknown.
    AnyShard,
    Node(Arc<Node>),
}

/// A zone: known, left to ElastiCache or unknown. Only the zone functions look inside.
#[derive(Clone)]
pub(super) struct ZoneValue {
    pub(super) scope: Arc<Scope>,
    pub(super) setting: Setting<Placement>,
}

/// An engine version with the bounds that answer where it is unknown.
#[derive(Clone)]
pub(super) struct VersionValue {
    pub(super) scope: Arc<Scope>,
    pub(super) setting: Setting<Version>,
    pub(super) floors: Vec<VersionFloor>,
}

impl Object {
    fn attribute(&self, field: &str) -> Result<Box<dyn Val>, ExecutionError> {
        let read = match &self.what {
            What::Group => read(GROUP, field, &self.scope.group),
            What::Shard(index) => self.shard(*index).and_then(|shard| read(SHARD, field, shard)),
            What::AnyShard => return Err(unknown_error()),
            What::Node(node) => read(NODE, field, node),
        };
        let read = read.ok_or_else(|| ExecutionError::no_such_key(field))?;
        self.value(read)
    }

    fn shard(&self, index: usize) -> Option<&Shard> {
        self.scope.group.layout.shards.get(index)
    }

    fn value(&self, read: Read) -> Result<Box<dyn Val>, ExecutionError> {
        match read {
            Read::Flag(flag) => Ok(Box::new(CelBool::from(flag))),
            Read::Name(name) => Ok(Box::new(CelString::from(name))),
            Read::Bool(setting) => self.known(setting, |value| Box::new(CelBool::from(value))),
            Read::Int(setting) => self.known(setting, |value| Box::new(CelInt::from(i64::from(value)))),
            Read::Text(setting) => self.known(setting, |value| Box::new(CelString::from(value))),
            Read::Version(setting, floors) => {
                Ok(Box::new(VersionValue { scope: Arc::clone(&self.scope), setting, floors }))
            }
            Read::Zone(setting) => Ok(self.zone(setting)),
            Read::Zones(setting) => self.listed(setting, |zone| self.zone(zone)),
            Read::Nodes(setting) => self.listed(setting, |node| self.object(What::Node(Arc::new(node)))),
            Read::Shards => match shards_unknown(&self.scope.group) {
                Some(setting) => Err(self.scope.recorder.unknown(&setting)),
                None => {
                    let shards = 0..self.scope.group.layout.shards.len();
                    Ok(list(shards.map(|index| self.object(What::Shard(index)))))
                }
            },
            Read::Texts(setting) => self.listed(setting, |text| {
                self.scope.recorder.read(&text);
                let said = text.value().map(|value| format!("{} is {value}", text.name));
                Box::new(CelString::from(said.unwrap_or_default()))
            }),
        }
    }

    fn object(&self, what: What) -> Box<dyn Val> {
        Box::new(Object { scope: Arc::clone(&self.scope), what })
    }

    fn zone(&self, setting: Setting<Placement>) -> Box<dyn Val> {
        Box::new(ZoneValue { scope: Arc::clone(&self.scope), setting })
    }

    fn known<T: fmt::Display + Clone>(
        &self,
        setting: Setting<T>,
        turn: impl FnOnce(T) -> Box<dyn Val>,
    ) -> Result<Box<dyn Val>, ExecutionError> {
        match setting.value() {
            Some(value) => {
                self.scope.recorder.read(&setting);
                Ok(turn(value.clone()))
            }
            None => Err(self.scope.recorder.unknown(&setting)),
        }
    }

    /// A list attribute; that it is known is no evidence, its elements are.
    fn listed<T>(
        &self,
        setting: Setting<Vec<T>>,
        turn: impl Fn(T) -> Box<dyn Val>,
    ) -> Result<Box<dyn Val>, ExecutionError> {
        let (name, at) = (setting.name.clone(), setting.at);
        match setting.state {
            crate::model::State::Known { value, .. } => Ok(list(value.into_iter().map(turn))),
            crate::model::State::Unknown(why) => {
                Err(self.scope.recorder.unknown(&Setting::<String>::unknown(name, why, at)))
            }
        }
    }
}

/// Reads the attribute of that name, where there is one.
pub(super) fn read<T>(table: &[Attribute<T>], field: &str, of: &T) -> Option<Read> {
    table.iter().find(|attribute| attribute.name == field).map(|attribute| (attribute.read)(of))
}

fn list(items: impl Iterator<Item = Box<dyn Val>>) -> Box<dyn Val> {
    let items: Vec<Box<dyn Val>> = items.collect();
    Box::new(CelList::from(items))
}

impl Indexer for Object {
    fn get<'b, 'v>(&'b self, field: &dyn Val) -> Result<CowVal<'b, 'v>, ExecutionError>
    where
        Self: 'v,
    {
        let name = field.downcast_ref::<CelString>().map(CelString::inner).unwrap_or_default();
        self.attribute(name).map(CowVal::Owned)
    }

    fn steal<'v>(self: Box<Self>, field: &dyn Val) -> Result<Box<dyn Val + 'v>, ExecutionError>
    where
        Self: 'v,
    {
        self.get(field).map(CowVal::into_owned)
    }
}

impl Val for Object {
    fn get_type(&self) -> &CelType {
        &OBJECT
    }
    fn cel_type() -> &'static CelType {
        &OBJECT
    }
    fn as_indexer<'b, 'v>(&'b self) -> Option<&'b (dyn Indexer + 'v)>
    where
        Self: 'v,
    {
        Some(self)
    }
    fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
        Box::new(self.clone())
    }
    fn as_any(&self) -> Option<&dyn Any> {
        Some(self)
    }
}
impl StaticVal for Object {}

/// A value that only the functions of the vocabulary look into.
macro_rules! opaque {
    ($value:ty, $cel:ident) => {
        impl Val for $value {
            fn get_type(&self) -> &CelType {
                &$cel
            }
            fn cel_type() -> &'static CelType {
                &$cel
            }
            fn clone_as_boxed<'v>(&self) -> Box<dyn Val + 'v> {
                Box::new(self.clone())
            }
            fn as_any(&self) -> Option<&dyn Any> {
                Some(self)
            }
        }
        impl StaticVal for $value {}
    };
}

opaque!(ZoneValue, ZONE);
opaque!(VersionValue, VERSION);

impl fmt::Debug for Object {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.what)
    }
}

impl fmt::Debug for ZoneValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.setting)
    }
}

impl fmt::Debug for VersionValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:?}", self.setting)
    }
}

impl fmt::Display for ZoneValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.setting.value() {
            Some(_) if self.setting.secret => f.write_str(SENSITIVE),
            Some(placement) => placement.fmt(f),
            None => f.write_str("an unknown zone"),
        }
    }
}

impl fmt::Display for VersionValue {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.setting.value(), self.floors.first()) {
            (Some(_), _) if self.setting.secret => f.write_str(SENSITIVE),
            (Some(version), _) => version.fmt(f),
            (None, Some(floor)) => floor.version.fmt(f),
            (None, None) => f.write_str("of an unknown version"),
        }
    }
}
