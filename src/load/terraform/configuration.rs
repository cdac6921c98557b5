//! The `configuration` of a plan: which expression sets what, followed through variables and outputs.

use std::collections::{HashMap, HashSet};

use serde::Deserialize;
use serde_json::value::RawValue;

use super::document::Items;
use super::reference::{Address, Reference, ResourceReference, Scope, longest};

/// The whole of it.
#[derive(Deserialize)]
pub(super) struct Configuration<'t> {
    #[serde(borrow)]
    root_module: Option<Module<'t>>,
    /// Providers, with their version constraints.
    #[serde(borrow)]
    pub(super) provider_config: Option<&'t RawValue>,
}

#[derive(Deserialize)]
struct Module<'t> {
    #[serde(borrow, default)]
    resources: Items<ResourceBlock<'t>>,
    #[serde(borrow, default)]
    module_calls: Option<HashMap<String, Call<'t>>>,
    #[serde(borrow, default)]
    outputs: Option<HashMap<String, Output<'t>>>,
}

/// A resource block: what sets its attributes.
#[derive(Deserialize)]
pub(super) struct ResourceBlock<'t> {
    mode: Option<String>,
    #[serde(rename = "type")]
    kind: Option<String>,
    name: Option<String>,
    /// Attribute → expression.
    #[serde(borrow)]
    pub(super) expressions: Option<&'t RawValue>,
    #[serde(borrow)]
    for_each_expression: Option<&'t RawValue>,
    #[serde(borrow)]
    count_expression: Option<&'t RawValue>,
}

#[derive(Deserialize)]
struct Call<'t> {
    #[serde(borrow, default)]
    expressions: Option<HashMap<String, &'t RawValue>>,
    #[serde(borrow)]
    for_each_expression: Option<&'t RawValue>,
    #[serde(borrow)]
    count_expression: Option<&'t RawValue>,
    #[serde(borrow)]
    module: Option<Module<'t>>,
}

#[derive(Deserialize)]
struct Output<'t> {
    #[serde(borrow)]
    expression: Option<&'t RawValue>,
}

/// Where following an expression ends: a resource, or something a plan does not explain.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Leaf {
    /// The module instances it stands in.
    pub(super) scope: Scope,
    /// What it is.
    pub(super) end: End,
}

/// The kinds of [`Leaf`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum End {
    /// A resource or data source.
    Resource(ResourceReference),
    /// A local, a missing module.
    Opaque(String),
    /// A variable of the root module: known while planning, though the plan does not say where to.
    Given(String),
}

/// References that still have to be followed.
struct Open<'t> {
    scope: Scope,
    /// What `each.value` stands for here.
    each: Option<&'t RawValue>,
    references: Vec<String>,
}

