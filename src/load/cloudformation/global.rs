//! Global datastores: what a group is in one, and whose primary it follows.

use crate::model::{GlobalRole, Setting, parse_global_role};
use crate::source::Entry;

use super::evaluate::Evaluator;
use super::properties::Properties;
use super::value::{Resolved, Value};

const GLOBAL: &str = "AWS::ElastiCache::GlobalReplicationGroup";
const GROUP: &str = "AWS::ElastiCache::ReplicationGroup";
const ID: &str = "GlobalReplicationGroupId";

/// A group's place in a global datastore.
pub(super) struct Membership<'t> {
    /// What it is there.
    pub(super) role: Setting<GlobalRole>,
    /// The primary, where this template declares it.
    pub(super) primary: Option<&'t Entry>,
    /// What the global datastore says of automatic failover, for all its members (X102).
    pub(super) automatic_failover: Option<Setting<bool>>,
}

/// Finds a group's place: by the id it sets, else by the members a global datastore lists.
pub(super) fn membership<'t>(group: Properties<'_, 't>, entry: &'t Entry) -> Membership<'t> {
    let listed = listing(group, entry);
    let own = group.get(ID);
    let referred = match own.as_ref().map(|own| &own.value) {
        Some(Ok(Value::Resource(id))) => group.eval.template.resource_of(id, GLOBAL),
        _ => None,
    };
    let global = referred.or(listed.as_ref().map(|(global, _)| *global));
    let role = match (own, listed) {
        (Some(own), _) => {
            let set = match &own.value {
                Ok(Value::Resource(_)) => Ok(GlobalRole::Secondary),
                _ => own.as_text().map(|id| match id.trim() {
                    "" => GlobalRole::None,
                    _ => GlobalRole::Secondary,
                }),
            };
            super::properties::setting(ID, &own, set)
        }
        (None, Some((_, role))) => role,
        (None, None) => Setting::default(ID, GlobalRole::None, "no global datastore is named", group.at),
    };
    let automatic_failover =
        global.and_then(|global| Properties::of(group.eval, global).flag("AutomaticFailoverEnabled"));
    let primary = global.and_then(|global| primary_of(group.eval, global));
    Membership { role, primary: primary.filter(|primary| primary.key != entry.key), automatic_failover }
}

/// The global datastore that lists the group, and as what.
fn listing<'t>(group: Properties<'_, 't>, entry: &'t Entry) -> Option<(&'t Entry, Setting<GlobalRole>)> {
    let id = group.get("ReplicationGroupId");
    let same = |member: &Resolved<'t>| match &member.value {
        Ok(Value::Resource(name)) => *name == entry.key,
        _ => match (member.as_text(), id.as_ref().map(Resolved::as_text)) {
            (Ok(member), Some(Ok(own))) => member.eq_ignore_ascii_case(own),
            _ => false,
        },
    };
    group.eval.template.of_type(GLOBAL).iter().find_map(|global| {
        let members = members(group.eval, global);
        let member = members
            .into_iter()
            .find(|member| member.get("ReplicationGroupId").is_some_and(|id| same(&id)))?;
        let role = member.text("Role")?;
        // A word that AWS does not take makes no member.
        Some((*global, role.map(|role| parse_global_role(&role).unwrap_or(GlobalRole::None))))
    })
}

fn primary_of<'t>(eval: &Evaluator<'t>, global: &'t Entry) -> Option<&'t Entry> {
    let is_primary = |member: &Properties<'_, 't>| {
        let role = member.text("Role").and_then(|role| role.value().cloned());
        role.is_some_and(|role| parse_global_role(&role) == Ok(GlobalRole::Primary))
    };
    let primary = members(eval, global).into_iter().find(is_primary)?.get("ReplicationGroupId")?;
    match primary.value {
        Ok(Value::Resource(name)) => eval.template.resource_of(name, GROUP),
        _ => None,
    }
}

/// The members that a global datastore lists as maps.
fn members<'e, 't>(eval: &'e Evaluator<'t>, global: &'t Entry) -> Vec<Properties<'e, 't>> {
    let list = Properties::of(eval, global).list("Members");
    let all = list.and_then(|list| list.value().cloned()).unwrap_or_default();
    let maps = all.into_iter().filter_map(|one| match one.value {
        Ok(Value::Map(map)) => Some(Properties::inner(eval, map, one.at)),
        _ => None,
    });
    maps.collect()
}
