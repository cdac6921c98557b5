//! What is not known never makes an answer firmer than every way it may turn out.

use std::collections::BTreeSet;

use multiaz::failover::{Plan, Possible, Replicas, Scenario};
use multiaz::model::{ClusterMode, Group, Input};
use proptest::prelude::*;

use super::caches::{PLAIN, account, cache};
use super::cases;
use super::describe::{Account, describe};
use super::fill::{Donor, fill};
use super::plan::plan;
use super::read::{all, group};
use super::strategy::{live, spare_zones, topology};
use super::template::{Style, template};
use super::topology::Fact::{Known, Unknown};
use super::topology::Topology;

/// The answers of several plans together.
fn union<'a>(plans: impl Iterator<Item = &'a Possible>) -> Possible {
    let mut sum = Possible::default();
    for one in plans {
        sum.verdicts.extend(&one.verdicts);
        sum.writes.extend(&one.writes);
        sum.reads.extend(&one.reads);
        sum.data_loss.extend(&one.data_loss);
    }
    sum
}

/// Whether every answer of `part` is one of `whole`.
fn within(part: &Possible, whole: &Possible) -> bool {
    part.verdicts.is_subset(&whole.verdicts)
        && part.writes.is_subset(&whole.writes)
        && part.reads.is_subset(&whole.reads)
        && part.data_loss.is_subset(&whole.data_loss)
}

/// Plans of a shard; those of the shard that stands for all where it is not told by itself.
fn of<'a>(plans: &'a [Plan], shard: Option<&str>) -> Vec<&'a Plan> {
    let found: Vec<&Plan> = plans.iter().filter(|plan| plan.shard.as_deref() == shard).collect();
    if found.is_empty() {
        plans.iter().filter(|plan| plan.shard.as_deref() == Some("*")).collect()
    } else {
        found
    }
}

/// Flags that contradict each other (X004, X053): where something is open, it is taken not to come to that.
/// A live group may be on its way from one state to another, so there nothing is taken so.
fn is_contradictory(group: &Group) -> bool {
    let clustered =
        matches!(group.cluster_mode.value(), Some(ClusterMode::Enabled | ClusterMode::Compatible));
    group.target.input != Input::Describe
        && group.automatic_failover.value() == Some(&false)
        && (clustered || group.multi_az.value() == Some(&true))
}

/// Durability for a group that can't have it (X113), which nobody needs to reckon with.
fn has_impossible_durability(open: &Group, filled: &Group) -> bool {
    open.durability.value().is_some() && open.durability.value() != filled.durability.value()
}

/// Everything that is said of the filled group and was not possible of the open one.
fn firmer(open: &Group, filled: &Group) -> Vec<String> {
    let mut found = Vec::new();
    if is_contradictory(filled) || has_impossible_durability(open, filled) {
        return found;
    }
    let mut scenarios = Scenario::all();
    scenarios.push(Scenario::PrimaryAndReplicas(Replicas::Count(2)));
    scenarios.push(Scenario::Zone(Some("eu-west-1a".into())));
    for scenario in scenarios {
        let (before, after) = (all(open, &scenario), all(filled, &scenario));
        for plan in &after {
            let before = of(&before, plan.shard.as_deref());
            let same = || before.iter().filter(|one| one.failed.zone == plan.failed.zone);
            // Where no zone has that name, it is the primary's or another.
            let whole = match same().count() {
                0 => union(before.iter().map(|one| &one.possible)),
                _ => union(same().map(|one| &one.possible)),
            };
            let place = format!("{scenario}, {:?}, {:?}", plan.shard, plan.failed.zone);
            if !before.is_empty() && !within(&plan.possible, &whole) {
                found.push(format!("{place}: {whole:?}, then {:?}", plan.possible));
            }
            let seconds = union(before.iter().flat_map(|one| &one.second_loss).map(|loss| &loss.possible));
            for second in &plan.second_loss {
                if !before.is_empty() && !within(&second.possible, &seconds) {
                    found.push(format!(
                        "{place}, then {}: {seconds:?}, then {:?}",
                        second.zone, second.possible
                    ));
                }
            }
        }
    }
    found
}

fn only_decides(name: &str, before: &str, after: &str) -> Result<(), TestCaseError> {
    let found = firmer(&group(name, before), &group(name, after));
    prop_assert!(found.is_empty(), "{}\n{before}\n{after}", found.join("\n"));
    Ok(())
}

fn donor(may_vanish: bool) -> impl Strategy<Value = Donor> {
    (prop_oneof![topology(), cache(3)], spare_zones(), any::<bool>())
        .prop_map(move |(topology, zones, names)| Donor { topology, zones, names, may_vanish })
}

