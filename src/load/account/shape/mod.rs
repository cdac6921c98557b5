//! The SDK's types in the AWS CLI's JSON shape: one plain function a type.
//!
//! Tokens, the ids of users and where logs go are left out: nothing judges them, and a snapshot may be passed on.

mod cluster;
mod event;
mod global;
mod group;
mod object;
mod parameter;
mod pending;
mod subnets;

pub(super) use cluster::cache_cluster;
pub(super) use event::event;
pub(super) use global::global_replication_group;
pub(super) use group::replication_group;
pub(super) use parameter::parameter;
pub(super) use subnets::cache_subnet_group;

use aws_sdk_elasticache::types::Endpoint;
use object::Object;
use serde_json::Value;

/// The address and port of an endpoint.
fn endpoint(endpoint: &Endpoint) -> Value {
    Object::new().plain("Address", endpoint.address()).plain("Port", endpoint.port()).build()
}
