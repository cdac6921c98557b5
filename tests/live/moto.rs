//! The same against moto: what is read is what the AWS CLI describes, of two regions and more than one page.
//!
//! `MOTO_SERVER` names the program; the `python` and `aws` beside it seed and describe.

use std::io::Write;
use std::net::{TcpListener, TcpStream};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use serde_json::Value;

use super::child::{Run, answer_in};

/// What the reading leaves out of what the AWS CLI prints.
const LEFT_OUT: [&str; 2] = ["UserGroupIds", "LogDeliveryConfigurations"];

/// Groups of both cluster modes, more than a page of them in one region, stand-alone clusters and subnet groups.
const SEED: &str = r#"
import boto3, sys
for region, count in [("eu-west-1", 103), ("us-east-1", 2)]:
    ec2 = boto3.client("ec2", region_name=region, endpoint_url=sys.argv[1])
    cache = boto3.client("elasticache", region_name=region, endpoint_url=sys.argv[1])
    subnets = [subnet["SubnetId"] for subnet in ec2.describe_subnets()["Subnets"][:2]]
    cache.create_cache_subnet_group(
        CacheSubnetGroupName="private", CacheSubnetGroupDescription="private", SubnetIds=subnets)
    for number in range(count):
        layout = dict(NumCacheClusters=2, MultiAZEnabled=number % 4 == 0)
        if number % 2:
            layout = dict(NumNodeGroups=2, ReplicasPerNodeGroup=1, CacheParameterGroupName="default.redis7.cluster.on")
        cache.create_replication_group(
            ReplicationGroupId=f"group-{number}", ReplicationGroupDescription="seeded", Engine="redis",
            CacheNodeType="cache.m5.large", AutomaticFailoverEnabled=True, **layout)
    cache.create_cache_cluster(
        CacheClusterId="alone", Engine="memcached", CacheNodeType="cache.t3.micro", NumCacheNodes=1,
        CacheParameterGroupName="mine")
"#;

pub(crate) struct Moto {
    server: Child,
    pub(crate) url: String,
    programs: PathBuf,
}

impl Moto {
    /// The server that `MOTO_SERVER` names, seeded; none, with a word, where it names none.
    pub(crate) fn seeded() -> Option<Self> {
        let Some(program) = std::env::var_os("MOTO_SERVER") else {
            // Not captured, as what is printed would be: a test that is skipped is seen.
            let said =
                b"skipped: MOTO_SERVER names no moto server (pip install 'moto[server]' boto3 awscli)\n";
            std::io::stderr().write_all(said).unwrap();
            return None;
        };
        let moto = Self::start(Path::new(&program));
        moto.run("python", &["-c", SEED, &moto.url]);
        Some(moto)
    }

    fn start(program: &Path) -> Self {
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let mut command = Command::new(program);
        command
            .args(["-H", "127.0.0.1", "-p", &port.to_string()])
            .stdout(Stdio::null())
            .stderr(Stdio::null());
        let server = command.spawn().unwrap();
        let moto = Self {
            server,
            url: format!("http://127.0.0.1:{port}"),
            programs: program.parent().unwrap().to_owned(),
        };
        let begun = Instant::now();
        while TcpStream::connect(("127.0.0.1", port)).is_err() {
            assert!(begun.elapsed() < Duration::from_secs(60), "moto does not answer");
            std::thread::sleep(Duration::from_millis(50));
        }
        moto
    }

    /// What one of the programs beside moto prints.
    fn run(&self, program: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(self.programs.join(program));
        command.args(arguments).env("AWS_ACCESS_KEY_ID", "seed").env("AWS_SECRET_ACCESS_KEY", "seed");
        command.env("AWS_CONFIG_FILE", "/nonexistent").env("AWS_SHARED_CREDENTIALS_FILE", "/nonexistent");
        let output = command.output().unwrap();
        assert!(output.status.success(), "{program}: {}", String::from_utf8_lossy(&output.stderr));
        String::from_utf8(output.stdout).unwrap()
    }

    /// The AWS CLI's answer.
    pub(crate) fn describe(&self, region: &str, command: &str) -> Value {
        let mut arguments =
            vec!["elasticache", command, "--region", region, "--output", "json", "--endpoint-url", &self.url];
        arguments.extend((command == "describe-cache-clusters").then_some("--show-cache-node-info"));
        serde_json::from_str(&self.run("aws", &arguments)).unwrap()
    }
}

impl Drop for Moto {
    fn drop(&mut self) {
        self.server.kill().unwrap();
        self.server.wait().unwrap();
    }
}

/// Where two answers differ, fields that are left out aside.
fn differences(path: &str, ours: &Value, theirs: &Value, found: &mut Vec<String>) {
    match (ours, theirs) {
        (Value::Object(a), Value::Object(b)) => {
            let keys = a.keys().chain(b.keys()).filter(|key| !LEFT_OUT.contains(&key.as_str()));
            for key in keys.collect::<std::collections::BTreeSet<_>>() {
                let path = format!("{path}.{key}");
                match (a.get(key), b.get(key)) {
                    (Some(a), Some(b)) => differences(&path, a, b, found),
                    (a, b) => found.push(format!("{path}: {a:?} and {b:?}")),
                }
            }
        }
        (Value::Array(a), Value::Array(b)) if a.len() == b.len() => {
            let pairs = a.iter().zip(b).enumerate();
            pairs.for_each(|(place, (a, b))| differences(&format!("{path}[{place}]"), a, b, found));
        }
        // Version 1 of the AWS CLI ends a time in Z.
        (Value::String(a), Value::String(b)) if *a == b.replace('Z', "+00:00") => {}
        (a, b) if a == b => {}
        (a, b) => found.push(format!("{path}: {a} and {b}")),
    }
}

#[test]
fn what_is_read_is_what_the_aws_cli_describes() {
    let Some(moto) = Moto::seeded() else { return };
    let regions = ["eu-west-1", "us-east-1"];
    let run = Run::at(&moto.url).asking(|request| request.regions = regions.map(str::to_owned).to_vec());
    let given = run.read();
    assert_eq!(given.failures(), Vec::<String>::new());
    let commands = [
        ("elasticache:DescribeReplicationGroups", "describe-replication-groups", [103, 2]),
        ("elasticache:DescribeCacheClusters", "describe-cache-clusters", [1, 1]),
        ("elasticache:DescribeCacheSubnetGroups", "describe-cache-subnet-groups", [1, 1]),
    ];
    for (place, region) in regions.into_iter().enumerate() {
        let account = given.account(place);
        assert_eq!(
            (account["account"].as_str(), account["region"].as_str()),
            (Some("123456789012"), Some(region))
        );
        for (action, command, counts) in commands {
            let (ours, theirs) = (answer_in(account, action).unwrap(), moto.describe(region, command));
            let mut found = Vec::new();
            differences("", ours, &theirs, &mut found);
            assert!(found.is_empty(), "{region}, {command}: {}", found.join("\n"));
            let lists = ours.as_object().unwrap().values().map(|list| list.as_array().unwrap().len());
            assert_eq!(lists.collect::<Vec<_>>(), [counts[place]], "{region}, {command}");
        }
        // What moto lacks is refused in words; what it learns one day is answered.
        let refused = account["refused"].as_array().unwrap();
        for action in ["elasticache:DescribeGlobalReplicationGroups", "elasticache:DescribeEvents"] {
            let told = refused.iter().any(|refusal| refusal["action"] == action);
            assert_ne!(told, answer_in(account, action).is_some(), "{action}");
        }
    }
}
