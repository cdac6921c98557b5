//! Counts and zones that a replication group writes.

use crate::model::{Setting, ShardConfiguration, Unknown, Zone};

use super::properties::{Properties, text_setting};
use super::value::{Resolved, Value};

const CONFIGURATION: &str = "NodeGroupConfiguration";

/// What a replication group writes of its shape; `None` is not written.
pub(super) struct Written {
    /// `NumCacheClusters`.
    pub(super) node_count: Option<Setting<u32>>,
    /// `NumNodeGroups`.
    pub(super) shard_count: Option<Setting<u32>>,
    /// `ReplicasPerNodeGroup`.
    pub(super) replicas_per_shard: Option<Setting<u32>>,
    /// `NodeGroupConfiguration`.
    pub(super) configurations: Option<Setting<Vec<ShardConfiguration>>>,
    /// `PreferredCacheClusterAZs`.
    pub(super) preferred_zones: Option<Setting<Vec<Setting<Zone>>>>,
    /// A property that only a group of one shard takes, surely written.
    pub(super) single_shard: Option<Setting<()>>,
}

impl Written {
    pub(super) fn read(group: Properties<'_, '_>) -> Written {
        let certain = |name: &str| {
            let found = group.get(name).filter(|found| !found.may_vanish && !is_empty(found))?;
            Some(Setting::written(name, (), found.at))
        };
        let configurations = configurations(group)
            .map(|list| list.map(|all| all.iter().map(|one| configuration(group, one)).collect::<Vec<_>>()));
        Written {
            node_count: group.count("NumCacheClusters"),
            shard_count: group.count("NumNodeGroups"),
            replicas_per_shard: group.count("ReplicasPerNodeGroup"),
            configurations,
            preferred_zones: group.zones("PreferredCacheClusterAZs"),
            single_shard: certain("NumCacheClusters").or_else(|| certain("PreferredCacheClusterAZs")),
        }
    }

    /// How many shards: as written, else as many as are configured, else ElastiCache's one.
    pub(super) fn shards_or(&self, absent: impl FnOnce() -> Setting<u32>) -> Setting<u32> {
        match (&self.shard_count, &self.configurations) {
            (Some(count), _) => count.clone(),
            (None, Some(list)) if list.value().is_none_or(|all| !all.is_empty()) => {
                list.derive(CONFIGURATION, format!("the elements of {CONFIGURATION}"), |all| {
                    u32::try_from(all.len()).unwrap_or(u32::MAX)
                })
            }
            _ => absent(),
        }
    }
}

/// `NodeGroupConfiguration` as a list, where it is written.
pub(super) fn configurations<'t>(group: Properties<'_, 't>) -> Option<Setting<Vec<Resolved<'t>>>> {
    group.list(CONFIGURATION)
}

fn is_empty(found: &Resolved<'_>) -> bool {
    matches!(&found.value, Ok(Value::List(items)) if items.is_empty())
}

/// One element of `NodeGroupConfiguration`; of an unknown one nothing is known.
fn configuration<'t>(group: Properties<'_, 't>, element: &Resolved<'t>) -> ShardConfiguration {
    if let Ok(Value::Map(map)) = &element.value {
        let inner = Properties::inner(group.eval, map, element.at);
        let id = inner.text("NodeGroupId").filter(|id| !id.secret);
        return ShardConfiguration {
            at: element.at,
            id: id.and_then(|id| id.value().cloned()),
            primary_zone: inner.zone("PrimaryAvailabilityZone"),
            replica_zones: inner.zones("ReplicaAvailabilityZones"),
            replica_count: inner.count("ReplicaCount"),
        };
    }
    let misplaced = || Unknown::new("a shard's configuration is no map", "write it as a map");
    let why = text_setting(CONFIGURATION, element).why().cloned().unwrap_or_else(misplaced);
    ShardConfiguration {
        at: element.at,
        id: None,
        primary_zone: Some(Setting::unknown(CONFIGURATION, why.clone(), element.at)),
        replica_zones: Some(Setting::unknown(CONFIGURATION, why.clone(), element.at)),
        replica_count: Some(Setting::unknown(CONFIGURATION, why, element.at)),
    }
}
