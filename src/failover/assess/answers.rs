//! What is possible: answers of cases, of several shards, of several terms as one.

use std::collections::BTreeSet;

use crate::failover::plan::Possible;
use crate::failover::words::worst_of;

use super::Case;

/// What the cases of a shard leave possible.
pub(super) fn possible(cases: &BTreeSet<Case>) -> Possible {
    Possible {
        verdicts: cases.iter().map(|case| case.effect.verdict()).collect(),
        writes: cases.iter().map(|case| case.effect.writes).collect(),
        reads: cases.iter().map(|case| case.effect.reads).collect(),
        data_loss: cases.iter().map(|case| case.effect.data_loss).collect(),
    }
}

/// The worst of several shards' answers.
pub(super) fn worst_possible<'a>(all: impl Iterator<Item = &'a Possible>) -> Possible {
    let all: Vec<&Possible> = all.collect();
    Possible {
        verdicts: worst_of(&all.iter().map(|one| &one.verdicts).collect::<Vec<_>>()),
        writes: worst_of(&all.iter().map(|one| &one.writes).collect::<Vec<_>>()),
        reads: worst_of(&all.iter().map(|one| &one.reads).collect::<Vec<_>>()),
        data_loss: worst_of(&all.iter().map(|one| &one.data_loss).collect::<Vec<_>>()),
    }
}

/// Everything that is possible under any terms.
pub(in crate::failover) fn union<'a>(all: impl Iterator<Item = &'a Possible>) -> Possible {
    let mut sum = Possible::default();
    for one in all {
        sum.verdicts.extend(&one.verdicts);
        sum.writes.extend(&one.writes);
        sum.reads.extend(&one.reads);
        sum.data_loss.extend(&one.data_loss);
    }
    sum
}
