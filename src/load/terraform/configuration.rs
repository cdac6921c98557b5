//! The `configuration` of a plan: which expression sets what, followed through variables and outputs.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};
use std::sync::OnceLock;

use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

use super::blocks::block;
use super::changes::hash;
use super::document::Items;
use super::reference::{Address, Reference, ResourceReference, Scope, longest};

/// A value as it is written.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Raw<'t>(pub(super) &'t str);

impl<'t> Raw<'t> {
    pub(super) fn get(self) -> &'t str {
        self.0
    }
}

impl<'de: 't, 't> Deserialize<'de> for Raw<'t> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        <&RawValue>::deserialize(deserializer).map(|raw| Raw(raw.get()))
    }
}

/// The whole of it.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Configuration<'t> {
    #[serde(borrow)]
    pub(super) root_module: Option<Module<'t>>,
    /// Providers, with their version constraints.
    #[serde(borrow)]
    pub(super) provider_config: Option<Raw<'t>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Module<'t> {
    #[serde(borrow, default)]
    pub(super) resources: Items<ResourceBlock<'t>>,
    /// Blocks of types that are not read here, as they are written: there may be a hundred thousand of them.
    #[serde(skip)]
    pub(super) others: Vec<&'t str>,
    #[serde(borrow, default)]
    pub(super) module_calls: Option<HashMap<String, Call<'t>>>,
    #[serde(borrow, default)]
    pub(super) outputs: Option<HashMap<String, Output<'t>>>,
    /// Its variables, with their defaults.
    #[serde(borrow, default)]
    pub(super) variables: Option<HashMap<String, Raw<'t>>>,
    /// Where a block is among the resources, once somebody asks.
    #[serde(skip)]
    blocks: OnceLock<Positions>,
    /// The hashes of the others with their positions, sorted, once somebody asks.
    #[serde(skip)]
    hashes: OnceLock<Vec<(u64, usize)>>,
}

/// Positions of blocks by whether it is a data source, by type and by name.
type Positions = HashMap<(bool, String, String), usize>;

/// A resource block: what sets its attributes.
#[derive(Debug, Clone, Default, Deserialize)]
pub(super) struct ResourceBlock<'t> {
    #[serde(borrow)]
    pub(super) mode: Option<Cow<'t, str>>,
    #[serde(borrow, rename = "type")]
    pub(super) kind: Option<Cow<'t, str>>,
    #[serde(borrow)]
    pub(super) name: Option<Cow<'t, str>>,
    /// Attribute → expression.
    #[serde(borrow)]
    pub(super) expressions: Option<Raw<'t>>,
    #[serde(borrow)]
    pub(super) for_each_expression: Option<Raw<'t>>,
    #[serde(borrow)]
    pub(super) count_expression: Option<Raw<'t>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Call<'t> {
    #[serde(borrow, default)]
    pub(super) expressions: Option<HashMap<String, Raw<'t>>>,
    #[serde(borrow)]
    pub(super) for_each_expression: Option<Raw<'t>>,
    #[serde(borrow)]
    pub(super) count_expression: Option<Raw<'t>>,
    #[serde(borrow)]
    pub(super) module: Option<Module<'t>>,
}

#[derive(Debug, Default, Deserialize)]
pub(super) struct Output<'t> {
    #[serde(borrow)]
    pub(super) expression: Option<Raw<'t>>,
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
    /// Something else that is known while planning: a key, a condition, an element of `for_each`.
    /// It may choose among the other ends.
    Choice {
        /// As it is written.
        what: String,
        /// It may hold the ids of subnets itself.
        holds_subnets: bool,
    },
}

/// Whether a value or expression may hold the ids of subnets: one that is not shown may.
pub(super) fn may_hold_subnets(raw: Option<Raw<'_>>) -> bool {
    raw.is_none_or(|raw| raw.get().contains("subnet-"))
}

/// References that still have to be followed.
struct Open<'t> {
    scope: Scope,
    /// What `each.value` stands for here.
    each: Option<Raw<'t>>,
    references: Vec<String>,
}

