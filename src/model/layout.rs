//! Shards and nodes from the counts and zones that Terraform and CloudFormation write.

use crate::source::Span;

use super::{ClusterMode, Node, Origin, Placement, Role, Setting, Shard, State, Unknown, Zone};

/// The most shards that any group can have (X019). Past a larger number one shard stands for all.
pub const MOST_SHARDS: u32 = 500;
/// The most replicas that a shard can have (X014).
const MOST_REPLICAS: u32 = 5;
/// The most nodes of a group that are listed where its shards have more replicas than they can have.
const MOST_NODES: u32 = 500;

/// What a number of replicas is called where the input writes another number, or none.
const REPLICAS: &str = "replicas per shard";

/// What an input writes of a group's shape.
#[derive(Debug, Clone)]
pub struct LayoutInput {
    /// The resource's key.
    pub at: Span,
    /// Whether the group is being created: only then the written order tells who is primary.
    pub creating: bool,
    /// The derived cluster mode.
    pub mode: Setting<ClusterMode>,
    /// `NumCacheClusters` and its kin, where written.
    pub node_count: Option<Setting<u32>>,
    /// `NumNodeGroups` and its kin; the default counts as one.
    pub shard_count: Setting<u32>,
    /// `ReplicasPerNodeGroup` and its kin, where written.
    pub replicas_per_shard: Option<Setting<u32>>,
    /// `NodeGroupConfiguration`, where written.
    pub configurations: Option<Setting<Vec<ShardConfiguration>>>,
    /// The preferred zone list, where written: the first is the primary's (X023).
    pub preferred_zones: Option<Setting<Vec<Setting<Zone>>>>,
    /// The provider's old unordered set of zones, where written (X117).
    pub zone_set: Option<Setting<Vec<Setting<Zone>>>>,
    /// Replicas declared outside the group (X122).
    pub extra_replicas: Vec<ExtraReplica>,
}

/// One element of `NodeGroupConfiguration`.
#[derive(Debug, Clone)]
pub struct ShardConfiguration {
    /// Where it is written.
    pub at: Span,
    /// `NodeGroupId`, where written and known.
    pub id: Option<String>,
    /// `PrimaryAvailabilityZone`, where written.
    pub primary_zone: Option<Setting<Zone>>,
    /// `ReplicaAvailabilityZones`, where written.
    pub replica_zones: Option<Setting<Vec<Setting<Zone>>>>,
    /// `ReplicaCount`, where written.
    pub replica_count: Option<Setting<u32>>,
}

/// A replica that is a resource of its own.
#[derive(Debug, Clone)]
pub struct ExtraReplica {
    /// Its address.
    pub id: String,
    /// The zone it asks for; left to ElastiCache where it asks for none.
    pub zone: Setting<Placement>,
    /// Its key.
    pub at: Span,
}

/// The shards an input describes, and the counts that rules compare.
#[derive(Debug, Clone)]
pub struct Layout {
    /// Never empty. Where their number is unknown, one without id stands for all.
    pub shards: Vec<Shard>,
    /// How many shards there are.
    pub shard_count: Setting<u32>,
    /// How many shard configurations are written; 0 where none is.
    pub shard_configurations: Setting<u32>,
    /// How many zones the preferred list writes; 0 where there is no list.
    pub preferred_zone_count: Setting<u32>,
    /// How many zones the provider's old unordered set writes (X117); 0 where there is none.
    pub zone_set_count: Setting<u32>,
    /// The nodes the group itself asks for, extra replicas not counted.
    pub own_node_count: Setting<u32>,
}

