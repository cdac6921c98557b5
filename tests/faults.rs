//! Faults of the surroundings: outputs that break, full disks, signals, an environment with nothing in it. Whatever
//! happens, an old output stays whole, the exit code tells, and nothing panics. `cargo test --test faults` runs them.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs::{self, File, Permissions};
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::thread;

use tempfile::TempDir;

/// A template with an error.
const TEMPLATE: &str = include_str!("../fixtures/cloudformation/sessions.yaml");
/// What an output held before.
const OLD: &str = "what an earlier run wrote\n";

/// A folder with a template, and an output of an earlier run.
fn folder() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("template.yaml"), TEMPLATE).unwrap();
    fs::write(folder.path().join("old.json"), OLD).unwrap();
    folder
}

/// A run in a folder.
fn multiaz(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null());
    command
}

/// A run as a line of a shell, in which `$M` is the program.
fn shell(folder: &Path, line: &str) -> Output {
    let mut command = Command::new("bash");
    command.current_dir(folder).args(["-c", line]).env("M", env!("CARGO_BIN_EXE_multiaz"));
    command.stdin(Stdio::null()).output().unwrap()
}

/// What standard error says; it never tells of a panic.
fn said(output: &Output) -> String {
    let said = String::from_utf8(output.stderr.clone()).unwrap();
    assert!(!said.contains("panicked"), "{said}");
    said
}

fn printed(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

/// The names in a folder.
fn names(folder: &Path) -> Vec<String> {
    let name = |entry: fs::DirEntry| entry.file_name().into_string().unwrap();
    let mut names: Vec<String> = fs::read_dir(folder).unwrap().map(|entry| name(entry.unwrap())).collect();
    names.sort();
    names
}

/// Asserts that a folder is as it was before a run that failed.
fn assert_untouched(folder: &Path) {
    assert_eq!(names(folder), ["old.json", "template.yaml"]);
    assert_eq!(fs::read_to_string(folder.join("old.json")).unwrap(), OLD);
}

#[test]
fn a_reader_that_stops_is_no_fault() {
    let folder = folder();
    for command in ["check --format json", "check", "failover", "rules", "runbook test-failover"] {
        let paths = if command == "rules" { "" } else { "template.yaml" };
        let line = format!("\"$M\" {command} {paths} | head -c 1 >read; echo ${{PIPESTATUS[0]}}");
        let output = shell(folder.path(), &line);
        let code = printed(&output).trim().to_owned();
        // What the run came to: no signal, and no code of its own for the pipe.
        assert!(["0", "1"].contains(&code.as_str()), "{command}: {code}");
        assert_eq!(said(&output), "", "{command}");
    }
    // A reader that is gone before anything is written.
    let output = shell(folder.path(), "(sleep 0.3; \"$M\" check template.yaml; echo $? >&2) | true");
    assert_eq!(said(&output), "1\n");
}

#[cfg(target_os = "linux")]
#[test]
fn a_full_disk_leaves_the_old_output_whole() {
    let folder = folder();
    let output = shell(folder.path(), "\"$M\" check template.yaml >/dev/full");
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("standard output can't be written: No space left on device"),
        "{output:?}"
    );
    let output = shell(folder.path(), "\"$M\" check --format json=/dev/full template.yaml");
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("/dev/full can't be written: No space left on device"), "{output:?}");
    // A limit on the size of files is met in the middle of one, as the end of a disk is.
    let line = "trap '' XFSZ; ulimit -f 1; \"$M\" check --format json=old.json template.yaml";
    let output = shell(folder.path(), line);
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("old.json can't be written: File too large"), "{output:?}");
    assert_untouched(folder.path());
}

#[test]
fn parameter_values_without_end_are_refused() {
    let folder = folder();
    let output = multiaz(folder.path(), &["check", ".", "--parameters", "/dev/zero"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("it is longer than 16 MiB"), "{output:?}");
}

#[test]
fn one_output_that_fails_does_not_take_the_others() {
    let folder = folder();
    let arguments =
        ["check", "--format", "json=gone/out.json", "--format", "sarif=out.sarif", "--format", "text", "."];
    let output = multiaz(folder.path(), &arguments).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(
        said(&output).contains("gone/out.json can't be written: the folder gone is not there\n"),
        "{output:?}"
    );
    assert!(printed(&output).contains("error[replicas-share-primary-zone]"), "{output:?}");
    assert!(fs::read_to_string(folder.path().join("out.sarif")).unwrap().contains("2.1.0"));
}

#[test]
fn a_folder_that_takes_no_file_leaves_the_old_output_whole() {
    let folder = folder();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o555)).unwrap();
    // Nothing is closed to the administrator.
    let closed = File::create(folder.path().join("probe")).is_err();
    let output = multiaz(folder.path(), &["check", "--format", "json=old.json", "template.yaml"]).output();
    fs::set_permissions(folder.path(), Permissions::from_mode(0o755)).unwrap();
    if !closed {
        return eprintln!("skipped: this user may write everywhere");
    }
    let output = output.unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("old.json can't be written: Permission denied"), "{output:?}");
    assert_untouched(folder.path());
}

