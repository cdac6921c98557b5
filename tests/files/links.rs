//! Links: followed where they are named, or where they lead to what is named; told where they lead out of it.

use std::ffi::OsStr;
use std::fs;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::symlink;
use std::path::Path;

use super::support::{check, folder, multiaz, resource, template};

/// `link: reason` for a link in `in` to something beside it.
fn out(link: &str, kind: &str, target: &str) -> String {
    format!("in/{link}: {kind} {target}, outside of the paths being checked: name that too")
}

#[test]
fn a_link_to_a_template_outside_is_not_read_and_is_told() {
    let folder = folder(&[("in/own.yaml", template("own")), ("out/t.yaml", template("0utside"))]);
    symlink("../out/t.yaml", folder.path().join("in/t.yaml")).unwrap();
    let told = check(folder.path(), &["in"]);
    assert_eq!(told.zones(), ["in/own.yaml own"]);
    assert_eq!((told.skipped(), told.failures()), (vec![out("t.yaml", "a link to", "out/t.yaml")], vec![]));
    assert!(!format!("{told:?}").contains("0utside"));
    // It counts as not judged.
    let codes =
        |arguments: &[&str]| check(folder.path(), &[&["in", "--fail-on", "never"], arguments].concat()).code;
    assert_eq!((codes(&[]), codes(&["--strict"])), (0, 0));
    fs::remove_file(folder.path().join("in/own.yaml")).unwrap();
    let code = |arguments: &[&str]| check(folder.path(), &[&["in"], arguments].concat()).code;
    assert_eq!((code(&[]), code(&["--strict"])), (0, 1));
}

#[test]
fn every_format_takes_a_link_that_leads_out() {
    let folder = folder(&[("out/t.yaml", template("z"))]);
    fs::create_dir(folder.path().join("in")).unwrap();
    symlink("../out/t.yaml", folder.path().join("in/t.yaml")).unwrap();
    for format in ["text", "json", "sarif", "junit", "markdown"] {
        let output = multiaz(folder.path(), &["check", "in", "--format", format]).output().unwrap();
        let text = String::from_utf8(output.stdout).unwrap();
        assert!(text.contains("t.yaml") && text.contains("name that too"), "{format}: {text}");
    }
    let output = multiaz(folder.path(), &["check", "in", "--format", "github"]).output().unwrap();
    assert!(String::from_utf8(output.stdout).unwrap().contains("1 not judged"));
    for command in [&["failover", "in"][..], &["runbook", "test-failover", "in"]] {
        let output = multiaz(folder.path(), command).output().unwrap();
        let text = String::from_utf8([output.stdout, output.stderr].concat()).unwrap();
        assert!(text.contains("outside of the paths being checked"), "{command:?}: {text}");
    }
}

#[test]
fn a_link_is_followed_where_its_target_is_named_too() {
    let folder = folder(&[("out/t.yaml", template("z"))]);
    fs::create_dir(folder.path().join("in")).unwrap();
    symlink("../out/t.yaml", folder.path().join("in/t.yaml")).unwrap();
    for (arguments, file) in [
        (&["in", "out"][..], "in/t.yaml"),
        (&["in", "out/t.yaml"], "in/t.yaml"),
        (&["out/t.yaml", "in"], "out/t.yaml"),
        (&["out/../out", "in"], "out/../out/t.yaml"),
        (&["in/t.yaml"], "in/t.yaml"),
        (&["."], "in/t.yaml"),
    ] {
        let told = check(folder.path(), arguments).whole();
        assert_eq!(told.zones(), [format!("{file} z")], "{arguments:?}");
    }
}

#[test]
fn a_named_link_to_a_folder_is_that_folder() {
    let folder = folder(&[("real/t.yaml", template("z")), ("real/main.tf", resource("tf"))]);
    symlink("real", folder.path().join("link")).unwrap();
    symlink("link", folder.path().join("again")).unwrap();
    for named in ["link", "again", "link/", "./again/../again"] {
        let told = check(folder.path(), &[named]).whole();
        assert_eq!(told.zones().len(), 2, "{named}");
    }
    assert_eq!(check(folder.path(), &["real", "link", "again"]).whole().zones().len(), 2);
}

#[test]
fn links_to_links_are_judged_by_where_they_end() {
    let folder = folder(&[("in/deep/t.yaml", template("z")), ("out/t.yaml", template("0utside"))]);
    let link = |to: &str, from: &str| symlink(to, folder.path().join(from)).unwrap();
    // Out and back in again: what counts is the end of the way.
    link("../in/deep/t.yaml", "out/back.yaml");
    link("../out/back.yaml", "in/a.yaml");
    link("deep/b2.yaml", "in/b.yaml");
    link("../../out/t.yaml", "in/deep/b2.yaml");
    let told = check(folder.path(), &["in"]);
    assert_eq!(told.zones(), ["in/a.yaml z"]);
    let expected = [out("b.yaml", "a link to", "out/t.yaml"), out("deep/b2.yaml", "a link to", "out/t.yaml")];
    assert_eq!(told.skipped(), expected);
}

