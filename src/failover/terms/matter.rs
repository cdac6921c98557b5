//! Which of the settings that are not known make a difference to what is answered.

use std::collections::BTreeMap;

use crate::failover::plan::Open;

use super::{Mode, PLAIN, Terms, without_what_is_idle};

/// A setting that the terms rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Which {
    Failover,
    MultiAz,
    Mode,
    Durability,
    MinReplicas,
    FullCoverage,
    ReadsWhenDown,
    Age,
}

/// Every way a group may be, as far as it matters to a scenario, and why there is more than one.
#[derive(Debug)]
pub(in crate::failover) struct AllTerms {
    pub(in crate::failover) all: Vec<Terms>,
    pub(super) open: Vec<(Which, Open)>,
}

impl AllTerms {
    /// The settings whose value makes a difference to the answers, which are in the order of the terms.
    pub(in crate::failover) fn that_matter<A: PartialEq>(&self, answers: &[A]) -> Vec<Open> {
        let matters = |which: Which| {
            let mut first: BTreeMap<Terms, &A> = BTreeMap::new();
            self.all.iter().zip(answers).any(|(terms, answer)| {
                let others = without(*terms, which);
                *first.entry(others).or_insert(answer) != answer
            })
        };
        self.open.iter().filter(|(which, _)| matters(*which)).map(|(_, open)| open.clone()).collect()
    }
}

/// The terms with one of them made alike.
fn without(terms: Terms, which: Which) -> Terms {
    match which {
        Which::Failover => Terms { failover: PLAIN.failover, ..terms },
        Which::MultiAz => Terms { multi_az: PLAIN.multi_az, ..terms },
        // What has no meaning in one mode was made alike there.
        Which::Mode => without_what_is_idle(Terms { mode: Mode::Disabled, ..terms }),
        Which::Durability => Terms { durability: PLAIN.durability, ..terms },
        Which::MinReplicas => Terms { min_replicas: PLAIN.min_replicas, ..terms },
        Which::FullCoverage => Terms { full_coverage: PLAIN.full_coverage, ..terms },
        Which::ReadsWhenDown => Terms { reads_when_down: PLAIN.reads_when_down, ..terms },
        Which::Age => Terms { age: PLAIN.age, ..terms },
    }
}
