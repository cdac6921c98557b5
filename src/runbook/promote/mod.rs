//! `promote-replica`: make a replica of one's choice the primary, which needs both flags off meanwhile.

mod candidates;
mod lag;
mod preconditions;
mod steps;

use crate::model::{ClusterMode, Group};

use super::Options;
use super::account;
use super::backups;
use super::book::{Kind, Met, Note, Runbook};
use super::enable::{Membership, membership};
use super::loss;
use super::site::Site;
use super::state::{self, has_replica, is_lost, met};
use super::waiting;

use candidates::Candidates;

/// The runbooks of a run.
///
/// # Errors
/// When an option names a replica that no group has.
pub(super) fn promote_replica(groups: &[&Group], options: &Options) -> Result<Vec<Runbook>, String> {
    candidates::known_to_one(groups, options.replica.as_deref())?;
    Ok(groups.iter().map(|group| one_group(group, options)).collect())
}

fn one_group(group: &Group, options: &Options) -> Runbook {
    if let Some(reason) = not_applicable(group) {
        return Runbook::not_applicable(Kind::PromoteReplica, group, reason);
    }
    let site = Site::of(group);
    let candidates = Candidates::of(&site, options.replica.as_deref());
    let mut book = Runbook::new(Kind::PromoteReplica, group, candidates.summary(&group.name));
    book.preconditions = preconditions::preconditions(&site, &candidates);
    book.warnings.extend(site.doubt());
    book.warnings.extend(warnings(&site));
    book.steps.push(account::see(&site));
    book.steps.extend(site.find_id());
    book.steps.extend(waiting::until_available(&site));
    book.steps.extend(steps::steps(&site, &candidates));
    book.settled()
}

/// Why no replica can be promoted by hand here.
fn not_applicable(group: &Group) -> Option<Note> {
    if group.standalone {
        let text = "It is a cluster without a replication group: no replica to promote.";
        return Some(Note::new(text, &["X105", "F64"]));
    }
    if let Some(status) = is_lost(group) {
        return Some(Note::new(format!("The group's status is {status}: it can't be changed."), &["X090"]));
    }
    match group.cluster_mode.value() {
        Some(ClusterMode::Enabled) => {
            let text = "With cluster mode enabled no replica can be promoted by hand: the call promotes in \
                        groups with a single primary, and automatic failover can't be turned off. A test \
                        failover is the only trigger, and it is for testing.";
            return Some(Note::new(text, &["X053", "X056", "F132", "F163"]));
        }
        Some(ClusterMode::Compatible) => {
            let text = "Cluster mode is compatible, on the way from disabled to enabled. Promotion by hand is \
                        for cluster mode disabled and needs automatic failover off, which from here on we \
                        take to be as mandatory as with cluster mode enabled. Finish the migration first.";
            return Some(Note::new(text, &["X050", "X051", "X052", "X056", "F163"]));
        }
        Some(ClusterMode::Disabled) | None => {}
    }
    if membership(group) == Membership::Member {
        let text = "It is a member of a global datastore: changes of a single member's flags are refused, the \
                    datastore's own call has no parameter for Multi-AZ, and no source states how to promote a \
                    replica there. Between regions FailoverGlobalReplicationGroup promotes.";
        return Some(Note::new(text, &["X100", "X102"]));
    }
    let none = group.layout.shards.iter().all(|shard| has_replica(shard) == Met::No);
    none.then(|| Note::new("It has no replica to promote.", &["F64", "X078"]))
}

/// What is at stake meanwhile (F163, X076).
fn warnings(site: &Site<'_>) -> Vec<Note> {
    let group = site.group;
    let mut all = vec![
        without_flags(group),
        Note::new(
            "The other replicas may have to copy the new primary anew, and can't be read for that moment.",
            &["F176", "F177", "F178", "D9"],
        ),
        loss::on_promotion(group),
    ];
    if met(&group.multi_az, true) != Met::No {
        let text = "Turning Multi-AZ off is a matter of the service level agreement too: 99.99 % is for \
                    Multi-AZ.";
        all.push(Note::new(text, &["X136"]));
    }
    all.extend(backups::none(group));
    all.extend(state::pending(site));
    if site.is_code() && !steps::are_off(group) {
        let text = format!(
            "Code declares {}: a deployment while the flags are off turns them on again, in the middle of \
             this. Hold deployments back until the last step; then the group is as the code says.",
            group.name
        );
        all.insert(0, Note::new(text, &["X005", "X006"]));
    }
    all
}

/// What the group lacks while both flags are off.
fn without_flags(group: &Group) -> Note {
    let lacks = "nothing is promoted by itself: a primary that fails is recreated and copies from a replica \
                 (in a zone outage, as we read it, only when the zone is back), and no write is taken until \
                 that is done.";
    let facts = ["F82", "F163", "F170", "X076"];
    let text = match steps::are_off(group) {
        true => format!(
            "Both flags are off already, which promotion by hand needs, and are left so. As long as they are, \
             {lacks} `multiaz runbook enable-multi-az` says what it takes to turn them on."
        ),
        false => format!(
            "Promotion by hand works only while Multi-AZ and automatic failover are both off. As long as they \
             are, {lacks} Be quick, and do it in a quiet hour."
        ),
    };
    Note::new(text, &facts)
}
