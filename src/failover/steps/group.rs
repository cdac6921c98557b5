//! What the state of the whole group adds to a shard's events: a majority of primaries, full coverage.

use crate::failover::assess::Case;
use crate::failover::effect::Cause;
use crate::failover::terms::Mode;

use super::{Phase, Said, Scene, said};

/// What the state of the whole group adds to a shard's events.
pub(super) fn of_the_group(case: &Case, scene: &Scene) -> Vec<Said> {
    let mut all = Vec::new();
    let promotes = case.effect.course.promotes();
    let cluster = case.terms.mode == Mode::Enabled;
    if case.no_majority {
        all.extend(no_majority(case));
    } else if cluster
        && promotes
        && scene.cause == Cause::Node
        && scene.shards.is_some_and(|shards| shards < 3)
    {
        let text = "Inferred, not stated by AWS: with fewer than three shards the primaries that are left are no majority, \
                    so the engine can't elect a new one by itself: ElastiCache promotes it.";
        all.push(said(Phase::Majority, text, &["X057", "X059", "X060", "X062"]));
    }
    let alone = cluster && case.terms.full_coverage && case.blow.primary_lost && scene.shards != Some(1);
    if case.uncovered || (alone && scene.cause == Cause::Node) {
        let text = "cluster-require-full-coverage is on: while a shard has no primary, the whole cluster refuses commands.";
        all.push(said(Phase::Majority, text, &["X063"]));
    }
    all
}

/// Too few primaries are left: what the protocol says, and what nobody states.
fn no_majority(case: &Case) -> Vec<Said> {
    let inferred = said(
        Phase::Majority,
        "Inferred, not stated by AWS: the primaries that are left are no majority, so the engine can't elect new ones. \
         The data that is left survives; recovery rests on ElastiCache itself, and how long it takes no source states.",
        &["F20", "X057", "X060", "X062", "D11"],
    );
    let (text, facts): (_, &[_]) = if case.terms.reads_when_down {
        ("Meanwhile reads go on, since cluster-allow-reads-when-down is on; they may be stale.", &["X058"])
    } else {
        ("Meanwhile, by default, every shard refuses all commands.", &["X058"])
    };
    vec![inferred, said(Phase::Majority, text, facts)]
}
