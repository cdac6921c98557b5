//! A saved audit is judged as the answers in it are, and says which call left what unknown.
#![allow(clippy::unwrap_used)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

const SNAPSHOT: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/describe/snapshot/audit.json");

fn check(path: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.arg("check").arg(path).args(["--format", "json"]).output().unwrap()
}

fn judged(path: &Path) -> Value {
    serde_json::from_slice(&check(path).stdout).unwrap()
}

/// The findings without what differs between files: where they stand, and why something is not known.
fn findings(path: &Path) -> Vec<Value> {
    let mut found = judged(path)["findings"].as_array().unwrap().clone();
    let mut all: Vec<Value> = found
        .iter_mut()
        .map(|finding| json!([finding["rule"], finding["verdict"], finding["target"]["arn"]]))
        .collect();
    all.sort_by_key(Value::to_string);
    all
}

/// Saves each answer of a snapshot as a file, a folder for each account and region.
fn saved_apart(snapshot: &Value, folder: &Path) {
    for account in snapshot["accounts"].as_array().unwrap() {
        let place = folder.join(account["region"].as_str().unwrap());
        fs::create_dir(&place).unwrap();
        for (at, one) in account["answers"].as_array().unwrap().iter().enumerate() {
            let name = one["of"].as_str().map_or_else(|| format!("answer-{at}"), str::to_owned);
            fs::write(place.join(format!("{name}.json")), one["answer"].to_string()).unwrap();
        }
    }
}

fn snapshot() -> Value {
    serde_json::from_str(&fs::read_to_string(SNAPSHOT).unwrap()).unwrap()
}

#[test]
fn a_snapshot_is_judged_as_its_answers_are() {
    let folder = tempfile::tempdir().unwrap();
    saved_apart(&snapshot(), folder.path());
    let apart = findings(folder.path());
    assert!(apart.len() > 5, "{apart:?}");
    // That clusters were refused is told by the snapshot alone: their states are missing, not unasked.
    let mut together = findings(Path::new(SNAPSHOT));
    together.retain(|one| (&one[0], &one[1]) != (&json!("in-transition"), &json!("undecided")));
    assert_eq!(together, apart);
}

#[test]
fn what_a_refused_call_would_have_told_is_unknown_for_that_reason() {
    let judged = judged(Path::new(SNAPSHOT));
    let text = judged.to_string();
    for reason in [
        "elasticache:DescribeCacheSubnetGroups was refused (AccessDenied: not authorized",
        "grant elasticache:DescribeCacheSubnetGroups, and audit again",
        "elasticache:DescribeCacheClusters gave no answer (Throttling: Rate exceeded)",
    ] {
        assert!(text.contains(reason), "{reason}");
    }
}

#[test]
fn a_parameter_of_a_page_that_was_refused_is_not_taken_for_its_default() {
    let mut snapshot = snapshot();
    let account = &mut snapshot["accounts"][0];
    account["answers"][2]["answer"]["Parameters"][0]["ParameterName"] = "maxmemory-policy".into();
    let blocked = |snapshot: &Value| {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.json");
        fs::write(&path, snapshot.to_string()).unwrap();
        let all = findings(&path);
        let mine = json!("writes-blocked-after-failover");
        let mut here = all.into_iter().filter(|one| one[0] == mine && one[2].to_string().contains("eu-west"));
        here.next().map(|one| one[1].clone())
    };
    assert_eq!(blocked(&snapshot), None, "the parameter has its default");
    let refused = json!({"action": "elasticache:DescribeCacheParameters", "of": "writes-need-a-replica", "reason": "Throttling"});
    snapshot["accounts"][0]["refused"].as_array_mut().unwrap().push(refused);
    assert_eq!(blocked(&snapshot), Some(json!("undecided")));
}

#[test]
fn what_is_misshapen_is_told_and_the_rest_is_judged() {
    type Spoil = fn(&mut Value);
    let cases: &[(&str, Spoil, &str)] = &[
        ("another version", |all| all["format"] = "multiaz-snapshot/9".into(), "not of the format"),
        ("no accounts", |all| all["accounts"] = Value::Null, "a list `accounts`"),
        ("no answers", |all| all["accounts"][0]["answers"] = 3.into(), "a list `answers`"),
        (
            "no answer",
            |all| all["accounts"][0]["answers"][0]["answer"] = Value::Null,
            "an object with `answer`",
        ),
        ("no reason", |all| all["accounts"][1]["refused"][0] = json!({}), "`action` and `reason`"),
    ];
    for (name, spoil, expected) in cases {
        let mut all = snapshot();
        spoil(&mut all);
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("audit.json");
        fs::write(&path, serde_json::to_string_pretty(&all).unwrap()).unwrap();
        let output = check(&path);
        assert_eq!(output.status.code(), Some(2), "{name}");
        let document: Value = serde_json::from_slice(&output.stdout).unwrap();
        let failure = &document["failures"][0];
        assert!(failure["message"].as_str().unwrap().contains(expected), "{name}: {failure}");
        assert!(failure["line"].as_u64().is_some(), "{name}: {failure}");
        let judges_the_other = document["findings"].to_string().contains("us-east-1");
        assert_eq!(judges_the_other, !matches!(*name, "another version" | "no accounts"), "{name}");
    }
}

/// A saved audit with a failover test that is over, one that is not, one of the day before, and a region that
/// refuses its events.
const EVENTS: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/describe/snapshot/events.json");

