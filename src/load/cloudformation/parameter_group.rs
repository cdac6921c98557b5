//! What a group's parameter group says, where it can be known.

use crate::load::{
    default_parameters, is_flag, parameter_word, parameters_from, unknown_parameters, unnamed,
};
use crate::model::{Engine, ParameterGroupEvidence, Parameters, Setting, Unknown};
use crate::source::{Entry, Span, count_word};

use super::evaluate::Evaluator;
use super::properties::{Properties, convert, text_setting};
use super::value::{Resolved, Value};

const KIND: &str = "AWS::ElastiCache::ParameterGroup";
const NAME: &str = "CacheParameterGroupName";

/// The name of the parameter group that a resource writes; `None` where it writes none.
///
/// That of a group which the template declares is ElastiCache's to choose.
pub(super) fn written_name(group: Properties<'_, '_>) -> Option<Setting<Option<String>>> {
    group.get(NAME).map(|found| text_setting(NAME, &found).map(Some))
}

/// The same where a resource writes none and nothing stands in for it.
pub(super) fn no_name(at: Span) -> Setting<Option<String>> {
    unnamed(NAME, at)
}

/// A parameter group as a replication group sees it.
#[derive(Clone)]
pub(super) struct ParameterGroup {
    /// What it says of cluster mode.
    pub(super) evidence: ParameterGroupEvidence,
    /// Its parameters.
    pub(super) parameters: Parameters,
    /// Its family, such as `redis7`.
    pub(super) family: Option<Setting<String>>,
}

impl ParameterGroup {
    /// The parameter group a resource names; `None` where it names none.
    pub(super) fn named(group: Properties<'_, '_>) -> Option<ParameterGroup> {
        let found = group.get(NAME)?;
        let declared = match &found.value {
            Ok(Value::Resource(id)) => group.eval.template.resource_of(id, KIND),
            _ => None,
        };
        if let Some(resource) = declared {
            return Some(Self::declared(group.eval, resource, &found));
        }
        let name = text_setting(NAME, &found);
        Some(match (name.value().cloned(), name.why().cloned()) {
            (Some(text), _) if text.starts_with("default.") => Self::built_in(name, &text, found.at),
            (Some(text), _) => {
                let shown = if name.secret { "…" } else { &text };
                let why = Unknown::new(
                    format!("the parameter group {shown} is not in this template"),
                    "declare it here and Ref it, or check the deployed group's describe output",
                );
                Self::unread(name, &why)
            }
            (None, why) => Self::unread(name, &why.unwrap_or_else(|| Unknown::because("it is not known"))),
        })
    }

    /// ElastiCache's own group, which a group that names none gets.
    pub(super) fn absent(engine: &Setting<Engine>, at: Span) -> ParameterGroup {
        // Without a known engine the family is not known either; no default group turns cluster mode on.
        let name = match engine.value() {
            Some(engine) => format!("default.{engine}"),
            None => "default.*".to_owned(),
        };
        let name = Setting::default(NAME, name, "ElastiCache's documented default", at);
        ParameterGroup {
            evidence: ParameterGroupEvidence { name, cluster_enabled: None },
            parameters: default_parameters(at),
            family: None,
        }
    }

    /// A group whose name or contents are not known.
    pub(super) fn unknown(why: &Unknown, at: Span) -> ParameterGroup {
        Self::unread(Setting::unknown(NAME, why.clone(), at), why)
    }

    fn unread(name: Setting<String>, why: &Unknown) -> ParameterGroup {
        let parameters = unknown_parameters(why, name.at);
        let evidence = ParameterGroupEvidence { name, cluster_enabled: None };
        ParameterGroup { evidence, parameters, family: None }
    }

    fn built_in(name: Setting<String>, text: &str, at: Span) -> ParameterGroup {
        let family = text.trim_start_matches("default.").trim_end_matches(".cluster.on").to_owned();
        let family = name.clone().map(|_| family);
        let evidence = ParameterGroupEvidence { name, cluster_enabled: None };
        ParameterGroup { evidence, parameters: default_parameters(at), family: Some(family) }
    }

    /// A group that this template declares.
    fn declared<'t>(eval: &Evaluator<'t>, resource: &'t Entry, found: &Resolved<'_>) -> ParameterGroup {
        let properties = Properties::of(eval, resource);
        let mut name = Setting::written(NAME, resource.key.clone(), found.at);
        name.secret = found.secret;
        let family = properties.text("CacheParameterGroupFamily");
        let at = resource.key_span;
        let Some(contents) = properties.get("Properties") else {
            let none = |_: &str| None;
            return Self::read(name, family, none, at);
        };
        match &contents.value {
            Ok(Value::Map(map)) => {
                let inner = Properties::inner(eval, map, at);
                Self::read(name, family, |parameter| word(inner, parameter), at)
            }
            _ => {
                let written = text_setting("Properties", &contents);
                let misplaced = || Unknown::new("its parameters are no map", "write them as a map");
                let why = written.why().cloned().unwrap_or_else(misplaced);
                let cluster_enabled = Setting::unknown("cluster-enabled", why.clone(), contents.at);
                let mut group = Self::unread(name, &why);
                group.evidence.cluster_enabled = Some(cluster_enabled);
                ParameterGroup { family, ..group }
            }
        }
    }

    fn read(
        name: Setting<String>,
        family: Option<Setting<String>>,
        lookup: impl Fn(&str) -> Option<Setting<String>>,
        at: Span,
    ) -> ParameterGroup {
        let cluster_enabled = match lookup("cluster-enabled") {
            None => Setting::default("cluster-enabled", false, "the engine's default", at),
            Some(written) => convert(written, |text| {
                let unclear = || Unknown::new(format!("`{text}` is neither yes nor no"), "write yes or no");
                parameter_word(&text).ok_or_else(unclear)
            }),
        };
        ParameterGroup {
            evidence: ParameterGroupEvidence { name, cluster_enabled: Some(cluster_enabled) },
            parameters: parameters_from(lookup, at),
            family,
        }
    }
}

/// A parameter's value: of those read here some take a boolean, the others a number.
fn word(parameters: Properties<'_, '_>, name: &str) -> Option<Setting<String>> {
    let fits = |text: &str| match is_flag(name) {
        true => parameter_word(text).is_some(),
        false => count_word(text).is_some(),
    };
    parameters.text(name).map(|setting| {
        convert(setting, |text| {
            let unclear = || Unknown::new(format!("`{text}` is no value of {name}"), "mend the value");
            if fits(&text) { Ok(text) } else { Err(unclear()) }
        })
    })
}
