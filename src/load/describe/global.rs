//! What a group is in a global datastore.

use crate::model::{GlobalRole, Setting, Unknown, parse_global_role};
use crate::source::Node;

use super::Context;
use super::documents::Kind;
use super::joined::Joined;
use super::read::read;

/// What it is in a global datastore: by its own answer, else by the datastore's.
/// Live settings are real on a secondary too, so nothing is inherited.
pub(super) fn global_role(context: &Context<'_>, joined: &Joined<'_>, own: &Node) -> Setting<GlobalRole> {
    let info = own.get("GlobalReplicationGroupInfo");
    let id = info.and_then(|info| read(info, "GlobalReplicationGroupId"));
    let role = info.and_then(|info| read(info, "GlobalReplicationGroupMemberRole"));
    let listed = || member_role(context, joined);
    match (id, role.or_else(listed)) {
        (_, Some(role)) => role.and_then(|text| parse_global_role(&text)),
        (None, None) => {
            let at = info.map_or(joined.id_at, |info| info.span);
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
    let globals = context.index.answers.of(Kind::Global);
    let near = globals.filter(|global| joined.seat.folders.contains(global.folder));
    let mut members = near.filter_map(|global| global.node.get("Members")).flat_map(Node::items);
    let found = members.find(|member| {
        let text = |key: &str| member.get(key).and_then(Node::as_str);
        text("ReplicationGroupId").is_some_and(|other| other.to_lowercase() == id)
            && region.is_none_or(|mine| text("ReplicationGroupRegion").is_none_or(|other| other == mine))
    })?;
    read(found, "Role")
}
