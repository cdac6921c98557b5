//! The hooks under the real pre-commit: they fail on what is bad, pass on what is good, and leave the rest alone.
//!
//! `PRE_COMMIT_PROGRAM` names pre-commit. The hooks that compile take minutes on a cold cache: they are installed
//! where `PRE_COMMIT_INSTALLS` is set, as `.ci/run` does.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod checkout;
mod installed;
mod readme;
mod runs;
mod wheel;

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

use checkout::{User, plain};

/// The real pre-commit, with a cache of its own, and this checkout as the repository of its hooks.
struct PreCommit {
    program: PathBuf,
    cache: TempDir,
    hooks: TempDir,
    environment: Vec<(&'static str, PathBuf)>,
}

impl PreCommit {
    /// None, with a word, where the environment names none.
    fn find() -> Option<Self> {
        let Some(program) = std::env::var_os("PRE_COMMIT_PROGRAM") else {
            return skipped("PRE_COMMIT_PROGRAM names no pre-commit (pip install pre-commit maturin)");
        };
        let (cache, hooks) = (TempDir::new().unwrap(), checkout::published());
        Some(Self { program: program.into(), cache, hooks, environment: Vec::new() })
    }

    /// The same, for hooks that compile.
    fn to_install() -> Option<Self> {
        if std::env::var_os("PRE_COMMIT_INSTALLS").is_none() {
            return skipped("PRE_COMMIT_INSTALLS is not set, so no hook is compiled");
        }
        Self::find()
    }

    /// One with a variable more in its environment.
    fn with(mut self, name: &'static str, value: impl Into<PathBuf>) -> Self {
        self.environment.push((name, value.into()));
        self
    }

    /// A program that pip brought along.
    fn beside(&self, program: &str) -> Command {
        self.prepared(self.program.with_file_name(program).to_str().unwrap())
    }

    fn prepared(&self, program: &str) -> Command {
        let mut command = plain(program);
        let built = Path::new(env!("CARGO_BIN_EXE_multiaz")).parent().unwrap().to_owned();
        let path = std::env::var_os("PATH").unwrap_or_default();
        let path = std::env::join_paths([built].into_iter().chain(std::env::split_paths(&path))).unwrap();
        command.env("PATH", path).env("PRE_COMMIT_HOME", self.cache.path()).env("NO_COLOR", "1");
        command.envs(self.environment.iter().map(|(name, value)| (name, value)));
        command
    }

    /// Runs a hook of this checkout as it is, as `pre-commit try-repo` does.
    fn tries(&self, user: &User, hook: &str, arguments: &[&str]) -> Output {
        let mut command = self.prepared(self.program.to_str().unwrap());
        command.current_dir(user.path()).arg("try-repo").arg(self.hooks.path());
        command.args([hook, "--color", "never", "--verbose"]).args(arguments).output().unwrap()
    }

    /// Runs what a configuration says; `OWNER`'s repository is this checkout.
    fn runs(&self, user: &User, configuration: &str, arguments: &[&str]) -> Output {
        let address = "https://github.com/OWNER/multiaz";
        assert!(configuration.contains(address), "{configuration}");
        let here = self.hooks.path().to_str().unwrap();
        user.add(".pre-commit-config.yaml", &configuration.replace(address, here));
        let mut command = self.prepared(self.program.to_str().unwrap());
        command.current_dir(user.path()).args(["run", "--color", "never", "--verbose"]);
        command.args(arguments).output().unwrap()
    }
}

/// Tells that a test is skipped. Not captured, as what is printed would be: a test that is skipped is seen.
fn skipped<T>(why: &str) -> Option<T> {
    std::io::stderr().write_all(format!("skipped: {why}\n").as_bytes()).unwrap();
    None
}
