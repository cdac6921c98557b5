//! Which values are not known and matter to a plan.

use std::collections::BTreeSet;

use crate::model::{Group, Unknown};

use super::assess::Case;
use super::plan::{Open, Part, Possible};
use super::scenario::Kind;
use super::terms::AllTerms;
use super::view::ShardView;

/// Names what is not known and matters: settings of the group, nodes of the shards, zones.
pub(super) fn unknown<'a>(
    group: &Group,
    terms: &AllTerms,
    possible: &[Possible],
    shards: impl Iterator<Item = &'a ShardView> + Clone,
    kind: Kind,
    cases: &BTreeSet<Case>,
) -> Vec<Open> {
    let mut all = terms.that_matter(possible);
    let blows: BTreeSet<_> = cases.iter().map(|case| case.blow).collect();
    for shard in shards.clone() {
        let roles_open = shard.nodes.iter().any(|node| node.part == Part::Either);
        if blows.len() > 1 || roles_open {
            add(&mut all, shard.open.iter().cloned());
        }
    }
    if kind == Kind::Zone && shards.clone().any(ShardView::has_left) {
        add(&mut all, left(group, cases));
    }
    if let Some(why) = group.existence.why() {
        add(&mut all, [Open { setting: group.existence.name.clone(), why: Unknown::clone(why) }]);
    }
    all
}

fn add(all: &mut Vec<Open>, more: impl IntoIterator<Item = Open>) {
    for one in more {
        if !all.contains(&one) {
            all.push(one);
        }
    }
}

/// Zones that are left to ElastiCache: with Multi-AZ on, the subnets decide whether it can spread.
fn left(group: &Group, cases: &BTreeSet<Case>) -> Vec<Open> {
    let mut all = Vec::new();
    if cases.iter().any(|case| !case.terms.multi_az) {
        let why = Unknown::new(
            "no zone is asked for, so ElastiCache chooses, and with Multi-AZ off nothing promises that they differ",
            "name a zone for each node, or describe the group once it exists",
        );
        all.push(Open { setting: "zones of the nodes".into(), why });
    }
    if let Some(why) = group.subnet_zones.why() {
        all.push(Open { setting: group.subnet_zones.name.clone(), why: Unknown::clone(why) });
    }
    all
}
