//! What a release is made of: `.github/release.sh` as `release.yml` calls it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use super::runner::{Runner, project, text, write_program, yaml};

/// Runs the release's script in a folder.
fn attempt(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new("bash");
    command.arg(project(".github/release.sh")).args(arguments).current_dir(folder).output().unwrap()
}

/// The same where it must succeed; what it prints.
pub(crate) fn run(folder: &Path, arguments: &[&str]) -> String {
    let output = attempt(folder, arguments);
    assert!(output.status.success(), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The targets of `release.yml`.
pub(crate) fn targets() -> Vec<String> {
    let workflow = yaml(&fs::read_to_string(project(".github/workflows/release.yml")).unwrap());
    let rows = workflow["jobs"]["program"]["strategy"]["matrix"]["include"].as_array().unwrap();
    rows.iter().map(|row| text(&row["target"])).collect()
}

/// A checkout as far as the version goes.
fn checkout(cargo: &str, wheel: &str, changelog: &str) -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in [("Cargo.toml", cargo), ("pyproject.toml", wheel), ("CHANGELOG.md", changelog)] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

const CARGO: &str =
    "[package]\nname = \"multiaz\"\nversion = \"1.2.0\"\n\n[dependencies.x]\nversion = \"9.9.9\"\n";
const WHEEL: &str = "[project]\nname = \"multiaz\"\ndynamic = [\"version\", \"readme\"]\n";
const CHANGELOG: &str = "# Changelog\n\n## Unreleased\n\n## 1.2.0 - 2026-12-01\n\n- What is new.\n- More.\n\n## 1.1.0\n\n- Old.\n";

#[test]
fn the_tag_is_the_version_of_everything() {
    let good = checkout(CARGO, WHEEL, CHANGELOG);
    run(good.path(), &["version", "v1.2.0"]);
    for (tag, wheel, changelog, said) in [
        ("v1.2.1", WHEEL, CHANGELOG, "Cargo.toml says 1.2.0"),
        ("1.2.0", WHEEL, CHANGELOG, "the tag is 1.2.0"),
        ("v1.2.0", "[project]\nversion = \"1.2.0\"\n", CHANGELOG, "a version of its own"),
        ("v1.2.0", WHEEL, "# Changelog\n\n## Unreleased\n\n- New.\n", "no part '## 1.2.0'"),
        ("v1.2.0", WHEEL, "# Changelog\n\n## 1.2.0-rc.1\n\n- New.\n", "no part '## 1.2.0'"),
    ] {
        let bad = checkout(CARGO, wheel, changelog);
        let output = attempt(bad.path(), &["version", tag]);
        let error = String::from_utf8(output.stderr).unwrap();
        assert_eq!(output.status.code(), Some(1), "{tag}: {error}");
        assert!(error.contains(said), "{error}");
    }
}

#[test]
fn our_own_version_is_what_the_script_reads() {
    let folder = checkout(
        &fs::read_to_string(project("Cargo.toml")).unwrap(),
        &fs::read_to_string(project("pyproject.toml")).unwrap(),
        concat!("## ", env!("CARGO_PKG_VERSION"), "\n\n- First.\n"),
    );
    run(folder.path(), &["version", concat!("v", env!("CARGO_PKG_VERSION"))]);
}

#[test]
fn a_release_tells_its_part_of_the_changelog() {
    let folder = checkout(CARGO, WHEEL, CHANGELOG);
    assert_eq!(run(folder.path(), &["notes", "v1.2.0"]).trim(), "- What is new.\n- More.");
    assert_eq!(run(folder.path(), &["notes", "v1.1.0"]).trim(), "- Old.");
}

#[test]
fn a_release_is_published_with_all_files() {
    let gh = "printf '%s\\n' \"$@\" >called; cat >notes";
    for (tag, flag) in [("v1.2.0", None), ("v1.2.0-rc.1", Some("--prerelease"))] {
        let folder = checkout(CARGO, WHEEL, &CHANGELOG.replace("1.2.0", &tag[1..]));
        fs::create_dir(folder.path().join("dist")).unwrap();
        for name in ["multiaz-a.tar.gz", "multiaz-b.zip"] {
            fs::write(folder.path().join("dist").join(name), name).unwrap();
        }
        run(folder.path(), &["checksums", "dist"]);
        write_program(&folder.path().join("tools/gh"), gh);
        let path = format!("{}/tools:{}", folder.path().display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("bash");
        command.arg(project(".github/release.sh")).args(["publish", tag, "dist"]).env("PATH", path);
        assert!(command.current_dir(folder.path()).status().unwrap().success());
        let called = fs::read_to_string(folder.path().join("called")).unwrap();
        let mut expected = vec!["release", "create", tag, "--verify-tag", "--title", "", "--notes-file", "-"];
        let title = format!("multiaz {}", &tag[1..]);
        expected[5] = &title;
        expected.extend(flag);
        expected.extend(["--", "dist/SHA256SUMS", "dist/multiaz-a.tar.gz", "dist/multiaz-b.zip"]);
        assert_eq!(called.lines().collect::<Vec<_>>(), expected);
        assert!(fs::read_to_string(folder.path().join("notes")).unwrap().contains("What is new"));
        let sums = fs::read_to_string(folder.path().join("dist/SHA256SUMS")).unwrap();
        let named: Vec<&str> = sums.lines().map(|line| &line[64..]).collect();
        assert_eq!(named, ["  multiaz-a.tar.gz", "  multiaz-b.zip"]);
    }
}

/// The steps with `run` in the jobs of a workflow that only judge: the final job, and the tag's.
#[test]
fn the_final_job_fails_when_any_job_did() {
    let workflow = yaml(&fs::read_to_string(project(".github/workflows/ci.yml")).unwrap());
    let jobs = workflow["jobs"].as_object().unwrap();
    let last = &jobs["ci"];
    let mut needed: Vec<String> = last["needs"].as_array().unwrap().iter().map(text).collect();
    needed.sort();
    let mut others: Vec<&String> = jobs.keys().filter(|name| *name != "ci").collect();
    others.sort();
    assert_eq!(needed.iter().collect::<Vec<_>>(), others);
    assert_eq!(last["if"], "always()");
    let step = &last["steps"][0];
    let (results, passed) = (text(&step["env"]["RESULTS"]), text(&step["env"]["PASSED"]));
    let expression = |value: &str| value.trim_start_matches("${{ ").trim_end_matches(" }}").to_owned();
    let every: Vec<String> = needed.iter().map(|job| format!("needs.{job}.result == 'success'")).collect();
    for job in &every {
        assert!(passed.contains(job.as_str()), "{passed}");
    }
    assert_eq!(passed.matches("&&").count() + 1, every.len());
    for (value, code) in [("true", 0), ("false", 1)] {
        let context = [(expression(&results), "failure".into()), (expression(&passed), value.into())];
        assert_eq!(Runner::new().step(step, &context.into()).code, code);
    }
}
