//! CloudFormation templates, YAML and JSON alike: CDK's and SAM's are plain templates too.

mod allowed;
mod cluster;
mod conditions;
mod core_settings;
mod evaluate;
mod global;
mod group;
mod mappings;
mod parameter_group;
mod parameters;
mod placement;
mod properties;
mod references;
mod refusals;
mod secrets;
mod subnets;
mod template;
mod texts;
mod value;
mod zone_lists;

pub use parameters::Parameters;

use crate::load::{Loaded, SERVERLESS};
use crate::model::{MOST_SHARDS, Skipped};
use crate::source::{Entry, Failure, FailureKind, Node, SourceId, Sources};

use evaluate::{Call, Evaluator, TOO_MUCH, call};
use properties::Properties;
use template::{Template, resource_type};

const PREFIX: &str = "AWS::ElastiCache::";

/// Whether a parsed text is a template: a map with a map of `Resources`.
#[must_use]
pub fn is_template(root: &Node) -> bool {
    root.get("Resources").is_some_and(Node::is_map)
}

/// Whether a template declares a parameter of this name, or it is a pseudo parameter.
#[must_use]
pub fn declares(root: &Node, parameter: &str) -> bool {
    parameter.starts_with("AWS::") || root.path(&["Parameters", parameter]).is_some()
}

/// Reads the ElastiCache groups of one template; `root` is the tree of `source`.
///
/// Values of secrets are marked in `sources`. What can't be known is unknown with its reason.
pub fn load(sources: &mut Sources, source: SourceId, root: &Node, parameters: &Parameters) -> Loaded {
    let secrets = secrets::find(root);
    secrets.mark(sources);
    let template = Template::new(root, parameters, secrets.parameters);
    let file = sources.get(source).name.clone();
    let mut loaded = Loaded { failures: refusals::refusals(root, parameters, &file), ..Loaded::default() };
    for entry in root.get("Resources").map_or(&[][..], Node::entries) {
        read_resource(&template, root, entry, &file, &mut loaded);
    }
    if let Some(at) = template.exhausted.get() {
        let message = format!("this expression {TOO_MUCH}");
        let help = "write the value itself, or check the processed template";
        loaded.failures.push(Failure::at(FailureKind::Shape, &file, at, message, help));
    }
    loaded
}

/// Reads one entry of `Resources` into what was loaded.
fn read_resource(template: &Template<'_>, root: &Node, entry: &Entry, file: &str, loaded: &mut Loaded) {
    let skip = |reason: String| Skipped { at: entry.key_span, resource: entry.key.clone(), reason };
    if entry.key.starts_with("Fn::") {
        loaded.skipped.extend(expanded_by_aws(&entry.value).map(skip));
        return;
    }
    if let Some(tag) = entry.value.tag.as_deref().filter(|_| !entry.value.is_map()) {
        let reason =
            format!("the tag !{tag} is not CloudFormation's: check the template your tool makes of this");
        loaded.skipped.push(skip(reason));
        return;
    }
    if let Some(failure) = misshapen(entry, file) {
        loaded.failures.push(failure);
        return;
    }
    let kind = resource_type(&entry.value).and_then(|kind| kind.strip_prefix(PREFIX));
    let Some(kind @ ("ReplicationGroup" | "CacheCluster" | "ServerlessCache")) = kind else { return };
    let Some(eval) = existing(template, entry) else { return };
    if let Some(failure) = too_many_shards(&eval, entry, file) {
        loaded.failures.push(failure);
        return;
    }
    match kind {
        "ReplicationGroup" => loaded.groups.push(group::replication_group(&eval, entry)),
        "CacheCluster" => match (adopted_by(root, &entry.key), cluster::cache_cluster(&eval, entry)) {
            (Some(group), _) => {
                loaded.skipped.push(skip(format!("it is the primary of {group}, which is judged")));
            }
            (None, Ok(group)) => loaded.groups.push(group),
            (None, Err(reason)) => loaded.skipped.push(skip(reason)),
        },
        _ => loaded.skipped.push(skip(SERVERLESS.into())),
    }
}

/// A list of more shards than a group can have: nothing is made of it.
fn too_many_shards<'t>(eval: &Evaluator<'t>, entry: &'t Entry, file: &str) -> Option<Failure> {
    let list = placement::configurations(Properties::of(eval, entry))?;
    let count = list.value().map(Vec::len).filter(|count| *count > MOST_SHARDS as usize)?;
    let message =
        format!("{} of {} lists {count} shards, and a group has at most {MOST_SHARDS}", list.name, entry.key);
    Some(Failure::at(FailureKind::Shape, file, list.at, message, "leave out what can't be created"))
}

/// The replication group of the template that takes a cluster for its primary.
fn adopted_by<'t>(root: &'t Node, cluster: &str) -> Option<&'t str> {
    let resources = root.get("Resources").map_or(&[][..], Node::entries);
    let adopts = |entry: &&Entry| {
        let primary = entry.value.path(&["Properties", "PrimaryClusterId"]);
        match primary.map(call) {
            Some(Call::Function("Ref", name)) => name.as_str() == Some(cluster),
            _ => false,
        }
    };
    resources.iter().find(adopts).map(|entry| entry.key.as_str())
}

/// An evaluator for a resource; `None` where its condition is false, so that it does not exist.
///
/// Where its condition is undecided the resource is judged as it is where it exists: the condition
/// then holds.
fn existing<'t>(template: &'t Template<'t>, entry: &'t Entry) -> Option<Evaluator<'t>> {
    let mut eval = Evaluator::new(template);
    let Some(condition) = entry.value.get("Condition").and_then(Node::as_str) else { return Some(eval) };
    match eval.condition(condition).holds {
        Ok(false) => None,
        Ok(true) => Some(eval),
        Err(_) => {
            eval = Evaluator::new(template);
            eval.assume(condition, true);
            Some(eval)
        }
    }
}

/// A resource, or its properties, that is no map.
fn misshapen(entry: &Entry, file: &str) -> Option<Failure> {
    let failure = |at, message: String| {
        let help = "write it as a map, or leave the file out";
        Some(Failure::at(FailureKind::Shape, file, at, message, help))
    };
    if !entry.value.is_map() {
        return failure(entry.value.span, format!("resource {} is no map", entry.key));
    }
    let ours = resource_type(&entry.value).is_some_and(|kind| kind.starts_with(PREFIX));
    match entry.value.get("Properties") {
        Some(properties) if ours && !properties.is_map() && !properties.is_null() => {
            failure(properties.span, format!("the properties of {} are no map", entry.key))
        }
        _ => None,
    }
}

/// Why resources that AWS makes of an expression are not judged; `None` where none is ours.
fn expanded_by_aws(node: &Node) -> Option<String> {
    let reason = "AWS expands this before it reads the template: check the processed template, \
                  aws cloudformation get-template --template-stage Processed";
    holds_group(node).then(|| reason.to_owned())
}

/// Whether a resource of ours stands anywhere in a tree.
fn holds_group(node: &Node) -> bool {
    let ours = ["ReplicationGroup", "CacheCluster", "ServerlessCache"];
    resource_type(node).and_then(|kind| kind.strip_prefix(PREFIX)).is_some_and(|kind| ours.contains(&kind))
        || node.entries().iter().any(|entry| holds_group(&entry.value))
        || node.items().iter().any(holds_group)
}
