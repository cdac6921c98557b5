//! The steps of a promotion: off, off, promote, look, both on again (F164–F167).

use crate::model::Group;
use crate::runbook::backups;
use crate::runbook::book::{Met, Step};
use crate::runbook::placeholder::REPLICA_ID;
use crate::runbook::site::Site;
use crate::runbook::state::met;
use crate::runbook::waiting::ASK_AGAIN;

use super::candidates::Candidates;
use super::lag;

/// The titles of the steps that turn the flags off.
pub(super) const MULTI_AZ_OFF: &str = "Turn off Multi-AZ";
pub(super) const FAILOVER_OFF: &str = "Turn off automatic failover";

/// All of them, in order.
pub(super) fn steps(site: &Site<'_>, candidates: &Candidates) -> Vec<Step> {
    let mut steps = vec![choose(site, candidates)];
    let group = site.group;
    steps.extend(backups::where_none(site));
    match (met(&group.multi_az, true), met(&group.automatic_failover, true)) {
        (Met::No, Met::No) => steps.push(see_both_off(site)),
        (Met::No, _) => steps.extend([see_off(site, "Multi-AZ", "MultiAZ"), without_failover(site)]),
        (_, Met::No) => {
            steps.extend([without_multi_az(site), see_off(site, "automatic failover", "AutomaticFailover")]);
        }
        (_, _) => steps.extend([without_multi_az(site), without_failover(site)]),
    }
    steps.push(lag::look_again(site, candidates));
    steps.push(promote(site, candidates));
    steps.push(verify(site, candidates));
    if !are_off(group) {
        steps.push(both_on(site));
    }
    steps
}

/// Whether both flags are known to be off, and so are to be left as they are.
pub(super) fn are_off(group: &Group) -> bool {
    met(&group.multi_az, true) == Met::No && met(&group.automatic_failover, true) == Met::No
}

fn choose(site: &Site<'_>, candidates: &Candidates) -> Step {
    let id = &candidates.id;
    let which = match (candidates.is_open(), candidates.all.as_slice()) {
        (false, _) if candidates.told => format!("{id} is promoted."),
        (false, _) => {
            format!("{id} is to be promoted. The input can't tell whether it is a replica of this group.")
        }
        (true, []) => format!("The input names no replica, so {REPLICA_ID} stands for it below."),
        (true, all) => format!("Replicas: {}. {REPLICA_ID} stands for your choice below.", all.join(", ")),
    };
    let why = format!(
        "{which} Of several take the one with the least replication lag: what it has not copied is lost."
    );
    let step = Step::new("Look at the roles and choose the replica", why, &["F83", "F159", "F160", "F161"])
        .call(site.nodes())
        .calls(lag::requests(site, candidates))
        .console(lag::console(site, "Look at the nodes with their roles and zones."));
    match candidates.is_open() {
        true => step.expect(format!("A node whose role is replica: put its id in place of {REPLICA_ID}.")),
        false => step.expect(format!("{id} is listed with the role replica.")),
    }
    .expect(match candidates.ids.len() {
        1 => "Its replication lag is small.",
        _ => "Its replication lag is no more than that of the others.",
    })
    .or_else("It is the primary already: there is nothing to do.")
    .or_else(lag::NO_METRIC)
}

fn see_both_off(site: &Site<'_>) -> Step {
    let step = see_off(site, "Multi-AZ and automatic failover", "AutomaticFailover");
    let step = step.expect("MultiAZ is disabled.");
    Step { title: "See that both flags are off".to_owned(), ..step }
}

fn see_off(site: &Site<'_>, what: &str, field: &str) -> Step {
    let why = format!("Promotion needs {what} off, and the input says so.");
    Step::new(format!("See that {what} is off"), why, &["F163"])
        .call(site.flags())
        .console(site.console(&["Look at Multi-AZ and Auto failover."]))
        .expect(format!("{field} is disabled."))
        .or_else("It is on: save the answer, and run `multiaz runbook` on it again.")
}

fn without_multi_az(site: &Site<'_>) -> Step {
    let why = "Multi-AZ goes first: it can't be on without automatic failover. From here on a zone outage is \
               no longer covered.";
    Step::new(MULTI_AZ_OFF, why, &["F163", "F164", "X004"])
        .call(site.modify(|request| request.flag("MultiAZEnabled", false)))
        .call(site.wait())
        .console(site.console(&["Choose Modify, turn off Multi-AZ, and apply the change immediately."]))
        .look(site.flags())
        .expect("MultiAZ is disabled, Status is available.")
        .or_else("InvalidReplicationGroupState: the group is not available. Wait for it, then try again.")
        .or_else(ASK_AGAIN)
}

