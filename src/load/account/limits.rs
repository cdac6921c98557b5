//! How much is read at most: far more than AWS's quotas let an account have, and an end for a server that has none.
//!
//! The quotas they are derived from: 300 nodes a region unless raised, at most 500 nodes in a replication group, and at
//! most 100 objects on a page.

use std::time::Duration;

const MIB: u64 = 1 << 20;

/// How long all calls of one account and region may take: 2,000 pages of almost a second each.
const REGION_TIME: Duration = Duration::from_secs(30 * 60);

/// How long a whole run may take: 200 accounts in 35 regions, at 8 seconds each and four at once.
const RUN_TIME: Duration = Duration::from_secs(4 * 60 * 60);

/// Pages of one call: 200,000 objects, the nodes of 660 regions.
const PAGES: usize = 2_000;

/// Answers in one region, those of all calls and pages.
const REGION_ANSWERS: usize = 5_000;

/// Objects of one kind on one page, nodes and shards among them: 100 replication groups of 500 nodes each.
const PAGE_OBJECTS: usize = 50_000;

/// Objects of all kinds in one region: 80,000 nodes, which are each a member of a shard, a cluster and a node of that,
/// with their shards, groups and security groups.
const REGION_OBJECTS: usize = 1_000_000;

/// Objects of all kinds in a run.
const RUN_OBJECTS: usize = 2_000_000;

/// Bytes of one answer: a page of 100 replication groups of 500 nodes each is less than 25 MiB.
const ANSWER_BYTES: u64 = 32 * MIB;

/// Bytes of all answers in one region: 80,000 nodes with all that is told of them.
const REGION_BYTES: u64 = 256 * MIB;

/// Bytes of all answers of a run. What comes of them is held in memory, about twelve times as large.
const RUN_BYTES: u64 = 512 * MIB;

/// How often one call is tried. Throttling is the usual reason.
const TRIES: u32 = 6;

/// How long the second try waits at most; each later one waits up to twice as long.
const BACK_OFF: Duration = Duration::from_secs(1);

/// The most that one reading takes in. `Default` is what `multiaz audit` keeps to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// How long all calls of one account and region may take.
    pub region_time: Duration,
    /// How long the whole reading may take.
    pub run_time: Duration,
    /// Pages of one call.
    pub pages: usize,
    /// Answers of all calls in one account and region, refusals among them.
    pub region_answers: usize,
    /// Objects of one kind on one page, nodes and shards among them.
    pub page_objects: usize,
    /// Objects of all kinds in one account and region.
    pub region_objects: usize,
    /// Objects of all kinds of the reading.
    pub run_objects: usize,
    /// Bytes of one answer.
    pub answer_bytes: u64,
    /// Bytes of all answers in one account and region.
    pub region_bytes: u64,
    /// Bytes of all answers of the reading.
    pub run_bytes: u64,
    /// How often one call is tried.
    pub tries: u32,
    /// How long the second try waits at most; each later one waits up to twice as long.
    pub back_off: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            region_time: REGION_TIME,
            run_time: RUN_TIME,
            pages: PAGES,
            region_answers: REGION_ANSWERS,
            page_objects: PAGE_OBJECTS,
            region_objects: REGION_OBJECTS,
            run_objects: RUN_OBJECTS,
            answer_bytes: ANSWER_BYTES,
            region_bytes: REGION_BYTES,
            run_bytes: RUN_BYTES,
            tries: TRIES,
            back_off: BACK_OFF,
        }
    }
}
