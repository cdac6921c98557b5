//! The code of findings of plans: the lines of configuration beside the plan, or in `--source-root`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

fn fixtures() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/terraform")
}

/// What a run printed, and how it ended.
struct Run {
    stdout: String,
    stderr: String,
    code: i32,
}

impl Run {
    /// The findings of JSON output that tells of no failure.
    fn findings(&self) -> Vec<Value> {
        let document: Value = serde_json::from_str(&self.stdout).unwrap();
        assert_eq!(document["failures"], Value::Array(Vec::new()));
        document["findings"].as_array().unwrap().clone()
    }
}

/// Runs `check` in a folder.
fn run(folder: &Path, arguments: &[&str], stdin: &[u8]) -> Run {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(folder).arg("check").args(arguments);
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(stdin).unwrap();
    let output = child.wait_with_output().unwrap();
    Run {
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
        code: output.status.code().unwrap(),
    }
}

fn findings(folder: &Path, arguments: &[&str]) -> Vec<Value> {
    run(folder, &[arguments, &["--format", "json"]].concat(), b"").findings()
}

/// A fixture's folder by itself: nothing that lay beside it.
fn copy_of(fixture: &str) -> TempDir {
    let folder = TempDir::new().unwrap();
    copy(&source_root().join(fixture), folder.path());
    folder
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let entry = entry.unwrap();
        let target = to.join(entry.file_name());
        match entry.path().is_dir() {
            true => copy(&entry.path(), &target),
            false => fs::write(target, fs::read(entry.path()).unwrap()).unwrap(),
        }
    }
}

/// `main.tf:12:3`.
fn place(at: &Value) -> String {
    format!("{}:{}:{}", at["file"].as_str().unwrap(), at["line"], at["column"])
}

/// Whether one of two places lies in the other.
fn overlap(one: &Value, other: &Value) -> bool {
    let ends =
        |at: &Value, line: &str, column: &str| (at[line].as_u64().unwrap(), at[column].as_u64().unwrap());
    let range = |at: &Value| (ends(at, "line", "column"), ends(at, "end_line", "end_column"));
    let ((start, end), (other_start, other_end)) = (range(one), range(other));
    let within = (start <= other_start && other_end <= end) || (other_start <= start && end <= other_end);
    one["file"] == other["file"] && within
}

/// Where a plan leads elsewhere than the configuration's labels, as module and rule: to `var.multi_az`,
/// whose null makes the provider's default count.
const ELSEWHERE: &[(&str, &str)] = &[("strings-and-nulls", "failover-without-multi-az")];

/// What a finding is about.
fn subject(finding: &Value) -> String {
    format!("{} {} {} {}", finding["rule"], finding["group"], finding["shards"], finding["verdict"])
}

#[test]
fn a_plan_leads_to_a_place_that_its_configuration_is_at_fault_for() {
    let mut wrong = Vec::new();
    let (mut found, mut compared) = (0, 0);
    for entry in fs::read_dir(fixtures().join("modules")).unwrap() {
        let folder = entry.unwrap().path();
        if !folder.is_dir() {
            continue;
        }
        let module = folder.file_name().unwrap().to_string_lossy();
        let all = findings(&folder, &["."]);
        let (plans, configured): (Vec<&Value>, Vec<&Value>) =
            all.iter().partition(|finding| finding["target"]["input"] == "terraform-plan");
        for finding in plans {
            if finding["code"].is_null() {
                wrong.push(format!("{module}: {} has no code", subject(finding)));
                continue;
            }
            found += 1;
            let code = place(&finding["code"]);
            let same = configured.iter().filter(|one| subject(one) == subject(finding));
            for other in same {
                compared += 1;
                let labels = other["labels"].as_array().unwrap();
                let is_among = labels.iter().any(|label| overlap(label, &finding["code"]));
                let elsewhere = ELSEWHERE.contains(&(&*module, finding["rule"].as_str().unwrap()));
                if is_among == elsewhere {
                    let labels: Vec<String> = labels.iter().map(place).collect();
                    wrong.push(format!("{module}: {} is at {code}, not {labels:?}", subject(finding)));
                }
            }
        }
        assert!(configured.iter().all(|finding| finding["code"].is_null()), "{module}: it is code itself");
    }
    assert!(wrong.is_empty(), "{} of {found}:\n{}", wrong.len(), wrong.join("\n"));
    assert!(compared > 60, "only {compared} of {found} places were compared");
}

/// The rule and group of every finding of a plan, with the place of its code.
fn code_of(findings: &[Value]) -> Vec<(String, String)> {
    let plans = findings.iter().filter(|one| one["target"]["input"] != "terraform-config");
    let code = |at: &Value| if at.is_null() { "none".to_owned() } else { place(at) };
    let short = |group: &str| group.replace("aws_elasticache_replication_group.", "");
    let line = |one: &Value| {
        let group = short(one["group"].as_str().unwrap());
        (format!("{} {group}", one["rule"].as_str().unwrap()), code(&one["code"]))
    };
    plans.map(line).collect()
}

