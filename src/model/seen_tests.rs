//! Failover tests that an account's events tell of.

use super::Unknown;

/// How many failover tests the events of an account and region tell of (X091).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SeenTests {
    /// The account's number; none where it was not told.
    pub account: Option<String>,
    /// The region.
    pub region: String,
    /// The end of the 24 hours that are looked at, in UTC: `2026-11-22T07:20:00Z`.
    pub until: String,
    /// The tests of those 24 hours, or why they are not known.
    pub count: Result<u32, Unknown>,
}
