//! Reads texts into groups, and asks for their plans.

use multiaz::failover::{Plan, Replicas, Scenario, plans};
use multiaz::load::{self, Options};
use multiaz::model::{Group, Node, Role};
use multiaz::source::{Input, Sources};

/// The only group of a text.
pub(super) fn group(name: &str, text: &str) -> Group {
    let mut groups = groups(name, text);
    assert_eq!(groups.len(), 1, "{text}");
    groups.remove(0)
}

/// The groups of a text.
pub(super) fn groups(name: &str, text: &str) -> Vec<Group> {
    let input = Input { name: name.into(), text: text.to_owned() };
    let loaded = load::load(&mut Sources::default(), vec![input], &Options::default()).loaded;
    assert!(loaded.failures.is_empty(), "{:?}\n{text}", loaded.failures);
    loaded.groups
}

/// Every plan for a scenario.
pub(super) fn all(group: &Group, scenario: &Scenario) -> Vec<Plan> {
    plans(group, scenario, None)
}

/// The plan of a shard where the group has one for it, in a zone where zones fail.
pub(super) fn of_shard(group: &Group, scenario: &Scenario, shard: &str, zone: Option<&str>) -> Option<Plan> {
    let fits = |plan: &Plan| {
        plan.shard.as_deref() == Some(shard) && (zone.is_none() || plan.failed.zone.as_deref() == zone)
    };
    plans(group, scenario, Some(shard)).into_iter().find(fits)
}

/// The nodes that are listed.
pub(super) fn nodes(group: &Group) -> Vec<&Node> {
    group.layout.shards.iter().filter_map(|shard| shard.nodes.value()).flatten().collect()
}

/// Every scenario in its general form, and the forms with values that make sense for a group.
pub(super) fn scenarios(group: &Group) -> Vec<Scenario> {
    let mut all = Scenario::all();
    all.extend((2..=5).map(|count| Scenario::PrimaryAndReplicas(Replicas::Count(count))));
    let nodes = nodes(group);
    let ids = || nodes.iter().map(|node| node.id.clone());
    all.extend(ids().take(3).map(|id| Scenario::Replica(Some(id))));
    let replicas = nodes.iter().filter(|node| node.role.value() != Some(&Role::Primary));
    let named: Vec<String> = replicas.map(|node| node.id.clone()).take(2).collect();
    if !named.is_empty() {
        all.push(Scenario::PrimaryAndReplicas(Replicas::Named(named)));
    }
    all.extend(["eu-west-1a", "eu-west-1b", "eu-west-1z"].map(|zone| Scenario::Zone(Some(zone.into()))));
    all
}
