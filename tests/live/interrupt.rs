//! Ctrl-C: what was read stays, and nothing new is asked.

use std::process::Command;
use std::sync::Mutex;
use std::sync::mpsc::channel;
use std::time::{Duration, Instant};

use super::child::Run;
use super::stub::{Reply, Stub};

#[test]
fn ctrl_c_keeps_what_was_read() {
    let (hung, hangs) = channel();
    let hung = Mutex::new(hung);
    let stub = Stub::start(move |call| {
        (call.action == "elasticache:DescribeCacheClusters").then(|| {
            hung.lock().unwrap().send(()).unwrap();
            Reply::Silence
        })
    });
    let regions = ["eu-west-1", "eu-west-2"].map(str::to_owned).to_vec();
    let run = Run::of(&stub).asking(|request| {
        request.regions = regions;
        request.concurrency = 1;
    });
    let child = run.start();
    hangs.recv_timeout(Duration::from_secs(30)).unwrap();
    let before = Instant::now();
    let sent = Command::new("sh").args(["-c", &format!("kill -INT {}", child.id())]).status().unwrap();
    assert!(sent.success());
    let given = run.finish(child);
    assert!(before.elapsed() < Duration::from_secs(5), "{:?}", before.elapsed());
    assert_eq!(given.result["interrupted"], true);
    assert!(given.answer("elasticache:DescribeReplicationGroups").is_some());
    assert_eq!(
        given.refused()[..2],
        [
            "elasticache:DescribeCacheClusters: Interrupted: the run was ended before the answer came",
            "elasticache:DescribeCacheSubnetGroups: not asked, as before: Interrupted: the run was ended before the answer came",
        ]
    );
    assert_eq!(
        given.failure(),
        "the default credentials, eu-west-2: not read: the run was ended before; run it again"
    );
    assert_eq!(stub.count("elasticache:DescribeEvents"), 0);
    assert_eq!(stub.count("elasticache:DescribeReplicationGroups"), 1);
}
