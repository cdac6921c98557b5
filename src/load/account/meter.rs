//! What a region and the whole run have read so far, against their limits.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

use super::bound::Bound;
use super::limits::Limits;

/// What was read.
#[derive(Debug, Default)]
struct Count {
    bytes: AtomicU64,
    objects: AtomicUsize,
    /// Calls that were made; of a run they are not counted.
    answers: AtomicUsize,
}

/// Counts what one region reads, and with all others of the run what the run reads; its clones count the same.
#[derive(Debug, Clone)]
pub(super) struct Meter {
    pub(super) limits: Limits,
    run: Arc<Count>,
    region: Arc<Count>,
}

impl Meter {
    /// The meter of a run that begins.
    pub(super) fn new(limits: Limits) -> Self {
        Self { limits, run: Arc::default(), region: Arc::default() }
    }

    /// The meter of one region of this run.
    pub(super) fn of_region(&self) -> Self {
        Self { run: self.run.clone(), ..Self::new(self.limits) }
    }

    /// Counts a call that is about to be made.
    ///
    /// # Errors
    /// The limit that leaves no room for it.
    pub(super) fn call(&self) -> Result<(), Bound> {
        let answers = self.region.answers.fetch_add(1, Ordering::Relaxed) + 1;
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
        let of_region = self.region.bytes.fetch_add(more, Ordering::Relaxed) + more;
        let of_run = self.run.bytes.fetch_add(more, Ordering::Relaxed) + more;
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

    /// Counts objects of an answer.
    ///
    /// # Errors
    /// The limit that they are beyond.
    pub(super) fn objects(&self, more: usize) -> Result<(), Bound> {
        let Limits { region_objects, run_objects, .. } = self.limits;
        let of_region = self.region.objects.fetch_add(more, Ordering::Relaxed) + more;
        let of_run = self.run.objects.fetch_add(more, Ordering::Relaxed) + more;
        if of_region > region_objects {
            return Err(Bound::RegionObjects(region_objects));
        }
        if of_run > run_objects { Err(Bound::RunObjects(run_objects)) } else { Ok(()) }
    }

    /// Whether the run has no room for another region, and why.
    pub(super) fn is_full(&self) -> Option<Bound> {
        let Limits { run_bytes, run_objects, .. } = self.limits;
        if self.run.bytes.load(Ordering::Relaxed) > run_bytes {
            return Some(Bound::RunBytes(run_bytes));
        }
        (self.run.objects.load(Ordering::Relaxed) > run_objects).then_some(Bound::RunObjects(run_objects))
    }
}
