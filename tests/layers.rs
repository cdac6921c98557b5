//! The direction of the layers: which module may name which, checked against the sources.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::{Path, PathBuf};

/// A layer and the layers it may name besides itself.
const MAY_NAME: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("model", &["source"]),
    ("load", &["source", "model"]),
    ("finding", &["source", "model"]),
    ("rules", &["source", "model", "finding"]),
    ("failover", &["source", "model"]),
    ("runbook", &["source", "model"]),
    ("policy", &["finding"]),
    ("report", &["source", "model", "finding", "failover", "runbook", "policy"]),
    ("cli", &[]),
    (
        "commands",
        &["source", "model", "load", "finding", "rules", "failover", "runbook", "policy", "report", "cli"],
    ),
];

fn rust_files(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files.extend(rust_files(&path));
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            files.push(path);
        }
    }
    files
}

/// The first name after every `crate::` of a text.
fn named(text: &str) -> Vec<&str> {
    let parts = text.split("crate::").skip(1);
    parts.map(|part| part.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or("")).collect()
}

fn layer(path: &Path) -> String {
    let inside = path.strip_prefix(source_folder()).unwrap();
    inside.components().next().unwrap().as_os_str().to_string_lossy().trim_end_matches(".rs").to_owned()
}

fn source_folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("src")
}

#[test]
fn layers_name_only_what_lies_below_them() {
    let mut faults = Vec::new();
    for path in rust_files(&source_folder()) {
        let layer = layer(&path);
        if layer == "lib" || layer == "main" {
            continue;
        }
        let allowed = MAY_NAME.iter().find(|(name, _)| *name == layer);
        let Some((_, allowed)) = allowed else {
            faults.push(format!("{} is in no layer", path.display()));
            continue;
        };
        let text = fs::read_to_string(&path).unwrap();
        for name in named(&text) {
            if name != layer && !allowed.contains(&name) {
                faults.push(format!("{}: {layer} may not name {name}", path.display()));
            }
        }
    }
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// The crates that only the feature `live` brings, as the manifest lists them.
fn live_crates() -> Vec<String> {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let feature = manifest.lines().find(|line| line.starts_with("live = [")).unwrap();
    let crates = feature.split('"').filter_map(|part| part.strip_prefix("dep:")).map(str::to_owned);
    let crates = crates.collect::<Vec<_>>();
    for name in &crates {
        let entry = manifest.lines().find(|line| line.starts_with(&format!("{name} = ")));
        assert!(entry.unwrap().contains("optional = true"), "a default build must stay free of {name}");
    }
    assert!(!manifest.lines().any(|line| line.starts_with("default = ")), "`live` is off by default");
    crates
}

#[test]
fn only_the_account_speaks_to_aws() {
    let account = source_folder().join("load/account");
    // The command draws the progress bar; the others are the network's.
    let crates: Vec<String> = live_crates().into_iter().filter(|name| name != "indicatif").collect();
    let mut named_there = Vec::new();
    for path in rust_files(&source_folder()) {
        let text = fs::read_to_string(&path).unwrap();
        let names = crates.iter().filter(|name| text.contains(&format!("{}::", name.replace('-', "_"))));
        if path.starts_with(&account) {
            named_there.extend(names);
            assert_eq!(named(&text), Vec::<&str>::new(), "{} knows only its own folder", path.display());
        } else {
            assert_eq!(names.collect::<Vec<_>>(), Vec::<&String>::new(), "named in {}", path.display());
        }
    }
    let idle = crates.iter().filter(|name| !named_there.contains(name)).collect::<Vec<_>>();
    assert!(idle.is_empty(), "listed in the feature and used nowhere: {idle:?}");
}

#[test]
fn every_file_says_what_it_is_for() {
    let silent = rust_files(&source_folder())
        .into_iter()
        .filter(|path| !fs::read_to_string(path).unwrap().starts_with("//! "))
        .collect::<Vec<_>>();
    assert!(silent.is_empty(), "files that do not open with a sentence: {silent:?}");
}
