//! The zones that a group's subnets lie in.

use crate::model::{Setting, Unknown, Zone, in_command, is_group_name};
use crate::source::{Json, Span};

use super::Context;
use super::documents::Kind;
use super::joined::{Joined, SUBNET_GROUP};
use super::read::{read, read_path};
use super::same::Settled;

/// The subnet group that the cache clusters name.
pub(super) fn subnet_group(context: &Context<'_>, joined: &Joined<'_>) -> Setting<String> {
    joined.agreed(context.sources, &SUBNET_GROUP).unwrap_or_else(|| {
        Setting::unknown("CacheSubnetGroupName", joined.untold(context, "the subnet group"), joined.id_at)
    })
}

/// The zones of that subnet group's subnets.
pub(super) fn subnet_zones(context: &Context<'_>, joined: &Joined<'_>) -> Setting<Vec<Setting<Zone>>> {
    let name = subnet_group(context, joined);
    let Some(text) = name.value() else { return name.map(|_| Vec::new()) };
    let missing = || {
        if let Some(why) = context.refused(joined, "elasticache:DescribeCacheSubnetGroups", None) {
            return why;
        }
        let command = "aws elasticache describe-cache-subnet-groups --cache-subnet-group-name";
        Unknown::new(
            format!("subnet group {text} is not in the input"),
            format!("add the output of: {command} {}", in_command(text, is_group_name)),
        )
    };
    match context.index.find(&context.claims, &joined.seat, Kind::SubnetGroup, text) {
        None => Setting::unknown("CacheSubnetGroupName", missing(), name.at),
        Some(Settled::Unclear(why)) => Setting::unknown("CacheSubnetGroupName", why, name.at),
        Some(Settled::One(group)) => zones_of(group, name.at),
    }
}

/// Their ids; none where one of them is not told.
pub(super) fn subnet_ids(context: &Context<'_>, joined: &Joined<'_>) -> Vec<String> {
    let name = subnet_group(context, joined);
    let Some(text) = name.value() else { return Vec::new() };
    let Some(Settled::One(group)) =
        context.index.find(&context.claims, &joined.seat, Kind::SubnetGroup, text)
    else {
        return Vec::new();
    };
    let ids = group.get("Subnets").into_iter().flat_map(Json::items);
    let ids: Option<Vec<String>> =
        ids.map(|subnet| read(subnet, "SubnetIdentifier")?.value().cloned()).collect();
    ids.unwrap_or_default()
}

fn zones_of(group: Json<'_>, at: Span) -> Setting<Vec<Setting<Zone>>> {
    let Some(subnets) = group.get("Subnets").filter(|subnets| subnets.items().next().is_some()) else {
        let why = Unknown::new("this answer lists no subnets", "save describe-cache-subnet-groups again");
        return Setting::unknown("Subnets", why, at);
    };
    let zone = |subnet: Json<'_>| {
        let name = read_path(subnet, &["SubnetAvailabilityZone", "Name"]);
        let untold = || {
            Setting::unknown(
                "SubnetAvailabilityZone",
                Unknown::because("this subnet names no zone"),
                subnet.span(),
            )
        };
        name.map_or_else(untold, |name| name.map(Zone::Name))
    };
    Setting::written("Subnets", subnets.items().map(zone).collect(), subnets.span())
}
