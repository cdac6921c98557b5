//! Engine versions compared as numbers, exact or only bounded.

use std::fmt;

use crate::source::Span;

/// The newest Redis OSS version ElastiCache offers, read 2026-11-21 (X045).
pub const NEWEST_REDIS: &str = "7.1";
/// The newest Valkey version ElastiCache offers, read 2026-11-21 (X045).
pub const NEWEST_VALKEY: &str = "9.0";

/// An engine version, or the range one must lie in.
///
/// `5.0.6` is exact; `6.x` and `3.2` stand for every version that starts so (X046).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    text: String,
    /// The lowest version it can be.
    low: [u32; 3],
    /// The first version it can no longer be; none where there is no such bound.
    high: Option<[u32; 3]>,
}

/// A lower bound on a version that is otherwise unknown, and what sets it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct VersionFloor {
    /// The version is this or later.
    pub version: Version,
    /// Why: `node family r6g needs 5.0.6 or later`.
    pub because: String,
    /// Where the setting that bounds it stands.
    pub at: Span,
}

impl Version {
    /// Reads `5.0.6`, `6.2`, `6.x` or `7`; `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Version> {
        let text = text.trim();
        let mut parts = Vec::new();
        let mut open = false;
        for part in text.split('.') {
            if open || parts.len() == 3 {
                return None;
            }
            if part.eq_ignore_ascii_case("x") && !parts.is_empty() {
                open = true;
            } else {
                // `7.2.6-1` and the like count as their number.
                let digits: &str = part.split(['-', '+']).next().unwrap_or(part);
                parts.push(digits.parse::<u32>().ok()?);
            }
        }
        let low = [0, 1, 2].map(|at| parts.get(at).copied().unwrap_or(0));
        Some(Version { text: text.to_owned(), low, high: Some(after(&parts)) })
    }

    /// The given version or any later one.
    #[must_use]
    pub fn at_least(text: &str) -> Option<Version> {
        let exact = Version::parse(text)?;
        Some(Version { text: format!("{text} or later"), high: None, ..exact })
    }

    /// Whether it is earlier than `other`'s lowest; `None` where the ranges leave it open.
    #[must_use]
    pub fn before(&self, other: &Version) -> Option<bool> {
        if self.low >= other.low {
            return Some(false);
        }
        match self.high {
            Some(high) if high <= other.low => Some(true),
            _ => None,
        }
    }
}

/// The first version that no longer starts with `parts`.
fn after(parts: &[u32]) -> [u32; 3] {
    let mut high = [0; 3];
    high[..parts.len()].copy_from_slice(parts);
    let last = parts.len() - 1;
    high[last] = high[last].saturating_add(1);
    high
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

/// What ElastiCache takes when a group is created without a version: the newest or later.
#[must_use]
pub fn newest(valkey: bool) -> Option<Version> {
    Version::at_least(if valkey { NEWEST_VALKEY } else { NEWEST_REDIS })
}

/// The lowest version of a parameter group family (X047): `redis5.0` → 5.0, `valkey7` → 7.2.
#[must_use]
pub fn version_floor_of_family(family: &str) -> Option<Version> {
    let family = family.trim().to_ascii_lowercase();
    if let Some(number) = family.strip_prefix("valkey") {
        // Valkey starts at 7.2 (X045).
        return Version::at_least(if number == "7" { "7.2" } else { number });
    }
    let number = family.strip_prefix("redis")?;
    Version::at_least(number.strip_suffix(".x").unwrap_or(number))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn before(a: &str, b: &str) -> Option<bool> {
        Version::parse(a).unwrap().before(&Version::parse(b).unwrap())
    }

    #[test]
    fn versions_compare_as_numbers_and_ranges_stay_open() {
        assert_eq!(before("4.0.10", "5.0.6"), Some(true));
        assert_eq!(before("2.8.6", "2.8.22"), Some(true));
        assert_eq!(before("7.10", "7.9"), Some(false));
        assert_eq!(before("6.x", "5.0.6"), Some(false));
        assert_eq!(before("5.0", "5.0.6"), None);
        assert_eq!(before("4.0", "5.0.6"), Some(true));
        assert_eq!(before("5.0.6", "5.0.6"), Some(false));
    }

    #[test]
    fn text_that_is_no_version_is_refused() {
        for text in ["", "x", "latest", "6.x.1", "1.2.3.4", "7,1"] {
            assert_eq!(Version::parse(text), None, "{text}");
        }
    }

    #[test]
    fn families_bound_from_below_only() {
        let floor = version_floor_of_family("redis6.x").unwrap();
        assert_eq!(floor.before(&Version::parse("5.0.6").unwrap()), Some(false));
        assert_eq!(floor.before(&Version::parse("7.0").unwrap()), None);
        assert!(version_floor_of_family("memcached1.6").is_none());
    }
}
