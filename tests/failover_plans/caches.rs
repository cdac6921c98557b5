//! Groups that could be run: shards of up to five replicas, every value known that an input can tell.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::describe::{Account, describe};
use super::plan::plan;
use super::strategy::topology;
use super::template::{Style, template};
use super::topology::Fact::{Absent, Known, Unknown};
use super::topology::{Configuration, Fact, ParameterGroup, Parameters, SubnetGroup, Topology, Zone, Zones};

/// An input as a file.
#[derive(Debug, Clone)]
pub(super) struct Text {
    pub(super) name: &'static str,
    pub(super) text: String,
}

fn zone(index: usize) -> Fact<Zone> {
    Known(Zone { index, symbolic: false })
}

/// A shard with its primary's zone first.
pub(super) fn shard(zones: &[usize]) -> Configuration {
    Configuration {
        id: Absent,
        primary: zone(zones[0]),
        replica_zones: if zones.len() > 1 {
            Known(zones[1..].iter().map(|at| zone(*at)).collect())
        } else {
            Absent
        },
        replicas: Known(u32::try_from(zones.len() - 1).unwrap()),
    }
}

/// What the parameters say of writes and coverage, all of it known.
#[derive(Debug, Clone, Copy)]
pub(super) struct Refusals {
    pub(super) to_write: u32,
    pub(super) max_lag: u32,
    pub(super) full_coverage: bool,
    pub(super) reads_when_down: bool,
}

fn refusals() -> impl Strategy<Value = Refusals> {
    let to_write = prop_oneof![3 => Just(0u32), 2 => 1u32..=5];
    let max_lag = prop_oneof![4 => Just(10u32), 1 => Just(0)];
    (to_write, max_lag, prop::bool::weighted(0.3), any::<bool>()).prop_map(
        |(to_write, max_lag, full_coverage, reads_when_down)| Refusals {
            to_write,
            max_lag,
            full_coverage,
            reads_when_down,
        },
    )
}

/// Zones of the nodes of each shard, the primary's first. `zones` says how many zones there are.
fn layouts(zones: usize) -> impl Strategy<Value = Vec<Vec<usize>>> {
    vec(vec(0..zones, 1..=6), 1..=6)
}

/// A group in so many zones with flags that go together, written with every zone.
pub(super) fn cache(zones: usize) -> BoxedStrategy<Topology> {
    // Multi-AZ and automatic failover.
    let flags = select(vec![(true, true), (true, true), (false, true), (false, false)]);
    let mode = select(vec!["enabled", "enabled", "disabled", "disabled", "compatible"]);
    let engine = select(vec![
        ("redis", "7.1"),
        ("redis", "5.0.6"),
        ("redis", "5.0.0"),
        ("redis", "4.0.10"),
        ("valkey", "8.0"),
        ("valkey", "9.0"),
    ]);
    let durability = prop_oneof![2 => Just(Absent), 1 => Just(Known("sync")), 1 => Just(Known("async"))];
    (flags, mode, engine, durability, refusals(), layouts(zones))
        .prop_map(|(flags, mode, engine, durability, refusals, layouts)| {
            made(flags, mode, engine, durability, refusals, &layouts)
        })
        .boxed()
}

fn made(
    (multi_az, failover): (bool, bool),
    mode: &'static str,
    (engine, version): (&'static str, &'static str),
    durability: Fact<&'static str>,
    refusals: Refusals,
    layouts: &[Vec<usize>],
) -> Topology {
    let enabled = mode == "enabled";
    let layouts = if enabled { layouts } else { &layouts[..1] };
    let family = if engine == "valkey" { "valkey8" } else { "redis5.0" };
    let parameters = Parameters {
        family,
        cluster_enabled: Known(enabled),
        append_only: Absent,
        to_write: Known(refusals.to_write),
        max_lag: Known(refusals.max_lag),
        full_coverage: Known(refusals.full_coverage),
        reads_when_down: Known(refusals.reads_when_down),
    };
    let durable = enabled && (engine, version) == ("valkey", "9.0");
    let mut of = Topology {
        multi_az: Known(multi_az),
        // Cluster mode needs automatic failover (X053), and so does Multi-AZ (X004).
        failover: Known(failover || mode != "disabled"),
        mode: Known(mode),
        engine: Known(engine),
        version: Known(version),
        node_type: Known("cache.r7g.large"),
        nodes: Absent,
        shards: Absent,
        replicas: Absent,
        zones: Absent,
        configurations: Absent,
        parameters: Known(ParameterGroup::Own(parameters)),
        subnets: Absent,
        retention: Known(7),
        durability: if durable { durability } else { Absent },
    };
    if enabled {
        of.shards = Known(u32::try_from(layouts.len()).unwrap());
        of.configurations = Known(layouts.iter().map(|zones| shard(zones)).collect());
    } else {
        of.nodes = Known(u32::try_from(layouts[0].len()).unwrap());
        of.zones = Known(layouts[0].iter().map(|at| zone(*at)).collect::<Zones>());
    }
    of
}

