//! A replication group of a template.

use crate::load::{exists, external_replica_unsaid, no_transitions, version_floors};
use crate::model::{
    Durability, DurabilityEvidence, GlobalRole, Group, Input, LayoutInput, Setting, Target, Unknown,
    derive_durability, lay_out, parse_durability,
};
use crate::source::{Entry, Span};

use super::allowed::allowed_version;
use super::core_settings::{Absent, CoreSettings};
use super::evaluate::Evaluator;
use super::global::{Membership, membership};
use super::placement::Written;
use super::properties::{Properties, convert};
use super::subnets::{subnet_group, subnet_zones};

/// Reads an `AWS::ElastiCache::ReplicationGroup`.
pub(super) fn replication_group<'t>(eval: &Evaluator<'t>, entry: &'t Entry) -> Group {
    let group = Properties::of(eval, entry);
    let member = membership(group, entry);
    let absent = absent(eval, &member);
    let mut written = Written::read(group);
    if written.node_count.is_none() {
        written.node_count = adopted_node_count(group);
    }
    let core = CoreSettings::read(group, &written, &absent, member.automatic_failover.clone());
    let mut floors = version_floors(&core.engine, &core.node_type, core.parameter_group.family.as_ref());
    floors.extend(allowed_version(group));
    let durability = durability(group, &core, &member.role);
    let layout = lay_out(&LayoutInput {
        at: group.at,
        creating: true,
        mode: core.mode.clone(),
        node_count: written.node_count,
        shard_count: core.shard_count,
        replicas_per_shard: written.replicas_per_shard,
        configurations: written.configurations,
        preferred_zones: written.preferred_zones,
        zone_set: None,
        extra_replicas: Vec::new(),
    });
    Group {
        name: entry.key.clone(),
        target: target(group, "ReplicationGroupId"),
        at: group.at,
        body: body(entry),
        standalone: false,
        creating: true,
        multi_az: core.multi_az,
        automatic_failover: core.automatic_failover,
        cluster_mode: core.mode,
        version_floors: floors,
        engine: core.engine,
        engine_version: core.engine_version,
        node_type: core.node_type,
        parameter_group: core.parameter_group_name,
        parameters: core.parameter_group.parameters,
        layout,
        subnet_group: subnet_group(group),
        subnet_zones: subnet_zones(group),
        subnet_ids: Vec::new(),
        snapshot_retention: snapshot_retention(group),
        durability,
        external_replica: external_replica_unsaid(group.at),
        status: None,
        configuration_endpoint: None,
        transitions: no_transitions(group.at),
        global_role: member.role,
        existence: exists(group.at),
        traces: Vec::new(),
    }
}

/// Durability as it is written, else by what has it and its default.
fn durability(
    group: Properties<'_, '_>,
    core: &CoreSettings,
    global_role: &Setting<GlobalRole>,
) -> Setting<Durability> {
    const NAME: &str = "Durability";
    derive_durability(&DurabilityEvidence {
        at: group.at,
        name: NAME,
        stated: group.text(NAME).map(|word| convert(word, |text| parse_durability(&text))),
        engine: &core.engine,
        engine_version: &core.engine_version,
        cluster_mode: &core.mode,
        global_role,
        remedy: "write Durability, or look at EffectiveDurability in the deployed group's describe output",
    })
}

/// Where a member of a global datastore takes its settings from.
fn absent<'t>(eval: &Evaluator<'t>, member: &Membership<'t>) -> Absent {
    match (member.role.value(), member.role.why(), member.primary) {
        (Some(GlobalRole::None | GlobalRole::Primary), _, _) => Absent::Defaults,
        (Some(GlobalRole::Secondary), _, Some(primary)) => {
            let group = Properties::of(eval, primary);
            let written = Written::read(group);
            let failover = member.automatic_failover.clone();
            let core = CoreSettings::read(group, &written, &Absent::Defaults, failover);
            Absent::From(Box::new(core))
        }
        (Some(GlobalRole::Secondary), _, None) => Absent::Unknown(Unknown::new(
            "inherited from the primary of the global datastore, which is not in this template",
            "check the describe output of the deployed group",
        )),
        (None, why, _) => Absent::Unknown(why.cloned().unwrap_or_else(|| {
            Unknown::new(
                "its role in the global datastore is not known",
                "write its GlobalReplicationGroupId",
            )
        })),
    }
}

/// With `PrimaryClusterId` the number of nodes is not ElastiCache's default of one.
fn adopted_node_count(group: Properties<'_, '_>) -> Option<Setting<u32>> {
    let primary = group.get("PrimaryClusterId")?;
    let why = Unknown::new("not set beside PrimaryClusterId", "write NumCacheClusters");
    Some(Setting::unknown("NumCacheClusters", why, primary.at))
}

/// Automatic backups; off where nothing is written (X021).
pub(super) fn snapshot_retention(group: Properties<'_, '_>) -> Setting<u32> {
    const NAME: &str = "SnapshotRetentionLimit";
    let default = || Setting::default(NAME, 0, "ElastiCache's documented default", group.at);
    group.count(NAME).unwrap_or_else(default)
}

/// Which group of the world it is, as far as the template tells.
pub(super) fn target(group: Properties<'_, '_>, id: &str) -> Target {
    let shown = |name: &str| group.eval.template.given.get(name).map(str::to_owned);
    let id = group.text(id).filter(|id| !id.secret);
    Target {
        input: Input::CloudFormation,
        id: id.and_then(|id| id.value().map(|id| id.trim().to_lowercase())).filter(|id| !id.is_empty()),
        arn: None,
        account: shown("AWS::AccountId"),
        region: shown("AWS::Region"),
        root: None,
    }
}

/// From a resource's key to its end.
pub(super) fn body(entry: &Entry) -> Span {
    entry.key_span.to(entry.value.span)
}
