//! A replication group as plain data: what every input is rendered from.

/// What an input says of one thing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fact<T> {
    /// A value.
    Known(T),
    /// Nothing is written.
    Absent,
    /// Something is written whose value nobody can know yet.
    Unknown,
}

use Fact::{Absent, Known, Unknown};

impl<T> Fact<T> {
    pub(super) fn known(&self) -> Option<&T> {
        if let Known(value) = self { Some(value) } else { None }
    }

    pub(super) fn is_unknown(&self) -> bool {
        matches!(self, Unknown)
    }

    pub(super) fn map<U>(&self, turn: impl FnOnce(&T) -> U) -> Fact<U> {
        match self {
            Known(value) => Known(turn(value)),
            Absent => Absent,
            Unknown => Unknown,
        }
    }
}

/// The zones to choose from; a symbolic one stands for the name of the same index.
pub(super) const ZONES: [&str; 3] = ["eu-west-1a", "eu-west-1b", "eu-west-1c"];

/// A zone, written by name or (in a template) as an element of `Fn::GetAZs`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Zone {
    pub(super) index: usize,
    pub(super) symbolic: bool,
}

impl Zone {
    pub(super) fn name(self) -> &'static str {
        ZONES[self.index]
    }
}

/// Zones of which some may be unknown.
pub(super) type Zones = Vec<Fact<Zone>>;

/// A replication group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Topology {
    pub(super) multi_az: Fact<bool>,
    pub(super) failover: Fact<bool>,
    pub(super) mode: Fact<&'static str>,
    pub(super) engine: Fact<&'static str>,
    pub(super) version: Fact<&'static str>,
    pub(super) node_type: Fact<&'static str>,
    pub(super) nodes: Fact<u32>,
    pub(super) shards: Fact<u32>,
    pub(super) replicas: Fact<u32>,
    /// The preferred zone list.
    pub(super) zones: Fact<Zones>,
    pub(super) configurations: Fact<Vec<Configuration>>,
    pub(super) parameters: Fact<ParameterGroup>,
    pub(super) subnets: Fact<SubnetGroup>,
    pub(super) retention: Fact<u32>,
    pub(super) durability: Fact<&'static str>,
}

/// One shard's configuration.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Configuration {
    /// Its written id, above every id that a position gives.
    pub(super) id: Fact<u32>,
    pub(super) primary: Fact<Zone>,
    pub(super) replica_zones: Fact<Zones>,
    pub(super) replicas: Fact<u32>,
}

/// The parameter group a group names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum ParameterGroup {
    /// One that the input does not hold.
    Elsewhere,
    /// One of ElastiCache's own.
    Default(&'static str),
    /// One that the input holds.
    Own(Parameters),
}

/// What a parameter group of one's own holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Parameters {
    pub(super) family: &'static str,
    pub(super) cluster_enabled: Fact<bool>,
    pub(super) append_only: Fact<bool>,
    pub(super) to_write: Fact<u32>,
    pub(super) max_lag: Fact<u32>,
    pub(super) full_coverage: Fact<bool>,
    pub(super) reads_when_down: Fact<bool>,
}

impl Parameters {
    /// The parameters by their names, as text.
    pub(super) fn by_name(&self) -> [(&'static str, Fact<String>); 6] {
        let word = |on: &bool| if *on { "yes" } else { "no" }.to_owned();
        [
            ("cluster-enabled", self.cluster_enabled.map(word)),
            ("appendonly", self.append_only.map(word)),
            ("min-replicas-to-write", self.to_write.map(u32::to_string)),
            ("min-replicas-max-lag", self.max_lag.map(u32::to_string)),
            ("cluster-require-full-coverage", self.full_coverage.map(word)),
            ("cluster-allow-reads-when-down", self.reads_when_down.map(word)),
        ]
    }
}

/// The subnet group a group names; an absent zone is one that a subnet leaves to AWS.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct SubnetGroup {
    pub(super) zones: Fact<Zones>,
}

impl Topology {
    /// The mode that a group of which all is known comes to (section 3.6).
    pub(super) fn live_mode(&self) -> &'static str {
        let says_on = match &self.parameters {
            Known(ParameterGroup::Own(own)) => own.cluster_enabled == Known(true),
            Known(ParameterGroup::Default(name)) => name.ends_with(".cluster.on"),
            _ => false,
        };
        let several = self.configurations.known().is_some_and(|all| all.len() > 1);
        match self.mode {
            Known(mode) => mode,
            _ if several || says_on => "enabled",
            _ => "disabled",
        }
    }

    /// The next group to it that Terraform can plan: a node count excludes counts of shards and
    /// replicas, and shard configurations need the number of shards (X119).
    pub(super) fn plannable(mut self) -> Topology {
        if self.nodes.known().is_some() {
            (self.shards, self.replicas) = (Absent, Absent);
        } else if self.shards.known().is_some() || self.replicas.known().is_some() {
            self.nodes = Absent;
        }
        match &self.configurations {
            Known(all) if self.shards == Absent => {
                self.shards = Known(u32::try_from(all.len()).unwrap());
            }
            Unknown if self.shards == Absent => self.shards = Unknown,
            _ => {}
        }
        self
    }

    /// Leaves out an engine version that its other settings rule out (X043 X045 X047): no group has it.
    pub(super) fn with_possible_version(mut self) -> Topology {
        let family = match &self.parameters {
            Known(ParameterGroup::Own(own)) => own.family,
            Known(ParameterGroup::Default(name)) => name,
            _ => "",
        };
        let family_floor = [("valkey8", 8), ("valkey7", 7), ("redis7", 7), ("redis5.0", 5)];
        let by_family = family_floor.iter().find(|(name, _)| family.contains(name)).map_or(0, |it| it.1);
        let by_node = if self.node_type == Known("cache.r6g.large") { 5 } else { 0 };
        let by_engine = if self.engine == Known("valkey") { 7 } else { 0 };
        let floor = by_family.max(by_node).max(by_engine);
        let number = |version: &str| version.split('.').next().and_then(|major| major.parse::<u32>().ok());
        let too_old = |version: &str| number(version) < Some(floor) || version == "5.0.0" && by_node == 5;
        if self.version.known().is_some_and(|version| too_old(version)) {
            self.version = Absent;
        }
        self
    }

    /// The same with every zone by its name, or every zone as a symbol.
    pub(super) fn with_zones(mut self, symbolic: bool) -> Topology {
        self.each_zone(&mut |zone| {
            if let Known(zone) = zone {
                zone.symbolic = symbolic;
            }
        });
        self
    }

    /// Visits every zone.
    pub(super) fn each_zone(&mut self, visit: &mut impl FnMut(&mut Fact<Zone>)) {
        if let Known(zones) = &mut self.zones {
            zones.iter_mut().for_each(&mut *visit);
        }
        if let Known(all) = &mut self.configurations {
            for one in all {
                visit(&mut one.primary);
                if let Known(zones) = &mut one.replica_zones {
                    zones.iter_mut().for_each(&mut *visit);
                }
            }
        }
        if let Known(SubnetGroup { zones: Known(zones) }) = &mut self.subnets {
            zones.iter_mut().for_each(visit);
        }
    }
}
