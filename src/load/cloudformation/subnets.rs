//! The zones that a group's subnets lie in.

use crate::load::unnamed;
use crate::model::{Setting, Unknown, Zone};
use crate::source::{Entry, Span};

use super::evaluate::Evaluator;
use super::properties::{Properties, setting, text_setting};
use super::value::{Resolved, Value, Why};

const GROUP: &str = "AWS::ElastiCache::SubnetGroup";
const SUBNET: &str = "AWS::EC2::Subnet";
const NAME: &str = "CacheSubnetGroupName";
const REMEDY: &str =
    "declare the subnets in this template, or check the describe output of the deployed group";

/// One zone per subnet; unknown where the subnets are not in the template.
pub(super) fn subnet_zones(group: Properties<'_, '_>) -> Setting<Vec<Setting<Zone>>> {
    let Some(found) = group.get(NAME) else {
        let why = Unknown::new("no subnet group is named, so its zones are not known", REMEDY);
        return Setting::unknown(NAME, why, group.at);
    };
    if let Some(resource) = declared(group.eval, &found) {
        return zones_of(group.eval, resource, found.at);
    }
    let why = match found.as_text() {
        Ok(_) if found.secret => Unknown::new("the subnet group is not in this template", REMEDY),
        Ok(name) => Unknown::new(format!("the subnet group {name} is not in this template"), REMEDY),
        Err(why) => elsewhere("the subnet group", &why),
    };
    Setting::unknown(NAME, why, found.at)
}

/// The subnet group's name: as it is written, or as the subnet group that is referred to writes it.
pub(super) fn subnet_group(group: Properties<'_, '_>) -> Setting<Option<String>> {
    let Some(found) = group.get(NAME) else { return unnamed(NAME, group.at) };
    let own = match &found.value {
        Ok(Value::Resource(_)) => declared(group.eval, &found),
        _ => None,
    };
    let own = own.and_then(|resource| Some((resource, Properties::of(group.eval, resource).text(NAME)?)));
    match own {
        Some((resource, name)) => {
            let name = name.derive(NAME, format!("the name of {}", resource.key), |name| Some(name.clone()));
            Setting { at: found.at, ..name }
        }
        None => text_setting(NAME, &found).map(Some),
    }
}

/// The subnet group a value names: by reference, or by the name it is given in this template.
fn declared<'t>(eval: &Evaluator<'t>, found: &Resolved<'t>) -> Option<&'t Entry> {
    if let Ok(Value::Resource(id)) = &found.value {
        return eval.template.resource_of(id, GROUP);
    }
    let name = found.as_text().ok()?;
    let named = |entry: &&&'t Entry| {
        let own = Properties::of(eval, entry).text(NAME);
        own.and_then(|own| own.value().map(|own| own.eq_ignore_ascii_case(name))) == Some(true)
    };
    eval.template.of_type(GROUP).iter().find(named).copied()
}

fn zones_of<'t>(eval: &Evaluator<'t>, group: &'t Entry, at: Span) -> Setting<Vec<Setting<Zone>>> {
    let Some(subnets) = Properties::of(eval, group).list("SubnetIds") else {
        let why = Unknown::new("the subnet group lists no subnets", "write its SubnetIds");
        return Setting::unknown("SubnetIds", why, group.key_span);
    };
    let mut zones = match subnets.why() {
        Some(why) => {
            let why = Unknown::new(format!("the subnets are not in this template: {}", why.reason), REMEDY);
            Setting::unknown("SubnetIds", why, subnets.at)
        }
        None => subnets.map(|all| all.iter().map(|subnet| zone_of(eval, subnet)).collect()),
    };
    if zones.value().is_some_and(|zones: &Vec<Setting<Zone>>| zones.is_empty()) {
        let why = Unknown::new("the subnet group lists no subnets", "write its SubnetIds");
        zones = Setting::unknown("SubnetIds", why, at);
    }
    zones
}

/// The zone of one subnet.
fn zone_of<'t>(eval: &Evaluator<'t>, subnet: &Resolved<'t>) -> Setting<Zone> {
    const ZONE: &str = "AvailabilityZone";
    let resource = match &subnet.value {
        Ok(Value::Resource(id)) => eval.template.resource_of(id, SUBNET),
        _ => None,
    };
    let Some(resource) = resource else {
        let why = match subnet.as_text() {
            Ok(_) => Unknown::new("a subnet is not in this template, so its zone is not known", REMEDY),
            Err(why) => elsewhere("a subnet", &why),
        };
        return Setting { secret: subnet.secret, ..Setting::unknown(ZONE, why, subnet.at) };
    };
    let properties = Properties::of(eval, resource);
    if let Some(zone) = properties.zone(ZONE) {
        return zone;
    }
    if let Some(id) = properties.get("AvailabilityZoneId") {
        return setting("AvailabilityZoneId", &id, id.as_text().map(|id| Zone::Id(id.trim().to_owned())));
    }
    let why = Unknown::new("the subnet leaves its zone to AWS", "write the subnet's AvailabilityZone");
    Setting::unknown(ZONE, why, resource.key_span)
}

/// The name being unknown is not the point: even a known one would not tell the zones.
fn elsewhere(what: &str, why: &Why) -> Unknown {
    Unknown::new(format!("{what} is not in this template: {}", why.unknown().reason), REMEDY)
}