#[test]
fn of_runs_that_write_one_file_each_leaves_it_whole() {
    let folder = folder();
    let arguments = ["check", "--format", "json=old.json", "template.yaml"];
    let expected = {
        assert_eq!(multiaz(folder.path(), &arguments).status().unwrap().code(), Some(1));
        fs::read_to_string(folder.path().join("old.json")).unwrap()
    };
    let run = || {
        let run = |_| multiaz(folder.path(), &arguments).stdout(Stdio::null()).status().unwrap().code();
        (0..10).map(run).collect::<Vec<_>>()
    };
    let seen = thread::scope(|scope| {
        let runs: Vec<_> = (0..3).map(|_| scope.spawn(run)).collect();
        let mut seen = 0;
        // While they write, whoever reads finds one whole result.
        while !runs.iter().all(thread::ScopedJoinHandle::is_finished) {
            assert_eq!(fs::read_to_string(folder.path().join("old.json")).unwrap(), expected);
            seen += 1;
        }
        assert!(runs.into_iter().all(|run| run.join().unwrap() == [Some(1); 10]));
        seen
    });
    assert!(seen > 0);
    assert_eq!(names(folder.path()), ["old.json", "template.yaml"]);
}

/// A run that waits for its input, since nobody has written all of it.
fn waiting(folder: &Path) -> Child {
    let arguments = ["check", "--format", "json=old.json", "template.yaml", "-"];
    let mut command = multiaz(folder, &arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Whether these tests ignore a signal, as what a shell starts in the background does, or what nohup starts.
fn is_ignored(number: u32) -> bool {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let mask = status.lines().find_map(|line| line.strip_prefix("SigIgn:"));
    let mask = mask.and_then(|mask| u64::from_str_radix(mask.trim(), 16).ok()).unwrap_or(0);
    mask & (1 << (number - 1)) != 0
}

#[test]
fn a_signal_leaves_the_old_output_whole() {
    for (name, number) in [("INT", 2), ("TERM", 15), ("HUP", 1)] {
        if is_ignored(number) {
            println!("skipped: SIG{name} is ignored by whoever runs this, and so by what it starts");
            continue;
        }
        let folder = folder();
        let child = waiting(folder.path());
        let sent = Command::new("sh").args(["-c", &format!("kill -{name} {}", child.id())]).status().unwrap();
        assert!(sent.success());
        let output = child.wait_with_output().unwrap();
        // A shell makes 130, 143 or 129 of it, as of every program that a signal ends.
        assert_eq!(output.status.signal(), i32::try_from(number).ok(), "{output:?}");
        assert_eq!((said(&output), printed(&output)), (String::new(), String::new()));
        assert_untouched(folder.path());
    }
}

/// The columns of the longest line.
fn widest(text: &str) -> usize {
    text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
}

#[test]
fn an_environment_with_nothing_in_it_is_enough() {
    let folder = folder();
    let usual = multiaz(folder.path(), &["check", "template.yaml"]).env("TERM", "xterm").output().unwrap();
    let bare = multiaz(folder.path(), &["check", "template.yaml"]).env_clear().output().unwrap();
    assert_eq!(bare.status.code(), Some(1));
    assert_eq!((said(&bare), printed(&bare)), (said(&usual), printed(&usual)));
    for (name, value) in [("TERM", "dumb"), ("HOME", "/nowhere"), ("LC_ALL", "C"), ("TMPDIR", "/nowhere")] {
        let arguments = ["check", "--format", "json=old.json", "--format", "text", "template.yaml"];
        let output = multiaz(folder.path(), &arguments).env(name, value).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{name}: {output:?}");
        assert_eq!(printed(&output), printed(&usual), "{name}");
    }
}

#[test]
fn help_keeps_to_a_narrow_terminal() {
    let folder = folder();
    for command in ["check", "failover", "runbook", "rules"] {
        let narrow = multiaz(folder.path(), &[command, "--help"]).env("COLUMNS", "40").output().unwrap();
        assert_eq!(narrow.status.code(), Some(0));
        let wide = multiaz(folder.path(), &[command, "--help"]).env("COLUMNS", "100").output().unwrap();
        assert!(printed(&narrow).lines().count() >= printed(&wide).lines().count(), "{command}");
    }
    let narrow = multiaz(folder.path(), &["check", "template.yaml"]).env("COLUMNS", "40").output().unwrap();
    let usual = multiaz(folder.path(), &["check", "template.yaml"]).output().unwrap();
    assert_eq!(narrow.status.code(), Some(1));
    // A report is the same wherever it is read: logs are compared.
    assert_eq!(printed(&narrow), printed(&usual));
    assert!(widest(&printed(&usual)) > 40);
}

#[test]
fn streams_that_are_closed_are_no_fault_of_ours() {
    let folder = folder();
    let output = shell(folder.path(), "\"$M\" check template.yaml <&-");
    assert_eq!((output.status.code(), said(&output)), (Some(1), String::new()));
    let output = shell(folder.path(), "\"$M\" check - <&-");
    assert_eq!(output.status.code(), Some(0));
    assert!(said(&output).contains("no replication group found"), "{output:?}");
    for line in ["\"$M\" check template.yaml >&-", "\"$M\" check template.yaml >&- 2>&-"] {
        let output = shell(folder.path(), line);
        // Nobody reads the report; the exit code tells all the same.
        assert_eq!((output.status.code(), said(&output)), (Some(1), String::new()), "{line}");
    }
    let output = shell(folder.path(), "\"$M\" check nothing.yaml 2>&-");
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn a_pipe_as_output_is_written_to() {
    let folder = folder();
    assert!(Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap().success());
    let path = folder.path().join("pipe");
    let reader = thread::spawn(move || {
        let mut text = String::new();
        File::open(path).unwrap().read_to_string(&mut text).unwrap();
        text
    });
    let output =
        multiaz(folder.path(), &["check", "--format", "json=pipe", "template.yaml"]).output().unwrap();
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    assert!(reader.join().unwrap().ends_with("}\n"));
}
