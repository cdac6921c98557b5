//! Commands that are printed are pasted: whatever names an input has, a shell that is given one runs that command alone.
//!
//! Every command of every report goes to a POSIX shell whose PATH holds nothing but stubs. They write down how they were
//! called; so does the one that hostile names would call.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::collections::BTreeSet;
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::{Value, json};
use tempfile::TempDir;

/// What names try: each calls `touch`, or writes a file, where a shell takes it for more than a name.
const HOSTILE: [&str; 18] = [
    "a$(touch pwned)",
    "b$(touch${IFS}pwned)",
    "c`touch pwned`",
    "d;touch pwned",
    "e|touch pwned",
    "f&touch pwned",
    "g>pwned",
    "h\ntouch pwned\n",
    "i';touch pwned;'",
    "j\";touch pwned;\"",
    "k' $(touch pwned)",
    "\\';touch pwned;#",
    "-rf",
    "--endpoint-url=http://127.0.0.1/",
    "%PATH%",
    "l\u{202e}m",
    "<pwned>pwned",
    "n\r\ntouch pwned",
];

/// The programs that printed commands call.
const PROGRAMS: [&str; 4] = ["aws", "multiaz", "terraform", "redis-cli"];

/// A shell's world: programs that only write down how they were called, and an empty folder.
struct Shell {
    home: TempDir,
}

impl Shell {
    fn new() -> Shell {
        let home = TempDir::new().unwrap();
        for folder in ["bin", "work"] {
            fs::create_dir(home.path().join(folder)).unwrap();
        }
        let log = home.path().join("log");
        for name in PROGRAMS.iter().chain(&["touch"]) {
            let stub = home.path().join("bin").join(name);
            let script = format!(
                "#!/bin/sh\n{{ printf '%s\\0' {name} \"$@\"; printf '\\n\\0'; }} >> '{}'\n",
                log.display()
            );
            fs::write(&stub, script).unwrap();
            fs::set_permissions(&stub, fs::Permissions::from_mode(0o755)).unwrap();
        }
        Shell { home }
    }

    /// The calls that a command makes, each with its words; no file may have come of it.
    fn calls(&self, command: &str) -> Vec<Vec<String>> {
        let log = self.home.path().join("log");
        let _ = fs::remove_file(&log);
        let work = self.home.path().join("work");
        let _ = Command::new("/bin/sh")
            .args(["-c", command])
            .current_dir(&work)
            .env_clear()
            .env("PATH", self.home.path().join("bin"))
            .stdin(std::process::Stdio::null())
            .output()
            .unwrap();
        let files: Vec<PathBuf> = fs::read_dir(&work).unwrap().map(|entry| entry.unwrap().path()).collect();
        for file in &files {
            // The one redirection of ours names the file after what it holds.
            let name = file.file_name().unwrap().to_string_lossy();
            let is_ours = ["NAME.json", "state.json"].contains(&name.trim_end_matches('.'));
            assert!(is_ours, "{command:?} wrote {name:?}");
            fs::remove_file(file).unwrap();
        }
        let log = fs::read_to_string(&log).unwrap_or_default();
        let calls = log.split("\n\0").filter(|call| !call.is_empty());
        calls.map(|call| call.split_terminator('\0').map(str::to_owned).collect()).collect()
    }

    /// Sees that a command calls its own programs and nothing else, and that no word of it is one of an input's.
    fn assert_harmless(&self, command: &str) {
        for call in self.calls(command) {
            assert_ne!(call[0], "touch", "{command:?}");
            for word in &call {
                assert!(
                    !HOSTILE.contains(&word.trim_end_matches(['.', ',', ';'])),
                    "{command:?} says {word:?}"
                );
            }
        }
    }
}

