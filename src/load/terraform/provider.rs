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

/// The first version with a Multi-AZ flag of its own (X116).
const TWO_FLAGS: Release = (3, 26, 0);

/// Whether the provider that made this is 3.25 or older (X116); `None` where nothing tells.
fn has_one_flag(group: &Object<'_>) -> Option<bool> {
    let versions = provider_versions(group);
    if let Some((lowest, below)) =
        versions.filter(|(lowest, below)| *below <= TWO_FLAGS || *lowest >= TWO_FLAGS)
    {
        return Some(below <= TWO_FLAGS && lowest < TWO_FLAGS);
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

/// A version of the provider: major, minor, patch.
type Release = (u32, u32, u32);

/// The provider's versions that the document allows: the lowest, and the first that is too high.
fn provider_versions(group: &Object<'_>) -> Option<(Release, Release)> {
    #[derive(serde::Deserialize)]
    struct Provider {
        name: Option<String>,
        version_constraint: Option<String>,
    }
    if let Some(constraint) = &group.plan.provider {
        return allowed(constraint);
    }
    let raw = group.plan.configuration.as_ref()?.provider_config?;
    let all: std::collections::HashMap<String, Provider> = serde_json::from_str(raw.get()).ok()?;
    let versions = all.into_values().filter(|provider| provider.name.as_deref() == Some("aws"));
    let mut versions = versions.filter_map(|provider| allowed(&provider.version_constraint?));
    let first = versions.next()?;
    versions.all(|other| other == first).then_some(first)
}

/// What `3.39.0`, `~> 3.25.0` or `>= 3.0, < 5.0` allows; `None` for what is no constraint.
fn allowed(constraint: &str) -> Option<(Release, Release)> {
    let (mut lowest, mut below) = ((0, 0, 0), (u32::MAX, 0, 0));
    for part in constraint.split(',').map(str::trim) {
        let version = part.trim_start_matches(['=', '<', '>', '~', '!']);
        let operator = part.strip_suffix(version)?;
        let (release, given) = release(version.trim())?;
        let (low, high) = match operator.trim() {
            "" | "=" => (release, next(release, 3)),
            ">=" => (release, below),
            ">" => (next(release, 3), below),
            "<" => (lowest, release),
            "<=" => (lowest, next(release, 3)),
            // `~> 2.70` stays below 3, `~> 3.25.1` below 3.26.
            "~>" => (release, next(release, given.saturating_sub(1))),
            "!=" => (lowest, below),
            _ => return None,
        };
        (lowest, below) = (lowest.max(low), below.min(high));
    }
    Some((lowest, below))
}

/// A version, and how many of its numbers are written; what comes after a dash does not count.
fn release(text: &str) -> Option<(Release, usize)> {
    let plain = text.trim_start_matches('v').split(['-', '+']).next()?;
    let parts: Option<Vec<u32>> = plain.split('.').map(|part| part.parse().ok()).collect();
    let parts = parts.filter(|parts| parts.len() <= 3)?;
    let part = |at: usize| parts.get(at).copied().unwrap_or(0);
    Some(((part(0), part(1), part(2)), parts.len()))
}

/// The first version after all that agree in their first numbers.
fn next((major, minor, patch): Release, numbers: usize) -> Release {
    match numbers {
        0 => (u32::MAX, 0, 0),
        1 => (major.saturating_add(1), 0, 0),
        2 => (major, minor.saturating_add(1), 0),
        _ => (major, minor, patch.saturating_add(1)),
    }
}

#[cfg(test)]
mod tests {
    use super::allowed;

    #[test]
    fn a_constraint_allows_a_range() {
        let open = (u32::MAX, 0, 0);
        assert_eq!(allowed("3.39.0"), Some(((3, 39, 0), (3, 39, 1))));
        assert_eq!(allowed("= 2.70.0"), Some(((2, 70, 0), (2, 70, 1))));
        assert_eq!(allowed("~> 3.25.1"), Some(((3, 25, 1), (3, 26, 0))));
        assert_eq!(allowed("~> 2.70"), Some(((2, 70, 0), (3, 0, 0))));
        assert_eq!(allowed("~> 5"), Some(((5, 0, 0), open)));
        assert_eq!(allowed(">= 2.0"), Some(((2, 0, 0), open)));
        assert_eq!(allowed(">= 2.0, < 4.0"), Some(((2, 0, 0), (4, 0, 0))));
        assert_eq!(allowed("> 3.25, <= 6.0.0-beta1, != 5.1"), Some(((3, 25, 1), (6, 0, 1))));
        assert_eq!(allowed(""), None);
        assert_eq!(allowed("latest"), None);
    }
}
