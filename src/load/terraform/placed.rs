//! Where the nodes of a group that exists are: not always where its zone list says (X118).

use crate::model::{Input, LayoutInput, Placement, Setting, Shard, ShardConfiguration, State, Unknown, Zone};
use crate::source::Node;

use super::attribute::Object;
use super::cluster::{members, zone_of_member};
use super::shape::PREFERRED;

/// Zones as an attribute writes them.
type Zones = Setting<Vec<Setting<Zone>>>;

/// What to look at where a document does not tell the zones.
const LOOK: &str = "check describe-replication-groups output";

/// A zone list or set as far as it tells where the nodes are.
///
/// Nothing else than creation places nodes by it: of a group that exists it tells only where the plan
/// leaves it as it was.
pub(super) fn telling(group: &Object<'_>, name: &str, written: Option<Zones>) -> Option<Zones> {
    let before = group.resource.before.as_ref().and_then(|before| before.get(name));
    let after = group.resource.values.get(name);
    if is_fresh(group) || written.as_ref().is_some_and(|zones| zones.why().is_some()) {
        return written;
    }
    if group.resource.before.is_some() && same_zones(before, after) {
        return written;
    }
    match &written {
        Some(zones) => Some(Setting::unknown(name, untold(group, name), zones.at)),
        // A list that is taken away leaves the nodes where it put them.
        None if !texts(before).is_empty() => Some(Setting::unknown(name, untold(group, name), group.at)),
        None => None,
    }
}

/// A list as long as the group that exists has nodes: of another it tells not whose zone is whose.
pub(super) fn still_whole(group: &Object<'_>, zones: Zones, nodes: Option<&Setting<u32>>) -> Zones {
    if group.resource.creating {
        return zones;
    }
    let before =
        group.resource.before.as_ref().and_then(|before| before.get("num_cache_clusters")?.as_count());
    let asked = nodes.and_then(Setting::value).map(|count| *count as usize);
    let present =
        members(group).map(|members| members.len()).or(before.map(|count| count as usize)).or(asked);
    zones.and_then(|all| {
        let fits = present.is_none_or(|present| present == all.len())
            && asked.is_none_or(|asked| asked >= all.len());
        if fits {
            return Ok(all);
        }
        let why = format!("{PREFERRED} names {} zones, and the group has not as many nodes", all.len());
        Err(Unknown::new(why, LOOK))
    })
}

/// A block's zones as far as they tell where the shard's nodes are; its counts stay.
pub(super) fn telling_block(
    group: &Object<'_>,
    block: ShardConfiguration,
    written: &Node,
) -> ShardConfiguration {
    let name = "node_group_configuration";
    let before = group.resource.before.as_ref().and_then(|before| before.get(name));
    let as_before = before.is_some_and(|all| all.items().iter().any(|one| same_block(one, written)));
    if is_fresh(group) || as_before {
        return block;
    }
    let why = || untold(group, name);
    let zone = block.primary_zone.map(|zone| zone.and_then(|_| Err(why())));
    let zones = block
        .replica_zones
        .map(|zones| zones.map(|all| all.into_iter().map(|zone| zone.and_then(|_| Err(why()))).collect()));
    ShardConfiguration { primary_zone: zone, replica_zones: zones, ..block }
}

/// Whether the group is created, or nothing of it changes: then what is written holds.
fn is_fresh(group: &Object<'_>) -> bool {
    group.resource.creating || group.resource.unchanged || group.plan.input == Input::TerraformState
}

/// Why a zone attribute says nothing of where the nodes are.
fn untold(group: &Object<'_>, name: &str) -> Unknown {
    match &group.resource.before {
        Some(_) => Unknown::new(
            format!("{name} is being changed, and a change moves no node: the nodes stay where they are"),
            LOOK,
        ),
        None => Unknown::new(
            format!("the plan does not say whether it creates the group, and {name} places nodes only then"),
            "lint what terraform show -json PLAN prints, or check describe-replication-groups output",
        ),
    }
}

/// The texts of a list in order; none where there is no list.
fn texts(list: Option<&Node>) -> Vec<Option<&str>> {
    list.map(Node::items).unwrap_or_default().iter().map(Node::as_str).collect()
}

