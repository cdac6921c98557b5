//! How much of the quota of tests is used up already: what the user says, or what events tell.

use crate::model::{SeenTests, Unknown};
use crate::runbook::Options;
use crate::runbook::site::Site;

/// The tests of the 24 hours before a run.
#[derive(Debug, Clone, Copy)]
pub(super) enum Used<'a> {
    /// What the user says counts before everything else.
    Said(u32),
    /// What the events of accounts and regions tell; there is one at least.
    Seen(&'a [SeenTests]),
    /// Nobody tells.
    Untold,
}

impl<'a> Used<'a> {
    /// What the options of a run tell.
    pub(super) fn of(options: &'a Options) -> Used<'a> {
        match (options.already_used, options.seen.as_slice()) {
            (Some(used), _) => Used::Said(used),
            (None, []) => Used::Untold,
            (None, seen) => Used::Seen(seen),
        }
    }

    /// How many there are at least.
    ///
    /// Those of all regions count: whether the quota is one for all of them no source states (X091).
    pub(super) fn at_least(self) -> u32 {
        match self {
            Used::Said(used) => used,
            Used::Seen(seen) => seen.iter().filter_map(known).fold(0, u32::saturating_add),
            Used::Untold => 0,
        }
    }

    /// Why it may be more, where the events of a region are not known.
    pub(super) fn open(self) -> Option<(&'a SeenTests, &'a Unknown)> {
        let Used::Seen(seen) = self else { return None };
        seen.iter().find_map(|one| Some((one, one.count.as_ref().err()?)))
    }

    /// What the events of the group's own account and region tell.
    pub(super) fn here(self, site: &Site<'_>) -> Option<&'a SeenTests> {
        let Used::Seen(seen) = self else { return None };
        seen.iter().find(|one| is_here(one, site))
    }

    /// The tests of other accounts and regions.
    pub(super) fn elsewhere(self, site: &Site<'_>) -> impl Iterator<Item = (&'a SeenTests, u32)> {
        let seen = if let Used::Seen(seen) = self { seen } else { &[] };
        let others = seen.iter().filter(|one| !is_here(one, site));
        others.filter_map(|one| Some((one, known(one)?))).filter(|(_, count)| *count > 0)
    }
}

fn known(seen: &SeenTests) -> Option<u32> {
    seen.count.as_ref().ok().copied()
}

fn is_here(seen: &SeenTests, site: &Site<'_>) -> bool {
    let same_account = match (seen.account.as_deref(), site.account()) {
        (Some(one), Some(other)) => one == other,
        _ => true,
    };
    same_account && site.region() == Some(seen.region.as_str())
}

/// `eu-west-1 of 123456789012`: where events were seen.
pub(super) fn whose(seen: &SeenTests) -> String {
    match &seen.account {
        Some(account) => format!("{} of {account}", seen.region),
        None => seen.region.clone(),
    }
}
