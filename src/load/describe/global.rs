//! What a group is in a global datastore.

use crate::model::{GlobalRole, Setting, Unknown, parse_global_role};
use crate::source::Json;

use super::Context;
use super::joined::Joined;
use super::read::read;

/// What it is in a global datastore: by its own answer, else by the datastore's.
/// Live settings are real on a secondary too, so nothing is inherited.
pub(super) fn global_role(context: &Context<'_>, joined: &Joined<'_>, own: Json<'_>) -> Setting<GlobalRole> {
    let info = own.get("GlobalReplicationGroupInfo");
    let id = info.and_then(|info| read(info, "GlobalReplicationGroupId"));
    let role = info.and_then(|info| read(info, "GlobalReplicationGroupMemberRole"));
    let listed = || member_role(context, joined);
    match (id, role.or_else(listed)) {
        (_, Some(role)) => role.and_then(|text| parse_global_role(&text)),
        (None, None) => {
            let at = info.map_or(joined.id_at, |info| info.span());
            let whose = "no global datastore is named";
            Setting::default("GlobalReplicationGroupInfo", GlobalRole::None, whose, at)
        }
        (Some(id), None) => {
            let refused = context.refused(joined, "elasticache:DescribeGlobalReplicationGroups", None);
            let untold = Unknown::new(
                "this answer does not tell the group's role in its global datastore",
                "add the output of: aws elasticache describe-global-replication-groups --show-member-info",
            );
            let why = refused.unwrap_or(untold);
            Setting::unknown("GlobalReplicationGroupMemberRole", why, id.at)
        }
    }
}

/// The role a global datastore's answer gives the group.
fn member_role(context: &Context<'_>, joined: &Joined<'_>) -> Option<Setting<String>> {
    let id = joined.name.to_lowercase();
    let region = joined.seat.scope.as_ref().map(|scope| scope.region.as_str());
    let mut members = context.index.members(&id).filter(|(folder, _)| joined.seat.folders.contains(folder));
    let (_, found) = members.find(|(_, member)| {
        let other = member.get("ReplicationGroupRegion").and_then(Json::as_str);
        region.is_none_or(|mine| other.is_none_or(|other| other == mine))
    })?;
    read(found, "Role")
}
