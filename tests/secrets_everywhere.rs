//! Where every value of an input is marked as sensitive, no command shows one in any format.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

/// Parts of values that are sensitive, and of nothing else.
const CANARIES: [&str; 2] = ["c4nary", "2.8.777"];

/// Everything that multiaz says of a folder, by what was asked.
fn said(folder: &Path, more: &[&str]) -> Vec<(String, String)> {
    let mut runs: Vec<Vec<&str>> =
        vec![vec!["check", ".", "--verbose"], vec!["check", ".", "--strict", "--quiet"]];
    for format in ["text", "json", "sarif", "github", "junit", "markdown"] {
        runs.push(vec!["check", ".", "--show", "all", "--failover", "--format", format]);
    }
    for format in ["text", "json", "github", "junit", "markdown"] {
        let required = ["--require", "survive-zone", "--require", "no-data-loss-beyond-lag"];
        let run = ["failover", ".", "--format", format];
        runs.push([&run[..], &required].concat());
        let named = [
            "zone",
            "zone=nowhere",
            "primary",
            "replica",
            "primary-and-replicas",
            "group",
            "planned-replacement",
        ];
        for scenario in named {
            runs.push([&run[..], &required, &["--scenario", scenario]].concat());
        }
    }
    for format in ["text", "json", "markdown"] {
        for kind in ["enable-multi-az", "test-failover", "promote-replica"] {
            let ways = ["--as", "cli", "--as", "console", "--as", "api"];
            runs.push([&["runbook", kind, ".", "--format", format][..], &ways].concat());
        }
    }
    let told = |run: Vec<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
        let output = command.current_dir(folder).args(&run).args(more).output().unwrap();
        let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
        (run.join(" "), text(&output.stdout) + &text(&output.stderr))
    };
    runs.into_iter().map(told).collect()
}

/// Sees that nothing is told of what is marked, and that the groups are looked at all the same.
fn assert_untold(file: &str, text: &str, more: &[&str]) {
    for canary in CANARIES {
        assert!(
            text.contains(canary) || more.iter().any(|one| one.contains(canary)),
            "{file} has no {canary}"
        );
    }
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join(file), text).unwrap();
    let all = said(folder.path(), more);
    let leaks: Vec<String> = all
        .iter()
        .flat_map(|(run, told)| {
            let leak = |line: &&str| CANARIES.iter().any(|canary| line.contains(canary));
            told.lines().filter(leak).map(move |line| format!("{file}: {run}: {line}"))
        })
        .collect();
    assert!(leaks.is_empty(), "{}", leaks.join("\n"));
    for rule in ["replicas-share-primary-zone", "to do"] {
        assert!(all.iter().any(|(_, told)| told.contains(rule)), "{file}: nobody says {rule}");
    }
}

/// A configuration whose variables are all sensitive.
const CONFIGURATION: &str = r#"
provider "aws" { region = var.region }
resource "aws_elasticache_replication_group" "g" {
  replication_group_id        = var.id
  description                 = var.text
  engine                      = "redis"
  engine_version              = var.version
  node_type                   = var.type
  parameter_group_name        = aws_elasticache_parameter_group.p.name
  subnet_group_name           = aws_elasticache_subnet_group.s.name
  preferred_cache_cluster_azs = var.zones
  num_cache_clusters          = 2
  user_group_ids              = [var.text]
  notification_topic_arn      = var.text
  snapshot_name               = var.text
  tags                        = { Name = var.text }
}
resource "aws_elasticache_replication_group" "by_name" {
  replication_group_id        = var.id
  engine                      = "redis"
  preferred_cache_cluster_azs = [var.zone, var.other]
  num_cache_clusters          = 2
  automatic_failover_enabled  = true
  parameter_group_name        = var.text
  subnet_group_name           = var.text
  node_type                   = "cache.${var.text}"
}
resource "aws_elasticache_replication_group" "sharded" {
  replication_group_id       = "${var.id}-sharded"
  node_group_configuration {
    node_group_id              = var.shard
    primary_availability_zone  = var.zone
    replica_availability_zones = [var.zone]
    replica_count              = 1
  }
  automatic_failover_enabled = true
  global_replication_group_id = var.text
}
resource "aws_elasticache_parameter_group" "p" {
  name   = var.text
  family = var.family
}
resource "aws_subnet" "one" { availability_zone = var.zone }
resource "aws_elasticache_subnet_group" "s" {
  name       = var.text
  subnet_ids = [aws_subnet.one.id, var.subnet]
}
"#;

