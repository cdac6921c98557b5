//! A plan as plain data: what every report is made from.

mod picture;
mod recovery;

use crate::model::{Setting, Target, Unknown};

use super::scenario::Kind;
use super::words::{DataLoss, Range, Service, Verdict};

pub use picture::{NodePicture, NodeState, Part, Picture, ShardPicture};
pub use recovery::{Endpoint, Promotion, Replacement};

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

impl Open {
    /// A setting that is not known; none where it is.
    pub(super) fn of<T>(setting: &Setting<T>) -> Option<Open> {
        let why = Unknown::clone(setting.why()?);
        Some(Open { setting: setting.name.clone(), why })
    }
}
