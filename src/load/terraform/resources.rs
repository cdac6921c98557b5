//! The resources of a document that matter here, each with what its change and its expressions say.

use std::borrow::Cow;
use std::collections::{HashMap, HashSet};

use serde_json::value::RawValue;

use crate::model::Unknown;
use crate::source::{Failure, FailureKind, Node, NodeKind, SourceId, Span, parse_json, raw_span, text_of};

use super::blocks::Blocks;
use super::changes::Changes;
use super::configuration::Configuration;
use super::document::{Header, Item, Items, State, Values, is_known_format, is_number};
use super::language::Entries;
use super::reference::Address;
use super::secrets;
use super::survey::{ChangeList, Section, holds_mark, is_ours};

/// One resource instance.
pub(super) struct Resource {
    /// Its address, taken apart.
    pub(super) address: Address,
    /// Its address as written.
    pub(super) label: String,
    /// Where the address is written.
    pub(super) at: Span,
    /// The whole resource.
    pub(super) body: Span,
    /// Its attributes.
    pub(super) values: Node,
    /// Which attributes are known only after apply; none where the document does not say.
    pub(super) unknown: Option<Node>,
    /// Which attributes are sensitive, by every part that says so.
    pub(super) sensitive: Vec<Node>,
    /// The expressions that set its attributes.
    pub(super) expressions: Option<Node>,
    /// The plan creates or replaces it.
    pub(super) creating: bool,
    /// The plan says that it does nothing to it.
    pub(super) unchanged: bool,
    /// Its attributes before the change, where the plan says them.
    pub(super) before: Option<Node>,
    /// It is only in the state that the plan starts from.
    pub(super) prior: bool,
    /// What the evaluator says of its attributes; none for a plan or a state.
    pub(super) told: Option<Entries>,
    /// What is written for attributes whose changes are ignored: what they were when it was created.
    pub(super) ignored: Entries,
    /// The module calls that lead to it, the outermost first, where a configuration tells them.
    pub(super) calls: Vec<(String, Span)>,
    /// Why there may be none of it, and the place of the `count` or `for_each` that makes it.
    pub(super) doubt: Option<(Unknown, Span)>,
}

/// Reads resources out of one text.
pub(super) struct Reader<'t> {
    /// The text's number.
    pub(super) source: SourceId,
    /// The text.
    pub(super) text: &'t str,
    /// Its name.
    pub(super) file: String,
    /// What could not be read.
    pub(super) failures: Vec<Failure>,
    /// What must not be shown.
    pub(super) secrets: Vec<Span>,
}

/// A change to a resource of ours.
struct OwnChange {
    at: Span,
    body: Span,
    change: Node,
    actions: Vec<String>,
}

/// All resources of ours and every resource's change.
#[derive(Default)]
pub(super) struct Found<'t> {
    /// Resources of ours.
    pub(super) resources: Vec<Resource>,
    /// All changes; none where the document has no `resource_changes`.
    pub(super) changes: Option<Changes<'t>>,
}

