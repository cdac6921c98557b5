//! Regions: which there are, what `all` stands for, and what a misspelt one was meant to be. Dated data.

/// What stands for every region of a partition.
pub const ALL: &str = "all";

/// When the list of regions was read.
pub(super) const LISTED: &str = "2026-11-22";

/// A partition, and its regions that have ElastiCache.
struct Partition {
    /// What ARNs call it.
    name: &'static str,
    /// What the names of its regions begin with.
    start: &'static str,
    regions: &'static [&'static str],
}

/// The partitions as botocore 1.44.5 knows their endpoints of ElastiCache, read on [`LISTED`]. The last one has no
/// beginning of its own and takes what is left.
const PARTITIONS: &[Partition] = &[
    Partition { name: "aws-cn", start: "cn-", regions: &["cn-north-1", "cn-northwest-1"] },
    Partition { name: "aws-us-gov", start: "us-gov-", regions: &["us-gov-east-1", "us-gov-west-1"] },
    Partition { name: "aws-iso", start: "us-iso-", regions: &["us-iso-east-1", "us-iso-west-1"] },
    Partition { name: "aws-iso-b", start: "us-isob-", regions: &["us-isob-east-1", "us-isob-west-1"] },
    Partition { name: "aws-iso-f", start: "us-isof-", regions: &["us-isof-east-1", "us-isof-south-1"] },
    Partition { name: "aws-iso-e", start: "eu-isoe-", regions: &["eu-isoe-west-1"] },
    Partition { name: "aws-eusc", start: "eusc-", regions: &["eusc-de-east-1"] },
    Partition {
        name: "aws",
        start: "",
        regions: &[
            "af-south-1",
            "ap-east-1",
            "ap-east-2",
            "ap-northeast-1",
            "ap-northeast-2",
            "ap-northeast-3",
            "ap-south-1",
            "ap-south-2",
            "ap-southeast-1",
            "ap-southeast-2",
            "ap-southeast-3",
            "ap-southeast-4",
            "ap-southeast-5",
            "ap-southeast-6",
            "ap-southeast-7",
            "ca-central-1",
            "ca-west-1",
            "eu-central-1",
            "eu-central-2",
            "eu-north-1",
            "eu-south-1",
            "eu-south-2",
            "eu-west-1",
            "eu-west-2",
            "eu-west-3",
            "il-central-1",
            "me-central-1",
            "me-south-1",
            "mx-central-1",
            "sa-east-1",
            "us-east-1",
            "us-east-2",
            "us-west-1",
            "us-west-2",
        ],
    },
];

/// The region of the commercial partition that every account has; that of others no list tells.
pub(super) const ENABLED: &str = "us-east-1";

/// The regions asked for, with `all` spelt out: those of the partition that a region named beside it lies in, else
/// `home`, else the one that the ARN of a role names.
pub(super) fn spelt_out(asked: &[String], home: Option<&str>, roles: &[String]) -> Vec<String> {
    let named: Vec<String> = super::once(asked).into_iter().filter(|region| region != ALL).collect();
    if !asked.iter().any(|region| region == ALL) {
        return named;
    }
    let home = named.first().map(String::as_str).or(home);
    let partition = match home {
        Some(home) => PARTITIONS.iter().find(|partition| home.starts_with(partition.start)),
        None => roles.iter().find_map(|arn| of_arn(arn)).or(PARTITIONS.last()),
    };
    let listed = partition.map(|partition| partition.regions).unwrap_or_default();
    let mut all: Vec<String> = listed.iter().map(|region| (*region).to_owned()).collect();
    // One that is newer than the list.
    all.extend(named.into_iter().filter(|region| !listed.contains(&region.as_str())));
    all
}

fn of_arn(arn: &str) -> Option<&'static Partition> {
    let name = arn.split(':').nth(1)?;
    PARTITIONS.iter().find(|partition| partition.name == name)
}

/// Whether a region lies in the commercial partition.
pub(super) fn is_commercial(region: &str) -> bool {
    let partition = PARTITIONS.iter().find(|partition| region.starts_with(partition.start));
    partition.is_some_and(|partition| partition.start.is_empty())
}

/// Whether a region is on the list.
pub(super) fn is_listed(region: &str) -> bool {
    PARTITIONS.iter().any(|partition| partition.regions.contains(&region))
}

/// The listed region that a name is most like, where it is like one.
#[must_use]
pub fn nearest(region: &str) -> Option<&'static str> {
    let listed = PARTITIONS.iter().flat_map(|partition| partition.regions);
    let near = listed.map(|known| (strsim::normalized_damerau_levenshtein(known, region), *known));
    let best = near.max_by(|a, b| a.0.total_cmp(&b.0))?;
    (best.0 > 0.75).then_some(best.1)
}

/// The region of a zone that was named instead: `eu-west-1` of `eu-west-1a`.
#[must_use]
pub fn region_of_zone(name: &str) -> Option<&str> {
    let region = name.strip_suffix(|last: char| last.is_ascii_lowercase())?;
    region.ends_with(|last: char| last.is_ascii_digit()).then_some(region)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(names: &[&str]) -> Vec<String> {
        names.iter().map(|name| (*name).to_owned()).collect()
    }

    fn asked(of: &[&str], home: Option<&str>) -> Vec<String> {
        spelt_out(&names(of), home, &[])
    }

    #[test]
    fn all_are_those_of_the_partition() {
        assert!(asked(&["all"], None).contains(&"eu-west-1".to_owned()));
        assert_eq!(asked(&["all"], Some("cn-north-1")), ["cn-north-1", "cn-northwest-1"]);
        assert_eq!(asked(&["us-gov-west-1", "all"], Some("eu-west-1")), ["us-gov-east-1", "us-gov-west-1"]);
        assert_eq!(asked(&["eu-west-1", "moon-1", "eu-west-1"], None), ["eu-west-1", "moon-1"]);
        assert!(asked(&[], None).is_empty());
        assert!(asked(&["all", "eu-newest-9"], None).contains(&"eu-newest-9".to_owned()));
        let role = names(&["arn:aws-cn:iam::123456789012:role/audit"]);
        assert_eq!(spelt_out(&names(&["all"]), None, &role), ["cn-north-1", "cn-northwest-1"]);
    }

    #[test]
    fn the_list_is_sorted_and_each_region_lies_in_its_partition() {
        for Partition { start, regions, .. } in PARTITIONS {
            assert!(regions.is_sorted() && regions.iter().all(|region| region.starts_with(start)));
        }
        assert!(is_listed(ENABLED));
    }

    #[test]
    fn what_is_no_region_has_one_that_was_meant() {
        assert_eq!(nearest("eu-wst-1"), Some("eu-west-1"));
        assert_eq!(nearest("moon-9"), None);
        assert_eq!(region_of_zone("eu-west-1a"), Some("eu-west-1"));
        assert_eq!(region_of_zone("eu-west-1"), None);
    }
}