/// The commands in a text: lines and code between backticks that begin with a program, and what follows a program's name
/// in a sentence, with the lines that a backslash joins.
fn commands(text: &str) -> BTreeSet<String> {
    let joined = text.replace("\\\n", " ");
    let mut found = BTreeSet::new();
    let begins = |text: &str| {
        PROGRAMS.iter().any(|name| {
            let rest = text.strip_prefix(name).and_then(|rest| rest.strip_prefix(' '));
            rest.is_some_and(|rest| {
                rest.trim_start().starts_with(|first: char| first.is_ascii_lowercase() || first == '-')
            })
        })
    };
    for line in joined.lines() {
        for (at, _) in line.char_indices() {
            let apart = at == 0 || line[..at].ends_with([' ', '`', '"', '(']);
            if apart && begins(&line[at..]) {
                let rest = &line[at..];
                let code = at > 0 && line[..at].ends_with('`');
                let rest = if code { rest.split('`').next().unwrap() } else { rest };
                found.insert(rest.to_owned());
            }
        }
    }
    found
}

/// All texts of a JSON document.
fn texts(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::Object(entries) => entries.values().for_each(|value| texts(value, found)),
        _ => {}
    }
}

/// Runs multiaz in a folder; what it prints on both streams.
fn printed(folder: &Path, arguments: &[&str]) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let output = command.current_dir(folder).args(arguments).output().unwrap();
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (text(&output.stdout), text(&output.stderr))
}

/// The commands of everything that multiaz says of a folder.
fn said(folder: &Path) -> BTreeSet<String> {
    let mut runs: Vec<Vec<&str>> = Vec::new();
    for format in ["text", "json", "sarif", "github", "junit", "markdown"] {
        runs.push(vec!["check", ".", "--show", "all", "--failover", "--format", format]);
    }
    for format in ["text", "json", "markdown"] {
        runs.push(vec!["failover", ".", "--format", format]);
        runs.push(vec!["failover", ".", "--scenario", "zone", "--format", format]);
        for kind in ["enable-multi-az", "test-failover", "promote-replica"] {
            runs.push(vec![
                "runbook", kind, ".", "--as", "cli", "--as", "console", "--as", "api", "--format", format,
            ]);
        }
    }
    let mut found = BTreeSet::new();
    for run in runs {
        let (stdout, stderr) = printed(folder, &run);
        assert!(!stdout.is_empty() || run.contains(&"junit"), "{run:?}: {stderr}");
        match serde_json::from_str::<Value>(&stdout) {
            Ok(document) => {
                let mut all = Vec::new();
                texts(&document, &mut all);
                // Those for the prompt of Windows are for another shell, and have the same words.
                all.retain(|text| !text.contains("^\n"));
                found.extend(all.iter().flat_map(|text| commands(text)));
            }
            Err(_) => found.extend(commands(&stdout)),
        }
        found.extend(commands(&stderr));
    }
    found
}

fn assert_all_harmless(file: &str, text: &str, expected: &[&str]) {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join(file), text).unwrap();
    let found = said(folder.path());
    for part in expected {
        assert!(found.iter().any(|command| command.contains(part)), "no command has {part}: {found:#?}");
    }
    let shell = Shell::new();
    found.iter().for_each(|command| shell.assert_harmless(command));
}

/// A live group with the same name in every place that takes one.
fn described(name: &str, enabled: bool) -> Value {
    json!({
        "ReplicationGroupId": name, "ARN": format!("arn:aws:elasticache:{name}:{name}:replicationgroup:{name}"),
        "Status": "available", "Description": name, "MultiAZ": "disabled",
        "AutomaticFailover": if enabled { "enabled" } else { "disabled" },
        "ClusterEnabled": enabled, "SnapshotRetentionLimit": 0, "CacheNodeType": name, "SnapshottingClusterId": name,
        "GlobalReplicationGroupInfo": if enabled { json!({"GlobalReplicationGroupId": name}) } else { json!({}) },
        "NodeGroups": [{
            "NodeGroupId": if enabled { name } else { "0001" }, "Status": "available",
            "PrimaryEndpoint": {"Address": name, "Port": 6379},
            "NodeGroupMembers": [
                {"CacheClusterId": format!("{name}1"), "CurrentRole": "primary", "PreferredAvailabilityZone": name},
                {"CacheClusterId": format!("{name}2"), "CurrentRole": "replica", "PreferredAvailabilityZone": name},
            ],
        }],
    })
}

fn cluster(name: &str, number: u8) -> Value {
    json!({
        "CacheClusterId": format!("{name}{number}"), "ReplicationGroupId": name, "CacheClusterStatus": "available",
        "Engine": "redis", "EngineVersion": "2.8.6", "CacheNodeType": name, "CacheSubnetGroupName": name,
        "CacheParameterGroup": {"CacheParameterGroupName": name},
    })
}

