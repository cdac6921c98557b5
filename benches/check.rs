//! How long `multiaz check` and `multiaz failover` take, as a ratio against a reference measured in the same run.
//!
//! Absolute times depend on the machine; a ratio says the same on all of them. Run it with
//! `cargo bench`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs of each command; the median counts.
const RUNS: usize = 15;

fn main() {
    let template = "fixtures/cloudformation/sessions.yaml";
    let start = median(|| multiaz(&["--version"]));
    let small = median(|| multiaz(&["check", template]));
    report("a small template", small, "multiaz --version", start);

    let plan = plan_file(40_000);
    let path = plan.path().to_str().unwrap();
    let check = median(|| multiaz(&["check", path, "--format", "json"]));
    let text = std::fs::read_to_string(path).unwrap();
    let pass = median(|| {
        let skipped: serde::de::IgnoredAny = serde_json::from_str(&text).unwrap();
        std::hint::black_box(skipped);
    });
    let size = text.len() / 1_000_000;
    report(&format!("a plan of {size} MB on one line"), check, "one serde_json pass over it", pass);

    let folder = tempfile::TempDir::new().unwrap();
    scatter(folder.path(), 2_000);
    let walked = folder.path().to_str().unwrap();
    let walk = median(|| multiaz(&["check", walked]));
    let read = median(|| {
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            std::hint::black_box(std::fs::read(entry.unwrap().path()).unwrap());
        }
    });
    report("2000 files that do not concern it", walk, "reading them", read);

    configuration(small);
    failover();
}

/// Plans of failovers, against the lint of the same groups.
fn failover() {
    let folder = tempfile::TempDir::new().unwrap();
    let path = folder.path().join("groups.json");
    for (what, text) in
        [("1000 groups of three nodes", groups(1_000, 1)), ("a group of 500 shards", groups(1, 500))]
    {
        std::fs::write(&path, text).unwrap();
        let file = path.to_str().unwrap();
        let check = median(|| multiaz(&["check", file, "--format", "json"]));
        let plans = median(|| multiaz(&["failover", file]));
        report(&format!("all failovers of {what}"), plans, "the lint of them", check);
    }
}

/// Describe output of groups whose shards have three nodes in three zones.
fn groups(count: usize, shards: usize) -> String {
    let zones = ["a", "b", "c"];
    let shard = |group: usize, shard: usize| {
        let members: Vec<_> = (0..3)
            .map(|node| {
                serde_json::json!({
                    "CacheClusterId": format!("cache-{group}-{shard:04}-{node:03}"),
                    "PreferredAvailabilityZone": format!("eu-west-1{}", zones[(shard + node) % 3]),
                    "CurrentRole": if node == 0 { "primary" } else { "replica" },
                })
            })
            .collect();
        serde_json::json!({"NodeGroupId": format!("{:04}", shard + 1), "Status": "available", "NodeGroupMembers": members})
    };
    let groups: Vec<_> = (0..count)
        .map(|group| {
            serde_json::json!({
                "ReplicationGroupId": format!("cache-{group}"),
                "Status": "available",
                "AutomaticFailover": "enabled",
                "MultiAZ": "enabled",
                "ClusterEnabled": shards > 1,
                "NodeGroups": (0..shards).map(|at| shard(group, at)).collect::<Vec<_>>(),
            })
        })
        .collect();
    serde_json::json!({ "ReplicationGroups": groups }).to_string()
}

/// Terraform configuration, against a small template.
fn configuration(small: Duration) {
    let template = "a small template";
    let folder = tempfile::TempDir::new().unwrap();
    std::fs::write(folder.path().join("main.tf"), GROUP).unwrap();
    report("a .tf folder with one group", check(folder.path()), template, small);

    let tree = tempfile::TempDir::new().unwrap();
    modules(tree.path(), 100, 10);
    report("100 modules with their callers, 10 of them with a group", check(tree.path()), template, small);

    let others = tempfile::TempDir::new().unwrap();
    modules(others.path(), 500, 0);
    let read = median(|| read_all(others.path()));
    report(
        "500 modules with their callers that do not concern it",
        check(others.path()),
        "reading them",
        read,
    );

    let many = tempfile::TempDir::new().unwrap();
    std::fs::write(many.path().join("main.tf"), repeated(1)).unwrap();
    let one = check(many.path());
    std::fs::write(many.path().join("main.tf"), repeated(2_000)).unwrap();
    report("2000 groups by for_each", check(many.path()), "one by for_each", one);
}

fn check(folder: &Path) -> Duration {
    median(|| multiaz(&["check", folder.to_str().unwrap(), "--format", "json"]))
}

fn multiaz(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().unwrap();
}