#[test]
fn a_failover_test_without_its_end_is_a_change_under_way() {
    let findings = judged(Path::new(EVENTS))["findings"].as_array().unwrap().clone();
    let of = |region: &str| {
        let mine = |one: &&Value| one["rule"] == "in-transition" && one["target"]["region"] == region;
        findings.iter().filter(mine).cloned().collect::<Vec<_>>()
    };
    let [here] = of("eu-west-1").try_into().unwrap();
    assert_eq!(here["verdict"], "violated");
    assert!(here["message"].to_string().contains("Recovering cache nodes 0001"), "{here}");
    let [refused] = of("us-east-1").try_into().unwrap();
    assert_eq!(refused["verdict"], "undecided");
    assert_eq!(refused["blocked_by"][0]["remedy"], "grant elasticache:DescribeEvents, and audit again");
}

#[test]
fn a_change_may_be_under_way_where_states_of_nodes_are_refused() {
    let all = judged(Path::new(SNAPSHOT));
    let mine = |one: &&Value| one["rule"] == "in-transition" && one["verdict"] == "undecided";
    let found: Vec<&Value> = all["findings"].as_array().unwrap().iter().filter(mine).collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert!(found[0]["blocked_by"].to_string().contains("DescribeCacheClusters gave no answer"), "{found:?}");
}

/// The page of a test of failover.
fn runbook(snapshot: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let output = command.args(["runbook", "test-failover", snapshot]).args(arguments).output().unwrap();
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn the_quota_of_tests_is_what_events_tell() {
    let page = runbook(EVENTS, &[]);
    let page = page.split_whitespace().collect::<Vec<_>>().join(" ");
    for told in [
        "events tell of 2; those of us-east-1 of 111122223333 are not known: elasticache:DescribeEvents was refused",
        "2, as the events of the 24 hours before 2026-11-22T07:20:00Z tell.",
        "2 of eu-west-1 of 111122223333 may count too, as its events tell.",
        "The number is not known (elasticache:DescribeEvents was refused",
    ] {
        assert!(page.contains(told), "{told}\n{page}");
    }
    let said = runbook(EVENTS, &["--already-used", "3"]);
    assert!(said.contains("--already-used says 3") && !said.contains("events tell of"), "{said}");
}

#[test]
fn two_audits_of_one_region_count_its_tests_once() {
    let folder = tempfile::tempdir().unwrap();
    let text = fs::read_to_string(EVENTS).unwrap();
    fs::write(folder.path().join("a.json"), &text).unwrap();
    fs::write(folder.path().join("b.json"), text.replace("2026-11-22T07:20:00Z", "2026-11-22T07:50:00Z"))
        .unwrap();
    let page = runbook(folder.path().to_str().unwrap(), &["--group", "*eu-west-1*"]);
    assert!(page.contains("events tell") && page.contains("of 2; those of us-east-1"), "{page}");
}

#[test]
fn a_test_that_is_over_is_over_also_where_answers_on_nodes_are_refused() {
    let mut snapshot: Value = serde_json::from_str(&fs::read_to_string(EVENTS).unwrap()).unwrap();
    let account = &mut snapshot["accounts"][0];
    let answers = account["answers"].as_array_mut().unwrap();
    answers.retain(|one| one["action"] != "elasticache:DescribeCacheClusters");
    let events = answers.last_mut().unwrap()["answer"]["Events"].as_array_mut().unwrap();
    // The test that is not over, and the recovery that it brought.
    events.truncate(events.len() - 2);
    let refused =
        json!({"action": "elasticache:DescribeCacheClusters", "of": null, "reason": "AccessDenied: no"});
    account["refused"].as_array_mut().unwrap().push(refused);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.json");
    fs::write(&path, snapshot.to_string()).unwrap();
    let mine = |one: &&Value| one[0] == "in-transition" && one[2].to_string().contains("eu-west-1");
    let found: Vec<Value> = findings(&path).iter().filter(mine).cloned().collect();
    assert_eq!(found.len(), 1, "{found:?}");
    assert_eq!(found[0][1], "undecided", "the events tell that it ended, states of nodes are not known");
}

#[test]
fn who_was_refused_is_told_in_no_format() {
    let mut snapshot = snapshot();
    let action = "elasticache:DescribeReplicationGroups";
    let reason = format!(
        "AccessDenied: User: arn:aws:sts::111122223333:assumed-role/audit-role/jo is not authorized to perform: {action} \
         because of arn:aws:iam::111122223333:policy/jo-boundary"
    );
    for account in snapshot["accounts"].as_array_mut().unwrap() {
        let refused = account["refused"].as_array_mut().unwrap();
        refused.iter_mut().for_each(|one| one["reason"] = reason.as_str().into());
        refused.push(json!({"action": action, "of": null, "reason": reason}));
    }
    snapshot["unread"] = json!([{"what": "eu-west-3", "reason": reason}]);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("audit.json");
    let pretty = serde_json::to_string_pretty(&snapshot).unwrap();
    for text in [snapshot.to_string(), pretty] {
        fs::write(&path, text).unwrap();
        for (command, formats) in [
            ("check", &["text", "json", "markdown", "sarif", "github", "junit"][..]),
            ("failover", &["text", "json", "markdown"]),
        ] {
            for format in formats {
                let mut run = Command::new(env!("CARGO_BIN_EXE_multiaz"));
                run.arg(command);
                match command {
                    "check" => run.arg(&path).args(["--format", format, "--show", "all"]),
                    _ => run.arg(&path).args(["--format", format]),
                };
                let output = run.output().unwrap();
                let all = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
                for part in ["audit-role", "jo is", "User:", "jo-boundary"] {
                    assert!(!all.contains(part), "{command} {format}: {part}\n{all}");
                }
                if command == "check" {
                    assert!(
                        all.replace('`', "").contains("not authorized to perform: elasticache:Describe"),
                        "{format}\n{all}"
                    );
                }
            }
        }
    }
}
