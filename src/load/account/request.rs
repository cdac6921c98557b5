//! What to read, what is told meanwhile, and what comes of it.

use std::time::Duration;

use super::snapshot::Snapshot;

/// What to read, with whose credentials, and how patiently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The profile of the AWS configuration; without one, the credentials that the environment gives.
    pub profile: Option<String>,
    /// The regions to read; empty: the one that the profile or the environment names.
    pub regions: Vec<String>,
    /// Where ElastiCache and STS answer instead of AWS's own endpoints.
    pub endpoint_url: Option<String>,
    /// The roles to read with, one account each; empty: the credentials as they are.
    pub assume_roles: Vec<String>,
    /// How long one call may take, with all its retries.
    pub timeout: Duration,
    /// How many regions are read at once; at least one.
    pub concurrency: usize,
}

/// One step of a reading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// The first call of a region is about to be made.
    Started {
        /// The account, where STS told it.
        account: Option<String>,
        /// The region.
        region: String,
    },
    /// One more page of replication groups has come.
    Groups {
        /// The account, where STS told it.
        account: Option<String>,
        /// The region.
        region: String,
        /// How many groups it has so far.
        found: usize,
    },
    /// The region has been read, whether or not single calls were refused.
    Done {
        /// The account, where STS told it.
        account: Option<String>,
        /// The region.
        region: String,
    },
    /// The replication groups of the region could not be read, or not all of them.
    Failed {
        /// The account, where STS told it.
        account: Option<String>,
        /// The region.
        region: String,
    },
}

/// What could not be read at all, in words for whoever runs this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Whose credentials: `role …`, `profile …`, or `the default credentials`.
    pub whose: String,
    /// The region; absent where the trouble is with all of them.
    pub region: Option<String>,
    /// What is the matter, in one sentence without its full stop.
    pub message: String,
    /// What to do about it.
    pub remedy: String,
    /// AWS does not accept the credentials in this region, as where it is not enabled for the account.
    pub may_be_disabled: bool,
}

/// What came of a request.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// What was read.
    pub snapshot: Snapshot,
    /// What was not, and why.
    pub failures: Vec<Trouble>,
    /// Whether Ctrl-C ended it early.
    pub interrupted: bool,
}
