//! Groups whose plans were written down by hand from the facts, line by line: groups of one shard.

mod clusters;

use multiaz::failover::Plan;
use multiaz::model::Group;

use super::caches::{CALM, PLAIN, Refusals, disabled, over_two_zones, unplaced, with_flags, with_refusals};
use super::describe::{Account, describe};
use super::look::{candidates, plan_in, seconds, words};
use super::read::group;
use super::template::template;
use super::topology::Fact::Known;
use super::topology::Topology;

const ACCOUNT: Account = Account { tells_sources: true, saves_joined: true, primary_last: false, busy: 0 };

fn live(of: &Topology, account: Account) -> Group {
    group("answers.json", &describe(of, account))
}

/// Short forms, so that a line stays a line.
fn short(text: &str) -> String {
    [
        ("eu-west-1", ""),
        ("cache-", ""),
        ("survives-with-gap", "gap"),
        ("uninterrupted", "on"),
        ("until-replacement", "until-new"),
        ("until-zone-returns", "until-zone"),
        ("replication-lag", "lag"),
        ("up-to-10-seconds", "10s"),
        ("not-applicable", "n/a"),
        ("the primary's zone", "own"),
        ("another zone", "another"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (long, short)| text.replace(long, short))
}

/// `verdict writes reads loss [candidates] zone:verdict …`, as the tables below have it.
fn line(plan: &Plan) -> String {
    let then: Vec<String> =
        seconds(plan).into_iter().map(|[zone, verdict, ..]| format!("{zone}:{verdict}")).collect();
    short(&format!("{} [{}] {}", words(plan).join(" "), candidates(plan).join(" "), then.join(" ")))
}

/// Compares every line; all differences at once.
fn check(group: &Group, lines: &[(&str, &str, &str)]) {
    let mut found = Vec::new();
    for (scenario, shard, expected) in lines {
        let (scenario, zone) = match *scenario {
            "own" => ("zone", Some("the primary's zone")),
            "another" => ("zone", Some("another zone")),
            other => (other, None),
        };
        let line = line(&plan_in(group, scenario, shard, zone));
        if line.trim_end() != *expected {
            found.push(format!("{scenario} {shard}:\n  by hand {expected}\n  found   {line}"));
        }
    }
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn one_node() {
    let of = with_flags(disabled(&[0]), false, false);
    check(
        &live(&of, ACCOUNT),
        &[
            ("primary", "0001", "loses-data until-new until-new everything [] a:loses-data"),
            ("replica", "0001", "n/a on on none [] a:loses-data"),
            ("primary-and-replicas", "0001", "n/a on on none [] a:loses-data"),
            ("zone=eu-west-1a", "0001", "loses-data until-zone until-zone everything []"),
            ("group", "-", "loses-data until-new until-new everything [] a:loses-data"),
            ("planned-replacement", "-", "stops until-new until-new unstated [] a:loses-data"),
            ("primary-reboot", "0001", "loses-data unstated unstated everything [] a:loses-data"),
        ],
    );
}

#[test]
fn two_nodes_in_one_zone_with_failover_alone() {
    let of = with_flags(disabled(&[0, 0]), false, true);
    check(
        &live(&of, ACCOUNT),
        &[
            ("primary", "0001", "gap seconds seconds lag [0001-002] a:loses-data"),
            ("replica", "0001", "survives on on none [] a:loses-data"),
            ("primary-and-replicas", "0001", "loses-data until-new until-new everything [] a:loses-data"),
            ("zone=eu-west-1a", "0001", "loses-data until-zone until-zone everything []"),
            ("planned-replacement", "-", "unstated unstated on unstated [] a:loses-data"),
        ],
    );
}

#[test]
fn two_zones_without_failover() {
    let of = with_flags(disabled(&[0, 1]), false, false);
    check(
        &live(&of, ACCOUNT),
        &[
            ("primary", "0001", "stops until-new on lag [] a:stops b:survives"),
            ("replica", "0001", "survives on on none [] a:stops b:survives"),
            ("zone=eu-west-1a", "0001", "stops until-zone on lag [] b:loses-data"),
            ("zone=eu-west-1b", "0001", "survives on on none [] a:loses-data"),
            ("planned-replacement", "-", "stops until-new on unstated [] a:stops b:survives"),
        ],
    );
}

#[test]
fn three_zones_where_writes_need_two_replicas() {
    let of = with_refusals(disabled(&[0, 1, 2]), Refusals { to_write: 2, ..CALM });
    check(
        &live(&of, ACCOUNT),
        &[
            ("primary", "0001", "stops blocked seconds lag [0001-002 0001-003] a:stops b:stops c:stops"),
            ("replica", "0001", "stops blocked on none [] a:stops b:stops c:stops"),
            (
                "primary-and-replicas",
                "0001",
                "stops blocked seconds lag [0001-002 0001-003] a:stops b:stops c:stops",
            ),
            ("zone=eu-west-1a", "0001", "stops blocked seconds lag [0001-002 0001-003] b:stops c:stops"),
            ("zone=eu-west-1b", "0001", "stops blocked on none [] a:stops c:stops"),
            ("planned-replacement", "-", "unstated unstated unstated unstated [] a:stops b:stops c:stops"),
        ],
    );
}

#[test]
fn two_zones_where_writes_need_more_than_there_are() {
    let of = with_refusals(disabled(&[0, 1]), Refusals { to_write: 3, ..CALM });
    check(
        &live(&of, ACCOUNT),
        &[
            ("primary", "0001", "stops blocked seconds lag [0001-002] a:stops b:stops"),
            ("replica", "0001", "stops blocked on none [] a:stops b:stops"),
            ("zone=eu-west-1c", "0001", "stops blocked on none [] a:stops b:stops"),
            ("zone=eu-west-1a", "0001", "stops blocked seconds lag [0001-002] b:loses-data"),
        ],
    );
}

#[test]
fn zones_left_to_elasticache_without_multi_az() {
    let of = with_flags(unplaced(disabled(&[0, 0])), false, true);
    check(
        &group("template.json", &template(&of, PLAIN)),
        &[
            (
                "own",
                "0001",
                "unstated unstated unstated unstated [0001/replica-1] own:unstated another:unstated",
            ),
            ("another", "0001", "survives on on none [] own:unstated another:survives"),
            ("primary", "0001", "gap seconds seconds lag [0001/replica-1] own:unstated another:survives"),
        ],
    );
}

#[test]
fn halfway_to_cluster_mode() {
    let mut of = disabled(&[0, 1]);
    of.mode = Known("compatible");
    check(
        &live(&of, ACCOUNT),
        &[
            ("primary", "0001", "gap seconds seconds lag [0001-002] a:survives b:gap"),
            ("zone=eu-west-1a", "0001", "gap seconds seconds lag [0001-002] b:loses-data"),
            ("primary-reboot", "0001", "unstated unstated unstated unstated [] a:gap b:survives"),
            ("planned-replacement", "-", "survives on on unstated [] a:gap b:gap"),
        ],
    );
}

#[test]
fn a_replica_that_is_not_up_yet() {
    let of = disabled(&[0, 1, 1]);
    check(
        &live(&of, Account { busy: 0b010, ..ACCOUNT }),
        &[
            ("primary", "0001", "gap seconds seconds lag [0001-003] a:survives b:gap"),
            ("zone=eu-west-1a", "0001", "gap seconds seconds lag [0001-003] b:loses-data"),
            (
                "primary-and-replicas=cache-0001-002",
                "0001",
                "gap seconds seconds lag [0001-003] a:survives b:gap",
            ),
            (
                "primary-and-replicas=cache-0001-003",
                "0001",
                "unstated unstated unstated unstated [] a:gap b:gap",
            ),
            ("primary-and-replicas=1", "0001", "unstated unstated unstated unstated [0001-003] a:gap b:gap"),
        ],
    );
}

#[test]
fn six_nodes_in_two_zones() {
    let of = disabled(&[0, 0, 0, 1, 1, 1]);
    check(
        &live(&of, ACCOUNT),
        &[
            (
                "primary",
                "0001",
                "gap seconds seconds lag [0001-002 0001-003 0001-004 0001-005 0001-006] a:gap b:gap",
            ),
            ("zone=eu-west-1a", "0001", "gap seconds seconds lag [0001-004 0001-005 0001-006] b:loses-data"),
            ("zone=eu-west-1b", "0001", "survives on on none [] a:loses-data"),
            (
                "primary-and-replicas=5",
                "0001",
                "loses-data until-new until-new everything [] a:gap b:survives",
            ),
        ],
    );
}

#[test]
fn zones_left_to_elasticache_with_multi_az() {
    let of = over_two_zones(unplaced(disabled(&[0, 0])));
    check(
        &group("template.json", &template(&of, PLAIN)),
        &[
            ("own", "0001", "gap seconds seconds lag [0001/replica-1] own:loses-data another:survives"),
            ("another", "0001", "survives on on none [] own:unstated another:survives"),
            ("primary", "0001", "gap seconds seconds lag [0001/replica-1] own:gap another:survives"),
        ],
    );
}
