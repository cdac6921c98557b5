//! Terraform plan and state JSON becomes groups: every fixture against its snapshot, and broken input.

// The helpers below are test code too, which clippy only sees for functions marked as tests.
#![allow(clippy::unwrap_used)]

mod dump;

use std::path::Path;

use multiaz::load::Loaded;
use multiaz::load::terraform::{Survey, Variables, load, load_folders};
use multiaz::model::{Group, Setting};
use multiaz::source::{Scanner, SourceId, Sources, gather};

fn read(text: &str) -> (Sources, SourceId, Loaded) {
    let mut sources = Sources::default();
    let source = sources.add("plan.json", text);
    let text = sources.text(source);
    let survey = Survey::of(&mut Scanner::new(&text)).unwrap();
    let (loaded, _) = load(&mut sources, source, &text, survey);
    (sources, source, loaded)
}

fn fixture(name: &str) -> String {
    let path = format!("{}/fixtures/terraform/{name}.json", env!("CARGO_MANIFEST_DIR"));
    std::fs::read_to_string(path).unwrap()
}

/// Evaluates a folder of configuration.
fn evaluate(name: &str) -> (Sources, Loaded) {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/terraform/configuration").join(name);
    let gathered = gather(&[path], false, &mut std::io::empty());
    let mut sources = Sources::default();
    let configured = load_folders(&mut sources, &gathered.folders, &Variables::default());
    (sources, configured.loaded)
}

fn group<'l>(loaded: &'l Loaded, name: &str) -> &'l Group {
    loaded.groups.iter().find(|group| group.name.ends_with(name)).unwrap()
}

fn reason<T>(setting: &Setting<T>) -> &str {
    &setting.why().unwrap().reason
}

macro_rules! snapshots {
    ($($test:ident: $file:literal,)*) => {$(
        #[test]
        fn $test() {
            let (sources, _, loaded) = read(&fixture($file));
            insta::assert_snapshot!($file, dump::dump(&sources, &loaded));
        }
    )*};
}

snapshots! {
    joins_by_name_and_id: "preferred-zones",
    both_meanings_of_after_unknown: "after-unknown",
    changes_as_a_map_without_planned_values: "changes-as-map",
    a_deposed_object_is_not_the_resource: "deposed",
    a_state_with_old_and_new_provider: "state",
    secondaries_inherit_from_their_primary: "global-datastore",
    an_update_repeats_the_old_counts: "updates",
    what_is_not_judged_is_skipped_by_name: "not-judged",
    open_values_without_a_configuration: "no-configuration",
    old_providers_have_one_flag: "one-flag",
    what_a_failover_depends_on_in_a_plan: "failover-plan",
    what_a_failover_depends_on_in_a_state: "failover-state",
    a_real_plan_of_provider_3_on_one_line: "provider-3.39",
    a_real_plan_of_provider_2_on_one_line: "provider-2.70",
}

#[test]
fn what_a_failover_depends_on_in_configuration() {
    let (sources, loaded) = evaluate("failover");
    insta::assert_snapshot!("failover-configuration", dump::dump(&sources, &loaded));
}

