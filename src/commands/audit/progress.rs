//! A progress bar on standard error, where that is a terminal.

use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::commands::Volume;
use crate::load::account::{Progress, Step};

/// How often the bar moves.
const TICK: Duration = Duration::from_millis(120);

/// How far the reading of regions is.
#[derive(Debug)]
pub(super) struct Bar {
    bar: ProgressBar,
    /// Groups found so far, by account and region.
    found: Mutex<BTreeMap<(Option<String>, String), usize>>,
}

impl Bar {
    /// A bar that waits for the number of regions. Nothing is drawn where standard error is no terminal, as in CI, nor
    /// in a quiet run.
    pub(super) fn new(volume: Volume) -> Bar {
        let target = match volume {
            Volume::Quiet => ProgressDrawTarget::hidden(),
            Volume::Normal | Volume::Verbose => ProgressDrawTarget::stderr(),
        };
        let bar = ProgressBar::with_draw_target(Some(1), target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {pos}/{len} regions, {msg}") {
            bar.set_style(style);
        }
        bar.set_message("groups: 0");
        // It moves while a call hangs, too.
        bar.enable_steady_tick(TICK);
        Bar { bar, found: Mutex::default() }
    }

    /// Takes in a step.
    pub(super) fn tell(&self, progress: &Progress) {
        match progress {
            Progress::Begun(regions) => self.bar.set_length(*regions as u64),
            Progress::In { step: Step::Started, .. } => self.bar.tick(),
            Progress::In { account, region, step: Step::Groups(found) } => {
                let mut all = self.found.lock().unwrap_or_else(PoisonError::into_inner);
                all.insert((account.clone(), region.clone()), *found);
                self.bar.set_message(format!("groups: {}", all.values().sum::<usize>()));
                self.bar.tick();
            }
            Progress::In { step: Step::Done | Step::Failed, .. } => self.bar.inc(1),
        }
    }

    /// Takes the bar away.
    pub(super) fn end(&self) {
        self.bar.finish_and_clear();
    }
}
