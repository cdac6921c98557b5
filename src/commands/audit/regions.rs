//! The regions that `--region all` stands for: dated data.

/// The partitions as botocore 1.44.5 knows their endpoints of ElastiCache, read on 2026-11-22: what the names of their regions begin with, and the regions that have ElastiCache.
const PARTITIONS: &[(&str, &[&str])] = &[
    ("cn-", &["cn-north-1", "cn-northwest-1"]),
    ("us-gov-", &["us-gov-east-1", "us-gov-west-1"]),
    ("us-iso-", &["us-iso-east-1", "us-iso-west-1"]),
    ("us-isob-", &["us-isob-east-1", "us-isob-west-1"]),
    ("us-isof-", &["us-isof-east-1", "us-isof-south-1"]),
    ("eu-isoe-", &["eu-isoe-west-1"]),
    ("eusc-", &["eusc-de-east-1"]),
    (
        "",
        &[
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
    ),
];

/// The regions asked for, with `all` spelt out: those of the partition that `home`, or another region that is
/// named, lies in.
pub(super) fn regions(asked: &[String], home: Option<&str>) -> Vec<String> {
    if !asked.iter().any(|region| region == "all") {
        return asked.to_vec();
    }
    let named = asked.iter().map(String::as_str).find(|region| *region != "all");
    let home = named.or(home).unwrap_or_default();
    let partition = PARTITIONS.iter().find(|(start, _)| home.starts_with(start));
    let listed = partition.map(|(_, regions)| *regions).unwrap_or_default();
    let mut all: Vec<String> = listed.iter().map(|region| (*region).to_owned()).collect();
    // One that is newer than the list.
    all.extend(asked.iter().filter(|region| *region != "all" && !listed.contains(&region.as_str())).cloned());
    all
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(names: &[&str], home: Option<&str>) -> Vec<String> {
        regions(&names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>(), home)
    }

    #[test]
    fn all_are_those_of_the_partition() {
        assert!(asked(&["all"], None).contains(&"eu-west-1".to_owned()));
        assert_eq!(asked(&["all"], Some("cn-north-1")), ["cn-north-1", "cn-northwest-1"]);
        assert_eq!(asked(&["us-gov-west-1", "all"], None), ["us-gov-east-1", "us-gov-west-1"]);
        assert_eq!(asked(&["eu-west-1", "moon-1"], None), ["eu-west-1", "moon-1"]);
        assert!(asked(&[], None).is_empty());
        assert!(asked(&["all", "eu-newest-9"], None).contains(&"eu-newest-9".to_owned()));
    }

    #[test]
    fn the_list_is_sorted_and_each_region_lies_in_its_partition() {
        for (start, regions) in PARTITIONS {
            assert!(regions.is_sorted() && regions.iter().all(|region| region.starts_with(start)));
        }
    }
}
