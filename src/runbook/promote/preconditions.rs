//! What must hold before a replica is promoted by hand.

use crate::model::ClusterMode;
use crate::runbook::book::{Met, Precondition};
use crate::runbook::site::Site;
use crate::runbook::state::{has_standby, is_available, met, on_off, said, said_plainly, sort_shards};

use super::candidates::Candidates;
use super::steps::{FAILOVER_OFF, MULTI_AZ_OFF};

/// All of them.
pub(super) fn preconditions(site: &Site<'_>, candidates: &Candidates) -> Vec<Precondition> {
    vec![mode(site), is_available(site), replica(site, candidates), off(site, true), off(site, false)]
}

fn mode(site: &Site<'_>) -> Precondition {
    let mode = &site.group.cluster_mode;
    let met = match mode.value() {
        Some(ClusterMode::Disabled) => Met::Yes,
        Some(_) => Met::No,
        None => Met::Unknown,
    };
    Precondition::new("cluster mode is disabled", met, said_plainly(mode), &["F163", "X056"])
}

fn replica(site: &Site<'_>, candidates: &Candidates) -> Precondition {
    let ready = sort_shards(site.group, has_standby).met();
    let (met, because) = match (ready, candidates.all.as_slice()) {
        (Met::No, _) => (Met::No, "no replica is known to be available".to_owned()),
        (met, []) => (met, "the input names no replica by its id".to_owned()),
        (met, all) => (met, format!("replicas: {}", all.join(", "))),
    };
    Precondition::new("a replica is available", met, because, &["F63", "F166"])
}

/// What the steps make true: both flags off.
fn off(site: &Site<'_>, multi_az: bool) -> Precondition {
    let group = site.group;
    let (text, flag) = match multi_az {
        true => ("Multi-AZ is off", &group.multi_az),
        false => ("automatic failover is off", &group.automatic_failover),
    };
    let title = if multi_az { MULTI_AZ_OFF } else { FAILOVER_OFF };
    Precondition::new(text, met(flag, false), said(flag, on_off), &["F163"]).settled_by(title)
}
