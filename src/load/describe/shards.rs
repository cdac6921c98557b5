//! Shards and nodes as the answers list them.

use crate::model::{ClusterMode, Layout, Node as ModelNode, Placement, Role, Setting, Shard, Unknown};
use crate::source::{Json, Span};

use super::endpoints::endpoint;
use super::group::absent;
use super::joined::{Cluster, Joined, is_gone};
use super::nodes::Member;
use super::read::{number, read};
use super::roles::{roles, untold};
use super::standbys::{standby_count, the_primary};

/// The layout of what is seen: nothing in it was asked for by a list.
pub(super) fn seen(
    shards: Vec<Shard>,
    shard_count: Setting<u32>,
    own_node_count: Setting<u32>,
    at: Span,
) -> Layout {
    Layout {
        shards,
        shard_count,
        shard_configurations: nothing_written("shard configurations", at),
        preferred_zone_count: nothing_written("preferred zones", at),
        zone_set_count: nothing_written("zones", at),
        own_node_count,
    }
}

/// What laying out a group needs.
pub(super) struct View<'a> {
    pub(super) joined: &'a Joined<'a>,
    pub(super) own: Json<'a>,
    pub(super) mode: &'a Setting<ClusterMode>,
}

/// The node groups that are not on their way out; `None` where the answer lists none.
pub(super) fn node_groups(own: Json<'_>) -> Option<Vec<Json<'_>>> {
    let list = own.get("NodeGroups")?;
    let staying = |shard: &Json<'_>| {
        let status = read(*shard, "Status");
        !status.is_some_and(|status| status.value().is_some_and(|text| is_gone(text)))
    };
    let shards: Vec<Json<'_>> = list.items().filter(|shard| shard.is_map()).filter(staying).collect();
    (!shards.is_empty()).then_some(shards)
}

/// How many shards the group has, by what it lists.
pub(super) fn shard_count(own: Json<'_>, at: Span) -> Setting<u32> {
    match (node_groups(own), own.get("NodeGroups")) {
        (Some(shards), Some(list)) => {
            Setting::derived("NodeGroups", number(shards.len()), "the node groups listed", list.span())
        }
        _ => Setting::unknown("NodeGroups", unlisted("NodeGroups"), at),
    }
}

fn unlisted(what: &str) -> Unknown {
    Unknown::new(
        format!("this answer lists no {what}"),
        "save the answer again once the group is available: aws elasticache describe-replication-groups",
    )
}

/// Lays out shards and nodes.
pub(super) fn lay_out(view: &View<'_>) -> Layout {
    match node_groups(view.own) {
        Some(groups) => {
            let shards: Vec<Shard> =
                groups.into_iter().enumerate().map(|(at, group)| view.listed(at, group)).collect();
            let at = view.joined.id_at;
            let nodes = total(&shards, at);
            seen(shards, shard_count(view.own, at), nodes, at)
        }
        None => view.unsharded(),
    }
}

fn total(shards: &[Shard], at: Span) -> Setting<u32> {
    let open = shards.iter().find_map(|shard| shard.nodes.why());
    match open {
        Some(why) => Setting::unknown("NodeGroupMembers", why.clone(), at),
        None => {
            let nodes = shards.iter().filter_map(|shard| shard.nodes.value()).map(Vec::len).sum();
            Setting::derived("NodeGroupMembers", number(nodes), "the nodes listed", at)
        }
    }
}

impl<'a> View<'a> {
    fn listed(&self, position: usize, group: Json<'a>) -> Shard {
        let id = read(group, "NodeGroupId");
        let at = id.as_ref().map_or(group.span(), |id| id.at);
        let name = id.and_then(|id| id.value().cloned()).unwrap_or_else(|| format!("{:04}", position + 1));
        let list = group.get("NodeGroupMembers").into_iter().flat_map(Json::items);
        let members = list.filter_map(|member| {
            let id = member.get("CacheClusterId")?;
            self.member(id, Some(member))
        });
        Shard {
            status: Some(read(group, "Status").unwrap_or_else(|| absent("Status", at))),
            primary_endpoint: endpoint(group, "PrimaryEndpoint"),
            reader_endpoint: endpoint(group, "ReaderEndpoint"),
            ..self.shard(Some(name), at, members.collect())
        }
    }

