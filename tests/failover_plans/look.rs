//! Looks into a plan: short names for what assertions ask for.

use multiaz::failover::{
    Endpoint, NodePicture, NodeState, Part, Picture, Plan, Replacement, Scenario, plans,
};
use multiaz::model::Group;

/// The plan of a shard for `NAME` or `NAME=VALUE`; `-` stands for the whole group.
pub(super) fn plan(group: &Group, scenario: &str, shard: &str) -> Plan {
    plan_in(group, scenario, shard, None)
}

/// The same where a zone fails that is told of a primary.
pub(super) fn plan_in(group: &Group, scenario: &str, shard: &str, zone: Option<&str>) -> Plan {
    let scenario = Scenario::parse(scenario).unwrap();
    let shard = (shard != "-").then_some(shard);
    let all = plans(group, &scenario, shard);
    let is_there = |plan: &Plan| zone.is_none() || plan.failed.zone.as_deref() == zone;
    let found = all.into_iter().find(|plan| plan.shard.as_deref() == shard && is_there(plan));
    found.unwrap_or_else(|| panic!("no plan of {scenario} for {shard:?}"))
}

/// A node of a picture.
pub(super) fn node<'a>(picture: &'a Picture, id: &str) -> &'a NodePicture {
    let mut nodes = picture.shards.iter().flat_map(|shard| &shard.nodes);
    nodes.find(|node| node.id == id).unwrap_or_else(|| panic!("no node {id}"))
}

/// How a node is and fares afterwards.
pub(super) fn after(plan: &Plan, id: &str) -> (Part, NodeState) {
    let node = node(&plan.after, id);
    (node.role, node.state)
}

/// The replacement of a node: zone, time, role.
pub(super) fn replacement<'a>(plan: &'a Plan, id: &str) -> (Option<&'a str>, &'static str, &'static str) {
    let found: Vec<&Replacement> = plan.replacements.iter().filter(|one| one.node == id).collect();
    assert_eq!(found.len(), 1, "{id}: {found:?}");
    (found[0].zone.as_deref(), found[0].when, found[0].role)
}

/// The first endpoint of a kind, or that of a node.
pub(super) fn endpoint<'a>(plan: &'a Plan, kind: &str, node: Option<&str>) -> &'a Endpoint {
    let fits = |one: &&Endpoint| one.kind == kind && one.node.as_deref() == node;
    plan.endpoints.iter().find(fits).unwrap_or_else(|| panic!("no endpoint {kind} {node:?}"))
}

/// Whether nobody has to change anything because of an endpoint of a kind.
pub(super) fn is_quiet(plan: &Plan, kind: &str) -> bool {
    let mut of_kind = plan.endpoints.iter().filter(|one| one.kind == kind).peekable();
    of_kind.peek().is_some() && of_kind.all(|one| one.action.is_none())
}

/// Whether a step that cites a fact says something.
pub(super) fn says(plan: &Plan, fact: &str, words: &str) -> bool {
    plan.steps.iter().any(|step| step.facts.contains(&fact) && step.text.contains(words))
}

/// The candidates, sorted.
pub(super) fn candidates(plan: &Plan) -> Vec<&str> {
    let mut all: Vec<&str> = plan.promotion.candidates.iter().map(String::as_str).collect();
    all.sort_unstable();
    all
}

/// Verdict, writes, reads and data loss in words.
pub(super) fn words(plan: &Plan) -> [&'static str; 4] {
    [plan.verdict.name(), plan.writes.name(), plan.reads.name(), plan.data_loss.name()]
}

/// What the loss of each further zone does, in words: zone, verdict, writes, reads, data loss.
pub(super) fn seconds(plan: &Plan) -> Vec<[String; 5]> {
    let of = |one: &multiaz::failover::SecondLoss| {
        [one.zone.as_str(), one.verdict.name(), one.writes.name(), one.reads.name(), one.data_loss.name()]
            .map(str::to_owned)
    };
    plan.second_loss.iter().map(of).collect()
}
