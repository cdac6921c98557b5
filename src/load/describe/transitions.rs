//! States and pending changes that say something is under way (F74, X081, X090).

use crate::model::{Setting, State};
use crate::source::{Json, Span};

use super::Context;
use super::events;
use super::joined::{Cluster, Joined};
use super::nodes::is_calm;
use super::read::{read, read_path};
use super::snapshot::{CLUSTERS, EVENTS};

/// What is under way in a replication group.
pub(super) fn of_group(
    context: &Context<'_>,
    joined: &Joined<'_>,
    own: Json<'_>,
) -> Setting<Vec<Setting<String>>> {
    let mut found = Vec::new();
    found.extend(read(own, "Status").filter(is_restless));
    found
        .extend(read(own, "AutomaticFailover").filter(|flag| {
            flag.value().is_none_or(|text| matches!(text.as_str(), "enabling" | "disabling"))
        }));
    found.extend(own.get("NodeGroups").into_iter().flat_map(Json::items).filter_map(of_shard));
    found.extend(in_clusters(joined));
    found.extend(own.get("PendingModifiedValues").map(pending).unwrap_or_default());
    found.extend(events::under_way(joined, &context.events));
    found.extend(untold(context, joined));
    settled(found, joined.id_at)
}

/// What calls that were refused would have told: states of nodes, and recoveries that are not done.
fn untold(context: &Context<'_>, joined: &Joined<'_>) -> Vec<Setting<String>> {
    let states = if joined.clusters.is_empty() { Some((CLUSTERS, "CacheClusterStatus")) } else { None };
    let calls = states.into_iter().chain([(EVENTS, "Events")]);
    let of =
        |(action, name)| Some(Setting::unknown(name, context.refused(joined, action, None)?, joined.id_at));
    calls.filter_map(of).collect()
}

/// Pending changes to failover, roles, shards and cluster mode (X081); others leave failover alone.
fn pending(changes: Json<'_>) -> Vec<Setting<String>> {
    let keys = ["AutomaticFailoverStatus", "PrimaryClusterId", "ClusterMode"];
    let texts = keys.iter().filter_map(|key| read(changes, key));
    let all = texts.chain(resharding(changes));
    all.map(|change| named(format!("PendingModifiedValues.{}", change.name), change)).collect()
}

/// A move of slots between shards, with its progress where that is told.
fn resharding(changes: Json<'_>) -> Option<Setting<String>> {
    let moving = changes.get("Resharding").filter(|moving| !moving.is_null())?;
    let progress = read_path(moving, &["SlotMigration", "ProgressPercentage"]);
    let said = progress.as_ref().and_then(Setting::value).map(|percent| format!("{percent} % done"));
    let said = said.unwrap_or_else(|| "under way".into());
    Some(Setting::written("Resharding", said, progress.map_or(moving.span(), |progress| progress.at)))
}

/// What is under way in a stand-alone cluster.
pub(super) fn of_clusters(joined: &Joined<'_>) -> Setting<Vec<Setting<String>>> {
    settled(in_clusters(joined), joined.id_at)
}

/// What is surely under way; where nothing is, what is unknown may be.
fn settled(found: Vec<Setting<String>>, at: Span) -> Setting<Vec<Setting<String>>> {
    let (sure, open): (Vec<_>, Vec<_>) = found.into_iter().partition(|one| one.value().is_some());
    match open.into_iter().next() {
        Some(Setting { name, at, state: State::Unknown(why), .. }) if sure.is_empty() => {
            Setting::unknown(name, why, at)
        }
        _ => Setting::derived("transitions", sure, "the states and pending changes listed", at),
    }
}

/// What is, or may be, under way in the cache clusters, in the order their answers list them.
fn in_clusters(joined: &Joined<'_>) -> Vec<Setting<String>> {
    let mut found: Vec<(Span, Setting<String>)> = Vec::new();
    for (id, cluster) in &joined.clusters {
        found.extend(of_cluster(id, cluster).map(|setting| (cluster.at, setting)));
    }
    found.sort_by_key(|(at, _)| *at);
    found.into_iter().map(|(_, setting)| setting).collect()
}

fn of_shard(shard: Json<'_>) -> Option<Setting<String>> {
    let status = read(shard, "Status").filter(is_restless)?;
    let id = shard.get("NodeGroupId").and_then(Json::as_str).unwrap_or_default();
    Some(named(format!("NodeGroups[{id}].Status"), status))
}

/// The cluster's own state counts before that of its only node: both tell of one change.
fn of_cluster(id: &str, cluster: &Cluster<'_>) -> Option<Setting<String>> {
    let own = cluster.read(&["CacheClusterStatus"]).filter(is_restless);
    let status = own.or_else(|| cluster.read_node("CacheNodeStatus").filter(is_restless))?;
    Some(named(format!("CacheClusters[{id}].{}", status.name), status))
}

fn named(name: String, setting: Setting<String>) -> Setting<String> {
    Setting { name, ..setting }
}

/// Whether a state says, or being unknown may say, that something is under way.
fn is_restless(status: &Setting<String>) -> bool {
    status.value().is_none_or(|text| !is_calm(text))
}
