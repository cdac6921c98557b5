//! Faults of the file system: what can't be read is told, and the rest is checked.

use std::fs;
use std::os::unix::fs::{PermissionsExt, symlink};

use super::support::{check, folder, multiaz, template};

/// Forbids everybody a path; false where that does not keep out whoever runs the tests.
fn forbid(path: &std::path::Path) -> bool {
    fs::set_permissions(path, fs::Permissions::from_mode(0o0)).unwrap();
    let is_closed = if path.is_dir() { fs::read_dir(path).is_err() } else { fs::File::open(path).is_err() };
    if !is_closed {
        println!("skipped: permissions don't bind whoever runs this");
    }
    is_closed
}

#[test]
fn a_folder_that_may_not_be_read_is_named_in_trees_of_any_size() {
    for files in [1, 200] {
        let mut all: Vec<_> = (0..files).map(|number| (format!("n{number}.md"), String::new())).collect();
        all.extend([("closed/t.yaml".to_owned(), template("c")), ("t.yaml".to_owned(), template("z"))]);
        let folder = folder(&all);
        let closed = folder.path().join("closed");
        if forbid(&closed) {
            let told = check(folder.path(), &[]);
            assert_eq!((told.code, told.zones()), (2, vec!["t.yaml z".to_owned()]));
            let expected = "unreadable: closed: it can't be read: Permission denied (os error 13)";
            assert_eq!(told.failures(), [expected]);
        }
        fs::set_permissions(&closed, fs::Permissions::from_mode(0o755)).unwrap();
    }
}

#[test]
fn a_file_that_may_not_be_read_is_named() {
    let folder = folder(&[("a.yaml", template("a")), ("main.tf", String::new()), ("t.yaml", template("z"))]);
    if forbid(&folder.path().join("a.yaml")) && forbid(&folder.path().join("main.tf")) {
        let told = check(folder.path(), &[]);
        let denied = "it can't be read: Permission denied (os error 13)";
        let expected = ["a.yaml", "main.tf"].map(|name| format!("unreadable: {name}: {denied}"));
        assert_eq!((told.failures(), told.zones()), (expected.to_vec(), vec!["t.yaml z".to_owned()]));
    }
}

/// A process's own entries under `/proc` are listed, and can't be read, not even by who may read all else.
#[cfg(target_os = "linux")]
#[test]
fn a_file_that_is_listed_and_can_not_be_read_is_named() {
    let folder = folder(&[("t.yaml", template("z"))]);
    let told = check(folder.path(), &["/proc/self/mem", "t.yaml"]);
    assert_eq!((told.code, told.zones()), (2, vec!["t.yaml z".to_owned()]));
    assert!(told.failures()[0].starts_with("unreadable: /proc/self/mem: it can't be read: "), "{told:?}");
}

#[test]
fn what_vanished_or_can_not_exist_is_named_and_the_rest_is_checked() {
    let folder = folder(&[("t.yaml", template("z"))]);
    symlink("gone.yaml", folder.path().join("dangling.yaml")).unwrap();
    let long = format!("{}.yaml", "x".repeat(300));
    let named = ["gone/", "dangling.yaml", "t.yaml/x.yaml", &long, "t.yaml"];
    let told = check(folder.path(), &named);
    assert_eq!((told.code, told.zones()), (2, vec!["t.yaml z".to_owned()]));
    let failures = told.failures();
    assert_eq!(failures.len(), 4);
    for (failure, name) in failures.iter().zip(["gone", "dangling.yaml", "t.yaml/x.yaml", "xxx"]) {
        assert!(failure.starts_with(&format!("unreadable: {name}")), "{failure}");
    }
}

#[test]
fn a_working_folder_that_is_gone_is_an_error() {
    let folder = folder(&[("here/t.yaml", template("z"))]);
    let here = folder.path().join("here");
    let mut command = std::process::Command::new("sh");
    let program = env!("CARGO_BIN_EXE_multiaz");
    command.current_dir(&here).env("PROGRAM", program);
    let script = "rm -r ../here && \"$PROGRAM\" check t.yaml";
    let output = command.args(["-c", script]).output().unwrap();
    assert_eq!(output.status.code(), Some(2), "{output:?}");
    assert_eq!(multiaz(folder.path(), &["check", "here"]).output().unwrap().status.code(), Some(2));
}
