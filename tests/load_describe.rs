//! Describe output as the model sees it: fixtures through the reader, dumped as text.

#![allow(clippy::unwrap_used)]

use std::fmt::{Display, Write};
use std::path::Path;

use multiaz::load::Loaded;
use multiaz::load::describe::{Audits, Document, is_answer, load};
use multiaz::model::{GlobalRole, Group, Node, Origin, Placement, Setting, Shard, State, Zone};
use multiaz::source::{JsonDocument, Sources};

/// Reads texts given as (path, content) into one run.
fn run(files: &[(&str, &str)]) -> (Sources, Loaded) {
    let mut sources = Sources::default();
    let mut documents = Vec::new();
    for (name, text) in files {
        let source = sources.add(*name, *text);
        let text = sources.text(source);
        let answer = JsonDocument::read(source, &text, &text).unwrap();
        let path = Path::new(name);
        documents.push(Document {
            source,
            answer,
            folder: path.parent().map(|folder| folder.display().to_string()).unwrap_or_default(),
            stem: path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default(),
            scope: None,
        });
    }
    let loaded = load(&mut sources, &documents, &Audits::default());
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
                Origin::Derived { from, .. } => format!("derived: {from}, :{line}"),
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

/// A name, or that none is written.
fn name(name: &Option<String>) -> String {
    name.clone().unwrap_or_else(|| "none".into())
}

fn dump_node(sources: &Sources, node: &Node) -> String {
    let status = node.status.as_ref().map(|status| format!(", status {}", plain(sources, status)));
    let endpoint = node.endpoint.as_ref().map(|endpoint| format!(", at {endpoint}"));
    format!(
        "    {}: {}, zone {}{}{}\n",
        node.id,
        plain(sources, &node.role),
        plain::<Placement>(sources, &node.zone),
        status.unwrap_or_default(),
        endpoint.unwrap_or_default()
    )
}

fn dump_shard(sources: &Sources, shard: &Shard) -> String {
    let mut out = format!("  shard {:?}\n", shard.id.as_deref());
    if let Some(status) = &shard.status {
        writeln!(out, "    status {}", plain(sources, status)).unwrap();
    }
    for (what, endpoint) in [("primary", &shard.primary_endpoint), ("reader", &shard.reader_endpoint)] {
        endpoint.iter().for_each(|endpoint| writeln!(out, "    {what} endpoint {endpoint}").unwrap());
    }
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
    line("parameter group", show(sources, &group.parameter_group, name));
    line("appendonly", plain(sources, &group.parameters.append_only));
    line("min-replicas-to-write", plain(sources, &group.parameters.min_replicas_to_write));
    line("min-replicas-max-lag", plain(sources, &group.parameters.min_replicas_max_lag));
    line("full coverage", plain(sources, &group.parameters.require_full_coverage));
    line("reads when down", plain(sources, &group.parameters.allow_reads_when_down));
    line("subnet group", show(sources, &group.subnet_group, name));
    let zones = |zones: &Vec<Setting<Zone>>| {
        zones.iter().map(|zone| plain(sources, zone)).collect::<Vec<_>>().join(" ")
    };
    line("subnet zones", show(sources, &group.subnet_zones, zones));
    line("durability", plain(sources, &group.durability));
    line("snapshots", plain(sources, &group.snapshot_retention));
    line("global role", plain(sources, &group.global_role));
    group.status.iter().for_each(|status| line("status", plain(sources, status)));
    group.configuration_endpoint.iter().for_each(|at| line("configuration endpoint", at.clone()));
    match group.transitions.value() {
        Some(all) => all.iter().for_each(|one| {
            line("transition", format!("{} {}", one.name, plain(sources, one)));
        }),
        None => line("transitions", show(sources, &group.transitions, |_| String::new())),
    }
    line("shards", plain(sources, &group.layout.shard_count));
    line("own nodes", plain(sources, &group.layout.own_node_count));
    group.layout.shards.iter().for_each(|shard| out += &dump_shard(sources, shard));
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

#[test]
fn what_a_failover_depends_on() {
    let (sources, loaded) = fixture("failover");
    insta::assert_snapshot!(dump(&sources, &loaded));
}

fn document(text: &str) -> JsonDocument {
    let mut sources = Sources::default();
    let source = sources.add("x.json", text);
    JsonDocument::read(source, &sources.text(source), &sources.text(source)).unwrap()
}

#[test]
fn look_alikes_are_left_alone() {
    let others = [
        r#"{"Parameters": {"Zone": {"Type": "String"}}, "Resources": {}}"#,
        r#"{"Parameters": [{"Name": "/db/host", "Value": "x"}]}"#,
        r#"{"Parameters": [{"ParameterKey": "Zone", "ParameterValue": "a"}]}"#,
        r#"{"Parameters": [{"ParameterName": "autovacuum", "ApplyMethod": "immediate"}]}"#,
        r#"{"Parameters": []}"#,
        r#"{"UserGroupId": "g", "ReplicationGroups": []}"#,
        r#"{"ReplicationGroups": ["one", "two"]}"#,
        r#"{"UserGroups": [{"UserGroupId": "g", "ReplicationGroups": ["one"]}]}"#,
        r#"{"CacheClusters": 12}"#,
        r#"{"ReplicationGroup": {"Type": "AWS::ElastiCache::ReplicationGroup"}}"#,
        r#"["ReplicationGroups"]"#,
        "null",
    ];
    for text in others {
        assert!(!is_answer(document(text).root()), "{text}");
    }
    let ours = [
        r#"{"Marker": "", "ReplicationGroups": []}"#,
        r#"{"CacheParameterGroupName": "x", "Parameters": []}"#,
        r#"{"Parameters": [{"ParameterName": "appendonly"}]}"#,
        r#"{"ReplicationGroup": {"ReplicationGroupId": "x"}}"#,
        r#"{"CacheSubnetGroups": [], "UserGroups": []}"#,
    ];
    for text in ours {
        assert!(is_answer(document(text).root()), "{text}");
    }
}

#[test]
fn a_known_key_with_the_wrong_shape_is_a_located_failure() {
    let wrong = [
        (r#"{"ReplicationGroups": [17, null]}"#, 2),
        (r#"{"ReplicationGroups": [{"Id": "a"}, {"ReplicationGroupId": ""}]}"#, 2),
        (r#"{"CacheClusters": {"a": 1}}"#, 1),
        (r#"{"ReplicationGroups": [null]}"#, 1),
        (r#"{"ReplicationGroups": [{"ReplicationGroupId": "a", "NodeGroups": [7]}]}"#, 1),
        (r#"{"ReplicationGroups": [{"ReplicationGroupId": "a", "NodeGroups": {"b": 7}}]}"#, 1),
        (r#"{"Parameters": [{"ParameterName": "a"}, {"Name": "b"}]}"#, 1),
    ];
    for (text, failures) in wrong {
        let (sources, loaded) = run(&[("a.json", text)]);
        assert_eq!(loaded.failures.len(), failures, "{text}\n{}", dump(&sources, &loaded));
        assert!(loaded.failures.iter().all(|failure| failure.at.is_some() && failure.file == "a.json"));
    }
}

fn group(id: &str, more: &str) -> String {
    format!(
        r#"{{"ReplicationGroups": [{{"ReplicationGroupId": "{id}", "Status": "available",
        "MultiAZ": "enabled", "AutomaticFailover": "enabled", "ClusterEnabled": false,
        "MemberClusters": ["{id}-001"], "Engine": "redis" {more}}}]}}"#
    )
}

fn cluster(id: &str, group: &str, more: &str) -> String {
    format!(
        r#"{{"CacheClusters": [{{"CacheClusterId": "{id}", "ReplicationGroupId": "{group}",
        "Engine": "redis", "EngineVersion": "7.1.0", "CacheSubnetGroupName": "main",
        "CacheParameterGroup": {{"CacheParameterGroupName": "own"}} {more}}}]}}"#
    )
}