fn median(mut run: impl FnMut()) -> Duration {
    run();
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}

fn report(what: &str, time: Duration, reference: &str, base: Duration) {
    let ratio = time.as_secs_f64() / base.as_secs_f64();
    println!("{what}: {ratio:.2} × {reference} ({time:.2?} against {base:.2?})");
}

fn read_all(folder: &Path) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        match path.is_dir() {
            true => read_all(&path),
            false => {
                std::hint::black_box(std::fs::read(path).unwrap());
            }
        }
    }
}

/// A module with one group, its subnets and its variables.
const GROUP: &str = r#"
variable "zones" {
  type    = list(string)
  default = ["eu-west-1a", "eu-west-1b"]
}

locals {
  settings = { node_type = "cache.r7g.large", replicas = 1 }
}

resource "aws_subnet" "cache" {
  count             = length(var.zones)
  vpc_id            = "vpc-1"
  cidr_block        = "10.0.${count.index}.0/24"
  availability_zone = var.zones[count.index]
}

resource "aws_elasticache_subnet_group" "cache" {
  name       = "cache"
  subnet_ids = aws_subnet.cache[*].id
}

resource "aws_elasticache_replication_group" "cache" {
  replication_group_id       = "cache"
  description                = "Sessions"
  engine                     = "valkey"
  engine_version             = "8.0"
  node_type                  = local.settings.node_type
  num_cache_clusters         = local.settings.replicas + 1
  automatic_failover_enabled = true
  multi_az_enabled           = true
  subnet_group_name          = aws_elasticache_subnet_group.cache.name
}
"#;

/// A module that holds nothing of ours.
const OTHER: &str = r#"
variable "name" {
  type    = string
  default = "bucket"
}

resource "aws_s3_bucket" "this" {
  for_each = toset(["a", "b", "c"])
  bucket   = "${var.name}-${each.key}"
  tags     = { Name = var.name, Key = each.key }
}
"#;

/// Modules in folders, each with a folder that calls it; the first of them hold a group.
fn modules(root: &Path, count: usize, concern: usize) {
    for index in 0..count {
        let (module, caller) = (root.join(format!("modules/m{index}")), root.join(format!("live/c{index}")));
        std::fs::create_dir_all(&module).unwrap();
        std::fs::create_dir_all(&caller).unwrap();
        std::fs::write(module.join("main.tf"), if index < concern { GROUP } else { OTHER }).unwrap();
        let call = format!("module \"it\" {{\n  source = \"../../modules/m{index}\"\n}}\n");
        std::fs::write(caller.join("main.tf"), call).unwrap();
    }
}

/// A module with as many groups by `for_each`.
fn repeated(count: usize) -> String {
    let mut groups = String::new();
    for index in 0..count {
        writeln!(groups, "    \"g{index}\" = {{ nodes = {}, multi_az = {} }}", index % 3 + 1, index % 2 == 0)
            .unwrap();
    }
    format!(
        r#"locals {{
  groups = {{
{groups}  }}
}}

resource "aws_elasticache_replication_group" "cache" {{
  for_each                   = local.groups
  replication_group_id       = each.key
  description                = "Sessions of ${{each.key}}"
  node_type                  = "cache.r7g.large"
  num_cache_clusters         = each.value.nodes
  automatic_failover_enabled = each.value.nodes > 1
  multi_az_enabled           = each.value.multi_az
}}
"#
    )
}

/// A plan with one group among many other resources, on one line.
fn plan_file(others: usize) -> tempfile::NamedTempFile {
    let mut resources = String::new();
    for index in 0..others {
        let content = "x".repeat(600);
        write!(
            resources,
            r#"{{"address":"aws_s3_object.o[{index}]","mode":"managed","type":"aws_s3_object","name":"o","index":{index},"values":{{"bucket":"b","content":"{content}"}}}},"#
        )
        .unwrap();
    }
    let group = r#"{"address":"aws_elasticache_replication_group.c","mode":"managed","type":"aws_elasticache_replication_group","name":"c","values":{"replication_group_id":"c","engine":"valkey","engine_version":"8.0","node_type":"cache.r7g.large","num_cache_clusters":2,"automatic_failover_enabled":true,"multi_az_enabled":true}}"#;
    let mut file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    write!(
        file,
        r#"{{"format_version":"1.2","planned_values":{{"root_module":{{"resources":[{resources}{group}]}}}}}}"#
    )
    .unwrap();
    file
}

/// Files of 4 KB each that hold nothing of ours.
fn scatter(folder: &Path, count: usize) {
    for index in 0..count {
        std::fs::write(folder.join(format!("{index}.yaml")), "key: value\n".repeat(370)).unwrap();
    }
}
