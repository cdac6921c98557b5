//! What a region and the whole run have read so far, against their limits.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::bound::Bound;
use super::limits::Limits;

/// Counts what one region reads, and with all others of the run what the run reads; its clones count the same.
#[derive(Debug, Clone)]
pub(super) struct Meter {
    pub(super) limits: Limits,
    run_bytes: Arc<AtomicU64>,
    bytes: Arc<AtomicU64>,
    answers: Arc<AtomicUsize>,
}

impl Meter {
    /// The meter of a run that begins.
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, run_bytes: Arc::default(), bytes: Arc::default(), answers: Arc::default() }
    }

    /// The meter of one region of this run.
    pub(super) fn of_region(&self) -> Self {
        Self { run_bytes: self.run_bytes.clone(), ..Self::new(self.limits) }
    }

    /// Counts a call that is about to be made.
    ///
    /// # Errors
    /// The limit that leaves no room for it.
    pub(super) fn call(&self) -> Result<(), Bound> {
        let answers = self.answers.fetch_add(1, Ordering::Relaxed) + 1;
        match answers > self.limits.region_answers {
            true => Err(Bound::RegionAnswers(self.limits.region_answers)),
            false => Ok(()),
        }
    }

    /// Counts bytes of an answer, of which there are `of_answer` with these.
    ///
    /// # Errors
    /// The limit that they are beyond: the closest one, since that says most.
    pub(super) fn bytes(&self, more: u64, of_answer: u64) -> Result<(), Bound> {
        let limits = self.limits;
        let of_region = self.bytes.fetch_add(more, Ordering::Relaxed) + more;
        let of_run = self.run_bytes.fetch_add(more, Ordering::Relaxed) + more;
        if of_answer > limits.answer_bytes {
            return Err(Bound::AnswerBytes(limits.answer_bytes));
        }
        if of_region > limits.region_bytes {
            return Err(Bound::RegionBytes(limits.region_bytes));
        }
        match of_run > limits.run_bytes {
            true => Err(Bound::RunBytes(limits.run_bytes)),
            false => Ok(()),
        }
    }

    /// Whether the run has no room for another region, and why.
    pub(super) fn is_full(&self) -> Option<Bound> {
        let full = self.run_bytes.load(Ordering::Relaxed) > self.limits.run_bytes;
        full.then_some(Bound::RunBytes(self.limits.run_bytes))
    }
}
