//! Global datastores: what a group is in one, and what secondaries inherit from their primary.

use crate::load::unknown_parameters;
use crate::model::{GlobalRole, Group, Input, Setting, Trace, Unknown, in_command, is_place};

use super::attribute::{Attribute, Object};
use super::configuration::End;
use super::named::{referred, with_name};
use super::plan::Plan;
use super::resources::Resource;

const GLOBAL: &str = "aws_elasticache_global_replication_group";
const GROUP: &str = "aws_elasticache_replication_group";
const PARAMETERS: &str = "parameter_group_name";
const NAME: &str = "global_replication_group_id";

/// A group's place in a global datastore.
pub(super) struct Membership {
    /// What it is there.
    pub(super) role: Setting<GlobalRole>,
    /// The datastore, as people know it: its id or its resource.
    datastore: String,
    /// The address of the primary's group, where that is in the input.
    primary: Option<String>,
}

/// Reads a group's membership.
pub(super) fn membership(group: &Object<'_>) -> Membership {
    let alone = |role| Membership { role, datastore: String::new(), primary: None };
    if is_primary(group) {
        let from = format!("{GLOBAL} names it as its primary");
        return alone(Setting::derived(NAME, GlobalRole::Primary, from, group.at));
    }
    let absent = || Setting::default(NAME, GlobalRole::None, "nothing makes it a member", group.at);
    match group.attribute(NAME) {
        Attribute::Unset => alone(absent()),
        Attribute::Written(node) => {
            let id = node.as_str().unwrap_or_default();
            let shown = group.shown(NAME, id);
            let written = match is_asked_for(group) {
                true => Setting::written(NAME, GlobalRole::Secondary, node.span),
                false => Setting::unknown(NAME, role_unknown(shown), node.span),
            };
            let same = with_name(group.plan, GLOBAL, NAME, id);
            let global = same.into_iter().find(|one| !one.prior && !one.address.data);
            Membership {
                role: written,
                datastore: shown.to_owned(),
                primary: global.and_then(|global| primary_of(group.plan, global)),
            }
        }
        Attribute::Unknown(why) => {
            let leaves = group.leaves(NAME);
            let globals = referred(group, NAME, GLOBAL);
            let told = group.told().is_some() && !globals.is_empty();
            let refers = told
                || leaves.iter().any(|leaf| match &leaf.end {
                    End::Resource(meant) => {
                        meant.kind == GLOBAL && group.plan.blocker(std::slice::from_ref(leaf)).is_some()
                    }
                    End::Opaque(_) | End::Given(_) | End::Choice { .. } => false,
                });
            if !refers {
                return alone(Setting::unknown(NAME, why, group.at));
            }
            let global = globals.first().filter(|_| globals.len() == 1);
            Membership {
                role: Setting::derived(
                    NAME,
                    GlobalRole::Secondary,
                    "it refers to a global datastore",
                    group.at,
                ),
                datastore: global.map_or_else(|| GLOBAL.to_owned(), |global| global.label.clone()),
                primary: global.and_then(|global| primary_of(group.plan, global)),
            }
        }
    }
}

/// Whether the configuration asks for the membership; a state only repeats an id.
fn is_asked_for(group: &Object<'_>) -> bool {
    group.plan.input != Input::TerraformState && group.is_configured(NAME).unwrap_or(group.resource.creating)
}

fn role_unknown(id: &str) -> Unknown {
    Unknown::new(
        format!("it belongs to global datastore {id}, and the input does not say in which role"),
        format!(
            "look at it: aws elasticache describe-global-replication-groups --show-member-info \
             --global-replication-group-id {}",
            in_command(id, is_place)
        ),
    )
}

/// Whether a global datastore of the input names the group as its primary.
fn is_primary(group: &Object<'_>) -> bool {
    let plan = group.plan;
    let all = || plan.managed(GLOBAL).filter_map(|global| primary_of(plan, global)).collect();
    plan.index.primaries.get_or_init(all).contains(&group.resource.label)
}

