//! What every reader does alike: words into typed values, parameters, version bounds.

use crate::model::{
    Durability, Engine, Parameters, Setting, Unknown, Version, VersionFloor, version_floor_of_family,
    version_floor_of_node_type,
};
use crate::source::Span;

/// Why a Memcached cluster is not judged (X104).
pub(super) const MEMCACHED: &str =
    "Memcached has no replication and no automatic failover: Multi-AZ does not apply";
/// Why a serverless cache is not judged (X106).
pub(super) const SERVERLESS: &str =
    "a serverless cache spreads over zones by itself: it has no shards or nodes to judge";
/// Why what runs on an Outpost is not judged (X107).
pub(super) const OUTPOST: &str = "on an Outpost: Multi-AZ is not supported there, and its rules do not apply";

/// Reads an engine's name.
///
/// # Errors
/// When it is neither `redis` nor `valkey`, which a replication group must be (X036).
pub(super) fn parse_engine(text: &str) -> Result<Engine, Unknown> {
    match text.trim().to_ascii_lowercase().as_str() {
        "redis" => Ok(Engine::Redis),
        "valkey" => Ok(Engine::Valkey),
        _ => Err(Unknown::new(
            format!("`{text}` is no engine of a replication group"),
            "write redis or valkey",
        )),
    }
}

/// Why a stand-alone cluster is not judged whose engine is unknown: it may be Memcached, which the
/// rules do not fit, unless its version is one that Memcached never had.
#[must_use]
pub(super) fn perhaps_memcached(engine: &Unknown, version: Option<&Version>) -> Option<String> {
    let before_redis = |version: &Version| Version::parse("2").and_then(|two| version.before(&two));
    if version.and_then(before_redis) == Some(false) {
        return None;
    }
    let remedy = engine.remedy.as_ref().map(|remedy| format!(": {remedy}")).unwrap_or_default();
    Some(format!("its engine is not known, and may be Memcached ({}){remedy}", engine.reason))
}

/// Reads an engine version.
///
/// # Errors
/// When the text is no version number.
pub(super) fn parse_version(text: &str) -> Result<Version, Unknown> {
    Version::parse(text)
        .ok_or_else(|| Unknown::new(format!("`{text}` is no engine version"), "write a version such as 7.1"))
}

/// Whether a word of a parameter stands for "on": yes, true, 1 or on, in any case (section 3.3).
#[must_use]
pub(super) fn parameter_word(text: &str) -> Option<bool> {
    match text.trim().to_ascii_lowercase().as_str() {
        "yes" | "true" | "1" | "on" => Some(true),
        "no" | "false" | "0" | "off" => Some(false),
        _ => None,
    }
}

/// Whether one lost shard stops the whole cluster (X063).
const FULL_COVERAGE: &str = "cluster-require-full-coverage";
/// Whether reads go on without a quorum of primaries (X058).
const READS_WHEN_DOWN: &str = "cluster-allow-reads-when-down";

/// Whether a parameter takes yes or no, of those that are read.
#[must_use]
pub(super) fn is_flag(parameter: &str) -> bool {
    ["appendonly", "cluster-enabled", FULL_COVERAGE, READS_WHEN_DOWN].contains(&parameter)
}

/// The parameters that failover depends on; `lookup` answers for a parameter's name.
///
/// A parameter that is not set has the engine's default. Where both the new and the old name of
/// one are set, the new one counts.
pub(super) fn parameters_from(lookup: impl Fn(&str) -> Option<Setting<String>>, at: Span) -> Parameters {
    let default = default_parameters(at);
    let flag = |name: &str| lookup(name).map(|setting| typed(setting, parse_flag));
    let count = |new: &str, old: &str| {
        let found = lookup(new).or_else(|| lookup(old));
        found.map(|setting| typed(setting, parse_count))
    };
    Parameters {
        append_only: flag("appendonly").unwrap_or(default.append_only),
        min_replicas_to_write: count("min-replicas-to-write", "min-slaves-to-write")
            .unwrap_or(default.min_replicas_to_write),
        min_replicas_max_lag: count("min-replicas-max-lag", "min-slaves-max-lag")
            .unwrap_or(default.min_replicas_max_lag),
        require_full_coverage: flag(FULL_COVERAGE).unwrap_or(default.require_full_coverage),
        allow_reads_when_down: flag(READS_WHEN_DOWN).unwrap_or(default.allow_reads_when_down),
    }
}

/// A parameter's text as what it means; the reason for a secret one shows nothing of it.
fn typed<T>(text: Setting<String>, parse: fn(&str) -> Result<T, Unknown>) -> Setting<T> {
    let secret = text.secret;
    text.and_then(|text| {
        parse(&text).map_err(|why| match secret {
            true => Unknown::because("its secret value is not one that fits"),
            false => why,
        })
    })
}

