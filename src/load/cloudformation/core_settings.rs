//! Settings that a secondary of a global datastore takes from its primary (X101–X103).

use crate::load::{parse_engine, parse_version};
use crate::model::{
    ClusterMode, Engine, ModeEvidence, Setting, Unknown, Version, derive_cluster_mode, newest, parse_mode,
};

use super::parameter_group::{ParameterGroup, no_name, written_name};
use super::placement::Written;
use super::properties::{Properties, convert};

/// Where settings come from that a group does not write.
pub(super) enum Absent {
    /// The usual defaults.
    Defaults,
    /// They are taken from something that is not in the template.
    Unknown(Unknown),
    /// They are the primary's.
    From(Box<CoreSettings>),
}

/// The settings that members of a global datastore share.
pub(super) struct CoreSettings {
    pub(super) multi_az: Setting<bool>,
    pub(super) automatic_failover: Setting<bool>,
    pub(super) engine: Setting<Engine>,
    pub(super) engine_version: Setting<Version>,
    pub(super) node_type: Setting<String>,
    pub(super) parameter_group: ParameterGroup,
    pub(super) parameter_group_name: Setting<Option<String>>,
    pub(super) shard_count: Setting<u32>,
    pub(super) mode: Setting<ClusterMode>,
}

impl CoreSettings {
    /// Reads them; `failover` is what a global datastore says of automatic failover.
    pub(super) fn read(
        group: Properties<'_, '_>,
        written: &Written,
        absent: &Absent,
        failover: Option<Setting<bool>>,
    ) -> CoreSettings {
        let existing = existing_primary(group);
        let build = existing.as_ref().unwrap_or(absent);
        let engine = engine(group, build);
        let parameter_group = parameter_group(group, build, &engine);
        let shard_count = written.shards_or(|| {
            absent.fill(
                "NumNodeGroups",
                group,
                |core| &core.shard_count,
                |at| Setting::default("NumNodeGroups", 1, "ElastiCache's documented default", at),
            )
        });
        let mode = mode(group, written, absent, &parameter_group, &shard_count);
        let automatic_failover = group.flag("AutomaticFailoverEnabled").or(failover).unwrap_or_else(|| {
            absent.fill(
                "AutomaticFailoverEnabled",
                group,
                |core| &core.automatic_failover,
                |at| failover_unset(&engine, &mode, at),
            )
        });
        CoreSettings {
            multi_az: group.flag("MultiAZEnabled").unwrap_or_else(|| {
                absent.fill(
                    "MultiAZEnabled",
                    group,
                    |core| &core.multi_az,
                    |at| {
                        let whose = "ElastiCache's default, observed and not documented";
                        Setting::default("MultiAZEnabled", false, whose, at)
                    },
                )
            }),
            automatic_failover,
            engine_version: engine_version(group, build, &engine),
            node_type: group.text("CacheNodeType").unwrap_or_else(|| {
                build.fill(
                    "CacheNodeType",
                    group,
                    |core| &core.node_type,
                    |at| {
                        let why = Unknown::new("the node type is not set", "write CacheNodeType");
                        Setting::unknown("CacheNodeType", why, at)
                    },
                )
            }),
            engine,
            parameter_group,
            parameter_group_name: written_name(group).unwrap_or_else(|| {
                build.fill("CacheParameterGroupName", group, |core| &core.parameter_group_name, no_name)
            }),
            shard_count,
            mode,
        }
    }
}

impl Absent {
    /// A setting that is not written.
    fn fill<T: Clone>(
        &self,
        name: &str,
        group: Properties<'_, '_>,
        of_primary: impl FnOnce(&CoreSettings) -> &Setting<T>,
        default: impl FnOnce(crate::source::Span) -> Setting<T>,
    ) -> Setting<T> {
        match self {
            Absent::Defaults => default(group.at),
            Absent::Unknown(why) => Setting::unknown(name, why.clone(), group.at),
            Absent::From(core) => of_primary(core).clone(),
        }
    }
}

/// `PrimaryClusterId`: the group is built around a cluster that exists already.
fn existing_primary(group: Properties<'_, '_>) -> Option<Absent> {
    group.get("PrimaryClusterId")?;
    Some(Absent::Unknown(Unknown::new(
        "not set here: it is the existing cluster's that PrimaryClusterId names",
        "write it in the template, or check the describe output of that cluster",
    )))
}

