//! The manual page, as the programs that show manual pages read it.

use std::collections::BTreeSet;
use std::process::Command;

use crate::{is_there, printed, run, skipped};

/// The page in a file.
fn page() -> tempfile::NamedTempFile {
    let file = tempfile::Builder::new().suffix(".1").tempfile().unwrap();
    std::fs::write(file.path(), printed(&["man"])).unwrap();
    file
}

/// The requests of man(7) that the page may use.
const REQUESTS: &[&str] =
    &["TH", "SH", "SS", "PP", "TP", "IP", "RS", "RE", "br", "sp", "nf", "fi", "ie", "el"];

#[test]
fn the_page_is_well_formed() {
    let page = printed(&["man"]);
    let mut depth = 0_i32;
    let mut used = BTreeSet::new();
    for line in page.lines() {
        assert!(!line.starts_with('\'') && !line.is_empty(), "{line:?}");
        let Some(request) = line.strip_prefix('.') else { continue };
        let name = request.split_whitespace().next().unwrap_or_default();
        assert!(REQUESTS.contains(&name), "{line}");
        used.insert(name.to_owned());
        depth += i32::from(name == "RS") - i32::from(name == "RE") + 100 * i32::from(name == "nf");
        depth -= 100 * i32::from(name == "fi");
        assert!((0..200).contains(&depth), "{line}");
    }
    assert_eq!(depth, 0, "what is begun is ended");
    assert!(used.contains("nf") && used.contains("RS"));
    assert!(page.contains(&format!("\n.TH MULTIAZ 1 \"\" \"multiaz {}\"", env!("CARGO_PKG_VERSION"))));
    assert_eq!(page.matches(".ie ").count(), 1);
}

#[test]
fn the_page_has_every_command_and_option_of_the_help() {
    let page = printed(&["man"]).replace("\\-", "-");
    let mut seen = 0;
    for command in ["check", "failover", "runbook", "audit", "rules", "completions", "man"] {
        let start =
            page.find(&format!("\n.SS \"multiaz {command}\"\n")).unwrap_or_else(|| panic!("{command}"));
        let rest = &page[start + 1..];
        let section = &rest[..rest.find("\n.SS ").unwrap_or(rest.len())];
        let help = printed(&[command, "--help"]);
        let (options, ending) = help.split_once("Print help").unwrap();
        for line in options.lines() {
            let Some(at) = line.find("--").filter(|at| line[..*at].trim_matches([' ', '-', ',']).len() <= 1)
            else {
                continue;
            };
            let option = line[at..].split([' ', '=', '[']).next().unwrap();
            let shared =
                page.find(option).is_some_and(|at| at < start && page[..at].find("COMMANDS").is_none());
            assert!(shared || section.contains(option), "{command} {option}");
            seen += 1;
        }
        for line in ending.lines().skip(1).filter(|line| !line.contains(['\'', '"'])) {
            assert!(section.contains(line), "{command}: {line}");
        }
    }
    assert!(seen > 40, "{seen}");
}

#[test]
fn groff_takes_the_page_without_a_warning() {
    if !is_there("groff") {
        return;
    }
    let page = page();
    let output = Command::new("groff").args(["-man", "-ww", "-Tutf8"]).arg(page.path()).output().unwrap();
    assert!(output.status.success());
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(!output.stdout.is_empty());
}

#[test]
fn mandoc_takes_the_page_without_a_warning() {
    // mandoc has no --version.
    let page = page();
    let lint = Command::new("mandoc").args(["-T", "lint", "-W", "warning"]).arg(page.path()).output();
    let Ok(output) = lint else {
        skipped("mandoc is not there");
        return;
    };
    let text = String::from_utf8(output.stdout).unwrap();
    // A date would say when it was built.
    let warnings: Vec<&str> = text.lines().filter(|line| !line.contains("missing date")).collect();
    assert_eq!(warnings, Vec::<&str>::new());
}

#[test]
fn man_shows_the_page() {
    if !is_there("man") {
        return;
    }
    let page = page();
    let mut command = Command::new("man");
    command.env("MANWIDTH", "100").env("MAN_KEEP_FORMATTING", "").env("LC_ALL", "C.UTF-8");
    let output = command.arg("--warnings").arg("--local-file").arg(page.path()).output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    // A system whose manual is taken out has a `man` that says only that.
    if !text.contains("MULTIAZ(1)") && text.contains("minimized") {
        skipped("man shows no pages here");
        return;
    }
    assert_eq!(String::from_utf8_lossy(&output.stderr), "");
    assert!(text.contains("    multiaz check envs/prod modules --var nodes=3\n"), "{text}");
    assert!(text.contains("User Commands"), "{text}");
}

#[cfg(unix)]
#[test]
fn a_reader_that_stops_is_no_error() {
    for arguments in [&["man"][..], &["completions", "bash"]] {
        let line = format!(
            "'{}' {} | head -n 1; exit ${{PIPESTATUS[0]}}",
            env!("CARGO_BIN_EXE_multiaz"),
            arguments.join(" ")
        );
        let output = Command::new("bash").args(["-c", &line]).output().unwrap();
        assert_eq!((output.status.code(), output.stderr.len()), (Some(0), 0), "{arguments:?}");
    }
}

#[test]
fn a_shell_that_there_is_not_is_an_error() {
    let output = run(&["completions", "tcl"]);
    assert_eq!((output.status.code(), output.stdout.len()), (Some(2), 0));
}
