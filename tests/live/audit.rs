//! `multiaz audit` as people run it: what it prints, how it ends, what it saves.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use multiaz::load::account::ACTIONS;
use serde_json::{Value, json};

use super::child::{KEY, Run, SECRET, TOKEN};
use super::moto::Moto;
use super::stub::{Call, Reply, Stub};
use super::xml::{answer, assumed, caller, denied, element, error, page};

/// A group of two nodes in one zone, in the region that is asked.
fn basket(call: &Call) -> Reply {
    let region = &call.region;
    let arn = format!("arn:aws:elasticache:{region}:111122223333:replicationgroup:baskets");
    let node = |number: u32, role: &str| {
        let fields = element("CacheClusterId", &format!("baskets-00{number}"))
            + &element("CacheNodeId", "0001")
            + &element("PreferredAvailabilityZone", &format!("{region}a"))
            + &element("CurrentRole", role);
        element("NodeGroupMember", &fields)
    };
    let nodes = element("NodeGroupMembers", &(node(1, "primary") + &node(2, "replica")));
    let shard = element("NodeGroupId", "0001") + &element("Status", "available") + &nodes;
    let fields = element("ReplicationGroupId", "baskets")
        + &element("ARN", &arn)
        + &element("Status", "available")
        + &element("MultiAZ", "enabled")
        + &element("AutomaticFailover", "enabled")
        + &element("ClusterEnabled", "false")
        + &element("CacheNodeType", "cache.r7g.large")
        + &element("SnapshotRetentionLimit", "7")
        + &element("Engine", "redis")
        + &element("NodeGroups", &element("NodeGroup", &shard));
    page(&call.action, "ReplicationGroups", &[element("ReplicationGroup", &fields)], "")
}

pub(crate) fn account(call: &Call) -> Option<Reply> {
    match call.action.as_str() {
        "elasticache:DescribeReplicationGroups" => Some(basket(call)),
        "elasticache:DescribeCacheClusters" => Some(page(&call.action, "CacheClusters", &[], "")),
        _ => None,
    }
}

const REGIONS: [&str; 4] = ["--region", "eu-west-1", "--region", "us-east-1"];

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What a JSON report judges: rule, verdict, group and why it is open.
fn judged(report: &str) -> BTreeSet<String> {
    let report: Value = serde_json::from_str(report).unwrap();
    let found = report["findings"].as_array().unwrap().iter();
    found
        .map(|one| {
            let reasons: Vec<&Value> =
                one["blocked_by"].as_array().unwrap().iter().map(|blocker| &blocker["reason"]).collect();
            json!([one["rule"], one["verdict"], one["target"]["arn"], one["message"], reasons]).to_string()
        })
        .collect()
}

/// What `check` says of a file or folder, as JSON.
fn check(path: &Path) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    stdout(&command.arg("check").arg(path).args(["--format", "json"]).output().unwrap())
}

#[test]
fn findings_are_told_by_account_and_region_with_a_table() {
    let stub = Stub::start(account);
    let output = Run::of(&stub).audit(&REGIONS);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    insta::assert_snapshot!("audit_of_two_regions", stdout(&output));
}

#[test]
fn a_quiet_audit_tells_what_fails_it_and_what_gave_no_answer() {
    let stub = Stub::start(|call| match call.action.as_str() {
        "elasticache:DescribeCacheSubnetGroups" => Some(denied(call)),
        _ => account(call),
    });
    let run = Run::of(&stub);
    let (told, quiet) = (run.audit(&REGIONS), run.audit(&[&REGIONS[..], &["--quiet"]].concat()));
    assert_eq!((told.status.code(), quiet.status.code()), (Some(1), Some(1)));
    let text = stdout(&quiet);
    assert_eq!(text.matches("replicas-share-primary-zone").count(), 2, "{text}");
    assert!(
        text.contains("\nno answer: elasticache:DescribeCacheSubnetGroups in eu-west-1, us-east-1 "),
        "{text}"
    );
    assert!(!text.contains("undecided") && !text.contains("\nadvice["), "{text}");
    assert!(stdout(&told).contains("undecided"), "{}", stdout(&told));
    let content = run.audit(&[&REGIONS[..], &["-q", "--select", "t1-node-with-multi-az"]].concat());
    assert!(stdout(&content).starts_with("no answer: "), "{}", stdout(&content));
    assert_eq!((content.status.code(), stdout(&content).trim().lines().count()), (Some(0), 1));
}

