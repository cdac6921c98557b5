//! The planner and the reference agree wherever everything is known.

use std::collections::BTreeSet;

use multiaz::failover::{DataLoss, Kind, Plan, Possible, Replicas, Scenario, SecondLoss, Service, Verdict};
use proptest::prelude::*;

use super::caches::cache;
use super::config;
use super::describe::{Account, describe};
use super::read::{all, group};
use super::reference::{Fate, KnownGroup, Shard, known};
use super::topology::ZONES;

/// What several fates come to, as a plan tells it.
fn possible(fates: &[Fate]) -> Possible {
    Possible {
        verdicts: fates.iter().map(|fate| Verdict::of(fate.writes, fate.loss)).collect(),
        writes: fates.iter().map(|fate| fate.writes).collect(),
        reads: fates.iter().map(|fate| fate.reads).collect(),
        data_loss: fates.iter().map(|fate| fate.loss).collect(),
    }
}

/// The worst of the shards' fates.
fn worst(fates: &[Fate]) -> Possible {
    Possible {
        verdicts: fates.iter().map(|fate| Verdict::of(fate.writes, fate.loss)).max().into_iter().collect(),
        writes: fates.iter().map(|fate| fate.writes).max().into_iter().collect(),
        reads: fates.iter().map(|fate| fate.reads).max().into_iter().collect(),
        data_loss: fates.iter().map(|fate| fate.loss).max().into_iter().collect(),
    }
}

/// Every choice of so many of some.
fn choices(of: &[usize], count: usize) -> Vec<BTreeSet<usize>> {
    match (count, of) {
        (0, _) => vec![BTreeSet::new()],
        (_, []) => Vec::new(),
        (_, [first, rest @ ..]) => {
            let with = choices(rest, count - 1).into_iter().map(|mut some| {
                some.insert(*first);
                some
            });
            with.chain(choices(rest, count)).collect()
        }
    }
}

/// What may be lost in a scenario of one shard: none where it can't happen.
fn losses(shard: &Shard, scenario: &Scenario) -> Vec<BTreeSet<usize>> {
    let replicas: Vec<usize> = (0..shard.nodes.len()).filter(|at| *at != shard.primary).collect();
    let count = |count: u32| choices(&replicas, count as usize);
    match scenario {
        Scenario::Primary => vec![BTreeSet::from([shard.primary])],
        Scenario::Replica(_) => count(1),
        Scenario::PrimaryAndReplicas(Replicas::Count(some)) => {
            let with = |mut lost: BTreeSet<usize>| {
                lost.insert(shard.primary);
                lost
            };
            count(*some).into_iter().map(with).collect()
        }
        _ => panic!("{scenario}"),
    }
}

fn id(shard: &str, at: usize) -> String {
    format!("cache-{shard}-{:03}", at + 1)
}

/// Who may be promoted in any of the losses.
fn candidates(of: &KnownGroup, shard: &Shard, name: &str, losses: &[BTreeSet<usize>]) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    for lost in losses {
        if of.fate(shard, lost, Service::UntilReplacement).promotes {
            found.extend(of.afterwards(shard, lost, false).iter().map(|after| id(name, after.primary)));
        }
    }
    found
}

fn fault_of_shard(of: &KnownGroup, at: usize, plan: &Plan, scenario: &Scenario) -> Option<String> {
    let (shard, name) = (&of.shards[at], plan.shard.as_deref().unwrap());
    let losses = losses(shard, scenario);
    if losses.is_empty() {
        return (plan.verdict != Verdict::NotApplicable).then(|| "it can't happen".into());
    }
    let fates: Vec<Fate> =
        losses.iter().map(|lost| of.fate(shard, lost, Service::UntilReplacement)).collect();
    let expected = possible(&fates);
    if plan.possible != expected {
        return Some(format!("expected {expected:?}"));
    }
    let expected = candidates(of, shard, name, &losses);
    let found: BTreeSet<String> = plan.promotion.candidates.iter().cloned().collect();
    if found != expected {
        return Some(format!("expected candidates {expected:?}"));
    }
    let ways: Vec<KnownGroup> = losses
        .iter()
        .flat_map(|lost| of.afterwards(shard, lost, false))
        .map(|after| {
            let mut later = of.clone();
            later.shards[at] = after;
            later
        })
        .collect();
    fault_of_seconds(&ways, Some(at), &plan.second_loss)
}

/// Compares second losses with every way things may be after the first: nothing may be missing, and where
/// there is one shard alone nothing may be too much.
fn fault_of_seconds(ways: &[KnownGroup], shard: Option<usize>, seconds: &[SecondLoss]) -> Option<String> {
    seconds.iter().find_map(|second| {
        let zone = ZONES.iter().position(|name| *name == second.zone)?;
        let mut expected = Possible::default();
        for way in ways {
            let fates = way.lose_zone(zone);
            let one = match shard {
                Some(at) => possible(&fates[at..=at]),
                None => worst(&fates),
            };
            expected.verdicts.extend(one.verdicts);
            expected.writes.extend(one.writes);
            expected.reads.extend(one.reads);
            expected.data_loss.extend(one.data_loss);
        }
        let found = &second.possible;
        let complete = expected.verdicts.is_subset(&found.verdicts)
            && expected.writes.is_subset(&found.writes)
            && expected.reads.is_subset(&found.reads)
            && expected.data_loss.is_subset(&found.data_loss);
        // With cluster mode enabled the majority is looked at apart from the shard: that may allow too much.
        let tight = ways[0].enabled || *found == expected;
        (!complete || !tight).then(|| format!("then {}: expected {expected:?}, not {found:?}", second.zone))
    })
}