/// Groups of which something may be unknown.
///
/// Zones are all names or all symbols: that a symbol and a name may be one zone is looked at node by node.
fn open() -> BoxedStrategy<Topology> {
    let some = (cache(3), any::<[bool; 13]>()).prop_map(|(of, lost)| forget(of, lost));
    let symbolic = prop::bool::weighted(0.2);
    (prop_oneof![topology(), some], symbolic).prop_map(|(of, symbolic)| of.with_zones(symbolic)).boxed()
}

/// The same with some of it unknown.
fn forget(mut of: Topology, lost: [bool; 13]) -> Topology {
    fn drop<T>(fact: &mut super::topology::Fact<T>, lost: bool) {
        if lost {
            *fact = Unknown;
        }
    }
    drop(&mut of.multi_az, lost[0]);
    drop(&mut of.failover, lost[1]);
    drop(&mut of.version, lost[2]);
    drop(&mut of.durability, lost[3]);
    if let Known(super::topology::ParameterGroup::Own(own)) = &mut of.parameters {
        drop(&mut own.to_write, lost[4]);
        drop(&mut own.max_lag, lost[5]);
        drop(&mut own.full_coverage, lost[6]);
        drop(&mut own.reads_when_down, lost[7]);
    }
    if let Known(all) = &mut of.configurations {
        for (at, one) in all.iter_mut().enumerate() {
            drop(&mut one.replicas, lost[8 + at % 2]);
            drop(&mut one.primary, lost[10 - at % 2]);
        }
    }
    let counts_nodes = of.nodes.known().is_some();
    drop(&mut of.nodes, lost[11] && counts_nodes);
    drop(&mut of.mode, lost[12]);
    of
}

/// The same with answers left out; an unknown version stands for the cache clusters.
fn unsaved(of: &Topology, lost: [bool; 3]) -> Topology {
    let [multi_az, failover, clusters] = lost;
    Topology {
        multi_az: if multi_az { Unknown } else { of.multi_az },
        failover: if failover { Unknown } else { of.failover },
        version: if clusters { Unknown } else { of.version },
        ..of.clone()
    }
}

/// The same with what another knows in place of what is unknown; its zones are called as the group's are.
fn filled(of: &Topology, donor: &Donor) -> Topology {
    let mut symbolic = false;
    of.clone().each_zone(&mut |zone| symbolic |= zone.known().is_some_and(|zone| zone.symbolic));
    fill(of, donor).with_zones(symbolic)
}

proptest! {
    #![proptest_config(cases(50))]

    #[test]
    fn a_value_for_a_parameter_only_decides(of in open(), donor in donor(false), yaml: bool) {
        let style = Style { yaml, ..PLAIN };
        only_decides("template.yaml", &template(&of, style), &template(&filled(&of, &donor), style))?;
    }

    #[test]
    fn a_condition_that_is_settled_only_decides(of in open(), donor in donor(true)) {
        let style = Style { conditional: true, ..PLAIN };
        only_decides("template.yaml", &template(&of, style), &template(&filled(&of, &donor), style))?;
    }

    #[test]
    fn what_an_apply_makes_known_only_decides(of in open(), donor in donor(true), by_reference: bool) {
        let of = of.plannable();
        let filled = filled(&of, &donor).plannable();
        only_decides("plan.json", &plan(&of, by_reference), &plan(&filled, by_reference))?;
    }

    #[test]
    fn an_answer_that_is_added_only_decides(
        of in prop_oneof![live(), cache(3)], account in account(), lost in any::<[bool; 3]>(), joined: bool,
    ) {
        // A node whose state no answer tells counts as available, as it does for the rules (F63).
        let account = if lost[2] { Account { busy: 0, ..account } } else { account };
        let full = settled(of);
        let before = describe(&unsaved(&full, lost), Account { saves_joined: joined, ..account });
        only_decides("answers.json", &before, &describe(&full, account))?;
    }
}

/// A live group of which everything was saved.
fn settled(mut of: Topology) -> Topology {
    for flag in [&mut of.multi_az, &mut of.failover] {
        *flag = if flag.is_unknown() { Known(true) } else { *flag };
    }
    of
}

#[test]
fn forgetting_everything_leaves_every_verdict_open() {
    let of = forget(super::caches::enabled(&[&[0, 1], &[1, 0], &[2, 0]]), [true; 13]);
    let group = group("template.json", &template(&of, PLAIN));
    let kinds: BTreeSet<&str> =
        all(&group, &Scenario::Primary).iter().map(|plan| plan.verdict.name()).collect();
    assert_eq!(kinds, BTreeSet::from(["unstated"]));
}