fn without_failover(site: &Site<'_>) -> Step {
    let why = "From here on nothing is promoted by itself: a primary that fails is recreated, and no write is \
               taken meanwhile.";
    Step::new(FAILOVER_OFF, why, &["F163", "F165", "X076"])
        .call(site.modify(|request| request.flag("AutomaticFailoverEnabled", false)))
        .call(site.wait())
        .console(site.console(&["Choose Modify, untick Auto failover, and apply the change immediately."]))
        .look(site.flags())
        .expect("AutomaticFailover is disabled, Status is available, nothing is pending.")
        .or_else(
            "\"Turning off automatic failover for replication group with cluster mode enabled is not \
             supported.\" (reported): this runbook is for cluster mode disabled. Turn Multi-AZ on again.",
        )
        .or_else("If you stop here, turn Multi-AZ on again.")
        .or_else(ASK_AGAIN)
}

fn promote(site: &Site<'_>, candidates: &Candidates) -> Step {
    let why = match are_off(site.group) {
        true => "It is applied immediately: otherwise it waits for the next maintenance or failure reboot.",
        false => {
            "It is applied immediately: otherwise it waits for the next maintenance or failure reboot, and \
             the flags are off as long."
        }
    };
    let request = site.modify(|request| request.text("PrimaryClusterId", &candidates.id));
    let step = Step::new(format!("Promote {}", candidates.id), why, &["F166", "X056", "X080"])
        .call(request)
        .call(site.wait())
        .console(site.console(&[&format!("Tick the node {}, choose Promote, and confirm.", candidates.id)]))
        .look(site.flags())
        .expect("Status is available, and no PrimaryClusterId is pending.")
        .or_else(
            "InvalidParameterCombination or InvalidParameterValue: a flag is still on, or it is no replica.",
        )
        .or_else("InvalidCacheClusterState: the node is not available. Wait for it, or choose another.")
        .or_else(ASK_AGAIN);
    match are_off(site.group) {
        true => step,
        false => step.or_else("Whatever happens, go on to the last step: the flags must not stay off."),
    }
}

fn verify(site: &Site<'_>, candidates: &Candidates) -> Step {
    let old = match &candidates.primary {
        Some(primary) => format!("{primary} is a replica now."),
        None => "The old primary is a replica now.".to_owned(),
    };
    let why = "The primary endpoint points to the new primary by itself. Clients that use node endpoints have \
               to change theirs.";
    let step = Step::new("See that the roles have changed", why, &["F50", "F51", "D21"])
        .call(site.nodes())
        .console(site.console(&["Look at the nodes with their roles."]))
        .expect(format!("{} is the primary, and writes to the primary endpoint succeed.", candidates.id))
        .expect(old)
        .or_else("The roles are as before: look at the events of the group, then promote again.");
    backups::from_a_replica(site, step)
}

/// The flags as they were before (F167).
fn both_on(site: &Site<'_>) -> Step {
    let group = site.group;
    let was = (met(&group.multi_az, true), met(&group.automatic_failover, true));
    let (title, why, request) = match was {
        (Met::No, Met::Yes) => (
            "Turn automatic failover on again",
            "The group has been without failover since it was turned off. Multi-AZ was off before: `multiaz \
             runbook enable-multi-az` turns it on.",
            site.modify(|request| request.flag("AutomaticFailoverEnabled", true)),
        ),
        (Met::Yes, Met::Yes) => (
            "Turn automatic failover and Multi-AZ on again",
            "The group has been without failover since the flags were turned off.",
            site.both_on(),
        ),
        (_, _) => (
            "Turn automatic failover and Multi-AZ on again, where they were on before",
            "The input does not tell both flags of before. Left off, the group has no failover.",
            site.both_on(),
        ),
    };
    Step::new(title, why, &["F71", "F167", "X080"])
        .call(request)
        .call(site.wait())
        .console(site.console(&["Choose Modify, turn the flags on again, and apply the change immediately."]))
        .look(site.flags())
        .expect("The flags are as they are meant to be, Status is available, nothing is pending.")
        .or_else("InvalidReplicationGroupState: the group is not available. Wait for it, then try again.")
        .or_else(ASK_AGAIN)
}
