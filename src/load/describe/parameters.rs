//! Which parameter group a `Parameters` answer is of, and what it holds.

use std::collections::{BTreeMap, BTreeSet};

use crate::load::{default_parameters, parameters_from, unknown_parameters};
use crate::model::{Parameters, Setting, Unknown, in_command, is_group_name};
use crate::source::{Json, Span};

use super::Context;
use super::documents::{Answers, Kind, Object, ParametersAnswer};
use super::joined::{Joined, PARAMETER_GROUP};
use super::read::{read, read_path};
use super::same::place;
use super::scope::mixed;

/// A `Parameters` answer and the lower-case name of its group, where that is clear.
#[derive(Debug)]
pub(super) struct Assigned<'a> {
    answer: &'a ParametersAnswer<'a>,
    name: Option<String>,
}

/// Assigns the answers: the wrapper's name, else the file's stem, else the only parameter group
/// with a name of its own that the answers of the folder speak of.
pub(super) fn assign<'a>(answers: &'a Answers<'a>) -> Vec<Assigned<'a>> {
    let names = names_by_folder(answers);
    let named = |answer: &'a ParametersAnswer<'a>| {
        let folder = names.get(answer.document.folder.as_str());
        let stem = || folder.and_then(|names| names.iter().find(|name| stem_names(answer, name)).cloned());
        answer.name.map(str::to_lowercase).or_else(stem)
    };
    let mut all: Vec<Assigned<'a>> =
        answers.parameters.iter().map(|answer| Assigned { answer, name: named(answer) }).collect();
    let only: Vec<Option<String>> = all.iter().map(|open| only_one_left(open, &all, &names)).collect();
    for (open, name) in all.iter_mut().zip(only) {
        open.name = open.name.take().or(name);
    }
    all
}

/// Assigned answers, to be looked up.
#[derive(Debug, Default)]
pub(super) struct ByName<'a> {
    named: BTreeMap<String, Vec<Assigned<'a>>>,
    /// The first one of each folder that may be any group's.
    open: BTreeMap<&'a str, (usize, Assigned<'a>)>,
}

impl<'a> ByName<'a> {
    /// Of all answers, in the order read.
    pub(super) fn of(all: Vec<Assigned<'a>>) -> ByName<'a> {
        let mut answers = ByName::default();
        for (at, one) in all.into_iter().enumerate() {
            match &one.name {
                Some(name) => answers.named.entry(name.clone()).or_default().push(one),
                None => {
                    answers.open.entry(one.answer.document.folder.as_str()).or_insert((at, one));
                }
            }
        }
        answers
    }
}

/// The parameter groups that the answers in a folder speak of, in lower case.
type Names<'a> = BTreeMap<&'a str, BTreeSet<String>>;

fn names_by_folder<'a>(answers: &Answers<'a>) -> Names<'a> {
    let named = |object: &Object<'a>| match object.kind {
        Kind::ParameterGroup => Some(object.id.clone()),
        Kind::Cluster => {
            read_path(object.node, &PARAMETER_GROUP).and_then(|name| Some(name.value()?.to_lowercase()))
        }
        _ => None,
    };
    let mut names = Names::new();
    for object in &answers.objects {
        if let Some(name) = named(object) {
            names.entry(object.folder).or_default().insert(name);
        }
    }
    names
}

/// `my-group.json`, `parameters-my-group.json` and `parameters_my-group.json` name `my-group`.
fn stem_names(answer: &ParametersAnswer<'_>, name: &str) -> bool {
    let stem = answer.document.stem.to_lowercase();
    let bare = stem.strip_prefix("parameters-").or_else(|| stem.strip_prefix("parameters_"));
    stem == name || bare == Some(name)
}

fn only_one_left(open: &Assigned<'_>, all: &[Assigned<'_>], names: &Names<'_>) -> Option<String> {
    if open.name.is_some() {
        return None;
    }
    let document = open.answer.document;
    let own = names.get(document.folder.as_str())?.iter().filter(|name| !name.starts_with("default."));
    let [only] = own.collect::<Vec<_>>()[..] else { return None };
    let mut others = all.iter().filter(|other| other.answer.document.folder == document.folder);
    // Pages of one answer come in one file; another file's answer makes it unclear which is meant.
    let unclear = others.any(|other| match &other.name {
        Some(name) => name == only,
        None => other.answer.document.source != document.source,
    });
    (!unclear).then(|| only.clone())
}

/// What the input tells of a parameter group's contents.
pub(super) struct Contents<'a> {
    /// The entries of each parameter, by its name.
    values: BTreeMap<&'a str, Vec<Json<'a>>>,
    /// Where there is more that the input does not hold: what stands there, and why.
    incomplete: Option<(Span, Unknown)>,
    context: &'a Context<'a>,
}

