//! A group and what belongs to it, before it becomes part of the model.

use std::collections::BTreeMap;

use crate::model::{Setting, Unknown};
use crate::source::{Json, Sources, Span};

use super::Context;
use super::documents::Kind;
use super::read::{agreed, read, read_path};
use super::same::Settled;
use super::scope::Seat;
use super::snapshot::CLUSTERS;

/// A group (or a stand-alone cluster) with all that was joined to it.
#[derive(Debug)]
pub(super) struct Joined<'a> {
    /// The id as written.
    pub(super) name: String,
    pub(super) id_at: Span,
    /// The group's own object.
    pub(super) own: Settled<'a>,
    /// The object's place, whatever it says.
    pub(super) body: Span,
    pub(super) standalone: bool,
    /// Its cache clusters by lower-case id; for a stand-alone cluster itself.
    pub(super) clusters: BTreeMap<String, Cluster<'a>>,
    pub(super) seat: Seat<'a>,
}

/// A cache cluster: with Redis and Valkey always one node.
#[derive(Debug)]
pub(super) struct Cluster<'a> {
    pub(super) at: Span,
    pub(super) settled: Settled<'a>,
}

impl Cluster<'_> {
    /// A text setting of the cluster; unknown where its descriptions contradict each other.
    pub(super) fn read(&self, path: &[&str]) -> Option<Setting<String>> {
        match &self.settled {
            Settled::One(node) => read_path(*node, path),
            Settled::Unclear(why) => {
                Some(Setting::unknown(path.last().copied().unwrap_or_default(), why.clone(), self.at))
            }
        }
    }

    /// A text setting of the cluster's node; only `--show-cache-node-info` shows it.
    pub(super) fn read_node(&self, key: &str) -> Option<Setting<String>> {
        match &self.settled {
            Settled::One(node) => read(node.get("CacheNodes")?.items().next()?, key),
            Settled::Unclear(why) => Some(Setting::unknown(key, why.clone(), self.at)),
        }
    }

    /// Whether it is surely on its way out.
    pub(super) fn is_gone(&self) -> bool {
        let Settled::One(own) = &self.settled else { return false };
        let node = || own.get("CacheNodes")?.items().next()?.get("CacheNodeStatus");
        let says_so = |status: Option<Json<'_>>| status.and_then(Json::as_str).is_some_and(is_gone);
        says_so(own.get("CacheClusterStatus")) || says_so(node())
    }
}

/// Whether a status says that the thing is on its way out.
pub(super) fn is_gone(status: &str) -> bool {
    matches!(status, "deleting" | "deleted")
}

impl Joined<'_> {
    /// What its cache clusters agree on; `None` where none of them says anything.
    pub(super) fn agreed(&self, sources: &Sources, path: &[&str]) -> Option<Setting<String>> {
        if let Some(same) = self.same(path) {
            return read_path(same, path);
        }
        let staying = self.clusters.values().filter(|cluster| !cluster.is_gone());
        let mut said: Vec<_> = staying.filter_map(|cluster| cluster.read(path)).collect();
        said.sort_by_key(|setting| setting.at);
        agreed(sources, said)
    }

    /// The first of its cache clusters, where all that say something say the same text.
    fn same(&self, path: &[&str]) -> Option<Json<'_>> {
        let mut first: Option<(&str, Span, Json<'_>)> = None;
        for cluster in self.clusters.values().filter(|cluster| !cluster.is_gone()) {
            let Settled::One(own) = &cluster.settled else { return None };
            let Some(value) = own.path(path).filter(|value| !value.is_null()) else { continue };
            let (text, at) = (value.as_str()?, value.span());
            match &first {
                _ if text.is_empty() => {}
                Some((other, ..)) if *other != text => return None,
                Some((_, earliest, _)) if *earliest <= at => {}
                _ => first = Some((text, at, *own)),
            }
        }
        first.map(|(.., own)| own)
    }

    /// Why nothing is known of what only cache clusters tell.
    pub(super) fn untold(&self, context: &Context<'_>, what: &str) -> Unknown {
        let refused = || context.refused(self, CLUSTERS, None);
        if let Some(why) = self.clusters.is_empty().then(refused).flatten() {
            return why;
        }
        match self.clusters.is_empty() {
            true => Unknown::new(
                "describe-replication-groups tells neither engine version nor parameter group nor subnet group",
                "add the output of: aws elasticache describe-cache-clusters --show-cache-node-info",
            ),
            false => Unknown::new(
                format!("its cache clusters do not name {what}"),
                "save the output again: aws elasticache describe-cache-clusters --show-cache-node-info",
            ),
        }
    }

    /// The subnet and parameter groups its cache clusters name, in lower case.
    pub(super) fn named(&self) -> Vec<(Kind, String)> {
        let paths: [(Kind, &[&str]); 2] =
            [(Kind::SubnetGroup, &SUBNET_GROUP), (Kind::ParameterGroup, &PARAMETER_GROUP)];
        let clusters = self.clusters.values();
        let all = clusters.flat_map(|cluster| paths.map(|(kind, path)| (kind, cluster.read(path))));
        all.filter_map(|(kind, name)| Some((kind, name?.value()?.to_lowercase()))).collect()
    }
}

/// Where a cache cluster names its subnet group.
pub(super) const SUBNET_GROUP: [&str; 1] = ["CacheSubnetGroupName"];
/// Where a cache cluster names its parameter group.
pub(super) const PARAMETER_GROUP: [&str; 2] = ["CacheParameterGroup", "CacheParameterGroupName"];
