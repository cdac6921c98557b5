//! A second planner for groups of which everything is known, written from the facts alone: one way of things
//! at a time, where the planner itself works with ranges.

use std::collections::BTreeSet;

use multiaz::failover::{DataLoss, Service};

use super::topology::Fact::{Absent, Known};
use super::topology::{ParameterGroup, Topology};

/// A node: its zone, and whether it is available (F63).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Node {
    pub(super) zone: usize,
    pub(super) ready: bool,
    pub(super) gone: bool,
}

/// A shard and the node that leads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shard {
    pub(super) nodes: Vec<Node>,
    pub(super) primary: usize,
}

/// A group.
#[derive(Debug, Clone)]
pub(super) struct KnownGroup {
    pub(super) failover: bool,
    pub(super) multi_az: bool,
    pub(super) enabled: bool,
    pub(super) compatible: bool,
    pub(super) version: &'static str,
    pub(super) durability: &'static str,
    /// How many replicas writes need; 0 where either parameter switches it off (X066).
    pub(super) needed: usize,
    pub(super) full_coverage: bool,
    pub(super) reads_when_down: bool,
    pub(super) shards: Vec<Shard>,
}

/// What becomes of a shard.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Fate {
    pub(super) writes: Service,
    pub(super) reads: Service,
    pub(super) loss: DataLoss,
    /// How long its slots have no primary.
    pub(super) down: Service,
    pub(super) promotes: bool,
}

/// Reads a topology whose values are all known; `busy` as answers tell it.
pub(super) fn known(of: &Topology, busy: u8) -> KnownGroup {
    let Known(ParameterGroup::Own(own)) = &of.parameters else { panic!("{of:?}") };
    let node = |at: usize, zone: usize| Node { zone, ready: busy >> at & 1 == 0, gone: false };
    let shard = |zones: Vec<usize>| Shard {
        nodes: zones.into_iter().enumerate().map(|(at, zone)| node(at, zone)).collect(),
        primary: 0,
    };
    let zones = |facts: &Vec<super::topology::Fact<super::topology::Zone>>| -> Vec<usize> {
        facts.iter().map(|zone| zone.known().unwrap().index).collect()
    };
    let shards = match (&of.configurations, &of.zones) {
        (Known(all), _) => all
            .iter()
            .map(|one| {
                let mut all = vec![one.primary.known().unwrap().index];
                all.extend(one.replica_zones.known().map(zones).unwrap_or_default());
                shard(all)
            })
            .collect(),
        (_, Known(all)) => vec![shard(zones(all))],
        _ => panic!("{of:?}"),
    };
    let needed = if own.max_lag == Known(0) { 0 } else { *own.to_write.known().unwrap() as usize };
    KnownGroup {
        failover: of.failover == Known(true),
        multi_az: of.multi_az == Known(true),
        enabled: of.mode == Known("enabled"),
        compatible: of.mode == Known("compatible"),
        version: of.version.known().unwrap(),
        durability: if of.durability == Absent { "disabled" } else { of.durability.known().unwrap() },
        needed,
        full_coverage: own.full_coverage == Known(true),
        reads_when_down: own.reads_when_down == Known(true),
        shards,
    }
}

