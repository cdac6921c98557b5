//! Availability Zones, and how a node comes to be in one.

use std::fmt;

/// An Availability Zone as an input names it.
///
/// There is no `==` for people who write rules: a name and an id can't be compared (X035), so
/// [`same`](Zone::same) answers with "unknown" where they meet.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Zone {
    /// A zone name, such as `eu-west-1a`. No pattern is assumed (X108).
    Name(String),
    /// A zone id, such as `euw1-az1`.
    Id(String),
    /// An element of a list whose names are not known, such as `Fn::Select [0, Fn::GetAZs ""]`.
    Symbol {
        /// What identifies the list, the region included. A name with a gap, such as
        /// `${AWS::Region}`, stands for the zones that a letter after it makes.
        list: String,
        /// The element's index in it.
        index: u32,
    },
    /// What an expression stands for whose value is not known: written twice, it is one zone twice.
    Expression(String),
}

impl Zone {
    /// Whether two zones are the same; `None` where names, ids and symbols meet.
    #[must_use]
    pub fn same(&self, other: &Zone) -> Option<bool> {
        match (self, other) {
            (Zone::Name(a), Zone::Name(b)) | (Zone::Id(a), Zone::Id(b)) => Some(a == b),
            (Zone::Symbol { list: a, index: i }, Zone::Symbol { list: b, index: j }) if a == b => {
                Some(i == j)
            }
            (Zone::Expression(a), Zone::Expression(b)) if a == b => Some(true),
            _ => None,
        }
    }
}

impl fmt::Display for Zone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Zone::Name(name) | Zone::Id(name) | Zone::Expression(name) => f.write_str(name),
            Zone::Symbol { list, index } => match (list.starts_with("${"), u8::try_from(*index)) {
                (true, Ok(index @ 0..26)) => write!(f, "{list}{}", char::from(b'a' + index)),
                _ => write!(f, "zone {index} of {list}"),
            },
        }
    }
}

/// How a node comes to be in a zone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Placement {
    /// Asked to be in a zone, or seen living in one.
    Pinned(Zone),
    /// Nothing is asked: ElastiCache chooses (X027).
    Left,
}

impl Placement {
    /// The zone, where the node is pinned to one or lives in one.
    #[must_use]
    pub fn zone(&self) -> Option<&Zone> {
        match self {
            Placement::Pinned(zone) => Some(zone),
            Placement::Left => None,
        }
    }
}

impl fmt::Display for Placement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Placement::Pinned(zone) => zone.fmt(f),
            Placement::Left => f.write_str("left to ElastiCache"),
        }
    }
}
