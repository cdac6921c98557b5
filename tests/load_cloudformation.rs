//! CloudFormation templates become the groups they describe.

#![allow(clippy::unwrap_used, reason = "helpers of tests fail loudly")]

use std::fmt::Write as _;
use std::path::Path;

use multiaz::load::Loaded;
use multiaz::load::cloudformation::{Parameters, is_template, load};
use multiaz::model::{Group, Origin, Setting, State};
use multiaz::source::{Sources, parse_json, parse_yaml};

/// Loads a text as a template, with `Key=Value` parameters.
fn load_text(name: &str, text: &str, given: &[&str]) -> (Sources, Loaded) {
    let mut sources = Sources::default();
    let source = sources.add(name, text);
    let text = sources.text(source);
    let root = match name.ends_with(".json") {
        true => parse_json(source, &text, &text).unwrap(),
        false => parse_yaml(source, &text).unwrap().remove(0),
    };
    assert!(is_template(&root), "{name}");
    let mut parameters = Parameters::default();
    given.iter().for_each(|one| parameters.add_argument(one).unwrap());
    let loaded = load(&mut sources, source, &root, &parameters);
    (sources, loaded)
}

fn load_file(name: &str, given: &[&str]) -> (Sources, Loaded) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/cloudformation").join(name);
    load_text(name, &std::fs::read_to_string(path).unwrap(), given)
}

/// One line a setting: place, name, value, origin.
fn show<T>(sources: &Sources, setting: &Setting<T>, value: impl Fn(&T) -> String) -> String {
    let at = sources.start(setting.at);
    let state = match &setting.state {
        State::Known { value: known, origin } => {
            let origin = match origin {
                Origin::Written { via: None } => String::new(),
                Origin::Written { via: Some(via) } => format!(" (through {via})"),
                Origin::Default { whose } => format!(" ({whose})"),
                Origin::Derived { from, .. } => format!(" (from {from})"),
            };
            format!("{}{origin}", if setting.secret { "***".into() } else { value(known) })
        }
        State::Unknown(why) => {
            format!("? {} -> {}", why.reason, why.remedy.as_deref().unwrap_or("no remedy"))
        }
    };
    format!("{}:{} {} = {state}", at.line, at.column, setting.name)
}

fn plain<T: ToString>(value: &T) -> String {
    value.to_string()
}

/// A name, or that none is written.
fn name(name: &Option<String>) -> String {
    name.clone().unwrap_or_else(|| "none".into())
}

fn dump_group(sources: &Sources, group: &Group, out: &mut String) {
    let at = sources.start(group.at);
    let end = sources.end(group.body);
    let mut line = |label: &str, text: String| writeln!(out, "  {label}: {text}").unwrap();
    line("group", format!("{} at {}:{} to line {}", group.name, at.line, at.column, end.line));
    line("id/region", format!("{:?} {:?}", group.target.id, group.target.region));
    line("stand-alone", group.standalone.to_string());
    line("multi-az", show(sources, &group.multi_az, plain));
    line("failover", show(sources, &group.automatic_failover, plain));
    line("mode", show(sources, &group.cluster_mode, plain));
    line("engine", show(sources, &group.engine, plain));
    line("version", show(sources, &group.engine_version, plain));
    for floor in &group.version_floors {
        line("floor", format!("{} because {}", floor.version, floor.because));
    }
    line("node type", show(sources, &group.node_type, plain));
    line("parameter group", show(sources, &group.parameter_group, name));
    line("append only", show(sources, &group.parameters.append_only, plain));
    line("min replicas", show(sources, &group.parameters.min_replicas_to_write, plain));
    line("max lag", show(sources, &group.parameters.min_replicas_max_lag, plain));
    line("full coverage", show(sources, &group.parameters.require_full_coverage, plain));
    line("reads when down", show(sources, &group.parameters.allow_reads_when_down, plain));
    line("shards", show(sources, &group.layout.shard_count, plain));
    line("configurations", show(sources, &group.layout.shard_configurations, plain));
    line("preferred zones", show(sources, &group.layout.preferred_zone_count, plain));
    line("own nodes", show(sources, &group.layout.own_node_count, plain));
    line("subnet group", show(sources, &group.subnet_group, name));
    line("subnets", show(sources, &group.subnet_zones, |zones| zones.len().to_string()));
    for zone in group.subnet_zones.value().into_iter().flatten() {
        line("  subnet", show(sources, zone, plain));
    }
    line("durability", show(sources, &group.durability, plain));
    line("snapshots", show(sources, &group.snapshot_retention, plain));
    line("global role", show(sources, &group.global_role, plain));
    for shard in &group.layout.shards {
        line("shard", format!("{:?}", shard.id));
        line("  replicas", show(sources, &shard.replica_count, plain));
        line("  replica zones", show(sources, &shard.replica_zone_count, plain));
        line("  primary zone", show(sources, &shard.primary_zone, plain));
        line("  nodes", show(sources, &shard.nodes, |nodes| nodes.len().to_string()));
        for node in shard.nodes.value().into_iter().flatten() {
            line("    node", format!("{} {}", node.id, show(sources, &node.zone, plain)));
        }
    }
}

