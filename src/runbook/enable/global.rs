//! Members of a global datastore: their flags are set for all of them at once.

use crate::model::{GlobalRole, Group};
use crate::runbook::book::{Note, Step};
use crate::runbook::placeholder::GLOBAL_ID;
use crate::runbook::request::Request;
use crate::runbook::site::Site;

/// A group's place in a global datastore.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::runbook) enum Membership {
    /// It is in none, as far as the input tells.
    None,
    /// It is a member.
    Member,
    /// The input names a global datastore, or may, and does not tell the role.
    Unknown,
}

/// Reads it.
pub(in crate::runbook) fn membership(group: &Group) -> Membership {
    match group.global_role.value() {
        Some(GlobalRole::None) => Membership::None,
        Some(GlobalRole::Primary | GlobalRole::Secondary) => Membership::Member,
        None => Membership::Unknown,
    }
}

/// What to know before: the flags are not the group's own.
pub(super) fn warning(site: &Site<'_>) -> Option<Note> {
    match membership(site.group) {
        Membership::None => None,
        Membership::Member => Some(Note::new(
            "The group is a member of a global datastore: changes of a single member's flags are refused, and \
             what the primary has the secondaries inherit. The datastore's own call has a parameter for \
             automatic failover and none for Multi-AZ; no source states how Multi-AZ is turned on for members \
             that exist.",
            &["X101", "X102"],
        )),
        Membership::Unknown => Some(Note::new(
            "The group may be a member of a global datastore. Then changes of its own flags are refused, and \
             they are changed through the datastore.",
            &["X102"],
        )),
    }
}

/// The title of the step that does so.
pub(super) const TURN_ON: &str = "Turn on automatic failover for the global datastore";

/// Turns automatic failover on for all members.
pub(super) fn turn_on(site: &Site<'_>) -> Step {
    let why = "Flags of members are changed through their global datastore, for all of them at once.";
    Step::new(TURN_ON, why, &["X101", "X102"])
        .call(datastores(site))
        .call(
            site.request("ModifyGlobalReplicationGroup")
                .text("GlobalReplicationGroupId", GLOBAL_ID)
                .flag("AutomaticFailoverEnabled", true)
                .flag("ApplyImmediately", true),
        )
        .call(site.wait())
        .look(members(site))
        .look(site.flags())
        .expect("AutomaticFailover is enabled for every member.")
        .expect("MultiAZ is enabled. If it is not: no source states how to turn it on for a member; ask AWS.")
        .or_else(
            "InvalidGlobalReplicationGroupState: wait until the datastore and its members are available.",
        )
        .or_else("A secondary without a replica: automatic failover needs two nodes or more in every region.")
}

/// The id of the global datastore that the group is in.
fn datastores(site: &Site<'_>) -> Request {
    site.for_group("DescribeReplicationGroups").showing("ReplicationGroups[0].GlobalReplicationGroupInfo")
}

fn members(site: &Site<'_>) -> Request {
    site.request("DescribeGlobalReplicationGroups")
        .text("GlobalReplicationGroupId", GLOBAL_ID)
        .flag("ShowMemberInfo", true)
        .showing(
            "GlobalReplicationGroups[0].Members[].[ReplicationGroupId,ReplicationGroupRegion,Role,\
             AutomaticFailover,Status]",
        )
}
