//! Endpoints as a state, or a plan for what exists, shows them.

use crate::load::host_and_port;
use crate::model::{Group, Node as ModelNode, Setting, Shard, State};

use super::attribute::Object;

/// Fills in the endpoints of a replication group.
pub(super) fn of_group(of: &Object<'_>, group: &mut Group) {
    let address = |name: &str| endpoint(of, name);
    group.configuration_endpoint = address("configuration_endpoint_address");
    if let [shard @ Shard { id: Some(_), .. }] = group.layout.shards.as_mut_slice() {
        shard.primary_endpoint = address("primary_endpoint_address");
        shard.reader_endpoint = address("reader_endpoint_address");
    }
    for node in nodes(group) {
        node.endpoint = of_member(of, &node.id);
    }
}

/// Fills in the endpoint of a stand-alone cluster's node.
pub(super) fn of_standalone(of: &Object<'_>, group: &mut Group) {
    let own = of_node(of);
    for node in nodes(group) {
        node.endpoint.clone_from(&own);
    }
}

fn nodes(group: &mut Group) -> impl Iterator<Item = &mut ModelNode> {
    group.layout.shards.iter_mut().flat_map(|shard| match &mut shard.nodes.state {
        State::Known { value, .. } => value.as_mut_slice(),
        State::Unknown(_) => &mut [],
    })
}

/// The endpoint of the node with a cluster id, as its own resource or data source says.
fn of_member(of: &Object<'_>, id: &str) -> Option<String> {
    let mut all = of.plan.with_value("aws_elasticache_cluster", "cluster_id", id);
    let resource = all.find(|resource| !resource.creating)?;
    of_node(&Object::of(of.plan, resource))
}

/// The endpoint of a cluster's only node.
fn of_node(cluster: &Object<'_>) -> Option<String> {
    endpoint(cluster.blocks("cache_nodes")?.value()?.first()?, "address")
}

/// An address with the port that stands beside it; nothing that is sensitive.
fn endpoint(of: &Object<'_>, address: &str) -> Option<String> {
    let shown = |text: &Setting<String>| !text.secret;
    let text = |name: &str| of.text(name).filter(shown).and_then(|text| text.value().cloned());
    Some(host_and_port(&text(address)?, text("port").as_deref()))
}
