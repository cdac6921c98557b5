//! The words a plan answers with: verdict, writes, reads, data loss.

use std::collections::BTreeSet;

/// What becomes of writes or reads. The order is from best to worst; what no source states stands
/// below what surely stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Service {
    /// Goes on.
    Uninterrupted,
    /// Stops for seconds (F85).
    Seconds,
    /// No source states it.
    Unstated,
    /// Refused by `min-replicas-to-write` until enough replicas are in sync (X065).
    Blocked,
    /// Stops until the node that failed is recreated.
    UntilReplacement,
    /// Stops until the zone is back.
    UntilZoneReturns,
}

impl Service {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Service::Uninterrupted => "uninterrupted",
            Service::Seconds => "seconds",
            Service::Unstated => "unstated",
            Service::Blocked => "blocked",
            Service::UntilReplacement => "until-replacement",
            Service::UntilZoneReturns => "until-zone-returns",
        }
    }
}

/// What data is lost, from nothing to all of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum DataLoss {
    /// Nothing.
    None,
    /// Up to ten seconds of writes, as durability `async` promises (X112).
    UpToTenSeconds,
    /// Writes that the promoted replica had not received yet (F159).
    ReplicationLag,
    /// No source states it.
    Unstated,
    /// All data of the plan's scope (F111).
    Everything,
}

impl DataLoss {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            DataLoss::None => "none",
            DataLoss::UpToTenSeconds => "up-to-10-seconds",
            DataLoss::ReplicationLag => "replication-lag",
            DataLoss::Unstated => "unstated",
            DataLoss::Everything => "everything",
        }
    }
}

/// The answer in a word, from best to worst; what is unstated stands below what surely stops.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// It can't happen here.
    NotApplicable,
    /// No write stops.
    Survives,
    /// Writes resume in seconds; at most the replication lag is lost.
    SurvivesWithGap,
    /// No source states it, or values that are not known decide it.
    Unstated,
    /// Writes stop for longer.
    Stops,
    /// All data of the plan's scope is lost.
    LosesData,
}

impl Verdict {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::NotApplicable => "not-applicable",
            Verdict::Survives => "survives",
            Verdict::SurvivesWithGap => "survives-with-gap",
            Verdict::Unstated => "unstated",
            Verdict::Stops => "stops",
            Verdict::LosesData => "loses-data",
        }
    }

    /// The verdict that writes and data loss come to.
    #[must_use]
    pub fn of(writes: Service, data_loss: DataLoss) -> Verdict {
        match (writes, data_loss) {
            (_, DataLoss::Everything) => Verdict::LosesData,
            (Service::Blocked | Service::UntilReplacement | Service::UntilZoneReturns, _) => Verdict::Stops,
            (Service::Unstated, _) | (Service::Seconds, DataLoss::Unstated) => Verdict::Unstated,
            (Service::Seconds, _) => Verdict::SurvivesWithGap,
            (Service::Uninterrupted, _) => Verdict::Survives,
        }
    }
}

/// The values an answer can have, best first: one where it is known.
pub type Range<T> = BTreeSet<T>;

/// A word of an answer: which values are bearable, and which stands for what can't be told.
pub(super) trait Word: Copy + Ord {
    /// The worst value that people can live with: what is as good or better is promised as such.
    const BEARABLE: Self;
    /// What stands for several answers.
    const UNSTATED: Self;
}

impl Word for Service {
    const BEARABLE: Service = Service::Seconds;
    const UNSTATED: Service = Service::Unstated;
}

impl Word for DataLoss {
    const BEARABLE: DataLoss = DataLoss::ReplicationLag;
    const UNSTATED: DataLoss = DataLoss::Unstated;
}

impl Word for Verdict {
    const BEARABLE: Verdict = Verdict::SurvivesWithGap;
    const UNSTATED: Verdict = Verdict::Unstated;
}

/// The only value; the worst where all are bearable, since it holds for the better ones too;
/// otherwise nothing can be told.
pub(super) fn settled<T: Word>(range: &Range<T>) -> T {
    match (range.first(), range.last()) {
        (Some(best), Some(worst)) if best == worst || *worst <= T::BEARABLE => *worst,
        _ => T::UNSTATED,
    }
}

/// The worst of several independent answers: whatever is as bad as the best that each can be.
pub(super) fn worst_of<T: Copy + Ord>(ranges: &[&Range<T>]) -> Range<T> {
    let Some(floor) = ranges.iter().filter_map(|range| range.first()).max().copied() else {
        return Range::new();
    };
    ranges.iter().flat_map(|range| range.iter().copied()).filter(|value| *value >= floor).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_worst_of_two_ranges_is_no_better_than_the_best_of_either() {
        let one = Range::from([1, 4]);
        let other = Range::from([2, 3]);
        assert_eq!(worst_of(&[&one, &other]), Range::from([2, 3, 4]));
        assert_eq!(worst_of(&[&Range::from([5]), &one]), Range::from([5]));
    }

    #[test]
    fn several_values_are_settled_where_the_worst_is_bearable() {
        assert_eq!(settled(&Range::from([Service::Blocked])), Service::Blocked);
        assert_eq!(settled(&Range::from([Service::Seconds, Service::Blocked])), Service::Unstated);
        assert_eq!(settled(&Range::from([Service::Blocked, Service::UntilReplacement])), Service::Unstated);
        assert_eq!(settled(&Range::from([Service::Uninterrupted, Service::Seconds])), Service::Seconds);
        let may_not_happen = Range::from([Verdict::NotApplicable, Verdict::Survives]);
        assert_eq!(settled(&may_not_happen), Verdict::Survives);
    }
}
