//! How long `multiaz check` takes, as a ratio against a reference measured in the same run.
//!
//! Absolute times depend on the machine; a ratio says the same on all of them. Run it with
//! `cargo bench`.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

use std::fmt::Write as _;
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Runs of each command; the median counts.
const RUNS: usize = 15;

fn main() {
    let template = "fixtures/cloudformation/sessions.yaml";
    let start = median(|| multiaz(&["--version"]));
    let small = median(|| multiaz(&["check", template]));
    report("a small template", small, "multiaz --version", start);

    let plan = plan_file(40_000);
    let path = plan.path().to_str().unwrap();
    let check = median(|| multiaz(&["check", path, "--format", "json"]));
    let text = std::fs::read_to_string(path).unwrap();
    let pass = median(|| {
        let skipped: serde::de::IgnoredAny = serde_json::from_str(&text).unwrap();
        std::hint::black_box(skipped);
    });
    let size = text.len() / 1_000_000;
    report(&format!("a plan of {size} MB on one line"), check, "one serde_json pass over it", pass);

    let folder = tempfile::TempDir::new().unwrap();
    scatter(folder.path(), 2_000);
    let walked = folder.path().to_str().unwrap();
    let walk = median(|| multiaz(&["check", walked]));
    let read = median(|| {
        for entry in std::fs::read_dir(folder.path()).unwrap() {
            std::hint::black_box(std::fs::read(entry.unwrap().path()).unwrap());
        }
    });
    report("2000 files that do not concern it", walk, "reading them", read);
}

fn multiaz(arguments: &[&str]) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(env!("CARGO_MANIFEST_DIR")).args(arguments);
    command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().unwrap();
}

fn median(mut run: impl FnMut()) -> Duration {
    run();
    let mut times: Vec<Duration> = (0..RUNS)
        .map(|_| {
            let start = Instant::now();
            run();
            start.elapsed()
        })
        .collect();
    times.sort();
    times[RUNS / 2]
}

fn report(what: &str, time: Duration, reference: &str, base: Duration) {
    let ratio = time.as_secs_f64() / base.as_secs_f64();
    println!("{what}: {ratio:.2} × {reference} ({time:.2?} against {base:.2?})");
}

/// A plan with one group among many other resources, on one line.
fn plan_file(others: usize) -> tempfile::NamedTempFile {
    let mut resources = String::new();
    for index in 0..others {
        let content = "x".repeat(600);
        write!(
            resources,
            r#"{{"address":"aws_s3_object.o[{index}]","mode":"managed","type":"aws_s3_object","name":"o","index":{index},"values":{{"bucket":"b","content":"{content}"}}}},"#
        )
        .unwrap();
    }
    let group = r#"{"address":"aws_elasticache_replication_group.c","mode":"managed","type":"aws_elasticache_replication_group","name":"c","values":{"replication_group_id":"c","engine":"valkey","engine_version":"8.0","node_type":"cache.r7g.large","num_cache_clusters":2,"automatic_failover_enabled":true,"multi_az_enabled":true}}"#;
    let mut file = tempfile::Builder::new().suffix(".json").tempfile().unwrap();
    write!(
        file,
        r#"{{"format_version":"1.2","planned_values":{{"root_module":{{"resources":[{resources}{group}]}}}}}}"#
    )
    .unwrap();
    file
}

/// Files of 4 KB each that hold nothing of ours.
fn scatter(folder: &Path, count: usize) {
    for index in 0..count {
        std::fs::write(folder.join(format!("{index}.yaml")), "key: value\n".repeat(370)).unwrap();
    }
}
