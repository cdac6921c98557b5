//! Zones that an input marks as sensitive: numbered, so that zones that differ stay apart and none is named.

use std::borrow::Cow;
use std::collections::BTreeSet;

use super::{Group, Placement, Setting, Zone};

/// What stands for a name that is not shown.
const SENSITIVE: &str = "not shown: the input marks it as sensitive";

/// The zones of a group that are not shown, wherever they stand.
#[derive(Debug, Default)]
pub struct HiddenZones(BTreeSet<Zone>);

impl HiddenZones {
    /// Those that some setting of the group marks.
    #[must_use]
    pub fn of(group: &Group) -> HiddenZones {
        let secret = |placement: &Setting<Placement>| match placement.value() {
            Some(Placement::Pinned(zone)) if placement.secret => Some(zone.clone()),
            _ => None,
        };
        let shards = &group.layout.shards;
        let nodes = shards.iter().filter_map(|shard| shard.nodes.value()).flatten();
        let placed = nodes.map(|node| &node.zone).chain(shards.iter().map(|shard| &shard.primary_zone));
        let subnets = group.subnet_zones.value().into_iter().flatten();
        let subnets =
            subnets.filter(|zone| zone.secret || group.subnet_zones.secret).filter_map(Setting::value);
        HiddenZones(placed.filter_map(secret).chain(subnets.cloned()).collect())
    }

    /// A zone as it may be shown.
    #[must_use]
    pub fn shown(&self, zone: &Zone) -> Zone {
        let Some(at) = self.0.iter().position(|hidden| hidden == zone) else { return zone.clone() };
        let name = format!("{} ({SENSITIVE})", at + 1);
        match zone {
            Zone::Name(_) => Zone::Name(name),
            Zone::Id(_) => Zone::Id(name),
            Zone::Expression(_) => Zone::Expression(name),
            Zone::Symbol { index, .. } => Zone::Symbol { list: name, index: *index },
        }
    }

    fn hide(&self, placement: &mut Setting<Placement>) {
        if let Some(Placement::Pinned(zone)) = placement.value_mut() {
            *zone = self.shown(zone);
        }
    }
}

/// A group whose zones may all be shown.
#[must_use]
pub fn with_hidden_zones(group: &Group) -> Cow<'_, Group> {
    let hidden = HiddenZones::of(group);
    if hidden.0.is_empty() {
        return Cow::Borrowed(group);
    }
    let mut group = group.clone();
    for shard in &mut group.layout.shards {
        hidden.hide(&mut shard.primary_zone);
        let nodes = shard.nodes.value_mut().into_iter().flatten();
        nodes.for_each(|node| hidden.hide(&mut node.zone));
        shard.zone_set.iter_mut().filter_map(Setting::value_mut).for_each(|zone| *zone = hidden.shown(zone));
    }
    let subnets = group.subnet_zones.value_mut().into_iter().flatten();
    subnets.filter_map(Setting::value_mut).for_each(|zone| *zone = hidden.shown(zone));
    Cow::Owned(group)
}