fn assert_code(found: &[(String, String)], wanted: &[(&str, &str)]) {
    let found: Vec<(&str, &str)> = found.iter().map(|(what, code)| (what.as_str(), code.as_str())).collect();
    assert_eq!(found, wanted);
}

/// Where the findings of `prod/plan.json` are written, seen from `prod`, while nothing else may be read.
const PROD: &[(&str, &str)] = &[
    ("failover-without-multi-az written", "main.tf:8:32"),
    ("failover-without-multi-az unwritten[0]", "main.tf:11:46"),
    ("failover-without-multi-az unwritten[1]", "main.tf:11:46"),
    // Multi-AZ is on there: the block is all that the two have in common.
    ("failover-without-multi-az stale", "main.tf:22:46"),
    // A count makes no instance of that name.
    ("failover-without-multi-az keyed[\"eu\"]", "none"),
    ("failover-without-multi-az renamed", "none"),
    // Through two modules, and an object in an object.
    ("failover-without-multi-az module.near[\"eu\"].module.inner.this", "main.tf:52:38"),
    // The module lies outside: what it is called with is here, and what it writes itself is not.
    ("single-replica module.outside.this", "main.tf:55:8"),
    ("failover-without-multi-az module.outside.this", "main.tf:59:14"),
];

fn below(folder: &str, places: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    let below = |at: &str| if at == "none" { at.to_owned() } else { format!("{folder}/{at}") };
    places.iter().map(|(what, at)| (*what, below(at))).collect()
}

fn source_root() -> PathBuf {
    fixtures().join("source-root")
}

#[test]
fn the_folder_of_a_plan_counts_by_itself() {
    assert_code(&code_of(&findings(&source_root().join("prod"), &["plan.json"])), PROD);
    let wanted = below("prod", PROD);
    let wanted: Vec<(&str, &str)> = wanted.iter().map(|(what, at)| (*what, at.as_str())).collect();
    assert_code(&code_of(&findings(&source_root(), &["prod/plan.json"])), &wanted);
}

#[test]
fn a_plan_on_standard_input_belongs_to_the_working_folder() {
    let plan = fs::read(source_root().join("prod/plan.json")).unwrap();
    let in_folder = run(&source_root().join("prod"), &["-", "--format", "json"], &plan);
    assert_code(&code_of(&in_folder.findings()), PROD);
    let elsewhere = run(&source_root(), &["-", "--format", "json"], &plan);
    assert!(elsewhere.findings().iter().all(|finding| finding["code"].is_null()));
    assert_eq!(elsewhere.stderr, "", "nobody asked for a place");
}

#[test]
fn a_source_root_may_be_elsewhere() {
    let plan = fs::read(source_root().join("prod/plan.json")).unwrap();
    let run = run(&source_root(), &["-", "--format", "json", "--source-root", "prod"], &plan);
    let wanted = below("prod", PROD);
    let wanted: Vec<(&str, &str)> = wanted.iter().map(|(what, at)| (*what, at.as_str())).collect();
    assert_code(&code_of(&run.findings()), &wanted);
    let note = "note: aws_elasticache_replication_group.keyed[\"eu\"] and 1 more are in -, and nothing in prod \
                declares them as it has them\n";
    assert_eq!(run.stderr, note);
}

#[test]
fn a_module_is_read_where_a_path_holds_it() {
    let all = code_of(&findings(&source_root(), &["."]));
    let replica = all.iter().find(|(what, _)| what == "single-replica module.outside.this").unwrap();
    assert_eq!(replica.1, "modules/cache/main.tf:14:32");
    let multi_az =
        all.iter().find(|(what, _)| what == "failover-without-multi-az module.outside.this").unwrap();
    assert_eq!(multi_az.1, "prod/main.tf:59:14");
}

#[test]
fn json_syntax_has_places_too() {
    let found = code_of(&findings(&source_root().join("in-json"), &["plan.json"]));
    let wanted = [
        ("fewer-than-three-shards shards", "main.tf.json:5:7"),
        ("zone-outside-subnet-group shards", "main.tf.json:5:7"),
        ("failover-without-multi-az shards", "main.tf.json:11:29"),
        ("shard-count-mismatch shards", "main.tf.json:12:37"),
        // The plan has its shards in another order.
        ("shard-without-replica shards", "main.tf.json:14:54"),
        ("single-replica shards", "main.tf.json:13:54"),
        ("zone-outside-subnet-group module.cache[0].this", "cache/cache.tf.json:5:7"),
        ("single-replica module.cache[0].this", "cache/cache.tf.json:9:31"),
        ("failover-without-multi-az module.cache[0].this", "main.tf.json:24:19"),
    ];
    assert_code(&found, &wanted);
}

