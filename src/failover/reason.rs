//! Why a verdict is what it is, where the word alone does not tell.

use std::collections::BTreeSet;

use super::assess::Case;
use super::effect::{Cause, Course, Planned};
use super::plan::{Open, Possible};
use super::scenario::Kind;
use super::steps::{Scene, contradiction, why_not};
use super::words::{Service, Verdict};

/// What ends a stop that is longer than seconds.
pub(super) fn until(
    verdict: Verdict,
    writes: Service,
    cases: &BTreeSet<Case>,
    scene: &Scene,
) -> Option<String> {
    if scene.kind == Kind::PrimaryReboot && verdict == Verdict::LosesData {
        return Some("the primary is back from its reboot".to_owned());
    }
    if verdict != Verdict::Stops && !is_stop(writes) {
        return None;
    }
    // However long writes stop, the longest is told; what a parameter may add to it comes after.
    let (refused, other): (Vec<&Case>, Vec<&Case>) = cases.iter().partition(|case| refused_already(case));
    let longest = other.iter().map(|case| case.effect.writes).max();
    let only_refused = is_stop(longest_of(&refused)) && !longest.is_some_and(is_stop);
    if only_refused {
        return Some("the shard has enough replicas for min-replicas-to-write".to_owned());
    }
    let longest = longest.filter(|_| verdict == Verdict::Stops);
    let ends = match (longest.unwrap_or(writes), scene.cause) {
        (Service::Uninterrupted | Service::Seconds | Service::Unstated, _) => return None,
        (Service::UntilZoneReturns, _) => format!("{} is back", scene.zone),
        (Service::UntilReplacement, _) if scene.kind == Kind::Group => "the nodes are recreated".to_owned(),
        (Service::UntilReplacement, _) => "the primary is recreated".to_owned(),
        (Service::Blocked, Cause::Node) => "the replacement replica is in sync".to_owned(),
        (Service::Blocked, Cause::Zone) => format!("{} is back and its replacement in sync", scene.zone),
    };
    let more = "; longer where min-replicas-to-write asks for more replicas than there are";
    Some(if refused.is_empty() { ends } else { ends + more })
}

fn longest_of(cases: &[&Case]) -> Service {
    cases.iter().map(|case| case.effect.writes).max().unwrap_or(Service::Uninterrupted)
}

fn is_stop(writes: Service) -> bool {
    matches!(writes, Service::Blocked | Service::UntilReplacement | Service::UntilZoneReturns)
}

/// Whether the shard never had the replicas that `min-replicas-to-write` asks for.
fn refused_already(case: &Case) -> bool {
    let lasts = !matches!(case.effect.course, Course::AllRecreated | Course::AllRecreatedDurable);
    lasts && case.blow.lost + case.blow.left < case.terms.min_replicas
}

/// Why the verdict is `not-applicable` or `unstated`.
pub(super) fn reason(
    verdict: Verdict,
    possible: &Possible,
    cases: &BTreeSet<Case>,
    unknown: &[Open],
) -> Option<String> {
    match verdict {
        Verdict::NotApplicable => cases.iter().find_map(|case| match case.effect.course {
            Course::NotApplicable(why) => Some(why_not(why).0.to_owned()),
            _ => None,
        }),
        Verdict::Unstated if possible.verdicts.len() > 1 => Some(open(possible, unknown)),
        Verdict::Unstated => cases.iter().find_map(unstated),
        Verdict::Survives | Verdict::SurvivesWithGap | Verdict::Stops | Verdict::LosesData => None,
    }
}

/// Values that are not known decide the verdict.
fn open(possible: &Possible, unknown: &[Open]) -> String {
    let verdicts: Vec<String> =
        possible.verdicts.iter().map(|verdict| verdict.name().replace('-', " ")).collect();
    let mut settings: Vec<&str> = unknown.iter().map(|open| open.setting.as_str()).collect();
    settings.dedup();
    format!("{}, depending on {}", verdicts.join(" or "), settings.join(", "))
}

/// What no source states in a case.
fn unstated(case: &Case) -> Option<String> {
    let of_the_group = || {
        if case.no_majority {
            Some(
                "inferred: no majority of primaries is left, and what ElastiCache does then no source states",
            )
        } else if case.uncovered {
            Some(
                "another shard has no primary, for how long no source states, and cluster-require-full-coverage is on",
            )
        } else {
            None
        }
    };
    unstated_course(case.effect.course).or_else(of_the_group).map(str::to_owned)
}

/// What no source states of a course of events.
fn unstated_course(course: Course) -> Option<&'static str> {
    let text = match course {
        Course::Contradiction(refusal) => contradiction(refusal).0,
        Course::NoStandby => "no replica that is left is available, and what happens then no source states",
        Course::ExternalReplica => {
            "a replica outside ElastiCache follows the group, which may keep it from failing over"
        }
        Course::RebootUnstated => {
            "no source states whether a node can be rebooted while cluster mode is compatible"
        }
        Course::Planned(how) => return unstated_replacement(how),
        Course::NotApplicable(_)
        | Course::Untouched
        | Course::RefusedAlready
        | Course::ReplicasLost { .. }
        | Course::Promotion { .. }
        | Course::Recreation
        | Course::AllRecreated
        | Course::AllRecreatedDurable
        | Course::Rebooted => return None,
    };
    Some(text)
}

/// What no source states of a planned replacement.
fn unstated_replacement(how: Planned) -> Option<&'static str> {
    match how {
        Planned::VersionUnstated => {
            Some("no source states what happens with engines between 4.0.10 and 5.0.6")
        }
        Planned::TextsDisagree => {
            Some("automatic failover is on and Multi-AZ off, for which two pages disagree")
        }
        Planned::NeedsEveryReplica => Some(
            "min-replicas-to-write asks for every replica, and whether one is missing meanwhile no source states",
        ),
        Planned::NoStandby => Some("no replica is available, and what happens then no source states"),
        Planned::AloneInClusterMode => {
            Some("for a shard of one node with cluster mode enabled two pages disagree")
        }
        Planned::ClusterMode | Planned::Online | Planned::Brief | Planned::Recreated | Planned::Alone => None,
    }
}
