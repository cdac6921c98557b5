//! A planted secret reaches no output, in no format.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::process::Command;

use tempfile::TempDir;

/// Never a part of anything else.
const TOKEN: &str = "pl4nted-s3cret-t0ken";

/// Runs `check` in every format over a text and returns all it printed.
fn everything(name: &str, text: &str, arguments: &[&str]) -> String {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    let mut told = String::new();
    for format in
        [&["text", "--show", "all"][..], &["text", "--color", "always"], &["json"], &["json=out.json"]]
    {
        let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
        command.current_dir(folder.path()).args(["check", name, "--format"]).args(format).args(arguments);
        let output = command.output().unwrap();
        told.push_str(&String::from_utf8_lossy(&output.stdout));
        told.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    told.push_str(&std::fs::read_to_string(folder.path().join("out.json")).unwrap());
    told
}

fn assert_hidden(name: &str, text: &str, arguments: &[&str], finding: &str) {
    assert!(text.contains(TOKEN), "nothing is planted in {name}");
    let told = everything(name, text, arguments);
    assert!(told.contains(finding), "{name} must give {finding}, or the excerpt is never shown:\n{told}");
    assert!(!told.contains(TOKEN), "{name} leaks:\n{told}");
}

/// Secrets on the lines around those that findings point at.
const TEMPLATE: &str = "\
Parameters:
  Token: {Type: String, NoEcho: true, Default: TOKEN}
  Version: {Type: String, NoEcho: true, Default: TOKEN}
  Zone: {Type: String, NoEcho: true}
  Node: {Type: String, NoEcho: true, Default: cache.r6g.TOKEN}
Resources:
  Settings:
    Type: AWS::ElastiCache::ParameterGroup
    Properties: {CacheParameterGroupFamily: redis6.x, Description: x, Properties: {appendonly: \"yes\"}}
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      AuthToken: TOKEN
      EngineVersion: !Ref Version
      CacheNodeType: !Ref Node
      CacheParameterGroupName: !Ref Settings
      PreferredCacheClusterAZs: [!Ref Zone, !Ref Zone]
      MultiAZEnabled: true
      AutomaticFailoverEnabled: true
      NumCacheClusters: 2
      Engine: redis
  Old:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      AutomaticFailoverEnabled: false
      NumCacheClusters: 2
      AuthToken: {\"Fn::Sub\": \"TOKEN-${AWS::Region}\"}
      Engine: redis
";

#[test]
fn in_a_template() {
    let given = format!("Zone={TOKEN}");
    let text = TEMPLATE.replace("TOKEN", TOKEN);
    assert_hidden("t.yaml", &text, &["--parameters", &given], "replicas-share-primary-zone");
}

#[test]
fn in_a_plan_on_one_line_and_on_many() {
    let group = serde_json::json!({
        "address": "aws_elasticache_replication_group.cache", "mode": "managed",
        "type": "aws_elasticache_replication_group", "name": "cache",
        "values": {
            "replication_group_id": "sessions", "description": TOKEN, "engine": "redis", "engine_version": TOKEN,
            "auth_token": TOKEN, "node_type": "cache.r7g.large", "num_cache_clusters": 2,
            "automatic_failover_enabled": true, "multi_az_enabled": true,
            "preferred_cache_cluster_azs": ["eu-west-1a", "eu-west-1a"], "tags": {"db_password": TOKEN},
        },
        "sensitive_values": {"description": true, "engine_version": true, "auth_token": true},
    });
    let plan = serde_json::json!({
        "format_version": "1.2", "terraform_version": "1.9.0",
        "planned_values": {"root_module": {"resources": [group]}},
        "resource_changes": [{
            "address": "aws_elasticache_replication_group.cache", "mode": "managed",
            "type": "aws_elasticache_replication_group", "name": "cache",
            "change": {
                "actions": ["create"], "before": null, "after": group["values"], "after_unknown": {},
                "after_sensitive": {"description": true, "engine_version": true, "auth_token": true},
            },
        }],
        "configuration": {"root_module": {}},
    });
    assert_hidden("plan.json", &plan.to_string(), &[], "replicas-share-primary-zone");
    let pretty = serde_json::to_string_pretty(&plan).unwrap();
    assert_hidden("plan.json", &pretty, &[], "replicas-share-primary-zone");
}

#[test]
fn in_describe_output() {
    let answer = serde_json::json!({"ReplicationGroups": [{
        "ReplicationGroupId": "sessions", "Description": "x", "Status": "available", "AuthToken": TOKEN,
        "MultiAZ": "enabled", "AutomaticFailover": "enabled", "ClusterEnabled": false, "UserPassword": TOKEN,
        "NodeGroups": [{"NodeGroupId": "0001", "NodeGroupMembers": [
            {"CacheClusterId": "s-1", "CurrentRole": "primary", "PreferredAvailabilityZone": "eu-west-1a"},
            {"CacheClusterId": "s-2", "CurrentRole": "replica", "PreferredAvailabilityZone": "eu-west-1a"},
        ]}],
    }]});
    let pretty = serde_json::to_string_pretty(&answer).unwrap();
    assert_hidden("groups.json", &pretty, &[], "replicas-share-primary-zone");
}

#[test]
fn in_files_that_cannot_be_parsed() {
    let yaml = TEMPLATE.replace("TOKEN", TOKEN).replace("[!Ref Zone, !Ref Zone]", "[!Ref Zone, !Ref Zone");
    let broken = "{\"Resources\": {\"C\": {\"Type\": \"AWS::ElastiCache::ReplicationGroup\",\n";
    let json = format!("{broken}\"AuthToken\": \"{TOKEN}\",}}}}}}\n");
    assert_hidden("t.yaml", &yaml, &["--parameters", "Zone=x"], "syntax");
    assert_hidden("t.json", &json, &[], "syntax");
}