impl KnownGroup {
    /// What a shard's loss of nodes does to it, others aside. Every node that is gone is lost too.
    pub(super) fn fate(&self, shard: &Shard, lost: &BTreeSet<usize>, away: Service) -> Fate {
        let is_lost = |at: usize| lost.contains(&at) || shard.nodes[at].gone;
        let replicas: Vec<usize> = (0..shard.nodes.len()).filter(|at| *at != shard.primary).collect();
        let left: Vec<usize> = replicas.iter().copied().filter(|at| !is_lost(*at)).collect();
        // A shard that never had the replicas that writes need refuses them whatever happens (X065).
        let refused = replicas.len() < self.needed;
        let fate = |writes, reads, loss, down| Fate { writes, reads, loss, down, promotes: false };
        if !is_lost(shard.primary) {
            let writes = if left.len() < self.needed { Service::Blocked } else { Service::Uninterrupted };
            return fate(writes, Service::Uninterrupted, DataLoss::None, Service::Uninterrupted);
        }
        if left.is_empty() {
            let durable = self.durability != "disabled";
            return fate(away, away, if durable { DataLoss::Unstated } else { DataLoss::Everything }, away);
        }
        let lag = match self.durability {
            "sync" => DataLoss::None,
            "async" => DataLoss::UpToTenSeconds,
            _ => DataLoss::ReplicationLag,
        };
        if !self.failover {
            return fate(away, Service::Uninterrupted, lag, away);
        }
        if !left.iter().any(|at| shard.nodes[*at].ready) {
            let writes = if refused { Service::Blocked } else { Service::Unstated };
            return fate(writes, Service::Unstated, DataLoss::Unstated, Service::Unstated);
        }
        // One of those left becomes the primary and no longer counts as a replica.
        let writes = if left.len() - 1 < self.needed { Service::Blocked } else { Service::Seconds };
        Fate { promotes: true, ..fate(writes, Service::Seconds, lag, Service::Seconds) }
    }

    /// The nodes of a shard in a zone.
    pub(super) fn in_zone(shard: &Shard, zone: usize) -> BTreeSet<usize> {
        (0..shard.nodes.len()).filter(|at| shard.nodes[*at].zone == zone).collect()
    }

    /// What the loss of a zone does to every shard, the group's state considered.
    pub(super) fn lose_zone(&self, zone: usize) -> Vec<Fate> {
        let of = |shard: &Shard| self.fate(shard, &Self::in_zone(shard, zone), Service::UntilZoneReturns);
        let mut fates: Vec<Fate> = self.shards.iter().map(of).collect();
        if !self.enabled {
            return fates;
        }
        let loses =
            |shard: &&Shard| shard.nodes[shard.primary].gone || shard.nodes[shard.primary].zone == zone;
        let lost = self.shards.iter().filter(loses).count();
        let majority = self.shards.len() / 2 + 1;
        if lost > 0 && self.shards.len() - lost < majority {
            for fate in &mut fates {
                fate.writes = fate.writes.max(Service::Unstated);
                let reads = if self.reads_when_down { Service::Uninterrupted } else { Service::Unstated };
                fate.reads = fate.reads.max(reads);
                fate.down = if fate.down == Service::Seconds { Service::Unstated } else { fate.down };
            }
        }
        if self.full_coverage {
            let worst = fates.iter().map(|fate| fate.down).max().unwrap();
            for fate in &mut fates {
                fate.writes = fate.writes.max(worst);
                fate.reads = fate.reads.max(worst);
            }
        }
        fates
    }

    /// Every way a shard may be after losing nodes: with whoever may lead it, and without what is gone.
    pub(super) fn afterwards(&self, shard: &Shard, lost: &BTreeSet<usize>, gone: bool) -> Vec<Shard> {
        let mut after = shard.clone();
        for at in lost {
            after.nodes[*at].gone = gone;
        }
        let fate = self.fate(shard, lost, Service::UntilReplacement);
        if !fate.promotes {
            // Where no replica is available nothing tells who leads the shard in the end.
            let anybody = fate.loss == DataLoss::Unstated && lost.len() < shard.nodes.len();
            let leaders = if anybody { 0..shard.nodes.len() } else { shard.primary..shard.primary + 1 };
            return leaders.map(|primary| Shard { primary, ..after.clone() }).collect();
        }
        let may_lead = |at: &usize| *at != shard.primary && !lost.contains(at) && shard.nodes[*at].ready;
        let leaders = (0..shard.nodes.len()).filter(may_lead);
        leaders.map(|primary| Shard { primary, ..after.clone() }).collect()
    }
}