/// Lays out the shards and nodes of a group.
#[must_use]
pub fn lay_out(input: &LayoutInput) -> Layout {
    let own_replicas = own_replicas(input);
    let own_node_count = match &input.node_count {
        Some(count) => count.clone(),
        None => own_replicas.derive("node count", "the replicas and the primary", |n| n.saturating_add(1)),
    };
    let shards = match &input.configurations {
        Some(Setting { state: State::Known { value, .. }, .. }) if !value.is_empty() => {
            value.iter().enumerate().map(|(at, one)| configured(input, at, one)).collect()
        }
        // What is unknown may set the replicas of each shard too.
        Some(open) if open.why().is_some() => {
            vec![unwritten(input, None, &open.derive("replicas per shard", "", |_| 0))]
        }
        _ => unconfigured(input, &own_replicas),
    };
    Layout {
        shards,
        shard_count: input.shard_count.clone(),
        shard_configurations: count_of(input.configurations.as_ref(), "shard configurations", input.at),
        preferred_zone_count: count_of(input.preferred_zones.as_ref(), "preferred zones", input.at),
        zone_set_count: count_of(input.zone_set.as_ref(), "zones", input.at),
        own_node_count,
    }
}

/// How many elements a list has; 0 where it is not written.
fn count_of<T>(list: Option<&Setting<Vec<T>>>, name: &str, at: Span) -> Setting<u32> {
    match list {
        Some(list) => {
            let from = format!("the elements of {}", list.name);
            let mut count = list.derive(list.name.clone(), from, |all| saturated(all.len()));
            count.at = list.at;
            count
        }
        None => Setting::default(name, 0, "nothing is written", at),
    }
}

fn saturated(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}

/// Replicas of a shard whose configuration does not say, extra replicas not counted.
fn own_replicas(input: &LayoutInput) -> Setting<u32> {
    // With more than one shard ElastiCache does not use the node count (X012).
    let several = input.shard_count.value().is_some_and(|count| *count > 1);
    match (&input.replicas_per_shard, &input.node_count) {
        (Some(count), None) => return count.clone(),
        // Both are written: the mode says which one counts (field map 3.1).
        (Some(count), Some(_)) => match input.mode.value() {
            _ if several => return count.clone(),
            Some(ClusterMode::Enabled) => return count.clone(),
            Some(_) => {}
            None => return input.mode.derive(REPLICAS, "", |_| 0),
        },
        (None, _) => {}
    }
    if let Some(count) = input.node_count.as_ref().filter(|_| !several) {
        let from = format!("{} less the primary", count.name);
        // What is unknown keeps the name under which people can write it.
        let name = if count.why().is_some() { &count.name } else { REPLICAS };
        return match input.shard_count.why() {
            Some(_) => input.shard_count.derive(REPLICAS, "", |_| 0),
            None => count.derive(name, from, |count| count.saturating_sub(1)),
        };
    }
    match input.mode.value() {
        Some(ClusterMode::Disabled) if input.node_count.is_none() => {
            Setting::default(REPLICAS, 0, "ElastiCache's documented default of one node", input.at)
        }
        Some(_) => Setting::unknown(
            REPLICAS,
            Unknown::new(
                "the number of replicas is not set, and no source states ElastiCache's default",
                "set the number of replicas per shard",
            ),
            input.at,
        ),
        None => input.mode.derive(REPLICAS, "", |_| 0),
    }
}

/// Shards known by their number alone.
fn unconfigured(input: &LayoutInput, replicas: &Setting<u32>) -> Vec<Shard> {
    match input.shard_count.value() {
        Some(&count) if (1..=MOST_SHARDS).contains(&count) => {
            (1..=count).map(|n| unwritten(input, Some(format!("{n:04}")), replicas)).collect()
        }
        _ => vec![unwritten(input, None, replicas)],
    }
}