    /// A member that stays.
    fn member(&self, id: Json<'_>, listed: Option<Json<'a>>) -> Option<Member<'a>> {
        let name = id.as_str()?;
        let cluster = self.joined.clusters.get(&name.to_lowercase());
        let member = Member { id: name.to_owned(), at: id.span(), listed, cluster };
        (!cluster.is_some_and(Cluster::is_gone)).then_some(member)
    }

    /// A group that lists its cache clusters but no node groups: with cluster mode disabled they
    /// are one shard, else nothing tells them apart.
    fn unsharded(&self) -> Layout {
        let list = self.own.get("MemberClusters").into_iter().flat_map(Json::items);
        let members: Vec<Member<'a>> = list.filter_map(|id| self.member(id, None)).collect();
        let at = self.own.get("MemberClusters").map_or(self.joined.id_at, Json::span);
        let own_node_count = match members.len() {
            0 => Setting::unknown("MemberClusters", unlisted("NodeGroups"), at),
            nodes => Setting::derived("MemberClusters", number(nodes), "the clusters listed", at),
        };
        let (shard, shard_count) = match self.mode.value() {
            Some(ClusterMode::Disabled | ClusterMode::Compatible) => {
                let count = self.mode.derive("NodeGroups", "cluster mode disabled has one shard", |_| 1);
                (self.shard(Some("0001".into()), at, members), count)
            }
            _ => (
                unknown_shard(None, at, &unlisted("NodeGroups")),
                Setting::unknown("NodeGroups", unlisted("NodeGroups"), at),
            ),
        };
        seen(vec![shard], shard_count, own_node_count, self.joined.id_at)
    }

    fn shard(&self, id: Option<String>, at: Span, members: Vec<Member<'a>>) -> Shard {
        if members.is_empty() {
            return unknown_shard(id, at, &unlisted("NodeGroupMembers"));
        }
        let roles = roles(&members, self.mode);
        let mut nodes: Vec<ModelNode> =
            members.iter().zip(roles).map(|(member, role)| member.node(role)).collect();
        nodes.sort_by_key(|node| node.role.value() != Some(&Role::Primary));
        if self.own.get("Status").and_then(Json::as_str) == Some("creating") {
            nodes.iter_mut().for_each(leave_open);
        }
        let replicas = number(nodes.len().saturating_sub(1));
        let replicas = Setting::derived("replicas", replicas, "the nodes listed less the primary", at);
        Shard {
            id,
            at,
            replica_count: replicas.clone(),
            own_replica_count: replicas,
            standby_count: standby_count(&nodes, self.mode, at),
            replica_zone_count: nothing_written("replica zones", at),
            primary_zone: self.primary_zone(&nodes, at),
            nodes: Setting::derived("NodeGroupMembers", nodes, "the nodes listed", at),
            unpinned: false,
            status: Some(Setting::unknown("NodeGroups", unlisted("NodeGroups"), at)),
            primary_endpoint: None,
            reader_endpoint: None,
            zone_set: Vec::new(),
        }
    }

    /// The primary's zone; where roles are not told, the one all nodes are in.
    fn primary_zone(&self, nodes: &[ModelNode], at: Span) -> Setting<Placement> {
        if let Some(primary) = the_primary(nodes) {
            return primary.zone.clone();
        }
        let first = nodes.first().map(|node| &node.zone);
        let together = nodes
            .iter()
            .all(|node| node.zone.value().is_some() && Some(node.zone.value()) == first.map(Setting::value));
        match first.filter(|_| together) {
            Some(zone) => zone.clone(),
            None => Setting::unknown("CurrentRole", untold(self.mode), at),
        }
    }
}

/// A count of something that describe output never writes.
pub(super) fn nothing_written(name: &str, at: Span) -> Setting<u32> {
    Setting::default(name, 0, "describe output holds none", at)
}

/// A node that comes up together with its group is no fault of the group: what it will be is open.
fn leave_open(node: &mut ModelNode) {
    let Some(status) = node.status.take() else { return };
    node.status = Some(status.and_then(|text| match text.as_str() {
        "creating" => Err(Unknown::new(
            "the group is being created, and this node is not up yet",
            "look again when the group is available",
        )),
        _ => Ok(text),
    }));
}

/// A shard of which nothing is known.
pub(super) fn unknown_shard(id: Option<String>, at: Span, why: &Unknown) -> Shard {
    Shard {
        id,
        at,
        nodes: Setting::unknown("NodeGroupMembers", why.clone(), at),
        replica_count: Setting::unknown("NodeGroupMembers", why.clone(), at),
        own_replica_count: Setting::unknown("NodeGroupMembers", why.clone(), at),
        standby_count: Setting::unknown("NodeGroupMembers", why.clone(), at),
        replica_zone_count: nothing_written("replica zones", at),
        primary_zone: Setting::unknown("NodeGroupMembers", why.clone(), at),
        unpinned: false,
        status: Some(Setting::unknown("Status", why.clone(), at)),
        primary_endpoint: None,
        reader_endpoint: None,
        zone_set: Vec::new(),
    }
}
