//! What fails in a plan: the zone, the nodes that fall or may fall, and how many of them do.

use super::assess::Case;
use super::compose::{Scope, Struck};
use super::plan::Failed;
use super::scenario::Kind;
use super::zones::Outage;

/// What fails in a scope.
pub(super) fn failed(scope: &Scope<'_>) -> Failed {
    let kind = scope.scene.kind;
    let mut nodes = Vec::new();
    let (mut least, mut most) = (0, 0);
    for one in scope.struck {
        let fall = falling(kind, one);
        nodes.extend(fall.iter().filter_map(|at| one.shard.nodes.get(*at)).map(|node| node.id.clone()));
        let counts = one.class.cases.iter().map(|case| count(kind, case));
        least += counts.clone().min().unwrap_or(0);
        most += counts.max().unwrap_or(0);
    }
    let zone = scope.outage.map(|outage| outage.label.clone());
    // The zone of one shard's primary need not be that of another's.
    let told_by_one = scope.outage.is_some_and(Outage::is_unnamed) && scope.struck.len() > 1;
    Failed { zone, nodes, count: (least == most && !told_by_one).then_some(least) }
}

/// How many nodes fall in a case.
fn count(kind: Kind, case: &Case) -> u32 {
    let all = 1 + case.blow.lost + case.blow.left;
    match kind {
        Kind::PlannedReplacement | Kind::Group => all,
        Kind::PrimaryReboot => u32::from(case.effect.course.happens()),
        Kind::Primary | Kind::PrimaryAndReplicas | Kind::Replica | Kind::Zone => {
            u32::from(case.blow.primary_lost) + case.blow.lost
        }
    }
}

/// The nodes that fall or may fall, by index.
fn falling(kind: Kind, one: &Struck<'_>) -> Vec<usize> {
    match kind {
        _ if !one.class.happens() => Vec::new(),
        Kind::PlannedReplacement => (0..one.shard.nodes.len()).collect(),
        Kind::PrimaryReboot => one.shard.possible_primaries(),
        Kind::Primary | Kind::PrimaryAndReplicas | Kind::Replica | Kind::Zone | Kind::Group => {
            one.fates.falling()
        }
    }
}
