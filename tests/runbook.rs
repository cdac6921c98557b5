//! Runbooks of the cases in `fixtures/runbook`, in outline and in full, and what their options refuse.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod runbooks;
#[path = "runbooks/safety.rs"]
mod safety;

use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;

use serde_json::Value;

use runbooks::{KINDS, cases, json, multiaz, root, text};

/// A call in one line: the operation and what is given, without the region and what is shown of the answer.
fn brief(call: &Value) -> String {
    let words: Vec<&str> = call["words"].as_array().unwrap().iter().map(text).collect();
    let upto = words.iter().position(|word| *word == "--region" || *word == "--query");
    words[..upto.unwrap_or(words.len())].join(" ")
}

/// What one runbook does, short enough to be read for every case.
fn outline(book: &Value) -> String {
    let mut out = format!("{}\n", text(&book["summary"]));
    if let Some(reason) = book["not_applicable"]["text"].as_str() {
        writeln!(out, "  not applicable: {reason}").unwrap();
    }
    for one in book["preconditions"].as_array().unwrap() {
        let (state, text) = (text(&one["state"]), text(&one["text"]));
        if state != "met" {
            writeln!(out, "  {state}: {text}: {}", one["because"].as_str().unwrap()).unwrap();
        }
    }
    for day in book["schedule"].as_array().unwrap() {
        writeln!(out, "  day {}: {}", day["day"], day["shards"]).unwrap();
    }
    for (title, steps) in [("step", &book["steps"]), ("back", &book["way_back"])] {
        for step in steps.as_array().unwrap() {
            writeln!(out, "  {title} {}: {}", step["number"], text(&step["title"])).unwrap();
            if let Some(code) = step["code"]["text"].as_str() {
                code.lines().for_each(|line| writeln!(out, "      | {line}").unwrap());
            }
            let calls = step["calls"].as_array().unwrap().iter().map(brief);
            calls.for_each(|call| writeln!(out, "      {call}").unwrap());
        }
    }
    out
}

#[test]
fn every_case_in_outline() {
    for kind in KINDS {
        let mut out = String::new();
        for case in cases() {
            let document = json(&[kind, &case]);
            writeln!(out, "== {case}").unwrap();
            document["runbooks"].as_array().unwrap().iter().for_each(|book| out += &outline(book));
        }
        insta::assert_snapshot!(format!("outline_{kind}"), out);
    }
}

