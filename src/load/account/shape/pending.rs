//! Changes that are asked for and not done yet.

use aws_sdk_elasticache::types::{
    PendingModifiedValues, ReplicationGroupPendingModifiedValues, ReshardingStatus, ScaleConfig,
    SlotMigration,
};
use serde_json::Value;

use super::object::Object;

/// The pending changes of a replication group.
pub(super) fn group_changes(changes: &ReplicationGroupPendingModifiedValues) -> Value {
    Object::new()
        .plain("PrimaryClusterId", changes.primary_cluster_id())
        .plain("AutomaticFailoverStatus", changes.automatic_failover_status().map(|status| status.as_str()))
        .part("Resharding", changes.resharding(), resharding)
        .plain("AuthTokenStatus", changes.auth_token_status().map(|status| status.as_str()))
        .plain("TransitEncryptionEnabled", changes.transit_encryption_enabled())
        .plain("TransitEncryptionMode", changes.transit_encryption_mode().map(|mode| mode.as_str()))
        .plain("ClusterMode", changes.cluster_mode().map(|mode| mode.as_str()))
        .build()
}

/// The pending changes of a cache cluster.
pub(super) fn cluster_changes(changes: &PendingModifiedValues) -> Value {
    Object::new()
        .plain("NumCacheNodes", changes.num_cache_nodes())
        .texts("CacheNodeIdsToRemove", changes.cache_node_ids_to_remove.as_ref())
        .plain("EngineVersion", changes.engine_version())
        .plain("CacheNodeType", changes.cache_node_type())
        .plain("AuthTokenStatus", changes.auth_token_status().map(|status| status.as_str()))
        .plain("TransitEncryptionEnabled", changes.transit_encryption_enabled())
        .plain("TransitEncryptionMode", changes.transit_encryption_mode().map(|mode| mode.as_str()))
        .part("ScaleConfig", changes.scale_config(), scale)
        .build()
}

fn resharding(status: &ReshardingStatus) -> Value {
    Object::new().part("SlotMigration", status.slot_migration(), slot_migration).build()
}

fn slot_migration(migration: &SlotMigration) -> Value {
    Object::new().plain("ProgressPercentage", migration.progress_percentage).build()
}

fn scale(scale: &ScaleConfig) -> Value {
    Object::new()
        .plain("ScalePercentage", scale.scale_percentage())
        .plain("ScaleIntervalMinutes", scale.scale_interval_minutes())
        .build()
}
