//! Durability from what an input states and from what rules it out (X111–X113).

use std::fmt;

use crate::source::Span;

use super::{ClusterMode, Engine, GlobalRole, Setting, State, Unknown, Version};

/// Which acknowledged writes a failover can lose (X112).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Durability {
    /// None.
    Sync,
    /// Those of up to 10 seconds.
    Async,
    /// Those that no replica has copied yet: the classic behaviour.
    Disabled,
}

impl fmt::Display for Durability {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Durability::Sync => "sync",
            Durability::Async => "async",
            Durability::Disabled => "disabled",
        })
    }
}

/// The first Valkey version that knows durability.
const FIRST: &str = "9.0";
/// The first for which no source says what `default` stands for (X111).
const FIRST_UNSTATED: &str = "9.1";

/// What an input tells of a replication group's durability.
#[derive(Debug)]
pub struct DurabilityEvidence<'a> {
    /// The resource's key, where nothing better can be pointed at.
    pub at: Span,
    /// What the input calls it.
    pub name: &'a str,
    /// What is written; none inside is `default`.
    pub stated: Option<Setting<Option<Durability>>>,
    /// The engine.
    pub engine: &'a Setting<Engine>,
    /// The engine version.
    pub engine_version: &'a Setting<Version>,
    /// The derived cluster mode.
    pub cluster_mode: &'a Setting<ClusterMode>,
    /// What the group is in a global datastore.
    pub global_role: &'a Setting<GlobalRole>,
    /// What would tell, where the default is not known.
    pub remedy: &'a str,
}

/// Derives durability: what is stated, else disabled where it can't be otherwise, else the default.
#[must_use]
pub fn derive_durability(evidence: &DurabilityEvidence<'_>) -> Setting<Durability> {
    let default = |at: Span| ruled_out(evidence).unwrap_or_else(|| by_default(evidence, at));
    let Some(stated) = evidence.stated.clone() else { return default(evidence.at) };
    match stated.state {
        State::Known { value: Some(word), .. } => stated.map(|_| word),
        State::Known { value: None, .. } => default(stated.at),
        State::Unknown(_) => ruled_out(evidence).unwrap_or_else(|| stated.map(|_| Durability::Disabled)),
    }
}

/// Disabled, where the engine, its version, the mode or a global datastore does not have it (X113).
fn ruled_out(evidence: &DurabilityEvidence<'_>) -> Option<Setting<Durability>> {
    let DurabilityEvidence { name, engine, engine_version, cluster_mode, global_role, .. } = evidence;
    if engine.value() == Some(&Engine::Redis) {
        return Some(engine.derive(*name, "Redis OSS has none", |_| Durability::Disabled));
    }
    if cluster_mode.value() == Some(&ClusterMode::Disabled) {
        let from = "it is for cluster mode enabled";
        return Some(cluster_mode.derive(*name, from, |_| Durability::Disabled));
    }
    if matches!(global_role.value(), Some(GlobalRole::Primary | GlobalRole::Secondary)) {
        let from = "no member of a global datastore has it";
        return Some(global_role.derive(*name, from, |_| Durability::Disabled));
    }
    is_before(engine_version, FIRST)
        .then(|| engine_version.derive(*name, "it needs Valkey 9.0 or later", |_| Durability::Disabled))
}

/// What `default` stands for, or nothing written.
fn by_default(evidence: &DurabilityEvidence<'_>, at: Span) -> Setting<Durability> {
    let DurabilityEvidence { name, engine_version, remedy, .. } = evidence;
    let why = match &engine_version.state {
        State::Known { .. } if is_before(engine_version, FIRST_UNSTATED) => {
            return engine_version.derive(*name, "the default of Valkey 9.0", |_| Durability::Disabled);
        }
        State::Known { value, .. } => {
            let shown = if engine_version.secret { "another" } else { &value.to_string() };
            Unknown::new(format!("its default is stated for Valkey 9.0, and this is {shown}"), *remedy)
        }
        State::Unknown(why) => why.clone(),
    };
    Setting::unknown(*name, why, at)
}

/// Whether a version surely is before another.
fn is_before(version: &Setting<Version>, other: &str) -> bool {
    let other = Version::parse(other);
    version.value().zip(other.as_ref()).and_then(|(version, other)| version.before(other)) == Some(true)
}