fn parse_flag(text: &str) -> Result<bool, Unknown> {
    parameter_word(text).ok_or_else(|| Unknown::because(format!("`{text}` is neither yes nor no")))
}

fn parse_count(text: &str) -> Result<u32, Unknown> {
    let text = text.trim();
    text.parse().map_err(|_| Unknown::because(format!("`{text}` is no whole number")))
}

/// The engine's own defaults (section 3.3): all flags off, 0 replicas to write, 10 seconds of lag.
#[must_use]
pub(super) fn default_parameters(at: Span) -> Parameters {
    let whose = "the engine's default";
    Parameters {
        append_only: Setting::default("appendonly", false, whose, at),
        min_replicas_to_write: Setting::default("min-replicas-to-write", 0, whose, at),
        min_replicas_max_lag: Setting::default("min-replicas-max-lag", 10, whose, at),
        require_full_coverage: Setting::default(FULL_COVERAGE, false, whose, at),
        allow_reads_when_down: Setting::default(READS_WHEN_DOWN, false, whose, at),
    }
}

/// Parameters of a group that this input does not hold.
#[must_use]
pub(super) fn unknown_parameters(why: &Unknown, at: Span) -> Parameters {
    Parameters {
        append_only: Setting::unknown("appendonly", why.clone(), at),
        min_replicas_to_write: Setting::unknown("min-replicas-to-write", why.clone(), at),
        min_replicas_max_lag: Setting::unknown("min-replicas-max-lag", why.clone(), at),
        require_full_coverage: Setting::unknown(FULL_COVERAGE, why.clone(), at),
        allow_reads_when_down: Setting::unknown(READS_WHEN_DOWN, why.clone(), at),
    }
}

/// Lower bounds on the engine version: Valkey starts at 7.2, node families (X043) and the
/// parameter group's family (X047) set one too. `family` is `redis7` and the like.
#[must_use]
pub(super) fn version_floors(
    engine: &Setting<Engine>,
    node_type: &Setting<String>,
    family: Option<&Setting<String>>,
) -> Vec<VersionFloor> {
    let mut floors = Vec::new();
    if engine.value() == Some(&Engine::Valkey) {
        floors.extend(Version::at_least("7.2").map(|version| VersionFloor {
            version,
            because: "Valkey starts at 7.2".into(),
            at: engine.at,
        }));
    }
    if let Some(node) = node_type.value() {
        let node_shown = if node_type.secret { "the node type" } else { node };
        floors.extend(version_floor_of_node_type(node).map(|version| VersionFloor {
            because: format!("{node_shown} needs engine version {version}"),
            version,
            at: node_type.at,
        }));
    }
    if let Some((setting, name)) = family.and_then(|family| Some((family, family.value()?))) {
        let family_shown = if setting.secret { "" } else { name };
        floors.extend(version_floor_of_family(name).map(|version| VersionFloor {
            because: format!("the parameter group family {family_shown} is for {version}"),
            version,
            at: setting.at,
        }));
    }
    floors
}

/// A stand-alone cluster has no durability: that is of replication groups (X111).
pub(super) fn no_durability(name: &str, at: Span) -> Setting<Durability> {
    Setting::derived(name, Durability::Disabled, "a stand-alone cluster has none", at)
}

/// An endpoint as `host:port`; the host alone where no port is told.
pub(super) fn host_and_port(host: &str, port: Option<&str>) -> String {
    port.map_or_else(|| host.to_owned(), |port| format!("{host}:{port}"))
}

/// The name of something that nobody wrote.
pub(super) fn unnamed(name: &str, at: Span) -> Setting<Option<String>> {
    Setting::default(name, None, "nothing is written", at)
}

/// A group whose input says that it is there.
pub(super) fn exists(at: Span) -> Setting<bool> {
    Setting::derived("existence", true, "it is declared", at)
}

/// Whether an external replica follows the group, before the user said anything (X040).
#[must_use]
pub(super) fn external_replica_unsaid(at: Span) -> Setting<bool> {
    Setting::unknown(
        "external replica",
        Unknown::new(
            "no input tells whether a replica outside ElastiCache follows this group",
            "look with `INFO replication` on the primary, and say so with --external-replica GROUP",
        ),
        at,
    )
}

/// What is under way, for an input that only says what is wanted: nothing.
#[must_use]
pub(super) fn no_transitions(at: Span) -> Setting<Vec<Setting<String>>> {
    Setting::default("transitions", Vec::new(), "only describe output tells of changes", at)
}
