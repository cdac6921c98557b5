//! Joins groups with their cache clusters, and finds what names lead to.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::Skipped;
use crate::source::{Json, Sources, Span};

use super::bunch::{Bunch, bunches};
use super::documents::{Answers, Kind, Object};
use super::joined::{Cluster, Joined};
use super::same::{Settled, settle};
use super::scope::{Claims, Scope, Seat, mixed};
use super::skip::{not_redis, orphan_groups};

/// The groups of a run, and what is not judged.
#[derive(Debug, Default)]
pub(super) struct AllJoined<'a> {
    pub(super) groups: Vec<Joined<'a>>,
    pub(super) skipped: Vec<Skipped>,
}

/// All objects, to be looked up.
#[derive(Debug)]
pub(super) struct Index<'a> {
    pub(super) sources: &'a Sources,
    pub(super) answers: &'a Answers<'a>,
    by_id: BTreeMap<Kind, BTreeMap<&'a str, Bunch<'a>>>,
    /// Cache clusters by the lower-case id of the group they say they belong to.
    by_group: BTreeMap<String, Bunch<'a>>,
    /// The members of global datastores by the lower-case id of their group, each with its answer's folder.
    members: BTreeMap<String, Vec<(&'a str, Json<'a>)>>,
}

impl<'a> Index<'a> {
    /// Indexes the objects of all answers.
    pub(super) fn new(sources: &'a Sources, answers: &'a Answers<'a>) -> Index<'a> {
        let (by_id, by_group) = (BTreeMap::new(), BTreeMap::new());
        let mut index = Index { sources, answers, by_id, by_group, members: members(answers) };
        for object in &answers.objects {
            let same_kind = index.by_id.entry(object.kind).or_default();
            same_kind.entry(object.id.as_str()).or_default().push(object);
            if let Some(group) = group_of(object).and_then(Json::as_str) {
                index.by_group.entry(group.to_lowercase()).or_default().push(object);
            }
        }
        index
    }

    /// What global datastores say of a group, with the folders of their answers.
    pub(super) fn members(&self, group: &str) -> impl Iterator<Item = (&'a str, Json<'a>)> {
        self.members.get(group).into_iter().flatten().copied()
    }

    fn with_id(&self, kind: Kind, id: &str) -> &[&'a Object<'a>] {
        self.by_id.get(&kind).and_then(|all| all.get(id)).map(Vec::as_slice).unwrap_or_default()
    }

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
            match not_redis(&bunch) {
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
        let found = self.clusters_of(first, bunch, &seat);
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
            body: first.node.span(),
            standalone: false,
            clusters: clusters.collect(),
            seat,
        })
    }

    /// The clusters that name the group, and those it names that name none.
    fn clusters_of(&self, group: &Object<'a>, bunch: &Bunch<'a>, seat: &Seat<'a>) -> Bunch<'a> {
        let members: BTreeSet<String> = bunch.iter().flat_map(|object| member_ids(object.node)).collect();
        let listed = members.iter().flat_map(|id| self.with_id(Kind::Cluster, id));
        let named = self.by_group.get(&group.id).map(Vec::as_slice).unwrap_or_default();
        let all = named.iter().chain(listed.filter(|cluster| group_of(cluster).is_none()));
        all.copied().filter(|cluster| seat.fits(cluster)).collect()
    }

    /// Whether another account's or region's group of the same id lies in the same folder: a
    /// cluster without ARN could be either's.
    fn rivals(&self, group: &Object<'a>, seat: &Seat<'a>) -> bool {
        let same_id = self.with_id(Kind::Group, &group.id).iter();
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
            body: first.node.span(),
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
            self.with_id(kind, &id).iter().copied().filter(|object| seat.fits(object)).collect();
        let scopes: BTreeSet<&Scope> = found.iter().filter_map(|object| object.scope.as_ref()).collect();
        let contested =
            found.iter().any(|object| object.scope.is_none() && claims.contested(kind, &id, object.folder));
        if scopes.len() > 1 || contested {
            return Some(Settled::Unclear(mixed(name)));
        }
        settle(self.sources, &found)
    }
}

fn members<'a>(answers: &'a Answers<'a>) -> BTreeMap<String, Vec<(&'a str, Json<'a>)>> {
    let mut all = BTreeMap::<String, Vec<_>>::new();
    for global in answers.of(Kind::Global) {
        for member in global.node.get("Members").into_iter().flat_map(Json::items) {
            if let Some(group) = member.get("ReplicationGroupId").and_then(Json::as_str) {
                all.entry(group.to_lowercase()).or_default().push((global.folder, member));
            }
        }
    }
    all
}

/// The group a cache cluster says it belongs to.
pub(super) fn group_of<'a>(cluster: &Object<'a>) -> Option<Json<'a>> {
    let id = (cluster.kind == Kind::Cluster).then(|| cluster.node.get("ReplicationGroupId")).flatten();
    id.filter(|id| id.as_str().is_some_and(|text| !text.is_empty()))
}

/// The ids of a group's nodes, in lower case.
pub(super) fn member_ids(group: Json<'_>) -> Vec<String> {
    let listed = group.get("MemberClusters").into_iter().flat_map(Json::items);
    let shards = group.get("NodeGroups").into_iter().flat_map(Json::items);
    let nodes = shards.filter_map(|shard| shard.get("NodeGroupMembers")).flat_map(Json::items);
    let ids = listed.chain(nodes.filter_map(|node| node.get("CacheClusterId")));
    ids.filter_map(Json::as_str).map(str::to_lowercase).collect()
}
