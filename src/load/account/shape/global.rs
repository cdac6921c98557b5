//! Global datastores and their members.

use aws_sdk_elasticache::types::{GlobalNodeGroup, GlobalReplicationGroup, GlobalReplicationGroupMember};
use serde_json::Value;

use super::object::Object;

/// A global datastore.
pub(in super::super) fn global_replication_group(global: &GlobalReplicationGroup) -> Value {
    Object::new()
        .plain("GlobalReplicationGroupId", global.global_replication_group_id())
        .plain("GlobalReplicationGroupDescription", global.global_replication_group_description())
        .plain("Status", global.status())
        .plain("CacheNodeType", global.cache_node_type())
        .plain("Engine", global.engine())
        .plain("EngineVersion", global.engine_version())
        .list("Members", global.members.as_ref(), member)
        .plain("ClusterEnabled", global.cluster_enabled())
        .list("GlobalNodeGroups", global.global_node_groups.as_ref(), node_group)
        .plain("AuthTokenEnabled", global.auth_token_enabled())
        .plain("TransitEncryptionEnabled", global.transit_encryption_enabled())
        .plain("AtRestEncryptionEnabled", global.at_rest_encryption_enabled())
        .plain("ARN", global.arn())
        .build()
}

fn member(member: &GlobalReplicationGroupMember) -> Value {
    Object::new()
        .plain("ReplicationGroupId", member.replication_group_id())
        .plain("ReplicationGroupRegion", member.replication_group_region())
        .plain("Role", member.role())
        .plain("AutomaticFailover", member.automatic_failover().map(|status| status.as_str()))
        .plain("Status", member.status())
        .build()
}

fn node_group(shard: &GlobalNodeGroup) -> Value {
    Object::new()
        .plain("GlobalNodeGroupId", shard.global_node_group_id())
        .plain("Slots", shard.slots())
        .build()
}
