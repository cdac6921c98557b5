//! Which folders a run reads: those named, once, and none outside of them.

use super::support::{check_in, fixture, folder, group_in, pairs};

#[test]
fn paths_may_have_spaces() {
    let told = check_in(&fixture("with space"), &[]).whole();
    assert_eq!(told.zone(), "a b");
    let labels =
        told.labels("replicas-share-primary-zone", "module.cache.aws_elasticache_replication_group.this");
    assert_eq!(labels[0].0, "my module/group of two.tf");
    assert!(labels.iter().any(|(file, line, ..)| (file.as_str(), *line) == ("my root/main.tf", 3)));
}

#[test]
fn a_named_file_means_its_whole_folder() {
    let told = check_in(&fixture("one-module"), &["variables.tf"]).whole();
    assert_eq!((told.groups(), told.zone().as_str()), (1, "eu-west-1a"));
    // But not the folders below it.
    let files = [("main.tf", group_in("\"named\"")), ("below/main.tf", group_in("\"below\""))];
    assert_eq!(check_in(folder(&files).path(), &["main.tf"]).whole().zone(), "named");
}

#[test]
fn a_folder_is_checked_once_however_often_and_by_whatever_path_it_is_named() {
    let folder = folder(&[("x/main.tf", group_in("\"z\"")), ("y/keep.txt", String::new())]);
    let absolute = folder.path().join("x");
    let absolute = absolute.to_str().unwrap();
    for arguments in [
        &["x", "x"][..],
        &["x", "./x/."],
        &["x", "y/../x"],
        &["x", absolute],
        &["x", "x/main.tf"],
        &["x/main.tf", "x"],
        &[".", "x"],
        &["x", "."],
    ] {
        let told = check_in(folder.path(), arguments).whole();
        assert_eq!((told.groups(), told.zones().len()), (1, 1), "{arguments:?}");
    }
}

#[test]
fn a_module_outside_of_the_named_paths_is_not_read_unless_it_is_named() {
    let module = "variable \"zone\" {}\n".to_owned() + &group_in("var.zone");
    let main = "module \"shared\" {\n  source = \"../../shared\"\n  zone   = \"z\"\n}\n";
    let folder = folder(&[("live/eu/main.tf", main), ("shared/main.tf", &module)]);
    let told = check_in(folder.path(), &["live/eu"]);
    let reason =
        "module.shared is in shared, outside of the paths being checked: name it too: multiaz check … shared";
    assert_eq!((told.groups(), told.skipped()), (0, pairs(&[("module.shared", reason)])));
    assert_eq!((told.code, check_in(folder.path(), &["live/eu", "--strict"]).code), (0, 1));
    for arguments in
        [&["live/eu", "shared"][..], &["shared", "live/eu"], &["live/eu/main.tf", "shared/main.tf"], &["."]]
    {
        let told = check_in(folder.path(), arguments).whole();
        let wanted = pairs(&[("module.shared.aws_elasticache_replication_group.this", "z")]);
        assert_eq!(told.zones().into_iter().collect::<Vec<_>>(), wanted, "{arguments:?}");
    }
}

#[test]
fn a_manifest_leads_nowhere_outside_of_the_named_paths() {
    let main = "module \"cache\" {\n  source = \"example/cache/aws\"\n}\n";
    let outside = folder(&[("main.tf", group_in("\"outside\""))]);
    let absolute = outside.path().to_str().unwrap();
    for place in [absolute, "../../../../../../../../etc", "/", "../out"] {
        let manifest =
            serde_json::json!({"Modules": [{"Key": "cache", "Source": "x", "Dir": place}]}).to_string();
        let files = [
            ("in/main.tf", main),
            ("in/.terraform/modules/modules.json", manifest.as_str()),
            ("out/main.tf", &group_in("\"outside\"")),
        ];
        let told = check_in(folder(&files).path(), &["in"]);
        let [(resource, reason)] = &told.skipped()[..] else { panic!("{place}: {told:?}") };
        assert_eq!(
            (told.groups(), told.failures().len(), resource.as_str()),
            (0, 0, "module.cache"),
            "{place}"
        );
        assert!(reason.contains("outside of the paths being checked"), "{place}: {reason}");
    }
}

#[test]
fn files_that_a_configuration_reads_lie_inside_of_the_named_paths() {
    let zone = "trimspace(file(\"${path.module}/PATH\"))";
    let told = |path: &str, arguments: &[&str]| {
        let main = format!("module \"m\" {{\n  source = \"./m\"\n}}\n# {path}\n");
        let files = [
            ("in/main.tf", main),
            ("in/m/main.tf", group_in(&zone.replace("PATH", path))),
            ("in/m/zone.txt", "inside\n".to_owned()),
            ("out/zone.txt", "0utside\n".to_owned()),
        ];
        check_in(folder(&files).path(), arguments)
    };
    assert_eq!(told("zone.txt", &["in"]).whole().zone(), "inside");
    assert_eq!(told("../m/zone.txt", &["in"]).whole().zone(), "inside");
    assert_eq!(told("../../out/zone.txt", &["in", "out"]).whole().zone(), "0utside");
    for path in ["../../out/zone.txt", "../../../../../../../../../../etc/passwd"] {
        let told = told(path, &["in"]).whole();
        assert!(told.zones().is_empty() && !told.document.to_string().contains("0utside"), "{told:?}");
        let reason =
            told.blockers("replicas-share-primary-zone", "module.m.aws_elasticache_replication_group.this");
        assert!(reason[0].0.ends_with("lies outside of the paths being checked"), "{reason:?}");
    }
}

#[test]
fn terraform_files_are_read_and_no_longer_listed_as_skipped() {
    let files = [("main.tf", group_in("\"z\"")), ("other.tf.json", "{\"locals\": {}}".to_owned())];
    let told = check_in(folder(&files).path(), &[]);
    assert_eq!((told.skipped(), told.groups()), (Vec::new(), 1));
}

#[test]
fn gitignore_is_honoured_in_a_walk_and_not_by_name() {
    let files = [(".gitignore", "old\n".to_owned()), ("old/main.tf", group_in("\"z\""))];
    let folder = folder(&files);
    assert_eq!(check_in(folder.path(), &[]).groups(), 0);
    assert_eq!(check_in(folder.path(), &["--no-gitignore"]).groups(), 1);
    assert_eq!(check_in(folder.path(), &["old"]).groups(), 1);
    assert_eq!(check_in(folder.path(), &["old/main.tf"]).groups(), 1);
}

#[test]
fn a_run_without_a_group_says_so() {
    let told = check_in(folder(&[("main.tf", "locals {}\n")]).path(), &[]).whole();
    assert_eq!((told.code, told.groups()), (0, 0));
    assert!(told.aside.starts_with("no replication group found in 1 file"), "{}", told.aside);
}