#[test]
fn a_state_leads_to_code_as_well() {
    let folder = copy_of("prod");
    let plan: Value = serde_json::from_slice(&fs::read(folder.path().join("plan.json")).unwrap()).unwrap();
    let state = serde_json::json!({
        "format_version": "1.0", "terraform_version": "1.11.4", "values": plan["planned_values"],
    });
    fs::remove_file(folder.path().join("plan.json")).unwrap();
    fs::write(folder.path().join("state.json"), state.to_string()).unwrap();
    let found = code_of(&findings(folder.path(), &["state.json"]));
    let at = |group: &str| {
        let line = found.iter().find(|(what, _)| *what == format!("failover-without-multi-az {group}"));
        line.map(|(_, at)| at.as_str())
    };
    assert_eq!(at("written"), Some("main.tf:8:32"));
    assert_eq!(at("module.near[\"eu\"].module.inner.this"), Some("main.tf:52:38"));
    // A state does not say which variable decides what a module writes.
    assert_eq!(at("module.outside.this"), Some("main.tf:55:8"));
    assert_eq!(at("renamed"), Some("none"));
}

#[test]
fn configuration_that_cannot_be_parsed_fails_no_plan() {
    let folder = copy_of("prod");
    let whole = run(folder.path(), &["plan.json", "--format", "json"], b"");
    fs::write(folder.path().join("broken.tf"), "resource \"aws_subnet\" {{{\n").unwrap();
    let beside = run(folder.path(), &["plan.json", "--format", "json"], b"");
    assert_code(&code_of(&beside.findings()), PROD);
    assert_eq!(beside.code, whole.code);
    let note = "note: aws_elasticache_replication_group.keyed[\"eu\"] and 1 more are in plan.json, and nothing in . \
                declares them as it has them (broken.tf: it is not valid HCL: ";
    assert!(beside.stderr.starts_with(note), "{}", beside.stderr);

    fs::write(folder.path().join("main.tf"), "}").unwrap();
    let nothing = run(folder.path(), &["plan.json", "--format", "json"], b"");
    assert!(nothing.findings().iter().all(|finding| finding["code"].is_null()));
    assert_eq!(nothing.findings().len(), PROD.len());
    assert_eq!(nothing.code, whole.code);
}

#[test]
fn a_broken_override_leaves_only_the_block() {
    let folder = copy_of("prod");
    fs::write(folder.path().join("override.tf"), "}").unwrap();
    let found = code_of(&run(folder.path(), &["plan.json", "--format", "json"], b"").findings());
    assert_eq!(found.first().unwrap().1, "main.tf:2:46", "it may write another value");
}

#[test]
fn another_block_of_that_name_is_none() {
    let folder = copy_of("prod");
    let main = folder.path().join("main.tf");
    let text = fs::read_to_string(&main).unwrap();
    fs::write(&main, text.replacen("  multi_az_enabled           = false\n", "", 1)).unwrap();
    let found = code_of(&findings(folder.path(), &["plan.json"]));
    // The plan was made from a block that wrote the attribute.
    assert_eq!(found.first().unwrap().1, "none");
}

#[test]
fn downloaded_modules_are_shown_where_they_are_called() {
    let folder = copy_of("prod");
    let module = folder.path().join(".terraform/modules/outside");
    fs::create_dir_all(&module).unwrap();
    fs::copy(source_root().join("modules/cache/main.tf"), module.join("main.tf")).unwrap();
    let manifest = r#"{"Modules": [{"Key": "outside", "Source": "example/cache/aws", "Dir": ".terraform/modules/outside"}]}"#;
    fs::write(folder.path().join(".terraform/modules/modules.json"), manifest).unwrap();
    let main = folder.path().join("main.tf");
    let text = fs::read_to_string(&main).unwrap().replace("../modules/cache", "example/cache/aws");
    fs::write(&main, text).unwrap();
    assert_code(&code_of(&findings(folder.path(), &["plan.json"])), PROD);
}

#[cfg(unix)]
#[test]
fn a_link_does_not_lead_outside() {
    let folder = copy_of("prod");
    let outside = TempDir::new().unwrap();
    fs::copy(source_root().join("modules/cache/main.tf"), outside.path().join("main.tf")).unwrap();
    std::os::unix::fs::symlink(outside.path(), folder.path().join("linked")).unwrap();
    let main = folder.path().join("main.tf");
    let text = fs::read_to_string(&main).unwrap().replace("../modules/cache", "./linked");
    fs::write(&main, text).unwrap();
    assert_code(&code_of(&findings(folder.path(), &["plan.json"])), PROD);
}

#[test]
fn text_output_names_the_line() {
    let run = run(&source_root(), &["prod/plan.json"], b"");
    assert!(run.stdout.contains("code: prod/main.tf:8:32\n"), "{}", run.stdout);
    assert!(run.stdout.contains("until that zone is back (code: prod/main.tf:55:8)\n"), "{}", run.stdout);
}

#[test]
fn a_source_root_that_is_no_folder_is_an_error() {
    for root in ["nowhere", "prod/main.tf"] {
        let run = run(&source_root(), &["prod/plan.json", "--source-root", root], b"");
        assert_eq!(run.stderr, format!("error: --source-root: there is no folder {root}\n"));
        assert_eq!((run.code, run.stdout.as_str()), (2, ""));
    }
}
