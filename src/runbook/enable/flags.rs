//! Turning both flags on, seeing that they are, and the way back.

use crate::model::{ClusterMode, Shard};
use crate::runbook::book::{Met, Note, Step};
use crate::runbook::request::{ShardReplicas, Value};
use crate::runbook::site::{Exists, Site, shard_id};
use crate::runbook::state::{has_replica, met, sort_shards};
use crate::runbook::waiting::ASK_AGAIN;

use super::global::{self, Membership, membership};
use super::{Conditions, code, is_on};

/// The title of the step that turns them on.
pub(super) const TURN_ON: &str = "Turn on automatic failover and Multi-AZ";

/// Both flags in one call (F71).
pub(super) fn turn_on(site: &Site<'_>) -> Step {
    if membership(site.group) == Membership::Member {
        return global::turn_on(site);
    }
    let why = "Both at once, as the guide does it: Multi-AZ needs automatic failover. They are applied \
               immediately: otherwise the change waits for the next maintenance or failure reboot, and no \
               pending field shows Multi-AZ.";
    let facts = [
        "F58", "F62", "F66", "F70", "F71", "F72", "F74", "F79", "X004", "X080", "X081", "X095", "D1", "D4",
        "D18",
    ];
    Step::new(TURN_ON, why, &facts)
        .call(site.both_on())
        .call(site.wait())
        .console(site.console(&[
            "Choose Modify, and turn on Multi-AZ and Auto failover (older consoles: one option, Multi-AZ with \
             automatic failover).",
            "Apply the change immediately.",
        ]))
        .look(site.flags())
        .expect("While it runs: Status modifying, AutomaticFailover enabling, MultiAZ enabled already.")
        .expect("In the end: Status available, AutomaticFailover enabled, MultiAZ enabled, nothing pending.")
        .or_else("InvalidReplicationGroupState: the group is not available. Wait for it, then try again.")
        .or_else(
            "\"When using automatic failover, there must be at least 2 cache clusters in the replication \
             group.\" (reported): a shard has no replica. Add one first.",
        )
        .or_else("AutomaticFailover under Pending: the change was not applied immediately. Do it again, \
                  immediately.")
        .or_else(ASK_AGAIN)
}

/// Sees that it is as it was meant to be.
pub(super) fn verify(site: &Site<'_>) -> Step {
    let why = "Flags alone do not make a group survive the loss of a zone: where the nodes are decides. \
               `multiaz check` judges the same answer by all rules.";
    let step = Step::new(
        "See that both flags are on and the zones differ",
        why,
        &["F05", "F68", "F120", "X135"],
    )
    .call(site.flags())
    .call(site.nodes())
    .console(site.console(&["Look at Multi-AZ, Auto failover, and the zones of the nodes."]))
    .expect("Status is available, AutomaticFailover and MultiAZ are enabled, nothing is pending.")
    .expect("Every shard has nodes in two zones or more.")
    .expect(format!("{} finds no error.", site.checked()))
    .or_else("Save the answers and run `multiaz runbook enable-multi-az` on them: it names what is missing.");
    match site.is_code() {
        true => step.or_else("The code asks for it and the group does not have it: see that it is deployed."),
        false => step,
    }
}

/// The reverse, in reverse order: Multi-AZ, automatic failover, and the last replica at the very end.
pub(super) fn way_back(site: &Site<'_>, conditions: &Conditions) -> Vec<Step> {
    let created = site.exists() == Exists::No;
    if created || is_on(site.group) || membership(site.group) == Membership::Member {
        return Vec::new();
    }
    let mut steps: Vec<Step> = code::undo(site, conditions).into_iter().collect();
    steps.push(without_multi_az(site));
    if may_turn_off_failover(site) {
        steps.push(without_failover(site));
    }
    steps.extend(without_replicas(site));
    steps
}

/// With cluster mode enabled it stays on (X053); what was on before is not turned off either.
fn may_turn_off_failover(site: &Site<'_>) -> bool {
    let disabled = site.group.cluster_mode.value() == Some(&ClusterMode::Disabled);
    disabled && met(&site.group.automatic_failover, true) != Met::Yes
}

fn without_multi_az(site: &Site<'_>) -> Step {
    let why = "Multi-AZ goes first: it can't be on without automatic failover, and the last replica can't be \
               removed while they are on.";
    Step::new("Turn off Multi-AZ", why, &["X004", "X018", "X136"])
        .call(site.modify(|request| request.flag("MultiAZEnabled", false)))
        .call(site.wait())
        .console(site.console(&["Choose Modify, turn off Multi-AZ, and apply the change immediately."]))
        .look(site.flags())
        .expect("MultiAZ is disabled, Status is available.")
        .or_else(ASK_AGAIN)
}

fn without_failover(site: &Site<'_>) -> Step {
    let why = "From here on nothing is promoted by itself: a primary that fails is recreated, and no write is \
               taken meanwhile.";
    Step::new("Turn off automatic failover", why, &["X018", "X076"])
        .call(site.modify(|request| request.flag("AutomaticFailoverEnabled", false)))
        .call(site.wait())
        .console(site.console(&["Choose Modify, turn off Auto failover, and apply the change immediately."]))
        .look(site.flags())
        .expect("AutomaticFailover is disabled, Status is available.")
        .or_else(
            "\"Turning off automatic failover for replication group with cluster mode enabled is not \
             supported.\" (reported): with cluster mode enabled it stays on.",
        )
        .or_else(ASK_AGAIN)
}

/// Takes away what was added, where replicas had to be.
fn without_replicas(site: &Site<'_>) -> Option<Step> {
    let counted = sort_shards(site.group, has_replica);
    if counted.no.is_empty() {
        return None;
    }
    let none =
        |shard: &&Shard| ShardReplicas { shard: shard_id(shard).to_owned(), replicas: 0, zones: Vec::new() };
    let all = counted.yes.is_empty() && counted.unknown.is_empty();
    let request = site.for_group("DecreaseReplicaCount");
    let request = match all {
        true => request.with("NewReplicaCount", Value::Number(0)),
        false => request.with("ReplicaConfiguration", Value::Shards(counted.no.iter().map(none).collect())),
    };
    let why = "The last replica can only go once Multi-AZ is off, and with cluster mode disabled automatic \
               failover too. A shard without a replica loses its data with its node.";
    let step = Step::new("Remove the replicas that were added", why, &["X016", "X017", "X018", "X078"])
        .call(request.flag("ApplyImmediately", true))
        .call(site.wait())
        .console(site.console(&["Tick the shard, choose Delete replicas, and ask for none."]))
        .look(site.nodes())
        .expect("The shards have the nodes that they had before.")
        .or_else(ASK_AGAIN);
    Some(step)
}

/// What can't be undone.
pub(super) fn stays_on(site: &Site<'_>) -> Option<Note> {
    let enabled = site.group.cluster_mode.value().is_some_and(|mode| *mode != ClusterMode::Disabled);
    enabled.then(|| {
        Note::new(
            "With cluster mode enabled automatic failover is required (we take that to be so for compatible \
             too): it can't be turned off again.",
            &["X052", "X053", "X140"],
        )
    })
}
