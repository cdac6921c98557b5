//! Regions that are closed to an account: of all regions there are, those are named and passed over.

use crate::load::account::{ALL, AccountSnapshot, GROUPS, Reading, Trouble};

/// Takes the regions that are closed out of a reading; returns a sentence on each.
///
/// A region that is named must answer, and so must one of the regions of everybody who reads: credentials that
/// no region accepts are wrong.
pub(super) fn pass_over(reading: &mut Reading, named: &[String]) -> Vec<String> {
    if !named.iter().any(|region| region == ALL) {
        return Vec::new();
    }
    let closed: Vec<Trouble> =
        reading.failures.iter().filter(|one| is_closed(one, reading, named)).cloned().collect();
    reading.failures.retain(|one| !closed.contains(one));
    let is_passed = |account: &AccountSnapshot| {
        !has_groups(account)
            && closed.iter().any(|one| account.is_of(one.account.as_deref(), one.region.as_deref()))
    };
    reading.snapshot.accounts.retain(|account| !is_passed(account));
    closed.iter().map(note).collect()
}

fn is_closed(trouble: &Trouble, reading: &Reading, named: &[String]) -> bool {
    let Some(region) = &trouble.region else { return false };
    let in_trouble = reading.failures.iter().filter(|other| other.whose == trouble.whose).count();
    let was_read = |account: &AccountSnapshot| {
        account.is_of(trouble.account.as_deref(), Some(region)) && has_groups(account)
    };
    trouble.may_be_disabled
        && !named.contains(region)
        && in_trouble < reading.regions.len()
        && !reading.snapshot.accounts.iter().any(was_read)
}

fn has_groups(account: &AccountSnapshot) -> bool {
    account.answers.iter().any(|answer| answer.action == GROUPS)
}

fn note(trouble: &Trouble) -> String {
    let region = trouble.region.as_deref().unwrap_or_default();
    format!("{region} is passed over for {}: {}", trouble.whose, trouble.message)
}
