//! Configuration that is at fault as a whole: errors with their places, and the rest goes on.

use super::support::{at, check, check_in, check_text, folder, group, group_in, pairs};

const GROUP: &str = "aws_elasticache_replication_group.this";

#[test]
fn a_cycle_is_an_error_that_names_its_way() {
    let told = check("cycle");
    let way = "local.nodes depends on itself: local.nodes → local.replicas → local.nodes";
    assert_eq!((told.code, told.failures()), (2, vec![at("main.tf", 4, 17, way)]));
    assert_eq!(told.groups(), 1, "the group is judged for what is known of it");
}

#[test]
fn cycles_are_found_through_resources_modules_and_counts() {
    let own = check_text(&group(&format!("num_cache_clusters = {GROUP}.num_cache_clusters")));
    assert!(own.failures()[0].3.contains(".num_cache_clusters depends on itself"), "{own:?}");
    let count = group("num_cache_clusters = 1").replacen("{\n", "{\n  count = local.n\n", 1);
    let count = check_text(&format!("{count}locals {{\n  n = local.n\n}}\n"));
    assert_eq!(count.failures(), [at("main.tf", 8, 7, "local.n depends on itself: local.n → local.n")]);
    let module = format!(
        "variable \"n\" {{}}\noutput \"n\" {{\n  value = var.n\n}}\n{}",
        group("num_cache_clusters = var.n")
    );
    let files = [
        ("main.tf", "module \"m\" {\n  source = \"./m\"\n  n      = module.m.n\n}\n"),
        ("m/main.tf", module.as_str()),
    ];
    let told = check_in(folder(&files).path(), &[]);
    let way = "module.m.var.n depends on itself: module.m.var.n → module.m.n → module.m.var.n";
    assert_eq!(told.failures(), [at("m/main.tf", 3, 11, way)]);
}

#[test]
fn modules_that_call_each_other_in_a_circle_are_an_error() {
    let told = check("circle");
    let message = "module.a calls the module it stands in: ../a";
    assert_eq!((told.code, told.failures()), (2, vec![at("b/main.tf", 2, 12, message)]));
    let group = "module.a.aws_elasticache_replication_group.this";
    assert_eq!(told.violated(), pairs(&[("shard-without-replica", group)]));
    // Without the folder that leads into the circle, each stands for it once.
    let told = check_in(&super::support::fixture("circle"), &["a", "b"]);
    assert_eq!((told.code, told.groups()), (2, 1));
}

#[test]
fn a_module_that_calls_itself_is_an_error() {
    let told = check("calls-itself");
    let message = "module.again calls the module it stands in: ../cache";
    assert_eq!((told.code, told.failures()), (2, vec![at("cache/main.tf", 3, 12, message)]));
    assert_eq!(told.violated(), pairs(&[("shard-without-replica", GROUP)]));
    for source in [".", "./", "./../x/../x", "./."] {
        let text =
            format!("module \"me\" {{\n  source = \"./{source}\"\n}}\n{}", group("num_cache_clusters = 1"));
        let told = check_in(folder(&[("x/main.tf", text)]).path(), &["x"]);
        assert!(told.failures()[0].3.contains("calls the module it stands in"), "{source}: {told:?}");
        assert_eq!(told.groups(), 1, "{source}");
    }
}

#[test]
fn a_module_folder_that_is_missing_or_empty_is_an_error_at_the_source() {
    let told = check("folder-is-missing");
    let missing = |name: &str, folder: &str| {
        format!("module.{name} is to be in {folder}, and there is no configuration")
    };
    let wanted = [
        at("main.tf", 2, 12, &missing("cache", "modules/cahce")),
        at("main.tf", 6, 12, &missing("empty", "modules/empty")),
    ];
    assert_eq!((told.code, told.failures()), (2, wanted.to_vec()));
    // A folder without a single file is no different, also where nothing else concerns us.
    let alone = folder(&[("main.tf", "module \"x\" {\n  source = \"./empty\"\n}\n")]);
    std::fs::create_dir(alone.path().join("empty")).unwrap();
    assert_eq!(check_in(alone.path(), &[]).failures(), [at("main.tf", 2, 12, &missing("x", "empty"))]);
}

#[test]
fn invalid_hcl_is_an_error_with_its_place_and_other_folders_go_on() {
    let told = check("invalid-beside-valid");
    assert_eq!(told.code, 2);
    let [(file, line, column, message)] = &told.failures()[..] else { panic!("{told:?}") };
    assert_eq!((file.as_str(), *line, *column), ("broken/main.tf", 4, 3));
    assert!(message.starts_with("it is not valid HCL: "), "{message}");
    assert_eq!(told.violated(), pairs(&[("shard-without-replica", GROUP)]));
}

#[test]
fn invalid_json_and_templates_in_it_are_errors_with_their_places() {
    let json = "{\"resource\": {\"aws_elasticache_cluster\": {\"a\": {\n  \"engine\": \"x\",}}}}";
    let told = check_in(folder(&[("main.tf.json", json)]).path(), &[]);
    assert_eq!((told.code, told.failures()[0].1), (2, 2), "{told:?}");
    let json = "{\"resource\": {\"aws_elasticache_cluster\": {\"a\": {\n  \"engine\": \"${1 +}\"}}}}";
    let told = check_in(folder(&[("main.tf.json", json)]).path(), &[]);
    let [(_, line, column, message)] = &told.failures()[..] else { panic!("{told:?}") };
    assert_eq!((*line, *column), (2, 14));
    assert!(message.starts_with("this template is not valid: "), "{message}");
}

#[test]
fn what_is_declared_twice_is_an_error_at_the_second() {
    let told = check("declared-twice");
    let twice = |what: &str| format!("{what} is declared twice in this folder, and a folder is one module");
    let wanted = [at("other.tf", 1, 46, &twice(GROUP)), at("other.tf", 6, 3, &twice("local.zone"))];
    assert_eq!((told.code, told.failures()), (2, wanted.to_vec()));
    assert_eq!(told.violated(), pairs(&[("shard-without-replica", GROUP)]), "the first counts");
    for (block, name) in [("variable", "var"), ("output", "output"), ("module", "module")] {
        let text = format!("{block} \"x\" {{}}\n{block} \"x\" {{}}\n{}", group("num_cache_clusters = 2"));
        let told = check_text(&text);
        assert_eq!(told.failures()[0].3, twice(&format!("{name}.x")));
        assert_eq!(told.failures()[0].1, 2);
    }
}

#[test]
fn variable_files_that_cannot_be_read_are_errors() {
    let main = format!("variable \"zone\" {{}}\n{}", group_in("var.zone"));
    let with = |name: &str, bytes: &[u8], arguments: &[&str]| {
        check_in(folder(&[("main.tf", main.as_bytes()), (name, bytes)]).path(), arguments)
    };
    let told = with("terraform.tfvars", b"zone = \n", &[]);
    assert_eq!((told.code, told.failures()[0].0.as_str(), told.failures()[0].1), (2, "terraform.tfvars", 1));
    let told = with("x.auto.tfvars.json", b"{\"zone\": \n", &[]);
    assert_eq!((told.code, told.failures()[0].0.as_str()), (2, "x.auto.tfvars.json"));
    let told = with("terraform.tfvars", b"zone = \"\xe9\"\n", &[]);
    assert_eq!((told.code, told.failures()[0].3.as_str()), (2, "it is not UTF-8 text"));
    let told = with("terraform.tfvars", b"", &["--var-file", "gone.tfvars"]);
    assert_eq!((told.code, told.failures()[0].0.as_str()), (2, "gone.tfvars"));
    assert_eq!(told.groups(), 1);
}
