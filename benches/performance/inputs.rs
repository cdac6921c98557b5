//! Inputs of any size, made anew for every run: nothing in them comes from anybody's account.

use std::fmt::Write as _;
use std::fs;
use std::io::{BufWriter, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};

/// A folder of inputs that is gone afterwards.
#[derive(Debug)]
pub(crate) struct Inputs(tempfile::TempDir);

impl Inputs {
    /// An empty folder.
    pub(crate) fn new() -> Inputs {
        Inputs(tempfile::TempDir::new().unwrap())
    }

    /// A path in it.
    pub(crate) fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    /// Writes a text.
    pub(crate) fn text(&self, name: &str, text: &str) -> PathBuf {
        let path = self.path(name);
        fs::write(&path, text).unwrap();
        path
    }

    /// Writes the JSON of a kind and size, in one line or as people read it.
    ///
    /// A process of its own makes it: what it holds in memory meanwhile would count for every process that this one
    /// starts afterwards.
    pub(crate) fn json(&self, name: &str, kind: &str, size: usize, pretty: bool) -> PathBuf {
        let path = self.path(name);
        let look = if pretty { "pretty" } else { "line" };
        let mut maker = Command::new(std::env::current_exe().unwrap());
        maker.args(["--make", kind, &size.to_string(), look]).arg(&path);
        assert!(maker.status().unwrap().success());
        path
    }
}

/// Makes the input that the words describe: its kind, its size, its look and its file.
pub(crate) fn make(words: &[String]) {
    let [kind, size, look, path] = words else { panic!("an input has a kind, a size, a look and a file") };
    let size = size.parse().unwrap();
    let value = match kind.as_str() {
        "plan" => plan(size),
        "answers" => answers(size),
        "shards" => shards(size),
        other => panic!("there is no input {other}"),
    };
    let out = BufWriter::new(fs::File::create(path).unwrap());
    match look.as_str() {
        "pretty" => serde_json::to_writer_pretty(out, &value).unwrap(),
        _ => serde_json::to_writer(out, &value).unwrap(),
    }
}

/// A template of about a megabyte with 300 resources, ten of them replication groups.
pub(crate) fn template() -> String {
    let mut text = String::from("AWSTemplateFormatVersion: \"2010-09-09\"\nResources:\n");
    for at in 0..300 {
        if at % 30 == 0 {
            write!(
                text,
                "  Cache{at}:\n    Type: AWS::ElastiCache::ReplicationGroup\n    Properties:\n      \
                 ReplicationGroupDescription: Sessions\n      Engine: valkey\n      EngineVersion: \"8.0\"\n      \
                 CacheNodeType: cache.r7g.large\n      NumCacheClusters: 2\n      AutomaticFailoverEnabled: true\n      \
                 MultiAZEnabled: true\n"
            )
            .unwrap();
            continue;
        }
        write!(
            text,
            "  Function{at}:\n    Type: AWS::Lambda::Function\n    Properties:\n      Runtime: nodejs22.x\n      \
             Handler: index.handler\n      Role: !GetAtt Role{at}.Arn\n      Environment:\n        Variables:\n"
        )
        .unwrap();
        for variable in 0..24 {
            writeln!(text, "          SETTING_{variable}: !Sub \"${{AWS::StackName}}-{at}-{variable}\"")
                .unwrap();
        }
        text.push_str("      Code:\n        ZipFile: |\n");
        for line in 0..34 {
            writeln!(
                text,
                "          exports.step{line} = async (event) => ({{ ...event, step: {line}, at: 'x' }});"
            )
            .unwrap();
        }
    }
    text
}

/// A plan of about so many megabytes: one resource in a thousand is a replication group.
fn plan(megabytes: usize) -> Value {
    // What one resource takes in all parts of the plan, in one line.
    let count = (megabytes * 1_000_000 / 1_750).max(1);
    let (mut planned, mut changes, mut prior, mut blocks) = (vec![], vec![], vec![], vec![]);
    for at in 0..count {
        let (kind, values) = if at % 1_000 == 500 { group_values(at) } else { object_values(at) };
        let address = format!("{kind}.r{at}");
        let known = json!({"address": address, "mode": "managed", "type": kind, "name": format!("r{at}"),
            "provider_name": "registry.terraform.io/hashicorp/aws", "schema_version": 0, "values": values,
            "sensitive_values": {"tags_all": {}}});
        changes.push(json!({"address": address, "mode": "managed", "type": kind, "name": format!("r{at}"),
            "provider_name": "registry.terraform.io/hashicorp/aws",
            "change": {"actions": ["no-op"], "before": values, "after": values, "after_unknown": {},
                "before_sensitive": {"tags_all": {}}, "after_sensitive": {"tags_all": {}}}}));
        blocks.push(json!({"address": address, "mode": "managed", "type": kind, "name": format!("r{at}"),
            "provider_config_key": "aws", "schema_version": 0,
            "expressions": {"bucket": {"references": ["var.bucket"]}, "key": {"constant_value": format!("k{at}")}}}));
        prior.push(known.clone());
        planned.push(known);
    }
    json!({
        "format_version": "1.2", "terraform_version": "1.11.4", "variables": {"bucket": {"value": "b"}},
        "planned_values": {"root_module": {"resources": planned}},
        "resource_changes": changes,
        "prior_state": {"format_version": "1.0", "terraform_version": "1.11.4",
            "values": {"root_module": {"resources": prior}}},
        "configuration": {"provider_config": {"aws": {"name": "aws",
            "full_name": "registry.terraform.io/hashicorp/aws", "version_constraint": "~> 6.0"}},
            "root_module": {"resources": blocks, "variables": {"bucket": {}}}},
    })
}

