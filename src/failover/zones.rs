//! Which zones can fail for a group.

use crate::model::Zone;

use super::strike::{Place, Strike};
use super::view::{ShardView, View};

/// A zone that fails, with its name in reports and in sentences.
#[derive(Debug, Clone)]
pub(super) struct Outage {
    pub(super) place: Place,
    /// `us-east-1a`, `the primary's zone`, `another zone`.
    pub(super) label: String,
    /// `zone us-east-1a`, `the primary's zone`, `the zone that failed`.
    pub(super) called: String,
}

impl Outage {
    /// Whether it is told by where a primary is.
    pub(super) fn is_unnamed(&self) -> bool {
        !matches!(self.place, Place::Named(_))
    }

    /// What it does to every shard.
    pub(super) fn strike(&self) -> Strike {
        Strike::Zone(self.place.clone())
    }
}

/// The outages of a scenario: the zone that is named, else every zone that holds a node.
///
/// Where the zone of a node is not known or left to ElastiCache, the question is asked of the
/// primary's zone and of another one.
pub(super) fn outages(view: &View, named: Option<&str>) -> Vec<Outage> {
    if let Some(name) = named {
        return vec![outage(&known_zone(view, name))];
    }
    if view.shards.iter().all(ShardView::is_placed) {
        return zones(view).iter().map(outage).collect();
    }
    unnamed()
}

/// The outages that could follow another one: zones that still hold a node.
pub(super) fn further(view: &View, first: &Outage) -> Vec<Outage> {
    if first.is_unnamed() {
        return unnamed();
    }
    let rest = outages(view, None);
    rest.into_iter().filter(|outage| outage.place != first.place).collect()
}

fn unnamed() -> Vec<Outage> {
    let outage = |place, label: &str, called: &str| Outage {
        place,
        label: label.to_owned(),
        called: called.to_owned(),
    };
    vec![
        outage(Place::OfPrimary, "the primary's zone", "the primary's zone"),
        outage(Place::Another, "another zone", "the zone that failed"),
    ]
}

fn outage(zone: &Zone) -> Outage {
    Outage { place: Place::Named(zone.clone()), label: zone.to_string(), called: format!("zone {zone}") }
}

/// The zones that hold nodes, sorted by name.
fn zones(view: &View) -> Vec<Zone> {
    let nodes = view.shards.iter().flat_map(|shard| &shard.nodes);
    let mut zones: Vec<Zone> =
        nodes.filter(|node| node.gone != Some(true)).filter_map(|node| node.at.zone().cloned()).collect();
    zones.sort_by_key(|zone| (zone.to_string(), zone.clone()));
    zones.dedup();
    zones
}

/// The zone of that name as the group knows it; else what the name looks like.
fn known_zone(view: &View, name: &str) -> Zone {
    let known = zones(view).into_iter().find(|zone| zone.to_string() == name);
    known.unwrap_or_else(|| if is_id(name) { Zone::Id(name.to_owned()) } else { Zone::Name(name.to_owned()) })
}

/// Whether it is a zone id, such as `use1-az1`, which says nothing about a name (X035).
fn is_id(name: &str) -> bool {
    let number = name.rsplit_once("-az").map(|(_, number)| number);
    number.is_some_and(|number| !number.is_empty() && number.chars().all(|digit| digit.is_ascii_digit()))
}
