//! Layouts as plain data: nodes in their zones, before and after.

/// A layout, zone by zone.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Picture {
    /// The zones that hold nodes, sorted by name.
    pub zones: Vec<String>,
    /// The shards with their nodes.
    pub shards: Vec<ShardPicture>,
}

/// A shard in a layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ShardPicture {
    /// Its id.
    pub id: String,
    /// Its nodes.
    pub nodes: Vec<NodePicture>,
    /// There may be nodes that are not listed.
    pub incomplete: bool,
}

/// A node in a layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NodePicture {
    /// Its id.
    pub id: String,
    /// What it is.
    pub role: Part,
    /// Its zone, where that is known.
    pub zone: Option<String>,
    /// Whether the zone is `known`, `left` to ElastiCache or `unknown`.
    pub placement: &'static str,
    /// How it fares.
    pub state: NodeState,
}

/// The part a node plays.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Part {
    /// Takes the writes.
    Primary,
    /// Copies the primary.
    Replica,
    /// One or the other: that is not known, or the least lag will decide.
    Either,
}

impl Part {
    /// The name in JSON and in sentences.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Part::Primary => "primary",
            Part::Replica => "replica",
            Part::Either => "primary or replica",
        }
    }
}

/// How a node fares in a layout.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum NodeState {
    /// It runs.
    Running,
    /// It was replaced by a new node in its place.
    Replaced,
    /// It is gone until its zone is back.
    Gone,
    /// It runs or it is gone: its zone is not known.
    MayBeGone,
}

impl NodeState {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            NodeState::Running => "running",
            NodeState::Replaced => "replaced",
            NodeState::Gone => "gone",
            NodeState::MayBeGone => "may-be-gone",
        }
    }
}
