//! Where findings point, and how they read.

use super::support::{at, check, fixture, run};

/// What `check` prints in a case's folder.
fn text(case: &str, arguments: &[&str]) -> String {
    let (_, out, aside) = run(&fixture(case), arguments, &[]);
    format!("{out}{aside}")
}

#[test]
fn a_finding_points_at_the_module_the_argument_and_the_calls() {
    let told = check("module-call");
    let labels = told
        .labels("shard-without-replica", r#"module.cache["eu"].aws_elasticache_replication_group.this[0]"#);
    let wanted = [
        at("modules/cache/main.tf", 8, 32, "no replica to promote"),
        at("modules/cache/main.tf", 10, 32, "Multi-AZ is on"),
        at("main.tf", 8, 11, r#"argument nodes of module.cache["eu"]"#),
        at("main.tf", 2, 8, r#"module.cache["eu"] is called here"#),
    ];
    assert_eq!(labels, wanted);
}

#[test]
fn a_finding_names_every_call_and_argument_on_the_way() {
    let told = check("module-values");
    let labels = told.labels(
        "replicas-share-primary-zone",
        "module.passed.module.inner.aws_elasticache_replication_group.this",
    );
    let wanted = [
        at("inner/main.tf", 9, 33, "the same zone"),
        at("inner/main.tf", 8, 33, "Multi-AZ is on"),
        at("middle/main.tf", 7, 12, "argument zone of module.passed.module.inner"),
        at("main.tf", 8, 12, "argument zone of module.passed"),
        at("main.tf", 3, 13, "the default of var.zone"),
        at("main.tf", 6, 8, "module.passed is called here"),
        at("middle/main.tf", 5, 8, "module.passed.module.inner is called here"),
    ];
    assert_eq!(labels, wanted);
}

#[test]
fn a_finding_points_at_the_override_and_at_json() {
    let told = check("one-module");
    let labels = told.labels("replicas-share-primary-zone", "aws_elasticache_replication_group.this");
    let wanted = [
        at("group.tf", 6, 33, "the same zone"),
        at("group.tf", 5, 33, "Multi-AZ is on"),
        at("second_override.tf", 2, 13, "the default of var.second"),
        at("locals.tf.json", 5, 14, "local.first"),
        at("locals.tf.json", 9, 43, "the default of var.zone"),
    ];
    assert_eq!(labels, wanted);
}

#[test]
fn a_long_line_is_cut_and_not_taken_for_json() {
    let zones = format!("[{}]", vec!["\"eu-west-1a\""; 60].join(", "));
    let text =
        super::support::group(&format!("num_cache_clusters = 60\n  preferred_cache_cluster_azs = {zones}"));
    let folder = super::support::folder(&[("main.tf", text)]);
    let (_, out, _) = run(folder.path(), &[], &[]);
    assert!(out.contains("preferred_cache_cluster_azs = ["), "{out}");
    assert!(!out.contains("re-indented"), "{out}");
}

#[test]
fn a_module_call_as_people_read_it() {
    insta::assert_snapshot!(text("module-call", &["--select", "shard-without-replica"]));
}

#[test]
fn unknown_variables_as_people_read_them() {
    let arguments = ["--show", "undecided", "--select", "shard-without-replica"];
    insta::assert_snapshot!(text("unknown", &arguments));
}

#[test]
fn a_cycle_as_people_read_it() {
    let arguments = ["--show", "undecided", "--select", "shard-without-replica"];
    insta::assert_snapshot!(text("cycle", &arguments));
}

#[test]
fn an_invalid_folder_beside_a_sound_one_as_people_read_it() {
    insta::assert_snapshot!(text("invalid-beside-valid", &["--select", "shard-without-replica"]));
}