#[test]
fn a_plan_or_state_is_known_by_its_keys() {
    let is_terraform = |text: &str| Survey::of(&mut Scanner::new(text)).unwrap().is_terraform();
    assert!(is_terraform(r#"{"format_version": "1.2", "planned_values": {}}"#));
    assert!(is_terraform(r#"{"resource_changes": null}"#));
    assert!(is_terraform(r#"{"values": {}, "terraform_version": "1.9"}"#));
    assert!(!is_terraform(r#"{"values": {}}"#));
    assert!(!is_terraform(r#"{"Resources": {}, "format_version": "1.2"}"#));
}

#[test]
fn secrets_are_marked_and_never_quoted() {
    let text = fixture("secrets");
    let (sources, source, loaded) = read(&text);
    let dumped = dump::dump(&sources, &loaded);
    let shown: Vec<&str> = dumped.lines().filter(|line| !line.contains("SECRET")).collect();
    assert!(!shown.join("\n").contains("planted"), "{dumped}");
    for (at, _) in text.match_indices("planted-") {
        let hidden = sources.get(source).secrets.iter().any(|(start, end)| (*start..*end).contains(&at));
        assert!(hidden, "{}", &text[at..at + 20]);
    }
    assert!(sources.get(source).secrets.iter().all(|(start, end)| !text[*start..*end].contains("small")));
    let group = group(&loaded, ".a");
    assert!(group.engine_version.secret);
    assert_eq!(reason(&group.engine_version), "engine_version is sensitive, and its value can't be used");
}

#[test]
fn a_pretty_and_a_one_line_plan_say_the_same() {
    let text = fixture("preferred-zones");
    let value: serde_json::Value = serde_json::from_str(&text).unwrap();
    let line = serde_json::to_string(&value).unwrap();
    let bare = |text: &str| {
        let (sources, _, loaded) = read(text);
        let dumped = dump::dump(&sources, &loaded);
        let words = dumped.split_whitespace().filter(|word| !word.starts_with('@')).map(String::from);
        words.map(|word| word.trim_end_matches([';', ']']).to_owned()).collect::<Vec<_>>()
    };
    assert_eq!(bare(&text), bare(&line));
}

#[test]
fn a_part_of_a_text_is_read_with_its_own_places() {
    let plan = fixture("deposed");
    let text = format!("\u{feff}{{\"first\": \"ü\"}}\n{plan}");
    let mut sources = Sources::default();
    let source = sources.add("-", &text);
    let start = sources.get(source).text.find('\n').unwrap() + 1;
    let text = sources.text(source);
    let mut scanner = Scanner::new(&text);
    scanner.skip().unwrap();
    assert_eq!(scanner.at() + 1, start);
    let survey = Survey::of(&mut scanner).unwrap();
    let (loaded, _) = load(&mut sources, source, &text, survey);
    let group = group(&loaded, ".a");
    assert_eq!(sources.slice(group.at), "\"aws_elasticache_replication_group.a\"");
    assert_eq!(sources.slice(group.multi_az.at), "\"false\"");
    assert_eq!(sources.start(group.at).line, 2);
}

#[test]
fn broken_documents_are_failures_with_a_place() {
    let group = r#""type":"aws_elasticache_replication_group""#;
    let cases = [
        (r#"{"planned_values": 7}"#.to_owned(), "1:20"),
        (r#"{"planned_values": {"root_module": {"resources": "no"}}}"#.to_owned(), "1:"),
        (format!(r#"{{"planned_values":{{"root_module":{{"resources":[{{{group}}}]}}}}}}"#), "1:48"),
        (
            format!(
                r#"{{"planned_values":{{"root_module":{{"resources":[{{"address":"aws_elasticache_replication_group.a",{group},"values":[]}}]}}}}}}"#
            ),
            "1:59",
        ),
        (r#"{"planned_values": {}, "configuration": {"root_module": 3}}"#.to_owned(), "1:"),
    ];
    for (text, place) in cases {
        let (sources, _, loaded) = read(&text);
        assert_eq!(loaded.failures.len(), 1, "{text}");
        assert!(loaded.groups.is_empty());
        let start = sources.start(loaded.failures[0].at.unwrap());
        assert!(format!("{}:{}", start.line, start.column).starts_with(place), "{text} {start:?}");
    }
}

#[test]
fn nothing_of_ours_is_nothing_to_say() {
    for text in [
        r#"{"format_version":"1.2","planned_values":{"root_module":{}},"resource_changes":null}"#,
        r#"{"format_version":"1.0","values":{}}"#,
        r#"{"format_version":"1.0","values":null}"#,
        r#"{"planned_values":{"resources":{}}}"#,
    ] {
        let (_, _, loaded) = read(text);
        assert!(
            loaded.groups.is_empty() && loaded.skipped.is_empty() && loaded.failures.is_empty(),
            "{text}"
        );
    }
}

#[test]
fn what_is_wrong_with_a_document_is_said_without_its_values() {
    let cases = [
        (r#"{"resource_changes": "planted"}"#, "expected a list or a map"),
        (r#"{"planned_values": {"root_module": "planted, expected aws_subnet"}}"#, "expected an object"),
        (r#"{"planned_values": {}, "configuration": "planted"}"#, "expected an object"),
        (r#"{"planned_values": {}, "prior_state": {"values": ["planted"]}}"#, "expected an object"),
    ];
    for (text, expected) in cases {
        let (_, _, loaded) = read(text);
        let messages: Vec<_> = loaded.failures.iter().map(|failure| failure.message.as_str()).collect();
        assert!(matches!(messages.as_slice(), [one] if one.ends_with(expected)), "{messages:?}");
        assert!(!messages.join("").contains("planted"), "{messages:?}");
    }
}

#[test]
fn a_format_of_another_age_is_refused_at_its_place() {
    let plan = |version: &str| {
        fixture("one-flag").replacen(
            r#""format_version": "1.2""#,
            &format!(r#""format_version": {version}"#),
            1,
        )
    };
    for version in [r#""0.1""#, r#""0.2""#, r#""1.0""#, r#""1.99""#, "1.2", "null"] {
        let (_, _, loaded) = read(&plan(version));
        assert!(loaded.failures.is_empty() && !loaded.groups.is_empty(), "{version}: {:?}", loaded.failures);
    }
    for version in [r#""2.0""#, r#""0.3""#, r#""1""#, r#""10.0""#] {
        let (sources, _, loaded) = read(&plan(version));
        let [failure] = loaded.failures.as_slice() else { unreachable!("{:?}", loaded.failures) };
        assert_eq!(sources.slice(failure.at.unwrap()), version);
        let shown = version.trim_matches('"');
        let says = "is not one this version reads (0.1, 0.2, 1.x)";
        assert_eq!(failure.message, format!("format_version {shown} {says}"));
        assert!(loaded.groups.is_empty());
    }
    let (_, _, loaded) = read(&plan(r#""planted""#));
    assert!(loaded.failures.iter().all(|failure| !failure.message.contains("planted")));
}

#[test]
fn values_of_a_wrong_type_are_unknown() {
    let (_, _, loaded) = read(
        r#"{"format_version":"1.2","planned_values":{"root_module":{"resources":[{
            "address":"aws_elasticache_replication_group.a","type":"aws_elasticache_replication_group","name":"a",
            "values":{"automatic_failover_enabled":"maybe","multi_az_enabled":[],"num_cache_clusters":-1,
            "cluster_mode":[7],"preferred_cache_cluster_azs":{"a":1},"node_type":{},"engine":"memcached",
            "parameter_group_name":7,"subnet_group_name":["x"],"node_group_configuration":"none",
            "member_clusters":3,"snapshot_retention_limit":1e99}}]}}}"#,
    );
    let group = group(&loaded, ".a");
    assert_eq!(reason(&group.automatic_failover), "this value is not true or false");
    assert_eq!(reason(&group.multi_az), "a list is not true or false");
    assert!(group.layout.own_node_count.value().is_none());
    assert!(group.cluster_mode.value().is_none());
    assert!(group.node_type.value().is_none());
    assert!(group.subnet_zones.value().is_none());
    assert!(group.snapshot_retention.value().is_none());
}

#[test]
fn modules_that_refer_to_each_other_in_a_circle_end() {
    let mut calls = String::new();
    for n in 0..200 {
        let next = (n + 1) % 200;
        calls.push_str(&format!(
            r#""m{n}":{{"expressions":{{"x":{{"references":["module.m{next}.y"]}}}},"module":{{
            "outputs":{{"y":{{"expression":{{"references":["var.x"]}}}}}}}}}},"#
        ));
    }
    let calls = calls.trim_end_matches(',');
    let address = "aws_elasticache_replication_group.a";
    let (_, _, loaded) = read(&format!(
        r#"{{"resource_changes":[{{"address":"{address}","change":{{"actions":["create"],"after":{{}},
        "after_unknown":{{"cluster_mode":true}}}}}}],"configuration":{{"root_module":{{"resources":[
        {{"type":"aws_elasticache_replication_group","name":"a","expressions":{{"cluster_mode":{{"references":["module.m0.y"]}}}}}}
        ],"module_calls":{{{calls}}}}}}}}}"#
    ));
    assert_eq!(loaded.failures.len(), 0, "{:?}", loaded.failures);
    assert!(group(&loaded, ".a").cluster_mode.value().is_some());
}

#[test]
fn deep_nesting_is_a_failure_and_not_a_crash() {
    let deep = format!("{}{}", "[".repeat(200_000), "]".repeat(200_000));
    let (_, _, loaded) = read(&format!(
        r#"{{"planned_values":{{"root_module":{{"resources":[{{
        "address":"aws_elasticache_replication_group.a","type":"aws_elasticache_replication_group",
        "values":{{"tags":{deep}}}}}]}}}}}}"#
    ));
    assert!(!loaded.failures.is_empty());
    let modules = format!("{}{}", r#"{"child_modules":["#.repeat(100_000), "]}".repeat(100_000));
    let (_, _, loaded) = read(&format!(r#"{{"planned_values":{{"root_module":{modules}}}}}"#));
    assert!(!loaded.failures.is_empty());
}

#[test]
fn each_value_is_followed_to_what_for_each_iterates() {
    let plan = |unknown: &str| {
        format!(
            r#"{{"resource_changes":[
            {{"address":"module.m[\"a\"].aws_elasticache_replication_group.g","change":{{"actions":["create"],
              "after":{{"num_cache_clusters":2}},"after_unknown":{{"cluster_mode":true}}}}}},
            {{"address":"aws_x.y","change":{{"actions":["create"],"after":{{}},"after_unknown":{{{unknown}}}}}}}],
            "configuration":{{"root_module":{{"module_calls":{{"m":{{
              "for_each_expression":{{"references":["aws_x.y.modes","aws_x.y"]}},
              "expressions":{{"mode":{{"references":["each.value"]}}}},
              "module":{{"resources":[{{"type":"aws_elasticache_replication_group","name":"g",
                "expressions":{{"cluster_mode":{{"references":["var.mode"]}}}}}}]}}}}}}}}}}}}"#
        )
    };
    let (_, _, loaded) = read(&plan(r#""modes":true"#));
    assert_eq!(reason(&group(&loaded, ".g").cluster_mode), "depends on aws_x.y.modes, known after apply");
    let (_, _, loaded) = read(&plan(r#""id":true"#));
    assert!(group(&loaded, ".g").cluster_mode.value().is_some());
}

#[test]
fn a_root_variable_beside_a_subnet_leaves_the_list_open() {
    // `subnet_ids = concat(var.existing, [aws_subnet.a.id])` was taken for a single subnet.
    let (_, _, loaded) = read(&fixture("subnets-beside-a-variable"));
    let zones = group(&loaded, "aws_elasticache_replication_group.cache").subnet_zones.value().unwrap();
    assert_eq!(zones.len(), 2);
    assert!(reason(&zones[1]).contains("var.existing may name more subnets"));
}

#[test]
fn subnets_that_something_else_chooses_may_be_fewer() {
    // `subnet_ids = var.wide ? [x, z] : [x]` and `each.value` were taken for all that they refer to.
    let (_, _, loaded) = read(&fixture("chosen-subnets"));
    let zones = |name: &str| &group(&loaded, name).subnet_zones;
    assert!(reason(zones("group.condition")).starts_with("var.wide may decide"));
    assert!(reason(zones("group.number")).starts_with("count.index may decide"));
    assert!(reason(zones(r#".each["narrow"]"#)).starts_with("each.value may decide"));
    let known = |name: &str| {
        zones(name)
            .value()
            .unwrap()
            .iter()
            .map(|zone| zone.value().map(ToString::to_string))
            .collect::<Vec<_>>()
    };
    let (a, b) = (Some("eu-west-1a".to_owned()), Some("eu-west-1b".to_owned()));
    assert_eq!(known("group.one_zone"), [a.clone(), a.clone()]);
    assert_eq!(known("group.more"), [a.clone(), a.clone(), None]);
    assert_eq!(known("group.all"), [a, b]);
}

#[test]
fn what_must_exist_and_is_left_out_of_a_plan_stays_open() {
    // A node count from a resource that a cut-down plan does not show was taken for "not set".
    let (_, _, loaded) = read(&fixture("cut-down"));
    let count = &group(&loaded, "aws_elasticache_replication_group.cache").layout.own_node_count;
    assert!(reason(count).contains("random_integer.nodes.result"));
    // With count it may have no instance: then nothing sets the number.
    let optional =
        fixture("cut-down").replace(r#""name": "nodes","#, r#""name": "nodes", "count_expression": {},"#);
    let (_, _, loaded) = read(&optional);
    assert_eq!(
        group(&loaded, "aws_elasticache_replication_group.cache").layout.own_node_count.value(),
        Some(&1)
    );
}

#[test]
fn of_many_groups_each_is_joined_with_its_own() {
    let mut changes = Vec::new();
    let mut blocks = Vec::new();
    for n in 0..300 {
        let zone = if n % 2 == 0 { "eu-west-1a" } else { "eu-west-1b" };
        let mut add = |kind: &str, values: &str, unknown: &str, expressions: &str| {
            changes.push(format!(
                r#"{{"address":"{kind}.n{n}","change":{{"actions":["create"],"after":{{{values}}},"after_unknown":{{{unknown}}}}}}}"#
            ));
            blocks.push(format!(r#"{{"type":"{kind}","name":"n{n}","expressions":{{{expressions}}}}}"#));
        };
        add("aws_subnet", &format!(r#""availability_zone":"{zone}""#), r#""id":true"#, "");
        add(
            "aws_elasticache_subnet_group",
            &format!(r#""name":"Group-{n}""#),
            r#""subnet_ids":true"#,
            &format!(r#""subnet_ids":{{"references":["aws_subnet.n{n}.id","aws_subnet.n{n}"]}}"#),
        );
        let name = format!(r#""num_cache_clusters":2,"subnet_group_name":"group-{n}""#);
        add("aws_elasticache_replication_group", &name, "", "");
    }
    let (_, _, loaded) = read(&format!(
        r#"{{"resource_changes":[{}],"configuration":{{"root_module":{{"resources":[{}]}}}}}}"#,
        changes.join(","),
        blocks.join(",")
    ));
    assert_eq!(loaded.groups.len(), 300);
    for (n, group) in loaded.groups.iter().enumerate() {
        let zones = group.subnet_zones.value().unwrap();
        let zone = zones[0].value().unwrap().to_string();
        assert_eq!(zone, if n % 2 == 0 { "eu-west-1a" } else { "eu-west-1b" });
    }
}