fn object_values(at: usize) -> (&'static str, Value) {
    let values = json!({"bucket": "b", "key": format!("k{at}"), "acl": null, "content_type": "text/plain",
        "storage_class": "STANDARD", "etag": "0123456789abcdef0123456789abcdef", "tags": {"Name": format!("o{at}")},
        "tags_all": {"Name": format!("o{at}")}, "version_id": ""});
    ("aws_s3_object", values)
}

fn group_values(at: usize) -> (&'static str, Value) {
    let values = json!({"replication_group_id": format!("cache-{at}"), "description": "Sessions", "engine": "valkey",
        "engine_version": "8.0", "node_type": "cache.r7g.large", "num_cache_clusters": 2,
        "automatic_failover_enabled": true, "multi_az_enabled": false, "tags": {}, "tags_all": {}});
    ("aws_elasticache_replication_group", values)
}

/// What `describe` calls answer for so many groups of two shards of three nodes: groups, clusters, subnet groups and
/// parameters, in one file. Every fourth group is sound.
fn answers(groups: usize) -> Value {
    let zone = |at: usize| format!("eu-west-1{}", ["a", "b", "c"][at % 3]);
    let node = |group: usize, shard: usize, node: usize| {
        format!("cache-{group:06}-{:04}-{:03}", shard + 1, node + 1)
    };
    let member = |group: usize, shard: usize, at: usize| {
        let zone = zone(if group % 4 == 3 { shard + at } else { shard });
        json!({"CacheClusterId": node(group, shard, at), "CacheNodeId": "0001", "PreferredAvailabilityZone": zone,
            "ReadEndpoint": {"Address": format!("{}.abc.0001.euw1.cache.amazonaws.com", node(group, shard, at)), "Port": 6379}})
    };
    let shard = |group: usize, at: usize| {
        json!({"NodeGroupId": format!("{:04}", at + 1), "Status": "available", "Slots": "0-8191",
            "NodeGroupMembers": (0..3).map(|one| member(group, at, one)).collect::<Vec<_>>()})
    };
    let group = |at: usize| {
        json!({"ReplicationGroupId": format!("cache-{at:06}"), "Description": "Sessions", "Status": "available",
            "ARN": format!("arn:aws:elasticache:eu-west-1:111122223333:replicationgroup:cache-{at:06}"),
            "MemberClusters": (0..6).map(|one| node(at, one / 3, one % 3)).collect::<Vec<_>>(),
            "AutomaticFailover": "enabled", "MultiAZ": if at.is_multiple_of(2) { "enabled" } else { "disabled" },
            "ClusterEnabled": true, "CacheNodeType": "cache.r7g.large", "SnapshotRetentionLimit": at % 8,
            "Engine": "redis", "NodeGroups": [shard(at, 0), shard(at, 1)]})
    };
    let cluster = |at: usize| {
        let (group, shard, one) = (at / 6, at % 6 / 3, at % 3);
        json!({"CacheClusterId": node(group, shard, one), "CacheClusterStatus": "available", "Engine": "redis",
            "EngineVersion": "7.1.0", "CacheNodeType": "cache.r7g.large", "NumCacheNodes": 1,
            "PreferredAvailabilityZone": zone(if group % 4 == 3 { shard + one } else { shard }),
            "CacheSubnetGroupName": format!("cache-{}", group % 50), "ReplicationGroupId": format!("cache-{group:06}"),
            "CacheParameterGroup": {"CacheParameterGroupName": "sessions", "ParameterApplyStatus": "in-sync"},
            "SnapshotRetentionLimit": group % 8,
            "ARN": format!("arn:aws:elasticache:eu-west-1:111122223333:cluster:{}", node(group, shard, one))})
    };
    let subnets = |at: usize| {
        let subnet = |one: usize| {
            json!({"SubnetIdentifier": format!("subnet-{at}{one}"),
            "SubnetAvailabilityZone": {"Name": zone(one)}})
        };
        json!({"CacheSubnetGroupName": format!("cache-{at}"), "VpcId": "vpc-1",
            "Subnets": (0..3).map(subnet).collect::<Vec<_>>()})
    };
    let parameters = [
        ("min-replicas-to-write", "0"),
        ("min-replicas-max-lag", "10"),
        ("cluster-enabled", "yes"),
        ("cluster-require-full-coverage", "no"),
        ("cluster-allow-reads-when-down", "no"),
        ("appendonly", "no"),
    ];
    let parameter = |(name, value): (&str, &str)| {
        json!({"ParameterName": name, "ParameterValue": value,
        "DataType": "string", "Source": "system", "IsModifiable": true})
    };
    json!([
        {"ReplicationGroups": (0..groups).map(group).collect::<Vec<_>>()},
        {"CacheClusters": (0..groups * 6).map(cluster).collect::<Vec<_>>()},
        {"CacheSubnetGroups": (0..50).map(subnets).collect::<Vec<_>>()},
        {"Parameters": parameters.map(parameter)},
    ])
}

