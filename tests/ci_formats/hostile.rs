//! Names that anybody may have written into an input forge nothing.

use std::fs;
use std::path::Path;

use super::runner::{REGISTERED, commands};
use super::{ADVICE, ERROR, Said, WARNING, run, template};
use quick_junit::Report;

/// What would be acted upon if it were let through.
const NAMES: &[&str] = &[
    "one\n::add-path::/evil",
    "two\r::error file=other.tf,line=1::forged",
    "three##[add-path]/evil",
    "four###[error]forged",
    "five%0A::warning::forged",
    "six%0D%0A::stop-commands::token",
    "seven::set-output name=x::y",
    "eight,line=99,file=other.tf",
    "nine\u{1b}[31mred\u{9b}2J",
    "ten\u{202e}gnp.\u{2066}x",
    "eleven\u{2028}::error::x\u{85}::error::y",
    "twelve\u{0}\u{8}\u{fffe}",
    "thirteen</failure></testcase><testcase name=\"forged\"/>",
    "fourteen]]> & <script>alert(1)</script> &#27; &amp;",
    "fifteen ##vso[task.setvariable variable=x]y",
    "\u{85}::error::sixteen",
];

/// A folder with a template of hostile groups in files of hostile names.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let faults = [ERROR, WARNING, ADVICE].into_iter().cycle();
    let groups: Vec<(String, &str)> = NAMES.iter().map(|name| (*name).to_owned()).zip(faults).collect();
    fs::write(folder.path().join("groups.json"), describe()).unwrap();
    fs::write(folder.path().join("a,b: 100%.yaml"), template(&groups)).unwrap();
    for (name, group) in FILES.iter().zip(&groups) {
        fs::write(folder.path().join(name), template(std::slice::from_ref(group))).unwrap();
        fs::write(folder.path().join(format!("broken {name}")), "Resources: {a: {Type: AWS::ElastiCache::X}")
            .unwrap();
    }
    folder
}

/// File systems allow everything but `/`.
const FILES: &[&str] = &[
    "x\n::add-path::y.yaml",
    "x##[add-mask]y.yaml",
    "%0A::error::y.yaml",
    "x\u{1b}[31m\u{202e}.yaml",
    "<a&b\">.yaml",
];

/// Describe output whose ids are hostile.
fn describe() -> String {
    let group = |name: &&str| {
        serde_json::json!({
            "ReplicationGroupId": name, "Status": name, "MultiAZ": "enabled", "AutomaticFailover": "disabled",
            "MemberClusters": [name], "CacheNodeType": name,
            "NodeGroups": [{"NodeGroupId": name, "NodeGroupMembers": [
                {"CacheClusterId": name, "CacheNodeId": "0001", "CurrentRole": "primary", "PreferredAvailabilityZone": format!("::error::{name}")},
            ]}],
        })
    };
    serde_json::json!({"ReplicationGroups": NAMES.iter().map(group).collect::<Vec<_>>()}).to_string()
}

/// Every way of telling it.
fn all(folder: &Path, format: &str) -> Vec<Said> {
    let gate = ["failover", ".", "--require", "survive-zone", "--require", "survive-node"];
    let ways: [&[&str]; 4] =
        [&["check", "."], &["check", ".", "--strict"], &gate, &[&gate[..], &["--strict"]].concat()];
    ways.map(|way| run(folder, &[way, &["--format", format]].concat())).into()
}

#[test]
fn no_name_forges_a_command() {
    let folder = folder();
    let names = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name());
    let names: Vec<String> = names.map(|name| name.into_string().unwrap()).collect();
    for said in all(folder.path(), "github") {
        let told = commands(&said.stdout, REGISTERED);
        assert_eq!(told.len(), said.stdout.lines().count(), "{}", said.stdout);
        assert!(told.len() > 10, "{}", said.stdout);
        for one in &told {
            assert!(["error", "warning", "notice"].contains(&one.name.as_str()), "{one:?}");
            let keys = ["file", "line", "endLine", "col", "endColumn", "title"];
            assert!(one.properties.keys().all(|key| keys.contains(&key.as_str())), "{one:?}");
            assert!(one.property("title").is_some_and(|title| title.starts_with("multiaz: ")), "{one:?}");
            let file = one.property("file");
            assert!(
                file.is_none_or(|file| names.iter().any(|name| name == file)),
                "a file that is not there: {one:?}"
            );
            // What the runner logs is no command of the log either.
            assert!(!one.data.contains("##["), "{one:?}");
            let acts = |letter: char| {
                letter != '\n' && (letter.is_control() || "\u{202e}\u{2028}\u{2066}".contains(letter))
            };
            assert!(!one.data.contains(acts) && !said.stdout.contains(acts), "{one:?}");
        }
        let files: Vec<&str> = told.iter().filter_map(|one| one.property("file")).collect();
        assert!(files.contains(&"broken %0A::error::y.yaml"), "{files:?}");
        // A runner that does not know notices looks on.
        let old: Vec<&str> = REGISTERED.iter().copied().filter(|name| *name != "notice").collect();
        let old = commands(&said.stdout, &old);
        assert!(old.iter().all(|one| one.name == "error" || one.name == "warning"), "{old:?}");
        // The runner reads standard error as well.
        let beside = commands(&said.stderr, REGISTERED);
        assert!(beside.is_empty(), "{beside:?}");
    }
}

