//! Waiting for a change to end.

use super::book::Step;
use super::site::Site;
use super::state;

/// What to do where waiting ended too early (X092), whichever way it is done.
pub(super) const ASK_AGAIN: &str = "The check does not hold yet: wait and look again. A group can read \
                                    available before a change has begun, and the CLI's wait gives up after 40 \
                                    tries (10 minutes).";

/// The title of the step that waits.
pub(super) const WAIT: &str = "Wait until the group is available";

/// Waits for what is under way; nothing where nothing is. Code does not tell: there it is looked at.
pub(super) fn until_available(site: &Site<'_>) -> Option<Step> {
    let why = match state::under_way(site) {
        Some(found) if found.states.is_empty() => return None,
        Some(found) => format!("A change is under way ({}).", found.states.join("; ")),
        None => "The input does not tell whether a change is under way.".to_owned(),
    };
    let why = format!("{why} The group can only be changed while it is available.");
    let step = Step::new(WAIT, why, &["F74", "X090", "X092"])
        .call(site.wait())
        .console(site.console(&["Look at Status until it reads Available."]))
        .look(site.flags())
        .expect("Status is available.")
        .or_else(ASK_AGAIN);
    Some(step)
}