fn answers(with_subnets: bool) -> Value {
    let groups: Vec<Value> = HOSTILE.iter().map(|name| described(name, with_subnets)).collect();
    let clusters: Vec<Value> =
        HOSTILE.iter().flat_map(|name| [1, 2].map(|number| cluster(name, number))).collect();
    let subnets = HOSTILE.map(|name| {
        let subnet = json!({"SubnetIdentifier": name, "SubnetAvailabilityZone": {"Name": name}});
        json!({"CacheSubnetGroupName": name, "Subnets": [subnet]})
    });
    let orphans: Vec<Value> = HOSTILE.iter().map(|name| cluster(&format!("{name} "), 3)).collect();
    let clusters = [clusters, orphans].concat();
    let mut all = json!({"ReplicationGroups": groups, "CacheClusters": clusters});
    if with_subnets {
        all["CacheSubnetGroups"] = json!(subnets);
    }
    all
}

#[test]
fn of_live_groups() {
    let expected =
        ["--replication-group-id NAME", "--cache-parameter-group-name NAME", "<REPLICATION-GROUP-ID>"];
    assert_all_harmless("answers.json", &answers(false).to_string(), &expected);
    assert_all_harmless(
        "answers.json",
        &answers(true).to_string(),
        &["<NODE-GROUP-ID>", "<SUBNET-GROUP-NAME>"],
    );
}

#[test]
fn of_a_saved_audit() {
    let refusal = |name: &&str| {
        json!({
            "action": "elasticache:DescribeCacheParameters", "of": name, "reason": format!("AccessDenied: {name}"),
            "remedy": "grant it",
        })
    };
    let answer = |action: &str, answer: Value| json!({"action": action, "of": null, "answer": answer});
    let all = answers(false);
    let account = json!({
        "account": "111122223333", "region": "eu-west-1", "taken_at": "2026-11-22T07:20:00Z",
        "answers": [
            answer("elasticache:DescribeReplicationGroups", json!({"ReplicationGroups": all["ReplicationGroups"]})),
            answer("elasticache:DescribeCacheClusters", json!({"CacheClusters": all["CacheClusters"]})),
        ],
        "refused": HOSTILE.iter().map(refusal).collect::<Vec<_>>(),
    });
    let snapshot = json!({"format": "multiaz-snapshot/1", "accounts": [account]});
    assert_all_harmless("snapshot.json", &snapshot.to_string(), &["--replication-group-id NAME"]);
}

#[test]
fn of_a_template() {
    let mut resources = serde_json::Map::new();
    let mut parameters = serde_json::Map::new();
    for (at, name) in HOSTILE.iter().enumerate() {
        parameters.insert((*name).to_owned(), json!({"Type": "Number"}));
        let properties = json!({
            "ReplicationGroupId": name, "ReplicationGroupDescription": name, "Engine": "redis",
            "EngineVersion": {"Ref": name}, "CacheNodeType": name, "CacheParameterGroupName": name,
            "CacheSubnetGroupName": name, "NumCacheClusters": if at % 2 == 0 { json!(2) } else { json!({"Ref": name}) },
            "PreferredCacheClusterAZs": [name, name], "MultiAZEnabled": {"Ref": format!("{name}.")},
        });
        let group = json!({"Type": "AWS::ElastiCache::ReplicationGroup", "Properties": properties});
        resources.insert((*name).to_owned(), group);
    }
    // Names of parameters and of resources are apart.
    let resources: serde_json::Map<_, _> =
        resources.into_iter().map(|(name, group)| (format!("{name}~"), group)).collect();
    let template = json!({"Parameters": parameters, "Resources": resources});
    assert_all_harmless("template.json", &template.to_string(), &["<REPLICATION-GROUP-ID>"]);
}

