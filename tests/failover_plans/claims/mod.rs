//! Every fact on what a failure does (kind P) holds of a plan, and is cited by it.

mod endpoints;
mod nodes;
mod planned;
mod zones;

use std::collections::{BTreeMap, BTreeSet};

use multiaz::failover::Plan;
use multiaz::model::Group;

use super::look;
use super::page_groups::{cited, page};

/// Facts, the plan that shows them, and what must be in it.
pub(super) struct Claim {
    facts: &'static [&'static str],
    /// The group of `fixtures/failover/page-NAME.json`.
    group: &'static str,
    scenario: &'static str,
    /// `-` for the whole group.
    shard: &'static str,
    /// What the facts say, in short.
    says: &'static str,
    holds: fn(&Plan, &Group) -> bool,
}

/// The primary of the page's group of three zones; a claim that says nothing does not hold.
const PRIMARY: Claim = Claim {
    facts: &[],
    group: "three-zones",
    scenario: "primary",
    shard: "0001",
    says: "",
    holds: |_, _| false,
};
/// The primary and two replicas of five nodes.
const SOME: Claim =
    Claim { group: "five-nodes", scenario: "primary-and-replicas=big-003,big-005", ..PRIMARY };

/// Facts on what people see while something runs: runbooks say and test them.
const OF_RUNBOOKS: [(&str, &str); 2] = [
    ("F74", "the state of a group while Multi-AZ is being turned on"),
    ("F141", "the console's status of nodes while a failover is tested"),
];

/// Facts on what only the user can tell: a test of their own.
const OF_THE_USER: [(&str, &str); 1] = [("F183", "a replica outside of ElastiCache: claims/zones.rs")];

fn claims() -> impl Iterator<Item = &'static Claim> {
    [nodes::CLAIMS, zones::CLAIMS, endpoints::CLAIMS, planned::CLAIMS].into_iter().flatten()
}

#[test]
fn every_claim_holds_and_is_cited() {
    let mut faults = Vec::new();
    for claim in claims() {
        let group = page(claim.group);
        let plan = look::plan(&group, claim.scenario, claim.shard);
        let place = format!("{:?} ({}, {}): {}", claim.facts, claim.group, claim.scenario, claim.says);
        if !(claim.holds)(&plan, &group) {
            faults.push(format!("{place}: does not hold\n{plan:#?}"));
        }
        let cited = cited(&plan);
        let missing: Vec<_> = claim.facts.iter().filter(|fact| !cited.contains(**fact)).collect();
        if !missing.is_empty() {
            faults.push(format!("{place}: {missing:?} are not cited"));
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

#[test]
fn every_fact_on_failures_is_claimed() {
    let text = include_str!("../../../fixtures/facts/kinds.yaml");
    let kinds: BTreeMap<String, BTreeSet<String>> = serde_saphyr::from_str(text).unwrap();
    let elsewhere = OF_RUNBOOKS.iter().chain(&OF_THE_USER).map(|(id, _)| id);
    let claimed = claims().flat_map(|claim| claim.facts).chain(elsewhere);
    let claimed: BTreeSet<String> = claimed.map(|id| (*id).to_owned()).collect();
    let missing: Vec<&String> = kinds["P"].difference(&claimed).collect();
    assert!(missing.is_empty(), "nothing is asserted of {missing:?}");
    let of_others: Vec<&String> = claimed.difference(&kinds["P"]).collect();
    assert!(of_others.is_empty(), "{of_others:?} are no facts on failures");
}
