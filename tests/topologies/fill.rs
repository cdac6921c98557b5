//! Puts the values of another topology in place of what is unknown.

use super::topology::Fact::{self, Absent, Known, Unknown};
use super::topology::{Configuration, ParameterGroup, Parameters, SubnetGroup, Topology, Zone, Zones};

/// Where values are taken from.
#[derive(Debug, Clone)]
pub(super) struct Donor {
    pub(super) topology: Topology,
    /// Taken for zones, in turn.
    pub(super) zones: Zones,
    /// Symbolic zones become names as well.
    pub(super) names: bool,
    /// An unknown may turn out to be not written at all.
    pub(super) may_vanish: bool,
}

/// Fills what is unknown, as far as the donor knows it, with something that can go together.
pub(super) fn fill(of: &Topology, donor: &Donor) -> Topology {
    let from = &donor.topology;
    let mut filled = Topology {
        multi_az: donor.take(of.multi_az, from.multi_az),
        failover: donor.take(of.failover, from.failover),
        mode: donor.take(of.mode, from.mode),
        engine: donor.take(of.engine, from.engine),
        version: donor.take(of.version, from.version),
        node_type: donor.take(of.node_type, from.node_type),
        nodes: donor.take(of.nodes, from.nodes),
        shards: donor.take(of.shards, from.shards),
        replicas: donor.take(of.replicas, from.replicas),
        zones: donor.take(of.zones.clone(), from.zones.clone()),
        configurations: donor.configurations(of),
        parameters: donor.parameters(&of.parameters),
        subnets: donor.subnets(&of.subnets),
        retention: donor.take(of.retention, from.retention),
        durability: donor.take(of.durability, from.durability),
    };
    let mut at = 0;
    filled.each_zone(&mut |zone| {
        at += 1;
        *zone = donor.zone(zone, at);
    });
    if of.version == Unknown { filled.with_possible_version() } else { filled }
}

impl Donor {
    fn take<T>(&self, own: Fact<T>, other: Fact<T>) -> Fact<T> {
        match (own, other) {
            (Unknown, Absent) if !self.may_vanish => Unknown,
            (Unknown, other) => other,
            (own, _) => own,
        }
    }

    fn zone(&self, own: &Fact<Zone>, at: usize) -> Fact<Zone> {
        let spare = self.zones[at % self.zones.len()];
        match self.take(*own, spare) {
            Known(zone) if self.names => Known(Zone { symbolic: false, ..zone }),
            zone => zone,
        }
    }

    fn configurations(&self, of: &Topology) -> Fact<Vec<Configuration>> {
        let theirs = &self.topology.configurations;
        let Known(own) = &of.configurations else {
            return self.take(of.configurations.clone(), theirs.clone());
        };
        let spare = theirs.known().and_then(|all| all.first());
        let one = |one: &Configuration| match spare {
            Some(spare) => Configuration {
                id: one.id,
                primary: one.primary,
                replica_zones: self.take(one.replica_zones.clone(), spare.replica_zones.clone()),
                replicas: self.take(one.replicas, spare.replicas),
            },
            None => one.clone(),
        };
        Known(own.iter().map(one).collect())
    }

    fn parameters(&self, own: &Fact<ParameterGroup>) -> Fact<ParameterGroup> {
        let theirs = &self.topology.parameters;
        match (own, theirs) {
            (Known(ParameterGroup::Own(own)), Known(ParameterGroup::Own(theirs))) => {
                Known(ParameterGroup::Own(Parameters {
                    family: own.family,
                    cluster_enabled: self.take(own.cluster_enabled, theirs.cluster_enabled),
                    append_only: self.take(own.append_only, theirs.append_only),
                    to_write: self.take(own.to_write, theirs.to_write),
                    max_lag: self.take(own.max_lag, theirs.max_lag),
                    full_coverage: self.take(own.full_coverage, theirs.full_coverage),
                    reads_when_down: self.take(own.reads_when_down, theirs.reads_when_down),
                }))
            }
            _ => self.take(own.clone(), theirs.clone()),
        }
    }

    fn subnets(&self, own: &Fact<SubnetGroup>) -> Fact<SubnetGroup> {
        let theirs = &self.topology.subnets;
        match (own, theirs) {
            (Known(own), Known(theirs)) => {
                Known(SubnetGroup { zones: self.take(own.zones.clone(), theirs.zones.clone()) })
            }
            _ => self.take(own.clone(), theirs.clone()),
        }
    }
}
