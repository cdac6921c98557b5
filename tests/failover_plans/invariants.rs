//! What holds of every plan, whatever the group and however little is known of it.

use std::collections::BTreeSet;

use multiaz::failover::{Kind, NodeState, Part, Picture, Plan, Scenario, ShardPicture, Verdict};
use multiaz::model::{Group, Role};
use multiaz::report::{Drawing, FailoverReport, PlannedGroup, failover_json, failover_text};
use multiaz::source::Sources;
use proptest::prelude::*;

use super::caches::{Text, text};
use super::config;
use super::read::{all, group, nodes, scenarios};

/// Plans each scenario of a group and lets `fault` find something wrong with a plan.
fn every(of: &Text, fault: impl Fn(&Group, &Scenario, &Plan) -> Option<String>) -> Result<(), TestCaseError> {
    let group = group(of.name, &of.text);
    for scenario in scenarios(&group) {
        for plan in all(&group, &scenario) {
            if let Some(fault) = fault(&group, &scenario, &plan) {
                let shard = plan.shard.as_deref().unwrap_or("the group");
                let zone = plan.failed.zone.as_deref().unwrap_or("no zone");
                prop_assert!(false, "{scenario}, {shard}, {zone}: {fault}\n{}\n{plan:#?}", of.text);
            }
        }
    }
    Ok(())
}

/// Whether a node is sure to fail, from the model alone.
fn surely_fails(group: &Group, plan: &Plan, scenario: &Scenario, id: &str) -> bool {
    let found = nodes(group).into_iter().find(|node| node.id == id);
    let Some(node) = found else { return false };
    let is_primary = node.role.value() == Some(&Role::Primary);
    let zone = node.zone.value().and_then(|at| at.zone()).map(ToString::to_string);
    match scenario {
        Scenario::Group => true,
        Scenario::Zone(_) => plan.failed.zone.is_some() && zone == plan.failed.zone,
        Scenario::PrimaryAndReplicas(_) if scenario.named_nodes().iter().any(|named| named == id) => true,
        Scenario::Replica(Some(named)) => named == id,
        Scenario::Replica(None) => false,
        _ => is_primary,
    }
}

/// A candidate that can't be one.
fn wrong_candidate(group: &Group, scenario: &Scenario, plan: &Plan) -> Option<String> {
    let of_plan = |picture: &ShardPicture| plan.shard.as_ref().is_none_or(|shard| *shard == picture.id);
    let members: BTreeSet<&String> = plan
        .before
        .shards
        .iter()
        .filter(|it| of_plan(it))
        .flat_map(|it| &it.nodes)
        .map(|it| &it.id)
        .collect();
    let all_fail = plan.failed.count.map(|count| count as usize) == Some(plan.failed.nodes.len());
    plan.promotion.candidates.iter().find_map(|id| {
        let state =
            nodes(group).into_iter().find(|node| node.id == *id).and_then(|node| node.status.as_ref());
        let state = state.and_then(|status| status.value().cloned());
        let why = match () {
            () if !members.contains(id) => "is not there",
            () if surely_fails(group, plan, scenario, id) => "fails",
            () if all_fail && plan.failed.nodes.contains(id) => "fails, says the plan itself",
            () if state.is_some_and(|state| state != "available") => "is not available",
            () => return None,
        };
        Some(format!("the candidate {id} {why}"))
    })
}

fn ids(picture: &Picture) -> Vec<(String, Vec<String>)> {
    let of = |shard: &ShardPicture| shard.nodes.iter().map(|node| node.id.clone()).collect();
    picture.shards.iter().map(|shard| (shard.id.clone(), of(shard))).collect()
}

/// Nodes that come from nowhere or go without a trace, and a shard that nobody leads.
fn unbalanced(_: &Group, scenario: &Scenario, plan: &Plan) -> Option<String> {
    if ids(&plan.before) != ids(&plan.after) {
        return Some("the nodes before and after differ".into());
    }
    for shard in plan.before.shards.iter().chain(&plan.after.shards) {
        let count = |part: Part| shard.nodes.iter().filter(|node| node.role == part).count();
        match (count(Part::Primary), count(Part::Either)) {
            (1, 0) => {}
            (0, open) if open > 0 => {}
            (primaries, open) => {
                return Some(format!("{} has {primaries} primaries and {open} that may be", shard.id));
            }
        }
    }
    // What is maintained or rebooted comes back as itself.
    let comes_back = matches!(scenario.kind(), Kind::PlannedReplacement | Kind::PrimaryReboot);
    let replaced: BTreeSet<&String> = plan.replacements.iter().map(|it| &it.node).collect();
    let failed: BTreeSet<&String> = plan.failed.nodes.iter().collect();
    if !comes_back && replaced != failed {
        return Some(format!("{failed:?} fail and {replaced:?} are replaced"));
    }
    let gone = plan.after.shards.iter().flat_map(|shard| &shard.nodes);
    let lost =
        gone.filter(|node| !matches!(node.state, NodeState::Running)).find(|it| !failed.contains(&it.id));
    lost.map(|node| format!("{} is {} and did not fail", node.id, node.state.name()))
}

