//! Cache clusters and their nodes.

use aws_sdk_elasticache::types::{
    CacheCluster, CacheNode, CacheParameterGroupStatus, CacheSecurityGroupMembership,
    NotificationConfiguration, SecurityGroupMembership,
};
use serde_json::Value;

use super::endpoint;
use super::object::Object;
use super::pending::cluster_changes;

/// A cache cluster.
pub(in super::super) fn cache_cluster(cluster: &CacheCluster) -> Value {
    let object = Object::new()
        .plain("CacheClusterId", cluster.cache_cluster_id())
        .plain("ARN", cluster.arn())
        .plain("ReplicationGroupId", cluster.replication_group_id())
        .plain("CacheClusterStatus", cluster.cache_cluster_status())
        .plain("Engine", cluster.engine())
        .plain("EngineVersion", cluster.engine_version())
        .plain("CacheNodeType", cluster.cache_node_type())
        .plain("NumCacheNodes", cluster.num_cache_nodes())
        .plain("PreferredAvailabilityZone", cluster.preferred_availability_zone())
        .plain("PreferredOutpostArn", cluster.preferred_outpost_arn())
        .time("CacheClusterCreateTime", cluster.cache_cluster_create_time())
        .part("PendingModifiedValues", cluster.pending_modified_values(), cluster_changes)
        .list("CacheNodes", cluster.cache_nodes.as_ref(), cache_node);
    security(upkeep(object, cluster), cluster).build()
}

fn upkeep(object: Object, cluster: &CacheCluster) -> Object {
    object
        .part("CacheParameterGroup", cluster.cache_parameter_group(), parameter_group)
        .plain("CacheSubnetGroupName", cluster.cache_subnet_group_name())
        .part("ConfigurationEndpoint", cluster.configuration_endpoint(), endpoint)
        .plain("PreferredMaintenanceWindow", cluster.preferred_maintenance_window())
        .part("NotificationConfiguration", cluster.notification_configuration(), notification)
        .plain("AutoMinorVersionUpgrade", cluster.auto_minor_version_upgrade())
        .plain("SnapshotRetentionLimit", cluster.snapshot_retention_limit())
        .plain("SnapshotWindow", cluster.snapshot_window())
        .plain("ReplicationGroupLogDeliveryEnabled", cluster.replication_group_log_delivery_enabled())
        .plain("ClientDownloadLandingPage", cluster.client_download_landing_page())
        .plain("NetworkType", cluster.network_type().map(|kind| kind.as_str()))
        .plain("IpDiscovery", cluster.ip_discovery().map(|kind| kind.as_str()))
}

fn security(object: Object, cluster: &CacheCluster) -> Object {
    object
        .list("CacheSecurityGroups", cluster.cache_security_groups.as_ref(), cache_security_group)
        .list("SecurityGroups", cluster.security_groups.as_ref(), security_group)
        .plain("AuthTokenEnabled", cluster.auth_token_enabled())
        .time("AuthTokenLastModifiedDate", cluster.auth_token_last_modified_date())
        .plain("TransitEncryptionEnabled", cluster.transit_encryption_enabled())
        .plain("TransitEncryptionMode", cluster.transit_encryption_mode().map(|mode| mode.as_str()))
        .plain("AtRestEncryptionEnabled", cluster.at_rest_encryption_enabled())
}

fn cache_node(node: &CacheNode) -> Value {
    Object::new()
        .plain("CacheNodeId", node.cache_node_id())
        .plain("CacheNodeStatus", node.cache_node_status())
        .time("CacheNodeCreateTime", node.cache_node_create_time())
        .part("Endpoint", node.endpoint(), endpoint)
        .plain("ParameterGroupStatus", node.parameter_group_status())
        .plain("SourceCacheNodeId", node.source_cache_node_id())
        .plain("CustomerAvailabilityZone", node.customer_availability_zone())
        .plain("CustomerOutpostArn", node.customer_outpost_arn())
        .build()
}

fn parameter_group(group: &CacheParameterGroupStatus) -> Value {
    Object::new()
        .plain("CacheParameterGroupName", group.cache_parameter_group_name())
        .plain("ParameterApplyStatus", group.parameter_apply_status())
        .texts("CacheNodeIdsToReboot", group.cache_node_ids_to_reboot.as_ref())
        .build()
}

fn notification(configuration: &NotificationConfiguration) -> Value {
    Object::new()
        .plain("TopicArn", configuration.topic_arn())
        .plain("TopicStatus", configuration.topic_status())
        .build()
}

fn cache_security_group(group: &CacheSecurityGroupMembership) -> Value {
    Object::new()
        .plain("CacheSecurityGroupName", group.cache_security_group_name())
        .plain("Status", group.status())
        .build()
}

fn security_group(group: &SecurityGroupMembership) -> Value {
    Object::new().plain("SecurityGroupId", group.security_group_id()).plain("Status", group.status()).build()
}
