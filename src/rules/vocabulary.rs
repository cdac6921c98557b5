//! The vocabulary of conditions: every attribute with its type, its meaning and how it is read.
//!
//! This one table drives evaluation, the check of rule files, labels and the documentation.

use crate::model::{
    GlobalRole, Group, Node, Placement, Setting, Shard, Unknown, Version, VersionFloor, Zone,
};

/// The type of a value in a condition.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Type {
    /// `true` or `false`.
    Bool,
    /// A whole number.
    Int,
    /// Characters.
    Text,
    /// An engine version, for `before` and for messages.
    Version,
    /// A zone, for `same`, `differs` and `left`; it has no `==`.
    Zone,
    /// The group.
    Group,
    /// A shard.
    Shard,
    /// A node.
    Node,
    /// A list of text.
    Texts,
    /// A list of zones.
    Zones,
    /// A list of shards.
    Shards,
    /// A list of nodes.
    Nodes,
    /// Anything: not checked further.
    Any,
}

impl Type {
    /// The type of a list's elements; none for what is no list.
    pub(super) fn element(self) -> Option<Type> {
        match self {
            Type::Texts => Some(Type::Text),
            Type::Zones => Some(Type::Zone),
            Type::Shards => Some(Type::Shard),
            Type::Nodes => Some(Type::Node),
            Type::Any => Some(Type::Any),
            _ => None,
        }
    }

    /// The list of a type's values.
    pub(super) fn list(self) -> Type {
        match self {
            Type::Text => Type::Texts,
            Type::Zone => Type::Zones,
            Type::Shard => Type::Shards,
            Type::Node => Type::Nodes,
            _ => Type::Any,
        }
    }

    /// The name with its article, for sentences.
    pub(super) fn with_article(self) -> String {
        let name = self.name();
        let article = if name.starts_with(['a', 'i']) { "an" } else { "a" };
        format!("{article} {name}")
    }

    /// The name in documentation.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Type::Bool => "bool",
            Type::Int => "int",
            Type::Text => "string",
            Type::Version => "version",
            Type::Zone => "zone",
            Type::Group => "group",
            Type::Shard => "shard",
            Type::Node => "node",
            Type::Texts => "list of string",
            Type::Zones => "list of zone",
            Type::Shards => "list of shard",
            Type::Nodes => "list of node",
            Type::Any => "any",
        }
    }
}

/// What reading an attribute yields.
pub(super) enum Read {
    Bool(Setting<bool>),
    Int(Setting<u32>),
    Text(Setting<String>),
    /// A name that needs no evidence.
    Name(String),
    Flag(bool),
    Version(Setting<Version>, Vec<VersionFloor>),
    Zone(Setting<Placement>),
    Zones(Setting<Vec<Setting<Placement>>>),
    Texts(Setting<Vec<Setting<String>>>),
    Shards,
    Nodes(Setting<Vec<Node>>),
}

/// One attribute of the vocabulary, for something of type `T`.
pub(super) struct Attribute<T> {
    pub(super) name: &'static str,
    pub(super) is: Type,
    pub(super) meaning: &'static str,
    pub(super) read: fn(&T) -> Read,
}

/// Shorthand for a table row.
const fn row<T>(name: &'static str, is: Type, meaning: &'static str, read: fn(&T) -> Read) -> Attribute<T> {
    Attribute { name, is, meaning, read }
}

