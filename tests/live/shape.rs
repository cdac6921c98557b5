//! What the service says in XML, in the AWS CLI's JSON shape: every field of every kind, and nothing that is absent.

use serde_json::{Value, json};

use super::child::Run;
use super::stub::Stub;
use super::xml::answer;

const GROUPS: &str = "elasticache:DescribeReplicationGroups";
const CLUSTERS: &str = "elasticache:DescribeCacheClusters";
const SUBNET_GROUPS: &str = "elasticache:DescribeCacheSubnetGroups";
const PARAMETERS: &str = "elasticache:DescribeCacheParameters";
const GLOBAL: &str = "elasticache:DescribeGlobalReplicationGroups";
const EVENTS: &str = "elasticache:DescribeEvents";

/// The XML of a JSON object: what the service would send for what the AWS CLI prints.
///
/// The elements of a list have the name that `element` gives for the list's.
fn xml(value: &Value, list: &str) -> String {
    match value {
        Value::Object(object) => {
            object.iter().map(|(key, value)| format!("<{key}>{}</{key}>", xml(value, key))).collect()
        }
        Value::Array(items) => {
            let element = element(list);
            items.iter().map(|item| format!("<{element}>{}</{element}>", xml(item, element))).collect()
        }
        // The service ends a time in Z, and the AWS CLI in +00:00, with six digits of a fraction.
        Value::String(text) => text.replace("000+00:00", "Z").replace("+00:00", "Z"),
        other => other.to_string(),
    }
}

fn element(list: &str) -> &str {
    match list {
        "MemberClusters" => "ClusterId",
        "MemberClustersOutpostArns" => "ReplicationGroupOutpostArn",
        "CacheNodeIdsToReboot" | "CacheNodeIdsToRemove" => "CacheNodeId",
        "SecurityGroups" | "SupportedNetworkTypes" => "member",
        "Members" => "GlobalReplicationGroupMember",
        other => other.strip_suffix('s').unwrap(),
    }
}

/// What is read where the service sends this answer.
fn read_back(action: &'static str, sent: &Value) -> Value {
    let text = xml(sent, "");
    let stub = Stub::start(move |call| (call.action == action).then(|| answer(action, &text)));
    let given = Run::of(&stub).read_from(&stub);
    assert_eq!(given.refused(), Vec::<String>::new());
    given.answer(action).unwrap().clone()
}

#[test]
fn a_replication_group_is_whole() {
    let sent = json!({"ReplicationGroups": [{
        "ReplicationGroupId": "orders", "ARN": "arn:aws:elasticache:eu-west-1:111122223333:replicationgroup:orders",
        "Description": "orders", "Status": "modifying",
        "GlobalReplicationGroupInfo": {
            "GlobalReplicationGroupId": "ldgnf-orders", "GlobalReplicationGroupMemberRole": "PRIMARY",
        },
        "PendingModifiedValues": {
            "PrimaryClusterId": "orders-002", "AutomaticFailoverStatus": "enabled",
            "Resharding": {"SlotMigration": {"ProgressPercentage": 12.5}}, "AuthTokenStatus": "ROTATING",
            "TransitEncryptionEnabled": true, "TransitEncryptionMode": "required", "ClusterMode": "enabled",
        },
        "ReplicationGroupCreateTime": "2025-03-01T09:12:45.204000+00:00",
        "AutomaticFailover": "enabled", "MultiAZ": "disabled", "ClusterEnabled": true, "ClusterMode": "compatible",
        "Engine": "valkey", "CacheNodeType": "cache.r7g.large", "AutoMinorVersionUpgrade": false,
        "SnapshotRetentionLimit": 0, "SnapshotWindow": "03:00-04:00", "SnapshottingClusterId": "orders-001",
        "DataTiering": "disabled", "Durability": "async", "EffectiveDurability": "async", "NetworkType": "ipv4",
        "IpDiscovery": "ipv4",
        "MemberClusters": ["orders-002", "orders-001"],
        "MemberClustersOutpostArns": ["arn:aws:outposts:eu-west-1:111122223333:outpost/op-1"],
        "NodeGroups": [{
            "NodeGroupId": "0001", "Status": "available", "Slots": "0-16383",
            "PrimaryEndpoint": {"Address": "primary.example", "Port": 6379},
            "ReaderEndpoint": {"Address": "reader.example", "Port": 6379},
            "NodeGroupMembers": [{
                "CacheClusterId": "orders-001", "CacheNodeId": "0001", "PreferredAvailabilityZone": "eu-west-1a",
                "ReadEndpoint": {"Address": "one.example", "Port": 6379}, "CurrentRole": "primary",
                "PreferredOutpostArn": "arn:aws:outposts:eu-west-1:111122223333:outpost/op-1",
            }],
        }],
        "ConfigurationEndpoint": {"Address": "configuration.example", "Port": 6379},
        "AuthTokenEnabled": true, "AuthTokenLastModifiedDate": "2025-03-01T09:12:45+00:00",
        "TransitEncryptionEnabled": true, "TransitEncryptionMode": "preferred", "AtRestEncryptionEnabled": false,
        "StorageEncryptionType": "sse-kms", "KmsKeyId": "arn:aws:kms:eu-west-1:111122223333:key/k",
    }]});
    assert_eq!(read_back(GROUPS, &sent), sent);
}

