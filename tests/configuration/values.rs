//! What variables and expressions come to.

use std::collections::BTreeMap;

use super::support::{Told, check, check_in, check_text, check_with, fixture, folder, group, group_in};

/// The zones of `this["…"]`, by key.
fn keyed(told: &Told) -> BTreeMap<String, String> {
    let key = |address: String| address.split('"').nth(1).unwrap_or(&address).to_owned();
    told.zones().into_iter().map(|(address, zone)| (key(address), zone)).collect()
}

fn map(all: &[(&str, &str)]) -> BTreeMap<String, String> {
    all.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect()
}

#[test]
fn the_files_of_a_folder_are_one_module_as_soon_as_one_concerns_us() {
    // The group's zones come from JSON, from a file that names nothing of ours, and from an override.
    let told = check("one-module").whole();
    assert_eq!((told.groups(), told.zone().as_str()), (1, "eu-west-1a"));
}

#[test]
fn a_folder_that_does_not_concern_us_is_not_even_parsed() {
    let files = [("main.tf", "resource \"aws_vpc\" \"this\" {{{ not HCL")];
    let told = check_in(folder(&files).path(), &[]).whole();
    assert_eq!((told.code, told.groups()), (0, 0));
}

#[test]
fn a_variable_has_the_value_of_the_last_that_sets_it() {
    let arguments = ["--var-file", "named.tfvars", "--var", "by_var=--var"];
    let environment = [("TF_VAR_by_environment", "TF_VAR"), ("TF_VAR_by_tfvars", "never")];
    let told = check_with(&fixture("variables"), &arguments, &environment).whole();
    let wanted = [
        ("by_auto", "a.auto.tfvars"),
        ("by_auto_json", "b.auto.tfvars.json"),
        ("by_default", "default"),
        ("by_environment", "TF_VAR"),
        ("by_tfvars", "terraform.tfvars"),
        ("by_tfvars_json", "terraform.tfvars.json"),
        ("by_var", "--var"),
        ("by_var_file", "named.tfvars"),
        ("list", "x"),
        ("typed", "optional"),
        ("unset", "unset"),
    ];
    assert_eq!(keyed(&told), map(&wanted));
}

#[test]
fn values_given_as_texts_are_read_by_the_type_of_the_variable() {
    let var = |argument: &str| check_in(&fixture("variables"), &["--var", argument]);
    assert_eq!(keyed(&var("typed={zone = \"given\"}"))["typed"], "given");
    assert_eq!(keyed(&var("typed={other = 1}"))["unset"], "set");
    assert_eq!(keyed(&var("list=[\"a\", \"b\"]"))["list"], "a");
    assert_eq!(keyed(&var("by_default=[\"a\"]"))["by_default"], "[\"a\"]");
}

#[test]
fn variables_need_no_type() {
    let text = format!("variable \"zone\" {{}}\n{}", group_in("var.zone[1]"));
    let files = [("main.tf", text.as_str()), ("terraform.tfvars", "zone = [1, \"b\"]\n")];
    assert_eq!(check_in(folder(&files).path(), &[]).whole().zone(), "b");
}

#[test]
fn a_value_of_the_wrong_type_is_unknown_and_says_which() {
    let text =
        format!("variable \"nodes\" {{\n  type = number\n}}\n{}", group("num_cache_clusters = var.nodes"));
    let told = check_in(folder(&[("main.tf", text)]).path(), &["--var", "nodes=many"]);
    let [(reason, _)] = &told.blockers("shard-without-replica", GROUP)[..] else { panic!("{told:?}") };
    assert_eq!(reason, "it can't be evaluated: var.nodes: this text is not a number");
}

#[test]
fn a_variable_that_nobody_declares_can_not_be_given() {
    let told = check_in(&fixture("variables"), &["--var", "by_vra=x"]);
    assert_eq!(told.code, 2);
    let [(file, .., message)] = &told.failures()[..] else { panic!("{told:?}") };
    assert_eq!(
        (file.as_str(), message.as_str()),
        ("--var", "no root module in this run declares the variable by_vra")
    );
    // The environment and variable files are shared by many modules.
    let environment = [("TF_VAR_by_vra", "x")];
    assert_eq!(check_with(&fixture("variables"), &[], &environment).whole().code, 1);
}

#[test]
fn every_means_of_the_language_gives_its_value() {
    let told = check("expressions").whole();
    let wanted = [
        ("aws_elasticache_replication_group.dynamic", "only"),
        ("conditional", "three"),
        ("for_list", "c1"),
        ("for_map", "C"),
        ("local", "c"),
        ("null_is_not", "written"),
        ("reference", "subnets-y"),
        ("splat", "many-1"),
        ("template", "abc"),
    ];
    assert_eq!(keyed(&told), map(&wanted));
    assert_eq!(told.groups(), 9, "a count of 0 makes none");
}

#[test]
fn numbers_and_booleans_may_be_texts_and_null_is_as_if_not_written() {
    let flags = |multi_az: &str| {
        let text = format!(
            "resource \"aws_elasticache_replication_group\" \"this\" {{\n  num_cache_clusters = \"2\"\n  \
             automatic_failover_enabled = \"true\"\n  multi_az_enabled = {multi_az}\n}}\n"
        );
        check_text(&text).violated().into_iter().map(|(rule, _)| rule).collect::<Vec<_>>()
    };
    assert_eq!((flags("\"true\""), flags("true")), (Vec::new(), Vec::new()));
    let missing = vec!["failover-without-multi-az".to_owned()];
    assert_eq!((flags("null"), flags("\"false\"")), (missing.clone(), missing));
}

#[test]
fn comments_in_json_are_no_values() {
    let json = r#"{
      "//": "of the file",
      "resource": {
        "//": {"aws_elasticache_replication_group": {"no": {"num_cache_clusters": 1}}},
        "aws_elasticache_replication_group": {
          "//": "of the resources",
          "this": {
            "//": "of one",
            "num_cache_clusters": "${1 + 1}",
            "automatic_failover_enabled": true,
            "multi_az_enabled": true,
            "preferred_cache_cluster_azs": ["${{\"z\": 1, \"//\": 2}[\"z\"]}", "1"]
          }
        }
      }
    }"#;
    let told = check_in(folder(&[("main.tf.json", json)]).path(), &[]).whole();
    assert_eq!((told.groups(), told.zone().as_str()), (1, "1"));
}

#[test]
fn zones_of_a_data_source_are_told_apart_by_their_place_in_its_list() {
    let told = check("zones-by-data").whole();
    let same = told.zones();
    let same: Vec<(&str, &str)> = same.iter().map(|(group, zone)| (group.as_str(), zone.as_str())).collect();
    let zone = "zone 1 of data.aws_availability_zones.all.names";
    assert_eq!(same, [("aws_elasticache_replication_group.same", zone)]);
    // Two lists may hold one zone: that is not decided.
    told.blockers("replicas-share-primary-zone", "aws_elasticache_replication_group.of_two_lists");
}

#[test]
fn a_provider_alias_changes_no_address() {
    let told = check("provider-alias").whole();
    let wanted = [
        ("aws_elasticache_replication_group.here", "us-east-1a"),
        ("module.us.aws_elasticache_replication_group.this", "us-east-1b"),
    ];
    assert_eq!(told.zones(), map(&wanted));
}

/// The address of [`group`].
const GROUP: &str = "aws_elasticache_replication_group.this";
