//! Groups as short text, for snapshots: a line per setting with its value, origin and place.

use std::fmt::{Display, Write};

use multiaz::load::Loaded;
use multiaz::model::{Group, Origin, Setting, Shard, State, Unknown};
use multiaz::source::{Sources, Span};

/// Everything that was loaded.
pub(crate) fn dump(sources: &Sources, loaded: &Loaded) -> String {
    let mut out = String::new();
    for group in &loaded.groups {
        let _ = writeln!(out, "{}", dump_group(sources, group));
    }
    for skipped in &loaded.skipped {
        let at = place(sources, skipped.at);
        let _ = writeln!(out, "skipped {} @{at}: {}", skipped.resource, skipped.reason);
    }
    for failure in &loaded.failures {
        let at = failure.at.map(|at| place(sources, at)).unwrap_or_default();
        let _ = writeln!(out, "failure {} @{at}: {}", failure.kind.name(), failure.message);
    }
    out
}

/// One group.
pub(crate) fn dump_group(sources: &Sources, group: &Group) -> String {
    let mut out = String::new();
    let target = &group.target;
    let kind = if group.standalone { "stand-alone" } else { "group" };
    let _ = writeln!(
        out,
        "{kind} {} @{} {} creating={} id={:?} account={:?} region={:?}",
        group.name,
        place(sources, group.at),
        target.input.name(),
        group.creating,
        target.id,
        target.account,
        target.region
    );
    let mut line = |name: &str, text: String| {
        let _ = writeln!(out, "  {name}: {text}");
    };
    line("multi_az", setting(sources, &group.multi_az, display));
    line("automatic_failover", setting(sources, &group.automatic_failover, display));
    line("cluster_mode", setting(sources, &group.cluster_mode, display));
    line("engine", setting(sources, &group.engine, display));
    line("engine_version", setting(sources, &group.engine_version, display));
    for floor in &group.version_floors {
        line("floor", format!("{} because {}", floor.version, floor.because));
    }
    line("node_type", setting(sources, &group.node_type, display));
    line("parameter_group", setting(sources, &group.parameter_group, name));
    line("append_only", setting(sources, &group.parameters.append_only, display));
    line("min_to_write", setting(sources, &group.parameters.min_replicas_to_write, display));
    line("max_lag", setting(sources, &group.parameters.min_replicas_max_lag, display));
    line("full_coverage", setting(sources, &group.parameters.require_full_coverage, display));
    line("reads_when_down", setting(sources, &group.parameters.allow_reads_when_down, display));
    line("shard_count", setting(sources, &group.layout.shard_count, display));
    line("shard_configurations", setting(sources, &group.layout.shard_configurations, display));
    line("preferred_zones", setting(sources, &group.layout.preferred_zone_count, display));
    line("own_nodes", setting(sources, &group.layout.own_node_count, display));
    line("subnet_group", setting(sources, &group.subnet_group, name));
    line("subnet_zones", setting(sources, &group.subnet_zones, |all| list(sources, all)));
    line("durability", setting(sources, &group.durability, display));
    line("retention", setting(sources, &group.snapshot_retention, display));
    line("global_role", setting(sources, &group.global_role, display));
    assert!(group.status.is_none(), "only describe output tells a status");
    group.configuration_endpoint.iter().for_each(|at| line("configuration_endpoint", at.clone()));
    for shard in &group.layout.shards {
        let _ = write!(out, "{}", dump_shard(sources, shard));
    }
    out
}

fn dump_shard(sources: &Sources, shard: &Shard) -> String {
    let mut out = String::new();
    let id = shard.id.as_deref().unwrap_or("each");
    let _ = writeln!(out, "  shard {id} @{}", place(sources, shard.at));
    let _ = writeln!(out, "    replicas: {}", setting(sources, &shard.replica_count, display));
    let _ = writeln!(out, "    replica_zones: {}", setting(sources, &shard.replica_zone_count, display));
    let _ = writeln!(out, "    primary_zone: {}", setting(sources, &shard.primary_zone, display));
    for (what, endpoint) in [("primary", &shard.primary_endpoint), ("reader", &shard.reader_endpoint)] {
        let _ = endpoint.iter().try_for_each(|endpoint| writeln!(out, "    {what}_endpoint: {endpoint}"));
    }
    if !shard.zone_set.is_empty() {
        let _ = writeln!(out, "    zone_set: {}", list(sources, &shard.zone_set));
    }
    match shard.nodes.value() {
        Some(nodes) => {
            for node in nodes {
                let zone = setting(sources, &node.zone, display);
                let role = setting(sources, &node.role, display);
                let at = node.endpoint.as_ref().map(|at| format!("; at {at}")).unwrap_or_default();
                let _ = writeln!(out, "    node {} zone {zone}; role {role}{at}", node.id);
            }
        }
        None => {
            let _ = writeln!(out, "    nodes: {}", setting(sources, &shard.nodes, |_| String::new()));
        }
    }
    out
}

fn list<T: Display>(sources: &Sources, all: &[Setting<T>]) -> String {
    let all: Vec<String> = all.iter().map(|one| setting(sources, one, display)).collect();
    format!("[{}]", all.join("; "))
}

/// A name, or that none is written.
fn name(name: &Option<String>) -> String {
    name.clone().unwrap_or_else(|| "none".into())
}

fn display<T: Display>(value: &T) -> String {
    value.to_string()
}

fn setting<T>(sources: &Sources, setting: &Setting<T>, show: impl Fn(&T) -> String) -> String {
    let at = place(sources, setting.at);
    let text = match &setting.state {
        State::Known { value, origin } => {
            let origin = match origin {
                Origin::Written { .. } => "written".to_owned(),
                Origin::Default { whose } => format!("default, {whose}"),
                Origin::Derived { from, .. } => format!("derived, {from}"),
            };
            format!("{} ({origin})", show(value))
        }
        State::Unknown(Unknown { reason, remedy }) => {
            format!("UNKNOWN {reason} -> {}", remedy.as_deref().unwrap_or("no remedy"))
        }
    };
    let secret = if setting.secret { " SECRET" } else { "" };
    format!("{text} [{}]{secret} @{at}", setting.name)
}

fn place(sources: &Sources, span: Span) -> String {
    let start = sources.start(span);
    format!("{}:{}", start.line, start.column)
}
