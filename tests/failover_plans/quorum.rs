//! The arithmetic: majorities of primaries (X060, X061), replicas that writes need (X065, X066), second losses.

use multiaz::failover::{Plan, Quorum, Scenario, Service, Verdict};

use super::caches::{Refusals, disabled, enabled, with_refusals};
use super::describe::{Account, describe};
use super::look::{candidates, seconds, words};
use super::read::{group, of_shard};
use super::topology::Topology;

const ACCOUNT: Account = Account { tells_sources: true, saves_joined: true, primary_last: false, busy: 0 };

fn of(of: &Topology, scenario: &str, shard: &str, zone: Option<&str>) -> Plan {
    let group = group("answers.json", &describe(of, ACCOUNT));
    of_shard(&group, &Scenario::parse(scenario).unwrap(), shard, zone).unwrap()
}

/// The most primaries that one zone may hold of `shards`, by X060.
fn most_in_one_zone(shards: u32) -> u32 {
    shards.div_ceil(2) - 1
}

#[test]
fn a_majority_is_left_as_the_table_says() {
    let table = [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2), (6, 2), (7, 3)];
    for (shards, most) in table {
        assert_eq!(most_in_one_zone(shards), most, "X060 for {shards}");
        for lost in 0..=shards {
            let left = shards - lost;
            let majority = shards / 2 + 1;
            let quorum = Quorum { primaries: shards, majority, left_at_least: left, left_at_most: left };
            assert_eq!(quorum.kept(), Some(lost <= most), "{lost} of {shards}");
        }
    }
}

#[test]
fn what_is_not_known_of_primaries_leaves_the_majority_open() {
    let quorum = |least, most| Quorum { primaries: 5, majority: 3, left_at_least: least, left_at_most: most };
    assert_eq!(quorum(2, 3).kept(), None);
    assert_eq!(quorum(3, 5).kept(), Some(true));
    assert_eq!(quorum(0, 2).kept(), Some(false));
}

#[test]
fn plans_of_a_zone_follow_the_table() {
    for shards in 1..=7u32 {
        for lost in 0..=shards {
            // The first of the shards have their primary in the zone that fails, all have a replica elsewhere.
            let layouts: Vec<&[usize]> =
                (0..shards).map(|at| if at < lost { &[0, 1][..] } else { &[1, 2] }).collect();
            let topology = enabled(&layouts);
            let kept = lost <= most_in_one_zone(shards);
            let first = of(&topology, "zone=eu-west-1a", "0001", None);
            let expected = match (lost, kept) {
                (0, _) => Verdict::Survives,
                (_, true) => Verdict::SurvivesWithGap,
                (_, false) => Verdict::Unstated,
            };
            assert_eq!(first.verdict, expected, "{lost} of {shards}");
            let asked = first.quorum.map(|quorum| (quorum.left_at_least, quorum.left_at_most, quorum.kept()));
            assert_eq!(asked, (lost > 0).then_some((shards - lost, shards - lost, Some(kept))));
            let last = of(&topology, "zone=eu-west-1a", &format!("{shards:04}"), None);
            let untouched = lost < shards;
            if untouched {
                let expected = if lost == 0 || kept { Verdict::Survives } else { Verdict::Unstated };
                assert_eq!(last.verdict, expected, "the last shard, {lost} of {shards}");
            }
        }
    }
}

#[test]
fn with_two_zones_one_of_them_always_breaks_the_majority() {
    for shards in 1..=6usize {
        // Spread as well as it goes: every second primary in the other zone.
        let layouts: Vec<&[usize]> =
            (0..shards).map(|at| if at % 2 == 0 { &[0, 1][..] } else { &[1, 0] }).collect();
        let topology = enabled(&layouts);
        let group = group("answers.json", &describe(&topology, ACCOUNT));
        let plans = super::read::all(&group, &Scenario::Zone(None));
        let broken = |plan: &Plan| plan.quorum.as_ref().is_some_and(|quorum| quorum.kept() == Some(false));
        assert!(plans.iter().any(broken), "{shards}");
    }
}

