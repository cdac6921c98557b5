//! Folders of files, a run over them, and what it told.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A template with one group, which takes a name of its own for its zone.
pub(crate) fn template(zone: &str) -> String {
    format!(
        "Resources:\n  Cache:\n    Type: AWS::ElastiCache::ReplicationGroup\n    Properties:\n      \
         NumCacheClusters: 2\n      AutomaticFailoverEnabled: true\n      MultiAZEnabled: true\n      \
         PreferredCacheClusterAZs: [{zone}, {zone}]\n"
    )
}

/// A group in Terraform's language, both of whose nodes stand in a zone.
pub(crate) fn resource(zone: &str) -> String {
    format!(
        "resource \"aws_elasticache_replication_group\" \"this\" {{\n  automatic_failover_enabled = true\n  \
         multi_az_enabled = true\n  num_cache_clusters = 2\n  \
         preferred_cache_cluster_azs = [\"{zone}\", \"{zone}\"]\n}}\n"
    )
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

/// The program, to be run in a folder.
pub(crate) fn multiaz(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).env("NO_COLOR", "1");
    command
}

/// What a run told.
#[derive(Debug)]
pub(crate) struct Told {
    pub(crate) code: i32,
    pub(crate) document: Value,
}

/// Runs `check --format json` in a folder.
pub(crate) fn check(folder: &Path, arguments: &[&str]) -> Told {
    let all = [&["check", "--format", "json"], arguments].concat();
    Told::of(&multiaz(folder, &all).output().unwrap())
}

impl Told {
    /// What a finished run told.
    pub(crate) fn of(output: &Output) -> Told {
        let document = serde_json::from_slice(&output.stdout);
        let document = document.unwrap_or_else(|error| panic!("{error}: {output:?}"));
        Told { code: output.status.code().unwrap(), document }
    }

    fn texts(&self, list: &str, keys: &[&str]) -> Vec<String> {
        let all = self.document[list].as_array().unwrap().iter();
        let text = |item: &Value| {
            keys.iter().map(|key| item[key].as_str().unwrap_or_default()).collect::<Vec<_>>().join(": ")
        };
        all.map(text).collect()
    }

    /// The zones of the groups that were read, each with the file: a group's zone tells its file's text.
    pub(crate) fn zones(&self) -> Vec<String> {
        let findings = self.document["findings"].as_array().unwrap().iter();
        let shared = findings.filter(|it| it["rule"] == "replicas-share-primary-zone");
        let zone = |it: &Value| {
            let (file, message) = (it["file"].as_str().unwrap(), it["message"].as_str().unwrap());
            format!("{file} {}", message.rsplit(' ').next().unwrap())
        };
        shared.map(zone).collect()
    }

    /// What was not judged: file and reason.
    pub(crate) fn skipped(&self) -> Vec<String> {
        self.texts("skipped", &["file", "reason"])
    }

    /// What could not be read: kind, file and message.
    pub(crate) fn failures(&self) -> Vec<String> {
        self.texts("failures", &["kind", "file", "message"])
    }

    /// Asserts that nothing failed and nothing was passed over.
    pub(crate) fn whole(self) -> Told {
        assert_eq!((self.failures(), self.skipped()), (Vec::new(), Vec::new()));
        self
    }
}
