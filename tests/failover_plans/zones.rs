//! Zones: one that holds no node, and one more for a replica.

use multiaz::failover::{DataLoss, Plan, Range, Scenario, Service, Verdict};
use multiaz::model::Group;
use proptest::prelude::*;

use super::caches::{PLAIN, account, cache};
use super::config;
use super::describe::{Account, describe};
use super::plan::plan;
use super::read::{all, group};
use super::template::template;
use super::topology::Fact::Known;
use super::topology::{Topology, Zone};

/// The same group as a template, a plan that creates it, and answers about it.
fn read(of: &Topology, input: u8, account: Account) -> (Group, String) {
    let (name, text) = match input % 3 {
        0 => ("template.json", template(of, PLAIN)),
        1 => ("plan.json", plan(of, false)),
        _ => ("answers.json", describe(of, account)),
    };
    (group(name, &text), text)
}

/// What the loss of a zone without nodes changes; nothing, if all is well.
fn change(plan: &Plan) -> Option<String> {
    let refused = plan.writes == Service::Blocked;
    let expected = if refused { Verdict::Stops } else { Verdict::Survives };
    match () {
        () if plan.verdict != expected => Some(format!("the verdict is {}", plan.verdict.name())),
        () if !matches!(plan.writes, Service::Uninterrupted | Service::Blocked) => Some("writes stop".into()),
        () if plan.reads != Service::Uninterrupted => Some("reads stop".into()),
        () if plan.data_loss != DataLoss::None => Some("data is lost".into()),
        () if plan.after != plan.before => Some("the layout changes".into()),
        () if !plan.failed.nodes.is_empty() || plan.failed.count != Some(0) => Some("nodes fail".into()),
        () if !plan.replacements.is_empty() => Some("nodes are replaced".into()),
        () if plan.promotion != Default::default() => Some("somebody is promoted".into()),
        () if plan.endpoints.iter().any(|one| one.action.is_some()) => Some("clients must change".into()),
        () if plan.quorum.is_some() => Some("the majority is asked for".into()),
        () => {
            let words = ["fails", "promoted", "recreated", "missing", "synchronise", "majority"];
            let tells = |word: &&str| plan.steps.iter().any(|step| step.text.contains(*word));
            words.iter().find(|word| tells(word)).map(|word| format!("a step says `{word}`"))
        }
    }
}

/// Adds a replica in a zone to the first shard.
fn with_replica(mut of: Topology, index: usize) -> Topology {
    let zone = Known(Zone { index, symbolic: false });
    if let Known(all) = &mut of.configurations {
        let first = &mut all[0];
        let mut zones = first.replica_zones.known().cloned().unwrap_or_default();
        zones.push(zone);
        first.replicas = Known(u32::try_from(zones.len()).unwrap());
        first.replica_zones = Known(zones);
    }
    if let Known(zones) = &mut of.zones {
        zones.push(zone);
        of.nodes = Known(u32::try_from(zones.len()).unwrap());
    }
    of
}

/// How many nodes the first shard has.
fn size(of: &Topology) -> usize {
    match (&of.configurations, &of.zones) {
        (Known(all), _) => all[0].replica_zones.known().map_or(1, |zones| zones.len() + 1),
        (_, Known(zones)) => zones.len(),
        _ => 0,
    }
}

/// Whether the best or the worst of a range is worse. What no source states promised nothing, so nothing is
/// worse than that: where no replica was ready, one that is may show that writes are refused afterwards.
fn is_worse<T: Ord>(a: &Range<T>, b: &Range<T>, unstated: T) -> bool {
    let worst = !a.contains(&unstated) && a.last() < b.last();
    let best = a.first() != Some(&unstated) && a.first() < b.first();
    worst || best
}

/// An answer of the second that is worse than any that the first can have.
fn worse(one: &Plan, other: &Plan) -> Option<String> {
    let (a, b) = (&one.possible, &other.possible);
    let ranges = [
        ("verdict", is_worse(&a.verdicts, &b.verdicts, Verdict::Unstated)),
        ("writes", is_worse(&a.writes, &b.writes, Service::Unstated)),
        ("reads", is_worse(&a.reads, &b.reads, Service::Unstated)),
        ("data loss", is_worse(&a.data_loss, &b.data_loss, DataLoss::Unstated)),
    ];
    let found = ranges.into_iter().find(|(_, worse)| *worse);
    found.map(|(name, _)| format!("{name}: {a:?}, with the replica {b:?}"))
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn a_zone_without_nodes_can_go(of in cache(2), input: u8, account in account()) {
        let (group, text) = read(&of, input, account);
        for plan in all(&group, &Scenario::Zone(Some("eu-west-1c".into()))) {
            let change = change(&plan);
            prop_assert!(change.is_none(), "{change:?}\n{text}\n{plan:#?}");
        }
    }

    #[test]
    fn a_replica_in_a_further_zone_makes_nothing_worse(of in cache(2), input: u8, account in account()) {
        prop_assume!(size(&of) < 6);
        // The zones of the first loss are those of before.
        let zones = ["eu-west-1a", "eu-west-1b"].map(|zone| Scenario::Zone(Some(zone.into())));
        let more = with_replica(of.clone(), 2);
        let ((before, text), (after, _)) = (read(&of, input, account), read(&more, input, account));
        for scenario in zones.iter().chain([&Scenario::Primary]) {
            for (one, other) in all(&before, scenario).iter().zip(&all(&after, scenario)) {
                prop_assert_eq!(&one.shard, &other.shard);
                let worse = worse(one, other);
                prop_assert!(worse.is_none(), "{scenario}, {:?}: {worse:?}\n{text}", one.shard);
            }
        }
    }
}