#[test]
fn in_a_configuration() {
    let mut text = CONFIGURATION.to_owned();
    for (name, value) in [
        ("region", "\"c4nary-region\""),
        ("id", "\"c4nary-id\""),
        ("text", "\"c4nary\""),
        ("version", "\"2.8.777\""),
        ("type", "\"cache.t1.c4nary\""),
        ("zones", "[\"c4nary-zone-a\", \"c4nary-zone-a\"]"),
        ("zone", "\"c4nary-zone-b\""),
        ("other", "\"c4nary-zone-c\""),
        ("shard", "\"c4nary\""),
        ("family", "\"redis6.c4nary\""),
        ("subnet", "\"subnet-c4nary\""),
    ] {
        text.push_str(&format!("variable \"{name}\" {{\n  sensitive = true\n  default = {value}\n}}\n"));
    }
    assert_untold("main.tf", &text, &[]);
}

#[test]
fn in_a_template() {
    let secret = |kind: &str, value: &str| json!({"Type": kind, "NoEcho": true, "Default": value});
    let group =
        |properties: Value| json!({"Type": "AWS::ElastiCache::ReplicationGroup", "Properties": properties});
    let name = |name: &str| json!({"Ref": name});
    let shard = json!({
        "NodeGroupId": name("Shard"), "PrimaryAvailabilityZone": name("Zone"),
        "ReplicaAvailabilityZones": [name("Zone")], "ReplicaCount": 1,
    });
    let template = json!({
        "Parameters": {
            "Id": secret("String", "c4nary-id"), "Text": secret("String", "c4nary"),
            "Version": secret("String", "2.8.777"), "Kind": secret("String", "cache.t1.c4nary"),
            "Zones": secret("CommaDelimitedList", "c4nary-zone-a,c4nary-zone-a"),
            "Zone": secret("String", "c4nary-zone-b"), "Shard": secret("String", "c4nary"),
            "Given": {"Type": "String", "NoEcho": true}, "Family": secret("String", "redis6.c4nary"),
            "Subnet": secret("String", "subnet-c4nary"),
        },
        "Resources": {
            "Cache": group(json!({
                "ReplicationGroupId": name("Id"), "ReplicationGroupDescription": name("Text"), "Engine": "redis",
                "EngineVersion": name("Version"), "CacheNodeType": name("Kind"), "NumCacheClusters": 2,
                "CacheParameterGroupName": name("Parameters"), "CacheSubnetGroupName": name("Subnets"),
                "PreferredCacheClusterAZs": name("Zones"), "UserGroupIds": [name("Text")],
            })),
            "Given2": group(json!({
                "ReplicationGroupId": name("Id"), "Engine": "redis", "NumCacheClusters": 2,
                "PreferredCacheClusterAZs": [name("Given"), name("Zone")], "AutomaticFailoverEnabled": true,
                "CacheParameterGroupName": name("Text"), "CacheSubnetGroupName": {"Fn::Sub": "${Text}-subnets"},
                "EngineVersion": {"Fn::Join": ["", [name("Text"), "x"]]}, "CacheNodeType": name("Text"),
            })),
            "Selected": group(json!({
                "Engine": "redis", "NumCacheClusters": 2, "AutomaticFailoverEnabled": true,
                "PreferredCacheClusterAZs": [
                    {"Fn::Select": [0, name("Zones")]}, {"Fn::Select": [0, {"Fn::Split": ["-b", name("Zone")]}]},
                ],
            })),
            "Sharded": group(json!({
                "Engine": "redis", "NodeGroupConfiguration": [shard], "AutomaticFailoverEnabled": true,
                "GlobalReplicationGroupId": name("Text"),
            })),
            "Parameters": {"Type": "AWS::ElastiCache::ParameterGroup", "Properties": {
                "CacheParameterGroupName": name("Text"), "CacheParameterGroupFamily": name("Family"),
            }},
            "One": {"Type": "AWS::EC2::Subnet", "Properties": {"AvailabilityZone": name("Zone")}},
            "Subnets": {"Type": "AWS::ElastiCache::SubnetGroup", "Properties": {
                "CacheSubnetGroupName": name("Text"), "SubnetIds": [name("One"), name("Subnet")],
            }},
        },
    });
    let given = ["--parameters", "Given=c4nary-zone-d"];
    assert_untold("template.json", &template.to_string(), &given);
    assert_untold("pretty.json", &serde_json::to_string_pretty(&template).unwrap(), &given);
}

