//! What holds of every plan, whatever the group and however little is known of it.

use std::collections::BTreeSet;

use clap::Parser;
use multiaz::cli::Cli;
use multiaz::commands::{Streams, run};
use multiaz::failover::{Kind, NodeState, Part, Picture, Plan, Scenario, ShardPicture, Verdict};
use multiaz::model::{Group, Role};
use proptest::prelude::*;

use super::caches::{Text, text};
use super::read::{all, group, nodes, scenarios};
use super::{cases, config};

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
    if !possible.verdicts.contains(&plan.verdict) && (settled || plan.verdict != Verdict::Unstated) {
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
        // A zone that is told of each shard's own primary may be another one for the group.
        let told_of_all = whole.failed.zone.as_ref().is_some_and(|zone| zone.starts_with("eu-"));
        let is_worse = if told_of_all { last != worst } else { last < worst };
        (is_worse || (told_of_all && first < best))
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
}

proptest! {
    #![proptest_config(cases(20))]

    #[test]
    fn plans_are_the_same_every_time(of in text()) {
        let of_all = |group: &Group| -> Vec<Plan> {
            scenarios(group).iter().flat_map(|scenario| all(group, scenario)).collect()
        };
        let (one, other) = (of_all(&group(of.name, &of.text)), of_all(&group(of.name, &of.text)));
        prop_assert_eq!(format!("{one:?}"), format!("{other:?}"));
    }

    #[test]
    fn plans_can_be_printed_and_keep_their_schema(of in text(), summary: bool) {
        let scenarios = if summary { Vec::new() } else { scenarios(&group(of.name, &of.text)) };
        let options: Vec<String> = scenarios.iter().map(|scenario| format!("--scenario={scenario}")).collect();
        let json: serde_json::Value = serde_json::from_str(&printed(&of, &options, &["--format=json"])).unwrap();
        let faults: Vec<String> =
            SCHEMA.with(|schema| schema.iter_errors(&json).map(|fault| fault.to_string()).collect());
        prop_assert!(faults.is_empty(), "{faults:?}\n{}", of.text);
        let text = printed(&of, &options, &["--ascii"]);
        prop_assert!(text.is_ascii(), "{text}");
        printed(&of, &options, &["--color=always"]);
    }
}

/// What the command prints of a text.
fn printed(of: &Text, options: &[String], more: &[&str]) -> String {
    let own = ["multiaz", "failover", "-"].into_iter().chain(more.iter().copied());
    let cli = Cli::try_parse_from(own.chain(options.iter().map(String::as_str))).unwrap();
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut streams = Streams {
        stdin: &mut of.text.as_bytes(),
        stdout: &mut stdout,
        stderr: &mut stderr,
        terminal: false,
        links: false,
    };
    let code = run(&cli, &mut streams);
    assert_eq!(code, 0, "{}\n{}", String::from_utf8_lossy(&stderr), of.text);
    String::from_utf8(stdout).unwrap()
}

thread_local! {
    static SCHEMA: jsonschema::Validator = {
        let text = include_str!("../../docs/multiaz-failover-1.schema.json");
        jsonschema::validator_for(&serde_json::from_str(text).unwrap()).unwrap()
    };
}