/// A group with cluster mode enabled and nothing that refuses writes: zones by shard, the primary's first.
pub(super) fn enabled(layouts: &[&[usize]]) -> Topology {
    let layouts: Vec<Vec<usize>> = layouts.iter().map(|zones| zones.to_vec()).collect();
    made((true, true), "enabled", ("redis", "7.1"), Absent, CALM, &layouts)
}

/// The same with cluster mode disabled.
pub(super) fn disabled(zones: &[usize]) -> Topology {
    made((true, true), "disabled", ("redis", "7.1"), Absent, CALM, &[zones.to_vec()])
}

/// A group of Valkey 9.0 with durability.
pub(super) fn durable(layouts: &[&[usize]], durability: &'static str) -> Topology {
    let layouts: Vec<Vec<usize>> = layouts.iter().map(|zones| zones.to_vec()).collect();
    made((true, true), "enabled", ("valkey", "9.0"), Known(durability), CALM, &layouts)
}

/// The same with other parameters.
pub(super) fn with_refusals(mut of: Topology, refusals: Refusals) -> Topology {
    if let Known(ParameterGroup::Own(own)) = &mut of.parameters {
        (own.to_write, own.max_lag) = (Known(refusals.to_write), Known(refusals.max_lag));
        own.full_coverage = Known(refusals.full_coverage);
        own.reads_when_down = Known(refusals.reads_when_down);
    }
    of
}

/// The same with other flags: Multi-AZ, automatic failover.
pub(super) fn with_flags(mut of: Topology, multi_az: bool, failover: bool) -> Topology {
    (of.multi_az, of.failover) = (Known(multi_az), Known(failover));
    of
}

/// Nothing refuses writes.
pub(super) const CALM: Refusals =
    Refusals { to_write: 0, max_lag: 10, full_coverage: false, reads_when_down: false };

/// Any way an account answers, nodes that are not up yet among them.
pub(super) fn account() -> impl Strategy<Value = Account> {
    let busy = prop_oneof![3 => Just(0u8), 1 => any::<u8>()];
    (any::<[bool; 2]>(), busy).prop_map(|([tells_sources, primary_last], busy)| Account {
        tells_sources,
        saves_joined: true,
        primary_last,
        busy,
    })
}

pub(super) const PLAIN: Style = Style { yaml: false, quoted: false, conditional: false };

/// Any input: templates and plans in which much is open, live groups, stand-alone nodes.
pub(super) fn text() -> BoxedStrategy<Text> {
    let template_of = |of: Topology| Text { name: "template.json", text: template(&of, PLAIN) };
    let live = |(mut of, account, no_clusters): (Topology, Account, bool)| {
        if no_clusters {
            of.version = Unknown;
        }
        Text { name: "answers.json", text: describe(&of, account) }
    };
    prop_oneof![
        3 => topology().prop_map(template_of),
        2 => topology().prop_map(|of| Text { name: "plan.json", text: plan(&of.plannable(), false) }),
        2 => cache(3).prop_map(template_of),
        1 => cache(3).prop_map(move |of| template_of(unplaced(of))),
        4 => (cache(3), account(), prop::bool::weighted(0.2)).prop_map(live),
        1 => any::<bool>().prop_map(alone),
    ]
    .boxed()
}

/// The same with its zones left to ElastiCache; every shard as large as the first.
pub(super) fn unplaced(mut of: Topology) -> Topology {
    if let Known(all) = &of.configurations {
        of.replicas = all[0].replicas;
    }
    Topology { zones: Absent, configurations: Absent, ..of }
}

/// The group with subnets in two zones, over which ElastiCache can spread it.
pub(super) fn over_two_zones(of: Topology) -> Topology {
    Topology { subnets: Known(SubnetGroup { zones: Known(vec![zone(0), zone(1)]) }), ..of }
}

/// A node without a group.
fn alone(placed: bool) -> Text {
    let zone = if placed { ", \"PreferredAvailabilityZone\": \"eu-west-1a\"" } else { "" };
    let properties = format!("\"Engine\": \"redis\", \"EngineVersion\": \"7.1\", \"NumCacheNodes\": 1{zone}");
    let resource =
        format!("{{\"Type\": \"AWS::ElastiCache::CacheCluster\", \"Properties\": {{{properties}}}}}");
    Text { name: "template.json", text: format!("{{\"Resources\": {{\"Cache\": {resource}}}}}") }
}
