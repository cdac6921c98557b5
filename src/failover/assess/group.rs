//! All shards of a group together, also where the zone that fails is told by one of them.

use std::collections::BTreeSet;

use crate::failover::plan::Possible;
use crate::failover::strike::{Place, Strike};
use crate::failover::terms::Terms;
use crate::failover::view::ShardView;

use super::answers::{union, worst_possible};
use super::{Assessment, Failure, assess};

/// Assesses a failure of all shards of a group together.
pub(in crate::failover) fn assess_group(
    shards: &[&ShardView],
    terms: &[Terms],
    failure: &Failure<'_>,
) -> Assessment {
    let mut found = assess(shards, terms, failure);
    if failure.is_of_one_shard() {
        // The zone is told by one shard: each of the others may have its primary in it, or not.
        let place =
            if *failure.strike == Strike::Zone(Place::Another) { Place::OfPrimary } else { Place::Another };
        let strike = Strike::Zone(place);
        let otherwise = assess(shards, terms, &Failure { strike: &strike, ..*failure });
        found.group = (0..terms.len()).map(|at| told_by_one(&found, &otherwise, at)).collect();
    }
    found
}

/// What is possible for the group under the terms at an index, whichever shard tells the zone.
fn told_by_one(found: &Assessment, otherwise: &Assessment, at: usize) -> Possible {
    let of = |assessment: &Assessment, class: &usize| {
        let class = assessment.classes.get(*class);
        class.and_then(|class| class.possible.get(at)).cloned().unwrap_or_default()
    };
    let pairs: BTreeSet<(&usize, &usize)> = found.class_of.iter().zip(&otherwise.class_of).collect();
    let any: Vec<Possible> =
        pairs.iter().map(|(one, other)| union([of(found, one), of(otherwise, other)].iter())).collect();
    let told: BTreeSet<&usize> = found.class_of.iter().collect();
    let groups: Vec<Possible> =
        told.iter().map(|class| worst_possible(any.iter().chain([&of(found, class)]))).collect();
    union(groups.iter())
}
