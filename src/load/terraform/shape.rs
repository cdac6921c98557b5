//! The shape of a replication group: cluster mode, shards, nodes and the zones written for them.

use crate::model::{
    ClusterMode, ExtraReplica, Input, LayoutInput, MOST_SHARDS, ModeEvidence, ParameterGroupEvidence,
    Setting, ShardConfiguration, Unknown, Zone, derive_cluster_mode, parse_mode,
};
use crate::source::{Node, Span};

use super::attribute::{Attribute, Object};
use super::placed::{still_whole, telling, telling_block};

/// The zone list: first the primary's zone, then the replicas'.
pub(super) const PREFERRED: &str = "preferred_cache_cluster_azs";
/// The zone set of provider 3.
const SET: &str = "availability_zones";

/// The counts of a replication group under every provider's names.
pub(super) struct Counts<'p> {
    /// `num_cache_clusters` or `number_cache_clusters`.
    pub(super) nodes: Option<Setting<u32>>,
    /// `num_node_groups`, of the group or of its old `cluster_mode` block.
    pub(super) shards: Option<Setting<u32>>,
    /// `replicas_per_node_group`, likewise.
    replicas: Option<Setting<u32>>,
    /// The old block, where one is written.
    block: Option<Setting<Vec<Object<'p>>>>,
    /// `node_group_configuration`.
    configurations: Option<Setting<Vec<Object<'p>>>>,
}

/// Reads the counts (field map 3.1).
pub(super) fn counts<'p>(group: &Object<'p>) -> Counts<'p> {
    let block = old_block(group);
    let first = block.as_ref().and_then(|all| all.value()?.first());
    let shards = group.positive("num_node_groups");
    let shards = shards.or_else(|| first?.positive("num_node_groups"));
    let replicas = first.and_then(|first| first.count("replicas_per_node_group"));
    let replicas = replicas.or_else(|| group.count("replicas_per_node_group"));
    let of_block = |name: &str| {
        open_block(group).map(|why| Setting::unknown(format!("cluster_mode.{name}"), why, group.at))
    };
    let shards = shards.or_else(|| of_block("num_node_groups"));
    let replicas = replicas.or_else(|| of_block("replicas_per_node_group"));
    let nodes = group.positive("num_cache_clusters").or_else(|| group.positive("number_cache_clusters"));
    let configurations = written_configurations(group, shards.as_ref(), replicas.as_ref());
    without_conflicts(group, Counts { nodes, shards, replicas, block, configurations })
}

/// The provider takes either a node count or counts of shards and replicas, never both: on creation
/// one that is known settles that the other, where it is open, is not set.
fn without_conflicts<'p>(group: &Object<'p>, counts: Counts<'p>) -> Counts<'p> {
    let known = |count: &Option<Setting<u32>>| count.as_ref().is_some_and(|count| count.value().is_some());
    let keep = |count: Option<Setting<u32>>| count.filter(|count| count.value().is_some());
    if !group.resource.creating {
        return counts;
    }
    if known(&counts.nodes) {
        return Counts { shards: keep(counts.shards), replicas: keep(counts.replicas), ..counts };
    }
    if known(&counts.shards) || known(&counts.replicas) {
        return Counts { nodes: None, ..counts };
    }
    counts
}

/// The `cluster_mode` block of provider 4 and older; later ones have a text of that name.
fn old_block<'p>(group: &Object<'p>) -> Option<Setting<Vec<Object<'p>>>> {
    if let Some(why) = open_block(group) {
        return Some(Setting::unknown("cluster_mode", why, group.at));
    }
    match group.attribute("cluster_mode") {
        Attribute::Written(node) if node.is_list() || node.is_map() => group.blocks("cluster_mode"),
        _ => None,
    }
}

/// Why it is not known whether there is such a block, where a `dynamic` one may make it.
fn open_block(group: &Object<'_>) -> Option<Unknown> {
    group.told()?.open_blocks("cluster_mode")
}