/// What `group.` can be followed by.
pub(super) const GROUP: &[Attribute<Group>] = &[
    row("name", Type::Text, "address, logical id or replication group id", |g| Read::Name(g.name.clone())),
    row("id", Type::Text, "replication group id, where it is known before the group exists", |g| {
        let unknown =
            || Setting::unknown("id", Unknown::because("its id is not known before it exists"), g.at);
        let id = g.target.id.clone();
        Read::Text(id.map_or_else(unknown, |id| Setting::written("id", id, g.at)))
    }),
    row("standalone", Type::Bool, "a stand-alone cluster, not a replication group", |g| {
        Read::Flag(g.standalone)
    }),
    row("creating", Type::Bool, "the input creates the group", |g| Read::Flag(g.creating)),
    row("multi_az", Type::Bool, "Multi-AZ is on", |g| Read::Bool(g.multi_az.clone())),
    row("automatic_failover", Type::Bool, "automatic failover is on", |g| {
        Read::Bool(g.automatic_failover.clone())
    }),
    row("cluster_mode", Type::Text, "enabled, disabled or compatible", |g| {
        Read::Text(g.cluster_mode.clone().map(|mode| mode.to_string()))
    }),
    row("engine", Type::Text, "redis or valkey", |g| {
        Read::Text(g.engine.clone().map(|engine| engine.to_string()))
    }),
    row("engine_version", Type::Version, "engine version, for before()", |g| {
        Read::Version(g.engine_version.clone(), g.version_floors.clone())
    }),
    row("node_type", Type::Text, "node type, such as cache.r7g.large", |g| Read::Text(g.node_type.clone())),
    row("append_only", Type::Bool, "the parameter appendonly is on", |g| {
        Read::Bool(g.parameters.append_only.clone())
    }),
    row("min_replicas_to_write", Type::Int, "the parameter of that name", |g| {
        Read::Int(g.parameters.min_replicas_to_write.clone())
    }),
    row("min_replicas_max_lag", Type::Int, "the parameter of that name, in seconds", |g| {
        Read::Int(g.parameters.min_replicas_max_lag.clone())
    }),
    row("shards", Type::Shards, "its shards; unknown where their number is", |_| Read::Shards),
    row("shard_count", Type::Int, "how many shards it has", |g| Read::Int(g.layout.shard_count.clone())),
    row("shard_configurations", Type::Int, "how many shard configurations are written", |g| {
        Read::Int(g.layout.shard_configurations.clone())
    }),
    row("preferred_zone_count", Type::Int, "how many zones its ordered list names; 0 without a list", |g| {
        Read::Int(g.layout.preferred_zone_count.clone())
    }),
    row(
        "zone_set_count",
        Type::Int,
        "how many zones an unordered set names, as AWS provider 3 takes it; 0 without one",
        |g| Read::Int(g.layout.zone_set_count.clone()),
    ),
    row("own_node_count", Type::Int, "the nodes it asks for itself, extra replicas not counted", |g| {
        Read::Int(g.layout.own_node_count.clone())
    }),
    row("subnet_zones", Type::Zones, "the zones of its subnet group's subnets, one per subnet", |g| {
        Read::Zones(g.subnet_zones.clone().map(|all| all.into_iter().map(pinned).collect()))
    }),
    row("zones", Type::Zones, "the zones of all its nodes", |g| Read::Zones(group_zones(g))),
    row("primary_zones", Type::Zones, "the zone of each shard's primary", |g| {
        Read::Zones(per_shard(g, |shard| {
            Setting::derived("zones", vec![shard.primary_zone.clone()], "its primary", shard.at)
        }))
    }),
    row("snapshot_retention", Type::Int, "days that automatic snapshots are kept; 0 is off", |g| {
        Read::Int(g.snapshot_retention.clone())
    }),
    row(
        "external_replica",
        Type::Bool,
        "a replica outside ElastiCache follows it; only the user knows",
        |g| Read::Bool(g.external_replica.clone()),
    ),
    row("transitions", Type::Texts, "states that say a change is under way; empty if none", |g| {
        Read::Texts(g.transitions.clone())
    }),
    row("secondary", Type::Bool, "a secondary of a global datastore", |g| {
        Read::Bool(g.global_role.clone().map(|role| role == GlobalRole::Secondary))
    }),
];

/// What `shard.` can be followed by.
pub(super) const SHARD: &[Attribute<Shard>] = &[
    row("id", Type::Text, "its id, such as 0001", |s| {
        Read::Name(s.id.clone().unwrap_or_else(|| "of unknown id".into()))
    }),
    row("nodes", Type::Nodes, "its nodes", |s| Read::Nodes(s.nodes.clone())),
    row("replica_count", Type::Int, "how many replicas it has", |s| Read::Int(s.replica_count.clone())),
    row(
        "own_replica_count",
        Type::Int,
        "the replicas the group asks for itself, extra ones not counted",
        |s| Read::Int(s.own_replica_count.clone()),
    ),
    row("standby_count", Type::Int, "how many replicas could be promoted", |s| {
        Read::Int(s.standby_count.clone())
    }),
    row("replica_zone_count", Type::Int, "how many zones are written for its replicas", |s| {
        Read::Int(s.replica_zone_count.clone())
    }),
    row("primary_zone", Type::Zone, "the zone of its primary", |s| Read::Zone(s.primary_zone.clone())),
    row("zones", Type::Zones, "the zones its nodes are, or are asked to be, in", |s| {
        Read::Zones(shard_zones(s))
    }),
    row("asked_zones", Type::Zones, "the zones asked for, whichever node each is for", |s| {
        Read::Zones(asked_zones(s))
    }),
];

/// What `node.` can be followed by.
pub(super) const NODE: &[Attribute<Node>] = &[
    row("id", Type::Text, "its id", |n| Read::Name(n.id.clone())),
    row("role", Type::Text, "primary or replica", |n| {
        Read::Text(n.role.clone().map(|role| role.to_string()))
    }),
    row("zone", Type::Zone, "the zone it is, or is asked to be, in", |n| Read::Zone(n.zone.clone())),
];

