//! Habits people have with command-line tools: completions, a manual page, `--quiet` and `--verbose`, links.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod completions;
mod manual;
mod terminal;

use std::io::Write;
use std::process::{Command, Output};

/// Runs multiaz in the checkout, with an environment in which nothing asks for colour or links.
fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    for name in ["NO_COLOR", "FORCE_HYPERLINK", "TF_WORKSPACE"] {
        command.env_remove(name);
    }
    command.output().unwrap()
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
