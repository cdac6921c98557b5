//! What README and docs/audit.md say of an audit: the policy, the calls, and the commands, which run as printed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Duration;

use multiaz::load::account::{ACTIONS, Limits};

use super::child::Run;
use super::moto::Moto;
use super::stub::Stub;

fn path(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Compares a page with what it should be; `UPDATE_DOCS=1` writes it.
fn assert_page(name: &str, expected: &str) {
    let path = path(name);
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap();
    assert!(found == expected, "{name} is out of date: UPDATE_DOCS=1 cargo test --features live --test live");
}

/// The page with another text between two marks.
fn between(page: &str, start: &str, end: &str, text: &str) -> String {
    let (before, rest) = page.split_once(start).unwrap();
    let (_, after) = rest.split_once(end).unwrap();
    format!("{before}{start}{text}{end}{after}")
}

fn policy() -> String {
    let stub = Stub::start(|_| None);
    String::from_utf8(Run::of(&stub).audit(&["--print-iam-policy"]).stdout).unwrap()
}

/// The table of the limits, as every audit keeps to them.
fn limits() -> String {
    let limits = Limits::default();
    let minutes = |time: Duration| format!("{} minutes", time.as_secs() / 60);
    let size = |bytes: u64| format!("{} MiB", bytes >> 20);
    let rows = [
        ("time of one account and region", minutes(limits.region_time)),
        ("time of a run", minutes(limits.run_time)),
        ("pages of one call", limits.pages.to_string()),
        ("answers in one account and region, of all calls and pages", limits.region_answers.to_string()),
        ("objects of one kind on one page, nodes and shards among them", limits.page_objects.to_string()),
        ("objects in one account and region", limits.region_objects.to_string()),
        ("objects of a run", limits.run_objects.to_string()),
        ("bytes of one answer", size(limits.answer_bytes)),
        ("bytes of all answers in one account and region", size(limits.region_bytes)),
        ("bytes of all answers of a run", size(limits.run_bytes)),
    ];
    let rows = rows.map(|(what, value)| format!("\n| {what} | {value} |"));
    format!("\n\n| limit | value |\n|---|---|{}", rows.concat())
}

#[test]
fn the_pages_show_the_policy_and_the_calls() {
    let readme = fs::read_to_string(path("README.md")).unwrap();
    assert_page("README.md", &between(&readme, "```json\n", "```", &policy()));
    let page = fs::read_to_string(path("docs/audit.md")).unwrap();
    let rows: String = ACTIONS.iter().map(|(action, why)| format!("| `{action}` | {why} |\n")).collect();
    let table = format!("\n\n| action | what it tells |\n|---|---|\n{rows}\n");
    let page = between(&page, "keeps it true. -->", "## The least policy", &table);
    let start = "<!-- Made from the limits; `cargo test --features live` keeps it true. -->";
    let page = between(&page, start, "\n\nA call that meets one", &limits());
    assert_page("docs/audit.md", &between(&page, "```json\n", "```", &policy()));
}

#[test]
fn the_commands_of_the_readme_run_as_printed() {
    let Some(moto) = Moto::seeded() else { return };
    let readme = fs::read_to_string(path("README.md")).unwrap();
    let section = readme.split_once("\n## Audit\n").unwrap().1.split_once("\n## ").unwrap().0;
    let commands = section.split_once("```sh\n").unwrap().1.split_once("```").unwrap().0;
    let run = Run::at(&moto.url);
    let mut ran = 0;
    for line in commands.lines() {
        let words: Vec<&str> = line.split_whitespace().collect();
        let output = match words.as_slice() {
            ["multiaz", "audit", arguments @ ..] => run.audit(arguments),
            ["multiaz", arguments @ ..] => {
                let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
                command.current_dir(run.folder.path()).args(arguments).output().unwrap()
            }
            other => panic!("{other:?}"),
        };
        // The seeded groups have faults, and that is all that is wrong.
        assert!(output.status.code() < Some(2), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.is_empty(), "{line}");
        ran += 1;
    }
    assert_eq!(ran, 3);
}
