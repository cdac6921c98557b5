//! Habits people have with command-line tools: completions, a manual page, `--quiet` and `--verbose`, links.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod completions;
mod hostile;
mod links;
mod manual;
mod quiet;
mod terminal;
mod verbose;

use std::io::Write;
use std::process::{Command, Output};

/// Variables that say what a terminal can do.
const OF_TERMINALS: [&str; 8] = [
    "COLORTERM",
    "DOMTERM",
    "FORCE_HYPERLINK",
    "KONSOLE_VERSION",
    "NO_COLOR",
    "TERM_PROGRAM",
    "VTE_VERSION",
    "WT_SESSION",
];

/// A run of multiaz in the checkout, with an environment in which nothing asks for colour or links.
fn multiaz(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments).env("TERM", "xterm");
    for name in OF_TERMINALS {
        command.env_remove(name);
    }
    command
}

/// What came of a run.
fn run(arguments: &[&str]) -> Output {
    multiaz(arguments).output().unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

/// What a run that ends with 0 prints.
fn printed(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    String::from_utf8(output.stdout).unwrap()
}

/// Whether a tool is there; where it is not, the test that wants it says so.
fn is_there(tool: &str) -> bool {
    let there = Command::new(tool).arg("--version").output().is_ok_and(|output| output.status.success());
    if !there {
        skipped(&format!("{tool} is not there"));
    }
    there
}

/// Says that a test is skipped, past the capture of test output: that is to be seen.
fn skipped(why: &str) {
    let _ = std::io::stderr().write_all(format!("skipped: {why}\n").as_bytes());
}
