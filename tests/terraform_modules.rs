//! Our own Terraform modules: each plan shows its fault, and the folder is judged as its plan is.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use tempfile::TempDir;

/// What a group is at fault for.
type Fault = (&'static str, &'static str);

/// Every module with its errors and warnings, as rule and group; none where it is sound.
const MODULES: &[(&str, &[Fault])] = &[
    (
        "all-nodes-in-one-zone",
        &[("replicas-share-primary-zone", "aws_elasticache_replication_group.catalog")],
    ),
    ("alone-and-memcached", &[("no-standby", "aws_elasticache_cluster.queue")]),
    ("cluster-mode-block", &[]),
    (
        "collections",
        &[("replicas-share-primary-zone", r#"aws_elasticache_replication_group.this["flawed"]"#)],
    ),
    ("count-of-none-one-three", &[("t1-node-with-multi-az", "aws_elasticache_replication_group.feed[2]")]),
    (
        "environments-by-for-each",
        &[("replicas-share-primary-zone", r#"aws_elasticache_replication_group.checkout["acceptance"]"#)],
    ),
    ("extra-replicas", &[("replicas-share-primary-zone", "aws_elasticache_replication_group.timeline")]),
    (
        "failover-without-multi-az",
        &[("failover-without-multi-az", "aws_elasticache_replication_group.carts")],
    ),
    ("global-datastore", &[("shard-without-replica", "aws_elasticache_replication_group.secondary")]),
    ("group-over-three-zones", &[]),
    (
        "module-called-twice",
        &[("failover-without-multi-az", "module.coupons.aws_elasticache_replication_group.this")],
    ),
    ("modules-by-count", &[("no-standby", "module.cache[1].aws_elasticache_replication_group.this")]),
    (
        "modules-by-for-each",
        &[("no-standby", r#"module.cache["us"].aws_elasticache_replication_group.this[0]"#)],
    ),
    (
        "modules-two-deep",
        &[("shard-without-replica", "module.blog.module.cache.aws_elasticache_replication_group.this")],
    ),
    ("one-flag-of-provider-2", &[("t1-node-with-multi-az", "aws_elasticache_replication_group.legacy")]),
    (
        "optional-object-defaults",
        &[("failover-without-multi-az", r#"aws_elasticache_replication_group.this["reports"]"#)],
    ),
    ("override-files", &[("failover-without-multi-az", "aws_elasticache_replication_group.wallet")]),
    (
        "parameters-by-dynamic-block",
        &[("cluster-mode-without-failover", "aws_elasticache_replication_group.ranking")],
    ),
    ("parameters-by-name", &[("aof-has-no-effect", "aws_elasticache_replication_group.this")]),
    ("sensitive-token", &[("replicas-share-primary-zone", "aws_elasticache_replication_group.payments")]),
    (
        "settings-in-files",
        &[("failover-without-multi-az", r#"aws_elasticache_replication_group.this["arena"]"#)],
    ),
    ("shard-without-replica", &[("shard-without-replica", "aws_elasticache_replication_group.locks")]),
    ("shards-placed-by-hand", &[("primaries-share-zone", "aws_elasticache_replication_group.presence")]),
    ("strings-and-nulls", &[("failover-without-multi-az", "aws_elasticache_replication_group.flags")]),
    ("subnet-ids-by-variable", &[]),
    ("subnets-from-another-module", &[]),
    ("subnets-in-json", &[("subnet-group-single-zone", "aws_elasticache_replication_group.search")]),
    ("subnets-in-one-zone", &[("subnet-group-single-zone", "aws_elasticache_replication_group.catalog")]),
    ("texts-and-templates", &[("replicas-share-primary-zone", "aws_elasticache_replication_group.this")]),
    ("tfvars-in-order", &[("replicas-share-primary-zone", "aws_elasticache_replication_group.this")]),
    ("twin-in-hcl", &[("failover-without-multi-az", "aws_elasticache_replication_group.votes[0]")]),
    ("twin-in-json", &[("failover-without-multi-az", "aws_elasticache_replication_group.votes[0]")]),
    (
        "two-regions-by-alias",
        &[("replicas-share-primary-zone", "module.overseas.aws_elasticache_replication_group.this")],
    ),
    ("variable-without-default", &[("failover-without-multi-az", "aws_elasticache_replication_group.inbox")]),
    ("writes-blocked", &[("writes-blocked-after-failover", "aws_elasticache_replication_group.ledger")]),
    ("zone-outside-subnets", &[("zone-outside-subnet-group", "aws_elasticache_replication_group.events")]),
    ("zones-of-the-region", &[("replicas-share-primary-zone", "aws_elasticache_replication_group.pinned")]),
];

/// Stands for every rule in [`ONLY_A_PLAN_KNOWS`].
const EVERY_RULE: &str = "*";

/// What only a plan can know: module, group, the rule that then speaks differently, and why.
const ONLY_A_PLAN_KNOWS: &[(&str, &str, &str, &str)] = &[
    (
        "extra-replicas",
        "aws_elasticache_replication_group.mentions",
        EVERY_RULE,
        "lifecycle ignores all changes, and only a plan knows that the group is new",
    ),
    (
        "variable-without-default",
        "aws_elasticache_replication_group.inbox",
        "failover-without-multi-az",
        "multi_az was given on the command line",
    ),
    (
        "variable-without-default",
        "aws_elasticache_replication_group.inbox",
        "subnet-group-single-zone",
        "multi_az was given on the command line",
    ),
    (
        "zones-of-the-region",
        "aws_elasticache_replication_group.pinned",
        "replicas-share-primary-zone",
        "AWS names the zones when the plan is made",
    ),
];

/// Whether a line of [`ONLY_A_PLAN_KNOWS`] is about what was said of a module.
fn only_a_plan_knows(line: &(&str, &str, &str, &str), module: &str, said: &Said) -> bool {
    let (case, group, rule, _) = line;
    *case == module && *group == said.group && (*rule == said.rule || *rule == EVERY_RULE)
}

/// A finding without its places, which differ from input to input.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Said {
    rule: String,
    group: String,
    verdict: String,
    severity: String,
    consequence: String,
    shards: Vec<String>,
    message: String,
}

/// What a run came to.
#[derive(Debug)]
struct Judged {
    groups: u64,
    /// The resources that are not judged, with the reason.
    skipped: BTreeSet<(String, String)>,
    said: BTreeSet<Said>,
}

fn modules() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/terraform/modules")
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a text")).to_owned()
}

/// Runs `check` on a file or folder.
fn judged(path: &Path) -> Judged {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let output = command.args(["check", "--format", "json"]).arg(path).output().unwrap();
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["failures"], Value::Array(Vec::new()), "{}", path.display());
    let said = |finding: &Value| Said {
        rule: text(&finding["rule"]),
        group: text(&finding["group"]),
        verdict: text(&finding["verdict"]),
        severity: text(&finding["severity"]),
        consequence: text(&finding["consequence"]),
        shards: finding["shards"].as_array().unwrap().iter().map(text).collect(),
        message: text(&finding["message"]),
    };
    let skipped = |one: &Value| (text(&one["resource"]), text(&one["reason"]));
    Judged {
        groups: document["summary"]["groups"].as_u64().unwrap(),
        skipped: document["skipped"].as_array().unwrap().iter().map(skipped).collect(),
        said: document["findings"].as_array().unwrap().iter().map(said).collect(),
    }
}

fn plan_of(module: &str) -> Judged {
    judged(&modules().join(module).join("plan.json"))
}

/// Judges a module's folder as it would be without its plan.
fn configuration_of(module: &str) -> Judged {
    let folder = TempDir::new().unwrap();
    copy(&modules().join(module), folder.path());
    judged(folder.path())
}

/// Copies a folder's configuration and variables, not its plan.
fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false if entry.file_name() == "plan.json" => {}
            false => fs::write(target, fs::read(entry.path()).unwrap()).unwrap(),
        }
    }
}

/// How the configuration is judged otherwise than the plan, for people; `None` where it is not.
fn difference(module: &str) -> Option<String> {
    let (plan, configuration) = (plan_of(module), configuration_of(module));
    let known = |said: &Said| ONLY_A_PLAN_KNOWS.iter().any(|line| only_a_plan_knows(line, module, said));
    let mut lines = Vec::new();
    if plan.groups != configuration.groups {
        lines.push(format!("groups: {} and {}", plan.groups, configuration.groups));
    }
    if plan.skipped != configuration.skipped {
        lines.push(format!("not judged: {:?} and {:?}", plan.skipped, configuration.skipped));
    }
    for said in plan.said.symmetric_difference(&configuration.said).filter(|said| !known(said)) {
        let who = if plan.said.contains(said) { "the plan" } else { "the configuration" };
        lines.push(format!("only {who}: {said:?}"));
    }
    (!lines.is_empty()).then(|| format!("{module}\n  {}\n", lines.join("\n  ")))
}

#[test]
fn every_module_is_listed() {
    let entries = fs::read_dir(modules()).unwrap().map(|entry| entry.unwrap());
    let folders = entries.filter(|entry| entry.path().is_dir());
    let folders: BTreeSet<String> = folders.map(|it| it.file_name().into_string().unwrap()).collect();
    let listed: BTreeSet<String> = MODULES.iter().map(|(module, _)| (*module).to_owned()).collect();
    assert_eq!(folders, listed);
}

#[test]
fn every_module_opens_with_what_it_shows() {
    for (module, _) in MODULES {
        let folder = modules().join(module);
        let hcl = fs::read_to_string(folder.join("main.tf")).map(|text| text.starts_with("# "));
        let json =
            || fs::read_to_string(folder.join("main.tf.json")).map(|it| it.starts_with("{\n  \"//\": "));
        assert!(hcl.or_else(|_| json()).unwrap(), "{module}");
    }
}

#[test]
fn a_plan_shows_the_faults_of_its_module_and_no_others() {
    for (module, faults) in MODULES {
        let plan = plan_of(module);
        let grave = plan.said.iter().filter(|it| it.verdict == "violated" && it.severity != "advice");
        let grave: Vec<(&str, &str)> = grave.map(|it| (it.rule.as_str(), it.group.as_str())).collect();
        assert_eq!(grave, *faults, "{module}");
        assert!(plan.groups > 0, "{module}");
    }
}

#[test]
fn the_twins_have_the_same_plan() {
    let [hcl, json]: [Value; 2] = ["twin-in-hcl", "twin-in-json"].map(|module| {
        serde_json::from_slice(&fs::read(modules().join(module).join("plan.json")).unwrap()).unwrap()
    });
    for part in ["variables", "planned_values", "resource_changes"] {
        assert!(hcl[part].is_object() || hcl[part].is_array(), "{part} is missing");
        assert_eq!(hcl[part], json[part], "{part}");
    }
}

#[test]
fn a_configuration_is_judged_as_its_plan_is() {
    let differ: Vec<String> = MODULES.iter().filter_map(|(module, _)| difference(module)).collect();
    assert!(differ.is_empty(), "{} modules differ:\n{}", differ.len(), differ.concat());
}

#[test]
fn what_only_a_plan_knows_makes_a_difference() {
    for line in ONLY_A_PLAN_KNOWS {
        let (plan, configuration) = (plan_of(line.0), configuration_of(line.0));
        let mut differ = plan.said.symmetric_difference(&configuration.said);
        assert!(differ.any(|said| only_a_plan_knows(line, line.0, said)), "no difference by now: {line:?}");
    }
}
