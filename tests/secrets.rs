//! A planted secret reaches no output, in no format.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::path::Path;
use std::process::Command;

use multiaz::load::terraform::{self, Sought};
use multiaz::load::{self, Options};
use multiaz::source::{Folders, Input, Sources};
use tempfile::TempDir;

/// Never a part of anything else.
const TOKEN: &str = "pl4nted-s3cret-t0ken";

/// Runs `check` in every format over a text and returns all it printed.
fn everything(name: &str, text: &str, arguments: &[&str]) -> String {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join(name), text).unwrap();
    everything_in(folder.path(), name, arguments)
}

/// The same for a file that lies in a folder.
fn everything_in(folder: &Path, name: &str, arguments: &[&str]) -> String {
    let mut told = String::new();
    for format in [
        &["text", "--show", "all"][..],
        &["text", "--color", "always"],
        &["json"],
        &["json=out.json"],
        &["sarif"],
        &["github"],
        &["junit"],
        &["markdown"],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
        command.current_dir(folder).args(["check", name, "--format"]).args(format).args(arguments);
        let output = command.output().unwrap();
        told.push_str(&String::from_utf8_lossy(&output.stdout));
        told.push_str(&String::from_utf8_lossy(&output.stderr));
    }
    told.push_str(&std::fs::read_to_string(folder.join("out.json")).unwrap());
    told
}

fn assert_hidden(name: &str, text: &str, arguments: &[&str], finding: &str) {
    assert!(text.contains(TOKEN), "nothing is planted in {name}");
    assert_untold(name, &everything(name, text, arguments), finding);
}

fn assert_untold(name: &str, told: &str, finding: &str) {
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

/// Secrets beside and between the lines that a plan's findings lead to.
const BESIDE_A_PLAN: &str = r#"
variable "secret" {
  default = "TOKEN"
}

resource "aws_elasticache_replication_group" "cache" {
  replication_group_id       = "cache"
  node_type                  = "cache.r7g.large"
  num_cache_clusters         = 3
  auth_token                 = "TOKEN"
  automatic_failover_enabled = true
  multi_az_enabled           = false
  auth_token_update_strategy = "TOKEN"
}

module "other" {
  source = "./other"

  login    = "TOKEN"
  multi_az = false
  login_2  = "TOKEN"
}
"#;

#[test]
fn in_configuration_beside_a_plan() {
    let group = |address: &str| {
        serde_json::json!({
            "address": address, "mode": "managed", "type": "aws_elasticache_replication_group", "name": "cache",
            "values": {
                "replication_group_id": "cache", "node_type": "cache.r7g.large", "num_cache_clusters": 3,
                "automatic_failover_enabled": true, "multi_az_enabled": false,
            }
        })
    };
    let plan = serde_json::json!({
        "format_version": "1.2",
        "planned_values": {"root_module": {
            "resources": [group("aws_elasticache_replication_group.cache")],
            "child_modules": [{"resources": [group("module.other.aws_elasticache_replication_group.cache")]}],
        }},
        "resource_changes": [],
    });
    let other = r#"
variable "login" {
  sensitive = true
}

variable "login_2" {
  sensitive = true
}

variable "multi_az" {}

resource "aws_elasticache_replication_group" "cache" {
  user             = var.login
  multi_az_enabled = var.multi_az
}
"#;
    let folder = TempDir::new().unwrap();
    std::fs::create_dir(folder.path().join("other")).unwrap();
    std::fs::write(folder.path().join("other/main.tf"), other).unwrap();
    std::fs::write(folder.path().join("main.tf"), BESIDE_A_PLAN.replace("TOKEN", TOKEN)).unwrap();
    std::fs::write(folder.path().join("plan.json"), plan.to_string()).unwrap();
    let told = everything_in(folder.path(), "plan.json", &[]);
    assert!(told.contains("code: main.tf:12:32") && told.contains("code: main.tf:20:14"), "{told}");
    assert_untold("plan.json", &told, "failover-without-multi-az");
    assert!(!masked_code(folder.path()).contains(TOKEN), "an excerpt would show it");
    // A line that can't be parsed is told by its place alone.
    let broken = BESIDE_A_PLAN.replace("TOKEN", TOKEN).replace("source = ", "source = = ");
    std::fs::write(folder.path().join("main.tf"), broken).unwrap();
    let told = everything_in(folder.path(), "plan.json", &["--source-root", "."]);
    assert_untold("plan.json", &told, "nothing in . declares");
}

/// The text that the first finding of a plan leads to, as excerpts would show it.
fn masked_code(folder: &Path) -> String {
    let mut sources = Sources::default();
    let text = std::fs::read_to_string(folder.join("plan.json")).unwrap();
    let input = Input { name: "plan.json".into(), text };
    let everything = load::load(&mut sources, vec![input], &Options::default());
    let folders = Folders::default().reaching(folder);
    let sought = everything.loaded.groups.iter().map(|group| Sought {
        at: group.multi_az.at,
        group: group.body,
        unknown: None,
    });
    let sought: Vec<Sought> = sought.collect();
    let code = terraform::code(&mut sources, &folders, folder, &everything.plans[0], &sought);
    assert!(code.places.iter().all(Option::is_some), "{code:?}");
    let main = sources.get(code.places[0].unwrap().source);
    assert!(main.text.contains(TOKEN));
    main.masked(0, main.text.len())
}

#[test]
fn plans_number_zones_whose_names_are_sensitive() {
    let fixture = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/failover/sensitive-zones");
    for format in ["text", "json", "markdown"] {
        for scenario in [&[][..], &["--scenario", "zone"]] {
            let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
            let output =
                command.args(["failover", fixture, "--format", format]).args(scenario).output().unwrap();
            let told = String::from_utf8_lossy(&output.stdout);
            assert!(!told.contains("eu-west-1"), "{told}");
            assert!(told.contains("marks it as sensitive"), "{told}");
        }
    }
    // Two zones stay two: the loss of one is survived.
    let mut gate = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let output = gate.args(["failover", fixture, "--require", "survive-zone"]).output().unwrap();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stdout));
}

#[test]
fn what_belongs_to_a_secret_is_not_shown_where_a_file_cannot_be_parsed() {
    let long = (0..60).map(|at| format!("S{at:03}")).collect::<String>();
    let cases = [
        ("one.json", format!(r#"{{"Resources": {{"C": {{"Type": "AWS::ElastiCache::ReplicationGroup", "AuthToken": "{long}", nope"#)),
        ("next.json", "{\"Resources\": {\"C\": {\"Type\": \"AWS::ElastiCache::ReplicationGroup\",\n\"AuthToken\":\n\"S001S002\", nope".into()),
        ("block.yaml", "Resources:\n  C:\n    Type: AWS::ElastiCache::ReplicationGroup\n    AuthToken: |\n      S001S002\n   nope: {".into()),
        ("call.tf", "resource \"aws_elasticache_replication_group\" \"a\" {\n  auth_token = join(\"\", [\n    \"S001S002\",\n  }\n".into()),
    ];
    for (name, text) in cases {
        let folder = TempDir::new().unwrap();
        std::fs::write(folder.path().join(name), text).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
        let output = command.current_dir(folder.path()).args(["check", name]).output().unwrap();
        let told = String::from_utf8_lossy(&output.stdout);
        assert_eq!(output.status.code(), Some(2), "{name}: {told}");
        assert!(!told.contains("S001") && told.contains(&format!("{name}:")), "{name}: {told}");
    }
}
