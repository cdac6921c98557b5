//! Zones that the subnet group reaches: a replica can only be where it has a subnet.

use crate::model::{Setting, Zone};
use crate::runbook::book::{Met, Precondition, Step};
use crate::runbook::placeholder::{NEW_SUBNET, SUBNET_GROUP};
use crate::runbook::request::{Request, Value};
use crate::runbook::site::{Exists, Site};
use crate::runbook::state::zone_of;

use super::Condition;
use super::engine::of_clusters;

/// At least two zones (X033).
pub(super) fn zones(site: &Site<'_>) -> Condition {
    let (met, because) = reached(site);
    let step = match met {
        Met::Yes => None,
        Met::No => Some(extend(site, &because)),
        Met::Unknown => Some(look(site, &because)),
    };
    let text = "the subnet group has subnets in two zones or more";
    Condition::new(Precondition::new(text, met, because, &["X033"]), step)
}

/// Whether the subnets reach two zones, and what says so.
fn reached(site: &Site<'_>) -> (Met, String) {
    let group = site.group;
    let live = site.exists() == Exists::Yes && !site.is_code();
    let nodes = group.layout.shards.iter().filter_map(|shard| shard.nodes.value()).flatten();
    if let Some(zones) = several(nodes.filter_map(zone_of)).filter(|_| live) {
        return (Met::Yes, format!("its nodes live in {zones}"));
    }
    let Some(subnets) = group.subnet_zones.value() else {
        let why = group.subnet_zones.why().map(|why| why.reason.clone());
        return (Met::Unknown, why.unwrap_or_default());
    };
    let known: Vec<&Zone> = subnets.iter().filter_map(Setting::value).collect();
    if let Some(zones) = several(known.iter().copied()) {
        return (Met::Yes, format!("it has subnets in {zones}"));
    }
    match (subnets.iter().find_map(Setting::why), known.first()) {
        (None, Some(first)) if known.iter().all(|zone| zone.same(first) == Some(true)) => {
            (Met::No, format!("all its subnets are in {first}"))
        }
        (Some(why), _) => (Met::Unknown, why.reason.clone()),
        (None, _) => (Met::Unknown, "its subnets can't be told apart by zone".to_owned()),
    }
}

/// All zones by name, each once, where surely two of them differ.
fn several<'z>(zones: impl Iterator<Item = &'z Zone>) -> Option<String> {
    let mut each: Vec<&Zone> = Vec::new();
    for zone in zones {
        if each.iter().all(|other| other.same(zone) == Some(false)) {
            each.push(zone);
        }
    }
    let names: Vec<String> = each.iter().map(ToString::to_string).collect();
    match names.as_slice() {
        [] | [_] => None,
        [rest @ .., last] => Some(format!("{} and {last}", rest.join(", "))),
    }
}

fn extend(site: &Site<'_>, because: &str) -> Step {
    let why = format!(
        "A replica can only be in a zone that the subnet group has a subnet in, and {because}. The group \
         can't move to another subnet group, but this one can grow."
    );
    let subnets = Value::List("SubnetIdentifier", [site.subnets(), vec![NEW_SUBNET.to_owned()]].concat());
    Step::new("Give the subnet group a subnet in a second zone", why, &["X033", "X130"])
        .calls(name(site))
        .call(subnets_of(site))
        .call(
            site.request("ModifyCacheSubnetGroup")
                .text("CacheSubnetGroupName", site.subnet_group())
                .with("SubnetIds", subnets),
        )
        .console(vec![
            "Open the ElastiCache console and choose Subnet groups in the navigation pane.".to_owned(),
            "Choose the group's subnet group, then Modify, and add a subnet of another zone.".to_owned(),
        ])
        .look(subnets_of(site))
        .expect("Subnets lie in two zones or more; those of before are still listed.")
        .or_else(
            "InvalidSubnet: the new subnet must be in the VPC of the old ones. SubnetInUse: name all old \
             subnets too. A subnet group takes 20 subnets by default.",
        )
}

fn look(site: &Site<'_>, because: &str) -> Step {
    let why = format!(
        "A replica can only be in a zone that the subnet group has a subnet in, and which those are is not \
         known: {because}."
    );
    Step::new("Look at the zones of the subnet group", why, &["X033"])
        .calls(name(site))
        .call(subnets_of(site))
        .console(vec![
            "Open the ElastiCache console and choose Subnet groups in the navigation pane.".to_owned(),
            "Choose the group's subnet group and look at the zones of its subnets.".to_owned(),
        ])
        .expect("Subnets lie in two zones or more.")
        .or_else(
            "With one zone only, add a subnet of another to it; the call that does so has to name the old \
             subnets too.",
        )
}

/// How to get the name of the subnet group, where the input does not tell it.
fn name(site: &Site<'_>) -> Option<Request> {
    let open = site.subnet_group() == SUBNET_GROUP;
    open.then(|| of_clusters(site, "CacheSubnetGroupName"))
}

fn subnets_of(site: &Site<'_>) -> Request {
    site.request("DescribeCacheSubnetGroups")
        .text("CacheSubnetGroupName", site.subnet_group())
        .showing("CacheSubnetGroups[0].Subnets[].[SubnetIdentifier,SubnetAvailabilityZone.Name]")
}
