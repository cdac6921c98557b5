//! The customer reboots the primary: what becomes of the shard.

use crate::failover::scenario::Why;
use crate::failover::terms::{Mode, Terms};
use crate::failover::words::{DataLoss, Service};

use super::{Course, Effect, effect, not_applicable, unstated};

/// What a reboot of the primary by the customer does (F172, F174, F175, D24).
pub(in crate::failover) fn of_reboot(terms: &Terms) -> Effect {
    match terms.mode {
        Mode::Enabled => not_applicable(Why::NoReboot),
        Mode::Compatible => unstated(Course::RebootUnstated),
        // How long a reboot takes, and what replicas answer meanwhile, is not stated.
        Mode::Disabled => {
            effect(Course::Rebooted, Service::Unstated, Service::Unstated, DataLoss::Everything)
        }
    }
}