/// A shard without a configuration of its own.
fn unwritten(input: &LayoutInput, id: Option<String>, replicas: &Setting<u32>) -> Shard {
    let zones = for_one_shard(input, input.preferred_zones.as_ref());
    // A group that exists with several shards may tell its zones so, and not whose they are.
    let several = input.shard_count.value().is_some_and(|count| *count > 1);
    let told = input.zone_set.clone().filter(|_| several && !input.creating);
    let set = told.or_else(|| for_one_shard(input, input.zone_set.as_ref()));
    // A configuration that is unknown could say all of this.
    let open = input.configurations.as_ref().filter(|all| all.why().is_some());
    let zone_of = |index: usize| -> Setting<Placement> {
        match (&zones, &set, open) {
            (Some(zones), _, _) => list_zone(zones, index),
            (None, Some(set), _) => Setting::unknown(&set.name, set_reason(set), set.at),
            (None, None, Some(open)) => open.derive(open.name.clone(), "", |_| Placement::Left),
            (None, None, None) => left(input.at),
        }
    };
    let of_one = set.as_ref().filter(|_| !several);
    let zone_set = of_one.and_then(|set| set.value().cloned()).unwrap_or_default();
    let shard = ShardInput {
        at: input.at,
        id,
        replica_zone_count: match open {
            Some(open) => open.derive("replica zones", "", |_| 0),
            None => Setting::default("replica zones", 0, "nothing is written", input.at),
        },
        zone_set,
        unpinned: zones.is_none() && set.is_none() && open.is_none(),
    };
    build(input, shard, replicas.clone(), &zone_of)
}

/// A list or a set of zones as far as it places nodes: it is for groups of one shard (X023).
fn for_one_shard(
    input: &LayoutInput,
    zones: Option<&Setting<Vec<Setting<Zone>>>>,
) -> Option<Setting<Vec<Setting<Zone>>>> {
    let zones = zones?;
    match input.shard_count.value() {
        Some(1) => Some(zones.clone()),
        Some(_) => None,
        None => Some(input.shard_count.derive(zones.name.clone(), "", |_| Vec::new())),
    }
}

/// A shard with a configuration of its own.
fn configured(input: &LayoutInput, position: usize, written: &ShardConfiguration) -> Shard {
    let replicas = match &written.replica_count {
        Some(count) => count.clone(),
        None => own_replicas(input),
    };
    let zone_of = |index: usize| -> Setting<Placement> {
        let zone = match (index.checked_sub(1), &written.replica_zones) {
            (None, _) => written.primary_zone.clone().map(|zone| zone.map(Placement::Pinned)),
            (Some(replica), Some(zones)) => Some(list_zone(zones, replica)),
            (Some(_), None) => None,
        };
        zone.unwrap_or_else(|| left(written.at))
    };
    let shard = ShardInput {
        at: written.at,
        id: Some(written.id.clone().unwrap_or_else(|| free_id(input, position))),
        replica_zone_count: count_of(written.replica_zones.as_ref(), "replica zones", written.at),
        zone_set: Vec::new(),
        unpinned: written.primary_zone.is_none() && written.replica_zones.is_none(),
    };
    build(input, shard, replicas, &zone_of)
}

/// The id of a shard without a written one: its position, or the next that no other shard has.
fn free_id(input: &LayoutInput, position: usize) -> String {
    let all = input.configurations.as_ref().and_then(Setting::value).map_or(&[][..], Vec::as_slice);
    let is_taken = |id: &String| all.iter().any(|one| one.id.as_ref() == Some(id));
    (position + 1..).map(|number| format!("{number:04}")).find(|id| !is_taken(id)).unwrap_or_default()
}

/// What differs between a configured shard and one that is not.
struct ShardInput {
    at: Span,
    id: Option<String>,
    replica_zone_count: Setting<u32>,
    zone_set: Vec<Setting<Zone>>,
    unpinned: bool,
}

