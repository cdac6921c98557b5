//! Cluster mode from the signs an input gives: section 3.6 of the facts, first that decides wins.

use crate::source::Span;

use super::{ClusterMode, Setting, Unknown};

/// The signs an input gives of cluster mode.
#[derive(Debug, Clone)]
pub struct ModeEvidence {
    /// The resource's key, where nothing better can be pointed at.
    pub at: Span,
    /// A setting that states the mode: `ClusterMode`, `cluster_mode`, `ClusterEnabled`.
    pub stated: Option<Setting<ClusterMode>>,
    /// The provider's old `cluster_mode` block, where one is written.
    pub block: Option<Setting<()>>,
    /// The number of shards asked for; the default counts as one.
    pub shard_count: Setting<u32>,
    /// The number of shard configurations; 0 where none is written.
    pub configurations: Setting<u32>,
    /// A configuration endpoint, where one is seen.
    pub configuration_endpoint: Option<Span>,
    /// What the parameter group says.
    pub parameter_group: ParameterGroupEvidence,
    /// A node count or a preferred zone list, which only a group of one shard takes.
    pub single_shard: Option<Setting<()>>,
}

/// What the parameter group says of cluster mode.
#[derive(Debug, Clone)]
pub struct ParameterGroupEvidence {
    /// Its name; a default where none is written.
    pub name: Setting<String>,
    /// Its `cluster-enabled`, where its contents are known.
    pub cluster_enabled: Option<Setting<bool>>,
}

/// Derives cluster mode (section 3.6).
///
/// An unknown sign makes the mode unknown unless the signs after it lead to what it could lead to.
#[must_use]
pub fn derive_cluster_mode(evidence: &ModeEvidence) -> Setting<ClusterMode> {
    if let Some(stated) = &evidence.stated {
        return stated.clone();
    }
    let signs = enabling_signs(evidence);
    if let Some(found) = signs.iter().find(|sign| sign.value() == Some(&true)) {
        return found.derive("cluster mode", sign_text(found), |_| ClusterMode::Enabled);
    }
    let rest = from_parameter_group(&evidence.parameter_group).unwrap_or_else(|| weak(evidence));
    // An unknown sign could only say "enabled": that matters unless the rest says so anyway.
    let open = signs.into_iter().find(|sign| sign.why().is_some());
    match open {
        Some(open) if rest.value() != Some(&ClusterMode::Enabled) => {
            open.derive("cluster mode", "", |_| ClusterMode::Enabled)
        }
        _ => rest,
    }
}

/// The signs of rules 3 and 4, each of which can only say "enabled".
fn enabling_signs(evidence: &ModeEvidence) -> Vec<Setting<bool>> {
    let mut signs = Vec::new();
    signs.extend(evidence.block.clone().map(|block| block.map(|()| true)));
    signs.push(evidence.shard_count.clone().map(|count| count > 1));
    signs.push(evidence.configurations.clone().map(|count| count > 1));
    signs.extend(
        evidence.configuration_endpoint.map(|at| Setting::written("ConfigurationEndpoint", true, at)),
    );
    signs
}

fn sign_text(sign: &Setting<bool>) -> String {
    format!("{} says so", sign.name)
}

/// Rule 5; `None` where the group has a name of its own and its contents are not in the input.
fn from_parameter_group(group: &ParameterGroupEvidence) -> Option<Setting<ClusterMode>> {
    if let Some(enabled) = &group.cluster_enabled {
        let text = "cluster-enabled of its parameter group";
        return Some(enabled.derive("cluster mode", text, |on| {
            if *on { ClusterMode::Enabled } else { ClusterMode::Disabled }
        }));
    }
    let Some(name) = group.name.value() else {
        return Some(group.name.derive("cluster mode", "", |_| ClusterMode::Disabled));
    };
    let mode = if name.ends_with(".cluster.on") {
        ClusterMode::Enabled
    } else if name.starts_with("default.") {
        ClusterMode::Disabled
    } else {
        return None;
    };
    let from = match group.name.is_written() {
        true => format!("the parameter group {name}"),
        false => "the default parameter group".to_owned(),
    };
    Some(group.name.derive("cluster mode", from, |_| mode))
}

/// Rules 6 and 7: disabled, with little to show for it.
fn weak(evidence: &ModeEvidence) -> Setting<ClusterMode> {
    match &evidence.single_shard {
        Some(sign) => {
            let from = format!("{} is for groups with cluster mode disabled", sign.name);
            Setting::derived("cluster mode", ClusterMode::Disabled, from, sign.at)
        }
        None => {
            let from = "nothing says that it is enabled";
            Setting::derived("cluster mode", ClusterMode::Disabled, from, evidence.at)
        }
    }
}

/// Reads a stated mode in any letter case (X133).
///
/// # Errors
/// When it is none of the documented values.
pub fn parse_mode(text: &str) -> Result<ClusterMode, Unknown> {
    match text.trim().to_ascii_lowercase().as_str() {
        "enabled" => Ok(ClusterMode::Enabled),
        "disabled" => Ok(ClusterMode::Disabled),
        "compatible" => Ok(ClusterMode::Compatible),
        _ => {
            Err(Unknown::new(format!("`{text}` is no cluster mode"), "write enabled, disabled or compatible"))
        }
    }
}
