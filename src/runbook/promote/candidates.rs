//! Which replica to promote.

use crate::model::{Group, Node, Role, is_cluster_id};
use crate::runbook::placeholder::REPLICA_ID;
use crate::runbook::site::Site;
use crate::runbook::state::zone_of;

/// The replica that is promoted, and those that could be.
pub(super) struct Candidates {
    /// Its id, or a placeholder.
    pub(super) id: String,
    /// Whether it is surely a replica of the group.
    pub(super) told: bool,
    /// The replicas that the input names.
    pub(super) ids: Vec<String>,
    /// The same with their zones.
    pub(super) all: Vec<String>,
    /// The primary, where it is known.
    pub(super) primary: Option<String>,
}

impl Candidates {
    /// Looks them up; the user's choice counts where the group has it, or where its nodes are not known.
    pub(super) fn of(site: &Site<'_>, chosen: Option<&str>) -> Candidates {
        let named = nodes(site.group);
        let replicas: Vec<&&Node> =
            named.iter().filter(|node| node.role.value() == Some(&Role::Replica)).collect();
        let found = chosen.and_then(|id| named.iter().find(|node| node.id.eq_ignore_ascii_case(id)));
        let only = || match replicas.as_slice() {
            [only] if chosen.is_none() => Some(only.id.clone()),
            _ => None,
        };
        let free = || chosen.filter(|id| named.is_empty() && is_cluster_id(id)).map(str::to_owned);
        let id = found.map(|node| node.id.clone()).or_else(only).or_else(free);
        let told = id.as_ref().is_some_and(|id| replicas.iter().any(|node| node.id == *id));
        let primary = named.iter().find(|node| node.role.value() == Some(&Role::Primary));
        Candidates {
            id: id.unwrap_or_else(|| REPLICA_ID.to_owned()),
            told,
            ids: replicas.iter().map(|node| node.id.clone()).collect(),
            all: replicas.iter().map(|node| shown(node)).collect(),
            primary: primary.map(|node| node.id.clone()),
        }
    }

    /// Whether the id is a placeholder.
    pub(super) fn is_open(&self) -> bool {
        self.id == REPLICA_ID
    }

    /// What the runbook does, in a sentence.
    pub(super) fn summary(&self, group: &str) -> String {
        match (&self.primary, self.is_open()) {
            (Some(primary), false) => format!("{group}: promotes {} in place of {primary}.", self.id),
            (None, false) => format!("{group}: promotes {}.", self.id),
            (_, true) => format!("{group}: promotes a replica of your choice."),
        }
    }
}

/// The nodes of a group that a command can name.
fn nodes(group: &Group) -> Vec<&Node> {
    let all = group.layout.shards.iter().filter_map(|shard| shard.nodes.value()).flatten();
    all.filter(|node| is_cluster_id(&node.id)).collect()
}

/// `redis12-002 in us-west-2a`.
fn shown(node: &Node) -> String {
    match zone_of(node) {
        Some(zone) => format!("{} in {zone}", node.id),
        None => node.id.clone(),
    }
}

/// Sees that a group has the replica that the user names.
///
/// # Errors
/// When the nodes of these groups are known and none is the one named, or when it is a primary.
pub(super) fn known_to_one(groups: &[&Group], chosen: Option<&str>) -> Result<(), String> {
    let Some(chosen) = chosen else { return Ok(()) };
    if !is_cluster_id(chosen) {
        return Err(format!("--replica {chosen}: that is no id of a cache cluster"));
    }
    let found =
        groups.iter().flat_map(|group| nodes(group)).find(|node| node.id.eq_ignore_ascii_case(chosen));
    match found {
        Some(node) if node.role.value() == Some(&Role::Primary) => {
            Err(format!("--replica {chosen}: it is the primary already"))
        }
        Some(_) => Ok(()),
        None if groups.iter().any(|group| nodes(group).is_empty()) => Ok(()),
        None => Err(format!("--replica {chosen}: {}", no_such_node(groups, chosen))),
    }
}

/// `cart has no such node; its replicas are cart-002, cart-003`: the nearest names first.
fn no_such_node(groups: &[&Group], chosen: &str) -> String {
    let names = nearest(groups, chosen).join(", ");
    match (groups, names.is_empty()) {
        ([only], true) => format!("{} has no such node", only.name),
        ([only], false) => format!("{} has no such node; its replicas are {names}", only.name),
        (_, true) => "none of these groups has such a node".to_owned(),
        (_, false) => format!("none of these groups has such a node; there is {names}"),
    }
}

fn nearest<'g>(groups: &[&'g Group], chosen: &str) -> Vec<&'g str> {
    let replicas =
        groups.iter().flat_map(|group| nodes(group)).filter(|node| node.role.value() != Some(&Role::Primary));
    let mut near: Vec<(f64, &str)> =
        replicas.map(|node| (strsim::jaro_winkler(&node.id, chosen), node.id.as_str())).collect();
    near.sort_by(|one, other| other.0.total_cmp(&one.0));
    near.iter().take(5).map(|(_, id)| *id).collect()
}