/// Answers that say two things at once.
fn contradictory(_: &Group, _: &Scenario, plan: &Plan) -> Option<String> {
    let possible = &plan.possible;
    let ranges =
        [possible.verdicts.len(), possible.writes.len(), possible.reads.len(), possible.data_loss.len()];
    if ranges.contains(&0) {
        return Some("nothing is possible".into());
    }
    let settled = possible.verdicts.len() == 1;
    if settled != possible.verdicts.contains(&plan.verdict) && plan.verdict != Verdict::Unstated {
        return Some("the verdict is not what is possible".into());
    }
    let needs_reason = matches!(plan.verdict, Verdict::Unstated | Verdict::NotApplicable);
    if needs_reason != plan.reason.is_some() {
        return Some(format!("the reason is {:?}", plan.reason));
    }
    if matches!(plan.verdict, Verdict::Stops) && plan.until.is_none() {
        return Some("nothing tells until when it stops".into());
    }
    if !settled && plan.unknown.is_empty() {
        return Some("nothing is said to be open".into());
    }
    let empty = plan.second_loss.iter().find(|loss| loss.possible.verdicts.is_empty());
    empty.map(|loss| format!("after it nothing is possible when {} fails", loss.zone))
}

/// A group that fares better than its worst shard, or worse.
fn not_the_worst(plans: &[Plan]) -> Option<String> {
    let of_group: Vec<&Plan> = plans.iter().filter(|plan| plan.shard.is_none()).collect();
    of_group.into_iter().find_map(|whole| {
        let same = |plan: &&Plan| plan.shard.is_some() && plan.failed.zone == whole.failed.zone;
        let shards: Vec<&Plan> = plans.iter().filter(same).collect();
        let worst = shards.iter().filter_map(|plan| plan.possible.verdicts.last()).max()?;
        let best = shards.iter().filter_map(|plan| plan.possible.verdicts.first()).max()?;
        let (first, last) = (whole.possible.verdicts.first()?, whole.possible.verdicts.last()?);
        (last != worst || first < best)
            .then(|| format!("{:?}: {best:?} to {worst:?}", whole.possible.verdicts))
    })
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn nobody_is_promoted_who_fails_or_is_not_there(of in text()) {
        every(&of, wrong_candidate)?;
    }

    #[test]
    fn nodes_are_conserved_and_every_shard_has_a_primary(of in text()) {
        every(&of, unbalanced)?;
    }

    #[test]
    fn a_plan_says_one_thing_and_why(of in text()) {
        every(&of, contradictory)?;
    }

    #[test]
    fn a_group_fares_as_its_worst_shard(of in text()) {
        let group = group(of.name, &of.text);
        let fault = not_the_worst(&all(&group, &Scenario::Zone(None)));
        prop_assert!(fault.is_none(), "{fault:?}\n{}", of.text);
    }

    #[test]
    fn plans_are_the_same_every_time_and_can_be_printed(of in text()) {
        let (one, other) = (Planned::of(&group(of.name, &of.text)), Planned::of(&group(of.name, &of.text)));
        prop_assert_eq!(format!("{:?}", one.plans), format!("{:?}", other.plans));
        for summary in [false, true] {
            one.print(summary)?;
        }
    }
}

/// The plans of a group, and which scenario they are for.
struct Planned {
    plans: Vec<Plan>,
    scenarios: Vec<Scenario>,
    groups: [PlannedGroup; 1],
}

impl Planned {
    fn of(group: &Group) -> Planned {
        let scenarios = scenarios(group);
        let (mut plans, mut ranges) = (Vec::new(), Vec::new());
        for scenario in &scenarios {
            let start = plans.len();
            plans.extend(all(group, scenario));
            ranges.push(start..plans.len());
        }
        let one = PlannedGroup {
            name: group.name.clone(),
            target: group.target.clone(),
            at: group.at,
            shards: group.layout.shards.len(),
            plans: ranges,
        };
        Planned { plans, scenarios, groups: [one] }
    }

    /// Prints in every format: nothing panics, and the JSON is what its schema says.
    fn print(&self, summary: bool) -> Result<(), TestCaseError> {
        let sources = Sources::default();
        let report = FailoverReport {
            sources: &sources,
            plans: &self.plans,
            scenarios: &self.scenarios,
            groups: &self.groups,
            judgements: &[],
            summary,
            again: None,
            skipped: &[],
            failures: &[],
        };
        let json: serde_json::Value = serde_json::from_str(&failover_json(&report)).unwrap();
        prop_assert_eq!(json["plans"].as_array().unwrap().len(), self.plans.len());
        let faults: Vec<String> =
            SCHEMA.with(|schema| schema.iter_errors(&json).map(|fault| fault.to_string()).collect());
        prop_assert!(faults.is_empty(), "{faults:?}");
        for ascii in [false, true] {
            let text = failover_text(&report, Drawing { ascii, color: summary });
            prop_assert!(!ascii || text.is_ascii(), "{text}");
        }
        Ok(())
    }
}

thread_local! {
    static SCHEMA: jsonschema::Validator = {
        let text = include_str!("../../docs/multiaz-failover-1.schema.json");
        jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap()
    };
}