#[test]
fn a_group_that_says_little_says_no_more() {
    let sent = json!({"ReplicationGroups": [{"ReplicationGroupId": "a", "PendingModifiedValues": {}, "NodeGroups": []}]});
    assert_eq!(read_back(GROUPS, &sent), sent);
}

#[test]
fn a_value_that_the_sdk_does_not_know_is_kept() {
    let sent = json!({"ReplicationGroups": [{"ReplicationGroupId": "a", "MultiAZ": "someday", "Durability": "eternal"}]});
    assert_eq!(read_back(GROUPS, &sent), sent);
}

#[test]
fn a_cache_cluster_is_whole() {
    let sent = json!({"CacheClusters": [{
        "CacheClusterId": "orders-001", "ARN": "arn:aws:elasticache:eu-west-1:111122223333:cluster:orders-001",
        "ReplicationGroupId": "orders", "CacheClusterStatus": "available", "Engine": "redis",
        "EngineVersion": "7.1.0", "CacheNodeType": "cache.r7g.large", "NumCacheNodes": 1,
        "PreferredAvailabilityZone": "Multiple",
        "PreferredOutpostArn": "arn:aws:outposts:eu-west-1:111122223333:outpost/op-1",
        "CacheClusterCreateTime": "2025-03-01T09:12:45.204000+00:00",
        "PendingModifiedValues": {
            "NumCacheNodes": 2, "CacheNodeIdsToRemove": ["0002"], "EngineVersion": "7.2",
            "CacheNodeType": "cache.r7g.xlarge", "AuthTokenStatus": "SETTING", "TransitEncryptionEnabled": true,
            "TransitEncryptionMode": "required", "ScaleConfig": {"ScalePercentage": 10, "ScaleIntervalMinutes": 5},
        },
        "CacheNodes": [{
            "CacheNodeId": "0001", "CacheNodeStatus": "available", "ParameterGroupStatus": "in-sync",
            "CacheNodeCreateTime": "2025-03-01T09:12:45+00:00", "SourceCacheNodeId": "0000",
            "Endpoint": {"Address": "one.example", "Port": 6379}, "CustomerAvailabilityZone": "eu-west-1a",
            "CustomerOutpostArn": "arn:aws:outposts:eu-west-1:111122223333:outpost/op-1",
        }],
        "CacheParameterGroup": {
            "CacheParameterGroupName": "mine", "ParameterApplyStatus": "in-sync", "CacheNodeIdsToReboot": ["0001"],
        },
        "CacheSubnetGroupName": "subnets",
        "ConfigurationEndpoint": {"Address": "configuration.example", "Port": 11211},
        "PreferredMaintenanceWindow": "sun:05:00-sun:06:00",
        "NotificationConfiguration": {"TopicArn": "arn:aws:sns:eu-west-1:111122223333:t", "TopicStatus": "active"},
        "AutoMinorVersionUpgrade": true, "SnapshotRetentionLimit": 7, "SnapshotWindow": "03:00-04:00",
        "ReplicationGroupLogDeliveryEnabled": false, "ClientDownloadLandingPage": "https://example.com",
        "NetworkType": "dual_stack", "IpDiscovery": "ipv6",
        "CacheSecurityGroups": [], "SecurityGroups": [{"SecurityGroupId": "sg-1", "Status": "active"}],
        "AuthTokenEnabled": false, "AuthTokenLastModifiedDate": "2025-03-01T09:12:45+00:00",
        "TransitEncryptionEnabled": true, "TransitEncryptionMode": "required", "AtRestEncryptionEnabled": true,
    }]});
    assert_eq!(read_back(CLUSTERS, &sent), sent);
}