#[test]
fn a_verbose_audit_tells_what_it_read() {
    let stub = Stub::start(account);
    let run = Run::of(&stub);
    let (told, verbose) = (run.audit(&REGIONS), run.audit(&[&REGIONS[..], &["--verbose"]].concat()));
    assert_eq!(stdout(&told), stdout(&verbose));
    let text = stderr(&verbose);
    let lines: Vec<&str> = text.lines().collect();
    for (line, region) in lines.iter().zip(["eu-west-1", "us-east-1"]) {
        assert!(line.starts_with("verbose: read ") && line.contains(&format!("/{region}: ")), "{text}");
    }
    assert!(lines[2].starts_with("verbose: asked 24 rules of 2 groups: "), "{text}");
    assert!(lines[3].starts_with("verbose: accounts read in "), "{text}");
    assert_eq!(lines.len(), 4, "{text}");
}

#[test]
fn a_saved_audit_is_judged_alike() {
    let stub = Stub::start(|call| match call.action.as_str() {
        "elasticache:DescribeCacheSubnetGroups" => Some(denied(call)),
        _ => account(call),
    });
    let run = Run::of(&stub);
    let output = run.audit(&[&REGIONS[..], &["--format", "json", "--save", "audit.json"]].concat());
    let live = judged(&stdout(&output));
    assert!(live.len() > 10, "{live:?}");
    assert_eq!(live, judged(&check(&run.folder.path().join("audit.json"))));
}

#[test]
fn a_region_that_fails_does_not_hide_the_other() {
    let stub = Stub::start(|call| match (call.action.as_str(), call.region.as_str()) {
        ("elasticache:DescribeReplicationGroups", "us-east-1") => Some(denied(call)),
        _ => account(call),
    });
    let output = Run::of(&stub).audit(&REGIONS);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("replicas-share-primary-zone") && text.contains("eu-west-1a"), "{text}");
    assert!(text.contains("us-east-1") && text.contains("elasticache:DescribeReplicationGroups"), "{text}");
}

#[test]
fn a_missing_permission_is_named_where_it_leaves_something_open() {
    let stub = Stub::start(|call| match call.action.as_str() {
        "elasticache:DescribeCacheClusters" => Some(denied(call)),
        _ => account(call),
    });
    let output = Run::of(&stub).audit(&["--region", "eu-west-1", "--show", "undecided"]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("to decide: grant elasticache:DescribeCacheClusters, and audit again"), "{text}");
}

