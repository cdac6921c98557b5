//! A moto server with one group in each region that the README's nightly audit names. `MOTO_SERVER` names the program.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

/// Automatic failover is on, Multi-AZ is off: a warning.
const SEED: &str = r#"
import boto3, sys
for region in ["eu-west-1", "us-east-1"]:
    boto3.client("elasticache", region_name=region, endpoint_url=sys.argv[1]).create_replication_group(
        ReplicationGroupId="sessions", ReplicationGroupDescription="seeded", Engine="redis", NumNodeGroups=1,
        ReplicasPerNodeGroup=1, CacheNodeType="cache.m5.large", AutomaticFailoverEnabled=True, MultiAZEnabled=False)
"#;

/// The server; it ends with the test.
pub(crate) struct Moto {
    server: Child,
    pub(crate) url: String,
}

impl Moto {
    /// Starts and seeds it; none, with a word, where there is no program for it.
    pub(crate) fn start() -> Option<Self> {
        let Some(program) = std::env::var_os("MOTO_SERVER").map(PathBuf::from) else {
            let said = b"skipped: MOTO_SERVER names no moto server (pip install 'moto[server]' boto3)\n";
            std::io::stderr().write_all(said).unwrap();
            return None;
        };
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(&program);
        command
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let moto = Self { server: command.spawn().unwrap(), url: format!("http://127.0.0.1:{port}") };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "moto does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        let mut python = Command::new(program.parent().unwrap().join("python"));
        python
            .args(["-c", SEED, &moto.url])
            .env("AWS_ACCESS_KEY_ID", "seed")
            .env("AWS_SECRET_ACCESS_KEY", "seed");
        assert!(python.status().unwrap().success());
        Some(moto)
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }
}
