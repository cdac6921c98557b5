//! Plans that are told together: one of a group, or those of shards that fare alike.

use crate::failover::{Plan, Replicas, Scenario};

use super::fold;
use super::groups::Planned;

/// Plans that are told together.
#[derive(Debug)]
pub(super) struct Block<'a> {
    pub(super) scenario: &'a Scenario,
    /// One plan, or several of shards that fare alike.
    pub(super) plans: Vec<&'a Plan>,
    /// The plans of the shards, where the block is of the group in a scenario that befalls all of it.
    pub(super) of_shards: Vec<&'a Plan>,
    /// How many shards the group has.
    pub(super) shards: usize,
}

/// The blocks of a scenario.
pub(super) fn blocks<'a>(group: &Planned<'_>, scenario: &'a Scenario, plans: &'a [Plan]) -> Vec<Block<'a>> {
    let shards = group.shards;
    let new = |plan: &'a Plan| Block { scenario, plans: vec![plan], of_shards: Vec::new(), shards };
    if plans.iter().any(|plan| plan.shard.is_none()) {
        let of_group = plans.iter().filter(|plan| plan.shard.is_none());
        return of_group.map(|plan| Block { of_shards: of_shards(plan, plans), ..new(plan) }).collect();
    }
    let mut blocks: Vec<Block<'a>> = Vec::new();
    for plan in plans {
        match blocks.iter_mut().find(|block| block.first().is_some_and(|first| are_alike(first, plan))) {
            Some(block) => block.plans.push(plan),
            None => blocks.push(new(plan)),
        }
    }
    blocks
}

fn of_shards<'a>(of_group: &Plan, plans: &'a [Plan]) -> Vec<&'a Plan> {
    let is_part = |plan: &&Plan| plan.shard.is_some() && plan.failed.zone == of_group.failed.zone;
    plans.iter().filter(is_part).collect()
}

/// Whether two shards' plans say the same, but for the names of nodes and where these are.
fn are_alike(one: &Plan, other: &Plan) -> bool {
    let same_steps = || {
        let pairs = one.steps.iter().zip(&other.steps);
        one.steps.len() == other.steps.len()
            && pairs.into_iter().all(|(a, b)| (&a.when, &a.text, &a.facts) == (&b.when, &b.text, &b.facts))
    };
    one.failed.zone == other.failed.zone
        && one.possible == other.possible
        && one.until == other.until
        && one.reason == other.reason
        && one.quorum == other.quorum
        && one.unknown == other.unknown
        && same_steps()
}

impl<'a> Block<'a> {
    /// The plan that speaks for all of them.
    pub(super) fn first(&self) -> Option<&'a Plan> {
        self.plans.first().copied()
    }

    /// The shards it is about.
    pub(super) fn ids(&self) -> Vec<&'a str> {
        self.plans.iter().filter_map(|plan| plan.shard.as_deref()).collect()
    }

    /// What happens, as the headline says it.
    pub(super) fn event(&self) -> String {
        let of = self.of();
        let zone = self.first().and_then(|plan| plan.failed.zone.as_deref()).unwrap_or_default();
        match self.scenario {
            Scenario::Primary => format!("the primary{of} fails"),
            Scenario::PrimaryAndReplicas(Replicas::Count(1)) => {
                format!("the primary{of} and one of its replicas fail")
            }
            Scenario::PrimaryAndReplicas(Replicas::Count(count)) => {
                format!("the primary{of} and {count} of its replicas fail")
            }
            Scenario::PrimaryAndReplicas(Replicas::Named(nodes)) => {
                format!("the primary{of} fails with {}", nodes.join(", "))
            }
            Scenario::Replica(None) => format!("a replica{of} fails"),
            Scenario::Replica(Some(node)) => format!("replica {node} fails"),
            Scenario::Zone(_) if zone.contains(' ') => format!("{zone} fails{}", self.seen_from()),
            Scenario::Zone(_) => format!("zone {zone} fails{}", self.seen_from()),
            Scenario::Group => format!("every node of the group fails{}", self.seen_from()),
            Scenario::PlannedReplacement => {
                format!("maintenance or a service update replaces the nodes{}", self.seen_from())
            }
            Scenario::PrimaryReboot => format!("somebody reboots the primary{of}"),
        }
    }

    /// Of which shards, where the group has several.
    fn of(&self) -> String {
        match self.ids().as_slice() {
            ["*"] => " of a shard".to_owned(),
            _ if self.shards <= 1 => String::new(),
            [only] => format!(" of shard {only}"),
            ids if ids.len() == self.shards => " of any shard".to_owned(),
            ids => format!(" of one of the shards {}", fold::ranges(ids)),
        }
    }

    /// Of which shards an event speaks that befalls the whole group.
    fn seen_from(&self) -> String {
        match self.ids().as_slice() {
            [] => String::new(),
            _ if self.shards <= 1 => String::new(),
            ids => format!(", seen from {}", fold::shards(ids)),
        }
    }
}
