//! Automatic failover is off: the primary is recreated (X076).

use super::shared::{data, lost};
use super::{Phase, Said, Scene, said};
use crate::failover::assess::Case;
use crate::failover::effect::Cause;

/// The primary is recreated from a replica; nothing is promoted.
pub(super) fn recreation(case: &Case, scene: &Scene) -> Vec<Said> {
    let mut all = vec![
        lost(scene),
        said(
            Phase::Takeover,
            "No replica is promoted, since automatic failover is off: the primary is recreated, which takes much longer.",
            &["F57", "F82", "X076"],
        ),
        said(
            Phase::Writes,
            "Until the new primary is in place there are no writes; replicas go on serving reads.",
            &["F11", "F12", "X076"],
        ),
        data(case),
        said(Phase::Endpoints, "Roles do not change, and endpoints keep their names.", &["X075", "D13c"]),
        said(Phase::Synchronisation, "The new primary takes its data from a replica.", &["X076"]),
    ];
    all.push(match scene.cause {
        Cause::Node => said(Phase::Replacement, "The primary is recreated at once.", &["F82", "X076"]),
        Cause::Zone => {
            let text = format!("As we read it, it is recreated when {} is back.", scene.zone);
            said(Phase::Replacement, text, &["F170", "D13b"])
        }
    });
    if scene.global == Some(true) {
        let text =
            "Meanwhile another region of the global datastore takes over only when someone promotes it.";
        all.push(said(Phase::Afterwards, text, &["X100"]));
    }
    all
}