fn dump(sources: &Sources, loaded: &Loaded) -> String {
    let mut out = String::new();
    for group in &loaded.groups {
        dump_group(sources, group, &mut out);
    }
    for skipped in &loaded.skipped {
        let line = sources.start(skipped.at).line;
        writeln!(out, "  skipped {} at line {line}: {}", skipped.resource, skipped.reason).unwrap();
    }
    for failure in &loaded.failures {
        let at = failure.at.map(|at| sources.start(at));
        writeln!(out, "  failure {} {at:?}: {} -> {}", failure.kind.name(), failure.message, failure.help)
            .unwrap();
    }
    out
}

/// Lines without their places, so that two spellings of one template compare.
fn without_places(dump: &str) -> Vec<String> {
    let is_place = |word: &str| {
        word.split_once(':').is_some_and(|(line, column)| {
            !line.is_empty() && [line, column].iter().all(|part| part.chars().all(|c| c.is_ascii_digit()))
        })
    };
    let kept = |line: &str| line.split(' ').filter(|word| !is_place(word)).collect::<Vec<_>>().join(" ");
    dump.lines().filter(|line| !line.starts_with("  group:")).map(kept).collect()
}

fn snapshot(name: &str, file: &str, given: &[&str]) {
    let (sources, loaded) = load_file(file, given);
    insta::assert_snapshot!(name, dump(&sources, &loaded));
}

#[test]
fn every_function_in_its_short_form() {
    snapshot("functions", "functions.yaml", &[]);
}

#[test]
fn long_forms_say_the_same_as_short_ones() {
    let (yaml, from_yaml) = load_file("functions.yaml", &[]);
    let (json, from_json) = load_file("functions.json", &[]);
    assert_eq!(without_places(&dump(&yaml, &from_yaml)), without_places(&dump(&json, &from_json)));
}

#[test]
fn given_values_replace_defaults() {
    let given = ["Size=large", "AWS::Region=eu-west-1", "Nodes=2", "Zones=x,y"];
    snapshot("functions_given", "functions.yaml", &given);
}

#[test]
fn conditions_are_three_valued() {
    snapshot("conditions", "conditions.yaml", &[]);
}

#[test]
fn a_given_value_decides_conditions() {
    snapshot("conditions_given", "conditions.yaml", &["Env=prod", "Size=large"]);
}

#[test]
fn zones_and_shards() {
    snapshot("placement", "placement.yaml", &[]);
}

#[test]
fn global_datastores() {
    snapshot("global", "global.yaml", &[]);
}

#[test]
fn what_a_failover_depends_on() {
    snapshot("failover", "failover.yaml", &[]);
}

#[test]
fn clusters_and_what_is_not_judged() {
    snapshot("others", "others.yaml", &[]);
}

#[test]
fn wrong_types_and_values_from_elsewhere_are_unknown() {
    snapshot("odd", "odd.yaml", &[]);
}

#[test]
fn secrets_are_marked_and_never_part_of_a_reason() {
    let (sources, loaded) = load_file("secrets.yaml", &[]);
    let dump = dump(&sources, &loaded);
    assert!(!dump.contains("planted"), "{dump}");
    insta::assert_snapshot!("secrets", dump);
    let source = sources.get(loaded.groups[0].at.source);
    let masked: Vec<&str> = source.secrets.iter().map(|&(start, end)| &source.text[start..end]).collect();
    for planted in ["reference", "no-echo", "by-name", "in-list", "deep", "${AWS::Region}"] {
        assert!(masked.iter().any(|text| text.contains(planted)), "{planted} is not marked: {masked:?}");
    }
    assert!(!masked.iter().any(|text| text.contains("shown")), "{masked:?}");
}

