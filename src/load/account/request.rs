//! What to read, what is told meanwhile, and what comes of it.

use std::time::Duration;

use super::fault::one_line;
use super::limits::Limits;
use super::snapshot::Snapshot;

/// What to read, with whose credentials, and how patiently.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// The profile of the AWS configuration; without one, the credentials that the environment gives.
    pub profile: Option<String>,
    /// The regions to read, or [`ALL`](super::ALL); empty: the one that the profile or the environment names.
    pub regions: Vec<String>,
    /// Where ElastiCache and STS answer instead of AWS's own endpoints.
    pub endpoint_url: Option<String>,
    /// The roles to read with, one account each; empty: the credentials as they are.
    pub assume_roles: Vec<String>,
    /// How long one call may take, with all its retries.
    pub timeout: Duration,
    /// How many regions are read at once; at least one.
    pub concurrency: usize,
    /// How much is read at most.
    pub limits: Limits,
}

impl Request {
    /// Where AWS's own endpoints are not asked: the address, without a name and password that may stand in it.
    pub(super) fn endpoint(&self) -> Option<String> {
        let variables = ["AWS_ENDPOINT_URL_ELASTICACHE", "AWS_ENDPOINT_URL"].into_iter();
        let of_environment = || variables.filter_map(|name| std::env::var(name).ok()).next();
        let url = self.endpoint_url.clone().or_else(of_environment)?;
        let (scheme, rest) = url.split_once("://")?;
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        let host = host.rsplit_once('@').map_or(host, |(_, host)| host);
        Some(one_line(&format!("{scheme}://{host}")))
    }
}

/// How far a reading is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Progress {
    /// So many regions are going to be read, over all accounts.
    Begun(usize),
    /// A step in one of them.
    In {
        /// The account, where STS told it.
        account: Option<String>,
        /// The region.
        region: String,
        /// What happened.
        step: Step,
    },
}

/// One step in the reading of a region.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// The first call is about to be made.
    Started,
    /// One more page has come: there are so many replication groups so far.
    Groups(usize),
    /// The region has been read, whether or not single calls were refused.
    Done,
    /// The replication groups could not be read, or not all of them.
    Failed,
}

/// What could not be read at all, in words for whoever runs this.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// Whose credentials: `role …`, `profile …`, or `the default credentials`.
    pub whose: String,
    /// The account, where it is known.
    pub account: Option<String>,
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
    /// The regions that were asked of each account.
    pub regions: Vec<String>,
    /// What was read.
    pub snapshot: Snapshot,
    /// What was not, and why.
    pub failures: Vec<Trouble>,
    /// Whether Ctrl-C ended it early.
    pub interrupted: bool,
}
