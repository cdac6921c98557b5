//! The resources of a module tree that matter here, every instance with its values.

use std::rc::Rc;

use crate::load::terraform::language::{Entries, Fault, Kind, Value};
use crate::model::{Skipped, Unknown};
use crate::source::hcl::Block;
use crate::source::{Span, names_a_secret};

use super::blocks::ResourceBlock;
use super::calls;
use super::expand;
use super::instance::{ModuleInstance, ResourceInstance};
use super::run::Run;
use super::{attributes, lifecycle, lists, secrets, variables};

/// What was found in a module tree.
#[derive(Default)]
pub(super) struct Found {
    /// Resources, those of a module before those of the modules it calls.
    pub(super) resources: Vec<Evaluated>,
    /// Resources that can't be told from the configuration.
    pub(super) skipped: Vec<Skipped>,
    /// Modules that may hold groups and can't be read.
    pub(super) unread: Vec<Skipped>,
}

/// One resource instance with everything that is written in it.
pub(crate) struct Evaluated {
    /// Its address.
    pub(crate) address: String,
    /// What names it: the block's label.
    pub(crate) at: Span,
    /// The whole block.
    pub(crate) body: Span,
    /// Its attributes and blocks by name; each has the place of its expression.
    pub(crate) values: Entries,
    /// What is written for attributes whose changes `lifecycle` ignores: what they were once.
    pub(crate) ignored: Entries,
    /// The module calls that lead to it, the outermost first: address and place.
    pub(crate) calls: Vec<(String, Span)>,
    /// It stands for all that there may be, or for none: why, and the place of `count` or `for_each`.
    pub(crate) doubt: Option<(Unknown, Span)>,
}

/// Attributes that are lists of texts.
const LISTS: [&str; 3] = ["subnet_ids", "preferred_cache_cluster_azs", "availability_zones"];

/// Attributes that no rule ever asks for.
const UNREAD: [&str; 7] = [
    "log_delivery_configuration",
    "security_group_ids",
    "security_group_names",
    "tags",
    "timeouts",
    "user_group_ids",
    "notification_topic_arn",
];

/// How often what an attribute holds is gone through or copied for every instance.
const COPIES: usize = 16;

/// Words in the names of modules that hold caches.
const CACHES: [&str; 4] = ["cache", "redis", "valkey", "memcached"];

/// Goes through a module instance and all that it calls.
pub(super) fn collect(run: &Run<'_>, root: &Rc<ModuleInstance>) -> Found {
    let mut found = Found::default();
    hide_sensitive(run, root);
    // A stack instead of recursion: modules may call each other many levels down.
    let mut open = vec![Rc::clone(root)];
    while let Some(module) = open.pop().filter(|_| !run.is_full() && !run.is_spent()) {
        for (index, block) in module.module.resources.iter().enumerate().filter(|(_, block)| is_ours(block)) {
            resource(run, &module, index, block, &mut found);
        }
        let calls = module.module.calls.keys();
        let below: Vec<_> = calls.flat_map(|name| called(run, &module, name, &mut found)).collect();
        open.extend(below.into_iter().rev());
    }
    if run.is_full() {
        // That is told. Of the many that were made, all that is certain to be meant is what the root declares.
        found.resources.retain(|resource| resource.calls.is_empty());
    }
    found
}

fn is_ours(block: &ResourceBlock) -> bool {
    let kind = block.kind.as_str();
    kind.starts_with("aws_elasticache_") || kind == "aws_subnet" || kind == "aws_default_subnet"
}

fn resource(
    run: &Run<'_>,
    module: &Rc<ModuleInstance>,
    index: usize,
    block: &ResourceBlock,
    found: &mut Found,
) {
    let at = block.block.at;
    match expand::instances(run, module, index, at) {
        Ok(value) => {
            let doubt = doubted(&value, &block.block, module);
            for id in ids(&value) {
                let instance = run.resources.borrow().get(id).cloned();
                // Nothing more could be told of what follows than that.
                if let Some(instance) = instance.filter(|_| !run.is_spent()) {
                    found.resources.push(evaluated(run, &instance, block, doubt.clone()));
                }
            }
        }
        Err(fault) => {
            uncounted(run, format!("{}{}.{}", module.prefix, block.kind, block.name), at, &fault, found)
        }
    }
}

/// A resource or module of which not even the number can be told: what it holds is not judged.
fn uncounted(run: &Run<'_>, resource: String, at: Span, fault: &Fault, found: &mut Found) {
    let reason = format!("how many there are can't be evaluated: {}", fault.message);
    if !run.was_told(&fault.message) {
        let message = format!("{resource}: {reason}");
        run.fail(fault.at.unwrap_or(at), message, "correct it: terraform validate tells more");
    }
    found.skipped.push(Skipped { at, resource, reason });
}

