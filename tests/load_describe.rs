//! Describe output as the model sees it: fixtures through the reader, dumped as text.

use std::fmt::{Display, Write};
use std::path::Path;

use multiaz::load::Loaded;
use multiaz::load::describe::{Document, is_answer, load};
use multiaz::model::{Group, Node, Origin, Placement, Setting, Shard, State, Zone};
use multiaz::source::{Sources, parse_json};

/// Reads texts given as (path, content) into one run.
fn run(files: &[(&str, &str)]) -> (Sources, Loaded) {
    let mut sources = Sources::default();
    let mut documents = Vec::new();
    for (name, text) in files {
        let source = sources.add(*name, text);
        let text = sources.text(source);
        let root = parse_json(source, &text, &text).unwrap();
        let path = Path::new(name);
        documents.push(Document {
            source,
            root,
            folder: path.parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
            stem: path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
        });
    }
    let loaded = load(&mut sources, &documents);
    (sources, loaded)
}

/// Reads all files of a fixture folder, or one fixture file, in the order of their names.
fn fixture(name: &str) -> (Sources, Loaded) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/describe").join(name);
    let mut paths = vec![path.clone()];
    if path.is_dir() {
        paths = std::fs::read_dir(&path).unwrap().map(|entry| entry.unwrap().path()).collect();
        paths.sort();
    }
    let texts: Vec<(String, String)> = paths
        .iter()
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, std::fs::read_to_string(path).unwrap())
        })
        .collect();
    let files: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (name.as_str(), text.as_str())).collect();
    run(&files)
}

/// `value (origin, line)`, or `? reason; remedy`.
fn show<T>(sources: &Sources, setting: &Setting<T>, value: impl Fn(&T) -> String) -> String {
    let line = sources.start(setting.at).line;
    match &setting.state {
        State::Known { value: known, origin } => {
            let origin = match origin {
                Origin::Written { .. } => format!("{}:{line}", setting.name),
                Origin::Default { whose } => format!("default: {whose}"),
                Origin::Derived { from } => format!("derived: {from}, :{line}"),
            };
            format!("{} [{origin}]", value(known))
        }
        State::Unknown(why) => {
            let remedy = why.remedy.as_ref().map(|remedy| format!(" -> {remedy}")).unwrap_or_default();
            format!("? {}: {}{remedy} [:{line}]", setting.name, why.reason)
        }
    }
}

fn plain<T: Display>(sources: &Sources, setting: &Setting<T>) -> String {
    show(sources, setting, ToString::to_string)
}

fn dump_node(sources: &Sources, node: &Node) -> String {
    let status = node.status.as_ref().map(|status| format!(", status {}", plain(sources, status)));
    format!(
        "    {}: {}, zone {}{}\n",
        node.id,
        plain(sources, &node.role),
        plain::<Placement>(sources, &node.zone),
        status.unwrap_or_default()
    )
}

fn dump_shard(sources: &Sources, shard: &Shard) -> String {
    let mut out = format!("  shard {:?}\n", shard.id.as_deref());
    match shard.nodes.value() {
        Some(nodes) => nodes.iter().for_each(|node| out += &dump_node(sources, node)),
        None => writeln!(out, "    {}", show(sources, &shard.nodes, |_| String::new())).unwrap(),
    }
    writeln!(out, "    replicas {}", plain(sources, &shard.replica_count)).unwrap();
    writeln!(out, "    standbys {}", plain(sources, &shard.standby_count)).unwrap();
    writeln!(out, "    primary zone {}", plain(sources, &shard.primary_zone)).unwrap();
    out
}

fn dump_group(sources: &Sources, group: &Group) -> String {
    let mut out = format!("group {} {:?}\n", group.name, group.target);
    if group.standalone {
        out += "  stand-alone\n";
    }
    let mut line = |name: &str, value: String| writeln!(out, "  {name}: {value}").unwrap();
    line("multi-az", plain(sources, &group.multi_az));
    line("failover", plain(sources, &group.automatic_failover));
    line("cluster mode", plain(sources, &group.cluster_mode));
    line("engine", plain(sources, &group.engine));
    line("version", plain(sources, &group.engine_version));
    for floor in &group.version_floors {
        line("version floor", floor.because.clone());
    }
    line("node type", plain(sources, &group.node_type));
    line("appendonly", plain(sources, &group.parameters.append_only));
    line("min-replicas-to-write", plain(sources, &group.parameters.min_replicas_to_write));
    line("min-replicas-max-lag", plain(sources, &group.parameters.min_replicas_max_lag));
    let zones = |zones: &Vec<Setting<Zone>>| {
        zones.iter().map(|zone| plain(sources, zone)).collect::<Vec<_>>().join(" ")
    };
    line("subnet zones", show(sources, &group.subnet_zones, zones));
    line("snapshots", plain(sources, &group.snapshot_retention));
    line("secondary", plain(sources, &group.secondary));
    for transition in &group.transitions {
        line("transition", format!("{} {}", transition.name, plain(sources, transition)));
    }
    line("shards", plain(sources, &group.shard_count));
    line("own nodes", plain(sources, &group.own_node_count));
    group.shards.iter().for_each(|shard| out += &dump_shard(sources, shard));
    out
}

fn dump(sources: &Sources, loaded: &Loaded) -> String {
    let mut out = String::new();
    loaded.groups.iter().for_each(|group| out += &dump_group(sources, group));
    for skipped in &loaded.skipped {
        let line = sources.start(skipped.at).line;
        writeln!(out, "skipped {} [:{line}] {}", skipped.resource, skipped.reason).unwrap();
    }
    for failure in &loaded.failures {
        let at = failure.at.map(|at| sources.start(at));
        writeln!(out, "failure {} {at:?} {} -> {}", failure.file, failure.message, failure.help).unwrap();
    }
    out
}

#[test]
fn the_two_node_sample_of_the_aws_page() {
    let (sources, loaded) = fixture("two-node-group.json");
    insta::assert_snapshot!(dump(&sources, &loaded));
}

#[test]
fn the_three_node_sample_of_the_aws_page() {
    let (sources, loaded) = fixture("three-node-group.json");
    insta::assert_snapshot!(dump(&sources, &loaded));
}

#[test]
fn an_account_with_all_kinds_of_answers() {
    let (sources, loaded) = fixture("account");
    insta::assert_snapshot!(dump(&sources, &loaded));
}
