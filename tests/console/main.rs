//! The table of `fixtures/terraform/console.yaml` is what Terraform itself says, where it is installed.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod table;

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use table::{Console, Entry, read};

/// What a console in a folder says to an expression; none where there is no Terraform.
fn ask(folder: &Path, expression: &str) -> Option<Output> {
    let mut console = Command::new("terraform")
        .arg("console")
        .current_dir(folder)
        .env("CHECKPOINT_DISABLE", "1")
        .env("TF_CLI_CONFIG_FILE", folder.join("none.tfrc"))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .ok()?;
    console.stdin.take().unwrap().write_all(expression.as_bytes()).unwrap();
    Some(console.wait_with_output().unwrap())
}

fn said(output: &Output) -> String {
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout.clone()).unwrap().trim().to_owned()
}

/// One list of all expressions: a console reads no more than a line and takes its time to start.
fn list(entries: &[&Entry], around: &str) -> String {
    let each = entries.iter().map(|entry| format!("{around}({})", entry.expression));
    format!("[{}]", each.collect::<Vec<_>>().join(", "))
}

#[test]
fn the_table_is_what_terraform_says() {
    let console = read();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("main.tf"), &console.module).unwrap();
    fs::write(folder.path().join("none.tfrc"), "").unwrap();
    if ask(folder.path(), "1").is_none() {
        println!("no terraform on the PATH: the table is not compared");
        return;
    }
    known(folder.path(), &console);
    unknown(folder.path(), &console);
    errors(folder.path(), &console);
}

/// Values, each in JSON as `jsonencode` writes it.
fn known(folder: &Path, console: &Console) {
    let entries: Vec<&Entry> = console.table.iter().filter(|entry| entry.json.is_some()).collect();
    let all = said(&ask(folder, &format!("jsonencode({})", list(&entries, "jsonencode"))).unwrap());
    // The console writes a text as the language does, with two escapes more than JSON has.
    let inner: String = serde_json::from_str(&all.replace("$${", "${").replace("%%{", "%{")).unwrap();
    let found: Vec<String> = serde_json::from_str(&inner).unwrap();
    assert_eq!(found.len(), entries.len());
    for (entry, found) in entries.iter().zip(found) {
        assert_eq!(entry.json.as_ref(), Some(&found), "{}", entry.expression);
    }
}

/// What is known after apply, as a whole.
fn unknown(folder: &Path, console: &Console) {
    let entries: Vec<&Entry> = console.table.iter().filter(|entry| entry.unknown).collect();
    let found = said(&ask(folder, &list(&entries, "")).unwrap());
    let lines: Vec<&str> = found.lines().filter(|line| !matches!(*line, "[" | "]")).collect();
    assert_eq!(lines.len(), entries.len(), "{found}");
    for (entry, line) in entries.iter().zip(lines) {
        assert_eq!(line.trim(), "(known after apply),", "{}", entry.expression);
    }
}

/// What Terraform refuses, each in a console of its own.
fn errors(folder: &Path, console: &Console) {
    for entry in console.table.iter().filter(|entry| entry.error) {
        let output = ask(folder, &entry.expression).unwrap();
        assert!(!output.status.success(), "{} is no error", entry.expression);
    }
}

#[test]
fn every_entry_has_one_outcome() {
    let table = read().table;
    assert!(table.len() > 400, "the table is cut short: {}", table.len());
    for entry in table {
        let outcomes = [entry.json.is_some(), entry.unknown, entry.error];
        assert_eq!(outcomes.iter().filter(|is| **is).count(), 1, "{}", entry.expression);
    }
}
