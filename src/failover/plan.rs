//! A plan as plain data: what every report is made from.

use crate::model::{Target, Unknown};

use super::scenario::Kind;
use super::words::{DataLoss, Range, Service, Verdict};

/// What would happen to a shard, or to the whole group, in one scenario.
#[derive(Debug, Clone)]
pub struct Plan {
    /// What people call the group.
    pub group: String,
    /// Which group of the world it is.
    pub target: Target,
    /// What happens.
    pub scenario: Kind,
    /// The shard; none for the whole group.
    pub shard: Option<String>,
    /// What fails.
    pub failed: Failed,
    /// The answer in a word; `unstated` where values that are not known decide it.
    pub verdict: Verdict,
    /// What ends it, where writes stop for longer than seconds.
    pub until: Option<String>,
    /// What becomes of writes.
    pub writes: Service,
    /// What becomes of reads.
    pub reads: Service,
    /// What data is lost.
    pub data_loss: DataLoss,
    /// The shards all of whose data is surely lost.
    pub emptied: Vec<String>,
    /// Every answer that values which are not known leave possible; one each where all is known.
    pub possible: Possible,
    /// What happens, in order.
    pub steps: Vec<Step>,
    /// Who takes over.
    pub promotion: Promotion,
    /// Where endpoints point before and after, and who must change something.
    pub endpoints: Vec<Endpoint>,
    /// Which nodes come back, where and when.
    pub replacements: Vec<Replacement>,
    /// Whether the primaries that are left are a majority; none where the question does not arise.
    pub quorum: Option<Quorum>,
    /// The layout before.
    pub before: Picture,
    /// The layout afterwards, when what can be replaced at once has been.
    pub after: Picture,
    /// What the loss of each remaining zone would then do.
    pub second_loss: Vec<SecondLoss>,
    /// Values that are not known and matter here.
    pub unknown: Vec<Open>,
    /// Why the verdict is `not-applicable` or `unstated`.
    pub reason: Option<String>,
}

/// What fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failed {
    /// The zone, where one fails: its name, `the primary's zone` or `another zone`.
    pub zone: Option<String>,
    /// The nodes that fail, or may fail, by id.
    pub nodes: Vec<String>,
    /// How many of them fail; none where that is not known.
    pub count: Option<u32>,
}

/// Every answer that is possible.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Possible {
    /// Verdicts.
    pub verdicts: Range<Verdict>,
    /// What becomes of writes.
    pub writes: Range<Service>,
    /// What becomes of reads.
    pub reads: Range<Service>,
    /// What data is lost.
    pub data_loss: Range<DataLoss>,
}

/// Something that happens.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Step {
    /// Under which condition, where values that are not known decide it.
    pub when: Option<String>,
    /// The shards it is about; empty for all of the plan's scope.
    pub shards: Vec<String>,
    /// A sentence.
    pub text: String,
    /// The facts it rests on.
    pub facts: Vec<&'static str>,
}

/// Who takes over.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Promotion {
    /// The nodes that can be promoted, by id; the one with the least replication lag is (F160).
    pub candidates: Vec<String>,
    /// Nodes can be promoted that the input does not list.
    pub unlisted: bool,
}

/// An endpoint and what a failover does to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Endpoint {
    /// `primary`, `reader`, `configuration` or `node`.
    pub kind: &'static str,
    /// The shard it is of; none for the configuration endpoint.
    pub shard: Option<String>,
    /// The node it is of, for a node endpoint.
    pub node: Option<String>,
    /// `host:port`, where the input shows it.
    pub address: Option<String>,
    /// What it points to before.
    pub before: String,
    /// What it points to afterwards.
    pub after: String,
    /// Who must change something and what; none where nobody must.
    pub action: Option<String>,
    /// The facts it rests on.
    pub facts: Vec<&'static str>,
}

/// A node that comes back.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Replacement {
    /// The node it replaces, by id.
    pub node: String,
    /// The zone it comes in, where that is known.
    pub zone: Option<String>,
    /// When it comes: `at-once`, `zone-returns` or `unstated`.
    pub when: &'static str,
    /// The role it comes with: `replica`, `primary` or `primary or replica`.
    pub role: &'static str,
    /// The facts it rests on.
    pub facts: Vec<&'static str>,
}

/// The majority of primaries in cluster mode: an inference from the cluster protocol (X057–X062).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Quorum {
    /// How many primaries, and so shards, there are.
    pub primaries: u32,
    /// How many are a majority.
    pub majority: u32,
    /// How many are left at least.
    pub left_at_least: u32,
    /// How many are left at most.
    pub left_at_most: u32,
}

impl Quorum {
    /// Whether a majority is left; none where that is not known.
    #[must_use]
    pub fn kept(&self) -> Option<bool> {
        match (self.left_at_least >= self.majority, self.left_at_most >= self.majority) {
            (true, _) => Some(true),
            (false, false) => Some(false),
            (false, true) => None,
        }
    }
}

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

/// What the loss of a zone would do after the plan.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SecondLoss {
    /// The zone.
    pub zone: String,
    /// The answer in a word.
    pub verdict: Verdict,
    /// What becomes of writes.
    pub writes: Service,
    /// What becomes of reads.
    pub reads: Service,
    /// What data is lost.
    pub data_loss: DataLoss,
    /// Every answer that is possible.
    pub possible: Possible,
}

/// A value that is not known and matters.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Open {
    /// The setting's name.
    pub setting: String,
    /// Why it is not known, and what would tell.
    pub why: Unknown,
}