/// Every way all shards may be after a zone is lost; none where there are too many.
fn after_zone(of: &KnownGroup, zone: usize) -> Vec<KnownGroup> {
    let mut ways = vec![of.clone()];
    for at in 0..of.shards.len() {
        let shard = &of.shards[at];
        let after = of.afterwards(shard, &KnownGroup::in_zone(shard, zone), true);
        let with = |way: &KnownGroup, shard: &Shard| {
            let mut way = way.clone();
            way.shards[at] = shard.clone();
            way
        };
        ways = ways.iter().flat_map(|way| after.iter().map(|shard| with(way, shard))).collect();
        if ways.len() > 300 {
            return Vec::new();
        }
    }
    ways
}

fn fault_of_zone(of: &KnownGroup, zone: usize, plan: &Plan) -> Option<String> {
    let fates = of.lose_zone(zone);
    let at = plan.shard.as_ref().map(|name| name.parse::<usize>().unwrap() - 1);
    let expected = match at {
        Some(at) => possible(&fates[at..=at]),
        None => worst(&fates),
    };
    if plan.possible != expected {
        return Some(format!("expected {expected:?}"));
    }
    if let Some(at) = at {
        let shard = &of.shards[at];
        let lost = [KnownGroup::in_zone(shard, zone)];
        let expected = match lost[0].contains(&shard.primary) {
            true => candidates(of, shard, plan.shard.as_deref().unwrap(), &lost),
            false => BTreeSet::new(),
        };
        let found: BTreeSet<String> = plan.promotion.candidates.iter().cloned().collect();
        if found != expected {
            return Some(format!("expected candidates {expected:?}"));
        }
    }
    let ways = after_zone(of, zone);
    if ways.is_empty() { None } else { fault_of_seconds(&ways, at, &plan.second_loss) }
}

/// What the facts say of a planned replacement of a shard's nodes (F52–F57, X065, X083, D8).
fn replaced(of: &KnownGroup, shard: &Shard) -> (Verdict, Service, DataLoss) {
    let replicas = shard.nodes.len() - 1;
    let unstated = (Verdict::Unstated, Service::Unstated, DataLoss::Unstated);
    let survives = (Verdict::Survives, Service::Uninterrupted, DataLoss::Unstated);
    let ready = shard.nodes.iter().enumerate().any(|(at, node)| at != shard.primary && node.ready);
    let stated = match of.version {
        _ if of.enabled && replicas == 0 => unstated,
        _ if replicas == 0 || !of.failover => (Verdict::Stops, Service::UntilReplacement, DataLoss::Unstated),
        _ if !ready || (of.needed > 0 && replicas == of.needed) => unstated,
        _ if of.enabled => survives,
        _ if !of.multi_az => unstated,
        "4.0.10" => (Verdict::SurvivesWithGap, Service::Seconds, DataLoss::ReplicationLag),
        "5.0.0" => unstated,
        _ => survives,
    };
    match replicas < of.needed && stated.1 < Service::Blocked {
        true => (Verdict::Stops, Service::Blocked, DataLoss::Unstated),
        false => stated,
    }
}

/// What the facts say of scenarios that befall the whole group, and of reboots.
fn fault_of_the_rest(of: &KnownGroup, plan: &Plan) -> Option<String> {
    let durable = of.durability != "disabled";
    let expected = match plan.scenario {
        Kind::Group if durable => (Verdict::Stops, Service::UntilReplacement, DataLoss::Unstated),
        Kind::Group => (Verdict::LosesData, Service::UntilReplacement, DataLoss::Everything),
        Kind::PrimaryReboot if of.enabled => (Verdict::NotApplicable, Service::Uninterrupted, DataLoss::None),
        Kind::PrimaryReboot if of.compatible => (Verdict::Unstated, Service::Unstated, DataLoss::Unstated),
        Kind::PrimaryReboot => (Verdict::LosesData, Service::Unstated, DataLoss::Everything),
        _ => of.shards.iter().map(|shard| replaced(of, shard)).max().unwrap(),
    };
    let found = (plan.verdict, plan.writes, plan.data_loss);
    (found != expected).then(|| format!("expected {expected:?}"))
}

fn fault(of: &KnownGroup, scenario: &Scenario, plan: &Plan) -> Option<String> {
    match plan.scenario {
        Kind::Zone => {
            let zone = ZONES.iter().position(|name| Some(*name) == plan.failed.zone.as_deref());
            fault_of_zone(of, zone.unwrap(), plan)
        }
        Kind::Primary | Kind::PrimaryAndReplicas | Kind::Replica => {
            let at = plan.shard.as_ref().unwrap().parse::<usize>().unwrap() - 1;
            fault_of_shard(of, at, plan, scenario)
        }
        _ => fault_of_the_rest(of, plan),
    }
}

proptest! {
    #![proptest_config(config())]

    #[test]
    fn the_planner_says_what_the_facts_say(of in cache(3), busy in prop_oneof![Just(0u8), any::<u8>()], last: bool) {
        // The primary is up: a shard whose primary is not is on its way to another one.
        let account = Account { tells_sources: true, saves_joined: true, primary_last: last, busy: busy & !1 };
        let text = describe(&of, account);
        let (group, of) = (group("answers.json", &text), known(&of, account.busy));
        let mut scenarios = Scenario::all();
        scenarios.extend((2..=5).map(|count| Scenario::PrimaryAndReplicas(Replicas::Count(count))));
        for scenario in scenarios {
            for plan in all(&group, &scenario) {
                let fault = fault(&of, &scenario, &plan);
                let place = (plan.shard.clone(), plan.failed.zone.clone());
                prop_assert!(fault.is_none(), "{scenario} {place:?}: {fault:?}\n{of:?}\n{text}\n{plan:#?}");
            }
        }
    }
}