/// `node_group_configuration`, unless it only mirrors what an update is about to change.
///
/// Provider 6 reads the blocks back into the state. Where the configuration writes none, a plan
/// repeats the old ones beside new counts.
fn written_configurations<'p>(
    group: &Object<'p>,
    shards: Option<&Setting<u32>>,
    replicas: Option<&Setting<u32>>,
) -> Option<Setting<Vec<Object<'p>>>> {
    let name = "node_group_configuration";
    let blocks = group.blocks(name)?;
    if group.plan.input == Input::TerraformState
        || group.resource.creating
        || group.is_configured(name) != Some(false)
    {
        return Some(blocks);
    }
    let all = blocks.value()?;
    let as_many = shards.and_then(|count| count.value()).is_none_or(|count| *count as usize == all.len());
    let alike = all.iter().all(|block| {
        let own = block.count("replica_count").and_then(|count| count.value().copied());
        let asked = replicas.and_then(|count| count.value().copied());
        own.is_none() || asked.is_none() || own == asked
    });
    (as_many && alike).then_some(blocks)
}

impl Counts<'_> {
    /// How many shards there are; the default is one (X015).
    pub(super) fn shard_count(&self, group: &Object<'_>) -> Setting<u32> {
        self.shards.clone().unwrap_or_else(|| {
            Setting::default("num_node_groups", 1, "ElastiCache's documented default", group.at)
        })
    }
}

/// Cluster mode by section 3.6.
pub(super) fn cluster_mode(
    group: &Object<'_>,
    counts: &Counts<'_>,
    shard_count: &Setting<u32>,
    parameter_group: ParameterGroupEvidence,
) -> Setting<ClusterMode> {
    let count_of = |blocks: &Setting<Vec<Object<'_>>>| {
        blocks.derive("node_group_configuration", "the blocks written", |all| {
            u32::try_from(all.len()).unwrap_or(u32::MAX)
        })
    };
    let none = || Setting::default("node_group_configuration", 0, "nothing is written", group.at);
    let single = counts.nodes.clone().map(|nodes| nodes.map(|_| ()));
    let preferred = || preferred_zones(group).map(|zones| zones.map(|_| ()));
    derive_cluster_mode(&ModeEvidence {
        at: group.at,
        stated: stated_mode(group),
        block: counts.block.clone().filter(|_| is_sign(group)).map(|block| block.map(|_| ())),
        shard_count: shard_count.clone(),
        configurations: counts.configurations.as_ref().map_or_else(none, count_of),
        configuration_endpoint: None,
        parameter_group,
        single_shard: single.or_else(preferred),
    })
}

/// Whether an old block says anything: provider 3 fills it in a state with cluster mode disabled too.
fn is_sign(group: &Object<'_>) -> bool {
    group.resource.creating || group.is_configured("cluster_mode") == Some(true)
}

/// What states the mode: the text of provider 5.59 and later, else `cluster_enabled` of a state.
fn stated_mode(group: &Object<'_>) -> Option<Setting<ClusterMode>> {
    let is_text = match group.attribute("cluster_mode") {
        Attribute::Written(node) => node.as_str().is_some(),
        // An enumeration is hardly ever computed: without a configuration to ask, the other signs tell.
        Attribute::Unknown(_) => group.plan.has_expressions() && open_block(group).is_none(),
        Attribute::Unset => false,
    };
    if is_text {
        let parse = |node: &Node| parse_mode(node.as_str().unwrap_or_default());
        return group.setting("cluster_mode", parse);
    }
    let enabled = group.flag("cluster_enabled").filter(|flag| flag.value().is_some())?;
    Some(enabled.map(|on| if on { ClusterMode::Enabled } else { ClusterMode::Disabled }))
}

fn preferred_zones(group: &Object<'_>) -> Option<Setting<Vec<Setting<Zone>>>> {
    group.zones(PREFERRED)
}

/// Everything the shards and nodes follow from.
pub(super) fn layout_input(
    group: &Object<'_>,
    counts: &Counts<'_>,
    shard_count: Setting<u32>,
    mode: &Setting<ClusterMode>,
    extra_replicas: Vec<ExtraReplica>,
) -> LayoutInput {
    let one_shard = shard_count.value().is_none_or(|count| *count == 1);
    let by_nodes = counts.replicas.is_none() || takes_nodes(group, mode);
    let node_count = counts.nodes.clone().filter(|_| one_shard && by_nodes);
    let replicas = counts.replicas.clone().filter(|_| node_count.is_none());
    let replicas = replicas.map(|replicas| even(group, replicas, counts.nodes.as_ref(), &shard_count));
    LayoutInput {
        at: group.at,
        creating: group.resource.creating,
        mode: mode.clone(),
        node_count,
        shard_count,
        replicas_per_shard: replicas,
        configurations: counts.configurations.as_ref().map(|blocks| shard_configurations(group, blocks)),
        preferred_zones: telling(group, PREFERRED, preferred_zones(group))
            .map(|zones| still_whole(group, zones, counts.nodes.as_ref())),
        zone_set: telling(group, SET, group.zones(SET)),
        extra_replicas,
    }
}

