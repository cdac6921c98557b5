//! Pipes and devices: read once where they are named, passed over in a walk.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use super::support::{Told, check, folder, multiaz, resource, template};

fn pipe(path: &Path) {
    assert!(Command::new("mkfifo").arg(path).status().unwrap().success());
}

/// Runs `check --format json` with a text on standard input.
fn check_piped(folder: &Path, arguments: &[&str], text: &str) -> Told {
    let all = [&["check", "--format", "json"], arguments].concat();
    let mut command = multiaz(folder, &all);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    Told::of(&child.wait_with_output().unwrap())
}

#[test]
fn standard_input_by_its_path_is_read() {
    let folder = folder(&[("x.txt", "")]);
    for path in ["/dev/stdin", "/dev/fd/0"] {
        let told = check_piped(folder.path(), &[path], &template("z")).whole();
        assert_eq!(told.zones(), [format!("{path} z")]);
    }
    assert_eq!(check_piped(folder.path(), &["-"], &template("z")).whole().zones(), ["- z"]);
}

#[test]
fn a_named_pipe_is_opened_once() {
    let folder = folder(&[("x.txt", "")]);
    pipe(&folder.path().join("pipe"));
    let mut writer = Command::new("sh");
    writer.current_dir(folder.path()).args(["-c", "cat > pipe"]).stdin(Stdio::piped());
    let mut writer = writer.spawn().unwrap();
    // More than a pipe holds: a reader that opens it twice loses some.
    let text = format!("#{}\n{}", "x".repeat(200_000), template("z"));
    let mut into = writer.stdin.take().unwrap();
    let thread = std::thread::spawn(move || into.write_all(text.as_bytes()).unwrap());
    assert_eq!(check(folder.path(), &["pipe"]).whole().zones(), ["pipe z"]);
    thread.join().unwrap();
    writer.wait().unwrap();
}

#[test]
fn variable_files_may_be_pipes_and_are_read_once_for_all_root_modules() {
    let text = format!("variable \"zone\" {{}}\n{}", resource("${var.zone}"));
    let folder = folder(&[("a/main.tf", &text), ("b/main.tf", &text)]);
    let told = check_piped(folder.path(), &[".", "--var-file", "/dev/stdin"], "zone = \"z\"\n").whole();
    assert_eq!(told.zones(), ["a/main.tf z", "b/main.tf z"]);
}

#[test]
fn a_pipe_in_a_walk_is_passed_over() {
    let folder = folder(&[("t.yaml", template("z"))]);
    for name in ["pipe.yaml", "main.tf", "terraform.tfvars", "plan"] {
        pipe(&folder.path().join(name));
    }
    std::os::unix::fs::symlink("pipe.yaml", folder.path().join("link.yaml")).unwrap();
    let _socket = std::os::unix::net::UnixListener::bind(folder.path().join("socket.yaml")).unwrap();
    assert_eq!(check(folder.path(), &[]).whole().zones(), ["t.yaml z"]);
    // With a file of configuration beside them.
    fs::write(folder.path().join("cache.tf"), resource("tf")).unwrap();
    assert_eq!(check(folder.path(), &["cache.tf"]).whole().zones(), ["cache.tf tf"]);
    let told = check(folder.path(), &["socket.yaml"]);
    assert_eq!(told.code, 2);
    assert!(told.failures()[0].starts_with("unreadable: socket.yaml: it can't be read: "), "{told:?}");
}

#[cfg(target_os = "linux")]
#[test]
fn what_never_ends_is_an_error() {
    let folder = folder(&[("t.yaml", template("z"))]);
    let told = check(folder.path(), &["/dev/zero", "t.yaml", "/dev/null"]);
    assert_eq!((told.code, told.zones()), (2, vec!["t.yaml z".to_owned()]));
    let [failure] = &told.failures()[..] else { panic!("{told:?}") };
    assert!(
        failure.starts_with("unreadable: /dev/zero: ") && failure.contains("longer than 1 GiB"),
        "{failure}"
    );
}
