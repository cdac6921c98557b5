//! Module calls: where their files are, what goes in and out, and which folders are roots.

use super::support::{check, check_in, fixture, folder, group_in, pairs};

#[test]
fn passed_values_win_over_defaults_and_outputs_come_back() {
    let told = check("module-values").whole();
    let wanted = [
        ("aws_elasticache_replication_group.back", "root-again"),
        ("module.passed.module.inner.aws_elasticache_replication_group.this", "root"),
        ("module.unset.module.inner.aws_elasticache_replication_group.this", "middle"),
    ];
    assert_eq!(told.zones().into_iter().collect::<Vec<_>>(), pairs(&wanted));
}

#[test]
fn addresses_are_those_of_terraform() {
    let told = check("module-call").whole();
    let group = r#"module.cache["eu"].aws_elasticache_replication_group.this[0]"#;
    assert_eq!((told.violated(), told.groups()), (pairs(&[("shard-without-replica", group)]), 2));
}

#[test]
fn keys_are_quoted_in_addresses_as_terraform_does() {
    let text = group_in("each.key").replacen("{\n", "{\n  for_each = toset([\"a\\\"b\\\\\\n\"])\n", 1);
    let told = check_in(folder(&[("main.tf", text)]).path(), &[]).whole();
    let addresses: Vec<_> = told.zones().into_keys().collect();
    assert_eq!(addresses, [r#"aws_elasticache_replication_group.this["a\"b\\\n"]"#]);
}

#[test]
fn downloaded_modules_are_found_by_the_names_of_their_calls() {
    let told = check("downloaded").whole();
    let group = "module.cache.module.deep.aws_elasticache_replication_group.this";
    assert_eq!(told.zones().into_iter().collect::<Vec<_>>(), pairs(&[(group, "passed-on")]));
}

#[test]
fn a_module_that_is_not_on_disk_is_unknown_and_terraform_init_settles_it() {
    let told = check("not-on-disk");
    let remedy = "run terraform init, which downloads it, or lint the plan";
    let reason = "module.network (git::https://example.com/network.git) is not on disk";
    let group = "aws_elasticache_replication_group.this";
    assert_eq!(told.blockers("subnet-group-single-zone", group), pairs(&[(reason, remedy)]));
    // It may hold groups: its name says so.
    let redis = format!("module.redis (example/elasticache/aws) is not on disk: {remedy}");
    assert_eq!(told.skipped(), pairs(&[("module.redis", &redis)]));
    assert_eq!((told.code, told.failures()), (0, Vec::new()));
    assert_eq!(check_in(&fixture("not-on-disk"), &["--strict"]).code, 1);
}

#[test]
fn a_folder_that_is_only_called_is_checked_with_its_callers_alone() {
    let told = check("two-roots").whole();
    assert_eq!(told.groups(), 2);
    let messages =
        told.document["findings"].as_array().unwrap().iter().map(|it| it["message"].as_str().unwrap());
    let mut zones: Vec<_> =
        messages.filter_map(|it| it.split_once("both nodes are in ")).map(|it| it.1).collect();
    zones.sort_unstable();
    assert_eq!(zones, ["live", "test"]);
}

#[test]
fn a_folder_that_calls_nobody_has_is_checked_with_its_defaults_and_says_so() {
    let told = check("two-roots/modules/cache").whole();
    let group = "aws_elasticache_replication_group.this";
    assert_eq!(told.zone(), "alone");
    let labels = told.labels("replicas-share-primary-zone", group);
    assert!(labels.iter().any(|(_, line, _, text)| (*line, text.as_str()) == (3, "the default of var.zone")));
    let because = told.finding("replicas-share-primary-zone", group)["because"].as_array().unwrap();
    assert!(because.iter().any(|it| it["whose"] == "the default of var.zone"), "{because:?}");
    let said = ". is judged with the defaults of its variables: nothing in this run calls it";
    assert!(told.aside.contains(said), "{}", told.aside);
    assert!(!check("two-roots").aside.contains("with the defaults"), "there it is called");
}

#[test]
fn an_example_that_calls_the_module_around_it_checks_it() {
    let told = check("example-of-a-module").whole();
    let group = "module.this.aws_elasticache_replication_group.this";
    assert_eq!(told.zones().into_iter().collect::<Vec<_>>(), pairs(&[(group, "example")]));
}

#[test]
fn what_a_manifest_says_oddly_brings_nothing() {
    let main = "module \"cache\" {\n  source = \"example/cache/aws\"\n  zone   = \"z\"\n}\n";
    let module = format!("variable \"zone\" {{}}\n{}", group_in("var.zone"));
    for manifest in [
        "not JSON",
        "[]",
        "{\"Modules\": 7}",
        "{\"Modules\": [{\"Key\": \"cache\"}]}",
        "{\"Modules\": [{\"Key\": \"cache\", \"Dir\": null}]}",
        "{\"Modules\": [{\"Key\": \"other\", \"Dir\": \"m\"}]}",
        "\u{0}",
    ] {
        let files = [
            ("main.tf", main),
            (".terraform/modules/modules.json", manifest),
            ("m/main.tf", module.as_str()),
        ];
        let told = check_in(folder(&files).path(), &["main.tf"]);
        let [(resource, reason)] = &told.skipped()[..] else { panic!("{manifest}: {told:?}") };
        assert_eq!((told.code, told.groups(), resource.as_str()), (0, 0, "module.cache"));
        assert!(reason.contains("is not on disk: run terraform init"), "{reason}");
    }
    // The same with what Terraform writes.
    let manifest = "{\"Modules\": [{\"Key\": \"cache\", \"Source\": \"x\", \"Dir\": \"m\"}]}";
    let files =
        [("main.tf", main), (".terraform/modules/modules.json", manifest), ("m/main.tf", module.as_str())];
    assert_eq!(check_in(folder(&files).path(), &[]).whole().zone(), "z");
}

#[test]
fn a_manifest_that_names_a_folder_which_is_gone_is_an_error_at_the_call() {
    let main = "module \"cache\" {\n  source = \"example/cache/aws\"\n}\n";
    let manifest = "{\"Modules\": [{\"Key\": \"cache\", \"Dir\": \".terraform/modules/cache\"}]}";
    let files = [("main.tf", main), (".terraform/modules/modules.json", manifest)];
    let told = check_in(folder(&files).path(), &[]);
    let [(file, line, column, message)] = &told.failures()[..] else { panic!("{told:?}") };
    assert_eq!((told.code, file.as_str(), *line, *column), (2, "main.tf", 2, 12));
    assert!(message.contains(".terraform/modules/cache, and there is no configuration"), "{message}");
}