#[test]
fn links_are_told_by_what_they_lead_to_and_by_name() {
    let folder = folder(&[
        ("out/notes.txt", template("0utside")),
        ("out/t.yaml", template("0utside")),
        ("out/LICENSE", String::new()),
        ("out/plan", String::new()),
        ("out/logo.png", String::new()),
        ("out/dev.tfvars", String::new()),
    ]);
    fs::create_dir(folder.path().join("in")).unwrap();
    let link = |to: &str, from: &str| symlink(to, folder.path().join("in").join(from)).unwrap();
    link("../out", "dir");
    link("../out/notes.txt", "t.yaml");
    link("../out/t.yaml", "notes.txt");
    link("../out/plan", "plan");
    link("../out/t.yaml", "main.tf");
    link("../out/t.yaml", "UPPER.YAML");
    // These can hold no resource, lead nowhere, or are no files.
    link("../out/LICENSE", "LICENSE");
    link("../out/logo.png", "logo.png");
    link("../out/notes.txt", "notes");
    link("../out/dev.tfvars", "dev.tfvars");
    link("../gone.yaml", "gone.yaml");
    link("/dev/null", "null.yaml");
    link("self.yaml", "self.yaml");
    link(".", "loop");
    fs::remove_file(folder.path().join("in/notes")).unwrap();
    let told = check(folder.path(), &["in"]);
    let expected = [
        out("UPPER.YAML", "a link to", "out/t.yaml"),
        out("dir", "a link to the folder", "out"),
        out("main.tf", "a link to", "out/t.yaml"),
        out("notes.txt", "a link to", "out/t.yaml"),
        out("plan", "a link to", "out/plan"),
        out("t.yaml", "a link to", "out/notes.txt"),
    ];
    assert_eq!((told.skipped(), told.failures()), (expected.to_vec(), vec![]));
}

#[test]
fn a_link_in_a_folder_that_is_judged_is_told_once() {
    let folder = folder(&[("in/main.tf", resource("z")), ("out/more.tf", "locals {}\n".to_owned())]);
    symlink("../out/more.tf", folder.path().join("in/more.tf")).unwrap();
    for arguments in ["in", "in/main.tf"] {
        let told = check(folder.path(), &[arguments]);
        assert_eq!(told.skipped(), Vec::<String>::new());
        assert_eq!(
            told.failures(),
            ["unreadable: in/more.tf: it is a link that leaves the paths being checked"]
        );
    }
}

#[test]
fn configuration_outside_is_not_even_looked_into() {
    // Whether the folder concerns us would tell what the file holds.
    let folder = folder(&[("in/main.tf", "locals {}\n".to_owned()), ("out/cache.tf", resource("0utside"))]);
    symlink("../out/cache.tf", folder.path().join("in/cache.tf")).unwrap();
    let told = check(folder.path(), &["in"]);
    assert_eq!((told.code, told.failures()), (0, vec![]));
    assert_eq!(told.skipped(), [out("cache.tf", "a link to", "out/cache.tf")]);
}

#[test]
fn a_manifest_and_what_it_names_stay_inside() {
    let module = "module \"cache\" {\n  source = \"registry/cache/aws\"\n}\n";
    let manifest = |dir: &str| {
        format!("{{\"Modules\": [{{\"Key\": \"cache\", \"Source\": \"x\", \"Dir\": \"{dir}\"}}]}}")
    };
    let place = "in/.terraform/modules/modules.json";
    let folder = folder(&[
        ("in/main.tf", module.to_owned()),
        (place, manifest("../out")),
        ("out/main.tf", resource("0utside")),
        ("manifest.json", manifest("../in/.terraform/modules/cache")),
        ("in/.terraform/modules/cache/main.tf", resource("z")),
    ]);
    let told = check(folder.path(), &["in"]);
    assert!(told.skipped()[0].contains("outside of the paths being checked"), "{told:?}");
    fs::remove_file(folder.path().join(place)).unwrap();
    symlink("../../../manifest.json", folder.path().join(place)).unwrap();
    let told = check(folder.path(), &["in"]);
    assert!(told.skipped()[0].contains("is not on disk"), "{told:?}");
    assert_eq!(check(folder.path(), &["in", "manifest.json"]).whole().zones().len(), 1);
}

#[test]
fn a_second_name_of_a_file_is_a_file() {
    let folder = folder(&[("in/t.yaml", template("z"))]);
    fs::hard_link(folder.path().join("in/t.yaml"), folder.path().join("in/u.yaml")).unwrap();
    assert_eq!(check(folder.path(), &["in"]).whole().zones(), ["in/t.yaml z", "in/u.yaml z"]);
}

#[test]
fn a_circle_of_links_is_an_error_by_name_and_holds_nothing_in_a_walk() {
    let folder = folder(&[("in/t.yaml", template("z"))]);
    symlink("b.yaml", folder.path().join("in/a.yaml")).unwrap();
    symlink("a.yaml", folder.path().join("in/b.yaml")).unwrap();
    assert_eq!(check(folder.path(), &["in"]).whole().zones(), ["in/t.yaml z"]);
    let told = check(folder.path(), &["in/a.yaml"]);
    assert_eq!(told.code, 2);
    assert!(told.failures()[0].starts_with("unreadable: in/a.yaml: it can't be read: "), "{told:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn links_of_names_that_are_no_text_are_followed_and_told() {
    let name = |bytes: &'static [u8]| Path::new(OsStr::from_bytes(bytes));
    let folder = folder(&[
        (name(b"in/\xff/t\xfe.yaml"), template("z")),
        (name(b"out/\xfd.yaml"), template("0utside")),
    ]);
    symlink(name(b"\xff/t\xfe.yaml"), folder.path().join(name(b"in/\xf0.yaml"))).unwrap();
    symlink(name(b"../out/\xfd.yaml"), folder.path().join(name(b"in/\xf1.yaml"))).unwrap();
    let told = check(folder.path(), &["in"]);
    assert_eq!(told.zones(), ["in/\u{fffd}.yaml z"]);
    assert_eq!(told.skipped(), [out("\u{fffd}.yaml", "a link to", "out/\u{fffd}.yaml")]);
}
