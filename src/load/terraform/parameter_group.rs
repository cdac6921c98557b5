//! What the parameter group of a cluster says, by name or by reference.

use crate::load::{default_parameters, parameter_word, parameters_from, unknown_parameters};
use crate::model::{ParameterGroupEvidence, Parameters, Setting, Unknown, in_command, is_group_name};
use crate::source::Node;

use super::attribute::{Attribute, Object};
use super::named::{Named, name_given, named};
use super::resources::Resource;

const KIND: &str = "aws_elasticache_parameter_group";
const NAME: &str = "parameter_group_name";

/// A cluster's parameter group.
pub(super) struct ParameterGroup {
    /// What it says of cluster mode.
    pub(super) evidence: ParameterGroupEvidence,
    /// The parameters that failover depends on.
    pub(super) parameters: Parameters,
    /// Its family, such as `redis7`, where the group is in the document.
    pub(super) family: Option<Setting<String>>,
}

/// The name of a cluster's parameter group.
pub(super) fn parameter_group_name(of: &Object<'_>) -> Setting<Option<String>> {
    name_given(of, NAME, KIND)
}

/// The parameter group of a replication group or of a stand-alone cluster.
pub(super) fn parameter_group(of: &Object<'_>) -> ParameterGroup {
    match named(of, NAME, KIND, "name") {
        Named::Unset => {
            let whose = "ElastiCache's default for the engine version";
            let name = Setting::default(NAME, "default.*".to_owned(), whose, of.at);
            let evidence = ParameterGroupEvidence { name, cluster_enabled: None };
            ParameterGroup { evidence, parameters: default_parameters(of.at), family: None }
        }
        Named::Missing(name) => by_name_alone(of, &name),
        Named::Found(group) => joined(of, group),
        Named::Unknown(why) => unexplained(of, &why),
    }
}

/// A group that the document does not hold: a default one tells all by its name.
fn by_name_alone(of: &Object<'_>, name: &str) -> ParameterGroup {
    let default = name.starts_with("default.");
    let shown = of.shown(NAME, name);
    let why = Unknown::new(
        format!("parameter group {shown} is not in this input"),
        format!(
            "look at it: aws elasticache describe-cache-parameters --cache-parameter-group-name {}",
            in_command(shown, is_group_name)
        ),
    );
    let family = name.strip_prefix("default.").map(|rest| rest.trim_end_matches(".cluster.on").to_owned());
    let written = of.text(NAME).unwrap_or_else(|| Setting::unknown(NAME, why.clone(), of.at));
    let family =
        family.map(|family| Setting { state: written.clone().map(|_| family).state, ..written.clone() });
    let parameters =
        if default { default_parameters(written.at) } else { unknown_parameters(&why, written.at) };
    ParameterGroup {
        evidence: ParameterGroupEvidence { name: written, cluster_enabled: None },
        parameters,
        family,
    }
}

/// A group that is known only after apply, or that can't be told from others.
fn unexplained(of: &Object<'_>, why: &Unknown) -> ParameterGroup {
    let name = Setting::unknown(NAME, why.clone(), of.at);
    let parameters = unknown_parameters(why, of.at);
    let cluster_enabled = without_configuration(of);
    ParameterGroup { evidence: ParameterGroupEvidence { name, cluster_enabled }, parameters, family: None }
}

/// Cluster mode by all that the name could stand for, where no configuration tells.
///
/// A name that is open in a plan is either not set, then the default group applies and says "off",
/// or it is of a group that this plan makes: where all of those say the same, that is the answer.
fn without_configuration(of: &Object<'_>) -> Option<Setting<bool>> {
    if of.plan.has_expressions() {
        return None;
    }
    let plan = of.plan;
    let made = || plan.managed(KIND).map(|group| lookup(&Object::of(plan, group), "cluster-enabled"));
    let off = |found: &Option<Setting<String>>| match found {
        Some(found) => found.value().and_then(|text| parameter_word(text)) == Some(false),
        None => true,
    };
    let all_off = *plan.index.no_cluster_mode.get_or_init(|| made().all(|found| off(&found)));
    let from = "no parameter group that the name could stand for turns it on";
    all_off.then(|| Setting::derived("cluster-enabled", false, from, of.at))
}

/// A group that the document holds.
fn joined(of: &Object<'_>, group: &Resource) -> ParameterGroup {
    let object = Object::of(of.plan, group);
    let at = object.at;
    let read = |name: &str| lookup(&object, name);
    let enabled = read("cluster-enabled").map(|setting| {
        setting.and_then(|text| {
            let unclear = || Unknown::new("cluster-enabled is neither yes nor no", "write yes or no");
            parameter_word(&text).ok_or_else(unclear)
        })
    });
    let default = || Setting::default("cluster-enabled", false, "the engine's default", at);
    let name = of.text(NAME).unwrap_or_else(|| Setting::unknown(NAME, not_set(), of.at));
    ParameterGroup {
        evidence: ParameterGroupEvidence { name, cluster_enabled: Some(enabled.unwrap_or_else(default)) },
        parameters: parameters_from(read, at),
        family: object.text("family"),
    }
}

fn not_set() -> Unknown {
    Unknown::because("the parameter group is not set")
}

/// A parameter of a group; `None` where the group does not set it.
fn lookup(group: &Object<'_>, name: &str) -> Option<Setting<String>> {
    let blocks = match group.blocks("parameter")? {
        blocks if blocks.why().is_some() => return Some(blocks.derive(name, "", |_| String::new())),
        blocks => blocks.value().cloned().unwrap_or_default(),
    };
    let named = |block: &&Object<'_>| match block.attribute("name") {
        Attribute::Written(node) => node.as_str() == Some(name),
        _ => false,
    };
    if let Some(block) = blocks.iter().find(named) {
        let text = |node: &Node| node.as_str().map(str::to_owned).ok_or_else(not_set);
        let found = block.setting("value", text)?;
        return Some(Setting { name: name.to_owned(), ..found });
    }
    // A parameter whose name is open could be this one.
    blocks.iter().find_map(|block| match block.attribute("name") {
        Attribute::Unknown(why) => Some(Setting::unknown(name, why, block.at)),
        _ => None,
    })
}
