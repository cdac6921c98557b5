//! What the family in a node type, such as the `r6g` of `cache.r6g.large`, rules in and out.

use super::version::Version;

/// Families and the lowest engine version they run (X043), read 2026-11-21.
const FLOORS: &[(&str, &str)] = &[("m6g", "5.0.6"), ("r6g", "5.0.6"), ("t4g", "5.0.6"), ("r6gd", "6.2")];

/// The family of a node type: `r6g` for `cache.r6g.large`.
fn family(node_type: &str) -> Option<&str> {
    let mut parts = node_type.trim().split('.');
    match (parts.next(), parts.next(), parts.next()) {
        (Some("cache"), Some(family), Some(_)) => Some(family),
        _ => None,
    }
}

/// Whether the node type is of the T1 family, which rules Multi-AZ out (F158).
#[must_use]
pub fn is_t1(node_type: &str) -> bool {
    family(node_type).is_some_and(|family| family.eq_ignore_ascii_case("t1"))
}

/// Whether the node type is of the T1 or T2 family, on which AOF is ignored (X037, X038).
#[must_use]
pub fn is_t1_or_t2(node_type: &str) -> bool {
    is_t1(node_type) || family(node_type).is_some_and(|family| family.eq_ignore_ascii_case("t2"))
}

/// The lowest engine version the node type runs, where one is documented.
#[must_use]
pub fn version_floor_of_node_type(node_type: &str) -> Option<Version> {
    let family = family(node_type)?;
    let (_, floor) = FLOORS.iter().find(|(name, _)| name.eq_ignore_ascii_case(family))?;
    Version::at_least(floor)
}
