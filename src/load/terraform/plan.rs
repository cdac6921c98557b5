//! One plan or state as a whole: its resources, and what is known of everything else in it.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::model::{Input, Trace, Unknown};
use crate::source::{Node, Span, parse_json};

use super::changes::Changes;
use super::configuration::{Configuration, End, Leaf, Raw};
use super::index::Index;
use super::reference::{ResourceReference, Scope};
use super::resources::Resource;

/// What to do about a value that is known only after apply.
const AFTER_APPLY: &str = "lint the plan of a run where it exists, or check the applied state";

/// Everything that was read of one document.
pub(super) struct Plan<'t> {
    /// The document.
    pub(super) at: Span,
    /// The text the document is part of.
    pub(super) text: &'t str,
    /// A plan or a state.
    pub(super) input: Input,
    /// ElastiCache resources and subnets, data sources and the prior state's included.
    pub(super) resources: Vec<Resource>,
    /// Where in that list they are.
    pub(super) index: Index,
    /// The expressions the plan was made from.
    pub(super) configuration: Option<Configuration<'t>>,
    /// All changes; none where the document has no `resource_changes`.
    pub(super) changes: Option<Changes<'t>>,
    /// The root module's variables.
    pub(super) variables: HashMap<String, Raw<'t>>,
    /// What the values of a configuration came through, since a group last took it.
    pub(super) traces: RefCell<Vec<Trace>>,
    /// The folder of the root module, where configuration declares the resources.
    pub(super) root: Option<String>,
    /// The constraint on the AWS provider's version, where the document does not hold it itself.
    pub(super) provider: Option<String>,
}

impl<'t> Plan<'t> {
    /// Whether there are expressions to ask: what is open has one, and what has none is not set.
    pub(super) fn has_expressions(&self) -> bool {
        self.configuration.is_some() || self.input == Input::TerraformConfig
    }

    /// The managed resources of one type that there will be.
    pub(super) fn managed<'p>(&'p self, kind: &str) -> impl Iterator<Item = &'p Resource> + use<'p, 't> {
        self.at_positions(self.index.of_kind(kind)).filter(|r| !r.prior && !r.address.data)
    }

    /// The resources of one type whose attribute `own` holds a name, in any case; data sources and what
    /// only the prior state holds included.
    pub(super) fn with_value<'p>(
        &'p self,
        kind: &str,
        own: &str,
        name: &str,
    ) -> impl Iterator<Item = &'p Resource> + use<'p, 't> {
        self.at_positions(self.index.with_value(kind, own, name))
    }

    /// The instances that a reference means.
    pub(super) fn instances(&self, scope: &Scope, meant: &ResourceReference) -> Vec<&Resource> {
        let all = match &meant.key {
            Some(key) => self.index.with_key(meant.data, &meant.kind, &meant.name, key),
            None => self.index.of_block(meant.data, &meant.kind, &meant.name),
        };
        self.at_positions(all).filter(|resource| scope.covers(&resource.address.scope)).collect()
    }

    /// Of the instances that a reference means the first with a key.
    pub(super) fn instance(&self, scope: &Scope, meant: &ResourceReference, key: &str) -> Option<&Resource> {
        if meant.key.as_deref().is_some_and(|meant| meant != key) {
            return None;
        }
        let all = self.index.with_key(meant.data, &meant.kind, &meant.name, key);
        self.at_positions(all).find(|resource| scope.covers(&resource.address.scope))
    }

    /// The resource with an address.
    pub(super) fn at_address(&self, label: &str) -> Option<&Resource> {
        self.at_positions(self.index.of_label(label)).next()
    }

    /// Notes what a value came through.
    pub(super) fn trace(&self, traces: Vec<Trace>) {
        let mut all = self.traces.borrow_mut();
        let new: Vec<Trace> = traces.into_iter().filter(|trace| !all.contains(trace)).collect();
        all.extend(new);
    }

    /// What the values of a group came through, and the module calls that lead to it.
    pub(super) fn take_traces(&self, group: &Resource) -> Vec<Trace> {
        let mut traces = self.traces.take();
        traces.extend(group.calls.iter().map(|(module, at)| Trace {
            of: None,
            text: format!("{module} is called here"),
            at: *at,
        }));
        traces
    }

    fn at_positions<'p>(&'p self, all: &'p [usize]) -> impl Iterator<Item = &'p Resource> + use<'p, 't> {
        all.iter().filter_map(|at| self.resources.get(*at))
    }

    /// Where the references of an expression of a resource end.
    pub(super) fn leaves(&self, resource: &Resource, expressions: &[&Node]) -> Vec<Leaf> {
        let mut references = Vec::new();
        expressions.iter().for_each(|expression| collect(expression, &mut references));
        let configuration = self.configuration.as_ref();
        configuration.map(|c| c.leaves(&resource.address, references)).unwrap_or_default()
    }

    /// Why a value that rests on these is not known; `None` where all of them are known.
    pub(super) fn blocker(&self, leaves: &[Leaf]) -> Option<Unknown> {
        leaves.iter().find_map(|leaf| match &leaf.end {
            End::Resource(meant) => self.is_after_apply(&leaf.scope, meant).then(|| {
                let what = format!("{}{meant}", leaf.scope);
                Unknown::new(format!("depends on {what}, known after apply"), AFTER_APPLY)
            }),
            End::Opaque(what) => Some(Unknown::new(
                format!("depends on {}{what}, which a plan does not explain", leaf.scope),
                "write the value or a variable in its place, or check the applied state",
            )),
            End::Given(_) | End::Choice { .. } => None,
        })
    }

    /// Whether an attribute of a resource is known only after apply.
    ///
    /// A resource that may have no instances changes nothing where the plan shows none; a data
    /// source without a change was read.
    fn is_after_apply(&self, scope: &Scope, meant: &ResourceReference) -> bool {
        let Some(changes) = &self.changes else { return !meant.data };
        let instances = changes.of_block(meant.data, &meant.kind, &meant.name).filter(|(address, _)| {
            scope.covers(&address.scope)
                && meant.key.as_ref().is_none_or(|key| address.key.as_ref() == Some(key))
        });
        let mut instances = instances.peekable();
        if instances.peek().is_none() {
            // A part of a plan may leave out what must exist: then its attributes stay open.
            return !meant.data && self.configuration.as_ref().is_some_and(|c| c.must_exist(scope, meant));
        }
        instances.any(|(_, after_unknown)| {
            let Some(raw) = after_unknown else { return false };
            match (parse_json(self.at.source, self.text, raw), &meant.attribute) {
                (Ok(unknown), Some(attribute)) if unknown.is_map() => {
                    unknown.get(attribute).is_some_and(holds_true)
                }
                (Ok(unknown), _) => holds_true(&unknown),
                (Err(_), _) => true,
            }
        })
    }
}

/// Whether a mark is `true`, or a list or map holds one.
pub(super) fn holds_true(mark: &Node) -> bool {
    mark.as_bool() == Some(true)
        || mark.items().iter().any(holds_true)
        || mark.entries().iter().any(|entry| holds_true(&entry.value))
}

/// Every reference in an expression, nested blocks included.
fn collect(expression: &Node, found: &mut Vec<String>) {
    expression.items().iter().for_each(|item| collect(item, found));
    for entry in expression.entries() {
        match entry.key.as_str() {
            "references" if entry.value.is_list() => {
                found.extend(entry.value.items().iter().filter_map(|item| item.as_str().map(String::from)));
            }
            // A constant is data: a key `references` inside of it means nothing.
            "constant_value" => {}
            _ => collect(&entry.value, found),
        }
    }
}
