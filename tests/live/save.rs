//! `--save` where something comes in between: the file that was there is whole, and the exit code tells.

use std::fs;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::Duration;

use serde_json::Value;

use crate::audit::account;
use crate::child::Run;
use crate::stub::{Reply, Stub};

/// What an earlier audit left.
const OLD: &str = "{\"format\": \"multiaz-snapshot/1\", \"accounts\": []}\n";
const REGION: [&str; 2] = ["--region", "eu-west-1"];
const SAVING: [&str; 5] = ["audit", "--region", "eu-west-1", "--save", "audit.json"];

fn program() -> &'static Path {
    Path::new(env!("CARGO_BIN_EXE_multiaz"))
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A run in whose folder an earlier audit was saved.
fn with_old(stub: &Stub) -> Run {
    let run = Run::of(stub);
    fs::write(run.folder.path().join("audit.json"), OLD).unwrap();
    run
}

/// What a file holds, where nothing else is in the folder.
fn alone(run: &Run) -> String {
    let names = fs::read_dir(run.folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    assert_eq!(names.collect::<Vec<_>>(), ["audit.json"]);
    fs::read_to_string(run.folder.path().join("audit.json")).unwrap()
}

/// The report is there, and says that the file is not.
fn is_told(output: &Output) {
    let told = text(&output.stdout);
    assert_eq!(output.status.code(), Some(2), "{told}");
    assert!(told.contains("it can't be written: "), "{told}");
    assert!(told.contains("replicas-share-primary-zone"), "{told}");
}

#[test]
fn a_full_device_is_told() {
    if !Path::new("/dev/full").exists() {
        return;
    }
    let stub = Stub::start(account);
    is_told(&Run::of(&stub).audit(&[&REGION[..], &["--save", "/dev/full"]].concat()));
}

#[test]
fn a_file_that_grows_too_large_leaves_the_old_one_whole() {
    let stub = Stub::start(account);
    let run = with_old(&stub);
    // As on a full disk: writing fails after some hundred bytes.
    let script = format!("trap '' XFSZ; ulimit -f 1; exec '{}' {}", program().display(), SAVING.join(" "));
    is_told(&run.command(Path::new("/bin/sh"), &["-c", &script]).output().unwrap());
    assert_eq!(alone(&run), OLD);
}

#[test]
fn a_folder_that_vanishes_meanwhile_is_told() {
    let vanishing = tempfile::tempdir().unwrap();
    let folder = vanishing.path().join("audits");
    fs::create_dir(&folder).unwrap();
    let gone = folder.clone();
    let stub = Stub::start(move |call| {
        if call.action == "elasticache:DescribeEvents" {
            fs::remove_dir_all(&gone).unwrap();
        }
        account(call)
    });
    let file = folder.join("audit.json");
    is_told(&Run::of(&stub).audit(&[&REGION[..], &["--save", file.to_str().unwrap()]].concat()));
    assert!(!folder.exists());
}

/// How an audit ends, and what it leaves, where a signal comes while a call waits for its answer.
fn after_signal(signal: &str) -> (Output, String) {
    let (hung, hangs) = channel();
    let hung = Mutex::new(hung);
    let stub = Stub::start(move |call| match call.action.as_str() {
        "elasticache:DescribeEvents" => {
            hung.lock().unwrap().send(()).unwrap();
            Some(Reply::Silence)
        }
        _ => account(call),
    });
    let run = with_old(&stub);
    let mut command = run.command(program(), &SAVING);
    let child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    hangs.recv_timeout(Duration::from_secs(30)).unwrap();
    let sent = Command::new("sh").args(["-c", &format!("kill -{signal} {}", child.id())]).status().unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    (output, alone(&run))
}

#[test]
fn ctrl_c_tells_what_was_read_and_leaves_the_old_file_whole() {
    let (output, left) = after_signal("INT");
    let told = text(&output.stdout);
    assert_eq!((output.status.code(), left.as_str()), (Some(2), OLD), "{told}");
    assert!(
        told.contains("the run was ended early") && told.contains("replicas-share-primary-zone"),
        "{told}"
    );
    let noted = text(&output.stderr);
    assert!(noted.contains("note: audit.json is left as it was"), "{noted}");
}

#[test]
fn the_signal_to_terminate_ends_at_once_and_leaves_the_old_file_whole() {
    let (output, left) = after_signal("TERM");
    assert_eq!((output.status.code(), output.status.signal()), (None, Some(15)));
    assert_eq!((left.as_str(), text(&output.stdout).as_str()), (OLD, ""));
}

#[test]
fn two_runs_that_save_to_one_file_leave_one_of_them_whole() {
    let stub = Stub::start(account);
    let run = with_old(&stub);
    let start = |region: &str| {
        let mut command = run.command(program(), &["audit", "--region", region, "--save", "audit.json"]);
        command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
    };
    let regions = ["eu-west-1", "eu-west-2", "eu-west-3"];
    for child in regions.map(start) {
        assert_eq!(child.wait_with_output().unwrap().status.code(), Some(1));
    }
    let left: Value = serde_json::from_str(&alone(&run)).unwrap();
    assert_eq!(left["accounts"].as_array().unwrap().len(), 1);
    let region = left["accounts"][0]["region"].as_str().unwrap();
    assert!(regions.contains(&region), "{region}");
}
