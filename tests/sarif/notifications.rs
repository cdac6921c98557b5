//! What is no alert: undecided verdicts, what was skipped, failures.

use serde_json::Value;

use crate::support::{checked, notifications, results, root, text};

const TEMPLATE: &str = "fixtures/cloudformation/sessions.yaml";

fn of_kind<'d>(document: &'d Value, kind: &str) -> Vec<&'d Value> {
    notifications(document).iter().filter(|one| one["descriptor"]["id"] == kind).collect()
}

#[test]
fn an_undecided_verdict_is_no_result_unless_it_fails_the_run() {
    let plain = checked(root(), &[TEMPLATE], "");
    let told = of_kind(&plain, "undecided");
    assert_eq!(told.len(), 2);
    for one in &told {
        assert_eq!(one["level"], "note");
        assert_eq!(text(one, "/locations/0/logicalLocations/0/name"), "Sessions");
        let message = text(one, "/message/text");
        assert!(message.starts_with("undecided: Sessions: cannot tell"), "{message}");
        assert!(
            message.contains("no subnet group is named") && message.contains("\nto decide: "),
            "{message}"
        );
    }
    assert!(results(&plain).iter().all(|result| result.get("kind").is_none()));
    let strict = checked(root(), &[TEMPLATE, "--strict"], "");
    assert!(of_kind(&strict, "undecided").is_empty());
    let open: Vec<&Value> = results(&strict).iter().filter(|result| result["kind"] == "open").collect();
    assert_eq!(open.len(), 2);
    assert!(open.iter().all(|result| result["level"] == "none"));
    let rules = |all: Vec<&Value>, at: &str| -> Vec<String> {
        all.into_iter().map(|one| text(one, at).to_owned()).collect()
    };
    assert_eq!(rules(told, "/associatedRule/id"), rules(open, "/ruleId"));
}

#[test]
fn a_failure_is_told_with_its_place_and_the_run_was_not_successful() {
    let fine = checked(root(), &[TEMPLATE], "");
    assert_eq!(fine["runs"][0]["invocations"][0]["executionSuccessful"], true);
    let document = checked(root(), &["fixtures/cloudformation/others.yaml", "not-there.yaml"], "");
    assert_eq!(document["runs"][0]["invocations"][0]["executionSuccessful"], false);
    let shape = of_kind(&document, "shape");
    assert_eq!(shape[0]["level"], "error");
    let place = &shape[0]["locations"][0]["physicalLocation"];
    assert_eq!(place["artifactLocation"]["uri"], "fixtures/cloudformation/others.yaml");
    assert_eq!(place["region"]["startLine"], 37);
    let [missing] = of_kind(&document, "unreadable")[..] else { panic!("{document:#}") };
    assert!(text(missing, "/message/text").starts_with("not-there.yaml: it can't be read"));
    assert!(text(missing, "/message/text").contains("\nhelp: "));
}

#[test]
fn what_is_not_judged_is_told_and_graver_where_it_may_hold_groups() {
    let document = checked(root(), &["fixtures"], "");
    let (skipped, unread) = (of_kind(&document, "skipped"), of_kind(&document, "unread"));
    assert!(!skipped.is_empty() && !unread.is_empty());
    assert!(skipped.iter().all(|one| one["level"] == "note"));
    assert!(unread.iter().all(|one| one["level"] == "warning"));
    assert!(unread.iter().chain(&skipped).all(|one| text(one, "/message/text").starts_with("skipped ")));
}
