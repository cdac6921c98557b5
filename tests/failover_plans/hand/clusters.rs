//! The same for groups with cluster mode enabled, where the shards share a majority.

use super::super::caches::{CALM, Refusals, durable, enabled, with_refusals};
use super::super::describe::Account;
use super::{ACCOUNT, check, live};

#[test]
fn three_shards_in_turn_over_three_zones() {
    let of = enabled(&[&[0, 1], &[1, 2], &[2, 0]]);
    check(
        &live(&of, ACCOUNT),
        &[
            ("zone=eu-west-1a", "-", "gap seconds seconds lag [0001-002] b:loses-data c:loses-data"),
            ("zone=eu-west-1a", "0001", "gap seconds seconds lag [0001-002] b:loses-data c:survives"),
            ("zone=eu-west-1a", "0002", "survives on on none [] b:unstated c:survives"),
            ("zone=eu-west-1a", "0003", "survives on on none [] b:unstated c:loses-data"),
            ("primary", "0001", "gap seconds seconds lag [0001-002] a:survives b:unstated c:survives"),
            ("replica", "0001", "survives on on none [] a:gap b:survives c:survives"),
            (
                "primary-and-replicas",
                "0001",
                "loses-data until-new until-new everything [] a:gap b:survives c:survives",
            ),
            ("planned-replacement", "-", "survives on on unstated [] a:unstated b:unstated c:unstated"),
            ("primary-reboot", "0001", "n/a on on none [] a:gap b:survives c:survives"),
        ],
    );
}

#[test]
fn one_shard_with_cluster_mode() {
    let of = enabled(&[&[0, 1]]);
    check(
        &live(&of, ACCOUNT),
        &[
            ("primary", "0001", "gap seconds seconds lag [0001-002] a:survives b:unstated"),
            ("zone=eu-west-1a", "0001", "unstated unstated unstated lag [0001-002] b:loses-data"),
            ("zone=eu-west-1b", "0001", "survives on on none [] a:loses-data"),
        ],
    );
}

#[test]
fn durable_shards() {
    for (word, loss) in [("sync", "none"), ("async", "10s")] {
        let of = durable(&[&[0, 1], &[1, 2], &[2, 0]], word);
        let gap = format!("gap seconds seconds {loss} [0001-002]");
        check(
            &live(&of, ACCOUNT),
            &[
                ("primary", "0001", &format!("{gap} a:survives b:unstated c:survives")),
                ("zone=eu-west-1a", "0001", &format!("{gap} b:stops c:survives")),
                (
                    "primary-and-replicas",
                    "0001",
                    "stops until-new until-new unstated [] a:gap b:survives c:survives",
                ),
                ("group", "-", "stops until-new until-new unstated [] a:gap b:gap c:gap"),
            ],
        );
    }
}

#[test]
fn roles_that_no_answer_tells() {
    let of = enabled(&[&[0, 1], &[1, 2], &[2, 0]]);
    check(
        &live(&of, Account { tells_sources: false, ..ACCOUNT }),
        &[
            // Whichever leads fails; the other may take over. Who leads the others decides the majority.
            (
                "primary",
                "0001",
                "gap seconds seconds lag [0001-001 0001-002] a:unstated b:unstated c:unstated",
            ),
            ("zone=eu-west-1a", "0001", "unstated unstated unstated lag [0001-002] b:loses-data c:unstated"),
            ("zone=eu-west-1a", "0002", "unstated unstated unstated none [] b:unstated c:unstated"),
            ("replica", "0001", "survives on on none [] a:unstated b:unstated c:unstated"),
            ("primary-reboot", "0001", "n/a on on none [] a:unstated b:unstated c:unstated"),
        ],
    );
}

#[test]
fn full_coverage_with_a_shard_of_one_node() {
    let of = with_refusals(enabled(&[&[0, 1], &[1, 0], &[2]]), Refusals { full_coverage: true, ..CALM });
    check(
        &live(&of, ACCOUNT),
        &[
            (
                "zone=eu-west-1c",
                "-",
                "loses-data until-zone until-zone everything [] a:loses-data b:loses-data",
            ),
            ("zone=eu-west-1c", "0001", "stops until-zone until-zone none [] a:stops b:stops"),
            ("zone=eu-west-1a", "0002", "gap seconds seconds none [] b:loses-data c:stops"),
            ("zone=eu-west-1a", "0003", "gap seconds seconds none [] b:stops c:loses-data"),
            ("primary", "0001", "gap seconds seconds lag [0001-002] a:survives b:unstated c:stops"),
            ("primary", "0003", "loses-data until-new until-new everything [] a:gap b:gap c:loses-data"),
        ],
    );
}