#[test]
fn a_secret_given_on_the_command_line_stays_out_of_reasons() {
    let (sources, loaded) =
        load_file("secrets.yaml", &["Hidden=planted", "Auth=planted", "ApiToken=planted"]);
    let dump = dump(&sources, &loaded);
    assert!(!dump.contains("planted"), "{dump}");
    assert!(!format!("{:?}", loaded.groups[0].target).contains("planted"));
}

/// One group whose engine version is the expression.
fn version_of(head: &str, expression: &str) -> Setting<multiaz::model::Version> {
    let text = format!(
        "{head}\nResources:\n  Group:\n    Type: AWS::ElastiCache::ReplicationGroup\n    Properties:\n      EngineVersion: {expression}\n"
    );
    let (_, mut loaded) = load_text("t.yaml", &text, &[]);
    loaded.groups.remove(0).engine_version
}

#[test]
fn long_chains_of_conditions_end_in_unknown() {
    let plain = |next: usize| format!("!Not [!Condition C{next}]");
    let deep =
        |next: usize| format!("!Equals [!Sub ['${{A}}', {{A: !Join ['', [!If [C{next}, a, b]]]}}], a]");
    for link in [&plain as &dyn Fn(usize) -> String, &deep] {
        let mut head = String::from("Conditions:\n");
        for n in 0..20_000 {
            writeln!(head, "  C{n}: {}", link(n + 1)).unwrap();
        }
        let version = version_of(&head, "!If [C0, '7.0', '7.1']");
        assert!(version.why().unwrap().reason.contains("leads through more than"), "{version:?}");
    }
}

#[test]
fn conditions_that_branch_without_end_are_decided_once() {
    let mut head = String::from("Parameters: {P: {Type: String}}\nConditions:\n");
    for n in 0..40 {
        writeln!(head, "  C{n}: !And [!Condition C{}, !Condition C{}]", n + 1, n + 1).unwrap();
    }
    head.push_str("  C40: !Equals [!Ref P, a]\n");
    let version = version_of(&head, "!If [C0, '7.0', '7.1']");
    assert_eq!(version.why().unwrap().reason, "condition C0 depends on parameter P, which has no value");
}

#[test]
fn texts_that_double_in_every_variable_are_cut_off() {
    let mut expression = String::from("'7'");
    for _ in 0..40 {
        expression = format!("!Sub ['${{A}}${{A}}', {{A: {expression}}}]");
    }
    let version = version_of("", &expression);
    assert!(version.why().unwrap().reason.contains("64 KiB"), "{version:?}");
}

#[test]
fn an_attribute_that_leads_back_to_itself_ends_in_unknown() {
    let head = "Conditions: {}";
    let text = format!(
        "{head}\nResources:\n  Net: {{Type: 'AWS::EC2::Subnet', Properties: {{AvailabilityZone: !GetAtt Net.AvailabilityZone}}}}\n  \
         Group:\n    Type: AWS::ElastiCache::ReplicationGroup\n    Properties: {{PreferredCacheClusterAZs: [!GetAtt Net.AvailabilityZone]}}\n"
    );
    let (_, loaded) = load_text("t.yaml", &text, &[]);
    assert!(loaded.groups[0].layout.shards[0].primary_zone.why().is_some());
}

#[test]
fn unquoted_versions_keep_their_digits() {
    assert_eq!(version_of("", "7.10").value().unwrap().to_string(), "7.10");
    assert_eq!(
        version_of("Parameters: {V: {Type: String, Default: 7.10}}", "!Ref V").value().unwrap().to_string(),
        "7.10"
    );
}

#[test]
fn equality_of_booleans_in_two_spellings_is_left_open() {
    let head = |default: &str| {
        format!(
            "Parameters: {{On: {{Type: String, Default: {default}}}}}\nConditions: {{C: !Equals [!Ref On, 'true']}}"
        )
    };
    let known =
        |default: &str| version_of(&head(default), "!If [C, '7.1', '7.0']").value().map(ToString::to_string);
    assert_eq!(known("True").as_deref(), Some("7.1"));
    assert_eq!(known("'false'").as_deref(), Some("7.0"));
    assert_eq!(known("yes"), None);
}

#[test]
fn a_previous_value_is_not_the_default() {
    let text = "Parameters: {V: {Type: String, Default: '7.0'}}\nResources: {Group: {Type: 'AWS::ElastiCache::ReplicationGroup', Properties: {EngineVersion: !Ref V}}}";
    let (_, loaded) = load_text("t.yaml", text, &["ParameterKey=V,UsePreviousValue=true"]);
    assert!(loaded.groups[0].engine_version.why().unwrap().reason.contains("previous value"));
}