impl<'t> Configuration<'t> {
    /// The block that a resource instance comes from.
    pub(super) fn block(&self, address: &Address) -> Option<&ResourceBlock<'t>> {
        let mode = if address.data { "data" } else { "managed" };
        let blocks = &self.module(&address.scope)?.resources.0;
        blocks.iter().map(|item| &item.value).find(|block| {
            block.kind.as_deref() == Some(address.kind.as_str())
                && block.name.as_deref() == Some(address.name.as_str())
                && block.mode.as_deref().unwrap_or("managed") == mode
        })
    }

    /// Whether a resource is written without `count` and `for_each`, in modules called without.
    pub(super) fn must_exist(&self, scope: &Scope, meant: &ResourceReference) -> bool {
        let address = Address {
            scope: scope.clone(),
            data: meant.data,
            kind: meant.kind.clone(),
            name: meant.name.clone(),
            key: None,
        };
        // A resource that is not even written is referred to by a cut-down plan: it must be somewhere.
        let Some(block) = self.block(&address) else { return true };
        let mut module = self.root_module.as_ref();
        for step in &scope.0 {
            let call = module.and_then(|module| module.call(&step.name));
            if call.is_none_or(|call| call.count_expression.is_some() || call.for_each_expression.is_some()) {
                return false;
            }
            module = call.and_then(|call| call.module.as_ref());
        }
        block.count_expression.is_none() && block.for_each_expression.is_none()
    }

    fn module(&self, scope: &Scope) -> Option<&Module<'t>> {
        let root = self.root_module.as_ref()?;
        scope.0.iter().try_fold(root, |module, step| module.call(&step.name)?.module.as_ref())
    }

    /// Follows the references of a resource's expression to where they end, each end once.
    pub(super) fn leaves(&self, address: &Address, references: Vec<String>) -> Vec<Leaf> {
        let each = self.block(address).and_then(|block| block.for_each_expression);
        let scope = address.scope.clone();
        let mut leaves: Vec<Leaf> = Vec::new();
        let mut seen: HashSet<(Scope, String)> = HashSet::new();
        // A stack instead of recursion, and nothing twice: a cycle of modules ends.
        let mut open = vec![Open { scope, each, references }];
        while let Some(next) = open.pop() {
            for reference in longest(&next.references) {
                if !seen.insert((next.scope.clone(), reference.to_owned())) {
                    continue;
                }
                match self.follow(&next, Reference::parse(reference)) {
                    Followed::To(more) => open.extend(more),
                    Followed::End(scope, end) => {
                        let leaf = Leaf { scope, end };
                        if !leaves.contains(&leaf) {
                            leaves.push(leaf);
                        }
                    }
                }
            }
        }
        leaves
    }

    fn follow(&self, from: &Open<'t>, reference: Reference) -> Followed<'t> {
        let to = |scope: Scope, each: Option<&'t RawValue>, raw: Option<&'t RawValue>| {
            let references = raw.map(references_in).unwrap_or_default();
            Open { scope, each, references }
        };
        match reference {
            Reference::Known => Followed::To(Vec::new()),
            Reference::Each => Followed::To(vec![to(from.scope.clone(), None, from.each)]),
            Reference::Resource(resource) => Followed::End(from.scope.clone(), End::Resource(resource)),
            Reference::Opaque(text) => Followed::End(from.scope.clone(), End::Opaque(text)),
            Reference::Variable(name) => {
                let Some((parent, step)) = from.scope.parent() else {
                    return Followed::End(from.scope.clone(), End::Given(name));
                };
                let call = self.module(&parent).and_then(|module| module.call(&step.name));
                // A variable that the call does not set has its default.
                let raw = call.and_then(|call| call.expressions.as_ref()?.get(&name).copied());
                Followed::To(vec![to(parent, call.and_then(|call| call.for_each_expression), raw)])
            }
            Reference::Module { call, key, output } => {
                let module = self.module(&from.scope).and_then(|module| module.call(&call)?.module.as_ref());
                let Some(outputs) = module.and_then(|module| module.outputs.as_ref()) else {
                    return Followed::End(from.scope.clone(), End::Opaque(format!("module.{call}")));
                };
                let scope = from.scope.child(&call, key.as_deref());
                let meant = outputs.iter().filter(|(name, _)| output.as_ref().is_none_or(|o| o == *name));
                let mut meant: Vec<_> = meant.collect();
                meant.sort_by_key(|(name, _)| *name);
                let opens = meant.into_iter().map(|(_, output)| to(scope.clone(), None, output.expression));
                Followed::To(opens.collect())
            }
        }
    }
}

/// One step of following a reference.
enum Followed<'t> {
    To(Vec<Open<'t>>),
    End(Scope, End),
}

impl<'t> Module<'t> {
    fn call(&self, name: &str) -> Option<&Call<'t>> {
        self.module_calls.as_ref()?.get(name)
    }
}

/// Every reference in an expression, nested blocks included.
fn references_in(raw: &RawValue) -> Vec<String> {
    let mut found = Vec::new();
    if let Ok(value) = serde_json::from_str::<serde_json::Value>(raw.get()) {
        collect(&value, &mut found);
    }
    found
}

fn collect(value: &serde_json::Value, found: &mut Vec<String>) {
    match value {
        serde_json::Value::Array(items) => items.iter().for_each(|item| collect(item, found)),
        serde_json::Value::Object(map) => {
            for (key, value) in map {
                match (key.as_str(), value) {
                    ("references", serde_json::Value::Array(items)) => {
                        found.extend(items.iter().filter_map(|item| item.as_str().map(str::to_owned)));
                    }
                    // A constant is data: a key `references` inside of it means nothing.
                    ("constant_value", _) => {}
                    _ => collect(value, found),
                }
            }
        }
        _ => {}
    }
}