/// The replicas of each shard of a group that exists, where the count of all nodes bears them out.
///
/// The provider counts those of the first shard only (X120): the others may have more or fewer.
fn even(
    group: &Object<'_>,
    replicas: Setting<u32>,
    nodes: Option<&Setting<u32>>,
    shards: &Setting<u32>,
) -> Setting<u32> {
    let untouched = group.resource.unchanged || group.plan.input == Input::TerraformState;
    let (Some(&nodes), Some(&shards)) = (nodes.and_then(Setting::value), shards.value()) else {
        return replicas;
    };
    replicas.and_then(|count| match untouched && shards.saturating_mul(count.saturating_add(1)) != nodes {
        false => Ok(count),
        true => Err(Unknown::new(
            format!("{nodes} nodes are not {shards} shards of {count} replicas: the shards differ"),
            "check describe-replication-groups output",
        )),
    })
}

/// Whether the node count decides where a replica count stands beside it.
///
/// A plan that changes one of them repeats the other as it was (X120): the one that the configuration
/// sets counts, else the one that the mode takes.
fn takes_nodes(group: &Object<'_>, mode: &Setting<ClusterMode>) -> bool {
    let sets = |names: [&str; 2]| names.iter().any(|name| group.is_configured(name) == Some(true));
    let nodes = sets(["num_cache_clusters", "number_cache_clusters"]);
    let replicas = sets(["replicas_per_node_group", "cluster_mode"]);
    if nodes == replicas { mode.value() == Some(&ClusterMode::Disabled) } else { nodes }
}

fn shard_configurations(
    group: &Object<'_>,
    blocks: &Setting<Vec<Object<'_>>>,
) -> Setting<Vec<ShardConfiguration>> {
    let one = |block: &Object<'_>| telling_block(group, shard_configuration(block), block.values());
    let all = |blocks: &Vec<Object<'_>>| blocks.iter().map(one).collect();
    let state = blocks.clone().map(|blocks| all(&blocks)).state;
    Setting { name: blocks.name.clone(), at: blocks.at, state, secret: blocks.secret }
}

fn shard_configuration(block: &Object<'_>) -> ShardConfiguration {
    ShardConfiguration {
        at: block.at,
        id: block.text("node_group_id").filter(|id| !id.secret).and_then(|id| id.value().cloned()),
        primary_zone: block.zone("primary_availability_zone"),
        replica_zones: block.zones("replica_availability_zones"),
        replica_count: block.count("replica_count"),
    }
}

/// What is to be said of a group that configures more shards than any can have, and where.
pub(super) fn too_many_shards(group: &Object<'_>) -> Option<(Span, String)> {
    const NAME: &str = "node_group_configuration";
    let blocks = group.blocks(NAME)?;
    let count = blocks.value().map(Vec::len).filter(|count| *count > MOST_SHARDS as usize)?;
    let label = &group.resource.label;
    Some((
        blocks.at,
        format!("{label} has {count} blocks {NAME}, and a group has at most {MOST_SHARDS} shards"),
    ))
}

/// Whether a group has nodes on Outposts, where Multi-AZ does not exist; names the attribute.
pub(super) fn outpost(group: &Object<'_>) -> Option<&'static str> {
    let names = ["outpost_mode", "preferred_outpost_arn", "primary_outpost_arn", "replica_outpost_arns"];
    let has = |object: &Object<'_>, name: &str| match object.attribute(name) {
        Attribute::Written(node) => !node.is_list() || !node.items().is_empty(),
        _ => false,
    };
    let blocks = group.blocks("node_group_configuration").and_then(|blocks| blocks.value().cloned());
    let blocks = blocks.unwrap_or_default();
    names.into_iter().find(|name| has(group, name) || blocks.iter().any(|block| has(block, name)))
}
