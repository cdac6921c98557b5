//! The official schema, Microsoft's validator with GitHub's rules, and that nothing of a run is lost.

use std::process::Command;

use serde_json::Value;

use crate::support::{checked, list, notifications, results, root, rules, run, skip, text};

/// The schema that `SARIF_SCHEMA` names.
fn schema() -> Option<jsonschema::Validator> {
    let Some(path) = std::env::var_os("SARIF_SCHEMA") else {
        skip("SARIF_SCHEMA names no schema of SARIF 2.1.0 (.ci/run fetches one)");
        return None;
    };
    let mut schema: Value = serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap();
    assert!(text(&schema, "/title").contains("SARIF) Version 2.1.0"));
    // Its pattern for languages has a bracket too many, which only JavaScript forgives; we name no language.
    for owner in ["run", "toolComponent"] {
        schema["definitions"][owner]["properties"]["language"].as_object_mut().unwrap().remove("pattern");
    }
    Some(jsonschema::options().should_validate_formats(true).build(&schema).unwrap())
}

/// Everything under `fixtures`, plainly and strictly, and a run without groups.
fn documents() -> Vec<Value> {
    let runs: [&[&str]; 3] = [&["fixtures"], &["fixtures", "--strict"], &["docs"]];
    runs.iter().map(|arguments| checked(root(), arguments, "")).collect()
}

#[test]
fn every_fixture_keeps_to_the_official_schema() {
    let documents = documents();
    assert!(results(&documents[0]).len() > 100 && results(&documents[2]).is_empty());
    let Some(schema) = schema() else { return };
    for document in &documents {
        let faults: Vec<String> =
            schema.iter_errors(document).map(|fault| format!("{}: {fault}", fault.instance_path())).collect();
        assert_eq!(faults, Vec::<String>::new());
    }
    // It is not a schema that takes anything.
    let mut wrong = documents[0].clone();
    wrong["runs"][0]["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] =
        "a b".into();
    assert!(!schema.is_valid(&wrong));
}

#[test]
fn microsofts_validator_finds_no_fault_by_the_standard_or_by_githubs_rules() {
    let Some(tool) = std::env::var_os("SARIF_MULTITOOL") else {
        return skip("SARIF_MULTITOOL names no sarif-multitool (npm install @microsoft/sarif-multitool)");
    };
    let folder = tempfile::tempdir().unwrap();
    for (at, document) in documents().iter().enumerate() {
        let (log, report) = (folder.path().join(format!("{at}.sarif")), folder.path().join("report.sarif"));
        std::fs::write(&log, document.to_string()).unwrap();
        let mut command = Command::new(&tool);
        command.arg("validate").arg(&log).arg("--output").arg(&report);
        command.args(["--log", "ForceOverwrite", "--rule-kind", "Sarif;Ghas", "--level", "Error;Warning"]);
        // It is a .NET program: without this it wants a library of the system.
        let output = command.env("DOTNET_SYSTEM_GLOBALIZATION_INVARIANT", "1").output().unwrap();
        let said = String::from_utf8_lossy(&output.stdout);
        let report: Value = serde_json::from_slice(&std::fs::read(&report).expect(&said)).unwrap();
        let found: Vec<&str> = results(&report)
            .iter()
            .map(|one| text(one, "/ruleId"))
            // multiaz has no address of its own to give.
            .filter(|rule| *rule != "SARIF2005")
            .collect();
        assert_eq!(found, Vec::<&str>::new(), "{said}");
        assert_eq!(report["runs"][0]["invocations"][0]["executionSuccessful"], true);
    }
}

#[test]
fn nothing_of_a_run_is_lost() {
    let document = checked(root(), &["fixtures"], "");
    let json = run(root(), &["check", "fixtures", "--format", "json"], "").stdout;
    let json: Value = serde_json::from_slice(&json).unwrap();
    let of = |verdict: &str| -> Vec<&Value> {
        list(&json, "/findings").iter().filter(|finding| finding["verdict"] == verdict).collect()
    };
    let violated = of("violated");
    assert_eq!(results(&document).len(), violated.len());
    for (result, finding) in results(&document).iter().zip(violated) {
        assert_eq!(result["ruleId"], finding["rule"]);
        let level = match text(finding, "/severity") {
            "advice" => "note",
            other => other,
        };
        assert_eq!(result["level"], level);
        let region = &result["locations"][0]["physicalLocation"]["region"];
        // A finding of a plan stands where its code does, if that is beside it.
        let at = if finding["code"].is_null() { finding } else { &finding["code"] };
        assert_eq!((&region["startLine"], &region["startColumn"]), (&at["line"], &at["column"]));
        assert_eq!(result["locations"][0]["logicalLocations"][0]["name"], finding["group"]);
        assert!(text(result, "/message/text").contains(text(finding, "/message")));
        assert!(text(result, "/message/text").contains("\nFix: "));
        let others = list(finding, "/labels").len().saturating_sub(1);
        assert_eq!(list(result, "/relatedLocations").len(), others);
    }
    let told = |kinds: &[&str]| {
        let is_one = |one: &&Value| kinds.contains(&text(one, "/descriptor/id"));
        notifications(&document).iter().filter(is_one).count()
    };
    assert_eq!(told(&["undecided"]), of("undecided").len());
    assert_eq!(told(&["skipped", "unread"]), list(&json, "/skipped").len());
    assert_eq!(told(&["unreadable", "not-text", "syntax", "shape", "rule"]), list(&json, "/failures").len());
}

#[test]
fn rules_come_with_what_github_shows_of_them() {
    let document = checked(root(), &["fixtures/cloudformation/sessions.yaml"], "");
    assert!(rules(&document).len() > 20);
    for rule in rules(&document) {
        assert!(!text(rule, "/name").contains('-'));
        let described = text(rule, "/fullDescription/text").chars().count();
        assert!((1..=1024).contains(&described), "{rule}");
        assert!(text(rule, "/help/text").contains("Fix in Terraform:"));
        assert!(text(rule, "/help/markdown").contains("Fix in Terraform:"));
        assert!(rule.get("helpUri").is_none_or(|uri| uri.as_str().unwrap().starts_with("https://")));
        assert!(rule["properties"].get("security-severity").is_none());
    }
    let one = checked(root(), &["fixtures/cloudformation/sessions.yaml", "--select", "single-replica"], "");
    assert_eq!(rules(&one).iter().map(|rule| text(rule, "/id")).collect::<Vec<_>>(), ["single-replica"]);
}

#[test]
fn a_small_document() {
    let mut document = checked(
        root(),
        &[
            "fixtures/cloudformation/sessions.yaml",
            "--select",
            "replicas-share-primary-zone,subnet-group-single-zone",
        ],
        "",
    );
    document["runs"][0]["tool"]["driver"]["semanticVersion"] = "VERSION".into();
    insta::assert_snapshot!(serde_json::to_string_pretty(&document).unwrap());
}
