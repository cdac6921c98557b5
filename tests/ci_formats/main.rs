//! Formats that CI reads: workflow commands as the runner of GitHub Actions takes them, JUnit XML as a reader of its own does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod audit;
mod github;
// Other systems allow no such file names.
#[cfg(unix)]
mod hostile;
mod junit;
mod runner;

use std::path::{Path, PathBuf};
use std::process::Command;

/// What a run said.
struct Said {
    stdout: String,
    stderr: String,
    code: i32,
}

/// Runs multiaz in a folder, outside of GitHub Actions.
fn run(folder: &Path, arguments: &[&str]) -> Said {
    said(command(folder, arguments))
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(folder).args(arguments).env_remove("GITHUB_WORKSPACE");
    command
}

fn said(mut command: Command) -> Said {
    let output = command.output().unwrap();
    Said {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// The same run in JSON.
fn json(folder: &Path, arguments: &[&str]) -> serde_json::Value {
    serde_json::from_str(&run(folder, &[arguments, &["--format", "json"]].concat()).stdout).unwrap()
}

/// A template with groups: a name and a fault each.
fn template(groups: &[(String, &str)]) -> String {
    let mut text = String::from("Resources:\n");
    for (name, properties) in groups {
        // As JSON a name may hold anything.
        let name = serde_json::to_string(name).unwrap();
        text += &format!(
            "  {name}:\n    Type: AWS::ElastiCache::ReplicationGroup\n    Properties:\n{properties}"
        );
    }
    text
}

/// Refused by AWS.
const ERROR: &str = "      {Engine: valkey, NumCacheClusters: 2, MultiAZEnabled: true, AutomaticFailoverEnabled: false, SnapshotRetentionLimit: 7}\n";
/// Nothing takes over.
const WARNING: &str = "      {Engine: valkey, NumCacheClusters: 1, AutomaticFailoverEnabled: false, MultiAZEnabled: false, SnapshotRetentionLimit: 7}\n";
/// One zone for both nodes, and no backups.
const ADVICE: &str =
    "      {Engine: valkey, NumCacheClusters: 3, AutomaticFailoverEnabled: true, MultiAZEnabled: true}\n";