#[test]
fn subnet_groups_global_datastores_and_events_are_whole() {
    let subnets = json!({"CacheSubnetGroups": [{
        "CacheSubnetGroupName": "subnets", "CacheSubnetGroupDescription": "private", "VpcId": "vpc-1",
        "ARN": "arn:aws:elasticache:eu-west-1:111122223333:subnetgroup:subnets", "SupportedNetworkTypes": ["ipv4"],
        "Subnets": [{
            "SubnetIdentifier": "subnet-1", "SubnetAvailabilityZone": {"Name": "eu-west-1a"},
            "SubnetOutpost": {"SubnetOutpostArn": "arn:aws:outposts:eu-west-1:111122223333:outpost/op-1"},
            "SupportedNetworkTypes": ["ipv4", "dual_stack"],
        }],
    }]});
    assert_eq!(read_back(SUBNET_GROUPS, &subnets), subnets);
    let global = json!({"GlobalReplicationGroups": [{
        "GlobalReplicationGroupId": "ldgnf-orders", "GlobalReplicationGroupDescription": "orders",
        "Status": "available", "CacheNodeType": "cache.r7g.large", "Engine": "redis", "EngineVersion": "7.1.0",
        "Members": [{
            "ReplicationGroupId": "orders", "ReplicationGroupRegion": "eu-west-1", "Role": "PRIMARY",
            "AutomaticFailover": "enabled", "Status": "associated",
        }],
        "ClusterEnabled": false, "GlobalNodeGroups": [{"GlobalNodeGroupId": "ldgnf-0001", "Slots": "0-16383"}],
        "AuthTokenEnabled": false, "TransitEncryptionEnabled": true, "AtRestEncryptionEnabled": true,
        "ARN": "arn:aws:elasticache::111122223333:globalreplicationgroup:ldgnf-orders",
    }]});
    assert_eq!(read_back(GLOBAL, &global), global);
    let events = json!({"Events": [{
        "SourceIdentifier": "orders", "SourceType": "replication-group",
        "Message": "Test Failover API called for node group 0001", "Date": "2025-03-01T09:12:45.204000+00:00",
    }]});
    assert_eq!(read_back(EVENTS, &events), events);
}

#[test]
fn parameters_keep_what_they_are_and_not_what_they_might_be() {
    let sent = json!({"Parameters": [{
        "ParameterName": "appendonly", "ParameterValue": "yes", "Source": "user", "ChangeType": "immediate",
        "MinimumEngineVersion": "2.8.6", "Description": "long", "DataType": "string", "AllowedValues": "yes,no",
        "IsModifiable": true,
    }]});
    let expected = json!({"Parameters": [{
        "ParameterName": "appendonly", "ParameterValue": "yes", "Source": "user", "ChangeType": "immediate",
        "MinimumEngineVersion": "2.8.6",
    }]});
    assert_eq!(read_back(PARAMETERS, &sent), expected);
}

#[test]
fn where_logs_go_and_who_may_log_in_is_left_out() {
    let sent = json!({"ReplicationGroups": [{
        "ReplicationGroupId": "a", "UserGroupIds": [],
        "LogDeliveryConfigurations": [{"LogType": "slow-log", "DestinationType": "cloudwatch-logs"}],
    }]});
    assert_eq!(read_back(GROUPS, &sent), json!({"ReplicationGroups": [{"ReplicationGroupId": "a"}]}));
}
