//! `lifecycle.ignore_changes`: what is written counts when a resource is created, and never again.

use crate::load::terraform::language::{Entries, Value};
use crate::model::Unknown;
use crate::source::hcl::{Block, ExpressionKind};

use super::blocks::ResourceBlock;
use super::instance::ResourceInstance;

/// What `lifecycle` ignores changes of.
enum Ignored {
    Nothing,
    These(Vec<String>),
    All,
}

/// Attributes whose change replaces the resource: what is written is what is.
const FIXED: [&str; 4] = ["replication_group_id", "cluster_id", "name", "global_replication_group_id"];

/// Attributes that have a default where they are not written, and that are changed after creation.
const DEFAULTED: [&str; 7] = [
    "automatic_failover_enabled",
    "engine_version",
    "multi_az_enabled",
    "num_cache_clusters",
    "num_node_groups",
    "parameter_group_name",
    "snapshot_retention_limit",
];

/// Makes attributes unknown whose changes are ignored, written or not; what is written goes to `written`.
pub(super) fn ignore_changes(
    instance: &ResourceInstance,
    block: &ResourceBlock,
    values: &mut Entries,
    written: &mut Entries,
) {
    let ignored = ignored(instance, block);
    let names: Vec<String> = match &ignored {
        Ignored::Nothing => return,
        Ignored::These(names) => names.clone(),
        Ignored::All => values.keys().map(|name| name.to_string()).chain(DEFAULTED.map(Into::into)).collect(),
    };
    for name in names.iter().filter(|name| !FIXED.contains(&name.as_str())) {
        // Of what is not written only a default is in doubt: what else there is keeps out of the way.
        if !values.contains_key(name.as_str()) && !DEFAULTED.contains(&name.as_str()) {
            continue;
        }
        let at = values.get(name.as_str()).and_then(|value| value.at).unwrap_or(block.block.at);
        let earlier = values.insert(name.as_str().into(), unsure(name).written_at(at));
        written.extend(earlier.map(|value| (name.as_str().into(), value)));
    }
}

/// Reads `lifecycle.ignore_changes`.
///
/// A node count is ignored where replicas are resources of their own (X122): they explain the change,
/// and are counted beside it.
fn ignored(instance: &ResourceInstance, block: &ResourceBlock) -> Ignored {
    let lifecycle: Vec<&Block> = block.block.body.blocks_of("lifecycle").collect();
    let Some(list) = lifecycle.iter().find_map(|block| block.body.attribute("ignore_changes")) else {
        return Ignored::Nothing;
    };
    let items = match &list.value.kind {
        ExpressionKind::Tuple(items) => items.as_slice(),
        _ => std::slice::from_ref(&list.value),
    };
    let mut names: Vec<String> = items.iter().filter_map(|item| first_name(&item.kind)).collect();
    if !matches!(list.value.kind, ExpressionKind::Tuple(_)) && names == ["all"] {
        return Ignored::All;
    }
    let has_replicas = instance.module.module.resources.iter().any(|other| {
        other.kind == "aws_elasticache_cluster"
            && other.block.body.attribute("replication_group_id").is_some()
    });
    if has_replicas {
        names.retain(|name| !matches!(name.as_str(), "num_cache_clusters" | "number_cache_clusters"));
    }
    Ignored::These(names)
}

/// The attribute that an element of `ignore_changes` names, or lies in.
fn first_name(kind: &ExpressionKind) -> Option<String> {
    match kind {
        ExpressionKind::Name(name) => Some(name.clone()),
        ExpressionKind::Text(text) => text.split(['.', '[']).next().map(str::to_owned),
        ExpressionKind::Traversal(base, _) => first_name(&base.kind),
        _ => None,
    }
}

fn unsure(name: &str) -> Value {
    Value::unknown(Unknown::new(
        format!("lifecycle ignores changes of {name}: what exists may have another value"),
        "lint the plan, or the account's describe output",
    ))
}