/// The address of a global datastore's primary, where it is in the input.
fn primary_of<'p>(plan: &'p Plan<'p>, global: &'p Resource) -> Option<String> {
    let object = Object::of(plan, global);
    let name = "primary_replication_group_id";
    let found = match object.attribute(name) {
        Attribute::Written(node) => with_name(plan, GROUP, "replication_group_id", node.as_str()?),
        Attribute::Unknown(_) => referred(&object, name, GROUP),
        Attribute::Unset => return None,
    };
    match found.as_slice() {
        [one] if !one.prior && !one.address.data => Some(one.label.clone()),
        _ => None,
    }
}

impl Membership {
    /// Whether the group is known to be a secondary.
    pub(super) fn is_secondary(&self) -> bool {
        self.role.value() == Some(&GlobalRole::Secondary)
    }

    /// Replaces what a secondary inherits by what its primary says (X101–X103).
    pub(super) fn inherit(&self, group: &mut Group, groups: &[Group]) {
        let primary = self.primary.as_ref().and_then(|label| groups.iter().find(|one| one.name == *label));
        match primary {
            Some(primary) => inherit_from(group, primary),
            None => inherit_unknown(group, &self.unknown()),
        }
    }

    /// The primary's group, where the input holds it.
    pub(super) fn primary<'g>(&self, groups: &'g [Group]) -> Option<&'g Group> {
        groups.iter().find(|one| Some(&one.name) == self.primary.as_ref())
    }

    /// Why an inherited setting is unknown.
    pub(super) fn unknown(&self) -> Unknown {
        Unknown::new(
            format!("inherited from the primary of global datastore {}", self.datastore),
            "lint the primary's plan or state, or look at it: aws elasticache describe-replication-groups",
        )
    }
}

fn inherit_from(group: &mut Group, primary: &Group) {
    let from = format!("inherited from {}", primary.name);
    group.multi_az = primary.multi_az.derive("multi_az_enabled", &from, |on| *on);
    group.automatic_failover =
        primary.automatic_failover.derive("automatic_failover_enabled", &from, |on| *on);
    group.engine = primary.engine.derive("engine", &from, |engine| *engine);
    group.engine_version = primary.engine_version.derive("engine_version", &from, Clone::clone);
    group.version_floors = primary.version_floors.clone();
    group.node_type = primary.node_type.derive("node_type", &from, Clone::clone);
    if is_unnamed(&group.parameter_group) {
        group.parameter_group = primary.parameter_group.derive(PARAMETERS, &from, Clone::clone);
    }
    group.parameters = primary.parameters.clone();
    inherit_traces(group, primary);
}

/// Whether the group surely writes no name of its own.
fn is_unnamed(name: &Setting<Option<String>>) -> bool {
    name.value() == Some(&None)
}

/// What is inherited came through what the primary's values came through, and not through the group's
/// own module: both may be written in one place.
fn inherit_traces(group: &mut Group, primary: &Group) {
    let parameters = &primary.parameters;
    let places = [
        primary.multi_az.at,
        primary.automatic_failover.at,
        primary.engine.at,
        primary.engine_version.at,
        primary.node_type.at,
        primary.parameter_group.at,
        parameters.append_only.at,
        parameters.min_replicas_to_write.at,
        parameters.min_replicas_max_lag.at,
        parameters.require_full_coverage.at,
        parameters.allow_reads_when_down.at,
    ];
    let inherited = |trace: &Trace| trace.of.is_some_and(|of| places.contains(&of));
    group.traces.retain(|trace| !inherited(trace));
    group.traces.extend(primary.traces.iter().filter(|trace| inherited(trace)).cloned());
}

fn inherit_unknown(group: &mut Group, why: &Unknown) {
    let at = group.at;
    group.multi_az = Setting::unknown("multi_az_enabled", why.clone(), at);
    group.automatic_failover = Setting::unknown("automatic_failover_enabled", why.clone(), at);
    group.engine = Setting::unknown("engine", why.clone(), at);
    group.engine_version = Setting::unknown("engine_version", why.clone(), at);
    group.version_floors = Vec::new();
    group.node_type = Setting::unknown("node_type", why.clone(), at);
    if is_unnamed(&group.parameter_group) {
        group.parameter_group = Setting::unknown(PARAMETERS, why.clone(), at);
    }
    group.parameters = unknown_parameters(why, at);
}