impl Contents<'_> {
    /// A parameter's value; `None` where the engine's default applies.
    pub(super) fn get(&self, name: &str) -> Option<Setting<String>> {
        let Some(entries) = self.values.get(name) else {
            let (at, why) = self.incomplete.clone()?;
            return Some(Setting::unknown(name, why, at));
        };
        let value =
            |entry: &Json<'_>| Some(Setting { name: name.to_owned(), ..read(*entry, "ParameterValue")? });
        let values: Vec<Option<Setting<String>>> = entries.iter().map(value).collect();
        let first = values.iter().flatten().next()?;
        let text = |value: &Option<Setting<String>>| value.as_ref().and_then(Setting::value).cloned();
        let Some(other) = values.iter().find(|value| text(value).as_ref() != first.value()) else {
            return Some(first.clone());
        };
        let sources = self.context.sources;
        let second =
            other.as_ref().map_or_else(String::new, |other| format!(" and {}", place(sources, other.at)));
        let why = Unknown::new(
            format!("{name} is described twice with different values: {}{second}", place(sources, first.at)),
            "keep the newer answer",
        );
        Some(Setting::unknown(name, why, first.at))
    }
}

/// The parameter group of a group as far as the input tells.
pub(super) struct ParameterGroup<'a> {
    pub(super) name: Setting<String>,
    pub(super) contents: Option<Contents<'a>>,
    /// Why there are no contents.
    why: Unknown,
}

impl<'a> ParameterGroup<'a> {
    /// Finds the parameter group that the group's cache clusters name.
    pub(super) fn find(context: &'a Context<'a>, joined: &Joined<'_>) -> ParameterGroup<'a> {
        let name = joined.agreed(context.sources, &PARAMETER_GROUP).unwrap_or_else(|| {
            Setting::unknown(
                "CacheParameterGroupName",
                joined.untold(context, "the parameter group"),
                joined.id_at,
            )
        });
        let Some(text) = name.value() else {
            let why = name.why().cloned().unwrap_or_else(|| joined.untold(context, "the parameter group"));
            return ParameterGroup { name, contents: None, why };
        };
        let (contents, why) = match context.contents(joined, text) {
            Ok(contents) => (Some(contents), without_contents(text, None)),
            Err(why) => (None, why),
        };
        ParameterGroup { name, contents, why }
    }

    /// The parameters that failover depends on.
    pub(super) fn parameters(&self, at: Span) -> Parameters {
        match (&self.contents, self.name.value()) {
            (Some(contents), _) => parameters_from(|name| contents.get(name), at),
            (None, Some(name)) if name.starts_with("default.") => default_parameters(at),
            (None, _) => unknown_parameters(&self.why, self.name.at),
        }
    }

    /// The family: from the group's own answer, else from the name of a default group.
    pub(super) fn family(&self, context: &Context<'_>, joined: &Joined<'_>) -> Option<Setting<String>> {
        let name = self.name.value()?;
        if let Some(family) = name.strip_prefix("default.") {
            let family = family.strip_suffix(".cluster.on").unwrap_or(family).to_owned();
            return Some(
                self.name.derive("CacheParameterGroupFamily", format!("the name {name}"), |_| family),
            );
        }
        match context.index.find(&context.claims, &joined.seat, Kind::ParameterGroup, name)? {
            super::same::Settled::One(node) => read(node, "CacheParameterGroupFamily"),
            super::same::Settled::Unclear(_) => None,
        }
    }
}

fn one_page() -> Unknown {
    Unknown::new(
        "this Parameters answer is one page of several, and the others are not in the input",
        "save it whole: aws elasticache describe-cache-parameters without --max-items",
    )
}

fn without_contents(name: &str, unassigned: Option<String>) -> Unknown {
    let reason = match unassigned {
        None => format!("the contents of parameter group {name} are not in the input"),
        Some(place) => format!(
            "the contents of parameter group {name} are not in the input, unless the Parameters answer in \
             {place} is its own, which does not say whose it is"
        ),
    };
    let command = "aws elasticache describe-cache-parameters --cache-parameter-group-name";
    let name = in_command(name, is_group_name);
    Unknown::new(reason, format!("add: {command} {name} > {name}.json"))
}

impl<'a> Context<'a> {
    fn contents(&'a self, joined: &Joined<'_>, name: &str) -> Result<Contents<'a>, Unknown> {
        let id = name.to_lowercase();
        let near = |one: &&Assigned<'a>| joined.seat.folders.contains(one.answer.document.folder.as_str());
        let mine: Vec<_> = self.parameters.named.get(&id).into_iter().flatten().filter(near).collect();
        let refused = self.refused(joined, "elasticache:DescribeCacheParameters", Some(name));
        if mine.is_empty() {
            if let Some(why) = refused {
                return Err(why);
            }
            let open = joined.seat.folders.iter().filter_map(|folder| self.parameters.open.get(folder));
            let open = open.min_by_key(|(at, _)| *at);
            let unassigned = open.map(|(_, one)| place(self.sources, one.answer.list.span()));
            return Err(without_contents(name, unassigned));
        }
        let contested = |one: &&Assigned<'_>| {
            self.claims.contested(Kind::ParameterGroup, &id, &one.answer.document.folder)
        };
        if mine.iter().any(contested) {
            return Err(mixed(name));
        }
        let mut values: BTreeMap<&str, Vec<Json<'a>>> = BTreeMap::new();
        for item in mine.iter().flat_map(|one| one.answer.list.items()) {
            if let Some(parameter) = item.get("ParameterName").and_then(Json::as_str) {
                values.entry(parameter).or_default().push(item);
            }
        }
        let paged = mine.iter().all(|one| one.answer.paged).then(one_page);
        let incomplete = mine.first().map(|one| one.answer.list.span()).zip(refused.or(paged));
        Ok(Contents { values, incomplete, context: self })
    }
}