#[test]
fn no_name_forges_an_element() {
    let folder = folder();
    for said in all(folder.path(), "junit") {
        let report = Report::deserialize_from_str(&said.stdout)
            .unwrap_or_else(|error| panic!("{error}\n{}", said.stdout));
        let cases: Vec<_> = report.test_suites.iter().flat_map(|suite| &suite.test_cases).collect();
        assert!(cases.iter().all(|case| case.name.as_str() != "forged"));
        let classes: Vec<&str> =
            cases.iter().filter_map(|case| case.classname.as_ref()).map(|name| name.as_str()).collect();
        // What XML can hold is there letter for letter.
        for name in NAMES.iter().filter(|name| {
            ["five", "seven", "eight", "thirteen", "fourteen", "fifteen"]
                .iter()
                .any(|start| name.starts_with(start))
        }) {
            assert!(classes.iter().any(|class| class.starts_with(name)), "{name}: {classes:?}");
        }
        // The reader would drop what XML does not allow: here it is looked for in the text itself.
        let forbidden = |letter: char| {
            letter != '\n' && (letter.is_control() || "\u{fffe}\u{ffff}\u{202e}".contains(letter))
        };
        assert!(!said.stdout.contains(forbidden), "{:?}", said.stdout.find(forbidden));
        // Should somebody print it where GitHub looks.
        let told = [commands(&said.stdout, REGISTERED), commands(&said.stderr, REGISTERED)];
        assert!(told.iter().all(Vec::is_empty), "{told:?}");
    }
}

#[test]
fn no_folder_forges_a_command_in_a_note() {
    let folder = tempfile::tempdir().unwrap();
    // A module by itself is noted with its folder's name.
    let text = "variable \"nodes\" {\n  default = 1\n}\n\nresource \"aws_elasticache_replication_group\" \"x\" {\n  num_cache_clusters = var.nodes\n}\n";
    for name in ["a\n::error::forged", "b##[add-path]forged"] {
        fs::create_dir(folder.path().join(name)).unwrap();
        fs::write(folder.path().join(name).join("main.tf"), text).unwrap();
    }
    for command in [&["check", "."][..], &["failover", ".", "--require", "survive-node"]] {
        let said = run(folder.path(), &[command, &["--format", "github"]].concat());
        assert!(said.stderr.contains("note: "), "{}", said.stderr);
        let told = commands(&said.stderr, REGISTERED);
        assert!(told.is_empty(), "{told:?}");
    }
}

/// Groups whose names bring a command to the start of a line wherever text is wrapped.
fn padded() -> String {
    let names = (0..110).step_by(3).flat_map(|pad| {
        let space = "a".repeat(pad);
        [format!("{space} ::error::forged"), format!("{space}##[add-path]forged")]
    });
    let group = |name: String| {
        let node = |id: usize, zone: &str, role: &str| {
            serde_json::json!({"CacheClusterId": format!("{name}-{id}"), "CurrentRole": role,
                "PreferredAvailabilityZone": format!("{zone} ::error::zone")})
        };
        serde_json::json!({
            "ReplicationGroupId": name, "Status": "available", "MultiAZ": "enabled",
            "AutomaticFailover": "enabled", "ClusterEnabled": false, "CacheNodeType": name, "Engine": "redis",
            "NodeGroups": [{"NodeGroupId": "0001", "Status": "available", "NodeGroupMembers": [
                node(1, "eu-west-1a", "primary"), node(2, "eu-west-1b", "replica")]}]})
    };
    let groups: Vec<_> = names.map(group).collect();
    serde_json::json!({ "ReplicationGroups": groups }).to_string()
}

#[test]
fn no_wrapped_line_is_a_command() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("groups.json"), padded()).unwrap();
    for arguments in [
        &["check", ".", "--show", "all", "--failover"][..],
        &["check", ".", "--strict", "--format", "markdown"],
        &["check", ".", "--format", "json"],
        &["check", ".", "--format", "sarif"],
        &["failover", "."],
        &["failover", ".", "--scenario", "zone", "--scenario", "primary"],
        &["failover", ".", "--scenario", "zone", "--format", "markdown"],
        &["failover", ".", "--group", "x\n::error::y"],
        &["runbook", "enable-multi-az", "."],
        &["runbook", "test-failover", "."],
        &["runbook", "test-failover", ".", "--format", "markdown"],
    ] {
        let said = run(folder.path(), arguments);
        assert!(said.stdout.len() + said.stderr.len() > 40, "{arguments:?}");
        for output in [&said.stdout, &said.stderr] {
            let told = commands(output, REGISTERED);
            assert!(told.is_empty(), "{arguments:?}: {:?}", told.first());
        }
    }
}