/// The functions conditions may call besides CEL's own: name, arguments, result, meaning.
pub(super) const FUNCTIONS: &[(&str, &[Type], Type, &str)] = &[
    ("before", &[Type::Version, Type::Text], Type::Bool, "the version is earlier; answers from bounds too"),
    ("is_t1", &[Type::Text], Type::Bool, "the node type is of the T1 family"),
    ("is_t1_or_t2", &[Type::Text], Type::Bool, "the node type is of the T1 or T2 family"),
    ("same", &[Type::Zone, Type::Zone], Type::Bool, "both are surely the same zone"),
    ("differs", &[Type::Zone, Type::Zone], Type::Bool, "the two are surely different zones"),
    ("left", &[Type::Zone], Type::Bool, "the zone is left to ElastiCache"),
    ("one_zone", &[Type::Zones], Type::Bool, "all are in one zone; false if any is left to ElastiCache"),
    ("most_in_one_zone", &[Type::Zones], Type::Int, "how many are in the fullest zone"),
    ("several_zones", &[Type::Zones], Type::Bool, "two of them are surely different"),
    (
        "zone_count",
        &[Type::Zones],
        Type::Int,
        "how many different zones there are; those left to ElastiCache do not count",
    ),
    ("join", &[Type::Any], Type::Text, "the texts or zones of a list, each once, with commas between"),
];

/// Attributes with type and meaning, for documentation: `(path, type, meaning)`.
pub fn attribute_list() -> Vec<(String, &'static str, &'static str)> {
    let group = GROUP.iter().map(|a| (format!("group.{}", a.name), a.is.name(), a.meaning));
    let shard = SHARD.iter().map(|a| (format!("shard.{}", a.name), a.is.name(), a.meaning));
    let node = NODE.iter().map(|a| (format!("node.{}", a.name), a.is.name(), a.meaning));
    group.chain(shard).chain(node).collect()
}

/// Functions with signature and meaning, for documentation.
pub fn function_list() -> Vec<(String, &'static str)> {
    let signature = |name: &str, arguments: &[Type], result: Type| {
        let arguments: Vec<_> = arguments.iter().map(|a| a.name()).collect();
        format!("{name}({}) → {}", arguments.join(", "), result.name())
    };
    FUNCTIONS
        .iter()
        .map(|(name, arguments, result, meaning)| (signature(name, arguments, *result), *meaning))
        .collect()
}

fn pinned(zone: Setting<Zone>) -> Setting<Placement> {
    zone.map(Placement::Pinned)
}

/// Zones, one per node, or why they are not known.
type Zones = Setting<Vec<Setting<Placement>>>;

/// A list gathered over the shards; unknown where the shards or a part of it are.
fn per_shard(group: &Group, part: impl Fn(&Shard) -> Zones) -> Zones {
    // Where nothing is asked for, one shard stands for all however many there are.
    let alike = group.layout.shards.iter().all(|shard| shard.unpinned);
    if let Some(why) = shards_unknown(group).filter(|_| !alike) {
        return why.derive("shards", "", |_| Vec::new());
    }
    let mut all = Vec::new();
    for shard in &group.layout.shards {
        let zones = part(shard);
        match zones.value() {
            Some(known) => all.extend(known.iter().cloned()),
            None => return zones,
        }
    }
    Setting::derived("zones", all, "its nodes", group.at)
}

/// The setting that leaves the list of shards open, where one does.
pub(super) fn shards_unknown(group: &Group) -> Option<Setting<u32>> {
    if group.layout.shard_count.why().is_some() {
        return Some(group.layout.shard_count.clone());
    }
    let stands_for_all = group.layout.shards.iter().any(|shard| shard.id.is_none());
    stands_for_all.then(|| {
        let why = Unknown::because("the shards are not listed in this input");
        Setting::unknown("shards", why, group.at)
    })
}

fn group_zones(group: &Group) -> Zones {
    per_shard(group, shard_zones)
}

/// The zones of a shard's nodes, and those it is spread over without saying whose (X117).
///
/// Where no zone is asked for, one entry stands for a number of nodes that is not known: all of
/// them are left to ElastiCache.
fn shard_zones(shard: &Shard) -> Zones {
    if shard.unpinned && shard.nodes.why().is_some() {
        return Setting::derived("zones", vec![shard.primary_zone.clone()], "no zone is asked for", shard.at);
    }
    let set = shard.zone_set.iter().cloned().map(pinned);
    shard
        .nodes
        .derive("zones", "its nodes", |nodes| nodes.iter().map(|node| node.zone.clone()).chain(set).collect())
}

/// Like [`shard_zones`], but a set that names its zones stands for the nodes it is about.
fn asked_zones(shard: &Shard) -> Zones {
    let set = &shard.zone_set;
    let covered = |zone: &Setting<Placement>| {
        zone.why().is_some() && set.first().is_some_and(|first| first.name == zone.name)
    };
    let mut zones = shard_zones(shard);
    if set.iter().all(|zone| zone.value().is_some()) {
        zones = zones.map(|all| all.into_iter().filter(|zone| !covered(zone)).collect());
    }
    zones
}
