//! Which groups are tried: every value a rule has a threshold at, and each of it absent or unknown.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::topology::Fact::{Absent, Known, Unknown};
use super::topology::{
    Configuration, Fact, ParameterGroup, Parameters, SubnetGroup, Topology, ZONES, Zone, Zones,
};

const MODES: [&str; 3] = ["enabled", "disabled", "compatible"];
const VERSIONS: [&str; 12] =
    ["2.8.5", "2.8.6", "2.8.21", "2.8.22", "4.0.10", "5.0.0", "5.0.6", "6.2", "7.1", "7.2", "8.0", "6.x"];
const NODE_TYPES: [&str; 5] =
    ["cache.t1.micro", "cache.t2.small", "cache.m5.large", "cache.r6g.large", "cache.r7g.large"];
const DEFAULT_GROUPS: [&str; 5] = [
    "default.redis2.8",
    "default.redis5.0",
    "default.redis7",
    "default.redis7.cluster.on",
    "default.valkey8",
];
const DURABILITIES: [&str; 4] = ["default", "sync", "async", "disabled"];
const FAMILIES: [&str; 4] = ["redis2.8", "redis5.0", "redis7", "valkey8"];

/// Mostly known, sometimes absent or unknown. Boxed, as all of these: the tree that proptest makes of
/// a whole topology is too large for a test's stack.
fn fact<T: std::fmt::Debug + Clone + 'static>(
    known: impl Strategy<Value = T> + 'static,
) -> BoxedStrategy<Fact<T>> {
    prop_oneof![5 => known.prop_map(Known), 2 => Just(Absent), 2 => Just(Unknown)].boxed()
}

fn zone() -> impl Strategy<Value = Zone> {
    // The first zone more often than not: faults of layout are nodes that share one.
    let index = prop_oneof![3 => Just(0), 2 => 0..ZONES.len()];
    (index, prop::bool::weighted(0.3)).prop_map(|(index, symbolic)| Zone { index, symbolic })
}

/// A list's element can't be absent.
fn zones(count: std::ops::RangeInclusive<usize>) -> impl Strategy<Value = Zones> {
    vec(prop_oneof![5 => zone().prop_map(Known), 1 => Just(Unknown)], count)
}

/// Spare zones to put in place of unknown ones.
pub(super) fn spare_zones() -> impl Strategy<Value = Zones> {
    zones(1..=4)
}

fn configuration() -> impl Strategy<Value = Configuration> {
    let replicas = prop_oneof![4 => (0u32..=3).prop_map(Known), 2 => Just(Absent), 1 => Just(Unknown)];
    (fact(zone()), fact(zones(1..=3)), replicas, any::<bool>()).prop_map(
        |(primary, replica_zones, replicas, named)| Configuration {
            id: if named { Known(0) } else { Absent },
            primary,
            replica_zones,
            replicas,
        },
    )
}

/// Gives shards with an id of their own different ones.
fn numbered(mut all: Vec<Configuration>) -> Vec<Configuration> {
    for (at, one) in all.iter_mut().enumerate() {
        one.id = one.id.map(|_| 11 + u32::try_from(at).unwrap());
    }
    all
}

fn parameters() -> impl Strategy<Value = Parameters> {
    let on = || fact(any::<bool>());
    let counts = (fact(0u32..=3), fact(select(vec![0u32, 10])));
    let down = (on(), on());
    (select(FAMILIES.to_vec()), on(), on(), counts, down).prop_map(
        |(family, cluster_enabled, append_only, (to_write, max_lag), (full_coverage, reads_when_down))| {
            Parameters {
                family,
                cluster_enabled,
                append_only,
                to_write,
                max_lag,
                full_coverage,
                reads_when_down,
            }
        },
    )
}

fn parameter_group() -> impl Strategy<Value = ParameterGroup> {
    prop_oneof![
        1 => Just(ParameterGroup::Elsewhere),
        2 => select(DEFAULT_GROUPS.to_vec()).prop_map(ParameterGroup::Default),
        4 => parameters().prop_map(ParameterGroup::Own),
    ]
}

fn subnets() -> impl Strategy<Value = Fact<SubnetGroup>> {
    let zones = prop_oneof![6 => vec(fact(zone()), 1..=3).prop_map(Known), 1 => Just(Unknown)];
    fact(zones.prop_map(|zones| SubnetGroup { zones }))
}

/// The counts and zones a group writes: node count, shard count, replicas, zones, configurations.
type Shape = (Fact<u32>, Fact<u32>, Fact<u32>, Fact<Zones>, Fact<Vec<Configuration>>);

fn shape() -> BoxedStrategy<Shape> {
    let by_nodes = (fact(1u32..=4), fact(zones(1..=4)), prop_oneof![4 => Just(Absent), 1 => fact(1u32..=2)])
        .prop_map(|(nodes, zones, shards)| (nodes, shards, Absent, zones, Absent));
    let preferred = prop_oneof![4 => Just(Absent), 1 => fact(zones(1..=3))];
    let by_counts = (fact(1u32..=5), fact(0u32..=3), preferred)
        .prop_map(|(shards, replicas, zones)| (Absent, shards, replicas, zones, Absent));
    let configurations = prop_oneof![
        8 => vec(configuration(), 1..=4).prop_map(|all| Known(numbered(all))),
        1 => Just(Unknown),
    ];
    let by_shard = (fact(1u32..=4), fact(0u32..=3), configurations)
        .prop_map(|(shards, replicas, all)| (Absent, shards, replicas, Absent, all));
    prop_oneof![by_nodes, by_counts, by_shard].boxed()
}

