//! The README's section on pre-commit, as printed: each block runs, and does what stands beside it.

use std::fs;
use std::path::Path;

use super::PreCommit;
use super::checkout::{User, said};
use super::runs::{assert_fails_with_both_findings, assert_passes};

/// The hook of the README's blocks, which compiles, and one that runs the same program without.
const SHOWN: &str = "id: multiaz-src";
const QUICK: &str = "id: multiaz-system";

/// The configurations that the section shows: the first as printed, the others with their hook in its place.
pub(crate) fn configurations() -> Vec<String> {
    let readme = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).unwrap();
    let section = readme.split("\n## pre-commit\n").nth(1).unwrap().split("\n## ").next().unwrap();
    let blocks: Vec<&str> =
        section.split("```yaml\n").skip(1).map(|block| block.split("```").next().unwrap()).collect();
    let (whole, hook) = (blocks[0], format!("      - {SHOWN}\n"));
    assert!(whole.ends_with(&hook), "{whole}");
    let others = blocks[1..].iter().map(|block| whole.replace(&hook, block));
    [whole.to_owned()].into_iter().chain(others).collect()
}

/// A configuration with the hook that compiles nothing.
fn quick(configuration: &str) -> String {
    assert_eq!(configuration.matches(SHOWN).count(), 1, "{configuration}");
    configuration.replace(SHOWN, QUICK)
}

#[test]
fn the_table_names_every_hook() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let manifest = fs::read_to_string(root.join(".pre-commit-hooks.yaml")).unwrap();
    let offered: Vec<&str> = manifest.lines().filter_map(|line| line.strip_prefix("- id: ")).collect();
    assert_eq!(offered, ["multiaz", "multiaz-src", "multiaz-system"]);
    let readme = fs::read_to_string(root.join("README.md")).unwrap();
    for id in offered {
        assert_eq!(readme.matches(&format!("\n| `{id}` |")).count(), 1, "{id}");
    }
}

#[test]
fn the_first_block_checks_the_whole_checkout() {
    let Some(pre_commit) = PreCommit::find() else { return };
    let (user, configuration) = (User::new(), quick(&configurations()[0]));
    assert_fails_with_both_findings(&pre_commit.runs(&user, &configuration, &["--all-files"]));
    // Of a module that its caller makes good nothing is said, though only its own file changed.
    user.mend();
    let changed = ["--files", "modules/cache/main.tf"];
    assert_passes(&pre_commit.runs(&user, &configuration, &changed), "4 groups in ");
    // What can't be read by any run does not set one off.
    let output = pre_commit.runs(&user, &configuration, &["--files", "README.md"]);
    assert!(
        output.status.success() && said(&output).contains("(no files to check)Skipped"),
        "{}",
        said(&output)
    );
}

#[test]
fn the_second_block_gives_options_and_paths() {
    let Some(pre_commit) = PreCommit::find() else { return };
    let (user, configuration) = (User::new(), quick(&configurations()[1]));
    // Neither the bad template nor the bad root module lies in these folders, and the caller has its value.
    assert_passes(&pre_commit.runs(&user, &configuration, &["--all-files"]), "1 group in ");
    user.add("envs/prod/prod.tfvars", "multi_az = false\n");
    let output = pre_commit.runs(&user, &configuration, &["--all-files"]);
    let text = said(&output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    assert!(text.contains("warning[failover-without-multi-az]") && text.contains("prod.tfvars"), "{text}");
}

#[test]
fn the_third_block_checks_changed_files_alone() {
    let Some(pre_commit) = PreCommit::find() else { return };
    let (user, configuration) = (User::new(), quick(&configurations()[2]));
    let runs = |changed: &[&str]| {
        let output = pre_commit.runs(&user, &configuration, &[&["--files"], changed].concat());
        (output.status.code(), said(&output))
    };
    // However many files of a folder are named, it is checked once.
    let folder = ["legacy/main.tf", "legacy/variables.tf", "legacy/outputs.tf", "legacy/terraform.tfvars"];
    let (code, text) = runs(&folder);
    assert_eq!((code, text.matches("[failover-without-multi-az]").count()), (Some(1), 1), "{text}");
    assert!(text.contains("1 group in 1 file") && !text.contains("templates/"), "{text}");
    // A variable file that Terraform reads by itself stands for its folder.
    let (code, text) = runs(&folder[3..]);
    assert_eq!((code, text.matches("[failover-without-multi-az]").count()), (Some(1), 1), "{text}");
    // Of a chart and its like nothing is said but that there was nothing to check.
    let others = ["charts/web/Chart.yaml", "charts/web/values.yaml", "charts/web/templates/web.yaml"];
    let (code, text) = runs(&[&others[..], &["package.json"]].concat());
    assert!(code == Some(0) && text.contains("Passed"), "{text}");
    assert!(text.contains("no replication group found in 4 files") && !text.contains("charts"), "{text}");
    // What the section warns of: a module that did not change is not read, and that is shown.
    let (code, text) = runs(&["envs/prod/main.tf"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("skipped module.cache") && text.contains("modules/cache"), "{text}");
}

#[test]
fn files_with_spaces_and_broken_templates_are_told_of() {
    let Some(pre_commit) = PreCommit::find() else { return };
    let (user, configuration) = (User::new(), quick(&configurations()[2]));
    let bad = fs::read_to_string(user.path().join("templates/bad.yaml")).unwrap();
    user.add("our templates/a b.yaml", &bad);
    user.add("our templates/broken.template", &bad.replace("1a]", "1a"));
    let changed = ["--files", "our templates/a b.yaml", "our templates/broken.template"];
    let output = pre_commit.runs(&user, &configuration, &changed);
    let text = said(&output);
    assert!(text.contains("- exit code: 2"), "{text}");
    assert!(
        text.contains("our templates/a b.yaml:12:") && text.contains("our templates/broken.template:"),
        "{text}"
    );
}
