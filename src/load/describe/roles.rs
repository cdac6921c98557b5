//! Which node of a shard is its primary: as stated, by replication source, or by elimination.

use crate::model::{ClusterMode, Role, Setting, Unknown};

use super::nodes::Member;
use super::read::read;

/// The role of each member. The order they are listed in says nothing (D20).
pub(super) fn roles(members: &[Member<'_>], mode: &Setting<ClusterMode>) -> Vec<Setting<Role>> {
    if let [only] = members {
        let from = "the only node of its shard";
        return vec![
            stated(only).unwrap_or_else(|| Setting::derived("CurrentRole", Role::Primary, from, only.at)),
        ];
    }
    let stated: Vec<Option<Setting<Role>>> = members.iter().map(stated).collect();
    let known =
        |role: Role| stated.iter().filter(|one| one.as_ref().and_then(Setting::value) == Some(&role)).count();
    let (primaries, replicas) = (known(Role::Primary), known(Role::Replica));
    let by_elimination = |member: &Member<'_>| match primaries {
        1 => Setting::derived("CurrentRole", Role::Replica, "another node is the primary", member.at),
        0 if replicas + 1 == members.len() => {
            Setting::derived("CurrentRole", Role::Primary, "all other nodes are replicas", member.at)
        }
        _ => Setting::unknown("CurrentRole", untold(mode), member.at),
    };
    let pairs = members.iter().zip(&stated);
    pairs.map(|(member, stated)| stated.clone().unwrap_or_else(|| by_elimination(member))).collect()
}

/// What the answers say of one node: `CurrentRole`, else whom its cache cluster replicates.
fn stated(member: &Member<'_>) -> Option<Setting<Role>> {
    let current = member.listed.and_then(|listed| read(listed, "CurrentRole"));
    let source = || member.cluster?.read_node("SourceCacheNodeId").filter(|source| source.value().is_some());
    match current {
        Some(role) => Some(role.and_then(|text| match text.to_ascii_lowercase().as_str() {
            "primary" | "master" => Ok(Role::Primary),
            "replica" | "slave" => Ok(Role::Replica),
            _ => Err(Unknown::because(format!("`{text}` is neither primary nor replica"))),
        })),
        None => source().map(|source| source.map(|_| Role::Replica)),
    }
}

/// Why the roles of a shard are not known.
pub(super) fn untold(mode: &Setting<ClusterMode>) -> Unknown {
    match mode.value() {
        Some(ClusterMode::Enabled) => Unknown::new(
            "describe-replication-groups does not tell roles with cluster mode enabled",
            "look with CLUSTER NODES on a node or at the IsMaster metric in CloudWatch, and write CurrentRole to the members in the saved answer",
        ),
        _ => Unknown::new(
            "this answer does not tell which node is the primary",
            "save the answer again: aws elasticache describe-replication-groups",
        ),
    }
}
