//! The hooks that pre-commit compiles, installed as it installs them.

use std::fs;
use std::path::{Path, PathBuf};

use super::checkout::User;
use super::readme::configurations;
use super::runs::{assert_fails_with_both_findings, assert_passes};
use super::{Command, PreCommit};

/// A release that is not optimised: pre-commit takes no other profile.
const QUICK_RELEASE: [(&str, &str); 3] = [
    ("CARGO_PROFILE_RELEASE_OPT_LEVEL", "0"),
    ("CARGO_PROFILE_RELEASE_LTO", "off"),
    ("CARGO_PROFILE_RELEASE_CODEGEN_UNITS", "16"),
];

/// The only program of this name that pre-commit installed into one of its environments.
fn installed(pre_commit: &PreCommit, environment: &str, program: &str) -> PathBuf {
    let repositories = fs::read_dir(pre_commit.cache.path()).unwrap().map(|entry| entry.unwrap().path());
    let inside = repositories.filter(|path| path.is_dir()).flat_map(|path| fs::read_dir(path).unwrap());
    let environments: Vec<PathBuf> = inside
        .map(|entry| entry.unwrap().path())
        .filter(|path| path.file_name().unwrap().to_string_lossy().starts_with(environment))
        .collect();
    assert_eq!(environments.len(), 1, "{environments:?}");
    environments[0].join("bin").join(program)
}

#[test]
fn the_readme_as_printed_builds_from_source_without_the_sdk() {
    let Some(pre_commit) = PreCommit::to_install() else { return };
    // Kept beside the build, so that what multiaz stands on is compiled once.
    let built = Path::new(env!("CARGO_TARGET_TMPDIR")).join("hook-from-source");
    let mut pre_commit = pre_commit.with("CARGO_TARGET_DIR", &built);
    for (name, value) in QUICK_RELEASE {
        pre_commit = pre_commit.with(name, value);
    }
    let (user, configuration) = (User::new(), &configurations()[0]);
    assert_fails_with_both_findings(&pre_commit.runs(&user, configuration, &["--all-files"]));
    user.mend();
    assert_passes(&pre_commit.runs(&user, configuration, &["--all-files"]), "4 groups in ");

    let compiled = fs::read_dir(built.join("release/deps")).unwrap();
    let names: Vec<String> =
        compiled.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    assert!(names.iter().any(|name| name.starts_with("libclap-")), "{names:?}");
    assert!(
        !names.iter().any(|name| name.starts_with("libaws_") || name.starts_with("libtokio-")),
        "{names:?}"
    );
    let output =
        Command::new(installed(&pre_commit, "rustenv", "multiaz")).arg("--version").output().unwrap();
    assert_eq!(output.stdout, concat!("multiaz ", env!("CARGO_PKG_VERSION"), "\n").as_bytes());
}

#[test]
fn the_hook_of_the_wheel_has_the_audit() {
    let Some(pre_commit) = PreCommit::to_install() else { return };
    let pre_commit = super::wheel::cheaply(pre_commit);
    let user = User::new();
    let configuration = configurations()[0].replace("id: multiaz-src", "id: multiaz");
    assert_fails_with_both_findings(&pre_commit.runs(&user, &configuration, &["--all-files"]));
    user.mend();
    assert_passes(&pre_commit.runs(&user, &configuration, &["--all-files"]), "4 groups in ");
    super::wheel::assert_released(&installed(&pre_commit, "py_env", "multiaz"));
}
