//! Joins groups with their cache clusters, and finds what names lead to.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{Setting, Skipped, Unknown};
use crate::source::{Node, Sources, Span};

use super::bunch::{Bunch, bunches};
use super::documents::{Answers, Kind, Object};
use super::read::{agreed, read, read_path};
use super::same::{Settled, settle};
use super::scope::{Claims, Scope, Seat, mixed};
use super::skip::{memcached, orphan_groups};

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
            Settled::One(node) => read_path(node, path),
            Settled::Unclear(why) => {
                Some(Setting::unknown(path.last().copied().unwrap_or_default(), why.clone(), self.at))
            }
        }
    }

    /// A text setting of the cluster's node; only `--show-cache-node-info` shows it.
    pub(super) fn read_node(&self, key: &str) -> Option<Setting<String>> {
        match &self.settled {
            Settled::One(node) => read(node.get("CacheNodes")?.items().first()?, key),
            Settled::Unclear(why) => Some(Setting::unknown(key, why.clone(), self.at)),
        }
    }

    /// Whether it is surely on its way out.
    pub(super) fn is_gone(&self) -> bool {
        [self.read(&["CacheClusterStatus"]), self.read_node("CacheNodeStatus")]
            .iter()
            .flatten()
            .any(|status| status.value().is_some_and(|text| is_gone(text)))
    }
}

/// Whether a status says that the thing is on its way out.
pub(super) fn is_gone(status: &str) -> bool {
    matches!(status, "deleting" | "deleted")
}