fn engine(group: Properties<'_, '_>, absent: &Absent) -> Setting<Engine> {
    match group.text("Engine") {
        Some(engine) => convert(engine, |text| parse_engine(&text)),
        None => absent.fill(
            "Engine",
            group,
            |core| &core.engine,
            |at| Setting::default("Engine", Engine::Redis, "ElastiCache's default", at),
        ),
    }
}

fn engine_version(group: Properties<'_, '_>, absent: &Absent, engine: &Setting<Engine>) -> Setting<Version> {
    if let Some(version) = group.text("EngineVersion") {
        return convert(version, |text| parse_version(&text));
    }
    absent.fill(
        "EngineVersion",
        group,
        |core| &core.engine_version,
        |at| {
            // A snapshot brings the version it was taken with.
            if let Some(from) =
                ["SnapshotName", "SnapshotArns"].into_iter().find(|name| group.get(name).is_some())
            {
                let why = Unknown::new(
                    format!("EngineVersion is not set beside {from}: ElastiCache decides"),
                    "write EngineVersion",
                );
                return Setting::unknown("EngineVersion", why, at);
            }
            let newest = engine.value().and_then(|engine| newest(*engine == Engine::Valkey));
            match newest {
                Some(version) => {
                    let whose = "ElastiCache takes the newest when a group is created";
                    Setting::default("EngineVersion", version, whose, at)
                }
                None => {
                    let why = engine.why().cloned();
                    let why = why.unwrap_or_else(|| Unknown::new("the engine is not known", "write Engine"));
                    Setting::unknown("EngineVersion", why, at)
                }
            }
        },
    )
}

fn parameter_group(group: Properties<'_, '_>, absent: &Absent, engine: &Setting<Engine>) -> ParameterGroup {
    ParameterGroup::named(group).unwrap_or_else(|| match absent {
        Absent::Defaults => ParameterGroup::absent(engine, group.at),
        Absent::Unknown(why) => ParameterGroup::unknown(why, group.at),
        Absent::From(core) => core.parameter_group.clone(),
    })
}

fn mode(
    group: Properties<'_, '_>,
    written: &Written,
    absent: &Absent,
    parameter_group: &ParameterGroup,
    shard_count: &Setting<u32>,
) -> Setting<ClusterMode> {
    let stated = group.text("ClusterMode").map(|mode| convert(mode, |text| parse_mode(&text)));
    let adopted = || {
        let found = group.get("PrimaryClusterId").filter(|found| !found.may_vanish)?;
        let from = "PrimaryClusterId is for groups with cluster mode disabled";
        Some(Setting::derived("cluster mode", ClusterMode::Disabled, from, found.at))
    };
    let inherited = || match absent {
        Absent::From(core) => Some(core.mode.clone()),
        _ => None,
    };
    let configurations = match &written.configurations {
        Some(list) => {
            list.derive(list.name.clone(), "its elements", |all| u32::try_from(all.len()).unwrap_or(u32::MAX))
        }
        None => Setting::default("NodeGroupConfiguration", 0, "nothing is written", group.at),
    };
    derive_cluster_mode(&ModeEvidence {
        at: group.at,
        stated: stated.or_else(adopted).or_else(inherited),
        block: None,
        shard_count: shard_count.clone(),
        configurations,
        configuration_endpoint: None,
        parameter_group: parameter_group.evidence.clone(),
        single_shard: written.single_shard.clone(),
    })
}

/// Automatic failover that nobody set: the documented default is not what was seen everywhere (D14).
fn failover_unset(
    engine: &Setting<Engine>,
    mode: &Setting<ClusterMode>,
    at: crate::source::Span,
) -> Setting<bool> {
    const NAME: &str = "AutomaticFailoverEnabled";
    if (engine.value(), mode.value()) == (Some(&Engine::Redis), Some(&ClusterMode::Disabled)) {
        return Setting::default(NAME, false, "ElastiCache's documented default", at);
    }
    let why = Unknown::new(
        "AutomaticFailoverEnabled is not set: documented off, observed on for cluster mode enabled and Valkey",
        format!("set {NAME}"),
    );
    Setting::unknown(NAME, why, at)
}
