//! A second zone for every shard whose nodes are all in one.

use crate::model::{ClusterMode, Shard};
use crate::runbook::book::{Met, Precondition, Step};
use crate::runbook::request::{Request, ShardReplicas, Value};
use crate::runbook::site::{Exists, Site, is_cluster_id, shard_id};
use crate::runbook::state::{Sorted, has_replica, is_spread, names, replicas, sort_shards};
use crate::runbook::waiting::ASK_AGAIN;

use super::Condition;
use super::replicas::{MOST, decrease, increase, with_more};

/// Nodes in two zones or more, in every shard (F68).
pub(super) fn several_each(site: &Site<'_>) -> Condition {
    let sorted = sort_shards(site.group, asked);
    let step = match sorted.met() {
        Met::Yes => None,
        Met::No => Some(spread(site, &sorted)),
        // Code leaves it to ElastiCache: the last step looks at it.
        Met::Unknown if site.exists() == Exists::Yes && !site.is_code() => Some(look(site)),
        Met::Unknown => None,
    };
    let alone = site.group.layout.shards.iter().any(|shard| has_replica(shard) == Met::No);
    let because = match sorted.met() {
        Met::Yes if alone => {
            "a shard of one node has none; it gets its second in another zone first".to_owned()
        }
        Met::Yes => "each has nodes in two zones or more".to_owned(),
        Met::No => format!("all nodes are in one zone in {}", names(&sorted.no)),
        Met::Unknown => format!("zones are not known of {}", names(&sorted.unknown)),
    };
    let text = "every shard has a replica in another zone than its primary";
    let met = if alone && sorted.met() == Met::Yes { Met::No } else { sorted.met() };
    Condition::new(Precondition::new(text, met, because, &["F05", "F68", "F120"]), step)
}

/// A shard of one node gets its replica, and that its zone, in the step before.
fn asked(shard: &Shard) -> Met {
    if has_replica(shard) == Met::No { Met::Yes } else { is_spread(shard) }
}

fn spread(site: &Site<'_>, sorted: &Sorted<'_>) -> Step {
    let full = sorted.no.iter().any(|shard| shard.replica_count.value().is_some_and(|count| *count >= MOST));
    let (first, then) = match full {
        // No room for one more: the shard is a node short in between.
        true => (fewer(site, sorted, 1), more(site, sorted, 0)),
        false => (more(site, sorted, 1), fewer(site, sorted, 0)),
    };
    let order = match full {
        true => "The shard is full, so a replica is removed before one is added elsewhere.",
        false => "The new replica comes first, so that no shard has fewer nodes meanwhile.",
    };
    let why = format!(
        "All nodes are in one zone in {}, so the loss of that zone takes primary and replicas together. No \
         source states whether AWS refuses Multi-AZ on such a layout, so do not wait for an error. {order}",
        names(&sorted.no)
    );
    let title = format!("Move a replica of {} to another zone", names(&sorted.no));
    Step::new(title, why, &["F05", "F68", "F120", "X029", "X030", "X032"])
        .call(first)
        .call(site.wait())
        .call(then)
        .call(site.wait())
        .console(site.console(&[
            "Tick the shard (cluster mode enabled), choose Add replicas, and name a zone of its own for the \
             new one.",
            "When the cluster is available again, choose Delete replicas for one in the old zone.",
        ]))
        .look(site.nodes())
        .expect("In every shard the nodes are in two zones or more.")
        .or_else("InsufficientCacheClusterCapacity: name another zone, or try later.")
        .or_else("Keeping the further replica is fine too: then leave the second change out.")
        .or_else(ASK_AGAIN)
}

/// One replica more, in another zone; `above` is how many there are more in the end than today.
fn more(site: &Site<'_>, sorted: &Sorted<'_>, above: u32) -> Request {
    let wanted = sorted.no.iter().map(|shard| {
        let one_more = with_more(site, shard, 1);
        let replicas = shard.replica_count.value().copied().unwrap_or(0).saturating_add(above);
        // Room was made by taking one away in the zone that all are in.
        let zones = one_more.zones.iter().skip(usize::from(above == 0)).cloned().collect();
        ShardReplicas { replicas, zones, ..one_more }
    });
    increase(site, wanted.collect(), is_all(sorted))
}

/// One replica fewer; `below` is how many there are fewer in the end than today.
fn fewer(site: &Site<'_>, sorted: &Sorted<'_>, below: u32) -> Request {
    if let Some(ids) = named(site, sorted) {
        let request = site.for_group("DecreaseReplicaCount");
        return request.with("ReplicasToRemove", Value::List("member", ids)).flag("ApplyImmediately", true);
    }
    let wanted = sorted.no.iter().map(|shard| ShardReplicas {
        shard: shard_id(shard).to_owned(),
        replicas: shard.replica_count.value().copied().unwrap_or(0).saturating_sub(below),
        // While Multi-AZ is off nothing promises that the new node stays: the zones to keep are named (X029).
        zones: match below {
            0 => with_more(site, shard, 1).zones.into_iter().skip(1).collect(),
            _ => Vec::new(),
        },
    });
    decrease(site, wanted.collect(), is_all(sorted))
}

fn is_all(sorted: &Sorted<'_>) -> bool {
    sorted.yes.is_empty() && sorted.unknown.is_empty()
}

/// A replica of today by name, where cluster mode is disabled and roles are known; elsewhere ElastiCache
/// chooses, and keeps the layout over zones where it can (X030).
fn named(site: &Site<'_>, sorted: &Sorted<'_>) -> Option<Vec<String>> {
    if site.group.cluster_mode.value() != Some(&ClusterMode::Disabled) {
        return None;
    }
    let one =
        |shard: &&Shard| replicas(shard).last().map(|node| node.id.clone()).filter(|id| is_cluster_id(id));
    sorted.no.iter().map(one).collect()
}

fn look(site: &Site<'_>) -> Step {
    let why = "The input does not tell the zone of every node, and Multi-AZ is for shards with a replica in \
               another zone than the primary's.";
    Step::new("Look at the zones of the nodes", why, &["F05", "F68"])
        .call(site.nodes())
        .console(site.console(&["Look at the zones of its nodes."]))
        .expect("In every shard the nodes are in two zones or more.")
        .or_else("Else add a replica in another zone, then remove one: increase- and decrease-replica-count.")
}
