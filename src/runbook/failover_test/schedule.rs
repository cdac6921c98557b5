//! The quota of tests, and the days that it makes of many shards.

/// How many shards a customer may test in any rolling 24 hours (F122, F145, X087). Older texts say 5
/// (D3). Whether it counts by account or region no source states.
pub const QUOTA: u32 = 15;
/// The day on which the quota was read.
pub const QUOTA_READ: &str = "2026-11-21";

/// Hands out days, shard by shard, over all groups of a run.
#[derive(Debug)]
pub(super) struct Schedule {
    day: u32,
    left: u32,
    tested: Vec<Tested>,
}

/// The tests of a group on a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Tested {
    /// The day.
    pub(super) day: u32,
    /// What people call the group.
    pub(super) group: String,
    /// Its region, where it is known.
    pub(super) region: Option<String>,
    /// How many there are.
    pub(super) count: u32,
}

impl Schedule {
    /// A schedule whose first day has this many tests used up.
    pub(super) fn new(already_used: u32) -> Schedule {
        Schedule { day: 1, left: QUOTA.saturating_sub(already_used), tested: Vec::new() }
    }

    /// The day that the next test will have.
    pub(super) fn coming(&self) -> u32 {
        self.day.saturating_add(u32::from(self.left == 0))
    }

    /// The tests of a day that other groups of the run have had before.
    pub(super) fn earlier(&self, day: u32) -> impl Iterator<Item = &Tested> {
        self.tested.iter().filter(move |one| one.day == day)
    }

    /// Notes the tests of a group, once all of its days are known.
    pub(super) fn note(&mut self, tested: Tested) {
        self.tested.push(tested);
    }

    /// The day of the next test.
    pub(super) fn next(&mut self) -> u32 {
        if self.left == 0 {
            self.day = self.day.saturating_add(1);
            self.left = QUOTA;
        }
        self.left = self.left.saturating_sub(1);
        self.day
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn days(already_used: u32, shards: usize) -> Vec<u32> {
        let mut schedule = Schedule::new(already_used);
        (0..shards).map(|_| schedule.next()).collect()
    }

    #[test]
    fn no_day_has_more_tests_than_the_quota() {
        assert_eq!(days(0, 15), [1; 15]);
        assert_eq!(days(0, 16)[15], 2);
        assert_eq!(days(0, 31)[29..], [2, 3]);
    }

    #[test]
    fn what_is_used_counts_on_the_first_day_only() {
        assert_eq!(days(13, 4), [1, 1, 2, 2]);
        assert_eq!(days(15, 1), [2]);
        assert_eq!(days(99, 16)[14..], [2, 3]);
    }
}
