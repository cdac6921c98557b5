//! The condition under which a step happens, in words, where values that are not known decide it.

use std::collections::BTreeSet;

use super::Scene;
use crate::failover::assess::Case;
use crate::failover::effect::{Cause, Course};
use crate::failover::terms::{Age, Kept, Mode};
use crate::failover::words::Service;

/// Something that can differ between cases, with its words for each value.
struct Fork {
    value: fn(&Case) -> u8,
    words: fn(u8, &Scene) -> String,
}

/// The forks, the more telling first.
const FORKS: &[Fork] = &[
    Fork {
        value: |case| u8::from(case.effect.course.happens()),
        words: |value, _| if value == 1 { "it can happen".into() } else { "it can't happen".into() },
    },
    Fork { value: |case| u8::from(case.terms.failover), words: |value, _| on("automatic failover", value) },
    Fork {
        value: |case| u8::from(case.blow.primary_lost),
        words: |value, scene| match value {
            1 => format!("the primary is in {}", scene.zone),
            _ => format!("the primary is not in {}", scene.zone),
        },
    },
    Fork {
        value: |case| u8::from(case.blow.lost > 0),
        words: |value, scene| match (value, scene.cause) {
            (1, Cause::Zone) => format!("a replica is in {}", scene.zone),
            (_, Cause::Zone) => format!("no replica is in {}", scene.zone),
            (1, Cause::Node) => "it has replicas".into(),
            (_, Cause::Node) => "it has no replica".into(),
        },
    },
    Fork {
        value: |case| u8::from(case.blow.primary_lost || case.blow.lost > 0),
        words: |value, scene| match (value, scene.cause) {
            (1, Cause::Zone) => format!("a node of the shard is in {}", scene.zone),
            (_, Cause::Zone) => format!("no node of the shard is in {}", scene.zone),
            (1, Cause::Node) => "a node fails".into(),
            (_, Cause::Node) => "no node fails".into(),
        },
    },
    Fork {
        value: |case| u8::from(case.effect.course == Course::RefusedAlready),
        words: |value, _| match value {
            1 => "min-replicas-to-write is more than the replicas of the shard".into(),
            _ => "min-replicas-to-write is not more than the replicas of the shard".into(),
        },
    },
    Fork {
        value: |case| u8::from(case.blow.left > 0),
        words: |value, _| match value {
            1 => "a replica is left".into(),
            _ => "no replica is left".into(),
        },
    },
    Fork {
        value: |case| u8::from(case.blow.standbys > 0 || case.blow.left == 0),
        words: |value, _| match value {
            1 => "one of them is available".into(),
            _ => "none of them is available".into(),
        },
    },
    Fork {
        value: |case| u8::from(case.effect.writes == Service::Blocked),
        words: |value, _| match value {
            1 => "min-replicas-to-write is more than the replicas that are left".into(),
            _ => "min-replicas-to-write is not more than the replicas that are left".into(),
        },
    },
    Fork { value: |case| u8::from(case.terms.multi_az), words: |value, _| on("Multi-AZ", value) },
    Fork {
        value: |case| match case.terms.mode {
            Mode::Enabled => 2,
            Mode::Compatible => 1,
            Mode::Disabled => 0,
        },
        words: |value, _| {
            format!("cluster mode is {}", ["disabled", "compatible", "enabled"][usize::from(value.min(2))])
        },
    },
    Fork {
        value: |case| match case.terms.durability {
            Kept::Disabled => 0,
            Kept::Async => 1,
            Kept::Sync => 2,
        },
        words: |value, _| {
            format!("durability is {}", ["disabled", "async", "sync"][usize::from(value.min(2))])
        },
    },
    Fork {
        value: |case| match case.terms.age {
            Age::Old => 0,
            Age::Between => 1,
            Age::New => 2,
        },
        words: |value, _| match value {
            0 => "the engine is 4.0.10 or earlier".into(),
            1 => "the engine is between 4.0.10 and 5.0.6".into(),
            _ => "the engine is 5.0.6 or later".into(),
        },
    },
    Fork {
        value: |case| u8::from(case.no_majority),
        words: |value, _| match value {
            1 => "no majority of primaries is left".into(),
            _ => "a majority of primaries is left".into(),
        },
    },
    Fork {
        value: |case| u8::from(case.terms.full_coverage),
        words: |value, _| on("cluster-require-full-coverage", value),
    },
    Fork {
        value: |case| u8::from(case.terms.reads_when_down),
        words: |value, _| on("cluster-allow-reads-when-down", value),
    },
];

fn on(setting: &str, value: u8) -> String {
    format!("{setting} is {}", if value == 1 { "on" } else { "off" })
}

/// What sets `some` of `all` cases apart; none where the step happens in every case.
pub(super) fn condition(some: &[&Case], all: &BTreeSet<Case>, scene: &Scene) -> Option<String> {
    if some.len() == all.len() {
        return None;
    }
    let mut told = Vec::new();
    // A fork that an earlier one settles is not told again.
    let mut among: Vec<&Case> = all.iter().collect();
    for fork in FORKS {
        let (own, every) = (fork.values(some), fork.values(&among));
        if own.count_ones() < every.count_ones() {
            let words = (0..8).filter(|value| own & 1 << value != 0).map(|value| (fork.words)(value, scene));
            told.push(words.collect::<Vec<_>>().join(" or "));
            among.retain(|case| own & fork.bit(case) != 0);
        }
    }
    if told.is_empty() {
        return Some("depending on what is not known".to_owned());
    }
    Some(told.join(", and "))
}

impl Fork {
    /// The value that a case has, as a set of one: values are below 8.
    fn bit(&self, case: &Case) -> u8 {
        1 << (self.value)(case)
    }

    /// The values that cases have, as a set.
    fn values(&self, cases: &[&Case]) -> u8 {
        cases.iter().fold(0, |all, case| all | self.bit(case))
    }
}