/// Reads a durability in any letter case; `default` is none.
///
/// # Errors
/// When it is none of the documented values.
pub fn parse_durability(text: &str) -> Result<Option<Durability>, Unknown> {
    match text.trim().to_ascii_lowercase().as_str() {
        "default" => Ok(None),
        "sync" => Ok(Some(Durability::Sync)),
        "async" => Ok(Some(Durability::Async)),
        "disabled" => Ok(Some(Durability::Disabled)),
        _ => {
            let remedy = "write default, sync, async or disabled";
            Err(Unknown::new(format!("`{text}` is no durability"), remedy))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;

    /// What comes of a written word (`-` for none, `?` for one that is not known) for an engine, its
    /// version and a mode.
    fn derived(word: &str, engine: Option<Engine>, version: &str, mode: Option<ClusterMode>) -> String {
        as_member(word, engine, version, mode, None)
    }

    /// The same for a group whose part in a global datastore is known.
    fn as_member(
        word: &str,
        engine: Option<Engine>,
        version: &str,
        mode: Option<ClusterMode>,
        role: Option<GlobalRole>,
    ) -> String {
        let mut sources = Sources::default();
        let source = sources.add("test", "");
        let at = sources.whole(source);
        fn or_unknown<T>(name: &str, value: Option<T>, at: Span) -> Setting<T> {
            let why = Unknown::because(format!("no {name}"));
            value.map_or_else(|| Setting::unknown(name, why, at), |value| Setting::written(name, value, at))
        }
        let stated = match word {
            "-" => None,
            "?" => Some(or_unknown("durability", None, at)),
            word => Some(or_unknown("durability", Some(parse_durability(word).unwrap()), at)),
        };
        let version = version.strip_suffix('+').map_or_else(|| Version::parse(version), Version::at_least);
        let derived = derive_durability(&DurabilityEvidence {
            at,
            name: "durability",
            stated,
            engine: &or_unknown("engine", engine, at),
            engine_version: &or_unknown("version", version, at),
            cluster_mode: &or_unknown("mode", mode, at),
            global_role: &or_unknown("role", role, at),
            remedy: "look",
        });
        match &derived.state {
            State::Known { value, .. } => value.to_string(),
            State::Unknown(why) => format!("? {}", why.reason),
        }
    }

    const VALKEY: Option<Engine> = Some(Engine::Valkey);
    const ENABLED: Option<ClusterMode> = Some(ClusterMode::Enabled);

    #[test]
    fn what_is_stated_counts_in_any_case() {
        for (word, wanted) in [("SYNC", "sync"), ("Async", "async"), ("disabled", "disabled")] {
            assert_eq!(derived(word, VALKEY, "9.1", ENABLED), wanted);
        }
        assert!(parse_durability("synchronous").is_err());
    }

    #[test]
    fn the_default_is_known_where_a_source_states_it() {
        for word in ["-", "default", "Default"] {
            assert_eq!(derived(word, VALKEY, "9.0.3", ENABLED), "disabled");
            let newer = "? its default is stated for Valkey 9.0, and this is 9.1";
            assert_eq!(derived(word, VALKEY, "9.1", ENABLED), newer);
            let any = "? its default is stated for Valkey 9.0, and this is 9.0 or later";
            assert_eq!(derived(word, VALKEY, "9.0+", ENABLED), any);
            assert_eq!(derived(word, VALKEY, "", ENABLED), "? no version");
        }
    }

    #[test]
    fn what_rules_it_out_counts_though_other_things_are_not_known() {
        let compatible = Some(ClusterMode::Compatible);
        for word in ["-", "default", "?"] {
            assert_eq!(derived(word, Some(Engine::Redis), "", None), "disabled");
            assert_eq!(derived(word, None, "", Some(ClusterMode::Disabled)), "disabled");
            assert_eq!(derived(word, None, "8.x", None), "disabled");
            assert_ne!(derived(word, None, "9.x", None), "disabled");
            assert_ne!(derived(word, VALKEY, "", compatible), "disabled");
        }
        assert_eq!(derived("?", VALKEY, "9.0", ENABLED), "? no durability");
        for role in [GlobalRole::Primary, GlobalRole::Secondary] {
            assert_eq!(as_member("-", VALKEY, "9.1", ENABLED, Some(role)), "disabled");
        }
        assert_ne!(as_member("-", VALKEY, "9.1", ENABLED, Some(GlobalRole::None)), "disabled");
    }
}