impl<'t> Configuration<'t> {
    /// The block that a resource instance comes from.
    pub(super) fn block(&self, address: &Address) -> Option<ResourceBlock<'t>> {
        let module = self.module(&address.scope)?;
        let key = (address.data, address.kind.clone(), address.name.clone());
        match module.blocks.get_or_init(|| module.positions()).get(&key) {
            Some(at) => module.resources.0.get(*at).map(|item| item.value.clone()),
            None => module.other((address.data, &address.kind, &address.name)),
        }
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
                let (more, end) = self.follow(&next, reference);
                open.extend(more);
                let leaf = end.map(|end| Leaf { scope: next.scope.clone(), end });
                leaves.extend(leaf.filter(|leaf| !leaves.contains(leaf)));
            }
        }
        leaves
    }

    /// One step: what is still to be followed, and what the reference itself is, where it is an end.
    fn follow(&self, from: &Open<'t>, reference: &str) -> (Vec<Open<'t>>, Option<End>) {
        let to = |scope: Scope, each: Option<Raw<'t>>, raw: Option<Raw<'t>>| {
            let references = raw.map(references_in).unwrap_or_default();
            Open { scope, each, references }
        };
        let choice = |holds_subnets| Some(End::Choice { what: reference.to_owned(), holds_subnets });
        match Reference::parse(reference) {
            Reference::Known => (Vec::new(), choice(false)),
            Reference::Each => {
                (vec![to(from.scope.clone(), None, from.each)], choice(may_hold_subnets(from.each)))
            }
            Reference::Resource(resource) => (Vec::new(), Some(End::Resource(resource))),
            Reference::Opaque(text) => (Vec::new(), Some(End::Opaque(text))),
            Reference::Variable(name) => {
                let Some((parent, step)) = from.scope.parent() else {
                    return (Vec::new(), Some(End::Given(name)));
                };
                let call = self.module(&parent).and_then(|module| module.call(&step.name));
                let raw = call.and_then(|call| call.expressions.as_ref()?.get(&name).copied());
                let next = to(parent, call.and_then(|call| call.for_each_expression), raw);
                if !next.references.is_empty() {
                    return (vec![next], None);
                }
                // A variable that the call does not set has its default.
                let default = || call?.module.as_ref()?.variables.as_ref()?.get(&name).copied();
                (Vec::new(), choice(may_hold_subnets(raw.or_else(default))))
            }
            Reference::Module { call, key, output } => {
                let module = self.module(&from.scope).and_then(|module| module.call(&call)?.module.as_ref());
                let Some(outputs) = module.and_then(|module| module.outputs.as_ref()) else {
                    return (Vec::new(), Some(End::Opaque(format!("module.{call}"))));
                };
                let scope = from.scope.child(&call, key.as_deref());
                let meant = outputs.iter().filter(|(name, _)| output.as_ref().is_none_or(|o| o == *name));
                let mut meant: Vec<_> = meant.collect();
                meant.sort_by_key(|(name, _)| *name);
                // `module.x[*].output` is listed as the whole module.
                let one_of = choice(false).filter(|_| meant.len() > 1);
                let opens = meant.into_iter().map(|(_, output)| to(scope.clone(), None, output.expression));
                (opens.collect(), one_of)
            }
        }
    }
}

impl<'t> Module<'t> {
    fn call(&self, name: &str) -> Option<&Call<'t>> {
        self.module_calls.as_ref()?.get(name)
    }

    fn positions(&self) -> Positions {
        let mut positions = Positions::new();
        for (at, item) in self.resources.0.iter().enumerate() {
            if let Some((data, kind, name)) = item.value.names() {
                positions.entry((data, kind.to_owned(), name.to_owned())).or_insert(at);
            }
        }
        positions
    }

    /// A block of another type.
    fn other(&self, names: (bool, &str, &str)) -> Option<ResourceBlock<'t>> {
        let hashes = self.hashes.get_or_init(|| self.sorted());
        let wanted = hash(names);
        let first = hashes.partition_point(|(hash, _)| *hash < wanted);
        let mut near = hashes.get(first..).unwrap_or_default().iter().take_while(|(hash, _)| *hash == wanted);
        near.find_map(|(_, at)| block(self.others.get(*at)?).filter(|block| block.names() == Some(names)))
    }

    fn sorted(&self) -> Vec<(u64, usize)> {
        let hash_of = |written: &str| block(written)?.names().map(hash);
        let hashes = self.others.iter().enumerate().filter_map(|(at, written)| Some((hash_of(written)?, at)));
        let mut hashes: Vec<_> = hashes.collect();
        hashes.sort_unstable();
        hashes
    }
}

impl ResourceBlock<'_> {
    /// Whether it is a data source, its type and its name.
    fn names(&self) -> Option<(bool, &str, &str)> {
        let data = self.mode.as_deref() == Some("data");
        Some((data, self.kind.as_deref()?, self.name.as_deref()?))
    }
}

/// Every reference in an expression, nested blocks included.
fn references_in(raw: Raw<'_>) -> Vec<String> {
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