/// The values of resources, with all that is text marked as sensitive.
fn resources() -> Vec<(Value, Value)> {
    let resource = |kind: &str, name: &str, values: Value, sensitive: Value| {
        let one = json!({
            "address": format!("{kind}.{name}"), "mode": "managed", "type": kind, "name": name, "values": values,
            "sensitive_values": sensitive,
        });
        (one, sensitive)
    };
    let group = "aws_elasticache_replication_group";
    vec![
        resource(
            group,
            "g",
            json!({
                "replication_group_id": "c4nary-id", "description": "c4nary", "engine": "redis",
                "engine_version": "2.8.777", "node_type": "cache.t1.c4nary", "parameter_group_name": "c4nary",
                "subnet_group_name": "c4nary-subnets", "num_cache_clusters": 2, "arn": "arn:aws:elasticache:c4nary:1:x:c4nary",
                "preferred_cache_cluster_azs": ["c4nary-zone-a", "c4nary-zone-a"],
                "member_clusters": ["c4nary-001", "c4nary-002"],
                "primary_endpoint_address": "c4nary.example.com", "id": "c4nary-id",
            }),
            json!({
                "replication_group_id": true, "description": true, "engine_version": true, "node_type": true,
                "parameter_group_name": true, "subnet_group_name": true, "arn": true, "id": true,
                "preferred_cache_cluster_azs": [true, true], "member_clusters": [true, true],
                "primary_endpoint_address": true,
            }),
        ),
        resource(
            group,
            "sharded",
            json!({
                "replication_group_id": "c4nary-s", "description": "c4nary", "engine": "redis",
                "automatic_failover_enabled": true, "global_replication_group_id": "c4nary",
                "node_group_configuration": [{
                    "node_group_id": "c4nary", "primary_availability_zone": "c4nary-zone-b",
                    "replica_availability_zones": ["c4nary-zone-b"], "replica_count": 1,
                }],
            }),
            json!({
                "replication_group_id": true, "description": true, "node_group_configuration": true,
                "global_replication_group_id": true,
            }),
        ),
        resource(
            "aws_elasticache_subnet_group",
            "s",
            json!({"name": "c4nary-subnets", "subnet_ids": ["c4nary-subnet", "c4nary-other"]}),
            json!({"name": true, "subnet_ids": true}),
        ),
        resource(
            "aws_subnet",
            "one",
            json!({"id": "c4nary-subnet", "availability_zone": "c4nary-zone-a"}),
            json!({"id": true, "availability_zone": true}),
        ),
    ]
}

#[test]
fn in_a_plan_and_in_a_state() {
    let all = resources();
    let values: Vec<&Value> = all.iter().map(|(resource, _)| resource).collect();
    let state = json!({
        "format_version": "1.0", "terraform_version": "1.9.0", "values": {"root_module": {"resources": values}},
    });
    assert_untold("state.json", &state.to_string(), &[]);
    let change = |(resource, sensitive): &(Value, Value)| {
        json!({
            "address": resource["address"], "mode": "managed", "type": resource["type"], "name": resource["name"],
            "change": {
                "actions": ["create"], "before": null, "after": resource["values"], "after_unknown": {},
                "after_sensitive": sensitive,
            },
        })
    };
    let plan = json!({
        "format_version": "1.2", "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": values}},
        "resource_changes": all.iter().map(change).collect::<Vec<_>>(), "configuration": {"root_module": {}},
    });
    assert_untold("plan.json", &plan.to_string(), &[]);
    assert_untold("pretty.json", &serde_json::to_string_pretty(&plan).unwrap(), &[]);
}