#[test]
fn as_many_replicas_as_writes_need_are_enough() {
    for needed in 0..=4u32 {
        for replicas in 1..=4usize {
            let zones: Vec<usize> = [0, 1, 2, 1, 2][..=replicas].to_vec();
            let refusals =
                Refusals { to_write: needed, max_lag: 10, full_coverage: false, reads_when_down: false };
            let topology = with_refusals(disabled(&zones), refusals);
            let replicas = u32::try_from(replicas).unwrap();
            // One of them is promoted, and one fewer is left to copy it.
            let primary = of(&topology, "primary", "0001", None);
            let expected = if replicas - 1 < needed { Service::Blocked } else { Service::Seconds };
            assert_eq!(primary.writes, expected, "{needed} of {replicas}");
            assert_eq!(primary.reads, Service::Seconds);
            let replica = of(&topology, "replica", "0001", None);
            let expected = if replicas - 1 < needed { Service::Blocked } else { Service::Uninterrupted };
            assert_eq!(replica.writes, expected, "{needed} of {replicas}");
            let until = primary.until.as_deref();
            match () {
                () if replicas < needed => assert!(until.unwrap().contains("enough replicas"), "{until:?}"),
                () if replicas == needed => assert_eq!(until, Some("the replacement replica is in sync")),
                () => assert_eq!(until, None),
            }
        }
    }
}

#[test]
fn a_lag_of_zero_switches_the_need_off() {
    let refusals = Refusals { to_write: 5, max_lag: 0, full_coverage: false, reads_when_down: false };
    let plan = of(&with_refusals(disabled(&[0, 1]), refusals), "primary", "0001", None);
    assert_eq!(words(&plan), ["survives-with-gap", "seconds", "seconds", "replication-lag"]);
}

#[test]
fn a_zone_that_is_down_blocks_writes_until_it_is_back() {
    let refusals = Refusals { to_write: 1, max_lag: 10, full_coverage: false, reads_when_down: false };
    let plan = of(&with_refusals(disabled(&[0, 1]), refusals), "zone=eu-west-1a", "0001", None);
    assert_eq!(words(&plan), ["stops", "blocked", "seconds", "replication-lag"]);
    assert_eq!(plan.until.as_deref(), Some("zone eu-west-1a is back and its replacement in sync"));
    assert_eq!(candidates(&plan), ["cache-0001-002"]);
}

#[test]
fn a_second_loss_meets_what_the_first_one_left() {
    // Three nodes in three zones: after the first zone either replica leads, and one more zone can go.
    let plan = of(&disabled(&[0, 1, 2]), "zone=eu-west-1a", "0001", None);
    let verdicts: Vec<[String; 5]> = seconds(&plan);
    assert_eq!(verdicts.iter().map(|it| it[0].as_str()).collect::<Vec<_>>(), ["eu-west-1b", "eu-west-1c"]);
    assert!(verdicts.iter().all(|it| it[1] == "survives-with-gap"), "{verdicts:?}");
    // Both replicas in one zone: the second loss takes all that is left.
    let plan = of(&disabled(&[0, 1, 1]), "zone=eu-west-1a", "0001", None);
    assert_eq!(seconds(&plan)[0][..2], ["eu-west-1b", "loses-data"]);
    // The other way round the primary stays, and its own zone is the last one.
    let plan = of(&disabled(&[0, 1, 1]), "zone=eu-west-1b", "0001", None);
    assert_eq!(seconds(&plan)[0][..2], ["eu-west-1a", "loses-data"]);
    // A node alone fails and is replaced at once: its zone can be lost as before.
    let plan = of(&disabled(&[0, 1, 1]), "primary", "0001", None);
    let verdicts: Vec<(String, String)> =
        seconds(&plan).into_iter().map(|[zone, verdict, ..]| (zone, verdict)).collect();
    let expected = [("eu-west-1a", "survives"), ("eu-west-1b", "survives-with-gap")];
    assert_eq!(verdicts, expected.map(|(zone, verdict)| (zone.to_owned(), verdict.to_owned())));
}

#[test]
fn primaries_bunch_up_and_a_second_zone_then_takes_the_majority() {
    // Three shards, one primary a zone: any zone can go. Afterwards two primaries may be in one zone.
    let topology = enabled(&[&[0, 1], &[1, 2], &[2, 1]]);
    let plan = of(&topology, "zone=eu-west-1a", "0001", None);
    assert_eq!(plan.verdict, Verdict::SurvivesWithGap);
    let seconds = seconds(&plan);
    assert_eq!(seconds[0][..2], ["eu-west-1b", "loses-data"]);
    // The second zone holds one primary of three, and the first shard's replica was lost with the first.
    assert_eq!(seconds[1][..2], ["eu-west-1c", "survives"]);
    let other = of(&topology, "zone=eu-west-1a", "0003", None);
    assert_eq!(super::look::seconds(&other)[0][..2], ["eu-west-1b", "unstated"]);
}
