//! Attributes and blocks of resource instances, each evaluated when somebody asks for it.

use std::collections::BTreeMap;
use std::rc::Rc;

use crate::load::terraform::language::{
    AFTER_APPLY, Elements, Entries, Env, Fault, Growing, Kind, Locals, Open, Reference, Stands, Value,
    elements, evaluate,
};
use crate::model::Unknown;
use crate::source::Span;
use crate::source::hcl::{Block, Body};

use super::blocks::{ResourceBlock, kind_of};
use super::instance::{Name, ResourceInstance};
use super::names::Here;
use super::run::Run;

/// What Terraform itself reads in a resource, and no provider.
const META: &[&str] =
    &["count", "for_each", "provider", "depends_on", "lifecycle", "provisioner", "connection"];

/// Lists of data sources whose names all differ.
const DISTINCT: &[(&str, &str)] =
    &[("aws_availability_zones", "names"), ("aws_availability_zones", "zone_ids")];

/// An attribute, or the blocks of a name, of the resource instance with a number.
///
/// # Errors
/// What Terraform itself would refuse.
pub(super) fn attribute(run: &Run<'_>, id: usize, name: &str) -> Result<Value, Fault> {
    let instance = run.resources.borrow().get(id).cloned();
    let Some(instance) = instance else { return Ok(Value::null()) };
    match written(run, &instance, name)? {
        Some(value) if !value.is_null() => Ok(read_from(value, reference(&instance, name))),
        _ => Ok(computed(&instance, name)),
    }
}

/// A value that is written in a resource and read there: where it is unknown, the resource is meant.
fn read_from(value: Value, reference: Reference) -> Value {
    let Some(open) = value.open() else { return value };
    let open = Open { read_from: Some(reference), ..open.as_ref().clone() };
    Value { kind: Kind::Unknown(Rc::new(open)), ..value }
}

fn reference(instance: &ResourceInstance, name: &str) -> Reference {
    Reference { address: instance.address.as_str().into(), attribute: name.into() }
}

/// What the configuration writes for an attribute or for the blocks of a name; `None` for nothing.
///
/// # Errors
/// What Terraform itself would refuse.
pub(super) fn written(
    run: &Run<'_>,
    instance: &Rc<ResourceInstance>,
    name: &str,
) -> Result<Option<Value>, Fault> {
    if instance.module.module.is_in_doubt {
        let why = Unknown::new("an override file of the module could not be read", "correct that file");
        return Ok(Some(Value::unknown(why)));
    }
    let Some(block) = instance.block().filter(|_| !META.contains(&name)) else { return Ok(None) };
    let body = &block.block.body;
    let attribute = body.attribute(name);
    if attribute.is_none() && !blocks_named(body, name) {
        return Ok(None);
    }
    let at = attribute.map_or(block.block.at, |attribute| attribute.value.span);
    let shown = format!("{}.{name}", instance.address);
    let module = &instance.module;
    run.remember(module, Name::Attribute(instance.id, name.to_owned()), shown, at, || {
        let here = Here { run, module, iteration: instance.iteration.as_ref() };
        let env = Env { scope: &here, locals: None };
        match attribute {
            Some(attribute) => evaluate(&attribute.value, &env),
            None => blocks(body, name, &env),
        }
    })
    .map(Some)
}

/// The names of everything that the configuration writes in a resource.
pub(super) fn names(block: &ResourceBlock) -> Vec<&str> {
    let body = &block.block.body;
    let blocks = body.blocks.iter().map(kind_of);
    let mut names: Vec<&str> =
        body.attributes.iter().map(|attribute| attribute.name.as_str()).chain(blocks).collect();
    names.retain(|name| !META.contains(name));
    names.sort_unstable();
    names.dedup();
    names
}

fn blocks_named(body: &Body, name: &str) -> bool {
    body.blocks.iter().any(|block| kind_of(block) == name)
}

/// What a block costs to make beside its attributes, in values: it takes as much memory, and all that reads the
/// resource goes through it.
const BLOCK: usize = 200;