#[test]
fn of_a_configuration_and_of_a_plan() {
    let mut blocks = String::new();
    let mut planned = Vec::new();
    for (at, name) in HOSTILE.iter().enumerate() {
        let text = serde_json::to_string(name).unwrap().replace("${", "$${");
        blocks.push_str(&format!(
            "resource \"aws_elasticache_replication_group\" \"g{at}\" {{\n  replication_group_id = {text}\n  description = {text}\n  \
             parameter_group_name = {text}\n  subnet_group_name = {text}\n  node_type = {text}\n  \
             preferred_cache_cluster_azs = [{text}, {text}]\n  num_cache_clusters = 2\n}}\n\
             resource \"aws_elasticache_subnet_group\" \"s{at}\" {{\n  name = {text}\n  subnet_ids = [{text}]\n}}\n"
        ));
        let mut values = json!({
            "replication_group_id": name, "description": name, "parameter_group_name": name, "subnet_group_name": name,
            "node_type": name, "preferred_cache_cluster_azs": [name, name], "num_cache_clusters": 2, "engine": "redis",

        });
        if at == 0 {
            values["global_replication_group_id"] = json!(name);
        }
        planned.push(json!({
            "address": format!("aws_elasticache_replication_group.g[{text}]"), "mode": "managed", "name": "g",
            "type": "aws_elasticache_replication_group", "values": values,
        }));
    }
    assert_all_harmless("main.tf", &blocks, &["<REPLICATION-GROUP-ID>"]);
    let state = json!({
        "format_version": "1.0", "terraform_version": "1.9.0", "values": {"root_module": {"resources": planned}},
    });
    assert_all_harmless("state.json", &state.to_string(), &["--cache-parameter-group-name NAME"]);
}

/// The command that plans the same again repeats what the user named: every shell reads it as one word, or it is not told.
#[test]
fn files_and_groups_are_named_again_as_they_are_called() {
    let shell = Shell::new();
    let group = described("sessions", false);
    let answer = json!({"ReplicationGroups": [group]}).to_string();
    let names = HOSTILE.map(|name| format!("{}.json", name.replace('/', "_")));
    let mut told = 0;
    for name in names.iter().map(String::as_str).chain(["it's mine.json", "a b.json", "été.json", "-"]) {
        let folder = TempDir::new().unwrap();
        fs::write(folder.path().join(name), &answer).unwrap();
        let path = if name == "-" { "./-" } else { name };
        for command in ["failover", "check"] {
            let mut arguments = vec![command];
            arguments.extend(["--failover"].into_iter().filter(|_| command == "check"));
            arguments.extend(["--group", "sess*"].into_iter().filter(|_| command == "failover"));
            arguments.extend(["--", path]);
            let (stdout, stderr) = printed(folder.path(), &arguments);
            let again: Vec<&str> =
                stdout.lines().filter(|line| line.trim_start().starts_with("multiaz failover")).collect();
            let [again] = again.as_slice() else {
                assert!(
                    stdout.contains("the same command with --scenario zone"),
                    "{name:?}: {stdout}{stderr}"
                );
                continue;
            };
            let calls = shell.calls(again);
            let [call] = calls.as_slice() else { panic!("{again} calls {calls:?}") };
            let plain = |path: &str| path.strip_prefix("./").unwrap_or(path).to_owned();
            assert_eq!(plain(&call[2]), plain(path), "{again}");
            assert!(!call[2].starts_with('-'), "{again}");
            told += 1;
        }
    }
    assert!(told > 20, "{told}");
}

#[test]
fn a_variable_file_is_named_as_it_is_called() {
    let shell = Shell::new();
    for name in HOSTILE {
        let folder = TempDir::new().unwrap();
        let name = format!("{}.tfvars", name.replace('/', "_"));
        fs::write(folder.path().join(&name), "a = 1\n").unwrap();
        let (_, stderr) = printed(folder.path(), &["check", "--", &name]);
        let option = stderr.lines().find_map(|line| line.split_once("give it as --var-file ")).unwrap().1;
        let calls = shell.calls(&format!("multiaz check . --var-file {option}"));
        let [call] = calls.as_slice() else { panic!("{option} calls {calls:?}") };
        let given = call[4].strip_prefix("./").unwrap_or(&call[4]);
        assert!(given == name || given == "FILE", "{option} is {given:?}");
        assert!(!call[4].starts_with('-') && call.len() == 5, "{option}");
    }
}
