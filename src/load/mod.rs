//! From texts to the model: one reader per input, none of which judges.

#[cfg(feature = "live")]
pub mod account;
pub mod cloudformation;
mod common;
pub mod describe;
mod dispatch;
mod principal;
#[cfg(test)]
mod scaling_tests;
pub mod terraform;

use common::{
    MEMCACHED, OUTPOST, SERVERLESS, default_parameters, exists, external_replica_unsaid, host_and_port,
    is_flag, no_durability, no_transitions, parameter_word, parameters_from, parse_engine, parse_version,
    perhaps_memcached, unknown_parameters, unnamed, version_floors,
};
pub use dispatch::{Everything, Options, ReadAs, load};

use crate::model::{Group, SeenTests, Skipped};
use crate::source::Failure;

/// What one reader made of one input.
#[derive(Debug, Default)]
pub struct Loaded {
    /// Groups to judge.
    pub groups: Vec<Group>,
    /// What was seen and is not judged.
    pub skipped: Vec<Skipped>,
    /// What could not be read.
    pub failures: Vec<Failure>,
    /// The failover tests that events tell of, for each account and region that was audited.
    pub tests: Vec<SeenTests>,
}

impl Loaded {
    /// Adds what another reader found.
    pub fn extend(&mut self, other: Loaded) {
        self.groups.extend(other.groups);
        self.skipped.extend(other.skipped);
        self.failures.extend(other.failures);
        self.tests.extend(other.tests);
    }
}
