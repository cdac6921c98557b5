//! A terminal of our own: what programs do differently where somebody is looking.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::{OF_TERMINALS, is_there};

/// Runs its arguments in a pseudo-terminal and hands on what is typed and what is shown.
const PTY: &str = "import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))";

/// What a terminal shows of a command while somebody types; none where there is no Python to make one.
///
/// Variables that tell one terminal from another are those given, and no others.
pub(crate) fn shown(words: &[&str], typed: &str, environment: &[(&str, &str)]) -> Option<String> {
    if !is_there("python3") {
        return None;
    }
    let mut command = Command::new("python3");
    command.args(["-c", PTY]).args(words).current_dir(env!("CARGO_MANIFEST_DIR"));
    for name in OF_TERMINALS {
        command.env_remove(name);
    }
    command.env("TERM", "xterm").envs(environment.iter().copied());
    let streams = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = streams.spawn().unwrap();
    child.stdin.take().unwrap().write_all(typed.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    Some(String::from_utf8_lossy(&output.stdout).into_owned())
}
