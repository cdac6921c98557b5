//! The typed topology every input becomes: group, shard, node, zone.
//!
//! Nothing here knows a format, a rule or a report. Loaders fill it, rules read it.

mod cluster_mode;
mod command;
mod durability;
mod global_role;
mod group;
mod hidden;
mod layout;
mod node_family;
mod seen_tests;
mod setting;
mod shard;
mod version;
mod zone;

pub use cluster_mode::{ModeEvidence, ParameterGroupEvidence, derive_cluster_mode, parse_mode};
pub use command::{
    NAME, in_command, is_cluster_id, is_group_id, is_group_name, is_place, is_shard_id, is_variable,
};
pub use durability::{Durability, DurabilityEvidence, derive_durability, parse_durability};
pub use global_role::{GlobalRole, parse_global_role};
pub use group::{ClusterMode, Engine, Group, Input, Parameters, Skipped, Target, Trace};
pub use hidden::{HiddenZones, with_hidden_zones};
pub use layout::{ExtraReplica, Layout, LayoutInput, MOST_SHARDS, ShardConfiguration, lay_out};
pub use node_family::{is_t1, is_t1_or_t2, version_floor_of_node_type};
pub use seen_tests::SeenTests;
pub use setting::{Origin, Setting, State, Unknown};
pub use shard::{Node, Role, Shard};
pub use version::{NEWEST_REDIS, NEWEST_VALKEY, Version, VersionFloor, newest, version_floor_of_family};
pub use zone::{Placement, Zone};
