//! What differs between generations of the AWS provider: whether Multi-AZ is a flag of its own.

use crate::model::{Setting, Unknown};

use super::attribute::Object;

const NAME: &str = "multi_az_enabled";
const FAILOVER: &str = "automatic_failover_enabled";

/// Keys that provider 4 and later have.
const LATER: [&str; 7] = [
    "description",
    "num_cache_clusters",
    "preferred_cache_cluster_azs",
    "num_node_groups",
    "replicas_per_node_group",
    "data_tiering_enabled",
    "node_group_configuration",
];
/// Keys that provider 4 and older have.
const EARLIER: [&str; 3] = ["replication_group_description", "number_cache_clusters", "availability_zones"];

/// The two flags, automatic failover first.
pub(super) fn flags(group: &Object<'_>) -> (Setting<bool>, Setting<bool>) {
    let default = |name: &str| Setting::default(name, false, "the AWS provider's default", group.at);
    let failover = group.flag(FAILOVER).unwrap_or_else(|| default(FAILOVER));
    let multi_az = group.flag(NAME).unwrap_or_else(|| match failover.value() {
        Some(false) => default(NAME),
        _ if group.mentions(NAME) => default(NAME),
        _ => match has_one_flag(group) {
            Some(true) => {
                let from = "automatic_failover_enabled: AWS provider 3.25 and older has one flag for both";
                failover.derive(NAME, from, |on| *on)
            }
            Some(false) => default(NAME),
            None => Setting::unknown(
                NAME,
                Unknown::new(
                    "the input has no multi_az_enabled: AWS provider 3.25 and older turns Multi-AZ on with \
                     automatic failover, later ones leave it off",
                    "set multi_az_enabled (AWS provider 3.26 and later)",
                ),
                group.at,
            ),
        },
    });
    (failover, multi_az)
}

/// Whether the provider that made this is 3.25 or older (X116); `None` where nothing tells.
fn has_one_flag(group: &Object<'_>) -> Option<bool> {
    if let Some(version) = provider_version(group) {
        return Some(version < (3, 26));
    }
    let earlier = EARLIER.iter().any(|key| group.mentions(key));
    let later = LATER.iter().any(|key| group.mentions(key));
    // What Terraform itself wrote holds every attribute of the provider's schema; a hand may leave out.
    let complete = group.mentions("id") && group.mentions("member_clusters");
    match (earlier && !later, complete) {
        (true, true) => Some(true),
        (true, false) => None,
        (false, _) => Some(false),
    }
}

/// The provider's version, where the configuration pins its first two numbers.
fn provider_version(group: &Object<'_>) -> Option<(u32, u32)> {
    #[derive(serde::Deserialize)]
    struct Provider {
        name: Option<String>,
        version_constraint: Option<String>,
    }
    if let Some(constraint) = &group.plan.provider {
        return pinned(constraint);
    }
    let raw = group.plan.configuration.as_ref()?.provider_config?;
    let all: std::collections::HashMap<String, Provider> = serde_json::from_str(raw.get()).ok()?;
    let versions = all.into_values().filter(|provider| provider.name.as_deref() == Some("aws"));
    let mut versions = versions.filter_map(|provider| pinned(&provider.version_constraint?));
    let first = versions.next()?;
    versions.all(|other| other == first).then_some(first)
}

/// The first two numbers of `3.39.0`, `= 3.39.0` or `~> 3.25.0`; other constraints leave them open.
fn pinned(constraint: &str) -> Option<(u32, u32)> {
    let text = constraint.trim();
    let (text, open) = match text.strip_prefix("~>") {
        Some(rest) => (rest, true),
        None => (text.trim_start_matches('='), false),
    };
    let parts: Option<Vec<u32>> = text.trim().split('.').map(|part| part.parse().ok()).collect();
    match (parts?.as_slice(), open) {
        ([major, minor, _], _) => Some((*major, *minor)),
        // `~> 2.70` stays below 3.
        ([major, minor], true) if *major != 3 => Some((*major, *minor)),
        ([major, minor], false) => Some((*major, *minor)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::pinned;

    #[test]
    fn a_constraint_pins_the_generation_or_leaves_it_open() {
        assert_eq!(pinned("3.39.0"), Some((3, 39)));
        assert_eq!(pinned("= 2.70.0"), Some((2, 70)));
        assert_eq!(pinned("~> 3.25.1"), Some((3, 25)));
        assert_eq!(pinned("~> 2.70"), Some((2, 70)));
        assert_eq!(pinned("~> 3.20"), None);
        assert_eq!(pinned(">= 2.0"), None);
        assert_eq!(pinned(">= 2.0, < 4.0"), None);
        assert_eq!(pinned(""), None);
    }
}