/// Prints runbooks as a user sees them.
fn printed(arguments: &[&str]) -> String {
    let output = multiaz(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn turning_both_flags_on() {
    insta::assert_snapshot!(printed(&["enable-multi-az", "fixtures/runbook/one-node-in-one-zone"]));
}

#[test]
fn moving_a_replica_to_another_zone() {
    insta::assert_snapshot!(printed(&["enable-multi-az", "fixtures/runbook/nodes-share-a-zone"]));
}

#[test]
fn moving_a_replica_of_a_full_shard() {
    insta::assert_snapshot!(printed(&["enable-multi-az", "fixtures/runbook/full-shard-in-one-zone"]));
}

#[test]
fn turning_both_flags_on_from_windows() {
    insta::assert_snapshot!(printed(&[
        "enable-multi-az",
        "fixtures/runbook/both-flags-off",
        "--shell",
        "cmd"
    ]));
}

#[test]
fn turning_both_flags_on_by_api_and_in_the_console() {
    let arguments =
        ["enable-multi-az", "fixtures/runbook/shards-without-replica", "--as", "api", "--as", "console"];
    insta::assert_snapshot!(printed(&arguments));
}

#[test]
fn a_template_comes_first() {
    let arguments = ["enable-multi-az", "fixtures/runbook/template.yaml", "--format", "markdown"];
    insta::assert_snapshot!(printed(&arguments));
}

#[test]
fn a_configuration_comes_first() {
    insta::assert_snapshot!(printed(&["enable-multi-az", "fixtures/runbook/configuration"]));
}

#[test]
fn a_plan_that_creates_the_group_needs_no_command_of_the_cli_but_to_look() {
    let plan = "fixtures/terraform/modules/failover-without-multi-az/plan.json";
    insta::assert_snapshot!(printed(&["enable-multi-az", plan]));
}

#[test]
fn testing_the_group_of_the_aws_page() {
    insta::assert_snapshot!(printed(&["test-failover", "fixtures/describe/three-node-group.json"]));
}

#[test]
fn testing_the_shard_that_the_aws_page_names() {
    let case = "fixtures/runbook/example-of-the-aws-page";
    let arguments =
        ["test-failover", case, "--shard", "redis00-0003", "--shell", "cmd", "--as", "cli", "--as", "api"];
    insta::assert_snapshot!(printed(&arguments));
}

#[test]
fn a_backup_is_taken_before_a_test_where_there_are_none() {
    insta::assert_snapshot!(printed(&[
        "test-failover",
        "fixtures/runbook/no-backups",
        "--already-used",
        "2"
    ]));
}

/// The count that is expected before the first test of each group, and the day it is taken on.
fn counts(arguments: &[&str]) -> String {
    let document = json(arguments);
    let steps =
        runbooks::steps(&document).into_iter().filter(|step| text(&step["title"]).contains("ount the tests"));
    let told = steps.map(|step| format!("{}: {}", step["day"], text(&step["check"]["expect"][0])));
    told.collect::<Vec<_>>().join("\n")
}

#[test]
fn tests_of_earlier_groups_are_expected_in_later_counts() {
    let case = "fixtures/runbook/many-shards";
    let said = [
        counts(&["test-failover", case]),
        counts(&["test-failover", case, "--already-used", "3"]),
        counts(&["test-failover", case, "--already-used", "15"]),
        counts(&["test-failover", case, "--shard", "0001", "--already-used", "3"]),
        counts(&["test-failover", case, "--shard", "0001"]),
    ];
    insta::assert_snapshot!(said.join("\n\n"));
}

#[test]
fn testing_in_the_console() {
    let arguments = ["test-failover", "fixtures/runbook/shards-without-replica", "--as", "console"];
    insta::assert_snapshot!(printed(&arguments));
}

#[test]
fn promoting_a_replica() {
    let arguments = ["promote-replica", "fixtures/runbook/three-nodes", "--replica", "carts-003"];
    insta::assert_snapshot!(printed(&arguments));
}

#[test]
fn promoting_where_both_flags_are_off() {
    insta::assert_snapshot!(printed(&["promote-replica", "fixtures/runbook/both-flags-off"]));
}

#[test]
fn promoting_a_replica_that_code_does_not_name() {
    let document = json(&["promote-replica", "fixtures/runbook/unknown-values", "--replica", "events-002"]);
    let told = runbooks::steps(&document).iter().any(|step| {
        text(&step["why"]).contains("The input can't tell whether it is a replica of this group.")
    });
    assert!(told, "{document}");
}

#[test]
fn promoting_by_api() {
    let arguments = ["promote-replica", "fixtures/runbook/three-nodes", "--as", "api"];
    insta::assert_snapshot!(printed(&arguments));
}

#[test]
fn what_the_input_holds_never_reaches_a_shell_unless_it_is_a_legal_name() {
    let evil = "x;touch evil\n$(touch evil)%PATH%";
    let described = serde_json::json!({"ReplicationGroups": [{
        "ReplicationGroupId": evil, "Status": "available", "AutomaticFailover": "disabled", "MultiAZ": "disabled",
        "ARN": format!("arn:aws:elasticache:{evil}:123456789012:replicationgroup:{evil}"),
        "MemberClusters": [evil], "ClusterEnabled": false, "NodeGroups": [{"NodeGroupId": evil, "NodeGroupMembers": [
            {"CacheClusterId": evil, "PreferredAvailabilityZone": evil, "CurrentRole": "primary"},
            {"CacheClusterId": format!("{evil}2"), "PreferredAvailabilityZone": evil, "CurrentRole": "replica"},
        ]}],
    }]});
    let template = serde_json::json!({"Resources": {evil: {
        "Type": "AWS::ElastiCache::ReplicationGroup",
        "Properties": {"ReplicationGroupId": evil, "NumCacheClusters": 2, "ReplicationGroupDescription": evil,
            "PreferredCacheClusterAZs": [evil, evil], "CacheSubnetGroupName": evil, "CacheParameterGroupName": evil},
    }}});
    for document in [described, template] {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("evil.json");
        fs::write(&file, document.to_string()).unwrap();
        for kind in KINDS {
            let document = json(&[kind, file.to_str().unwrap()]);
            assert!(!document["runbooks"].as_array().unwrap().is_empty());
            for call in runbooks::calls(&document) {
                assert!(!call.to_string().contains("evil"), "{kind}: {call}");
            }
            for step in runbooks::steps(&document) {
                let code = step["code"]["text"].as_str().unwrap_or_default();
                assert!(!code.lines().any(|line| line.starts_with("$(touch")), "{kind}: {code}");
            }
            let printed = printed(&[kind, file.to_str().unwrap()]);
            assert!(!printed.lines().any(|line| line.trim_start().starts_with("$(touch")), "{printed}");
        }
    }
}

#[test]
fn a_change_that_waits_is_told_before_it_is_applied_with_others() {
    for kind in ["enable-multi-az", "promote-replica"] {
        let document = json(&[kind, "fixtures/runbook/change-under-way"]);
        let warnings = document["runbooks"][0]["warnings"].to_string();
        assert!(
            warnings.contains("(PendingModifiedValues.AutomaticFailoverStatus is enabled)"),
            "{warnings}"
        );
    }
}

/// Days and shards of each runbook.
fn schedule(arguments: &[&str]) -> String {
    let document = json(arguments);
    let books = document["runbooks"].as_array().unwrap();
    let days = books.iter().map(|book| format!("{}: {}", text(&book["group"]), book["schedule"]));
    days.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_quota_is_counted_over_all_groups() {
    let case = "fixtures/runbook/many-shards";
    let shards = |from: u32, to: u32| {
        let ids: Vec<String> = (from..=to).map(|id| format!("\"{id:04}\"")).collect();
        format!("[{}]", ids.join(","))
    };
    let day = |day: u32, shards: String| format!("{{\"day\":{day},\"shards\":{shards}}}");
    let (one, two) = (day(1, shards(1, 15)), day(2, shards(16, 17)));
    let expected = format!("events: [{one},{two}]\npresence: [{}]", day(2, shards(1, 4)));
    assert_eq!(schedule(&["test-failover", case]), expected);

    let two = day(2, shards(1, 15));
    let expected =
        format!("events: [{two},{}]\npresence: [{}]", day(3, shards(16, 17)), day(3, shards(1, 4)));
    assert_eq!(schedule(&["test-failover", case, "--already-used", "15"]), expected);
}

#[test]
fn shards_are_tested_in_the_order_they_are_named() {
    let case = "fixtures/runbook/many-shards";
    let arguments = ["test-failover", case, "--shard", "events-0016", "--shard", "2", "--shard", "0002"];
    let expected = "events: [{\"day\":1,\"shards\":[\"0016\",\"0002\"]}]\n\
                    presence: [{\"day\":1,\"shards\":[\"0002\"]}]";
    assert_eq!(schedule(&arguments), expected);
    let document = json(&arguments);
    let warnings = document["runbooks"][0]["warnings"].to_string();
    assert!(warnings.contains("--shard events-0016 is read as 0016"), "{warnings}");
    assert!(warnings.contains("--shard 2 is read as 0002"), "{warnings}");
}

#[test]
fn every_node_group_id_is_one_to_four_digits_or_a_placeholder() {
    let mut seen = 0;
    for case in cases() {
        let document = json(&["test-failover", &case]);
        for call in runbooks::calls(&document) {
            let words: Vec<&str> = call["words"].as_array().unwrap().iter().map(text).collect();
            let id = words.iter().position(|word| *word == "--node-group-id").map(|at| words[at + 1]);
            let Some(id) = id else { continue };
            let digits = (1..=4).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_digit());
            assert!(digits || id == "<NODE-GROUP-ID>", "{case}: {id}");
            seen += 1;
        }
    }
    assert!(seen > 20, "{seen}");
}

#[test]
fn every_step_can_be_checked_and_every_change_may_fail() {
    for kind in KINDS {
        for case in cases() {
            let document = json(&[kind, &case]);
            for step in runbooks::steps(&document) {
                let title = format!("{kind}, {case}: {}", text(&step["title"]));
                assert!(!step["check"]["expect"].as_array().unwrap().is_empty(), "{title}: no check");
                let changes = step["calls"].as_array().unwrap().iter().any(|call| {
                    let words: Vec<&str> = call["words"].as_array().unwrap().iter().map(text).collect();
                    ["modify-", "increase-", "decrease-", "test-"]
                        .iter()
                        .any(|verb| words[2].starts_with(verb))
                });
                let fails = !step["if_it_fails"].as_array().unwrap().is_empty();
                assert!(!changes || fails, "{title}: nothing to do if it fails");
            }
        }
    }
}

#[test]
fn nothing_waits_for_the_maintenance_window() {
    for kind in KINDS {
        for case in cases() {
            let document = json(&[kind, &case]);
            for call in runbooks::calls(&document) {
                let words: Vec<&str> = call["words"].as_array().unwrap().iter().map(text).collect();
                let deferrable = words[1] == "elasticache"
                    && words[2].ends_with("replication-group")
                    && words[2].starts_with("modify-");
                assert!(!deferrable || words.contains(&"--apply-immediately"), "{words:?}");
            }
        }
    }
}

#[test]
fn all_zones_of_the_subnets_are_named() {
    let document = json(&["enable-multi-az", "fixtures/runbook/shards-without-replica"]);
    let said = document["runbooks"][0]["preconditions"].to_string();
    assert!(said.contains("eu-west-1a, eu-west-1b and eu-west-1c"), "{said}");
}

#[test]
fn every_runbook_begins_with_the_account() {
    for kind in KINDS {
        for case in cases() {
            let document = json(&[kind, &case]);
            for book in document["runbooks"].as_array().unwrap() {
                let Some(first) = book["steps"].as_array().unwrap().first() else { continue };
                assert_eq!(first["calls"][0]["words"][2], "get-caller-identity", "{kind}, {case}");
                let said = first["check"]["expect"][0].as_str().unwrap();
                let account = book["target"]["account"].as_str().unwrap_or("the input does not tell which");
                assert!(said.contains(account), "{kind}, {case}: {said}");
            }
        }
    }
}

/// Words between `<` and `>` in capitals.
fn placeholders_in(text: &str) -> BTreeSet<String> {
    let parts = text.split('<').skip(1).filter_map(|part| part.split_once('>'));
    let capital = |word: &str| word.bytes().all(|byte| byte.is_ascii_uppercase() || byte == b'-');
    parts.filter(|(word, _)| capital(word)).map(|(word, _)| format!("<{word}>")).collect()
}

#[test]
fn every_placeholder_is_listed_with_what_to_put_there() {
    let mut seen = BTreeSet::new();
    for kind in KINDS {
        for case in cases() {
            let document = json(&[kind, &case]);
            for book in document["runbooks"].as_array().unwrap() {
                let listed = book["placeholders"].as_array().unwrap().iter();
                let listed: BTreeSet<String> = listed.map(|one| text(&one["name"]).to_owned()).collect();
                let used = placeholders_in(&book["steps"].to_string());
                assert!(used.is_subset(&listed), "{kind}, {case}: {used:?}, listed {listed:?}");
                seen.extend(used);
                let code =
                    book["steps"].as_array().unwrap().iter().filter_map(|step| step["code"]["text"].as_str());
                code.for_each(|code| {
                    assert!(!code.contains("PRIMARY-ENDPOINT") || code.contains("<PRIMARY-ENDPOINT>"))
                });
            }
        }
    }
    assert!(seen.len() > 10, "{seen:?}");
}

#[test]
fn what_the_runbook_brings_about_is_to_do_in_one_of_its_steps() {
    for kind in KINDS {
        for case in cases() {
            let document = json(&[kind, &case]);
            for book in document["runbooks"].as_array().unwrap() {
                let steps = book["steps"].as_array().unwrap().len() as u64;
                for one in book["preconditions"].as_array().unwrap() {
                    let to_do = one["state"] == "to do";
                    assert!(!to_do || one["step"].is_u64(), "{kind}, {case}: {one}");
                    assert!(one["step"].as_u64().is_none_or(|step| (1..=steps).contains(&step)), "{one}");
                    let of_flags = kind == "enable-multi-az" && text(&one["text"]).ends_with(" is on");
                    let member = case.ends_with("global-member");
                    assert!(!of_flags || member || one["state"] != "not met", "{case}: {one}");
                }
            }
        }
    }
}

#[test]
fn every_fact_that_is_cited_is_written_down() {
    let catalog = multiaz::rules::built_in(&|_| true).unwrap();
    let mut cited = BTreeSet::new();
    for kind in KINDS {
        cases().iter().for_each(|case| runbooks::facts(&json(&[kind, case]), &mut cited));
    }
    let missing: Vec<&String> = cited.iter().filter(|id| catalog.facts.get(id).is_none()).collect();
    assert!(missing.is_empty(), "{missing:?}");
    assert!(cited.len() > 100, "{}", cited.len());
}

#[test]
fn json_output_keeps_to_its_schema() {
    let schema = fs::read_to_string(root().join("docs/multiaz-runbook-1.schema.json")).unwrap();
    let validator = jsonschema::validator_for(&serde_json::from_str(&schema).unwrap()).unwrap();
    for kind in KINDS {
        let document = json(&[kind, "fixtures/runbook", "fixtures/describe/account"]);
        let faults: Vec<String> = validator
            .iter_errors(&document)
            .map(|error| format!("{}: {error}", error.instance_path()))
            .collect();
        assert!(faults.is_empty(), "{}", faults.join("\n"));
        assert!(!document["runbooks"].as_array().unwrap().is_empty());
        assert!(!document["skipped"].as_array().unwrap().is_empty());
    }
}

/// What a run that goes wrong says.
fn refused(arguments: &[&str]) -> String {
    let output = multiaz(arguments);
    assert_eq!(output.status.code(), Some(2), "{arguments:?}");
    assert!(output.stdout.is_empty());
    String::from_utf8(output.stderr).unwrap()
}

#[test]
fn names_that_nothing_has_are_refused() {
    let many = "fixtures/runbook/many-shards";
    let three = "fixtures/runbook/three-nodes";
    let two = "fixtures/runbook/no-backups";
    let said = [
        refused(&["test-failover", many, "--shard", "0099"]),
        refused(&["test-failover", many, "--shard", "presence-0016"]),
        refused(&["test-failover", many, "--shard", "shard-one"]),
        refused(&["test-failover", many, "--group", "event"]),
        refused(&["promote-replica", three, "--replica", "carts-004"]),
        refused(&["promote-replica", three, "--replica", "carts-002"]),
        refused(&["promote-replica", two, "--group", "drafts", "--replica", "feeds-0001-001"]),
        refused(&["promote-replica", two, "--replica", "drafts-003"]),
        refused(&["promote-replica", three, "--replica", "a b"]),
        refused(&["promote-replica", three, "--shard", "0001"]),
        refused(&["enable-multi-az", three, "--already-used", "1"]),
        refused(&["enable-multi-az", three, "--format", "html"]),
    ];
    insta::assert_snapshot!(said.concat());
}

#[test]
fn a_folder_without_groups_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let said = refused(&["enable-multi-az", folder.path().to_str().unwrap()]);
    assert!(said.contains("no replication group found"), "{said}");
}