fn retention_and_durability() -> BoxedStrategy<(Fact<u32>, Fact<&'static str>)> {
    let retention = fact(prop_oneof![Just(0u32), Just(7)]);
    let durability = prop_oneof![3 => Just(Absent), 1 => fact(select(DURABILITIES.to_vec()))];
    (retention, durability).boxed()
}

/// Any group.
pub(super) fn topology() -> BoxedStrategy<Topology> {
    let flag = || fact(prop::bool::weighted(0.7));
    let core = (flag(), flag(), fact(select(MODES.to_vec())), fact(select(vec!["redis", "valkey"])));
    let rest = (fact(select(VERSIONS.to_vec())), fact(select(NODE_TYPES.to_vec())), shape());
    let joined = (fact(parameter_group()), subnets(), retention_and_durability());
    let all = (core.boxed(), rest.boxed(), joined.boxed());
    let all = all.prop_map(|(core, rest, joined)| {
        let (version, node_type, (nodes, shards, replicas, zones, configurations)) = rest;
        Topology {
            multi_az: core.0,
            failover: core.1,
            mode: core.2,
            engine: core.3,
            version,
            node_type,
            nodes,
            shards,
            replicas,
            zones,
            configurations,
            parameters: joined.0,
            subnets: joined.1,
            retention: joined.2.0,
            durability: joined.2.1,
        }
    });
    all.boxed()
}

/// A group that can live: all is known but what an answer may lack, and every node is in a zone.
pub(super) fn live() -> impl Strategy<Value = Topology> {
    let zones = || vec(zone().prop_map(Known), 1..=4);
    let one = (zones(), any::<bool>(), prop::bool::weighted(0.2));
    let several = vec((zones(), any::<bool>()), 1..=5);
    (topology(), one, several, any::<bool>()).prop_map(|(mut it, one, several, enabled)| {
        let shard = |zones: &Zones, named: bool| Configuration {
            id: if named { Known(0) } else { Absent },
            primary: zones[0],
            replica_zones: if zones.len() > 1 { Known(zones[1..].to_vec()) } else { Absent },
            replicas: Known(u32::try_from(zones.len() - 1).unwrap()),
        };
        let (zones, named, compatible) = one;
        (it.nodes, it.shards, it.replicas, it.zones) = (Absent, Absent, Absent, Absent);
        it.configurations = Absent;
        if enabled {
            let all: Vec<_> = several.iter().map(|(zones, named)| shard(zones, *named)).collect();
            it.shards = Known(u32::try_from(all.len()).unwrap());
            it.configurations = Known(numbered(all));
            it.mode = if several.len() > 1 && it.mode == Absent { Absent } else { Known("enabled") };
        } else {
            it.nodes = Known(u32::try_from(zones.len()).unwrap());
            it.zones = Known(zones);
            it.mode = if compatible { Known("compatible") } else { Known("disabled") };
            // A group of one shard may have it configured too.
            if let (true, Some(zones)) = (named, it.zones.known()) {
                it.configurations = Known(numbered(vec![shard(zones, true)]));
                (it.shards, it.nodes, it.zones) = (Known(1), Absent, Absent);
            }
        }
        seen(it).with_zones(false).with_possible_version()
    })
}

/// What a live group has for certain, and what every answer tells.
fn seen(mut it: Topology) -> Topology {
    let or = |fact: Fact<&'static str>, value| if fact.is_unknown() { Known(value) } else { fact };
    it.engine = or(it.engine, "redis");
    it.version = or(it.version, "7.1");
    it.durability = if it.durability.is_unknown() { Absent } else { it.durability };
    it.node_type = Known(*it.node_type.known().unwrap_or(&"cache.r7g.large"));
    if it.parameters.is_unknown() {
        it.parameters = Known(ParameterGroup::Elsewhere);
    }
    if let Known(ParameterGroup::Own(own)) = &mut it.parameters {
        let plain = |fact: &mut Fact<bool>| *fact = if fact.is_unknown() { Absent } else { *fact };
        plain(&mut own.cluster_enabled);
        plain(&mut own.append_only);
        plain(&mut own.full_coverage);
        plain(&mut own.reads_when_down);
        own.to_write = if own.to_write.is_unknown() { Known(2) } else { own.to_write };
        own.max_lag = if own.max_lag.is_unknown() { Absent } else { own.max_lag };
    }
    if let Known(SubnetGroup { zones: Known(zones) }) = &mut it.subnets {
        zones.iter_mut().for_each(|zone| {
            *zone = Known(*zone.known().unwrap_or(&Zone { index: 0, symbolic: false }));
        });
    }
    it
}
