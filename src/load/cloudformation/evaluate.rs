//! Expressions of a template: plain values here, functions in the files beside.

use std::cell::{Cell, RefCell};
use std::collections::BTreeMap;

use crate::source::{Node, NodeKind, Span};

use super::conditions::Decision;
use super::template::Template;
use super::value::{Resolved, Value, Why};

/// How deep expressions may nest, those behind conditions and resources included.
const MAX_DEPTH: usize = 256;

/// How much one resource may ask for, in [`cost`]s: far above what any asks for.
const MOST_OF_RESOURCE: usize = 2_000_000;
/// How much a template may ask for.
const MOST_OF_TEMPLATE: usize = 20 * MOST_OF_RESOURCE;
/// What a value costs beside its text.
const VALUE: usize = 8;
/// How many bytes of a text cost one.
const TEXT_OF_ONE: usize = 16;

/// What is wrong with an expression beyond that.
pub(super) const TOO_MUCH: &str = "asks for more values than a template can mean";

/// What making a value costs, whose text is so long.
pub(super) fn cost(bytes: usize) -> usize {
    VALUE + bytes / TEXT_OF_ONE
}

/// Resolves the expressions of one resource.
pub(super) struct Evaluator<'t> {
    /// The template they stand in.
    pub(super) template: &'t Template<'t>,
    /// Conditions that hold wherever this resource exists.
    pub(super) assumed: BTreeMap<&'t str, bool>,
    /// Conditions worked out so far; `None` while one is being worked out.
    pub(super) decided: RefCell<BTreeMap<&'t str, Option<Decision>>>,
    depth: Cell<usize>,
    /// What the resource asked for so far.
    spent: Cell<usize>,
}

impl<'t> Evaluator<'t> {
    pub(super) fn new(template: &'t Template<'t>) -> Self {
        Evaluator {
            template,
            assumed: BTreeMap::new(),
            decided: RefCell::new(BTreeMap::new()),
            depth: Cell::new(0),
            spent: Cell::new(0),
        }
    }

