//! A replication group or stand-alone cluster put together from all resources that say something of it.

use crate::load::{
    exists, external_replica_unsaid, no_durability, no_transitions, parse_engine, parse_version,
    version_floors,
};
use crate::model::{
    ClusterMode, Durability, DurabilityEvidence, Engine, ExtraReplica, GlobalRole, Group, Input, Layout,
    LayoutInput, Setting, Target, Unknown, Version, VersionFloor, derive_durability, lay_out, newest,
    parse_durability,
};

use super::attribute::Object;
use super::endpoints;
use super::global::Membership;
use super::language::Kind;
use super::parameter_group::{ParameterGroup, parameter_group, parameter_group_name};
use super::placed::place_members;
use super::provider;
use super::shape;
use super::subnet_group::{subnet_group, subnet_zones};

/// Durability, since provider 6.51 (X114).
const DURABILITY: &str = "durability";

/// A replication group; `groups` are those built before, among them a secondary's primary.
pub(super) fn replication_group(
    of: &Object<'_>,
    membership: &Membership,
    extras: Vec<ExtraReplica>,
    groups: &[Group],
) -> Group {
    let parameter_group = parameter_group(of);
    let counts = shape::counts(of);
    let mut shard_count = counts.shard_count(of);
    let mut mode = shape::cluster_mode(of, &counts, &shard_count, parameter_group.evidence.clone());
    if membership.is_secondary() {
        (shard_count, mode) = inherited_shape(of, membership, groups);
    }
    let input = shape::layout_input(of, &counts, shard_count, &mode, extras);
    let mut layout = lay_out(&input);
    place_members(of, &input, &mut layout.shards);
    let (automatic_failover, multi_az) = provider::flags(of);
    let mut group = assemble(of, "replication_group_id", parameter_group, layout, mode);
    group.automatic_failover = automatic_failover;
    group.multi_az = multi_az;
    group.global_role = membership.role.clone();
    endpoints::of_group(of, &mut group);
    let durability = of.parsed(DURABILITY, parse_durability);
    group.traces = of.plan.take_traces(of.resource);
    if membership.is_secondary() {
        membership.inherit(&mut group, groups);
    }
    group.durability = derived_durability(&group, durability);
    group
}

/// Durability as it is written, else by what has it and its default.
fn derived_durability(group: &Group, stated: Option<Setting<Option<Durability>>>) -> Setting<Durability> {
    derive_durability(&DurabilityEvidence {
        at: group.at,
        name: DURABILITY,
        stated,
        engine: &group.engine,
        engine_version: &group.engine_version,
        cluster_mode: &group.cluster_mode,
        global_role: &group.global_role,
        remedy: "set durability, or look at EffectiveDurability in describe-replication-groups output",
    })
}

/// A stand-alone Redis or Valkey cluster: one node, no flags (X105).
pub(super) fn standalone(of: &Object<'_>) -> Group {
    let from = "a stand-alone cluster has one node";
    let mode = Setting::derived("cluster mode", ClusterMode::Disabled, from, of.at);
    let zone = of.zone("availability_zone");
    let layout = lay_out(&LayoutInput {
        at: of.at,
        creating: of.resource.creating,
        mode: mode.clone(),
        node_count: Some(Setting::default("num_cache_nodes", 1, from, of.at)),
        shard_count: Setting::derived("num_node_groups", 1, from, of.at),
        replicas_per_shard: None,
        configurations: None,
        preferred_zones: zone
            .map(|zone| Setting::derived("availability_zone", vec![zone.clone()], "", zone.at)),
        zone_set: None,
        extra_replicas: Vec::new(),
    });
    let mut group = assemble(of, "cluster_id", parameter_group(of), layout, mode);
    endpoints::of_standalone(of, &mut group);
    Group { standalone: true, traces: of.plan.take_traces(of.resource), ..group }
}