#[test]
fn the_policy_is_the_table_of_actions_and_nothing_is_called() {
    let stub = Stub::start(account);
    let output = Run::of(&stub).audit(&["--print-iam-policy"]);
    assert_eq!((output.status.code(), stub.calls().len()), (Some(0), 0));
    let policy: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let granted: BTreeSet<&str> =
        policy["Statement"][0]["Action"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
    let asked = ACTIONS.iter().map(|(action, _)| *action).filter(|action| action.starts_with("elasticache:"));
    assert_eq!(granted, asked.collect());
}

#[test]
fn no_call_outside_the_policy_is_made() {
    let stub = Stub::start(account);
    Run::of(&stub).audit(&[&REGIONS[..], &["--failover", "--save", "audit.json"]].concat());
    let known = |action: &str| ACTIONS.iter().any(|(known, _)| *known == action);
    let calls = stub.calls();
    assert!(calls.len() >= 10 && calls.iter().all(|call| known(&call.action)), "{calls:?}");
}

#[test]
fn credentials_are_in_nothing_that_is_printed_or_saved() {
    let stub = Stub::start(|call| match call.action.as_str() {
        "elasticache:DescribeEvents" => Some(error(403, "AccessDenied", &format!("{KEY} may not"))),
        _ => account(call),
    });
    let run = Run::of(&stub);
    let output = run.audit(&["--region", "eu-west-1", "--show", "all", "--save", "audit.json"]);
    let saved = fs::read_to_string(run.folder.path().join("audit.json")).unwrap();
    let all = [stdout(&output), stderr(&output), saved].concat();
    for secret in [KEY, SECRET, TOKEN] {
        assert!(!all.contains(secret), "{secret}: {all}");
    }
}

#[test]
fn groups_are_chosen_and_plans_are_added() {
    let stub = Stub::start(account);
    let run = Run::of(&stub);
    let output = run.audit(&["--region", "eu-west-1", "--group", "bask*", "--failover"]);
    let text = stdout(&output);
    assert!(text.contains("1 group: ") && text.contains("loses data"), "{text}");
    let none = run.audit(&["--region", "eu-west-1", "--group", "carts"]);
    assert_eq!(none.status.code(), Some(2));
    assert!(stdout(&none).contains("`--group carts` names no group that was read"), "{}", stdout(&none));
}

#[test]
fn an_account_without_groups_is_no_error() {
    let stub = Stub::start(|call| match call.action.as_str() {
        "elasticache:DescribeReplicationGroups" => Some(page(&call.action, "ReplicationGroups", &[], "")),
        "elasticache:DescribeCacheClusters" => Some(answer(&call.action, "<CacheClusters/>")),
        _ => None,
    });
    let output = Run::of(&stub).audit(&["--region", "eu-west-1"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("0 groups"), "{}", stdout(&output));
}

#[test]
fn an_audit_finds_what_saved_answers_of_the_aws_cli_say() {
    let Some(moto) = Moto::seeded() else { return };
    let run = Run::at(&moto.url);
    let output =
        run.audit(&[&REGIONS[..], &["--timeout", "5", "--format", "json", "--save", "audit.json"]].concat());
    let saved = tempfile::tempdir().unwrap();
    for region in ["eu-west-1", "us-east-1"] {
        let folder = saved.path().join(region);
        fs::create_dir(&folder).unwrap();
        for command in
            ["describe-replication-groups", "describe-cache-clusters", "describe-cache-subnet-groups"]
        {
            fs::write(folder.join(format!("{command}.json")), moto.describe(region, command).to_string())
                .unwrap();
        }
    }
    let (live, apart) = (judged(&stdout(&output)), judged(&check(saved.path())));
    // Why something is open differs: a call that moto lacks was made and gave no answer. Of events the saved
    // answers of others tell nothing in any case; an audit that was refused them can't tell what is under way.
    let of_events = |one: &&String| one.contains("\"in-transition\",\"undecided\"");
    let without_reasons = |all: &BTreeSet<String>| -> BTreeSet<String> {
        let told = all.iter().filter(|one| !of_events(one));
        told.map(|one| one.rsplit_once(",[").unwrap().0.to_owned()).collect()
    };
    let events: Vec<&String> = live.iter().filter(of_events).collect();
    assert!(events.iter().all(|one| one.contains("elasticache:DescribeEvents gave no answer")), "{events:?}");
    assert!(live.len() > 100, "{} findings", live.len());
    assert_eq!(without_reasons(&live), without_reasons(&apart));
    assert_eq!(live, judged(&check(&run.folder.path().join("audit.json"))));
}

#[test]
fn of_all_regions_those_that_are_not_enabled_are_passed_over() {
    let stub = Stub::start(|call| match call.region.as_str() {
        "us-gov-east-1" => Some(error(403, "InvalidClientTokenId", "The security token is invalid")),
        _ => account(call),
    });
    let run = Run::of(&stub);
    let output = run.audit(&["--region", "us-gov-west-1", "--region", "all"]);
    assert_eq!(output.status.code(), Some(1), "{}", stderr(&output));
    assert!(stderr(&output).contains("note: us-gov-east-1 is passed over for "), "{}", stderr(&output));
    // One that is named must answer.
    let named = run.audit(&["--region", "us-gov-west-1", "--region", "us-gov-east-1"]);
    assert_eq!(named.status.code(), Some(2), "{}", stdout(&named));
}

#[test]
fn regions_without_anything_are_named_together() {
    let stub = Stub::start(|call| match (call.action.as_str(), call.region.as_str()) {
        (_, "eu-west-1") => account(call),
        ("elasticache:DescribeReplicationGroups", _) => {
            Some(page(&call.action, "ReplicationGroups", &[], ""))
        }
        ("elasticache:DescribeCacheClusters", _) => Some(answer(&call.action, "<CacheClusters/>")),
        _ => None,
    });
    let output = Run::of(&stub).audit(&["--region", "all", "--save", "audit.json"]);
    let text = stdout(&output);
    assert!(text.contains("nothing in af-south-1, ap-east-1, ") && text.contains(", us-west-2\n"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("111122223333  ")).count(), 1, "{text}");
    assert!(stderr(&output).contains("note: audit.json holds what was read"), "{}", stderr(&output));
}

#[test]
fn json_tells_of_accounts_and_regions_and_keeps_its_schema() {
    let stub = Stub::start(|call| match call.action.as_str() {
        "elasticache:DescribeEvents" => Some(denied(call)),
        _ => account(call),
    });
    let output = Run::of(&stub).audit(&[&REGIONS[..], &["--format", "json"]].concat());
    let report: Value = serde_json::from_str(&stdout(&output)).unwrap();
    let schema = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/multiaz-1.schema.json");
    let schema: Value = serde_json::from_str(&fs::read_to_string(schema).unwrap()).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let faults: Vec<String> = validator.iter_errors(&report).map(|fault| fault.to_string()).collect();
    assert_eq!(faults, Vec::<String>::new());
    let account = &report["accounts"][1];
    assert_eq!((&account["region"], &account["groups"]), (&json!("us-east-1"), &json!(1)));
    assert_eq!(account["refused"][0]["action"], "elasticache:DescribeEvents");
    assert_eq!(report["findings"][0]["target"]["account"], "111122223333");
    assert_eq!(report["plans"], Value::Null);
}

/// How `check` ends on a file, strictly.
fn checked(path: &Path) -> Option<i32> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.arg("check").arg(path).arg("--strict").output().unwrap().status.code()
}

#[test]
fn a_saved_audit_that_could_not_read_everything_is_no_clean_one() {
    let stub = Stub::start(|call| match (call.action.as_str(), call.region.as_str()) {
        ("elasticache:DescribeReplicationGroups", "us-east-1") => Some(denied(call)),
        ("sts:AssumeRole", _) => Some(denied(call)),
        _ => None,
    });
    let run = Run::of(&stub);
    let saved = run.folder.path().join("audit.json");
    let region = run.audit(&["--region", "us-east-1", "--save", "audit.json"]);
    assert_eq!((region.status.code(), checked(&saved)), (Some(2), Some(2)));
    let role = ["--assume-role", "arn:aws:iam::444455556666:role/audit"];
    let role = run.audit(&[&role[..], &["--region", "eu-west-1", "--save", "audit.json"]].concat());
    assert_eq!((role.status.code(), checked(&saved)), (Some(2), Some(2)));
}

#[test]
fn clusters_that_could_not_be_listed_are_told_and_fail_a_strict_run() {
    let stub = Stub::start(|call| match call.action.as_str() {
        "elasticache:DescribeReplicationGroups" => Some(page(&call.action, "ReplicationGroups", &[], "")),
        "elasticache:DescribeCacheClusters" => Some(denied(call)),
        _ => None,
    });
    let run = Run::of(&stub);
    let output = run.audit(&["--region", "eu-west-1", "--strict", "--save", "audit.json"]);
    let text = stdout(&output);
    assert!(text.contains("skipped clusters without a group in eu-west-1 of 111122223333"), "{text}");
    assert!(text.contains("grant elasticache:DescribeCacheClusters"), "{text}");
    let saved = checked(&run.folder.path().join("audit.json"));
    assert_eq!((output.status.code(), saved), (Some(1), Some(1)), "{text}");
}

#[test]
fn half_of_the_clusters_tell_nothing() {
    let stub = Stub::start(|call| match (call.action.as_str(), call.marker()) {
        ("elasticache:DescribeCacheClusters", "") => {
            let fields = element("CacheClusterId", "baskets-001")
                + &element("ReplicationGroupId", "baskets")
                + &element("EngineVersion", "7.1.0");
            Some(page(&call.action, "CacheClusters", &[element("CacheCluster", &fields)], "2"))
        }
        ("elasticache:DescribeCacheClusters", _) => Some(denied(call)),
        _ => account(call),
    });
    let output = Run::of(&stub).audit(&["--region", "eu-west-1", "--show", "undecided"]);
    let text = stdout(&output);
    let open = text.split_once("undecided: elasticache:DescribeCacheClusters was refused").unwrap().1;
    assert!(open.contains("engine-before-multi-az"), "{text}");
}

#[test]
fn a_role_that_no_region_accepts_is_not_passed_over() {
    let roles = ["arn:aws:iam::111122223333:role/one", "arn:aws:iam::444455556666:role/two"];
    let stub = Stub::start(|call| match (call.action.as_str(), call.key.as_str()) {
        ("sts:AssumeRole", _) if call.field("RoleArn").contains("two") => {
            Some(assumed("ASIATWO", "2099-01-01T00:00:00Z"))
        }
        (_, "ASIATWO") => Some(error(403, "InvalidClientTokenId", "The security token is invalid")),
        _ => account(call),
    });
    let both = ["--assume-role", roles[0], "--assume-role", roles[1], "--region", "all"];
    let output = Run::of(&stub).with("AWS_REGION", "us-gov-west-1").audit(&both);
    assert_eq!(output.status.code(), Some(2), "{}", stdout(&output));
}

#[test]
fn what_aws_says_cannot_forge_output() {
    let stub = Stub::start(|call| match call.action.as_str() {
        "sts:GetCallerIdentity" => Some(caller("12&#155;[2J&#10;FORGED row")),
        "elasticache:DescribeEvents" => Some(error(403, "AccessDenied&#8238;", "x&#8238;y&#155;[31mFORGED")),
        "elasticache:DescribeCacheSubnetGroups" => {
            let quoting = format!("x-amz-security-token:{TOKEN} is odd");
            Some(error(400, "InvalidParameterValue", &quoting))
        }
        _ => account(call),
    });
    let run = Run::of(&stub);
    let output = run.audit(&["--region", "eu-west-1", "--show", "all", "--save", "audit.json"]);
    let saved = fs::read_to_string(run.folder.path().join("audit.json")).unwrap();
    let all = [stdout(&output), stderr(&output), saved].concat();
    assert!(!all.contains("FORGED row") && !all.contains(TOKEN), "{all}");
    assert!(!all.contains('\u{9b}') && !all.contains('\u{202e}'), "{all}");
}

#[test]
fn what_cannot_be_used_is_told_before_the_first_call() {
    let stub = Stub::start(account);
    for (arguments, expected) in [
        (&["--region", "eu-west-1,us-east-1"][..], "is no region"),
        (&["--region", ""], "is no region"),
        (&["--region", "eu-west-1a"], "is a zone: give its region, --region eu-west-1"),
        (&["--region", "eu-west-1", "--assume-role", "auditor"], "is no ARN of a role"),
        (&["--region", "eu-west-1", "--save", "-"], "--save needs a file"),
        (&["--region", "eu-west-1", "--endpoint-url", ""], "--endpoint-url is empty"),
    ] {
        let output = Run::of(&stub).audit(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(stderr(&output).contains(expected), "{arguments:?}: {}", stderr(&output));
    }
    let empty = Run::at("").audit(&["--region", "eu-west-1"]);
    assert!(stderr(&empty).contains("the variable AWS_ENDPOINT_URL is empty"), "{}", stderr(&empty));
    assert_eq!(stub.calls(), []);
}

#[test]
fn what_was_read_is_told_where_it_cannot_be_saved() {
    let stub = Stub::start(account);
    let output = Run::of(&stub).audit(&["--region", "eu-west-1", "--save", "no/such/folder.json"]);
    let text = stdout(&output);
    assert_eq!(output.status.code(), Some(2), "{text}");
    assert!(text.contains("it can't be written") && text.contains("replicas-share-primary-zone"), "{text}");
}

#[test]
fn roles_that_are_named_are_in_the_policy() {
    let stub = Stub::start(account);
    let role = "arn:aws:iam::444455556666:role/audit";
    let output = Run::of(&stub).audit(&["--print-iam-policy", "--assume-role", role]);
    let policy: Value = serde_json::from_str(&stdout(&output)).unwrap();
    assert_eq!(policy["Statement"][1]["Action"], json!(["sts:AssumeRole"]));
    assert_eq!(policy["Statement"][1]["Resource"], json!([role]));
}

#[test]
fn a_region_that_is_closed_to_one_account_is_passed_over_for_that_one() {
    let roles = ["arn:aws:iam::111122223333:role/one", "arn:aws:iam::444455556666:role/two"];
    let stub = Stub::start(|call| match (call.action.as_str(), call.key.as_str(), call.region.as_str()) {
        ("sts:AssumeRole", ..) if call.field("RoleArn").contains("two") => {
            Some(assumed("ASIATWO", "2099-01-01T00:00:00Z"))
        }
        (_, "ASIATWO", "us-gov-east-1") => {
            Some(error(403, "InvalidClientTokenId", "The security token is invalid"))
        }
        _ => account(call),
    });
    let both = ["--assume-role", roles[0], "--assume-role", roles[1], "--region", "all"];
    let run = Run::of(&stub).with("AWS_REGION", "us-gov-west-1");
    let output = run.audit(&[&both[..], &["--save", "audit.json"]].concat());
    assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
    let told = stderr(&output);
    assert!(
        told.contains("us-gov-east-1 is passed over for role arn:aws:iam::444455556666:role/two"),
        "{told}"
    );
    let saved: Value =
        serde_json::from_str(&fs::read_to_string(run.folder.path().join("audit.json")).unwrap()).unwrap();
    let places = saved["accounts"].as_array().unwrap().iter();
    let places: Vec<_> = places.map(|one| (one["account"].as_str(), one["region"].as_str())).collect();
    assert_eq!(places.len(), 3, "{places:?}");
}
