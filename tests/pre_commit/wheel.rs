//! The wheel and the source distribution that it can be built from.

use std::path::Path;

use tempfile::TempDir;

use super::checkout::said;
use super::{Command, PreCommit};

/// Compiles with the profile of the tests and on top of what they compiled: the SDK alone takes minutes. What comes
/// out goes elsewhere, so that the program of the tests stays.
pub(crate) fn cheaply(pre_commit: PreCommit) -> PreCommit {
    let out = pre_commit.hooks.path().join("target");
    pre_commit
        .with("MATURIN_PEP517_ARGS", "--profile dev")
        .with("CARGO_BUILD_BUILD_DIR", Path::new(env!("CARGO_TARGET_TMPDIR")).parent().unwrap())
        .with("CARGO_TARGET_DIR", out)
        .with("CARGO_INCREMENTAL", "0")
        // pip would keep every wheel for good, each under a path that never comes back.
        .with("PIP_NO_CACHE_DIR", "1")
}

/// The program is of this version, and has what a release has.
pub(crate) fn assert_released(program: &Path) {
    let output = Command::new(program).arg("--version").output().unwrap();
    assert_eq!(output.stdout, concat!("multiaz ", env!("CARGO_PKG_VERSION"), "\n").as_bytes());
    let output = Command::new(program).args(["audit", "--print-iam-policy"]).output().unwrap();
    assert!(output.status.success() && said(&output).contains("elasticache:Describe"), "{}", said(&output));
}

#[test]
fn a_wheel_is_built_from_the_source_distribution() {
    let Some(pre_commit) = PreCommit::to_install() else { return };
    let pre_commit = cheaply(pre_commit);
    let folder = TempDir::new().unwrap();
    let run = |command: &mut Command| {
        let output = command.output().unwrap();
        assert!(output.status.success(), "{command:?}: {}", said(&output));
    };
    run(pre_commit
        .beside("maturin")
        .current_dir(pre_commit.hooks.path())
        .arg("sdist")
        .arg("--out")
        .arg(folder.path()));
    let source = folder.path().join(concat!("multiaz-", env!("CARGO_PKG_VERSION"), ".tar.gz"));
    let prefix = folder.path().join("installed");
    let mut pip = pre_commit.beside("python");
    pip.args(["-m", "pip", "install", "--disable-pip-version-check", "--no-deps", "--prefix"]);
    run(pip.arg(&prefix).arg(source));
    assert_released(&prefix.join("bin/multiaz"));
}