/// Builds a shard; `zone_of` answers for the node at an index, 0 being the primary.
fn build(
    input: &LayoutInput,
    shard: ShardInput,
    own: Setting<u32>,
    zone_of: &dyn Fn(usize) -> Setting<Placement>,
) -> Shard {
    let extra = saturated(input.extra_replicas.len());
    let replica_count = match extra {
        0 => own.clone(),
        _ => own.derive(REPLICAS, with_extra(&own, extra), |n| n.saturating_add(extra)),
    };
    let prefix = shard.id.clone().unwrap_or_else(|| "each shard".into());
    let node = |index: usize| Node {
        id: match index {
            0 => format!("{prefix}/primary"),
            _ => format!("{prefix}/replica-{index}"),
        },
        role: role(input, index, replica_count.value() == Some(&0), shard.at),
        zone: zone_of(index),
        status: None,
        endpoint: None,
    };
    let nodes = own.clone().and_then(|count| match are_listed(input, count) {
        true => Ok((0..=count as usize).map(node).chain(extras(input)).collect()),
        false => Err(Unknown::new(
            format!("{count} replicas are more than any shard can have"),
            format!("ask for at most {MOST_REPLICAS} replicas per shard"),
        )),
    });
    let first = zone_of(0);
    let unpinned = shard.unpinned && extra == 0;
    let primary_zone = if unpinned { first } else { primary_zone(input, &nodes, first) };
    Shard {
        id: shard.id,
        at: shard.at,
        nodes,
        own_replica_count: own,
        standby_count: replica_count.clone(),
        replica_count,
        replica_zone_count: shard.replica_zone_count,
        primary_zone,
        unpinned,
        status: None,
        primary_endpoint: None,
        reader_endpoint: None,
        zone_set: shard.zone_set,
    }
}

/// Whether the nodes of a shard with so many replicas are listed one by one.
fn are_listed(input: &LayoutInput, replicas: u32) -> bool {
    let configured = input.configurations.as_ref().and_then(Setting::value).map_or(0, Vec::len);
    let shards = input.shard_count.value().copied().unwrap_or(1).max(saturated(configured));
    replicas <= MOST_REPLICAS || shards.saturating_mul(replicas.saturating_add(1)) <= MOST_NODES
}

/// `num_cache_clusters less the primary, and 1 declared outside of the group`.
fn with_extra(own: &Setting<u32>, extra: u32) -> String {
    let own = match &own.state {
        State::Known { origin: Origin::Derived { from, .. }, .. } => from,
        _ => &own.name,
    };
    format!("{own}, and {extra} declared outside of the group")
}

fn extras(input: &LayoutInput) -> impl Iterator<Item = Node> + '_ {
    input.extra_replicas.iter().map(|extra| Node {
        id: extra.id.clone(),
        role: Setting::written("role", Role::Replica, extra.at),
        zone: extra.zone.clone(),
        status: None,
        endpoint: None,
    })
}

fn role(input: &LayoutInput, index: usize, alone: bool, at: Span) -> Setting<Role> {
    let role = if index == 0 { Role::Primary } else { Role::Replica };
    if input.creating || alone {
        Setting::derived("role", role, "the order written", at)
    } else {
        Setting::unknown("role", moved(), at)
    }
}

fn moved() -> Unknown {
    Unknown::new(
        "the group exists, and a failover may have moved the primary since it was created",
        "check describe-replication-groups output",
    )
}

/// Where the primary is: the first node on creation; later only where all nodes agree.
fn primary_zone(
    input: &LayoutInput,
    nodes: &Setting<Vec<Node>>,
    first: Setting<Placement>,
) -> Setting<Placement> {
    let settled = |all: &Vec<Node>| all.iter().all(|node| node.zone.value() == first.value());
    if input.creating || first.why().is_some() || nodes.value().is_some_and(settled) {
        return first;
    }
    Setting::unknown("role", moved(), first.at)
}

fn left(at: Span) -> Setting<Placement> {
    Setting::default("zone", Placement::Left, "ElastiCache chooses", at)
}

/// The zone at an index of a list; past its end ElastiCache chooses.
fn list_zone(zones: &Setting<Vec<Setting<Zone>>>, index: usize) -> Setting<Placement> {
    match zones.value() {
        Some(all) => match all.get(index) {
            Some(zone) => zone.clone().map(Placement::Pinned),
            None => left(zones.at),
        },
        None => zones.derive(zones.name.clone(), "", |_| Placement::Left),
    }
}

fn set_reason(set: &Setting<Vec<Setting<Zone>>>) -> Unknown {
    set.why().cloned().unwrap_or_else(|| {
        let reason = format!("{} is a set: it says which zones, not whose", set.name);
        Unknown::new(reason, "use preferred_cache_cluster_azs (AWS provider 4.0 and later)")
    })
}
