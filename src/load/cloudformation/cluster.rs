//! Stand-alone Redis and Valkey clusters: groups of one node (X105).

use crate::load::{
    MEMCACHED, exists, external_replica_unsaid, no_durability, no_transitions, parse_engine, parse_version,
    perhaps_memcached, version_floors,
};
use crate::model::{
    ClusterMode, Engine, GlobalRole, Group, LayoutInput, Setting, Unknown, Version, lay_out, newest,
};
use crate::source::Entry;

use super::evaluate::Evaluator;
use super::group::{body, snapshot_retention, target};
use super::parameter_group::{ParameterGroup, no_name, written_name};
use super::properties::{Properties, convert};
use super::subnets::{subnet_group, subnet_zones};

/// Reads an `AWS::ElastiCache::CacheCluster`, or says why it is not judged.
pub(super) fn cache_cluster<'t>(eval: &Evaluator<'t>, entry: &'t Entry) -> Result<Group, String> {
    let cluster = Properties::of(eval, entry);
    let engine = engine(cluster)?;
    let at = cluster.at;
    let off = |name| Setting::default(name, false, "a stand-alone cluster has none", at);
    let one = |name| Setting::derived(name, 1, "a stand-alone cluster is one node", at);
    let alone = "a stand-alone cluster is no replication group";
    let mode = Setting::derived("cluster mode", ClusterMode::Disabled, alone, at);
    let zone = cluster.zone("PreferredAvailabilityZone");
    let layout = lay_out(&LayoutInput {
        at,
        creating: true,
        mode: mode.clone(),
        node_count: Some(one("node count")),
        shard_count: one("shard count"),
        replicas_per_shard: None,
        configurations: None,
        preferred_zones: zone.map(|zone| {
            let at = zone.at;
            Setting::written("PreferredAvailabilityZone", vec![zone], at)
        }),
        zone_set: None,
        extra_replicas: Vec::new(),
    });
    let node_type = cluster.text("CacheNodeType").unwrap_or_else(|| {
        let why = Unknown::new("the node type is not set", "write CacheNodeType");
        Setting::unknown("CacheNodeType", why, at)
    });
    let parameter_group =
        ParameterGroup::named(cluster).unwrap_or_else(|| ParameterGroup::absent(&engine, at));
    Ok(Group {
        name: entry.key.clone(),
        target: target(cluster, "ClusterName"),
        at,
        body: body(entry),
        standalone: true,
        creating: true,
        multi_az: off("Multi-AZ"),
        automatic_failover: off("automatic failover"),
        cluster_mode: mode,
        version_floors: version_floors(&engine, &node_type, parameter_group.family.as_ref()),
        engine_version: engine_version(cluster, &engine),
        engine,
        node_type,
        parameter_group: written_name(cluster).unwrap_or_else(|| no_name(at)),
        parameters: parameter_group.parameters,
        layout,
        subnet_group: subnet_group(cluster),
        subnet_zones: subnet_zones(cluster),
        subnet_ids: Vec::new(),
        snapshot_retention: snapshot_retention(cluster),
        durability: no_durability("Durability", at),
        external_replica: external_replica_unsaid(at),
        status: None,
        configuration_endpoint: None,
        transitions: no_transitions(at),
        global_role: Setting::default(
            "GlobalReplicationGroupId",
            GlobalRole::None,
            "a stand-alone cluster has none",
            at,
        ),
        existence: exists(at),
        traces: Vec::new(),
    })
}

/// The engine, where the cluster surely is no Memcached.
///
/// An engine that is unknown may be Memcached, which the rules do not fit: such a cluster is named
/// as not judged, unless its version is one that Memcached never had.
fn engine(cluster: Properties<'_, '_>) -> Result<Setting<Engine>, String> {
    let Some(written) = cluster.text("Engine") else {
        return Err("a cluster without Engine is not judged: write Engine".into());
    };
    let memcached = |engine: &String| engine.trim().eq_ignore_ascii_case("memcached");
    if written.value().is_some_and(memcached) {
        return Err(MEMCACHED.into());
    }
    let engine = convert(written, |text| parse_engine(&text));
    let Some(why) = engine.why().cloned() else { return Ok(engine) };
    let version = cluster.text("EngineVersion").map(|version| convert(version, |text| parse_version(&text)));
    let version = version.as_ref().and_then(Setting::value);
    perhaps_memcached(&why, version).map_or(Ok(engine), Err)
}

fn engine_version(cluster: Properties<'_, '_>, engine: &Setting<Engine>) -> Setting<Version> {
    const NAME: &str = "EngineVersion";
    if let Some(version) = cluster.text(NAME) {
        return convert(version, |text| parse_version(&text));
    }
    match engine.value().and_then(|engine| newest(*engine == Engine::Valkey)) {
        Some(version) => Setting::default(
            NAME,
            version,
            "ElastiCache takes the newest when a cluster is created",
            cluster.at,
        ),
        None => Setting::unknown(NAME, Unknown::new("the engine is not known", "write Engine"), cluster.at),
    }
}
