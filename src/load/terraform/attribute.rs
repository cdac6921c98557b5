//! One attribute of a resource or of a block in it: written, not set, or not known, and why.

use crate::model::{Origin, Setting, State, Unknown};
use crate::source::{Node, Span, names_a_secret};

use super::configuration::Leaf;
use super::evaluated::Told;
use super::plan::{Plan, holds_true};
use super::resources::Resource;
use super::typed::{text_of, wrong};

/// What a document says of one attribute.
#[derive(Debug, Clone)]
pub(super) enum Attribute<'p> {
    /// A value.
    Written(&'p Node),
    /// Nobody set it.
    Unset,
    /// It can't be known.
    Unknown(Unknown),
}

/// A resource, or a block in one, with everything that a document says of its attributes.
#[derive(Clone)]
pub(super) struct Object<'p> {
    /// The document.
    pub(super) plan: &'p Plan<'p>,
    /// The resource.
    pub(super) resource: &'p Resource,
    /// Where what is not written is shown: the resource's address, or the block.
    pub(super) at: Span,
    /// Put before the names of a block's attributes.
    prefix: String,
    values: &'p Node,
    unknown: Option<&'p Node>,
    sensitive: Vec<&'p Node>,
    /// Several for a set of blocks, whose order says nothing.
    expressions: Option<Vec<&'p Node>>,
    /// What the evaluator says of it; none for a plan or a state.
    told: Option<Told<'p>>,
}

impl<'p> Object<'p> {
    /// The resource itself.
    pub(super) fn of(plan: &'p Plan<'p>, resource: &'p Resource) -> Object<'p> {
        Object {
            plan,
            resource,
            at: resource.at,
            prefix: String::new(),
            values: &resource.values,
            unknown: resource.unknown.as_ref(),
            sensitive: resource.sensitive.iter().collect(),
            expressions: resource.expressions.as_ref().map(|all| vec![all]),
            told: resource.told.as_ref().map(Told::of),
        }
    }

    /// The attributes as the document writes them.
    pub(super) fn values(&self) -> &'p Node {
        self.values
    }