/// Why it is not known whether there is any instance of a block: for itself, or for a module around it.
fn doubted(value: &Value, block: &Block, module: &ModuleInstance) -> Option<(Unknown, Span)> {
    let many = match &value.kind {
        Kind::Instance(instance) => instance.many.as_ref(),
        _ => None,
    };
    match (many, &module.caller) {
        (Some(why), _) => Some((why.clone(), expand::place(block))),
        (None, Some(caller)) => caller.doubt(),
        (None, None) => None,
    }
}

/// The numbers of the instances in a value.
fn ids(value: &Value) -> Vec<usize> {
    match &value.kind {
        Kind::Instance(instance) => vec![instance.id],
        _ => {
            let items = value.items().into_iter().flatten();
            items.chain(value.entries().into_iter().flat_map(Entries::values)).flat_map(ids).collect()
        }
    }
}

fn evaluated(
    run: &Run<'_>,
    instance: &Rc<ResourceInstance>,
    block: &ResourceBlock,
    doubt: Option<(Unknown, Span)>,
) -> Evaluated {
    let (mut values, mut ignored) = (Entries::new(), Entries::new());
    for name in attributes::names(block) {
        if UNREAD.contains(&name) {
            continue;
        }
        let value = attributes::written(run, instance, name).map(|value| value.unwrap_or_else(Value::null));
        // What follows goes through all of it, for every instance.
        let value = value.and_then(|value| run.spend(value.size * COPIES).map(|()| value));
        let value = attributes::settled(value, &|at| run.shown(at));
        let attribute = block.block.body.attribute(name);
        let at = attribute.map_or(block.block.at, |attribute| attribute.value.span);
        let value = if LISTS.contains(&name) { lists::flat(value) } else { value };
        secrets::of_evaluated(&value, names_a_secret(name)).into_iter().for_each(|at| run.hide(at));
        values.insert(name.into(), value.written_at(at));
    }
    lifecycle::ignore_changes(instance, block, &mut values, &mut ignored);
    Evaluated {
        address: instance.address.clone(),
        at: block.block.at,
        body: block.block.span,
        values,
        ignored,
        calls: calls_to(&instance.module),
        doubt,
    }
}

/// The calls that lead to a module instance, the outermost first.
fn calls_to(module: &Rc<ModuleInstance>) -> Vec<(String, Span)> {
    let mut calls = Vec::new();
    let mut next = Some(module);
    while let Some(module) = next {
        let caller = module.caller.as_ref();
        calls.extend(caller.map(|caller| (module.address().to_owned(), caller.at)));
        next = caller.map(|caller| &caller.instance);
    }
    calls.reverse();
    calls
}

/// The instances that a call makes, where they can be gone into.
fn called(
    run: &Run<'_>,
    module: &Rc<ModuleInstance>,
    name: &str,
    found: &mut Found,
) -> Vec<Rc<ModuleInstance>> {
    let Some(block) = module.module.calls.get(name) else { return Vec::new() };
    let resource = format!("{}module.{name}", module.prefix);
    let instances: Vec<_> = match calls::call(run, module, name, block.at) {
        Ok(value) => ids(&value).into_iter().filter_map(|id| run.modules.borrow().get(id).cloned()).collect(),
        Err(fault) => {
            uncounted(run, resource, block.at, &fault, found);
            return Vec::new();
        }
    };
    if let Some(why) = instances.first().and_then(|instance| instance.missing.as_ref()) {
        if may_hold_groups(name, block) {
            let remedy = why.remedy.as_ref().map(|remedy| format!(": {remedy}")).unwrap_or_default();
            found.unread.push(Skipped { at: block.at, resource, reason: format!("{}{remedy}", why.reason) });
        }
        return Vec::new();
    }
    instances.iter().for_each(|instance| hide_sensitive(run, instance));
    instances
}

/// Whether a module that can't be read may hold groups: one of the user's own may, and one whose name says so.
pub(super) fn may_hold_groups(name: &str, block: &Block) -> bool {
    let source = block.body.attribute("source").and_then(|source| source.value.as_text()).unwrap_or_default();
    let text = format!("{name} {source}").to_ascii_lowercase();
    calls::is_local(source) || CACHES.iter().any(|word| text.contains(word))
}

/// Hides all that the sensitive variables of a module come to, wherever it is written.
fn hide_sensitive(run: &Run<'_>, module: &Rc<ModuleInstance>) {
    for (name, block) in module.module.variables.iter().filter(|(_, block)| secrets::is_secret(block)) {
        let value = variables::variable(run, module, name, block.at);
        let places = value.map(|value| secrets::of_evaluated(&value, true)).unwrap_or_default();
        places.into_iter().for_each(|at| run.hide(at));
    }
}
