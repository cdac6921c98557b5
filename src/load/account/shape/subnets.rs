//! Subnet groups and the zones of their subnets.

use aws_sdk_elasticache::types::{AvailabilityZone, CacheSubnetGroup, NetworkType, Subnet, SubnetOutpost};
use serde_json::Value;

use super::object::Object;

/// A subnet group.
pub(in super::super) fn cache_subnet_group(group: &CacheSubnetGroup) -> Value {
    Object::new()
        .plain("CacheSubnetGroupName", group.cache_subnet_group_name())
        .plain("CacheSubnetGroupDescription", group.cache_subnet_group_description())
        .plain("VpcId", group.vpc_id())
        .list("Subnets", group.subnets.as_ref(), subnet)
        .plain("ARN", group.arn())
        .list("SupportedNetworkTypes", group.supported_network_types.as_ref(), network_type)
        .build()
}

fn subnet(subnet: &Subnet) -> Value {
    Object::new()
        .plain("SubnetIdentifier", subnet.subnet_identifier())
        .part("SubnetAvailabilityZone", subnet.subnet_availability_zone(), zone)
        .part("SubnetOutpost", subnet.subnet_outpost(), outpost)
        .list("SupportedNetworkTypes", subnet.supported_network_types.as_ref(), network_type)
        .build()
}

fn zone(zone: &AvailabilityZone) -> Value {
    Object::new().plain("Name", zone.name()).build()
}

fn outpost(outpost: &SubnetOutpost) -> Value {
    Object::new().plain("SubnetOutpostArn", outpost.subnet_outpost_arn()).build()
}

fn network_type(kind: &NetworkType) -> Value {
    Value::from(kind.as_str())
}
