//! Which values are not known and matter to a plan.

use std::collections::BTreeSet;

use crate::model::{Group, Unknown};

use super::assess::Case;
use super::compose::depends_on_others;
use super::effect::Course;
use super::plan::{Open, Part, Possible};
use super::scenario::Kind;
use super::terms::AllTerms;
use super::view::ShardView;

/// Names what is not known and matters: settings of the group, nodes of the shards, zones.
pub(super) fn unknown(
    group: &Group,
    terms: &AllTerms,
    possible: &[Possible],
    shards: &[&ShardView],
    kind: Kind,
    cases: &BTreeSet<Case>,
) -> Vec<Open> {
    let mut all = terms.that_matter(possible);
    let blows: BTreeSet<_> = cases.iter().map(|case| case.blow).collect();
    let happens = cases.iter().any(|case| !matches!(case.effect.course, Course::NotApplicable(_)));
    for shard in shards {
        let roles_open = shard.nodes.iter().any(|node| node.part == Part::Either);
        if blows.len() > 1 || (roles_open && happens) || depends_on_others(cases) {
            add(&mut all, shard.open.iter().cloned());
        }
    }
    if matches!(kind, Kind::PrimaryAndReplicas | Kind::Replica) && all.is_empty() && blows.len() > 1 {
        add(&mut all, [which_replicas(kind)]);
    }
    if kind == Kind::Zone && shards.iter().any(|shard| shard.has_left()) {
        add(&mut all, left(group, cases));
    }
    // The zone that fails may be told in another way than those of the nodes, too.
    let told_apart = shards.iter().all(|shard| shard.tells_zones_apart());
    if kind == Kind::Zone && all.is_empty() && (!told_apart || blows.len() > 1) {
        add(&mut all, [incomparable()]);
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

/// The scenario itself leaves open which replicas fail, and not all of them can be promoted.
fn which_replicas(kind: Kind) -> Open {
    let why = Unknown::new(
        "the scenario does not name the replicas that fail, and they are not alike",
        format!("name them: --scenario {}=NODE", kind.name()),
    );
    Open { setting: "which replicas fail".into(), why }
}

/// Zones are known, but not whether two of them are the same (X035).
fn incomparable() -> Open {
    let why = Unknown::new(
        "zones are told in ways that can't be compared: by name, by id, as an element of a list",
        "tell all of them in one way, or describe the group once it exists",
    );
    Open { setting: "zones of the nodes".into(), why }
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