    /// What is said of an attribute. An empty text is how a state spells "not set".
    pub(super) fn attribute(&self, name: &str) -> Attribute<'p> {
        let value = self.values.get(name);
        if let Some(node) = value.filter(|node| !node.is_null() && node.as_str() != Some("")) {
            return Attribute::Written(node);
        }
        if let Some(told) = self.told {
            return told
                .why(name)
                .or_else(|| self.read_later(name))
                .map_or(Attribute::Unset, Attribute::Unknown);
        }
        let marked = self.unknown.and_then(|all| all.get(name).or(all.as_bool().map(|_| all)));
        let after_apply = marked.is_some_and(holds_true);
        // A plan without changes does not mark what it leaves out.
        let unmarked = self.unknown.is_none() && value.is_none();
        if !after_apply && !unmarked {
            return Attribute::Unset;
        }
        match &self.expressions {
            Some(_) => match self.plan.blocker(&self.leaves(name)) {
                Some(why) => Attribute::Unknown(why),
                None => Attribute::Unset,
            },
            None if after_apply => Attribute::Unknown(Unknown::new(
                format!("the plan leaves {name} open, and has no configuration part that says why"),
                "lint what terraform show -json PLAN prints",
            )),
            None => Attribute::Unset,
        }
    }

    /// Why what a configuration does not write of a data source is open.
    fn read_later(&self, name: &str) -> Option<Unknown> {
        let what = || format!("{}.{}{name} is read while planning", self.resource.label, self.prefix);
        self.resource.address.data.then(|| Unknown::new(what(), "lint the plan"))
    }

    /// What the evaluator says of it; none for a plan or a state.
    pub(super) fn told(&self) -> Option<Told<'p>> {
        self.told
    }

    /// Where the references of an attribute's expression end.
    pub(super) fn leaves(&self, name: &str) -> Vec<Leaf> {
        let expressions = self.expressions.iter().flatten().filter_map(|all| all.get(name));
        self.plan.leaves(self.resource, &expressions.collect::<Vec<_>>())
    }

    /// Whether the configuration gives the attribute an expression; `None` where there is none to ask.
    pub(super) fn is_configured(&self, name: &str) -> Option<bool> {
        if self.told.is_some() {
            return Some(self.mentions(name));
        }
        let expressions = self.expressions.as_ref()?;
        Some(expressions.iter().any(|all| all.get(name).is_some()))
    }

    /// Whether the document has the attribute's key at all, as a value or as one known after apply.
    pub(super) fn mentions(&self, name: &str) -> bool {
        self.values.get(name).is_some()
            || self.told.is_some_and(|told| told.why(name).is_some())
            || self.unknown.is_some_and(|unknown| unknown.get(name).is_some_and(holds_true))
    }

    /// An attribute read by `parse`; `None` where nobody set it.
    pub(super) fn setting<T>(
        &self,
        name: &str,
        parse: impl FnOnce(&'p Node) -> Result<T, Unknown>,
    ) -> Option<Setting<T>> {
        let label = format!("{}{name}", self.prefix);
        let secret = self.is_secret(name);
        let mut setting = match self.attribute(name) {
            Attribute::Unset => return None,
            Attribute::Unknown(why) => Setting::unknown(label, why, self.at),
            Attribute::Written(node) => Setting::written(label, (), node.span).and_then(|()| {
                // What is wrong with a secret may give it away.
                parse(node).map_err(|why| if secret { unusable(name) } else { why })
            }),
        };
        setting.secret = secret;
        Some(self.traced(name, setting))
    }

    /// A setting of a configuration with what its value came through.
    fn traced<T>(&self, name: &str, mut setting: Setting<T>) -> Setting<T> {
        let Some(told) = self.told else { return setting };
        if let (State::Unknown(_), Some(at)) = (&setting.state, told.at(name)) {
            setting.at = at;
        }
        self.plan.trace(told.traces(name, setting.at));
        if let State::Known { origin: Origin::Written { via }, .. } = &mut setting.state {
            *via = told.via(name);
        }
        setting
    }

    /// Whether an attribute is sensitive: marked so, in whole or in part, or by its name.
    pub(super) fn is_secret(&self, name: &str) -> bool {
        if self.told.is_some_and(|told| told.is_sensitive(name)) {
            return true;
        }
        let marked = |all: &&Node| all.get(name).is_some_and(holds_true) || all.as_bool() == Some(true);
        names_a_secret(name) || self.sensitive.iter().any(marked)
    }

    /// A value of an attribute as a message may show it.
    pub(super) fn shown<'t>(&self, name: &str, value: &'t str) -> &'t str {
        if self.is_secret(name) { "(sensitive)" } else { value }
    }

    /// One element of a list of texts; one known only after apply stands there as null.
    pub(super) fn element(&self, name: &str, at: usize, item: &Node) -> Setting<String> {
        let label = format!("{}{name}", self.prefix);
        let after_apply = || {
            if let Some(why) = self.told.and_then(|told| told.why_of_element(name, at)) {
                return why;
            }
            let open = || format!("an element of {name} is known after apply");
            let why = self.plan.blocker(&self.leaves(name));
            why.unwrap_or_else(|| Unknown::new(open(), "check the applied state"))
        };
        let read = |()| if item.is_null() { Err(after_apply()) } else { text_of(item) };
        let mut element = Setting::written(label, (), item.span).and_then(read);
        if let (Some(told), State::Known { origin: Origin::Written { via }, .. }) =
            (self.told, &mut element.state)
        {
            *via = told.via(name);
        }
        Setting { secret: self.is_secret(name), ..element }
    }

    /// The blocks of one name; `None` where there is none.
    pub(super) fn blocks(&self, name: &str) -> Option<Setting<Vec<Object<'p>>>> {
        let blocks = self.setting(name, |node| {
            let items = if node.is_map() { std::slice::from_ref(node) } else { node.items() };
            match items.iter().all(Node::is_map) && (node.is_map() || node.is_list()) {
                true => Ok(items.iter().enumerate().map(|(at, item)| self.block(name, at, item)).collect()),
                false => Err(wrong(node, "a list of blocks")),
            }
        })?;
        Some(blocks).filter(|all: &Setting<Vec<_>>| all.value().is_none_or(|all| !all.is_empty()))
    }

    fn block(&self, name: &str, at: usize, values: &'p Node) -> Object<'p> {
        let nth = |all: &'p Node| match all.get(name) {
            Some(one) if one.is_list() => one.items().get(at),
            other => other,
        };
        let of_name = |all: &&'p Node| all.get(name);
        let spread = |one: &'p Node| match one.is_list() {
            true => one.items().iter().collect::<Vec<_>>(),
            false => vec![one],
        };
        let expressions = self.expressions.as_ref();
        Object {
            plan: self.plan,
            resource: self.resource,
            at: values.span,
            prefix: format!("{}{name}.", self.prefix),
            values,
            unknown: self.unknown.and_then(nth),
            sensitive: self.sensitive.iter().filter_map(|all| nth(all)).collect(),
            expressions: expressions.map(|all| all.iter().filter_map(of_name).flat_map(spread).collect()),
            told: self.told.and_then(|told| told.block(name, at)),
        }
    }
}

/// Why a sensitive value is of no use.
fn unusable(name: &str) -> Unknown {
    Unknown::new(format!("{name} is sensitive, and its value can't be used"), format!("check {name}"))
}
