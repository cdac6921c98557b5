//! Inputs that ask for more than anything can mean: each ends with a failure at its place, or with an answer that is
//! no longer than that of an ordinary input. Work is counted, never timed.

#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing)]

use std::fs;

use multiaz::failover::{Plan, Scenario, Verdict, plans};
use multiaz::load::{Loaded, Options, load};
use multiaz::source::{Sources, gather};

const LIMIT: &str = "asks for more than 20 million values";
const GROUP: &str =
    "resource \"aws_elasticache_replication_group\" \"g\" {\n  replication_group_id = \"g\"\n";

/// What was read, and its texts.
struct Read {
    sources: Sources,
    loaded: Loaded,
}

/// Everything that files hold.
fn read(files: &[(&str, String)]) -> Read {
    let folder = tempfile::TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    let gathered = gather(&[folder.path().to_owned()], false, &mut std::io::empty());
    assert!(gathered.failures.is_empty(), "{:?}", gathered.failures);
    let options = Options { folders: gathered.folders, ..Options::default() };
    let mut sources = Sources::default();
    let loaded = load(&mut sources, gathered.inputs, &options).loaded;
    Read { sources, loaded }
}

/// The only failure: the end of its file's name, its place as line and column, its message.
fn failure(everything: &Read, file: &str) -> (usize, usize, String) {
    let [only] = everything.loaded.failures.as_slice() else { panic!("{:?}", everything.loaded.failures) };
    assert!(only.file.ends_with(file) && !only.help.is_empty(), "{only:?}");
    let at = everything.sources.start(only.at.unwrap());
    (at.line, at.column, only.message.clone())
}

/// Whether a configuration ends with the bound on what a root module may ask for, told once.
fn is_bounded(text: &str) {
    let everything = read(&[("main.tf", text.to_owned())]);
    let (line, _, message) = failure(&everything, "main.tf");
    assert!(line > 0 && message.contains(LIMIT), "{message}: {text}");
}

/// Locals with a text of half a mebibyte, a list of 32,000 elements, and a list of 1,000 texts.
fn locals() -> String {
    let double = |name: &str, last: usize, with: &dyn Fn(&str) -> String| {
        let line = |at: usize| format!("  {name}{} = {}\n", at + 1, with(&format!("local.{name}{at}")));
        (0..last).map(line).collect::<String>()
    };
    format!(
        "locals {{\n  b0 = \"aaaaaaaaaaaaaaaa\"\n  n0 = [1, 2, 3, 4, 5, 6, 7, 8]\n{}{}  t = [for i in range(1000) : \
         \"k${{i}}\"]\n}}\n",
        double("b", 15, &|name| format!("\"${{{name}}}${{{name}}}\"")),
        double("n", 12, &|name| format!("concat({name}, {name})")),
    )
}

/// A group with an expression a million times, each result of which is let go at once.
fn repeated(expression: &str) -> String {
    let one = format!("length([{expression}])");
    let loops = format!("length([for i in range(1000) : length([for j in range(1000) : {one}])])");
    format!("{}{GROUP}  node_type = try({loops}, \"x\")\n}}\n", locals())
}

const TEMPLATE: &str = "Resources:\n  G:\n    Type: AWS::ElastiCache::ReplicationGroup\n    Properties:\n      ReplicationGroupDescription: d\n";

/// The plans of the only group for a scenario.
fn plans_of(everything: &Read, scenario: &str) -> Vec<Plan> {
    assert_eq!(everything.loaded.groups.len(), 1, "{:?}", everything.loaded.failures);
    plans(&everything.loaded.groups[0], &Scenario::parse(scenario).unwrap(), None)
}

#[test]
fn a_number_that_no_shard_can_have_is_answered_as_one_that_is_not_known() {
    let writes = [
        "      NumCacheClusters: COUNT\n",
        "      NumNodeGroups: 2\n      ReplicasPerNodeGroup: COUNT\n      AutomaticFailoverEnabled: true\n",
        "      NodeGroupConfiguration: [{ReplicaCount: COUNT}, {ReplicaCount: COUNT}]\n      AutomaticFailoverEnabled: true\n",
    ];
    for write in writes {
        for count in ["7", "65", "1000000", "4294967295", "18446744073709551615", "-1", "1e300"] {
            let everything = read(&[("t.yaml", format!("{TEMPLATE}{}", write.replace("COUNT", count)))]);
            let found = plans_of(&everything, "primary");
            assert!(found.iter().all(|plan| plan.verdict == Verdict::Unstated), "{count}: {write}");
            for plan in &found {
                assert!(plan.before.shards.iter().map(|shard| shard.nodes.len()).sum::<usize>() <= 6);
                assert!(plan.reason.is_some() && !plan.unknown.is_empty(), "{count}: {plan:?}");
            }
        }
    }
}

