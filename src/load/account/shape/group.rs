//! Replication groups, their shards and the nodes of those.

use aws_sdk_elasticache::types::{GlobalReplicationGroupInfo, NodeGroup, NodeGroupMember, ReplicationGroup};
use serde_json::Value;

use super::endpoint;
use super::object::Object;
use super::pending::group_changes;

/// A replication group.
pub(in super::super) fn replication_group(group: &ReplicationGroup) -> Value {
    let object = Object::new()
        .plain("ReplicationGroupId", group.replication_group_id())
        .plain("ARN", group.arn())
        .plain("Description", group.description())
        .plain("Status", group.status())
        .part("GlobalReplicationGroupInfo", group.global_replication_group_info(), global_info)
        .part("PendingModifiedValues", group.pending_modified_values(), group_changes)
        .time("ReplicationGroupCreateTime", group.replication_group_create_time());
    encryption(layout(settings(object, group), group), group).build()
}

fn settings(object: Object, group: &ReplicationGroup) -> Object {
    object
        .plain("AutomaticFailover", group.automatic_failover().map(|status| status.as_str()))
        .plain("MultiAZ", group.multi_az().map(|status| status.as_str()))
        .plain("ClusterEnabled", group.cluster_enabled())
        .plain("ClusterMode", group.cluster_mode().map(|mode| mode.as_str()))
        .plain("Engine", group.engine())
        .plain("CacheNodeType", group.cache_node_type())
        .plain("AutoMinorVersionUpgrade", group.auto_minor_version_upgrade())
        .plain("SnapshotRetentionLimit", group.snapshot_retention_limit())
        .plain("SnapshotWindow", group.snapshot_window())
        .plain("SnapshottingClusterId", group.snapshotting_cluster_id())
        .plain("DataTiering", group.data_tiering().map(|status| status.as_str()))
        .plain("Durability", group.durability().map(|durability| durability.as_str()))
        .plain("EffectiveDurability", group.effective_durability().map(|durability| durability.as_str()))
        .plain("NetworkType", group.network_type().map(|kind| kind.as_str()))
        .plain("IpDiscovery", group.ip_discovery().map(|kind| kind.as_str()))
}

fn layout(object: Object, group: &ReplicationGroup) -> Object {
    object
        .texts("MemberClusters", group.member_clusters.as_ref())
        .texts("MemberClustersOutpostArns", group.member_clusters_outpost_arns.as_ref())
        .list("NodeGroups", group.node_groups.as_ref(), node_group)
        .part("ConfigurationEndpoint", group.configuration_endpoint(), endpoint)
}

fn encryption(object: Object, group: &ReplicationGroup) -> Object {
    object
        .plain("AuthTokenEnabled", group.auth_token_enabled())
        .time("AuthTokenLastModifiedDate", group.auth_token_last_modified_date())
        .plain("TransitEncryptionEnabled", group.transit_encryption_enabled())
        .plain("TransitEncryptionMode", group.transit_encryption_mode().map(|mode| mode.as_str()))
        .plain("AtRestEncryptionEnabled", group.at_rest_encryption_enabled())
        .plain("StorageEncryptionType", group.storage_encryption_type().map(|kind| kind.as_str()))
        .plain("KmsKeyId", group.kms_key_id())
}

fn global_info(info: &GlobalReplicationGroupInfo) -> Value {
    Object::new()
        .plain("GlobalReplicationGroupId", info.global_replication_group_id())
        .plain("GlobalReplicationGroupMemberRole", info.global_replication_group_member_role())
        .build()
}

fn node_group(shard: &NodeGroup) -> Value {
    Object::new()
        .plain("NodeGroupId", shard.node_group_id())
        .plain("Status", shard.status())
        .part("PrimaryEndpoint", shard.primary_endpoint(), endpoint)
        .part("ReaderEndpoint", shard.reader_endpoint(), endpoint)
        .plain("Slots", shard.slots())
        .list("NodeGroupMembers", shard.node_group_members.as_ref(), node_group_member)
        .build()
}

fn node_group_member(node: &NodeGroupMember) -> Value {
    Object::new()
        .plain("CacheClusterId", node.cache_cluster_id())
        .plain("CacheNodeId", node.cache_node_id())
        .part("ReadEndpoint", node.read_endpoint(), endpoint)
        .plain("PreferredAvailabilityZone", node.preferred_availability_zone())
        .plain("PreferredOutpostArn", node.preferred_outpost_arn())
        .plain("CurrentRole", node.current_role())
        .build()
}
