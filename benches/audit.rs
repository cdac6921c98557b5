//! How long `multiaz audit` takes for 10,000 groups in pages of 100, and how much memory, against `multiaz check`
//! of what it saved.
//!
//! `cargo bench --features live --bench audit`
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

// The server that the tests use.
#[path = "../tests/live/stub.rs"]
#[allow(dead_code)]
mod stub;
#[path = "../tests/live/xml.rs"]
#[allow(dead_code)]
mod xml;

use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use stub::{Call, Reply, Stub};
use xml::{element, page};

const GROUPS: &str = "elasticache:DescribeReplicationGroups";
/// Runs of each command; the median counts.
const RUNS: usize = 5;

/// A page of groups of three nodes in two zones.
fn groups(call: &Call) -> Option<Reply> {
    let first = call.marker().parse::<usize>().unwrap_or_default();
    let next = if first < 9_900 { (first + 100).to_string() } else { String::new() };
    let all: Vec<String> = (first..first + 100).map(group).collect();
    (call.action == GROUPS).then(|| page(GROUPS, "ReplicationGroups", &all, &next))
}

fn group(number: usize) -> String {
    let node = |at: usize| {
        let role = if at == 0 { "primary" } else { "replica" };
        let fields = element("CacheClusterId", &format!("cache-{number}-{at}"))
            + &element("PreferredAvailabilityZone", ["eu-west-1a", "eu-west-1a", "eu-west-1b"][at])
            + &element("CurrentRole", role);
        element("NodeGroupMember", &fields)
    };
    let nodes = element("NodeGroupMembers", &(0..3).map(node).collect::<String>());
    let shard = element("NodeGroupId", "0001") + &element("Status", "available") + &nodes;
    let arn = format!("arn:aws:elasticache:eu-west-1:111122223333:replicationgroup:cache-{number}");
    let fields = element("ReplicationGroupId", &format!("cache-{number}"))
        + &element("ARN", &arn)
        + &element("Status", "available")
        + &element("MultiAZ", if number.is_multiple_of(2) { "enabled" } else { "disabled" })
        + &element("AutomaticFailover", "enabled")
        + &element("ClusterEnabled", "false")
        + &element("NodeGroups", &element("NodeGroup", &shard));
    element("ReplicationGroup", &fields)
}

/// Time, and the most memory in kB where the system tells it.
type Cost = (Duration, u64);

fn run(arguments: &[&str], url: &str) -> Cost {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.args(arguments).env("AWS_ENDPOINT_URL", url).env("AWS_ACCESS_KEY_ID", "bench");
    command.env("AWS_SECRET_ACCESS_KEY", "bench").env("AWS_EC2_METADATA_DISABLED", "true");
    let begun = Instant::now();
    let child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
    let memory = watch(child);
    (begun.elapsed(), memory)
}

/// Waits for the end of a process and looks at its high-water mark meanwhile.
fn watch(mut child: Child) -> u64 {
    let status = format!("/proc/{}/status", child.id());
    let mut most = 0;
    while child.try_wait().unwrap().is_none() {
        let text = std::fs::read_to_string(&status).unwrap_or_default();
        let line = text.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        let kilobytes = line.and_then(|line| line.split_whitespace().next()?.parse().ok());
        most = most.max(kilobytes.unwrap_or(0));
        std::thread::sleep(Duration::from_millis(2));
    }
    most
}

fn median(arguments: &[&str], url: &str) -> Cost {
    let mut costs: Vec<Cost> = (0..RUNS).map(|_| run(arguments, url)).collect();
    costs.sort();
    costs[RUNS / 2]
}

fn main() {
    let stub = Stub::start(groups);
    let folder = tempfile::TempDir::new().unwrap();
    let saved = folder.path().join("audit.json");
    let saved = saved.to_str().unwrap();
    let audit = median(&["audit", "--region", "eu-west-1", "--save", saved], &stub.url);
    let check = median(&["check", saved], &stub.url);
    let ratio = |one: f64, other: f64| one / other.max(1e-9);
    println!(
        "an audit of 10,000 groups in pages of 100: {:.2} × the check of what it saved ({:.1?} against {:.1?}), \
         {:.2} × its memory ({} MB against {} MB)",
        ratio(audit.0.as_secs_f64(), check.0.as_secs_f64()),
        audit.0,
        check.0,
        ratio(audit.1 as f64, check.1 as f64),
        audit.1 / 1024,
        check.1 / 1024,
    );
}