impl<'t> Reader<'t> {
    /// Reads the resources of a plan or a state.
    pub(super) fn resources(
        &mut self,
        values: Option<Section<'t>>,
        changes: Option<ChangeList<'t>>,
        prior: Option<Section<'t>>,
    ) -> Found<'t> {
        let mut own = Vec::new();
        let all = changes.map(|list| self.changes(list, &mut own));
        let by_label: HashMap<&str, &OwnChange> = own.iter().map(|(l, c)| (l.as_str(), c)).collect();
        let mut resources = Vec::new();
        let mut seen = HashSet::new();
        for item in values.map(|section| self.values(section)).unwrap_or_default() {
            let Some((label, node, at)) = self.of_ours(&item) else { continue };
            let change = by_label.get(label.as_str()).copied();
            if seen.insert(label.clone()) {
                resources.extend(self.resource(label, node, at, change, false));
            }
        }
        for (label, change) in &own {
            if !seen.contains(label) && change.is_kept() {
                seen.insert(label.clone());
                resources.extend(self.changed(label, change));
            }
        }
        for item in prior.map(|section| self.prior(section)).unwrap_or_default() {
            let Some((label, node, at)) = self.of_ours(&item) else { continue };
            if seen.insert(label.clone()) {
                resources.extend(self.resource(label, node, at, None, true));
            }
        }
        Found { resources, changes: all }
    }

    /// Reads a slice, or notes why it can't be read.
    pub(super) fn read<T: serde::Deserialize<'t>>(&mut self, raw: &'t str, what: &str) -> Option<T> {
        match serde_json::from_str(raw) {
            Ok(value) => Some(value),
            Err(error) => {
                // A syntax error has a better place than a shape error; the tree's parser finds both.
                let at = raw_span(self.source, self.text, raw);
                let place = parse_json_error(&error, raw, at);
                self.secrets.extend(raw.starts_with('"').then_some(at));
                self.fail(place, format!("{what} is not what Terraform writes: {}", reason(&error)));
                None
            }
        }
    }

    /// Whether a document's format is one that is read here; notes it where it is not.
    pub(super) fn knows_format(&mut self, version: Option<&'t str>) -> bool {
        let Some(raw) = version else { return true };
        // Only what looks like a version is shown.
        let text = raw.trim_matches('"');
        if is_known_format(text) {
            return true;
        }
        let shown = if text.split('.').all(is_number) { format!(" {text}") } else { String::new() };
        self.failures.push(Failure::at(
            FailureKind::Shape,
            self.file.clone(),
            raw_span(self.source, self.text, raw),
            format!("format_version{shown} is not one this version reads (0.1, 0.2, 1.x)"),
            "update multiaz, or make the file with a Terraform or OpenTofu that writes format 1",
        ));
        false
    }

    fn fail(&mut self, at: Span, message: String) {
        let help = "make the file anew: terraform show -json PLAN > plan.json";
        self.failures.push(Failure::at(FailureKind::Shape, self.file.clone(), at, message, help));
    }

    fn values(&mut self, section: Section<'t>) -> Vec<Item<&'t str>> {
        if !section.odd {
            return section.ours;
        }
        let values: Option<Option<Values<'t>>> = self.read(section.raw, "the list of resources");
        values.flatten().map(Values::all).unwrap_or_default()
    }

    fn prior(&mut self, section: Section<'t>) -> Vec<Item<&'t str>> {
        if !section.odd {
            return section.ours;
        }
        let state: Option<Option<State<'t>>> = self.read(section.raw, "prior_state");
        state.flatten().and_then(|state| state.values).map(Values::all).unwrap_or_default()
    }

    /// The configuration of a plan; one of another shape than usual tells what is wrong with it.
    pub(super) fn configuration(&mut self, blocks: Blocks<'t>) -> Option<Configuration<'t>> {
        if !blocks.odd {
            return Some(blocks.configuration);
        }
        self.read::<Option<Configuration<'t>>>(blocks.raw, "configuration").flatten()
    }

    /// Keeps every change, and reads those of our resources.
    fn changes(&mut self, list: ChangeList<'t>, own: &mut Vec<(String, OwnChange)>) -> Changes<'t> {
        if list.odd {
            self.read::<Items<serde::de::IgnoredAny>>(list.raw, "resource_changes");
            return Changes::default();
        }
        let ours = list.ours.iter().filter_map(|item| self.of_ours(item));
        own.extend(ours.map(|(label, node, at)| (label, own_change(node, at))));
        Changes::of(list)
    }

    /// The address, tree and place of a resource, where it is of a type read here.
    fn of_ours(&mut self, item: &Item<&'t str>) -> Option<(String, Node, Span)> {
        let slice = item.value;
        if !holds_mark(slice) {
            return None;
        }
        let body = raw_span(self.source, self.text, slice);
        let header: Header<'t> = self.read(slice, "a resource")?;
        let address = header.address.map(RawValue::get);
        let label = address.and_then(text_of).or_else(|| item.key.as_deref().map(Cow::Borrowed));
        let kind = header.kind.map(RawValue::get).and_then(text_of);
        let address = label.as_deref().and_then(Address::parse);
        let Some((label, address)) = label.zip(address) else {
            if kind.is_some_and(|kind| kind.starts_with("aws_elasticache_")) {
                self.fail(start_of(body), "a resource without an address".into());
            }
            return None;
        };
        let kind = kind.as_deref().unwrap_or(&address.kind);
        if !is_ours(kind) {
            return None;
        }
        let at = header.address.map_or(start_of(body), |raw| raw_span(self.source, self.text, raw.get()));
        match parse_json(self.source, self.text, slice) {
            Ok(node) => Some((label.into_owned(), node, at)),
            Err(error) => {
                self.failures.push(Failure::syntax(self.file.clone(), error));
                None
            }
        }
    }

    fn resource(
        &mut self,
        label: String,
        mut node: Node,
        at: Span,
        change: Option<&OwnChange>,
        prior: bool,
    ) -> Option<Resource> {
        self.secrets.extend(secrets::in_resource(&node, change.map(|change| &change.change)));
        let values = take(&mut node, "values");
        // What is no map has no names that tell what is secret in it.
        self.secrets.extend(values.iter().filter(|values| !values.is_map()).map(|values| values.span));
        let Some(values) = values.filter(Node::is_map) else {
            self.fail(at, format!("{label} has no values"));
            return None;
        };
        let planned = take(&mut node, "sensitive_values");
        let after = change.and_then(|change| change.change.get("after_sensitive").cloned());
        Some(Resource {
            address: Address::parse(&label)?,
            label,
            at,
            body: node.span,
            values,
            unknown: change.and_then(|change| change.change.get("after_unknown").cloned()),
            sensitive: planned.into_iter().chain(after).collect(),
            expressions: None,
            creating: change.is_some_and(OwnChange::creates),
            unchanged: change.is_some_and(OwnChange::keeps),
            before: change.and_then(OwnChange::before),
            prior,
            told: None,
            ignored: Entries::new(),
            calls: Vec::new(),
            doubt: None,
        })
    }

    /// A resource that only `resource_changes` holds.
    fn changed(&mut self, label: &str, change: &OwnChange) -> Option<Resource> {
        self.secrets.extend(secrets::in_change(&change.change));
        let after = change.change.get("after")?;
        Some(Resource {
            address: Address::parse(label)?,
            label: label.to_owned(),
            at: change.at,
            body: change.body,
            values: after.clone(),
            unknown: change.change.get("after_unknown").cloned(),
            sensitive: change.change.get("after_sensitive").cloned().into_iter().collect(),
            expressions: None,
            creating: change.creates(),
            unchanged: change.keeps(),
            before: change.before(),
            prior: false,
            told: None,
            ignored: Entries::new(),
            calls: Vec::new(),
            doubt: None,
        })
    }
}

impl OwnChange {
    fn creates(&self) -> bool {
        self.actions.iter().any(|action| action == "create")
    }

    fn keeps(&self) -> bool {
        !self.actions.is_empty() && self.actions.iter().all(|action| action == "no-op")
    }

    fn before(&self) -> Option<Node> {
        self.change.get("before").filter(|before| before.is_map()).cloned()
    }

    /// Whether something is left after the change that can be judged.
    fn is_kept(&self) -> bool {
        let gone = self.actions.iter().all(|action| matches!(action.as_str(), "delete" | "forget"));
        (self.actions.is_empty() || !gone) && self.change.get("after").is_some_and(Node::is_map)
    }
}

fn own_change(mut node: Node, at: Span) -> OwnChange {
    let body = node.span;
    let null = Node { span: body, tag: None, kind: NodeKind::Null };
    let change = take(&mut node, "change").unwrap_or(null);
    let actions = change.get("actions").map(Node::items).unwrap_or_default();
    let actions = actions.iter().filter_map(|action| action.as_str().map(str::to_owned)).collect();
    OwnChange { at, body, change, actions }
}

/// Takes the value under a key out of a map.
fn take(node: &mut Node, key: &str) -> Option<Node> {
    match &mut node.kind {
        NodeKind::Map(entries) => {
            let at = entries.iter().position(|entry| entry.key == key)?;
            Some(entries.swap_remove(at).value)
        }
        _ => None,
    }
}

fn start_of(span: Span) -> Span {
    Span { end: span.start.saturating_add(1).min(span.end), ..span }
}

/// What serde_json says, without the position, which is relative to a slice.
///
/// Of a value of the wrong type only what was expected is told: serde_json would quote the value,
/// which may be a secret.
fn reason(error: &serde_json::Error) -> String {
    let text = error.to_string();
    let text = text.rfind(" at line ").and_then(|end| text.get(..end)).unwrap_or(&text);
    if !error.is_data() {
        return text.to_owned();
    }
    match text.rsplit_once(", expected ") {
        Some((_, expected)) if expected.starts_with("struct ") => "expected an object".into(),
        Some((_, expected)) => format!("expected {expected}"),
        // serde_json quotes names of our own here.
        None if text.starts_with("duplicate field ") => text.to_owned(),
        None => "its shape is another".into(),
    }
}

/// The place of an error that serde_json found in a slice.
fn parse_json_error(error: &serde_json::Error, slice: &str, at: Span) -> Span {
    let line_start = match error.line() {
        0 | 1 => 0,
        line => slice.match_indices('\n').nth(line - 2).map_or(0, |(at, _)| at + 1),
    };
    let mut offset = (line_start + error.column().saturating_sub(1)).min(slice.len());
    while !slice.is_char_boundary(offset) {
        offset -= 1;
    }
    start_of(Span { start: at.start + offset, ..at })
}
