//! Full coverage: a shard that is down takes all others of its group with it.

use std::collections::BTreeSet;

use crate::failover::effect::{self, Course};
use crate::failover::words::{Range, Service, worst_of};

use super::Case;

/// With full coverage asked for, a shard that is down takes all others with it (X063).
///
/// `elsewhere` is how long shards may be down that are not among these.
pub(super) fn uncover(found: &mut [BTreeSet<Case>], elsewhere: &[Service]) {
    let downs: Vec<Range<Service>> = found.iter().map(|cases| cases.iter().map(down).collect()).collect();
    let mut worst = worst_of(&downs.iter().collect::<Vec<_>>());
    worst.extend(elsewhere);
    for cases in found {
        let mut all = BTreeSet::new();
        for case in cases.iter() {
            // No shard fares better than itself.
            let own = down(case);
            for down in worst.iter().map(|down| own.max(*down)) {
                let effect = effect::worsened(case.effect, down, down);
                let uncovered = case.uncovered || effect != case.effect;
                all.insert(Case { effect, uncovered, ..*case });
            }
        }
        *cases = all;
    }
}

/// Every way a shard of which nothing is known may be down when a zone fails.
pub(super) const ANY_DOWN: [Service; 4] =
    [Service::Uninterrupted, Service::Seconds, Service::Unstated, Service::UntilZoneReturns];

/// How long a shard has no primary.
fn down(case: &Case) -> Service {
    match case.effect.course {
        Course::NoStandby | Course::ExternalReplica | Course::Contradiction(_) => Service::Unstated,
        Course::Promotion { .. } if case.no_majority => Service::Unstated,
        Course::Promotion { .. } => Service::Seconds,
        Course::RefusedAlready | Course::ReplicasLost { .. } => Service::Uninterrupted,
        Course::NotApplicable(_)
        | Course::Untouched
        | Course::Recreation
        | Course::AllRecreated
        | Course::AllRecreatedDurable
        | Course::Planned(_)
        | Course::Rebooted
        | Course::RebootUnstated => case.effect.writes,
    }
}