/// The answer for one group of so many shards of three nodes.
fn shards(count: usize) -> Value {
    let member = |shard: usize, at: usize| {
        json!({"CacheClusterId": format!("cache-{:04}-{at:03}", shard + 1),
        "PreferredAvailabilityZone": format!("eu-west-1{}", ["a", "b", "c"][(shard + at) % 3]),
        "CurrentRole": if at == 0 { "primary" } else { "replica" }})
    };
    let shard = |at: usize| {
        json!({"NodeGroupId": format!("{:04}", at + 1), "Status": "available",
        "NodeGroupMembers": (0..3).map(|one| member(at, one)).collect::<Vec<_>>()})
    };
    json!({"ReplicationGroups": [{"ReplicationGroupId": "cache", "Status": "available", "AutomaticFailover": "enabled",
        "MultiAZ": "enabled", "ClusterEnabled": true, "NodeGroups": (0..count).map(shard).collect::<Vec<_>>()}]})
}

/// Files of some four kilobytes each in folders of a hundred; one in a hundred is a template of ours.
pub(crate) fn tree(root: &Path, count: usize) {
    let ours = fs::read_to_string(
        Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cloudformation/sessions.yaml"),
    );
    let ours = ours.unwrap();
    for at in 0..count {
        let folder = root.join(format!("services/s{:03}/deploy", at / 100));
        if at % 100 == 0 {
            fs::create_dir_all(&folder).unwrap();
        }
        let mut file =
            fs::File::create(folder.join(format!("f{at:05}.{}", ["yaml", "json", "ts", "md"][at % 4])))
                .unwrap();
        match at % 100 {
            0 => file.write_all(ours.as_bytes()).unwrap(),
            rest => {
                file.write_all("setting: value of something else\n".repeat(40 + rest * 2).as_bytes()).unwrap()
            }
        }
    }
}

/// Root modules in folders of their own, every eighth of which calls a module with a group.
pub(crate) fn roots(root: &Path, count: usize) {
    let module = root.join("modules/cache");
    fs::create_dir_all(&module).unwrap();
    fs::write(module.join("main.tf"), GROUP).unwrap();
    for at in 0..count {
        let folder = root.join(format!("live/r{at:05}"));
        fs::create_dir_all(&folder).unwrap();
        let call = "module \"cache\" {\n  source = \"../../modules/cache\"\n}\n";
        let other = "module \"cache\" {\n  source = \"../nothing\"\n}\n";
        fs::write(folder.join("main.tf"), if at % 8 == 0 { call } else { other }).unwrap();
    }
}

const GROUP: &str = r#"resource "aws_elasticache_replication_group" "cache" {
  replication_group_id       = "cache"
  description                = "Sessions"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = "cache.r7g.large"
  num_cache_clusters         = 2
  automatic_failover_enabled = true
  multi_az_enabled           = false
}
"#;

/// Configuration with two blocks of replication groups by `for_each`, so many instances together.
pub(crate) fn repeated(count: usize) -> String {
    let block = |name: &str| {
        format!(
            r#"resource "aws_elasticache_replication_group" "{name}" {{
  for_each                   = {{ for at in setproduct(range({}), range(100)) : "g${{at[0] * 100 + at[1]}}" => at[0] * 100 + at[1] }}
  replication_group_id       = "{name}-${{each.value}}"
  description                = "Sessions of ${{each.key}}"
  node_type                  = "cache.r7g.large"
  num_cache_clusters         = each.value % 3 + 1
  automatic_failover_enabled = each.value % 3 > 0
  multi_az_enabled           = each.value % 2 == 0
}}
"#,
            count / 200
        )
    };
    block("one") + &block("other")
}
