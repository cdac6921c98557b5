//! Every action that is ever asked of AWS, and why: the least policy is this table.

/// Who the credentials belong to.
pub(super) const CALLER: &str = "sts:GetCallerIdentity";
/// Another role's credentials.
pub(super) const ASSUME_ROLE: &str = "sts:AssumeRole";
/// Replication groups.
pub const GROUPS: &str = "elasticache:DescribeReplicationGroups";
/// Cache clusters.
pub(super) const CLUSTERS: &str = "elasticache:DescribeCacheClusters";
/// Subnet groups.
pub(super) const SUBNET_GROUPS: &str = "elasticache:DescribeCacheSubnetGroups";
/// Parameters of one parameter group.
pub(super) const PARAMETERS: &str = "elasticache:DescribeCacheParameters";
/// Global datastores.
pub(super) const GLOBAL: &str = "elasticache:DescribeGlobalReplicationGroups";
/// Events.
pub(super) const EVENTS: &str = "elasticache:DescribeEvents";

/// The actions and what each is for. None of them changes anything.
///
/// `sts:GetCallerIdentity` needs no permission; `sts:AssumeRole` is asked only of roles that the request names.
pub const ACTIONS: [(&str, &str); 8] = [
    (GROUPS, "the replication groups, their shards, nodes and zones"),
    (CLUSTERS, "the engine version, the nodes' states and the parameter group of each cache cluster"),
    (SUBNET_GROUPS, "the zones that the subnets of a group reach"),
    (PARAMETERS, "the parameters of each parameter group in use"),
    (GLOBAL, "the global datastores that groups are members of"),
    (EVENTS, "the failover tests and recoveries of the last 24 hours"),
    (CALLER, "the account that the credentials belong to"),
    (ASSUME_ROLE, "the credentials of each role that the request names"),
];
