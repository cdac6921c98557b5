//! Which replicas of a shard could take over.

use crate::model::{ClusterMode, Node, Role, Setting};
use crate::source::Span;

use super::nodes::is_calm;
use super::read::number;
use super::roles::untold;

/// Replicas that could be promoted: all but those known not to be available (F63). Where
/// only nodes of unknown state could be, it is unknown whether any can.
pub(super) fn standby_count(nodes: &[Node], mode: &Setting<ClusterMode>, at: Span) -> Setting<u32> {
    let told = the_primary(nodes).is_some();
    let eligible = |node: &&Node| !told || node.role.value() == Some(&Role::Replica);
    let able: Vec<&Node> = nodes.iter().filter(eligible).filter(|node| may_be_ready(node)).collect();
    if !told && able.len() <= 1 {
        // Whichever it is, the one node that is left is needed as the primary.
        return Setting::derived("standbys", 0, "the nodes not known to be unavailable", at);
    }
    if !told && able.len() < nodes.len() {
        // Whether the node that is not available is the primary makes the difference.
        return Setting::unknown("CurrentRole", untold(mode), at);
    }
    // Where roles are not told, one of the nodes is the primary.
    let primaries = usize::from(!told);
    let open = able.iter().filter_map(|node| node.status.as_ref().filter(|it| it.why().is_some()));
    let sure = able.len() - open.clone().count();
    if let (Some(status), true) = (open.clone().next(), sure <= primaries) {
        return status.derive(status.name.clone(), "", |_| 0);
    }
    let standbys = number(able.len().saturating_sub(primaries));
    Setting::derived("standbys", standbys, "the replicas not known to be unavailable", at)
}

/// The one primary of a shard whose roles are all known.
pub(super) fn the_primary(nodes: &[Node]) -> Option<&Node> {
    let mut primaries = nodes.iter().filter(|node| node.role.value() == Some(&Role::Primary));
    let all_known = nodes.iter().all(|node| node.role.value().is_some());
    primaries.next().filter(|_| all_known && primaries.next().is_none())
}

/// Whether nothing says that it is not available; a state that is not told says nothing.
fn may_be_ready(node: &Node) -> bool {
    let status = node.status.as_ref().and_then(Setting::value);
    status.is_none_or(|text| is_calm(text))
}
