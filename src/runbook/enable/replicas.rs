//! A replica for every shard that has none: Multi-AZ is for shards with more than one node.

use crate::model::{Group, Setting, Shard, Zone, is_place};
use crate::runbook::book::{Met, Precondition, Step};
use crate::runbook::placeholder::ANOTHER_ZONE;
use crate::runbook::request::{Request, ShardReplicas, Value};
use crate::runbook::site::{Site, shard_id};
use crate::runbook::state::{Sorted, has_replica, has_standby, names, sort_shards, zone_of};
use crate::runbook::waiting::ASK_AGAIN;

use super::Condition;

/// The most replicas that a shard can have (X014).
pub(super) const MOST: u32 = 5;

/// Another call that adds a replica (F65, X028).
pub(super) const ANOTHER_WAY: &str = "With cluster mode disabled CreateCacheCluster with ReplicationGroupId \
                                      and PreferredAvailabilityZone adds a replica too.";

/// At least one replica that is available, in every shard (F61, F63).
pub(super) fn one_each(site: &Site<'_>) -> Condition {
    let counted = sort_shards(site.group, has_replica);
    let ready = sort_shards(site.group, has_standby);
    let met = match (counted.met(), ready.met()) {
        (Met::Yes, ready) => ready,
        (counted, _) => counted,
    };
    let step = match (counted.met(), met) {
        (Met::No, _) => Some(add(site, &counted)),
        (_, Met::Yes) => None,
        (Met::Yes, _) => Some(look_at_states(site)),
        (_, _) => Some(look_at_nodes(site)),
    };
    let text = "every shard has a replica that is available";
    let because = because(&counted, &ready);
    Condition::new(Precondition::new(text, met, because, &["F61", "F63", "F73", "X012"]), step)
}

/// Whether a shard has none at all.
pub(super) fn are_missing(group: &Group) -> bool {
    group.layout.shards.iter().any(|shard| has_replica(shard) == Met::No)
}

fn because(counted: &Sorted<'_>, ready: &Sorted<'_>) -> String {
    let reason = |shards: &[&Shard], of: fn(&Shard) -> &Setting<u32>| {
        shards.first().and_then(|shard| of(shard).why()).map(|why| why.reason.clone()).unwrap_or_default()
    };
    match (counted.met(), ready.met()) {
        (Met::No, _) => format!("there is none in {}", names(&counted.no)),
        (Met::Unknown, _) => {
            let why = reason(&counted.unknown, |shard| &shard.replica_count);
            format!("{}: {why}", names(&counted.unknown))
        }
        (Met::Yes, Met::No) => format!("no replica is available in {}", names(&ready.no)),
        (Met::Yes, Met::Unknown) => {
            let why = reason(&ready.unknown, |shard| &shard.standby_count);
            format!("{}: {why}", names(&ready.unknown))
        }
        (Met::Yes, Met::Yes) => "each has at least one".to_owned(),
    }
}

fn add(site: &Site<'_>, counted: &Sorted<'_>) -> Step {
    let wanted: Vec<ShardReplicas> = counted.no.iter().map(|shard| with_more(site, shard, 1)).collect();
    let zones = match wanted.iter().all(|shard| shard.zones.is_empty()) {
        true => "Zones are not named, since the input does not tell them: look where the replica lands.",
        false => "The zones are those of all nodes of the shard, the primary's first.",
    };
    let why = format!(
        "Multi-AZ and automatic failover need a replica in every shard, and there is none in {}. It comes \
         first: with no replica the flags are refused. {zones}",
        names(&counted.no)
    );
    let step = Step::new(
        format!("Add a replica to {}", names(&counted.no)),
        why,
        &["F61", "F63", "F65", "F80", "X012", "X018", "X027", "X028", "X029", "X095"],
    );
    let all_alike = counted.yes.is_empty() && counted.unknown.is_empty();
    step.call(increase(site, wanted, all_alike))
        .call(site.wait())
        .console(site.console(&[
            "Tick the shard (cluster mode enabled), then choose Add replicas.",
            "Ask for one replica, choose Specify Availability Zones, and name a zone other than the primary's.",
        ]))
        .look(site.nodes())
        .expect("Every shard has two nodes or more.")
        .expect("In every shard the zones of the nodes differ.")
        .or_else(
            "InsufficientCacheClusterCapacity: try another zone, or later. NodeQuotaForClusterExceeded or \
             NodeQuotaForCustomerExceeded: ask AWS for a higher quota.",
        )
        .or_else("A replica in the primary's zone: add another in a second zone, then remove that one.")
        .or_else(ANOTHER_WAY)
        .or_else(ASK_AGAIN)
}

