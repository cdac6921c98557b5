//! The words of a plan as people read them.

use crate::failover::{Range, Replicas, Scenario, Verdict};

use super::page::Page;
use super::text::{Paint, Text};

/// A verdict as it stands in a table.
pub(super) fn short(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotApplicable => "–",
        Verdict::Survives => "survives",
        Verdict::SurvivesWithGap => "gap",
        Verdict::Unstated => "unstated",
        Verdict::Stops => "stops",
        Verdict::LosesData => "loses data",
    }
}

/// A verdict as it stands in a sentence.
pub(super) fn long(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotApplicable => "cannot happen here",
        Verdict::Survives => "survives",
        Verdict::SurvivesWithGap => "survives with a gap",
        Verdict::Unstated => "unstated",
        Verdict::Stops => "stops",
        Verdict::LosesData => "loses data",
    }
}

/// What a verdict in a table means.
pub(super) fn meaning(verdict: Verdict) -> &'static str {
    match verdict {
        Verdict::NotApplicable => "cannot happen here",
        Verdict::Survives => "no write stops",
        Verdict::SurvivesWithGap => "writes resume in seconds; at most the last writes before it are lost",
        Verdict::Unstated => "no source says what happens",
        Verdict::Stops => "writes stop until nodes are replaced, or until the zone is back",
        Verdict::LosesData => "all data of a shard, or of the group, is lost",
    }
}

/// How a verdict is painted.
pub(super) fn paint(verdict: Verdict) -> Paint {
    match verdict {
        Verdict::NotApplicable => Paint::Dim,
        Verdict::Survives => Paint::Good,
        Verdict::SurvivesWithGap | Verdict::Unstated => Paint::Fair,
        Verdict::Stops | Verdict::LosesData => Paint::Bad,
    }
}

/// The worst of several shards' answers: whatever is as bad as the best that each can be.
pub(super) fn worst_of<'a>(ranges: impl Iterator<Item = &'a Range<Verdict>> + Clone) -> Range<Verdict> {
    let floor = ranges.clone().filter_map(|range| range.first()).max();
    ranges.flatten().filter(|verdict| Some(*verdict) >= floor).copied().collect()
}

/// The best and the worst that is possible: what a table's cell shows.
pub(super) type Span = (Verdict, Verdict);

/// The ends of a range; what has no plan cannot happen.
pub(super) fn span(range: &Range<Verdict>) -> Span {
    let end = |verdict: Option<&Verdict>| verdict.copied().unwrap_or(Verdict::NotApplicable);
    (end(range.first()), end(range.last()))
}

/// The lines of a table's cell.
pub(super) fn cell(page: &Page, (best, worst): Span, stacked: bool) -> Vec<Text> {
    let word = |verdict: Verdict| Text::painted(short(verdict), paint(verdict));
    match (best == worst, stacked) {
        (true, _) => vec![word(best)],
        (false, true) => vec![word(best).and(page.to()), word(worst)],
        (false, false) => vec![word(best).and(page.to()).then(word(worst))],
    }
}

/// A list of words for sentences: `a`, `a or b`, `a, b or c`.
pub(super) fn alternatives(words: &[&str]) -> String {
    match words {
        [] => String::new(),
        [only] => (*only).to_owned(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}

/// The head of a scenario's column.
pub(super) fn head(scenario: &Scenario) -> String {
    match scenario {
        Scenario::Primary => "primary".into(),
        Scenario::PrimaryAndReplicas(Replicas::Count(1)) => "+replica".into(),
        Scenario::PrimaryAndReplicas(Replicas::Count(count)) => format!("+{count} replicas"),
        Scenario::PrimaryAndReplicas(Replicas::Named(_)) => "+nodes".into(),
        Scenario::Replica(None) => "replica".into(),
        Scenario::Replica(Some(node)) => node.clone(),
        Scenario::Zone(None) => "zone".into(),
        Scenario::Zone(Some(zone)) => format!("zone {zone}"),
        Scenario::Group => "group".into(),
        Scenario::PlannedReplacement => "planned".into(),
        Scenario::PrimaryReboot => "reboot".into(),
    }
}

/// What a column's head stands for, where it does not say so itself.
pub(super) fn head_meaning(scenario: &Scenario) -> Option<String> {
    let text = match scenario {
        Scenario::PrimaryAndReplicas(Replicas::Count(1)) => "the primary and one replica".into(),
        Scenario::PrimaryAndReplicas(Replicas::Named(nodes)) => {
            format!("the primary and {}", nodes.join(", "))
        }
        Scenario::Zone(None) => "the worst zone".into(),
        Scenario::Group => "every node".into(),
        Scenario::PlannedReplacement => "maintenance or a service update".into(),
        Scenario::PrimaryReboot => "somebody reboots the primary".into(),
        _ => return None,
    };
    Some(text)
}
