//! `aws_elasticache_cluster`: replicas of a group, stand-alone clusters, and what is not judged.

use std::collections::HashMap;

use crate::load::{MEMCACHED, OUTPOST, parse_engine, parse_version, perhaps_memcached};
use crate::model::{ExtraReplica, Placement, Setting, Skipped};
use crate::source::Node;

use super::attribute::{Attribute, Object};
use super::named::{Named, named};
use super::plan::Plan;
use super::resources::Resource;
use super::shape::outpost;

/// What the clusters of a document are.
#[derive(Default)]
pub(super) struct Clusters<'p> {
    /// Stand-alone Redis and Valkey clusters.
    pub(super) standalone: Vec<&'p Resource>,
    /// Replicas that are resources of their own, by their group's address.
    pub(super) extras: HashMap<&'p str, Vec<ExtraReplica>>,
    /// What is not judged.
    pub(super) skipped: Vec<Skipped>,
}

/// Sorts the clusters of a document.
pub(super) fn clusters<'p>(plan: &'p Plan<'p>) -> Clusters<'p> {
    let mut found = Clusters::default();
    for resource in plan.managed("aws_elasticache_cluster") {
        let cluster = Object::of(plan, resource);
        if let Some(reason) = found.sort(&cluster) {
            found.skipped.push(Skipped { at: resource.at, resource: resource.label.clone(), reason });
        }
    }
    found
}

impl<'p> Clusters<'p> {
    /// Puts a cluster where it belongs; the reason where it is not judged.
    fn sort(&mut self, cluster: &Object<'p>) -> Option<String> {
        let name = "replication_group_id";
        match named(cluster, name, "aws_elasticache_replication_group", name) {
            Named::Unset => return self.alone(cluster),
            Named::Found(group) if !group.prior && !group.address.data => {
                if adds(cluster, &Object::of(cluster.plan, group)) {
                    self.extras.entry(&group.label).or_default().push(extra(cluster));
                }
            }
            Named::Found(group) => {
                return Some(format!("a replica of {}, which this input only refers to", group.label));
            }
            Named::Missing(id) => {
                let id = cluster.shown(name, &id);
                return Some(format!("a replica of {id}, which is not in this input: lint both together"));
            }
            Named::Unknown(why) => {
                return Some(format!("a replica of a group that is not known: {}", why.reason));
            }
        }
        None
    }

    fn alone(&mut self, cluster: &Object<'p>) -> Option<String> {
        let engine = match cluster.attribute("engine") {
            Attribute::Written(node) => node.as_str().unwrap_or_default(),
            Attribute::Unset => return Some("neither its engine nor its replication group is known".into()),
            Attribute::Unknown(why) => return Some(format!("its engine is not known: {}", why.reason)),
        };
        if engine.eq_ignore_ascii_case("memcached") {
            return Some(MEMCACHED.into());
        }
        if let Some(name) = outpost(cluster) {
            return Some(format!("{OUTPOST} ({name})"));
        }
        if let Err(why) = parse_engine(engine) {
            let version = cluster.parsed("engine_version", parse_version);
            let version = version.as_ref().and_then(|version| version.value());
            if let Some(reason) = perhaps_memcached(&why, version) {
                return Some(reason);
            }
        }
        self.standalone.push(cluster.resource);
        None
    }
}

/// Whether a replica adds to its group's own count: on creation, or where it is no member yet (X120).
fn adds(cluster: &Object<'_>, group: &Object<'_>) -> bool {
    if group.resource.creating {
        return true;
    }
    let id = cluster.text("cluster_id");
    match (members(group), id.as_ref().and_then(|id| id.value())) {
        (Some(members), Some(id)) => !members.iter().any(|member| member.eq_ignore_ascii_case(id)),
        _ => cluster.resource.creating,
    }
}

fn extra(cluster: &Object<'_>) -> ExtraReplica {
    let left = || Setting::default("availability_zone", Placement::Left, "ElastiCache chooses", cluster.at);
    let zone = cluster.zone("availability_zone").map(|zone| zone.map(Placement::Pinned));
    ExtraReplica { id: cluster.resource.label.clone(), zone: zone.unwrap_or_else(left), at: cluster.at }
}

/// The ids of a group's nodes, where the document knows them.
pub(super) fn members<'p>(group: &Object<'p>) -> Option<Vec<&'p str>> {
    match group.attribute("member_clusters") {
        Attribute::Written(node) if node.is_list() => node.items().iter().map(Node::as_str).collect(),
        _ => None,
    }
}

/// Where the node with a cluster id lives, as its own resource or data source says.
pub(super) fn zone_of_member(plan: &Plan<'_>, id: &str) -> Option<Setting<Placement>> {
    let mut all = plan.with_value("aws_elasticache_cluster", "cluster_id", id);
    let resource = all.find(|resource| !resource.creating)?;
    let cluster = Object::of(plan, resource);
    let nodes = cluster.blocks("cache_nodes").and_then(|nodes| nodes.value().cloned());
    let node = nodes.as_ref().and_then(|nodes| nodes.first()?.zone("availability_zone"));
    let zone = node.or_else(|| cluster.zone("availability_zone"))?;
    zone.value().is_some().then(|| zone.map(Placement::Pinned))
}
