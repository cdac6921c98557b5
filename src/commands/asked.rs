//! Shards and nodes that the user names: a misspelt one would be silent otherwise.

use crate::failover::Scenario;
use crate::model::{Group, Node, Shard};

/// The most names that a message lists.
const MOST: usize = 10;

/// The id of the shard that is asked for, as the groups write it: `3` is `0003`.
///
/// # Errors
/// A sentence for the user, where no group has it.
pub(super) fn shard(groups: &[Group], wanted: Option<&str>) -> Result<Option<String>, String> {
    let Some(wanted) = wanted.filter(|_| !groups.is_empty()) else { return Ok(wanted.map(str::to_owned)) };
    let ids = || groups.iter().flat_map(|group| &group.layout.shards).filter_map(|shard| shard.id.as_ref());
    let number: Option<u32> = wanted.parse().ok();
    let is_number = |id: &&String| number.is_some() && id.parse().ok() == number;
    let found = ids().find(|id| *id == wanted).or_else(|| ids().find(is_number));
    match found {
        Some(id) => Ok(Some(id.clone())),
        None => Err(format!("there is no shard `{wanted}`; {}", listed(ids().map(String::as_str)))),
    }
}

/// Whether a group has this shard; all have where none is asked for.
pub(super) fn has_shard(group: &Group, wanted: Option<&str>) -> bool {
    wanted.is_none() || group.layout.shards.iter().any(|shard| shard.id.as_deref() == wanted)
}

/// Sees that the nodes that scenarios name are there, in the shard that is asked for.
///
/// # Errors
/// A sentence for the user, where one is not.
pub(super) fn nodes(groups: &[Group], scenarios: &[Scenario], wanted: Option<&str>) -> Result<(), String> {
    if groups.is_empty() {
        return Ok(());
    }
    for node in scenarios.iter().flat_map(Scenario::named_nodes) {
        let home = |shard: &&Shard| nodes_of(shard).any(|known| known.id == *node);
        let homes = || groups.iter().flat_map(|group| &group.layout.shards).filter(home);
        let is_wanted = |shard: &Shard| wanted.is_none() || shard.id.as_deref() == wanted;
        if homes().any(is_wanted) {
            continue;
        }
        return Err(match homes().find_map(|shard| shard.id.as_ref()) {
            Some(home) => format!("node `{node}` is in shard {home}, not in {}", wanted.unwrap_or_default()),
            None => {
                let shards = groups.iter().flat_map(|group| &group.layout.shards);
                let ids = shards.flat_map(nodes_of).map(|node| node.id.as_str());
                format!("there is no node `{node}`; {}", listed(ids))
            }
        });
    }
    Ok(())
}

fn nodes_of(shard: &Shard) -> impl Iterator<Item = &Node> {
    shard.nodes.value().into_iter().flatten()
}

/// `there are 0001, 0002`.
fn listed<'a>(all: impl Iterator<Item = &'a str>) -> String {
    let mut known: Vec<&str> = Vec::new();
    for one in all {
        if !known.contains(&one) {
            known.push(one);
        }
        if known.len() > MOST {
            break;
        }
    }
    let more = if known.len() > MOST { " …" } else { "" };
    match known.as_slice() {
        [] => "the input lists none".to_owned(),
        [only] => format!("there is {only}"),
        all => format!("there are {}{more}", all.iter().copied().take(MOST).collect::<Vec<_>>().join(", ")),
    }
}
