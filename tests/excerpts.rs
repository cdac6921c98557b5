//! Excerpts of whatever a file looks like: one fault takes one screen, and nothing makes them fail.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fmt::Write as _;
use std::path::Path;
use std::process::Command;

use unicode_width::UnicodeWidthStr;

/// Writes an input and checks it as text; what is printed.
fn checked(name: &str, text: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    printed(folder.path(), &["check", name])
}

fn printed(folder: &Path, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let out = command.args(arguments).current_dir(folder).env_remove("NO_COLOR").output().unwrap();
    let told = String::from_utf8_lossy(&out.stderr);
    assert!(matches!(out.status.code(), Some(0..=2)), "{:?}: {told}", out.status);
    assert!(!told.contains("panicked"), "{told}");
    String::from_utf8(out.stdout).unwrap()
}

/// A template of one line: a group, something long, and the subnets that its zone stands in.
fn one_line(padding: usize) -> String {
    let subnet = r#"{"Type":"AWS::EC2::Subnet","Properties":{"AvailabilityZone":"us-east-1a","VpcId":"v","CidrBlock":"10.0.0.0/24"}}"#;
    format!(
        r#"{{"Resources":{{"G":{{"Type":"AWS::ElastiCache::ReplicationGroup","Properties":{{"ReplicationGroupDescription":"d","MultiAZEnabled":true,"AutomaticFailoverEnabled":true,"NumCacheClusters":2,"CacheSubnetGroupName":{{"Ref":"S"}}}}}},"P":{{"Type":"AWS::SNS::Topic","Properties":{{"DisplayName":"{}"}}}},"S":{{"Type":"AWS::ElastiCache::SubnetGroup","Properties":{{"Description":"d","SubnetIds":[{{"Ref":"A"}},{{"Ref":"B"}}]}}}},"A":{subnet},"B":{subnet}}}}}"#,
        "é".repeat(padding)
    )
}

/// No line of a file is wider than the page.
fn assert_narrow(text: &str) {
    let is_numbered = |line: &&str| line.trim_start().starts_with(|first: char| first.is_ascii_digit());
    for line in text.lines().filter(is_numbered).filter(|line| line.contains(" │ ")) {
        assert!(line.width() <= 100, "{} columns: {line}", line.width());
    }
}

#[test]
fn labels_far_apart_on_one_line_have_a_window_each() {
    for padding in [10, 1_000, 33_000, 70_000, 1_000_000] {
        let text = checked("one.json", &one_line(padding));
        assert_narrow(&text);
        assert_eq!(text.matches("╭─[one.json").count(), 3, "{text}");
        for label in ["Multi-AZ is on", "the only zone it reaches"] {
            assert!(text.contains(&format!("╰── {label}")), "{text}");
        }
        assert!(text.lines().count() < 50, "{text}");
    }
}

