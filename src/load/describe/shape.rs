//! What a describe answer looks like, what only looks like one, and what is misshapen.

use crate::model::MOST_SHARDS;
use crate::source::{Failure, FailureKind, Json, Sources};

use super::documents::{ParametersAnswer, SHAPES};

/// Keys that mark a file of another kind, whatever else it holds.
const FOREIGN: [&str; 6] = [
    "Resources",
    "AWSTemplateFormatVersion",
    "format_version",
    "terraform_version",
    "resource",
    "UserGroupId",
];

/// Keys that `Parameters` of RDS, Redshift and DAX have and those of ElastiCache have not.
const FOREIGN_PARAMETER: [&str; 4] = ["ApplyType", "ApplyMethod", "ParameterType", "NodeTypeSpecificValues"];

/// Whether a parsed document is an answer this reader knows, by its top-level keys and the shape
/// under them.
///
/// Look-alikes are not: CloudFormation templates, user groups (whose `ReplicationGroups` are plain
/// names), and `Parameters` of other services.
#[must_use]
pub fn is_answer(root: Json<'_>) -> bool {
    if FOREIGN.iter().any(|key| root.get(key).is_some()) {
        return false;
    }
    SHAPES.iter().any(|(_, plural, singular, id)| {
        root.get(plural).is_some_and(is_ours) || root.path(&[singular, id]).is_some()
    }) || parameters_of(root).is_some()
}

/// A list of plain names, a number or a text is a look-alike; an object or a list of anything else
/// is ours, to complain about where its shape is wrong.
pub(super) fn is_ours(value: Json<'_>) -> bool {
    let mut items = value.items();
    let names = |item: Json<'_>| item.as_str().is_some();
    value.is_map() || (value.is_list() && items.next().is_none_or(|first| !names(first) || !items.all(names)))
}

/// The value under `Parameters`, where it holds cache parameters.
pub(super) fn parameters_of(root: Json<'_>) -> Option<Json<'_>> {
    let list = root.get("Parameters")?;
    let ours = |item: Json<'_>| {
        item.get("ParameterName").is_some() && !FOREIGN_PARAMETER.iter().any(|key| item.get(key).is_some())
    };
    let named = root.get("CacheParameterGroupName").is_some();
    (named || list.items().next().is_some_and(ours)).then_some(list)
}

/// The failure for what has another shape than the AWS CLI prints.
pub(super) fn misshapen(sources: &Sources, node: Json<'_>, wanted: &str) -> Failure {
    Failure::at(
        FailureKind::Shape,
        &sources.get(node.span().source).name,
        node.span(),
        format!("{wanted} belongs here"),
        "save the answer as the AWS CLI prints it (--output json, without --query), or leave the file out",
    )
}

/// A list of more shards than a group can have, or of more nodes than are in one of them: nothing is made of it.
pub(super) fn oversized(object: Json<'_>) -> Option<(Json<'_>, String)> {
    let shards = object.get("NodeGroups");
    let mut lists =
        shards.into_iter().flat_map(Json::items).filter_map(|shard| shard.get("NodeGroupMembers"));
    let most = MOST_SHARDS as usize;
    let too_long = |list: &Json<'_>| list.items().nth(most).is_some();
    let what = |list, of: &str| (list, format!("a list of at most {most} {of}"));
    let of_shards = shards.filter(too_long).map(|list| what(list, "node groups"));
    of_shards.or_else(|| lists.find(too_long).map(|list| what(list, "nodes")))
}

/// The first part of a group's layout that is not what the AWS CLI prints.
pub(super) fn misplaced(object: Json<'_>) -> Option<(Json<'_>, &'static str)> {
    let wrong = |key: &str| object.get(key).filter(|list| !list.is_null() && !list.is_list());
    if let Some(list) = ["NodeGroups", "MemberClusters", "CacheNodes"].into_iter().find_map(wrong) {
        return Some((list, "a list"));
    }
    let shards = object.get("NodeGroups").into_iter().flat_map(Json::items);
    if let Some(shard) = shards.clone().find(|shard| !shard.is_map()) {
        return Some((shard, "an object with NodeGroupMembers"));
    }
    let members = shards.filter_map(|shard| shard.get("NodeGroupMembers"));
    let mut nodes = members.flat_map(Json::items);
    let nameless = nodes.find(|node| node.get("CacheClusterId").and_then(Json::as_str).is_none());
    nameless.map(|node| (node, "an object with CacheClusterId"))
}

/// What in a `Parameters` answer is no parameter: the value itself, or its elements.
pub(super) fn nameless<'a>(answer: &ParametersAnswer<'a>) -> Vec<Json<'a>> {
    if !answer.list.is_list() {
        return vec![answer.list];
    }
    let items = answer.list.items();
    items.filter(|item| item.get("ParameterName").and_then(Json::as_str).is_none()).collect()
}
