//! JUnit XML: a test suite for each input file, or account and region; a test case for each group and rule.
//!
//! Written as it goes: 10,000 groups and 24 rules are 240,000 cases, which are made one group at a time, twice, since the
//! counts stand before the cases. `quick-junit` would hold them all, so only the tests use it, to read.

mod case;
mod check;
mod failover;
mod suites;
mod xml;

pub use check::junit;
pub use failover::failover_junit;
