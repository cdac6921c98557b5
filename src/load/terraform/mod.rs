//! Terraform: plan and state JSON as `terraform show -json` prints them, and configuration; OpenTofu's too.

mod attribute;
mod blocks;
mod changes;
mod cluster;
mod code;
mod configuration;
mod configured;
mod document;
mod endpoints;
mod evaluated;
mod global;
mod group;
mod index;
mod language;
mod module;
mod named;
mod outline;
mod parameter_group;
mod placed;
mod plan;
mod provider;
mod reference;
mod resources;
mod secrets;
mod shape;
mod stack;
mod subnet_group;
mod survey;
mod typed;

use std::cell::RefCell;
use std::collections::HashMap;

use crate::load::{Loaded, OUTPOST, SERVERLESS};
use crate::model::{Group, Input, Skipped};
use crate::source::{Failure, FailureKind, SourceId, Sources, parse_json, raw_span};

use attribute::Object;
use configuration::Raw;
use document::Document;
use index::Index;
use plan::Plan;
use resources::Reader;

pub use code::{Code, Sought, code};
pub use configured::{Configured, load_folders};
pub use module::Variables;
pub use outline::Outline;
pub use survey::{Keys, Survey};

/// Reads the groups of one plan or state, which was surveyed in a source's text.
///
/// What can't be read is in the result's failures. Secret values are marked in the source. The outline tells
/// where its resources are.
pub fn load<'t>(
    sources: &mut Sources,
    source: SourceId,
    text: &'t str,
    survey: Survey<'t>,
) -> (Loaded, Option<Outline>) {
    let file = sources.get(source).name.clone();
    let mut reader = Reader { source, text, file, failures: Vec::new(), secrets: Vec::new() };
    let plan = read(&mut reader, survey);
    let mut loaded = plan.as_ref().map(|plan| groups(plan, &|_| reader.file.clone())).unwrap_or_default();
    let outline = plan.map(|plan| Outline::of(source, &plan.resources));
    loaded.failures.append(&mut reader.failures);
    for span in reader.secrets {
        sources.mark_secret(span);
    }
    (loaded, outline)
}

/// Reads a document into memory, as far as it matters.
fn read<'t>(reader: &mut Reader<'t>, survey: Survey<'t>) -> Option<Plan<'t>> {
    if survey.repeats {
        reader.read::<Document>(survey.slice, "the document")?;
    }
    if !reader.knows_format(survey.format_version) {
        return None;
    }
    let is_plan = survey.planned_values.is_some() || survey.resource_changes.is_some();
    let values = if is_plan { survey.planned_values } else { survey.values };
    let found = reader.resources(values, survey.resource_changes, survey.prior_state);
    let configuration = survey.configuration.and_then(|blocks| reader.configuration(blocks));
    if !found.resources.is_empty() {
        hide_variables(reader, survey.variables);
    }
    let mut plan = Plan {
        at: raw_span(reader.source, reader.text, survey.slice),
        text: reader.text,
        input: if is_plan { Input::TerraformPlan } else { Input::TerraformState },
        index: Index::of(&found.resources),
        resources: found.resources,
        configuration,
        changes: found.changes,
        variables: survey.variables.and_then(|raw| serde_json::from_str(raw).ok()).unwrap_or_default(),
        traces: RefCell::default(),
        root: None,
        provider: None,
    };
    add_expressions(reader, &mut plan);
    Some(plan)
}

/// Gives every resource the expressions of its block.
fn add_expressions<'t>(reader: &mut Reader<'t>, plan: &mut Plan<'t>) {
    let Some(configuration) = &plan.configuration else { return };
    for resource in plan.resources.iter_mut().filter(|resource| !resource.prior) {
        let block = configuration.block(&resource.address);
        let raw: Option<Raw<'t>> = block.and_then(|block| block.expressions);
        let parsed = raw.and_then(|raw| parse_json(reader.source, reader.text, raw.get()).ok());
        if let Some(expressions) = &parsed {
            reader.secrets.extend(secrets::by_names_in(expressions));
        }
        resource.expressions = parsed;
    }
}

/// Marks the values of variables whose names say that they are secrets.
fn hide_variables(reader: &mut Reader<'_>, variables: Option<&str>) {
    let parsed = variables.and_then(|raw| parse_json(reader.source, reader.text, raw).ok());
    reader.secrets.extend(parsed.iter().flat_map(secrets::by_names_in));
}

/// Puts the groups together, primaries of global datastores before their secondaries.
///
/// `file` tells the name of a source.
fn groups<'p>(plan: &'p Plan<'p>, file: &dyn Fn(SourceId) -> String) -> Loaded {
    let mut failures = Vec::new();
    let mut clusters = cluster::clusters(plan);
    let mut groups: Vec<Group> = Vec::new();
    let mut secondaries = Vec::new();
    for resource in plan.managed("aws_elasticache_replication_group") {
        let object = Object::of(plan, resource);
        if let Some(name) = shape::outpost(&object) {
            let reason = format!("{OUTPOST} ({name})");
            clusters.skipped.push(Skipped { at: resource.at, resource: resource.label.clone(), reason });
            continue;
        }
        if let Some((at, message)) = shape::too_many_shards(&object) {
            let help = "leave out what can't be created";
            failures.push(Failure::at(FailureKind::Shape, file(at.source), at, message, help));
            continue;
        }
        let membership = global::membership(&object);
        if membership.is_secondary() {
            secondaries.push((object, membership));
            continue;
        }
        let extras = clusters.extras.remove(resource.label.as_str()).unwrap_or_default();
        groups.push(group::replication_group(&object, &membership, extras, &[]));
    }
    for (object, membership) in secondaries {
        let extras = clusters.extras.remove(object.resource.label.as_str()).unwrap_or_default();
        groups.push(group::replication_group(&object, &membership, extras, &groups));
    }
    groups.extend(clusters.standalone.iter().map(|resource| group::standalone(&Object::of(plan, resource))));
    let order: HashMap<&str, usize> =
        plan.resources.iter().enumerate().map(|(at, resource)| (resource.label.as_str(), at)).collect();
    groups.sort_by_key(|group| order.get(group.name.as_str()).copied());
    let mut skipped = clusters.skipped;
    skipped.extend(serverless(plan));
    Loaded { groups, skipped, failures, ..Loaded::default() }
}

/// Serverless caches, which are always spread over zones and have nothing to set.
fn serverless<'p>(plan: &'p Plan<'p>) -> impl Iterator<Item = Skipped> {
    plan.managed("aws_elasticache_serverless_cache").map(|resource| Skipped {
        at: resource.at,
        resource: resource.label.clone(),
        reason: SERVERLESS.into(),
    })
}
