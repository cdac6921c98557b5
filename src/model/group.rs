//! Replication groups with their shards and nodes, and what was passed over.

use std::fmt;

use crate::source::Span;

use super::{Durability, GlobalRole, Layout, Setting, Version, VersionFloor, Zone};

/// Something that was seen and is not judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Skipped {
    /// The place of it.
    pub at: Span,
    /// Its address, logical id, id or kind.
    pub resource: String,
    /// Why it is not judged, and what would be.
    pub reason: String,
}

/// The kind of input a group came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Input {
    /// `terraform show -json` of a plan.
    TerraformPlan,
    /// `terraform show -json` of a state.
    TerraformState,
    /// Terraform configuration.
    TerraformConfig,
    /// A CloudFormation template.
    CloudFormation,
    /// Describe output.
    Describe,
}

impl Input {
    /// The name in JSON output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Input::TerraformPlan => "terraform-plan",
            Input::TerraformState => "terraform-state",
            Input::TerraformConfig => "terraform-config",
            Input::CloudFormation => "cloudformation",
            Input::Describe => "describe",
        }
    }
}

/// Which group of the world this is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// Where the group was read from.
    pub input: Input,
    /// The replication group id, where known.
    pub id: Option<String>,
    /// The ARN, where known.
    pub arn: Option<String>,
    /// The twelve digits of the account, where known.
    pub account: Option<String>,
    /// The region, where known.
    pub region: Option<String>,
    /// The folder of the root module, where Terraform configuration declares it.
    pub root: Option<String>,
}

/// The engine of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Redis OSS.
    Redis,
    /// Valkey.
    Valkey,
}

impl fmt::Display for Engine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Engine::Redis => "redis",
            Engine::Valkey => "valkey",
        })
    }
}

/// Cluster mode (X050).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ClusterMode {
    /// Data is spread over shards, clients speak the cluster protocol.
    Enabled,
    /// One shard, a primary endpoint.
    Disabled,
    /// One shard, both kinds of endpoint, on the way from disabled to enabled (X052).
    Compatible,
}

impl fmt::Display for ClusterMode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            ClusterMode::Enabled => "enabled",
            ClusterMode::Disabled => "disabled",
            ClusterMode::Compatible => "compatible",
        })
    }
}

/// A replication group, or a stand-alone Redis or Valkey cluster seen as a group of one node.
#[derive(Debug, Clone)]
pub struct Group {
    /// What people call it here: Terraform address, logical id or replication group id.
    pub name: String,
    /// Which group of the world it is.
    pub target: Target,
    /// The key, block header or id that names the resource: the label of what is not written.
    pub at: Span,
    /// The whole resource, for excerpts.
    pub body: Span,
    /// A stand-alone cluster: no replication group, no flags, one node (X105).
    pub standalone: bool,
    /// The input creates the group: a template, or a plan that creates or replaces it.
    pub creating: bool,
    /// Multi-AZ.
    pub multi_az: Setting<bool>,
    /// Automatic failover. `enabling` and `disabling` are unknown: neither on nor off (X009).
    pub automatic_failover: Setting<bool>,
    /// Cluster mode, derived once for every input by the order of section 3.6.
    pub cluster_mode: Setting<ClusterMode>,
    /// Engine.
    pub engine: Setting<Engine>,
    /// Engine version.
    pub engine_version: Setting<Version>,
    /// Lower bounds on an engine version that is not known.
    pub version_floors: Vec<VersionFloor>,
    /// Node type, such as `cache.r6g.large`.
    pub node_type: Setting<String>,
    /// The parameter group's name as written; none where none is, so that ElastiCache's default applies.
    pub parameter_group: Setting<Option<String>>,
    /// What the parameter group says of failover.
    pub parameters: Parameters,
    /// Its shards and the counts that rules compare.
    pub layout: Layout,
    /// The subnet group's name as written; none where none is.
    pub subnet_group: Setting<Option<String>>,
    /// The zones that the subnet group's subnets lie in, one per subnet.
    pub subnet_zones: Setting<Vec<Setting<Zone>>>,
    /// The ids of those subnets, where describe output lists all of them; empty elsewhere.
    pub subnet_ids: Vec<String>,
    /// Days that automatic snapshots are kept; 0 is off (X021).
    pub snapshot_retention: Setting<u32>,
    /// Which acknowledged writes a failover can lose (X112).
    pub durability: Setting<Durability>,
    /// Whether an external Redis replica follows this group; only the user can know (X040).
    pub external_replica: Setting<bool>,
    /// Its state in describe output, such as `available` (X090); only describe output has one.
    pub status: Option<Setting<String>>,
    /// The configuration endpoint as `host:port`, where the input shows one.
    pub configuration_endpoint: Option<String>,
    /// States of the group, its shards and nodes that say a change is under way, and pending
    /// changes to failover, roles, shards or mode; empty where nothing is. Only describe output has
    /// them; unknown where answers contradict each other and nothing else tells of a change.
    pub transitions: Setting<Vec<Setting<String>>>,
    /// What it is in a global datastore; none where this input does not name one.
    pub global_role: Setting<GlobalRole>,
    /// Whether there is such a group: unknown where an unknown `count` or `for_each` makes it.
    pub existence: Setting<bool>,
    /// Where values came from that are not written where they count, and how the group came to be.
    pub traces: Vec<Trace>,
}

/// A place that has to do with another: the argument that a module was called with, the default of a
/// variable, the call of the module that declares a group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trace {
    /// The place whose value came from there; none where it concerns the whole group.
    pub of: Option<Span>,
    /// What stands there.
    pub text: String,
    /// The place.
    pub at: Span,
}

/// Parameters that change what a failover does (section 3.3), defaults applied.
#[derive(Debug, Clone)]
pub struct Parameters {
    /// `appendonly`; default off (X039).
    pub append_only: Setting<bool>,
    /// `min-replicas-to-write` or its old name; default 0 (X065).
    pub min_replicas_to_write: Setting<u32>,
    /// `min-replicas-max-lag` or its old name, in seconds; default 10 (X066).
    pub min_replicas_max_lag: Setting<u32>,
    /// `cluster-require-full-coverage`: one lost shard stops all of them; default off (X063).
    pub require_full_coverage: Setting<bool>,
    /// `cluster-allow-reads-when-down`: reads go on without a quorum of primaries; default off (X058).
    pub allow_reads_when_down: Setting<bool>,
}
