//! The end that Ctrl-C or the time asks for: no new calls, and none waited for.

use std::future::Future;
use std::time::Duration;

use tokio::sync::watch;
use tokio::time::Instant;

use super::bound::Bound;
use super::fault::Fault;

/// The exit code of a process that Ctrl-C ends.
const ENDED: i32 = 130;

/// Lets Ctrl-C end the process again: once it was listened to, the system no longer does that by itself.
pub(super) fn end_on_ctrl_c() {
    std::thread::spawn(|| {
        if let Ok(runtime) = tokio::runtime::Builder::new_current_thread().enable_all().build()
            && runtime.block_on(tokio::signal::ctrl_c()).is_ok()
        {
            std::process::exit(ENDED);
        }
    });
}

/// Knows whether to stop; its clones know the same.
#[derive(Debug, Clone)]
pub(super) struct Stop {
    asked: watch::Receiver<bool>,
    /// When the time is over, and which time that is.
    end: (Instant, Bound),
}

impl Stop {
    /// Stops on the first Ctrl-C, and when the run has taken this long. Where the system gives no such signal, the time
    /// alone stops it.
    pub(super) fn on_ctrl_c(run_time: Duration) -> Self {
        let (sender, receiver) = watch::channel(false);
        tokio::spawn(async move {
            if tokio::signal::ctrl_c().await.is_ok() {
                sender.send_replace(true);
            }
        });
        Self { asked: receiver, end: (Instant::now() + run_time, Bound::RunTime(run_time)) }
    }

    /// The same for a region that begins now, and may take this long.
    pub(super) fn of_region(&self, region_time: Duration) -> Self {
        let end = Instant::now() + region_time;
        match end < self.end.0 {
            true => Self { end: (end, Bound::RegionTime(region_time)), ..self.clone() },
            false => self.clone(),
        }
    }

    /// Whether Ctrl-C came.
    pub(super) fn asked(&self) -> bool {
        *self.asked.borrow()
    }

    /// The time that is over, if it is.
    pub(super) fn is_over(&self) -> Option<Bound> {
        let (end, bound) = self.end;
        (Instant::now() >= end).then_some(bound)
    }

    /// What a call gives, unless it is time to stop before it has given it.
    ///
    /// # Errors
    /// Why it is time to stop.
    pub(super) async fn unless<T>(&self, call: impl Future<Output = T>) -> Result<T, Fault> {
        let mut asked = self.asked.clone();
        let (end, bound) = self.end;
        tokio::select! {
            biased;
            Ok(_) = asked.wait_for(|asked| *asked) => Err(Fault::interrupted()),
            () = tokio::time::sleep_until(end) => Err(Fault::bounded(bound)),
            given = call => Ok(given),
        }
    }
}
