//! What is seen in describe output and not judged, and why.

use std::collections::BTreeSet;

use crate::load::{MEMCACHED, OUTPOST, SERVERLESS, parse_engine, parse_version, perhaps_memcached};
use crate::model::{Setting, Skipped, State, Unknown, Version, in_command, is_cluster_id};
use crate::source::Json;

use super::bunch::Bunch;
use super::documents::{Answers, Kind, Object};
use super::join::group_of;
use super::joined::Joined;
use super::read::read;
use super::same::Settled;

/// One entry for each group whose clusters are in the input without it.
pub(super) fn orphan_groups(orphans: &[&Object<'_>]) -> Vec<Skipped> {
    let mut seen = BTreeSet::new();
    let mut skipped = Vec::new();
    for cluster in orphans {
        let Some((id, at)) = group_of(cluster).and_then(|id| Some((id.as_str()?, id.span()))) else {
            continue;
        };
        let folder = if cluster.scope.is_some() { "" } else { cluster.folder };
        if seen.insert((id.to_lowercase(), cluster.scope.as_ref(), folder)) {
            skipped.push(Skipped {
                at,
                resource: id.to_owned(),
                reason: format!(
                    "its replication group {id} is not in the input: add the output of: \
                     aws elasticache describe-replication-groups --replication-group-id {}",
                    in_command(id, is_cluster_id)
                ),
            });
        }
    }
    skipped
}

/// A stand-alone cluster that is, or may be, Memcached. Where another answer of it says Redis or
/// Valkey it is judged, and the contradiction told.
pub(super) fn not_redis(bunch: &Bunch<'_>) -> Option<Skipped> {
    let first = bunch.first()?;
    let engines: Vec<_> = bunch.iter().filter_map(|object| read(object.node, "Engine")).collect();
    let named = |name: &str| name.trim().eq_ignore_ascii_case("memcached");
    if engines.iter().any(|engine| engine.value().is_some_and(|name| parse_engine(name).is_ok())) {
        return None;
    }
    let memcached = engines.iter().any(|engine| engine.value().is_some_and(|name| named(name)));
    let reason = match memcached {
        true => MEMCACHED.to_owned(),
        false => perhaps_memcached(&unknown_engine(engines.first()), version(bunch).as_ref())?,
    };
    Some(Skipped { at: first.id_at, resource: first.name.clone(), reason })
}

fn unknown_engine(engine: Option<&Setting<String>>) -> Unknown {
    match engine.map(|engine| &engine.state) {
        Some(State::Unknown(why)) => why.clone(),
        Some(State::Known { value, .. }) => {
            Unknown::because(format!("`{value}` is neither redis nor valkey"))
        }
        None => Unknown::new(
            "this answer has no Engine",
            "save the answer again: aws elasticache describe-cache-clusters --show-cache-node-info",
        ),
    }
}

fn version(bunch: &Bunch<'_>) -> Option<Version> {
    let mut versions = bunch.iter().filter_map(|object| read(object.node, "EngineVersion"));
    versions.find_map(|version| parse_version(version.value()?).ok())
}

/// Why a group is not judged: going or never come, or on an Outpost.
pub(super) fn reason_to_skip(joined: &Joined<'_>) -> Option<Skipped> {
    let Settled::One(own) = &joined.own else { return None };
    let key = if joined.standalone { "CacheClusterStatus" } else { "Status" };
    let status = read(*own, key);
    let reason = match status.as_ref().and_then(Setting::value).map(String::as_str) {
        Some("deleting" | "deleted") => "being deleted: there is nothing left to judge",
        Some("create-failed" | "restore-failed") => "its creation failed: there is nothing to judge",
        _ if on_outpost(joined, *own) => OUTPOST,
        _ => return None,
    };
    let at = status.filter(|_| reason != OUTPOST).map_or(joined.id_at, |status| status.at);
    Some(Skipped { at, resource: joined.name.clone(), reason: reason.into() })
}

/// Whether any of its nodes is on an Outpost (X107).
fn on_outpost(joined: &Joined<'_>, own: Json<'_>) -> bool {
    let filled = |node: Json<'_>| node.as_str().is_some_and(|arn| !arn.is_empty());
    let listed = own.get("MemberClustersOutpostArns").into_iter().flat_map(Json::items);
    let shards = own.get("NodeGroups").into_iter().flat_map(Json::items);
    let mut members = shards.filter_map(|shard| shard.get("NodeGroupMembers")).flat_map(Json::items);
    listed.into_iter().any(filled)
        || members.any(|member| member.get("PreferredOutpostArn").is_some_and(filled))
        || joined
            .clusters
            .values()
            .any(|cluster| cluster.read(&["PreferredOutpostArn"]).is_some_and(|arn| arn.value().is_some()))
}

/// Serverless caches have neither replication groups nor flags.
pub(super) fn serverless(answers: &Answers<'_>) -> Vec<Skipped> {
    answers
        .of(Kind::Serverless)
        .map(|object| Skipped { at: object.id_at, resource: object.name.clone(), reason: SERVERLESS.into() })
        .collect()
}