#[test]
fn a_number_that_no_shard_can_have_is_bounded_in_configuration_too() {
    for write in ["num_cache_clusters = 1000000", "num_node_groups = 2\n  replicas_per_node_group = 1000000"]
    {
        let group = format!("{GROUP}  automatic_failover_enabled = true\n  {write}\n}}\n");
        let found = plans_of(&read(&[("main.tf", group)]), "zone");
        let nodes = |plan: &Plan| plan.before.shards.iter().map(|shard| shard.nodes.len()).max().unwrap();
        let told = |plan: &Plan| format!("{:?}", plan.unknown).contains("more than any shard can have");
        assert!(!found.is_empty() && found.iter().all(|plan| told(plan) && nodes(plan) == 1), "{write}");
    }
}

#[test]
fn nodes_are_listed_only_as_far_as_a_group_can_have_them() {
    let text = format!("{TEMPLATE}      NumNodeGroups: 500\n      ReplicasPerNodeGroup: 64\n");
    let everything = read(&[("t.yaml", text)]);
    let shards = &everything.loaded.groups[0].layout.shards;
    assert_eq!(shards.len(), 500);
    assert!(shards.iter().all(|shard| shard.nodes.value().is_none()));
}

#[test]
fn lists_of_more_shards_than_a_group_has_are_refused_where_they_stand() {
    let shards = |count: usize, one: &str| vec![one; count].join(", ");
    let template =
        |count| format!("{TEMPLATE}      NodeGroupConfiguration: [{}]\n", shards(count, "{ReplicaCount: 1}"));
    let too_many = read(&[("t.yaml", template(501))]);
    let (line, _, message) = failure(&too_many, "t.yaml");
    assert_eq!((line, too_many.loaded.groups.len()), (6, 0));
    assert!(message.contains("501 shards") && message.contains("at most 500"), "{message}");
    assert_eq!(read(&[("t.yaml", template(500))]).loaded.groups.len(), 1);

    let block = "  node_group_configuration {\n    replica_count = 1\n  }\n";
    let too_many = read(&[("main.tf", format!("{GROUP}{}}}\n", block.repeat(501)))]);
    assert!(failure(&too_many, "main.tf").2.contains("501 blocks"));
    assert!(too_many.loaded.groups.is_empty());

    let node_group = r#"{"NodeGroupId": "1", "NodeGroupMembers": []}"#;
    let answer = |groups: &str| {
        format!(r#"{{"ReplicationGroups": [{{"ReplicationGroupId": "g", "NodeGroups": [{groups}]}}]}}"#)
    };
    let too_many = read(&[("answer.json", answer(&shards(501, node_group)))]);
    assert!(failure(&too_many, "answer.json").2.contains("at most 500 node groups"));
    let member = r#"{"CacheClusterId": "n"}"#;
    let crowded = format!(r#"{{"NodeGroupId": "1", "NodeGroupMembers": [{}]}}"#, shards(501, member));
    assert!(
        failure(&read(&[("answer.json", answer(&crowded))]), "answer.json").2.contains("at most 500 nodes")
    );
}

#[test]
fn blocks_in_blocks_end_with_the_work_of_the_module() {
    let nested = |names: &[&str]| {
        names.iter().rev().fold("x = 1".to_owned(), |inner, name| {
            format!("dynamic \"{name}\" {{\n for_each = range(1000)\n content {{\n{inner}\n}}\n}}")
        })
    };
    is_bounded(&format!("{GROUP}{}\n}}\n", nested(&["a", "b", "c"])));
    // One value that is too large is not known, and what else the group says counts.
    let large = format!("{GROUP}{}\n}}\n", nested(&["node_group_configuration", "b"]));
    let found = read(&[("main.tf", large)]).loaded;
    assert!(found.failures.is_empty() && found.groups.len() == 1, "{:?}", found.failures);
    assert!(format!("{:?}", found.groups[0].layout).contains("more than a million others"));
    let many = format!("{GROUP}  count = 1000\n{}\n}}\n", nested(&["a"]));
    is_bounded(&many);
}

#[test]
fn functions_over_long_texts_end_with_the_work_of_the_module() {
    let calls = [
        "title(local.b15)",
        "try(local.t[local.b15], 1)",
        "\"${local.b14}${i}\"",
        "local.b15 == \"${local.b14}b\"",
    ];
    calls.iter().for_each(|call| is_bounded(&repeated(call)));
}

#[test]
fn a_search_for_all_matches_is_bounded_by_what_it_looks_at() {
    let text = "join(\"\", regexall(\"a.*b|a\", local.b15))";
    is_bounded(&format!("{}{GROUP}  node_type = try({text}, \"x\")\n}}\n", locals()));
}

#[test]
fn functions_over_long_lists_end_with_the_work_of_the_module() {
    let calls = [
        "contains(local.n12, 9)",
        "(i == j ? local.n12 : local.n11)",
        "[for x in local.n12 : { a = x }]",
        "try(-local.n12, 1)",
    ];
    calls.iter().for_each(|call| is_bounded(&repeated(call)));
}

#[test]
fn arguments_that_every_module_instance_keeps_are_counted() {
    let files = [
        ("main.tf", "locals {\n  t = [for i in range(1000) : [for j in range(100) : \"k\"]]\n}\nmodule \"m\" {\n  source = \
                     \"./m\"\n  count  = 1000\n  v      = local.t\n}\n".to_owned()),
        ("m/main.tf", format!("variable \"v\" {{\n  type = list(list(string))\n}}\n{GROUP}  num_cache_clusters = length(var.v)\n}}\n")),
    ];
    assert!(failure(&read(&files), "main.tf").2.contains(LIMIT));
}

#[test]
fn modules_that_call_others_twice_are_told_once_and_leave_the_root_alone() {
    let call =
        |to: &str| ["a", "b"].map(|name| format!("module \"{name}\" {{\n  source = \"{to}\"\n}}\n")).concat();
    let mut files = vec![("main.tf".to_owned(), call("./m1") + &format!("{GROUP}}}\n"))];
    files.extend((1..30).map(|at| (format!("m{at}/main.tf"), call(&format!("../m{}", at + 1)))));
    files.push(("m30/main.tf".to_owned(), format!("{GROUP}}}\n")));
    let files: Vec<(&str, String)> = files.iter().map(|(name, text)| (name.as_str(), text.clone())).collect();
    let everything = read(&files);
    assert!(failure(&everything, "main.tf").2.contains("more than 20000 modules and resources"));
    assert_eq!(everything.loaded.groups.len(), 1);
    assert!(everything.loaded.skipped.len() < 70, "{}", everything.loaded.skipped.len());
}

#[test]
fn templates_that_ask_for_too_much_are_refused_where_they_do() {
    let commas = ",".repeat(2_000_000);
    let texts = [
        format!("{TEMPLATE}      PreferredCacheClusterAZs: !Split [\",\", \"{commas}\"]\n"),
        format!("{TEMPLATE}      CacheNodeType: !Select [0, !Split [\",\", \"{commas}\"]]\n"),
        format!("{TEMPLATE}      CacheNodeType: !Sub \"{}\"\n", "${AWS::Region}".repeat(500_000)),
        format!(
            "Parameters:\n  P: {{Type: String, Default: {}}}\n{TEMPLATE}      PreferredCacheClusterAZs: [{}]\n",
            "a".repeat(100_000),
            vec!["!Ref P"; 5_000].join(", ")
        ),
        format!(
            "Parameters:\n  P: {{Type: CommaDelimitedList, Default: \"{commas}\"}}\n{TEMPLATE}      PreferredCacheClusterAZs: !Ref P\n"
        ),
    ];
    for text in texts {
        let (line, column, message) = failure(&read(&[("t.yaml", text)]), "t.yaml");
        assert!(line > 1 && column > 1 && message.contains("asks for more values"), "{message}");
    }
}

#[test]
fn plans_name_no_more_values_of_shards_than_can_be_read() {
    let parameters =
        |count: usize| (0..count).map(|at| format!("  Z{at}: {{Type: String}}\n")).collect::<String>();
    let shard = |at: usize| format!("      - {{ReplicaCount: 1, PrimaryAvailabilityZone: !Ref Z{at}}}\n");
    let text = |count: usize| {
        let shards: String = (0..count).map(shard).collect();
        let flags = "      AutomaticFailoverEnabled: true\n      NodeGroupConfiguration:\n";
        format!(
            "Parameters:\n  G: {{Type: String}}\n{}{TEMPLATE}      CacheParameterGroupName: !Ref G\n{flags}{shards}",
            parameters(count)
        )
    };
    let named = |count: usize| {
        let found = plans_of(&read(&[("t.yaml", text(count))]), "zone");
        found.iter().map(|plan| plan.unknown.len()).collect::<Vec<_>>()
    };
    let (few, many) = (named(100), named(400));
    // All that a plan names is bounded, so that all plans together are linear in the shards.
    assert!(few.iter().chain(&many).all(|count| *count < 64), "{many:?}");
    assert!(few.iter().any(|count| *count > 48));
    assert!(many.iter().sum::<usize>() < 5 * few.iter().sum::<usize>());
}

#[test]
fn nesting_that_leads_deep_ends_with_a_reason() {
    let nest =
        |open: &str, close: &str, depth: usize| format!("{}1{}", open.repeat(depth), close.repeat(depth));
    for text in [
        nest("(", ")", 5_000),
        nest("!", "", 5_000),
        nest("true ? 1 : ", "", 5_000),
        nest("try(", ")", 5_000),
    ] {
        let everything = read(&[("main.tf", format!("{GROUP}  node_type = {text}\n}}\n"))]);
        assert!(failure(&everything, "main.tf").2.contains("nested levels"));
    }
    let join = nest("{\"Fn::Join\": [\"\", [", "]]}", 5_000);
    let json = format!(
        "{{\"Resources\": {{\"G\": {{\"Type\": \"AWS::ElastiCache::ReplicationGroup\", \"Properties\": {{\"CacheNodeType\": {join}}}}}}}}}"
    );
    assert!(failure(&read(&[("t.json", json)]), "t.json").2.contains("128 levels"));
}
