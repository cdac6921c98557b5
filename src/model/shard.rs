//! Shards and their nodes.

use std::fmt;

use crate::source::Span;

use super::{Placement, Setting, Zone};

/// A shard (node group): a primary and its replicas.
#[derive(Debug, Clone)]
pub struct Shard {
    /// The id, such as `0001`; none for the shard that stands for an unknown number of them.
    pub id: Option<String>,
    /// Where the shard is written; the group's key where it is not.
    pub at: Span,
    /// The nodes, primary first where roles are known.
    pub nodes: Setting<Vec<Node>>,
    /// How many replicas it has.
    pub replica_count: Setting<u32>,
    /// The replicas the group itself asks for, those declared outside of it not counted.
    pub own_replica_count: Setting<u32>,
    /// How many replicas could be promoted: all but those known not to be available (F63).
    pub standby_count: Setting<u32>,
    /// How many zones are written for its replicas; 0 where none is.
    pub replica_zone_count: Setting<u32>,
    /// Where the primary is.
    pub primary_zone: Setting<Placement>,
    /// No zone is asked for any of its nodes, however many they are.
    pub unpinned: bool,
    /// Its state in describe output, such as `available` (X090); none where there is nothing to tell one.
    pub status: Option<Setting<String>>,
    /// The primary endpoint as `host:port`, where the input shows one.
    pub primary_endpoint: Option<String>,
    /// The reader endpoint likewise.
    pub reader_endpoint: Option<String>,
    /// Zones its nodes are spread over without saying whose is whose (X117); mostly empty.
    pub zone_set: Vec<Setting<Zone>>,
}

/// A node of a shard.
#[derive(Debug, Clone)]
pub struct Node {
    /// The cache cluster id, or `0001/primary`, `0001/replica-1` where there is none yet.
    pub id: String,
    /// Its role, where known.
    pub role: Setting<Role>,
    /// How it comes to be in a zone.
    pub zone: Setting<Placement>,
    /// Its state in describe output, such as `available`.
    pub status: Option<Setting<String>>,
    /// Its own endpoint as `host:port`, where the input shows one.
    pub endpoint: Option<String>,
}

/// What a node is in its shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Takes all writes (F11).
    Primary,
    /// Copies the primary (F12).
    Replica,
}

impl fmt::Display for Role {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Role::Primary => "primary",
            Role::Replica => "replica",
        })
    }
}