#[test]
fn labels_thousands_of_lines_apart_have_a_window_each() {
    let (before, after) =
        one_line(1).split_once(r#""P":"#).map(|(a, b)| (a.to_owned(), b.to_owned())).unwrap();
    let text = checked("far.json", &format!("{before}{}\"P\":{after}", "\n".repeat(20_000)));
    assert_eq!(text.matches("╭─[far.json").count(), 3, "{text}");
    assert!(text.contains("far.json:1:") && text.contains("far.json:20001:"), "{text}");
    assert!(text.lines().count() < 60, "{text}");
}

/// A group of so many shards, all of whose nodes are in one zone, as `describe` tells it.
fn shards(count: usize, pretty: bool) -> String {
    let node = |shard: usize, node: usize| {
        serde_json::json!({"CacheClusterId": format!("g-{shard:04}-{node:03}"), "CacheNodeId": "0001",
            "PreferredAvailabilityZone": "us-east-1a",
            "CurrentRole": if node == 1 { "primary" } else { "replica" }})
    };
    let shard = |shard: usize| {
        serde_json::json!({"NodeGroupId": format!("{shard:04}"), "Status": "available",
            "NodeGroupMembers": [node(shard, 1), node(shard, 2)]})
    };
    let groups = serde_json::json!({"ReplicationGroups": [{
        "ReplicationGroupId": "g", "Status": "available", "AutomaticFailover": "enabled",
        "MultiAZ": "enabled", "ClusterEnabled": true, "CacheNodeType": "cache.r6g.large",
        "ARN": "arn:aws:elasticache:us-east-1:123456789012:replicationgroup:g",
        "NodeGroups": (1..=count).map(shard).collect::<Vec<_>>()}]});
    if pretty { serde_json::to_string_pretty(&groups).unwrap() } else { groups.to_string() }
}

/// The reports of findings in a text, apart from each other.
fn faults(text: &str) -> Vec<String> {
    let mut all: Vec<String> = Vec::new();
    for line in text.lines() {
        if line.starts_with("error[") || line.starts_with("warning[") {
            all.push(String::new());
        }
        if let Some(last) = all.last_mut() {
            let _ = writeln!(last, "{line}");
        }
    }
    all
}

#[test]
fn one_fault_takes_one_screen_however_many_shards_there_are() {
    for pretty in [true, false] {
        let text = checked("shards.json", &shards(500, pretty));
        let faults = faults(&text);
        assert!(!faults.is_empty());
        for fault in &faults {
            assert!(fault.lines().count() <= 90, "{} lines:\n{fault}", fault.lines().count());
        }
        let told =
            faults.iter().any(|one| one.contains("places: 8 of 500 are shown; --format json lists all"));
        assert!(told, "{}", faults.iter().map(|one| &one[..600.min(one.len())]).collect::<String>());
        assert_narrow(&text);
    }
}

#[test]
fn what_is_printed_grows_no_faster_than_the_shards() {
    for pretty in [true, false] {
        let size = |count: usize| checked("shards.json", &shards(count, pretty)).len();
        let (small, large) = (size(25), size(100));
        assert!(large <= small * 9 / 2, "{small} bytes for 25 shards, {large} for 100");
    }
}

const GROUP: &str = "resource \"aws_elasticache_replication_group\" \"this\" {\n  replication_group_id = \"g\"\n  description = \"d\"\n  automatic_failover_enabled = true\n  multi_az_enabled = true\n  num_cache_clusters = 2\n";

#[test]
fn tabs_wide_letters_and_long_lines_keep_labels_in_their_place() {
    for lead in
        ["\t\t\t", "/* キャッシュ本番 */ ", &format!("/* {} */ ", "長".repeat(60_000)), &" ".repeat(5_000)]
    {
        let text = checked(
            "main.tf",
            &format!("{GROUP}{lead}preferred_cache_cluster_azs = [\"z-1\", \"z-1\"]\n}}\n"),
        );
        assert_narrow(&text);
        let lines: Vec<&str> = text.lines().collect();
        let at = lines.iter().position(|line| line.contains("[\"z-1\", \"z-1\"]")).expect(&text);
        let column = |text: &str| text.width();
        let code = lines[at].split_once("[\"").map(|(before, _)| column(before) + 2).unwrap();
        let mark = lines[at + 1].find('─').map(|found| column(&lines[at + 1][..found])).unwrap();
        // The quote belongs to the value that is pointed at, or not.
        assert!(code.abs_diff(mark) <= 1, "{code} {mark}\n{text}");
    }
}

#[test]
fn values_of_several_lines_are_pointed_at_where_they_begin() {
    let text = checked(
        "main.tf",
        &format!("{GROUP}  preferred_cache_cluster_azs = [\n    \"z\",\n    \"z\",\n  ]\n}}\n"),
    );
    assert!(text.contains("╰── the same zone"), "{text}");
}

#[test]
fn a_text_may_end_or_be_empty_where_a_fault_is() {
    for (name, text) in [
        ("main.tf", "resource \"aws_elasticache_replication_group\" \"this\" {"),
        ("main.tf", "resource \"aws_elasticache_replication_group\" \"this\" {\n"),
        ("main.tf", "resource \"aws_elasticache_replication_group\" \"this\" {\r\n  x = \r\n"),
        ("t.json", "{\"Resources\": {\"G\": {\"Type\": \"AWS::ElastiCache::ReplicationGroup\""),
        ("t.json", "{\"Resources\": {\"G\": {\"Type\": \"AWS::ElastiCache::ReplicationGroup\"\n\n"),
        ("t.yaml", "Resources:\n  G:\n    Type: AWS::ElastiCache::ReplicationGroup\n    Properties: {"),
        ("plan.json", "{\"format_version\": \"1.2\", \"x\": \"aws_elasticache_replication_group"),
    ] {
        let told = checked(name, text);
        assert!(told.contains("╰── here"), "{text:?}:\n{told}");
    }
    for name in ["main.tf", "t.json", "t.yaml", "plan.json"] {
        checked(name, "");
    }
}

#[test]
fn a_name_of_a_megabyte_is_shortened_for_people_and_whole_in_json() {
    for name in ["n".repeat(1 << 20), "n ".repeat(1 << 19)] {
        let folder = tempfile::tempdir().unwrap();
        let text = shards(2, false)
            .replace("\"ReplicationGroupId\":\"g\"", &format!("\"ReplicationGroupId\":\"{name}\""));
        assert!(text.contains(&name));
        std::fs::write(folder.path().join("groups.json"), text).unwrap();
        for format in ["text", "markdown", "github", "junit"] {
            let told = printed(folder.path(), &["check", "groups.json", "--show", "all", "--format", format]);
            assert!(told.len() < 500_000 && !told.is_empty(), "{} bytes of {format}", told.len());
            let more: &[&str] =
                if matches!(format, "github" | "junit") { &["--require", "survive-zone"] } else { &[] };
            let told =
                printed(folder.path(), &[&["failover", "groups.json", "--format", format], more].concat());
            assert!(told.len() < 100_000 && !told.is_empty(), "{} bytes of {format}", told.len());
        }
        let told = printed(folder.path(), &["failover", "groups.json", "--scenario", "zone"]);
        assert!(told.len() < 100_000 && !told.is_empty(), "{} bytes of a scenario", told.len());
        assert!(
            printed(folder.path(), &["check", "groups.json", "--format", "json"]).contains(name.trim_end())
        );
    }
}