    /// What an expression comes to.
    pub(super) fn resolve(&self, node: &'t Node) -> Resolved<'t> {
        let resolved = self.spend(cost(0), node.span).and_then(|()| {
            self.deeper(|| match call(node) {
                Call::None => self.plain(node),
                Call::Function(name, argument) => self.function(name, argument, node.span),
                Call::Foreign(what) => Resolved::unknown(foreign(what), node.span),
            })
        });
        let resolved = resolved.and_then(|found| {
            let length = if let Ok(Value::Text(text)) = &found.value { text.len() } else { 0 };
            self.spend(length / TEXT_OF_ONE, node.span).map(|()| found)
        });
        resolved.unwrap_or_else(|why| Resolved::unknown(why, node.span))
    }

    /// Counts work.
    ///
    /// # Errors
    /// Where the resource, or the template, asks for more than can be meant; the first place is remembered.
    pub(super) fn spend(&self, work: usize, at: Span) -> Result<(), Why> {
        let of_resource = self.spent.get().saturating_add(work);
        let of_template = self.template.spent.get().saturating_add(work);
        self.spent.set(of_resource);
        self.template.spent.set(of_template);
        if of_resource <= MOST_OF_RESOURCE && of_template <= MOST_OF_TEMPLATE {
            return Ok(());
        }
        self.template.exhausted.set(self.template.exhausted.get().or(Some(at)));
        Err(Why::new("this expression", TOO_MUCH, "write the value itself"))
    }

    /// Runs one step deeper; the bound keeps chains of conditions from exhausting the stack.
    pub(super) fn deeper<T>(&self, step: impl FnOnce() -> T) -> Result<T, Why> {
        let depth = self.depth.get();
        if depth >= MAX_DEPTH {
            return Err(Why::new(
                "this expression",
                format!("leads through more than {MAX_DEPTH} others"),
                "write the value itself",
            ));
        }
        self.depth.set(depth + 1);
        let result = step();
        self.depth.set(depth);
        Ok(result)
    }

    /// A value that is no function call.
    pub(super) fn plain(&self, node: &'t Node) -> Resolved<'t> {
        match &node.kind {
            NodeKind::Null => Resolved::unknown(
                Why::new("the value", "is null", "write a value, or leave the key out"),
                node.span,
            ),
            NodeKind::Scalar { text, plain } => literal(text, *plain, node.span),
            NodeKind::List(items) => list(items.iter().map(|item| self.resolve(item)).collect(), node.span),
            NodeKind::Map(_) => Resolved::known(Value::Map(node), node.span),
        }
    }

    /// What a function comes to.
    pub(super) fn function(&self, name: &str, argument: &'t Node, at: Span) -> Resolved<'t> {
        match name {
            "Ref" => match argument.as_str() {
                Some(target) => self.reference(target, at),
                None => Resolved::unknown(Why::malformed("Ref"), at),
            },
            "Sub" => self.sub(argument, at),
            "Join" => self.join(argument, at),
            "Select" => self.select(argument, at),
            "Split" => self.split(argument, at),
            "GetAZs" => self.get_azs(argument, at),
            "GetAtt" => self.get_att(argument, at),
            "If" => self.choose(argument, at),
            "FindInMap" => self.find_in_map(argument, at),
            other => Resolved::unknown(not_worked_out(other), at),
        }
    }
}

/// A function call in an expression.
pub(super) enum Call<'t> {
    /// There is none.
    None,
    /// The name without `Fn::`, and the argument.
    Function(&'t str, &'t Node),
    /// A tag or a mixture that CloudFormation does not know.
    Foreign(&'t str),
}

/// Tells a function call: a tagged value, or a map of one key.
pub(super) fn call(node: &Node) -> Call<'_> {
    if let Some(tag) = node.tag.as_deref() {
        let known = tag.chars().next().is_some_and(|first| first.is_ascii_uppercase()) && !tag.contains(':');
        return match tag.starts_with("tag:yaml.org") {
            true => Call::None,
            false if known => Call::Function(tag, node),
            false => Call::Foreign(tag),
        };
    }
    function(node).map_or(Call::None, |(name, argument)| Call::Function(name, argument))
}

/// A function in its long form, whatever tag stands before it: a map of one key.
pub(super) fn function(node: &Node) -> Option<(&str, &Node)> {
    let [only] = node.entries() else { return None };
    match only.key.as_str() {
        "Ref" => Some(("Ref", &only.value)),
        key => Some((key.strip_prefix("Fn::")?, &only.value)),
    }
}

/// The arguments of a function: its list's items, whether or not the list carries the function's tag.
pub(super) fn arguments(argument: &Node) -> &[Node] {
    argument.items()
}

fn literal<'t>(text: &str, plain: bool, at: Span) -> Resolved<'t> {
    // JSON's and YAML 1.2's booleans have one spelling for CloudFormation; `yes` is left as it is.
    match text {
        "True" | "TRUE" if plain => Resolved::text("true", at),
        "False" | "FALSE" if plain => Resolved::text("false", at),
        _ => checked_text(text, at),
    }
}

/// Text, unless a part of it is looked up by AWS.
pub(super) fn checked_text<'t>(text: &str, at: Span) -> Resolved<'t> {
    let Some(start) = text.find("{{resolve:") else { return Resolved::text(text, at) };
    let service = text[start..].split(':').nth(1).unwrap_or_default();
    let name = if service.starts_with("ssm") { "SSM Parameter Store" } else { "Secrets Manager" };
    Resolved::unknown(
        Why::new(
            format!("a dynamic reference to {name}"),
            "is resolved by AWS",
            "write the value itself, or use a parameter in its place",
        ),
        at,
    )
}

/// A list without the elements that are `AWS::NoValue`.
pub(super) fn list<'t>(items: Vec<Resolved<'t>>, at: Span) -> Resolved<'t> {
    if let Some(Resolved { value: Err(why), .. }) = items.iter().find(|item| item.may_vanish) {
        return Resolved::unknown(why.clone(), at);
    }
    let (mut via, mut kept) = (Resolved::known(Value::Nothing, at), Vec::with_capacity(items.len()));
    for item in items {
        match item.value {
            Ok(Value::Nothing) => via = via.resting_on(&item),
            _ => kept.push(item),
        }
    }
    via.value = Ok(Value::List(kept));
    via
}

fn foreign(what: &str) -> Why {
    Why::new(
        format!("the tag !{what}"),
        "is not CloudFormation's",
        "check the template that your tool makes of this one",
    )
}

/// Functions whose result this tool has no way to know.
fn not_worked_out(name: &str) -> Why {
    let processed =
        "check the processed template: aws cloudformation get-template --template-stage Processed";
    match name {
        "ImportValue" => Why::new(
            "Fn::ImportValue",
            "takes its value from another stack",
            "look it up with aws cloudformation list-exports, and use a parameter in its place",
        ),
        "Transform" => Why::new("Fn::Transform", "is worked out by AWS", processed),
        _ => Why::new(format!("Fn::{name}"), "is not worked out here", processed),
    }
}
