//! What was read, as plain data: the answers in the AWS CLI's shape, and what was refused.

use serde::Serialize;
use serde_json::Value;

/// The name of this format.
pub const FORMAT: &str = "multiaz-snapshot/1";

/// All accounts and regions of one reading.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Snapshot {
    /// Always [`FORMAT`].
    pub format: &'static str,
    /// One entry for each account and region, in the order of the request.
    pub accounts: Vec<AccountSnapshot>,
}

/// What one account has in one region.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AccountSnapshot {
    /// The account's id; absent where STS did not tell it.
    pub account: Option<String>,
    /// The region that was asked.
    pub region: String,
    /// When the reading of this region began, in UTC.
    pub taken_at: String,
    /// The answers, in the order of the calls.
    pub answers: Vec<Answer>,
    /// The calls that were refused, failed, or were not made.
    pub refused: Vec<Refusal>,
}

/// The answer of one call, all its pages joined.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Answer {
    /// The IAM action of the call.
    pub action: &'static str,
    /// What the call asked about, such as a parameter group; absent where it asked for all.
    pub of: Option<String>,
    /// The answer, as the AWS CLI prints it.
    pub answer: Value,
}

/// A call without an answer, or without all of it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Refusal {
    /// The IAM action of the call.
    pub action: &'static str,
    /// What the call asked about.
    pub of: Option<String>,
    /// The error's code and message.
    pub reason: String,
}

impl AccountSnapshot {
    /// Whether this is the account and region that a trouble is with.
    #[must_use]
    pub fn is_of(&self, account: Option<&str>, region: Option<&str>) -> bool {
        self.account.as_deref() == account && Some(self.region.as_str()) == region
    }
}

impl Snapshot {
    /// A snapshot of these accounts.
    pub(super) fn new(accounts: Vec<AccountSnapshot>) -> Self {
        Self { format: FORMAT, accounts }
    }
}
