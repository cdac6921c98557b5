//! Cluster mode as describe output shows it.

use crate::load::parameter_word;
use crate::model::{
    ClusterMode, ModeEvidence, ParameterGroupEvidence, Setting, Unknown, derive_cluster_mode, parse_mode,
};
use crate::source::{Json, Span};

use super::parameters::ParameterGroup;
use super::read::read;
use super::shards::{node_groups, nothing_written, shard_count};

/// Derives the mode from what a group's answer and its parameter group say.
pub(super) fn cluster_mode(own: Json<'_>, at: Span, group: &ParameterGroup<'_>) -> Setting<ClusterMode> {
    let endpoint = own.get("ConfigurationEndpoint").filter(|endpoint| endpoint.entries().next().is_some());
    let enabled = |name: &str| group.contents.as_ref()?.get(name);
    derive_cluster_mode(&ModeEvidence {
        at,
        stated: stated_mode(own).or_else(|| endpoint.is_none().then(|| disabled_by_shape(own)).flatten()),
        block: None,
        shard_count: shard_count(own, at),
        configurations: nothing_written("shard configurations", at),
        configuration_endpoint: endpoint.map(Json::span),
        parameter_group: ParameterGroupEvidence {
            name: group.name.clone(),
            cluster_enabled: enabled("cluster-enabled").map(|setting| {
                setting.and_then(|text| {
                    let unclear = || Unknown::because(format!("`{text}` is neither yes nor no"));
                    parameter_word(&text).ok_or_else(unclear)
                })
            }),
        },
        single_shard: None,
    })
}

/// `ClusterMode` of newer answers, else `ClusterEnabled` (section 3.6, rule 1).
fn stated_mode(own: Json<'_>) -> Option<Setting<ClusterMode>> {
    let mode = read(own, "ClusterMode").map(|mode| mode.and_then(|text| parse_mode(&text)));
    let enabled = || {
        let flag = own.get("ClusterEnabled")?;
        let mode = if flag.as_bool()? { ClusterMode::Enabled } else { ClusterMode::Disabled };
        Some(Setting::derived("cluster mode", mode, "ClusterEnabled says so", flag.span()))
    };
    mode.or_else(enabled)
}

/// Answers older than `ClusterEnabled`: one shard with a primary endpoint or with roles is only
/// shown with cluster mode disabled (section 3.1).
fn disabled_by_shape(own: Json<'_>) -> Option<Setting<ClusterMode>> {
    let [shard] = node_groups(own)?[..] else { return None };
    let mut members = shard.get("NodeGroupMembers").into_iter().flat_map(Json::items);
    let (key, _) = shard
        .entry("PrimaryEndpoint")
        .filter(|(_, endpoint)| endpoint.entries().next().is_some())
        .or_else(|| members.find_map(|member| member.entry("CurrentRole")))?;
    let from = format!("{} is only shown with cluster mode disabled", key.as_str().unwrap_or_default());
    Some(Setting::derived("cluster mode", ClusterMode::Disabled, from, key.span()))
}