impl Joined<'_> {
    /// What its cache clusters agree on; `None` where none of them says anything.
    pub(super) fn agreed(&self, sources: &Sources, path: &[&str]) -> Option<Setting<String>> {
        let staying = self.clusters.values().filter(|cluster| !cluster.is_gone());
        let mut said: Vec<_> = staying.filter_map(|cluster| cluster.read(path)).collect();
        said.sort_by_key(|setting| setting.at);
        agreed(sources, said)
    }

    /// Why nothing is known of what only cache clusters tell.
    pub(super) fn untold(&self, what: &str) -> Unknown {
        match self.clusters.is_empty() {
            true => Unknown::new(
                format!("describe-replication-groups does not hold {what}"),
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

/// The groups of a run, and what is not judged.
#[derive(Debug, Default)]
pub(super) struct AllJoined<'a> {
    pub(super) groups: Vec<Joined<'a>>,
    pub(super) skipped: Vec<Skipped>,
}

/// All objects, to be looked up.
#[derive(Debug, Clone, Copy)]
pub(super) struct Index<'a> {
    pub(super) sources: &'a Sources,
    pub(super) answers: &'a Answers<'a>,
}

impl<'a> Index<'a> {
    /// Joins all groups and stand-alone clusters.
    pub(super) fn join(&self) -> AllJoined<'a> {
        let mut all = AllJoined::default();
        let mut taken: BTreeSet<Span> = BTreeSet::new();
        for bunch in bunches(self.answers.of(Kind::Group)) {
            all.groups.extend(self.group(&bunch, &mut taken));
        }
        let left = || self.answers.of(Kind::Cluster).filter(|cluster| !taken.contains(&cluster.id_at));
        let (alone, orphans): (Vec<_>, Vec<_>) = left().partition(|cluster| group_of(cluster).is_none());
        all.skipped.extend(orphan_groups(&orphans));
        for bunch in bunches(alone.into_iter()) {
            match memcached(&bunch) {
                Some(skipped) => all.skipped.push(skipped),
                None => all.groups.extend(self.standalone(&bunch)),
            }
        }
        all
    }

    fn group(&self, bunch: &Bunch<'a>, taken: &mut BTreeSet<Span>) -> Option<Joined<'a>> {
        let first = bunch.first()?;
        let own = settle(self.sources, bunch)?;
        let mut seat = Seat::of(bunch);
        let members: BTreeSet<String> = bunch.iter().flat_map(|object| member_ids(object.node)).collect();
        let belongs = |cluster: &&Object<'a>| match group_of(cluster) {
            Some(group) => group.as_str().is_some_and(|id| id.eq_ignore_ascii_case(&first.id)),
            None => members.contains(&cluster.id),
        };
        let found: Bunch<'a> =
            self.answers.of(Kind::Cluster).filter(|cluster| seat.fits(cluster)).filter(belongs).collect();
        taken.extend(found.iter().map(|cluster| cluster.id_at));
        let rivals = self.rivals(first, &seat);
        let mut by_id: BTreeMap<String, Bunch<'a>> = BTreeMap::new();
        for cluster in &found {
            by_id.entry(cluster.id.clone()).or_default().push(cluster);
        }
        seat.widen(&found);
        let clusters = by_id.into_iter().filter_map(|(id, bunch)| Some((id, self.cluster(&bunch, rivals)?)));
        Some(Joined {
            name: first.name.clone(),
            id_at: first.id_at,
            own,
            body: first.node.span,
            standalone: false,
            clusters: clusters.collect(),
            seat,
        })
    }

    /// Whether another account's or region's group of the same id lies in the same folder: a
    /// cluster without ARN could be either's.
    fn rivals(&self, group: &Object<'a>, seat: &Seat<'a>) -> bool {
        let same_id = self.answers.of(Kind::Group).filter(|other| other.id == group.id);
        let scopes: BTreeSet<&Scope> = same_id
            .filter(|other| seat.folders.contains(other.folder))
            .filter_map(|other| other.scope.as_ref())
            .collect();
        scopes.len() > 1
    }

    fn cluster(&self, bunch: &Bunch<'a>, rivals: bool) -> Option<Cluster<'a>> {
        let first = bunch.first()?;
        let scopes: BTreeSet<&Scope> = bunch.iter().filter_map(|object| object.scope.as_ref()).collect();
        let unsure = scopes.len() > 1 || (rivals && bunch.iter().any(|object| object.scope.is_none()));
        let settled = match unsure {
            true => Settled::Unclear(mixed(&first.name)),
            false => settle(self.sources, bunch)?,
        };
        Some(Cluster { at: first.id_at, settled })
    }

    fn standalone(&self, bunch: &Bunch<'a>) -> Option<Joined<'a>> {
        let first = bunch.first()?;
        let own = settle(self.sources, bunch)?;
        let cluster = Cluster { at: first.id_at, settled: own.clone() };
        Some(Joined {
            name: first.name.clone(),
            id_at: first.id_at,
            own,
            body: first.node.span,
            standalone: true,
            clusters: BTreeMap::from([(first.id.clone(), cluster)]),
            seat: Seat::of(bunch),
        })
    }

    /// The object of a kind that a name leads to; `None` where the input does not hold it.
    pub(super) fn find(
        &self,
        claims: &Claims,
        seat: &Seat<'_>,
        kind: Kind,
        name: &str,
    ) -> Option<Settled<'a>> {
        let id = name.to_lowercase();
        let found: Bunch<'a> =
            self.answers.of(kind).filter(|object| object.id == id && seat.fits(object)).collect();
        let scopes: BTreeSet<&Scope> = found.iter().filter_map(|object| object.scope.as_ref()).collect();
        let contested =
            found.iter().any(|object| object.scope.is_none() && claims.contested(kind, &id, object.folder));
        if scopes.len() > 1 || contested {
            return Some(Settled::Unclear(mixed(name)));
        }
        settle(self.sources, &found)
    }
}

/// The group a cache cluster says it belongs to.
pub(super) fn group_of<'a>(cluster: &Object<'a>) -> Option<&'a Node> {
    cluster.node.get("ReplicationGroupId").filter(|id| id.as_str().is_some_and(|text| !text.is_empty()))
}

/// The ids of a group's nodes, in lower case.
fn member_ids(group: &Node) -> Vec<String> {
    let listed = group.get("MemberClusters").map(Node::items).unwrap_or_default().iter();
    let shards = group.get("NodeGroups").map(Node::items).unwrap_or_default().iter();
    let nodes = shards.filter_map(|shard| shard.get("NodeGroupMembers")).flat_map(Node::items);
    let ids = listed.chain(nodes.filter_map(|node| node.get("CacheClusterId")));
    ids.filter_map(Node::as_str).map(str::to_lowercase).collect()
}