/// Whether two lists say the same; the order counts, which a set has sorted.
fn same_zones(one: Option<&Node>, other: Option<&Node>) -> bool {
    texts(one) == texts(other)
}

/// Whether two blocks are of one shard and name the same zones.
fn same_block(one: &Node, other: &Node) -> bool {
    let text = |block: &'_ Node, name: &str| {
        block.get(name).and_then(Node::as_str).filter(|text| !text.is_empty()).map(str::to_owned)
    };
    let (id, primary) = ("node_group_id", "primary_availability_zone");
    // The id is computed: a block that does not write it may be any shard.
    let one_shard = text(one, id).zip(text(other, id)).is_none_or(|(one, other)| one == other);
    let replicas = "replica_availability_zones";
    one_shard
        && text(one, primary) == text(other, primary)
        && same_zones(one.get(replicas), other.get(replicas))
}

/// Names the nodes of an existing single shard after its member clusters, and places those whose
/// zone a resource or data source of the input knows: that counts before every list.
pub(super) fn place_members(of: &Object<'_>, input: &LayoutInput, shards: &mut [Shard]) {
    let listed = input.preferred_zones.is_some() || input.configurations.is_some();
    let ([shard], Some(members)) = (shards, members(of)) else { return };
    let State::Known { value: nodes, .. } = &mut shard.nodes.state else { return };
    if input.creating || !input.extra_replicas.is_empty() || nodes.len() != members.len() {
        return;
    }
    let seen: Vec<Option<Setting<Placement>>> =
        members.iter().map(|member| zone_of_member(of.plan, member)).collect();
    if listed && seen.iter().all(Option::is_none) {
        return;
    }
    if seen.iter().all(Option::is_some) {
        shard.zone_set.clear();
    }
    // A list that is wrong of one node may be wrong of all.
    let agrees = |(node, seen): (&crate::model::Node, &Option<Setting<Placement>>)| {
        seen.as_ref().is_none_or(|seen| seen.value() == node.zone.value())
    };
    let doubted = listed && !nodes.iter().zip(&seen).all(agrees);
    for ((node, member), seen) in nodes.iter_mut().zip(members).zip(seen) {
        node.id = member.to_owned();
        match seen {
            Some(zone) => node.zone = zone,
            None if doubted && node.zone.why().is_none() => {
                node.zone = Setting::unknown("availability_zone", unseen(member), node.zone.at);
            }
            None => {}
        }
    }
    let first = nodes.first().map(|node| node.zone.clone());
    let alike = nodes.iter().all(|node| node.zone.value() == first.as_ref().and_then(|zone| zone.value()));
    shard.primary_zone = match first {
        Some(zone) if alike => zone,
        _ => Setting::unknown("role", primary_may_have_moved(), of.at),
    };
}

fn unseen(member: &str) -> Unknown {
    Unknown::new(
        format!("the zone list is not where the nodes are, and nothing tells the zone of {member}"),
        LOOK,
    )
}

fn primary_may_have_moved() -> Unknown {
    Unknown::new("the group exists, and a state does not say which node is the primary", LOOK)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::{SourceId, Sources, parse_json};

    fn node(text: &str) -> Node {
        let source: SourceId = Sources::default().add("test", text);
        parse_json(source, text, text).unwrap()
    }

    #[test]
    fn a_block_without_an_id_may_be_any_shard() {
        let before = node(r#"{"node_group_id": "0001", "primary_availability_zone": "a"}"#);
        let same = node(r#"{"primary_availability_zone": "a", "replica_availability_zones": []}"#);
        let moved = node(r#"{"node_group_id": "", "primary_availability_zone": "b"}"#);
        let other = node(r#"{"node_group_id": "0002", "primary_availability_zone": "a"}"#);
        assert!(same_block(&before, &same));
        assert!(!same_block(&before, &moved));
        assert!(!same_block(&before, &other));
    }

    #[test]
    fn no_list_and_an_empty_one_are_the_same() {
        assert!(same_zones(None, Some(&node("[]"))));
        assert!(same_zones(Some(&node("null")), Some(&node("[]"))));
        assert!(!same_zones(Some(&node(r#"["a", "b"]"#)), Some(&node(r#"["b", "a"]"#))));
    }
}
