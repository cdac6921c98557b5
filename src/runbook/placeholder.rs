//! What stands in a call for something that the input does not tell, and what to put there.

use super::book::Runbook;
use super::request::Request;

pub(super) const GROUP_ID: &str = "<REPLICATION-GROUP-ID>";
pub(super) const SHARD_ID: &str = "<NODE-GROUP-ID>";
pub(super) const REPLICA_ID: &str = "<REPLICA-ID>";
pub(super) const GLOBAL_ID: &str = "<GLOBAL-REPLICATION-GROUP-ID>";
pub(super) const SUBNET_GROUP: &str = "<SUBNET-GROUP-NAME>";
pub(super) const OLD_SUBNET: &str = "<SUBNET-ID-OF-TODAY>";
pub(super) const NEW_SUBNET: &str = "<NEW-SUBNET-ID>";
pub(super) const PARAMETER_GROUP: &str = "<PARAMETER-GROUP-NAME>";
pub(super) const NODE_TYPE: &str = "<NODE-TYPE>";
pub(super) const ENGINE_VERSION: &str = "<ENGINE-VERSION>";
pub(super) const ANOTHER_ZONE: &str = "<ANOTHER-ZONE>";
pub(super) const LOGICAL_ID: &str = "<LOGICAL-ID>";
pub(super) const STACK: &str = "<STACK-NAME>";
pub(super) const SNAPSHOT: &str = "<SNAPSHOT-NAME>";
pub(super) const START: &str = "<START-TIME>";
pub(super) const END: &str = "<END-TIME>";
pub(super) const ENDPOINT: &str = "<PRIMARY-ENDPOINT>";

/// What stands in a call for something that the input does not tell, and what to put there.
const PLACEHOLDERS: [(&str, &str); 17] = [
    (GROUP_ID, "the replication group's id"),
    (SHARD_ID, "the shard's id: digits, such as 0001"),
    (REPLICA_ID, "the id of a replica's cache cluster, such as carts-002"),
    (GLOBAL_ID, "the global datastore's id, with the prefix that AWS put before its name"),
    (SUBNET_GROUP, "the name of the group's subnet group"),
    (
        OLD_SUBNET,
        "the id of a subnet that the subnet group has today; repeat it for each, in quotes of its own",
    ),
    (NEW_SUBNET, "the id of a subnet of the same VPC in another zone"),
    (PARAMETER_GROUP, "the name of the group's parameter group"),
    (NODE_TYPE, "a node type out of the list, such as cache.t4g.small"),
    (ENGINE_VERSION, "a version out of the list, such as 7.1"),
    (ANOTHER_ZONE, "a zone that the subnet group has a subnet in, other than that of the nodes"),
    (LOGICAL_ID, "the group's logical id in the template: letters and digits"),
    (STACK, "the name or id of the CloudFormation stack"),
    (SNAPSHOT, "a name for the backup that no other has: 40 letters, digits and hyphens at most"),
    (START, "ten minutes ago, in UTC, such as 2026-11-21T09:50:00Z"),
    (ENDPOINT, "the primary endpoint of the group, without its port"),
    (END, "now, in UTC, such as 2026-11-21T10:00:00Z"),
];

/// The region of an API request, where it is not known: a command goes to that of the profile then.
pub const REGION: &str = "<REGION>";

/// The placeholders that a runbook uses in commands, in code and, where they are shown, in API requests,
/// each with what to put there.
#[must_use]
pub fn placeholders(book: &Runbook, with_api: bool) -> Vec<(&'static str, &'static str)> {
    let regionless = |request: &Request| request.region.is_none() && request.query_parameters().is_some();
    let without_region = with_api && book.requests().any(regionless);
    let words: Vec<String> = book.requests().flat_map(|request| request.command().concat()).collect();
    let used = |name: &str| {
        words.iter().any(|word| word.contains(name)) || book.code().any(|code| code.text.contains(name))
    };
    let region = without_region.then_some((REGION, "the region that the group is in, such as eu-west-1"));
    PLACEHOLDERS.into_iter().filter(|(name, _)| used(name)).chain(region).collect()
}
