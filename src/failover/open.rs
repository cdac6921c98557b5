//! Which values are not known and matter to a plan.

use std::collections::BTreeSet;

use crate::model::{Group, Unknown};

use super::assess::{Case, union};
use super::compose::{Scope, depends_on_others};
use super::plan::{Open, Part};
use super::scenario::Kind;
use super::view::ShardView;

/// Names what is not known and matters: settings of the group, nodes of the shards, zones.
///
/// `shards` are those of the scope and others that decide there.
pub(super) fn unknown<'a>(scope: &Scope<'a>, shards: &[&'a ShardView], cases: &BTreeSet<Case>) -> Vec<Open> {
    let (group, kind) = (scope.group, scope.scene.kind);
    let mut all = scope.terms.that_matter(scope.possible);
    // Of one shard: that shards differ leaves nothing open.
    let blow_is_open = scope.struck.iter().any(|one| one.class.is_open());
    let others_decide = depends_on_others(scope.struck);
    let happens = cases.iter().any(|case| case.effect.course.happens());
    let is_open = |shard: &&ShardView| {
        let roles_open = shard.nodes.iter().any(|node| node.part == Part::Either);
        blow_is_open || (roles_open && happens) || others_decide
    };
    add_those_of_shards(&mut all, scope, shards.iter().copied().filter(|shard| is_open(shard)));
    if matches!(kind, Kind::PrimaryAndReplicas | Kind::Replica) && all.is_empty() && blow_is_open {
        add(&mut all, [which_replicas(kind)]);
    }
    let is_left = shards.iter().any(|shard| shard.has_left());
    if kind == Kind::Zone && is_left {
        add(&mut all, left(group, cases));
    }
    let differs = union(scope.possible.iter()).verdicts.len() > 1;
    if all.is_empty() && differs {
        // A zone that is told by one shard may hold the primaries of any number of others.
        add_those_of_shards(&mut all, scope, shards.iter().copied());
    }
    if kind == Kind::Zone && all.is_empty() && (blow_is_open || others_decide || differs) {
        add(&mut all, [if is_left { chosen() } else { incomparable() }]);
    }
    add(&mut all, Open::of(&group.existence));
    all
}

/// How many values of shards a plan names: with 500 shards, each could name thousands of others.
const MOST_NAMED: usize = 48;

/// Adds what is not known of shards; where that is too much to be read, of the plan's own first.
fn add_those_of_shards<'a>(
    all: &mut Vec<Open>,
    scope: &Scope<'a>,
    shards: impl Iterator<Item = &'a ShardView> + Clone,
) {
    let own = scope.struck.iter().map(|one| one.shard);
    let (found, is_whole) = named(shards.clone());
    if is_whole {
        return add(all, found.into_iter().cloned());
    }
    add(all, named(own.chain(shards)).0.into_iter().cloned());
    add(all, [others()]);
}

/// What is not known of shards, each once, and whether that is all of it.
fn named<'a>(shards: impl Iterator<Item = &'a ShardView>) -> (Vec<&'a Open>, bool) {
    let mut seen = BTreeSet::new();
    let mut found = Vec::new();
    for open in shards.flat_map(|shard| &shard.open) {
        if seen.insert(open) {
            if found.len() == MOST_NAMED {
                return (found, false);
            }
            found.push(open);
        }
    }
    (found, true)
}

/// More values than a plan names.
fn others() -> Open {
    let why = Unknown::new(
        format!("more than {MOST_NAMED} values of its shards are not known, of which these are the first"),
        "look at one shard with --shard",
    );
    Open { setting: "other values of the shards".into(), why }
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

/// Zones that are left to ElastiCache, which spreads the nodes over them: not which node is where.
fn chosen() -> Open {
    let why = Unknown::new(
        "no zone is asked for, so ElastiCache chooses which node is in which zone",
        "name a zone for each node, or describe the group once it exists",
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
    all.extend(Open::of(&group.subnet_zones));
    all
}