/// A group with its flags still at their defaults.
fn assemble(
    of: &Object<'_>,
    id: &str,
    parameter_group: ParameterGroup,
    layout: Layout,
    cluster_mode: Setting<ClusterMode>,
) -> Group {
    let engine = engine(of);
    let node_type = of.text("node_type").unwrap_or_else(|| {
        let why = Unknown::new("node_type is not set: ElastiCache decides", "set node_type");
        Setting::unknown("node_type", why, of.at)
    });
    let mut floors = version_floors(&engine, &node_type, parameter_group.family.as_ref());
    floors.extend(first_version(of));
    let off = |name: &str| Setting::default(name, false, "the AWS provider's default", of.at);
    Group {
        name: of.resource.label.clone(),
        target: target(of, id),
        at: of.at,
        body: of.resource.body,
        standalone: false,
        creating: of.resource.creating,
        multi_az: off("multi_az_enabled"),
        automatic_failover: off("automatic_failover_enabled"),
        cluster_mode,
        engine_version: engine_version(of, &engine),
        version_floors: floors,
        engine,
        node_type,
        parameter_group: parameter_group_name(of),
        parameters: parameter_group.parameters,
        layout,
        subnet_group: subnet_group(of),
        subnet_zones: subnet_zones(of),
        subnet_ids: Vec::new(),
        snapshot_retention: of.count("snapshot_retention_limit").unwrap_or_else(|| {
            Setting::default("snapshot_retention_limit", 0, "ElastiCache's documented default", of.at)
        }),
        durability: no_durability(DURABILITY, of.at),
        external_replica: external_replica_unsaid(of.at),
        status: None,
        configuration_endpoint: None,
        transitions: no_transitions(of.at),
        global_role: Setting::default(
            "global_replication_group_id",
            GlobalRole::None,
            "nothing makes it a member",
            of.at,
        ),
        existence: existence(of),
        traces: Vec::new(),
    }
}

/// Whether there is such a group; the place is that of `count` or `for_each`.
fn existence(of: &Object<'_>) -> Setting<bool> {
    match &of.resource.doubt {
        Some((why, at)) => Setting::unknown("existence", why.clone(), *at),
        None => exists(of.at),
    }
}

/// The version that a group was created with whose later versions are ignored: there is no way back
/// from a version (X036).
fn first_version(of: &Object<'_>) -> Option<VersionFloor> {
    let written = of.resource.ignored.get("engine_version")?;
    let Kind::Text(text) = &written.kind else { return None };
    Some(VersionFloor {
        version: Version::at_least(text)?,
        because: format!("it was created with {text}, and no version is ever taken back"),
        at: written.at?,
    })
}

fn target(of: &Object<'_>, id: &str) -> Target {
    let shown = |text: &Setting<String>| !text.secret;
    let known = |name: &str| of.text(name).filter(shown).and_then(|text| text.value().cloned());
    let arn = known("arn");
    let part = |at: usize| arn.as_ref()?.split(':').nth(at).map(str::to_owned);
    Target {
        input: of.plan.input,
        id: known(id).map(|id| id.to_ascii_lowercase()),
        account: part(4).filter(|account| !account.is_empty()),
        region: part(3).filter(|region| !region.is_empty()).or_else(|| known("region")),
        root: of.plan.root.clone(),
        arn,
    }
}

fn engine(of: &Object<'_>) -> Setting<Engine> {
    match of.parsed("engine", parse_engine) {
        Some(engine) => engine,
        None => Setting::default("engine", Engine::Redis, "the AWS provider's default", of.at),
    }
}

/// The engine version; what a state says is really running counts before what was asked for.
fn engine_version(of: &Object<'_>, engine: &Setting<Engine>) -> Setting<Version> {
    let running = || of.parsed("engine_version_actual", parse_version);
    let actual = running().filter(|_| of.plan.input == Input::TerraformState);
    let written = actual
        .or_else(|| of.parsed("engine_version", parse_version))
        .or_else(|| running().filter(|version| !of.resource.creating && version.value().is_some()));
    if let Some(version) = written {
        return version;
    }
    let restored = ["snapshot_name", "snapshot_arns"].iter().any(|name| {
        of.setting(name, |node| Ok(!node.is_list() || !node.items().is_empty()))
            .is_some_and(|set| set.value() != Some(&false))
    });
    let newest = engine.value().and_then(|engine| newest(*engine == Engine::Valkey));
    match newest.filter(|_| of.resource.creating && !restored) {
        Some(newest) => {
            Setting::default("engine_version", newest, "ElastiCache takes the newest version", of.at)
        }
        None => {
            let why = Unknown::new("engine_version is not set: ElastiCache decides", "set engine_version");
            Setting::unknown("engine_version", why, of.at)
        }
    }
}

/// The shape a secondary has from its primary.
fn inherited_shape(
    of: &Object<'_>,
    membership: &Membership,
    groups: &[Group],
) -> (Setting<u32>, Setting<ClusterMode>) {
    match membership.primary(groups) {
        Some(primary) => {
            let from = format!("inherited from {}", primary.name);
            let shards = primary.layout.shard_count.derive("num_node_groups", &from, |count| *count);
            (shards, primary.cluster_mode.derive("cluster mode", &from, |mode| *mode))
        }
        None => {
            let shards = Setting::unknown("num_node_groups", membership.unknown(), of.at);
            (shards, Setting::unknown("cluster mode", membership.unknown(), of.at))
        }
    }
}
