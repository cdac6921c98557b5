//! The same group gets the same verdicts, whichever input it is read from.

use proptest::prelude::*;

use super::describe::describe;
use super::plan::plan;
use super::strategy::{live, topology};
use super::template::template;
use super::topology::Fact::{self, Absent, Known, Unknown};
use super::topology::Topology;
use super::verdicts::{Verdicts, Word, verdicts};
use super::{account, config, style};

/// How a live group may differ from the plan it came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Difference {
    /// The rule is not about both.
    NotCompared,
    /// Live, the rule may be undecided.
    MayBeUndecided,
}

/// Every rule that a live group and a plan may not agree on, with the reason.
const LIVE_EXCEPTIONS: [(&str, Difference, &str); 7] = [
    ("zone-count-mismatch", Difference::NotCompared, "is asked on creation only"),
    ("preferred-zones-with-shards", Difference::NotCompared, "is asked on creation only"),
    ("zone-outside-subnet-group", Difference::NotCompared, "is asked of zones that are asked for"),
    ("shard-count-mismatch", Difference::NotCompared, "answers hold no shard configurations"),
    ("in-transition", Difference::NotCompared, "only a live group is in a state"),
    ("primaries-share-zone", Difference::MayBeUndecided, "cluster mode enabled: answers tell no roles"),
    ("quorum-in-one-zone", Difference::MayBeUndecided, "cluster mode enabled: answers tell no roles"),
];

fn live_agrees(rule: &str, planned: Word, live: Word, roles_told: bool) -> bool {
    let exception = LIVE_EXCEPTIONS.iter().find(|(id, _, _)| *id == rule).map(|found| found.1);
    match exception {
        Some(Difference::NotCompared) => true,
        Some(Difference::MayBeUndecided) => planned == live || (!roles_told && live == Word::Undecided),
        None => planned == live,
    }
}

/// Every difference between two tables, for people.
fn differences(one: &Verdicts, other: &Verdicts, agree: impl Fn(&str, Word, Word) -> bool) -> Vec<String> {
    let keys = one.keys().chain(other.keys().filter(|key| !one.contains_key(*key)));
    let differ = keys.filter_map(|key| match (one.get(key), other.get(key)) {
        (Some(a), Some(b)) if agree(&key.0, *a, *b) => None,
        (a, b) => Some(format!("{key:?}: {a:?} and {b:?}")),
    });
    differ.collect()
}

/// The template that says what the plan says: Terraform's provider sends what it takes for the
/// default of automatic failover (section 3.5).
fn template_of_plan(of: &Topology) -> Topology {
    let failover = if of.failover == Absent { Known(false) } else { of.failover };
    Topology { failover, ..of.clone() }
}

/// The plan that says what the template says: an automatic failover that nobody set is off with
/// cluster mode disabled on Redis, and unknown otherwise (D14). `None` where the mode is not
/// stated, so that which it is depends on what is derived.
fn plan_of_template(of: &Topology) -> Option<Topology> {
    let failover = match (of.failover, of.engine, of.mode) {
        (Absent, Known("redis") | Absent, Known("disabled")) => Known(false),
        (Absent, Known("redis") | Absent, Absent) => return None,
        (Absent, _, _) => Unknown,
        (said, _, _) => said,
    };
    Some(Topology { failover, ..of.clone() })
}

fn same(template_text: &str, plan_text: &str) -> Result<(), TestCaseError> {
    let (a, b) = (verdicts("template.yaml", template_text), verdicts("plan.json", plan_text));
    let found = differences(&a, &b, |_, a, b| a == b);
    prop_assert!(found.is_empty(), "{}\n{template_text}\n{plan_text}", found.join("\n"));
    Ok(())
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_plan_and_the_template_that_says_the_same_agree(
        of in topology(), style in style(), by_reference: bool, symbolic: bool,
    ) {
        let of = of.plannable().with_zones(symbolic);
        same(&template(&template_of_plan(&of), style), &plan(&of, by_reference))?;
    }

    #[test]
    fn a_template_and_the_plan_that_says_the_same_agree(
        of in topology(), style in style(), by_reference: bool, symbolic: bool,
    ) {
        let of = of.plannable().with_zones(symbolic);
        if let Some(planned) = plan_of_template(&of) {
            same(&template(&of, style), &plan(&planned, by_reference))?;
        }
    }

    #[test]
    fn a_live_group_and_the_plan_it_came_from_agree(
        of in live(), account in account(), no_clusters in prop::bool::weighted(0.2),
    ) {
        let of = if no_clusters { without_clusters(of) } else { of };
        let (plan_text, answers) = (plan(&of, false), describe(&of, account));
        let (planned, lived) = (verdicts("plan.json", &plan_text), verdicts("answers.json", &answers));
        let roles_told = of.live_mode() != "enabled" || (account.tells_sources && !no_clusters);
        let found = differences(&planned, &lived, |rule, a, b| live_agrees(rule, a, b, roles_told));
        prop_assert!(found.is_empty(), "{}\n{plan_text}\n{answers}", found.join("\n"));
    }
}

/// What describe-replication-groups alone tells; the mode it states.
fn without_clusters(of: Topology) -> Topology {
    let mode = Known(of.live_mode());
    Topology { mode, version: Unknown, parameters: Fact::Unknown, subnets: Fact::Unknown, ..of }
}

#[test]
fn exceptions_are_rules_that_exist() {
    let rules = multiaz::rules::built_in(&|_| true).unwrap().rules;
    for (id, _, reason) in LIVE_EXCEPTIONS {
        assert!(rules.iter().any(|rule| rule.file.id == id), "{id}: {reason}");
    }
}