/// The call that adds replicas; one number is enough where all shards are to have the same.
pub(super) fn increase(site: &Site<'_>, wanted: Vec<ShardReplicas>, all_alike: bool) -> Request {
    let request = site.for_group("IncreaseReplicaCount");
    resize(request, wanted, all_alike)
}

/// The call that takes replicas away.
pub(super) fn decrease(site: &Site<'_>, wanted: Vec<ShardReplicas>, all_alike: bool) -> Request {
    let request = site.for_group("DecreaseReplicaCount");
    resize(request, wanted, all_alike)
}

fn resize(request: Request, wanted: Vec<ShardReplicas>, all_alike: bool) -> Request {
    let first = wanted.first().map_or(0, |shard| shard.replicas);
    let plain = wanted.iter().all(|shard| shard.zones.is_empty() && shard.replicas == first);
    let request = match plain && all_alike {
        true => request.with("NewReplicaCount", Value::Number(first)),
        false => request.with("ReplicaConfiguration", Value::Shards(wanted)),
    };
    request.flag("ApplyImmediately", true)
}

/// A shard with more replicas: the zones of its nodes, where all of them are known, and new ones.
pub(super) fn with_more(site: &Site<'_>, shard: &Shard, more: u32) -> ShardReplicas {
    let replicas = shard.replica_count.value().copied().unwrap_or(0).saturating_add(more);
    let zones = own_zones(shard).map(|mut zones| {
        for _ in 0..more {
            zones.push(another_zone(site, shard, &zones).unwrap_or_else(|| ANOTHER_ZONE.to_owned()));
        }
        zones
    });
    ShardReplicas { shard: shard_id(shard).to_owned(), replicas, zones: zones.unwrap_or_default() }
}

/// The names of the zones of all nodes, the first being the primary's where roles are known.
fn own_zones(shard: &Shard) -> Option<Vec<String>> {
    shard.nodes.value()?.iter().map(|node| zone_name(zone_of(node)?)).collect()
}

/// A zone as a command can name it.
fn zone_name(zone: &Zone) -> Option<String> {
    match zone {
        Zone::Name(name) if is_place(name) => Some(name.clone()),
        _ => None,
    }
}

/// A zone of the subnet group, or one that other nodes live in, with none of these nodes; shards take
/// turns, so that not all replicas land in one zone.
fn another_zone(site: &Site<'_>, shard: &Shard, taken: &[String]) -> Option<String> {
    let group = site.group;
    let subnets = group.subnet_zones.value().map(Vec::as_slice).unwrap_or_default();
    let of_subnets = subnets.iter().filter_map(Setting::value);
    let others = group.layout.shards.iter().filter_map(|other| other.nodes.value()).flatten();
    let all = of_subnets.chain(others.filter_map(zone_of));
    let mut free: Vec<String> = all.filter_map(zone_name).filter(|zone| !taken.contains(zone)).collect();
    free.sort();
    free.dedup();
    let position = group.layout.shards.iter().position(|other| other.id == shard.id).unwrap_or(0);
    let turn = position.checked_rem(free.len())?;
    free.into_iter().nth(turn)
}

fn look_at_states(site: &Site<'_>) -> Step {
    let why = "Multi-AZ can be turned on only while a replica is available, and it is not known of every \
               shard that it is.";
    Step::new("See that a replica is available in every shard", why, &["F63", "F73"])
        .call(super::engine::of_clusters(site, "[CacheClusterId,CacheClusterStatus]"))
        .console(site.console(&["Look at the status of its nodes."]))
        .expect("In every shard at least one replica is available.")
        .or_else("A node that is being created or rebooted: wait for it. Otherwise add a replica.")
}

fn look_at_nodes(site: &Site<'_>) -> Step {
    let why = "The input does not tell how many replicas every shard has, and Multi-AZ needs one in each.";
    Step::new("Count the replicas of every shard", why, &["F61", "F63"])
        .call(site.nodes())
        .console(site.console(&["Look at its shards and nodes."]))
        .expect("Every shard has two nodes or more.")
        .or_else(
            "Save the answer, and run `multiaz runbook` on it again: it adds a replica where there is none.",
        )
}