/// All blocks of a kind, as a list of objects.
fn blocks(body: &Body, kind: &str, env: &Env<'_>) -> Result<Value, Fault> {
    let mut found = Growing::new();
    for block in body.blocks.iter().filter(|block| kind_of(block) == kind) {
        if block.kind != "dynamic" {
            env.scope.spend(BLOCK)?;
            found.push(object(&block.body, env).written_at(block.span))?;
            continue;
        }
        if let Some(open) = dynamic(block, env, &mut found)? {
            return Ok(Value::open_as(open.other(Stands::Blocks)).written_at(block.at));
        }
    }
    Ok(Value::list(found.values))
}

/// Adds the objects that a `dynamic` block makes; what is unknown where even their number is.
fn dynamic(block: &Block, env: &Env<'_>, found: &mut Growing) -> Result<Option<Rc<Open>>, Fault> {
    let missing =
        |what: &str| Fault { at: Some(block.at), ..Fault::new(format!("a dynamic block needs {what}")) };
    let all = block.body.attribute("for_each").ok_or_else(|| missing("for_each"))?;
    let content = block.body.blocks_of("content").next().ok_or_else(|| missing("content"))?;
    let collection = evaluate(&all.value, env)?;
    let known = match elements(&collection)? {
        Elements::Known(known) => known,
        Elements::Unknown(open) => return Ok(Some(open)),
    };
    env.scope.spend(known.len())?;
    let name = iterator(block);
    for (key, value) in known {
        // Where nothing is left to spend, what is inside would be unknown and the rest go on.
        env.scope.spend(BLOCK)?;
        let entries = [("key", key), ("value", value)].map(|(name, value)| (Rc::from(name), value));
        let element = Value::object(BTreeMap::from(entries));
        let local = Locals { name: &name, value: &element, outer: env.locals };
        let env = Env { scope: env.scope, locals: Some(&local) };
        found.push(object(&content.body, &env).written_at(content.span))?;
    }
    Ok(None)
}

/// The name by which a `dynamic` block's content calls the element.
fn iterator(block: &Block) -> String {
    use crate::source::hcl::ExpressionKind::{Name, Text};
    match block.body.attribute("iterator").map(|attribute| &attribute.value.kind) {
        Some(Name(name) | Text(name)) => name.clone(),
        _ => kind_of(block).to_owned(),
    }
}

/// The attributes and blocks of one block. What can't be evaluated in it is unknown, and the rest counts.
fn object(body: &Body, env: &Env<'_>) -> Value {
    let mut entries = Entries::new();
    for attribute in &body.attributes {
        let value = settled(evaluate(&attribute.value, env), &|at| env.scope.shown(at));
        entries.insert(attribute.name.as_str().into(), value.written_at(attribute.value.span));
    }
    for kind in body.blocks.iter().map(kind_of) {
        if !entries.contains_key(kind) {
            entries.insert(kind.into(), settled(blocks(body, kind, env), &|at| env.scope.shown(at)));
        }
    }
    Value::object(entries)
}

/// A value that Terraform would refuse, as one that is unknown.
pub(super) fn settled(value: Result<Value, Fault>, shown: &dyn Fn(Span) -> Option<String>) -> Value {
    value.unwrap_or_else(|fault| refused(&fault, fault.at.and_then(shown)))
}

/// What stands for a value that can't be evaluated: the reason names the expression at fault.
fn refused(fault: &Fault, expression: Option<String>) -> Value {
    let tells = |expression: &String| expression != "\"…\"" && !fault.message.contains(expression.as_str());
    let named = expression.filter(tells);
    let what = named.unwrap_or_else(|| "it".into());
    let why = Unknown::new(
        format!("{what} can't be evaluated: {}", fault.message),
        "correct it: terraform validate tells more",
    );
    let value = Value::unknown(why);
    Value { at: fault.at, ..value }
}

/// An attribute that the configuration does not write: the provider tells it.
fn computed(instance: &ResourceInstance, name: &str) -> Value {
    let Some(block) = instance.block() else { return Value::null() };
    let what = format!("{}.{name}", instance.address);
    let why = match block.data {
        true => Unknown::new(format!("{what} is read while planning"), "lint the plan"),
        false => Unknown::new(format!("{what} is known after apply"), AFTER_APPLY),
    };
    let is_distinct = block.data && DISTINCT.contains(&(block.kind.as_str(), name));
    let stands = if is_distinct { Stands::Names(what.as_str().into()) } else { Stands::Attribute };
    Value::open_as(Open { rests_on: vec![reference(instance, name)], ..Open::new(why, stands) })
}