fn arn(region: &str) -> String {
    format!(r#", "ARN": "arn:aws:elasticache:{region}:123456789012:x:y""#)
}

fn version(loaded: &Loaded) -> Result<String, String> {
    let version = &loaded.groups[0].engine_version;
    version.value().map(ToString::to_string).ok_or_else(|| version.why().unwrap().reason.clone())
}

#[test]
fn ids_are_joined_without_regard_to_case_and_within_one_folder() {
    let (group, same) = (group("Main", ""), cluster("main-001", "main", ""));
    let (_, near) = run(&[("a/group.json", &group), ("a/clusters.json", &same)]);
    assert_eq!(version(&near), Ok("7.1.0".into()));
    let (_, far) = run(&[("a/group.json", &group), ("b/clusters.json", &same)]);
    assert_eq!(
        version(&far),
        Err("describe-replication-groups tells neither engine version nor parameter group nor subnet group"
            .into())
    );
    assert_eq!(far.skipped.len(), 1, "the cluster's own group is missing");
}

#[test]
fn account_and_region_join_over_folders_and_keep_regions_apart() {
    let in_region = |region: &str| (group("main", &arn(region)), cluster("main-001", "main", &arn(region)));
    let (ireland, ireland_cluster) = in_region("eu-west-1");
    let (_, loaded) = run(&[("a/group.json", &ireland), ("b/clusters.json", &ireland_cluster)]);
    assert_eq!(version(&loaded), Ok("7.1.0".into()));
    let (_, london_cluster) = in_region("eu-west-2");
    let (_, loaded) = run(&[("a/group.json", &ireland), ("a/clusters.json", &london_cluster)]);
    assert!(version(&loaded).is_err());
}

#[test]
fn a_cluster_with_arn_joins_a_group_without_in_its_folder() {
    let (group, cluster) = (group("main", ""), cluster("main-001", "main", &arn("eu-west-1")));
    let (_, loaded) = run(&[("group.json", &group), ("clusters.json", &cluster)]);
    assert_eq!(version(&loaded), Ok("7.1.0".into()));
    assert_eq!(loaded.groups[0].target.region.as_deref(), Some("eu-west-1"));
    assert!(loaded.skipped.is_empty());
}

#[test]
fn a_cluster_without_arn_between_two_regions_belongs_to_neither() {
    let (ireland, london) = (group("main", &arn("eu-west-1")), group("main", &arn("eu-west-2")));
    let cluster = cluster("main-001", "main", "");
    let (_, loaded) = run(&[("a.json", &ireland), ("b.json", &london), ("c.json", &cluster)]);
    assert_eq!(loaded.groups.len(), 2);
    assert!(version(&loaded).unwrap_err().contains("several accounts or regions"));
}

#[test]
fn a_group_described_twice_alike_counts_once() {
    let (one, more) = (group("main", ""), group("MAIN", r#", "CacheNodeType": "cache.m5.large""#));
    let (sources, loaded) = run(&[("a.json", &one), ("b.json", &more.replace("MAIN", "main"))]);
    assert_eq!(loaded.groups.len(), 1, "{}", dump(&sources, &loaded));
    assert_eq!(loaded.groups[0].node_type.value().map(String::as_str), Some("cache.m5.large"));
    assert_eq!(loaded.groups[0].multi_az.value(), Some(&true));
}

#[test]
fn a_group_described_twice_differently_is_unknown_and_both_places_are_named() {
    let one = group("main", "");
    let other = one.replace(r#""MultiAZ": "enabled""#, r#""MultiAZ": "disabled""#);
    let (_, loaded) = run(&[("a.json", &one), ("b.json", &other)]);
    assert_eq!(loaded.groups.len(), 1);
    let why = loaded.groups[0].multi_az.why().unwrap();
    assert_eq!(why.reason, "`main` is described twice with different contents: a.json:1 and b.json:1");
    assert_eq!(why.remedy.as_deref(), Some("keep the newer answer"));
    let (_, apart) = run(&[("x/a.json", &one), ("y/b.json", &other)]);
    assert_eq!(apart.groups.len(), 2, "folders without ARN are scopes of their own");
}

#[test]
fn versions_that_differ_within_a_group_are_unknown() {
    let old = cluster("main-001", "main", "").replace("7.1.0", "6.2.6");
    let new = cluster("main-002", "main", "");
    let (_, loaded) = run(&[("g.json", &group("main", "")), ("a.json", &old), ("b.json", &new)]);
    assert_eq!(
        version(&loaded).unwrap_err(),
        "its nodes differ in EngineVersion: 6.2.6 (a.json:2) and 7.1.0 (b.json:2)"
    );
}

const APPENDONLY: &str = r#""Parameters": [{"ParameterName": "appendonly", "ParameterValue": "yes"}]"#;

fn append_only(files: &[(&str, &str)]) -> Result<bool, String> {
    let (_, loaded) = run(files);
    let setting = &loaded.groups[0].parameters.append_only;
    setting.value().copied().ok_or_else(|| setting.why().unwrap().reason.clone())
}

#[test]
fn parameters_find_their_group_by_wrapper_stem_or_elimination() {
    let (group, cluster) = (group("main", ""), cluster("main-001", "main", ""));
    let base = [("g.json", group.as_str()), ("c.json", cluster.as_str())];
    let with =
        |extra: &[(&'static str, &str)]| append_only(&base.iter().chain(extra).copied().collect::<Vec<_>>());
    let (bare, wrapped) =
        (format!("{{{APPENDONLY}}}"), format!(r#"{{"CacheParameterGroupName": "OWN", {APPENDONLY}}}"#));
    let foreign = wrapped.replace("OWN", "foreign");
    for (name, text) in
        [("x.json", &wrapped), ("own.json", &bare), ("parameters-own.json", &bare), ("x.json", &bare)]
    {
        assert_eq!(with(&[(name, text)]), Ok(true), "{name}");
    }
    assert!(with(&[]).unwrap_err().starts_with("the contents of parameter group own are not in the input"));
    assert!(with(&[("x.json", &foreign)]).is_err());
    // Two answers that name nobody: which is meant is unclear, and the reason says so.
    let off = bare.replace("yes", "no");
    assert!(with(&[("x.json", &bare), ("y.json", &off)]).unwrap_err().contains("x.json:1"));
    // One names the group, so the other is not about it.
    assert_eq!(with(&[("own.json", &bare), ("y.json", &off)]), Ok(true));
    assert!(
        with(&[("own.json", &bare), ("x.json", &wrapped.replace("yes", "no"))])
            .unwrap_err()
            .contains("twice")
    );
}

#[test]
fn a_page_of_parameters_leaves_the_rest_unknown() {
    let (group, cluster) = (group("main", ""), cluster("main-001", "main", ""));
    let page =
        r#"{"Marker": "more", "Parameters": [{"ParameterName": "maxclients", "ParameterValue": "1"}]}"#;
    let base = [("g.json", group.as_str()), ("c.json", cluster.as_str()), ("own.json", page)];
    assert!(append_only(&base).unwrap_err().contains("one page of several"));
    let last = format!("{{{APPENDONLY}}}");
    assert_eq!(append_only(&[base[0], base[1], base[2], ("own.json", &last)]), Ok(true));
}

#[test]
fn quoted_values_under_secret_keys_are_masked() {
    let text = group("main", r#", "AuthTokenEnabled": true, "AuthToken": "planted-token""#);
    let (sources, loaded) = run(&[("a.json", &text)]);
    let source = sources.get(loaded.groups[0].at.source);
    let masked: Vec<&str> = source.secrets.iter().map(|(start, end)| &source.text[*start..*end]).collect();
    assert_eq!(masked, [r#""planted-token""#]);
}

#[test]
fn the_order_of_members_tells_no_role_and_a_lone_node_is_the_primary() {
    let members = |ids: &[&str]| {
        let all: Vec<String> = ids
            .iter()
            .map(|id| format!(r#"{{"CacheClusterId": "{id}", "PreferredAvailabilityZone": "z"}}"#))
            .collect();
        format!(r#", "NodeGroups": [{{"NodeGroupId": "0001", "NodeGroupMembers": [{}]}}]"#, all.join(","))
    };
    let (_, two) = run(&[("a.json", &group("main", &members(&["a", "b"])))]);
    let shard = &two.groups[0].layout.shards[0];
    assert!(shard.nodes.value().unwrap().iter().all(|node| node.role.value().is_none()));
    assert!(shard.primary_zone.value().is_some(), "all nodes are in one zone, whichever is the primary");
    let (_, one) = run(&[("a.json", &group("main", &members(&["a"])))]);
    let shard = &one.groups[0].layout.shards[0];
    assert_eq!(shard.nodes.value().unwrap()[0].role.value(), Some(&multiaz::model::Role::Primary));
    assert_eq!(shard.replica_count.value(), Some(&0));
}

#[test]
fn a_global_datastore_tells_a_role_that_the_group_does_not() {
    let group = group("main", r#", "GlobalReplicationGroupInfo": {"GlobalReplicationGroupId": "g"}"#);
    let (_, alone) = run(&[("a.json", &group)]);
    assert!(alone.groups[0].global_role.why().is_some());
    let global = r#"{"GlobalReplicationGroups": [{"GlobalReplicationGroupId": "g", "Members":
        [{"ReplicationGroupId": "main", "Role": "SECONDARY"}]}]}"#;
    let (_, both) = run(&[("a.json", &group), ("g.json", global)]);
    assert_eq!(both.groups[0].global_role.value(), Some(&GlobalRole::Secondary));
    let primary = global.replace("SECONDARY", "PRIMARY");
    let (_, both) = run(&[("a.json", &group), ("g.json", &primary)]);
    assert_eq!(both.groups[0].global_role.value(), Some(&GlobalRole::Primary));
}
