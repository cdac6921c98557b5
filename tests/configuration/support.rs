//! What the tests have in common: folders of configuration, a run over them, and what it told.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;
use tempfile::TempDir;

/// A run that takes longer hangs.
const PATIENCE: Duration = Duration::from_secs(120);

/// A place and what is said of it: file, line, column, text.
pub(crate) type Place = (String, u64, u64, String);

/// What a run told.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) code: i32,
    pub(crate) document: Value,
    /// What it said on standard error.
    pub(crate) aside: String,
}

/// The folder of a case under `fixtures/terraform/configuration`.
pub(crate) fn fixture(case: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/terraform/configuration").join(case)
}

/// A new folder with these files.
pub(crate) fn folder<N: AsRef<Path>, T: AsRef<[u8]>>(files: &[(N, T)]) -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

/// Runs `multiaz check` in a folder: exit code and what was written to both streams.
pub(crate) fn run(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> (i32, String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(folder).args(["check", "--color", "never"]).args(arguments).stdin(Stdio::null());
    command.envs(environment.iter().copied());
    let start = Instant::now();
    let output = command.output().unwrap();
    assert!(start.elapsed() < PATIENCE, "it took {:?}", start.elapsed());
    let text = |bytes| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Runs `check` in a folder, with values in the environment.
pub(crate) fn check_with(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Told {
    let arguments: Vec<&str> = ["--format", "json"].iter().chain(arguments).copied().collect();
    let (code, out, aside) = run(folder, &arguments, environment);
    let document = serde_json::from_str(&out).unwrap_or_else(|error| panic!("{error}: {out}{aside}"));
    Told { code, document, aside }
}

/// Runs `check` in a folder.
pub(crate) fn check_in(folder: &Path, arguments: &[&str]) -> Told {
    check_with(folder, arguments, &[])
}

/// Runs `check` over a case.
pub(crate) fn check(case: &str) -> Told {
    check_in(&fixture(case), &[])
}

/// Runs `check` over one text in `main.tf`.
pub(crate) fn check_text(text: &str) -> Told {
    check_in(folder(&[("main.tf", text)]).path(), &[])
}

/// A group whose two nodes stand in one zone, which the finding's message names: the way to see what an
/// expression comes to.
pub(crate) fn group_in(zone: &str) -> String {
    group(&format!("num_cache_clusters = 2\n  preferred_cache_cluster_azs = [{zone}, {zone}]"))
}

/// A group that is to be Multi-AZ, with more attributes; those begin on line 4.
pub(crate) fn group(attributes: &str) -> String {
    format!(
        "resource \"aws_elasticache_replication_group\" \"this\" {{\n  automatic_failover_enabled = true\n  \
         multi_az_enabled = true\n  {attributes}\n}}\n"
    )
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_else(|| panic!("{value} is not a text")).to_owned()
}

fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_default()
}

impl Told {
    fn list(&self, part: &str) -> &[Value] {
        self.document[part].as_array().unwrap()
    }

    /// How many groups were judged.
    pub(crate) fn groups(&self) -> u64 {
        number(&self.document["summary"]["groups"])
    }

    /// The errors and warnings, as rule and group.
    pub(crate) fn violated(&self) -> Vec<(String, String)> {
        let grave = self
            .list("findings")
            .iter()
            .filter(|it| it["verdict"] == "violated" && it["severity"] != "advice");
        grave.map(|it| (text(&it["rule"]), text(&it["group"]))).collect()
    }

    /// The zone in which all nodes of each group stand, by the group's address.
    pub(crate) fn zones(&self) -> BTreeMap<String, String> {
        let shared = self
            .list("findings")
            .iter()
            .filter(|it| it["rule"] == "replicas-share-primary-zone" && it["verdict"] == "violated");
        let zone = |message: String| message.rsplit_once(" are in ").unwrap().1.to_owned();
        shared.map(|it| (text(&it["group"]), zone(text(&it["message"])))).collect()
    }

    /// The only such zone.
    pub(crate) fn zone(&self) -> String {
        let zones = self.zones();
        assert_eq!(zones.len(), 1, "{:#}", self.document);
        zones.into_values().next().unwrap()
    }

    /// The finding of a rule about a group.
    pub(crate) fn finding(&self, rule: &str, group: &str) -> &Value {
        let found = self.list("findings").iter().find(|it| it["rule"] == rule && it["group"] == group);
        found.unwrap_or_else(|| panic!("no {rule} of {group} in {:#}", self.document))
    }

    /// The places of a finding, the one at fault first.
    pub(crate) fn labels(&self, rule: &str, group: &str) -> Vec<Place> {
        let labels = self.finding(rule, group)["labels"].as_array().unwrap();
        labels
            .iter()
            .map(|it| (text(&it["file"]), number(&it["line"]), number(&it["column"]), text(&it["text"])))
            .collect()
    }

    /// Why a rule is undecided about a group, each with what would decide it.
    pub(crate) fn blockers(&self, rule: &str, group: &str) -> Vec<(String, String)> {
        let finding = self.finding(rule, group);
        assert_eq!(finding["verdict"], "undecided", "{finding:#}");
        let blockers = finding["blocked_by"].as_array().unwrap();
        blockers
            .iter()
            .map(|it| (text(&it["reason"]), it["remedy"].as_str().unwrap_or("").to_owned()))
            .collect()
    }

    /// What could not be checked: file, line, column and message.
    pub(crate) fn failures(&self) -> Vec<Place> {
        let place = |it: &Value| {
            (text(&it["file"]), number(&it["line"]), number(&it["column"]), text(&it["message"]))
        };
        self.list("failures").iter().map(place).collect()
    }

    /// What was not judged, with the reason.
    pub(crate) fn skipped(&self) -> Vec<(String, String)> {
        self.list("skipped").iter().map(|it| (text(&it["resource"]), text(&it["reason"]))).collect()
    }

    /// Asserts that nothing failed and nothing was passed over.
    pub(crate) fn whole(self) -> Told {
        assert_eq!((self.failures(), self.skipped()), (Vec::new(), Vec::new()));
        self
    }
}

/// A place as literals.
pub(crate) fn at(file: &str, line: u64, column: u64, text: &str) -> Place {
    (file.to_owned(), line, column, text.to_owned())
}

/// Pairs of texts as literals.
pub(crate) fn pairs(all: &[(&str, &str)]) -> Vec<(String, String)> {
    all.iter().map(|(one, other)| ((*one).to_owned(), (*other).to_owned())).collect()
}
