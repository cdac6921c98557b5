//! A replication group out of its own answer and what was joined to it.

use crate::load::{
    exists, external_replica_unsaid, parse_engine, parse_version, unknown_parameters, version_floors,
};
use crate::model::{
    Durability, DurabilityEvidence, Engine, Group, Input, Setting, Target, Unknown, Version,
    derive_durability, parse_durability,
};
use crate::source::{Json, Span};

use super::Context;
use super::endpoints::endpoint;
use super::global::global_role;
use super::joined::Joined;
use super::mode::cluster_mode;
use super::parameters::ParameterGroup;
use super::read::{count, flag, read};
use super::same::Settled;
use super::shards::{View, lay_out, seen, unknown_shard};
use super::subnets::{subnet_group, subnet_ids, subnet_zones};
use super::transitions;

/// Builds a replication group.
pub(super) fn build(context: &Context<'_>, joined: &Joined<'_>) -> Group {
    let own = match &joined.own {
        Settled::One(own) => *own,
        Settled::Unclear(why) => return unclear(joined, why),
    };
    let at = joined.id_at;
    let group = ParameterGroup::find(context, joined);
    let mode = cluster_mode(own, at, &group);
    let engine = engine(context, joined, own);
    let engine_version = engine_version(context, joined);
    let global_role = global_role(context, joined, own);
    let durability = derive_durability(&DurabilityEvidence {
        at,
        name: "Durability",
        stated: stated_durability(own),
        engine: &engine,
        engine_version: &engine_version,
        cluster_mode: &mode,
        global_role: &global_role,
        remedy: "describe the group again with a newer AWS CLI: aws elasticache describe-replication-groups",
    });
    let layout = lay_out(&View { joined, own, mode: &mode });
    let node_type = node_type(context, joined, own);
    Group {
        name: joined.name.clone(),
        target: target(joined),
        at,
        body: joined.body,
        standalone: false,
        creating: false,
        multi_az: read(own, "MultiAZ").map_or_else(|| absent("MultiAZ", at), flag),
        automatic_failover: read(own, "AutomaticFailover")
            .map_or_else(|| absent("AutomaticFailover", at), flag),
        engine_version,
        version_floors: version_floors(&engine, &node_type, group.family(context, joined).as_ref()),
        engine,
        node_type,
        parameter_group: group.name.clone().map(Some),
        parameters: group.parameters(at),
        cluster_mode: mode,
        layout,
        subnet_group: subnet_group(context, joined).map(Some),
        subnet_zones: subnet_zones(context, joined),
        subnet_ids: subnet_ids(context, joined),
        durability,
        snapshot_retention: read(own, "SnapshotRetentionLimit")
            .map_or_else(|| absent("SnapshotRetentionLimit", at), count),
        external_replica: external_replica_unsaid(at),
        status: Some(read(own, "Status").unwrap_or_else(|| absent("Status", at))),
        configuration_endpoint: endpoint(own, "ConfigurationEndpoint"),
        transitions: transitions::of_group(context, joined, own),
        global_role,
        existence: exists(at),
        traces: Vec::new(),
    }
}

/// Which group of the world it is.
pub(super) fn target(joined: &Joined<'_>) -> Target {
    let arn = match &joined.own {
        Settled::One(own) => read(*own, "ARN").and_then(|arn| arn.value().cloned()),
        Settled::Unclear(_) => None,
    };
    let scope = joined.seat.scope.as_ref();
    Target {
        input: Input::Describe,
        id: Some(joined.name.clone()),
        arn,
        account: scope.and_then(|scope| scope.account()),
        region: scope.map(|scope| scope.region.clone()),
        root: None,
    }
}

/// A setting that this answer lacks, as very old ones and those of a group in creation do.
pub(super) fn absent<T>(name: &str, at: Span) -> Setting<T> {
    let why = Unknown::new(
        format!("this answer has no {name}"),
        "describe the group again with a newer AWS CLI: aws elasticache describe-replication-groups",
    );
    Setting::unknown(name, why, at)
}

fn engine(context: &Context<'_>, joined: &Joined<'_>, own: Json<'_>) -> Setting<Engine> {
    let named = read(own, "Engine").or_else(|| joined.agreed(context.sources, &["Engine"]));
    match named {
        Some(engine) => engine.and_then(|text| parse_engine(&text)),
        None => {
            let why = Unknown::new(
                "describe-replication-groups of this age does not name the engine",
                "add the output of: aws elasticache describe-cache-clusters --show-cache-node-info",
            );
            Setting::unknown("Engine", why, joined.id_at)
        }
    }
}

pub(super) fn engine_version(context: &Context<'_>, joined: &Joined<'_>) -> Setting<Version> {
    let version = joined.agreed(context.sources, &["EngineVersion"]);
    let unknown =
        || Setting::unknown("EngineVersion", joined.untold(context, "the engine version"), joined.id_at);
    version.map_or_else(unknown, |version| version.and_then(|text| parse_version(&text)))
}

fn node_type(context: &Context<'_>, joined: &Joined<'_>, own: Json<'_>) -> Setting<String> {
    read(own, "CacheNodeType")
        .or_else(|| joined.agreed(context.sources, &["CacheNodeType"]))
        .unwrap_or_else(|| absent("CacheNodeType", joined.id_at))
}

/// What is in effect, else what was asked for; answers from before durability have neither.
fn stated_durability(own: Json<'_>) -> Option<Setting<Option<Durability>>> {
    let stated = read(own, "EffectiveDurability").or_else(|| read(own, "Durability"))?;
    Some(stated.and_then(|text| parse_durability(&text)))
}

/// A group that is described twice with different contents: nothing of it is known.
pub(super) fn unclear(joined: &Joined<'_>, why: &Unknown) -> Group {
    let at = joined.id_at;
    Group {
        name: joined.name.clone(),
        target: target(joined),
        at,
        body: joined.body,
        standalone: joined.standalone,
        creating: false,
        multi_az: Setting::unknown("MultiAZ", why.clone(), at),
        automatic_failover: Setting::unknown("AutomaticFailover", why.clone(), at),
        cluster_mode: Setting::unknown("ClusterMode", why.clone(), at),
        engine: Setting::unknown("Engine", why.clone(), at),
        engine_version: Setting::unknown("EngineVersion", why.clone(), at),
        version_floors: Vec::new(),
        node_type: Setting::unknown("CacheNodeType", why.clone(), at),
        parameter_group: Setting::unknown("CacheParameterGroupName", why.clone(), at),
        parameters: unknown_parameters(why, at),
        layout: seen(
            vec![unknown_shard(None, at, why)],
            Setting::unknown("NodeGroups", why.clone(), at),
            Setting::unknown("MemberClusters", why.clone(), at),
            at,
        ),
        subnet_group: Setting::unknown("CacheSubnetGroupName", why.clone(), at),
        subnet_zones: Setting::unknown("CacheSubnetGroupName", why.clone(), at),
        subnet_ids: Vec::new(),
        snapshot_retention: Setting::unknown("SnapshotRetentionLimit", why.clone(), at),
        durability: Setting::unknown("Durability", why.clone(), at),
        external_replica: external_replica_unsaid(at),
        status: Some(Setting::unknown("Status", why.clone(), at)),
        configuration_endpoint: None,
        transitions: Setting::unknown("Status", why.clone(), at),
        global_role: Setting::unknown("GlobalReplicationGroupInfo", why.clone(), at),
        existence: exists(at),
        traces: Vec::new(),
    }
}
