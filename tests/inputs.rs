//! Odd, broken and hostile inputs: a clear error with its place, or left alone; never a panic.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// A template with one group whose two nodes are pinned to one zone.
const TEMPLATE: &str = "\
Resources:
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupDescription: sessions
      Engine: valkey
      EngineVersion: \"8.0\"
      CacheNodeType: cache.r7g.large
      NumCacheClusters: 2
      AutomaticFailoverEnabled: true
      MultiAZEnabled: true
      PreferredCacheClusterAZs: [eu-west-1a, eu-west-1a]
";

fn run(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).env("NO_COLOR", "1").output().unwrap()
}

/// Runs `check --format json` in a folder with these files: exit code and document.
fn check(files: &[(&str, &[u8])], arguments: &[&str]) -> (i32, Value) {
    let folder = TempDir::new().unwrap();
    for (name, bytes) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    let mut all = vec!["check", "--format", "json"];
    all.extend(arguments);
    let output = run(folder.path(), &all);
    let document = serde_json::from_slice(&output.stdout).unwrap_or(Value::Null);
    (output.status.code().unwrap(), document)
}

/// The rules violated, in order.
fn violated(document: &Value) -> Vec<&str> {
    let findings = document["findings"].as_array().unwrap().iter();
    let findings = findings.filter(|f| f["verdict"] == "violated" && f["severity"] != "advice");
    findings.map(|finding| finding["rule"].as_str().unwrap()).collect()
}

const PINNED: &[&str] = &["replicas-share-primary-zone"];

#[test]
fn a_byte_order_mark_and_crlf_move_nothing() {
    let text = format!("\u{feff}{}", TEMPLATE.replace('\n', "\r\n"));
    let (code, document) = check(&[("t.yaml", text.as_bytes())], &[]);
    assert_eq!((code, violated(&document)), (1, PINNED.to_vec()));
    let finding = document["findings"].as_array().unwrap().iter().find(|f| f["rule"] == PINNED[0]).unwrap();
    assert_eq!((finding["line"].as_u64(), finding["column"].as_u64()), (Some(12), Some(34)));
}

#[test]
fn columns_count_characters_not_bytes() {
    let text = TEMPLATE.replace("[eu-west-1a, eu-west-1a]", "[ \"eu-west-1ä\", \"eu-west-1ä\" ] # größe");
    let (_, document) = check(&[("t.yaml", text.as_bytes())], &[]);
    let finding = document["findings"].as_array().unwrap().iter().find(|f| f["rule"] == PINNED[0]).unwrap();
    let columns: Vec<_> =
        finding["labels"].as_array().unwrap().iter().map(|l| l["column"].as_u64()).collect();
    assert_eq!(columns, [Some(35), Some(49), Some(23)]);
    assert_eq!(finding["end_column"].as_u64(), Some(47));
}

#[test]
fn utf_16_as_some_shells_write_it_is_read() {
    let mut bytes = vec![0xff, 0xfe];
    bytes.extend(TEMPLATE.encode_utf16().flat_map(u16::to_le_bytes));
    let (code, document) = check(&[("t.yaml", &bytes)], &[]);
    assert_eq!((code, violated(&document)), (1, PINNED.to_vec()));
}

#[test]
fn a_key_that_stands_twice_is_an_error_with_its_place() {
    let yaml = TEMPLATE.replace("      Engine: valkey\n", "      Engine: valkey\n      Engine: redis\n");
    let (code, document) = check(&[("t.yaml", yaml.as_bytes())], &[]);
    assert_eq!(code, 2);
    assert_eq!(document["failures"][0]["line"], 7);
    let json = r#"{"Resources": {"C": {"Type": "AWS::ElastiCache::ReplicationGroup", "Type": "x"}}}"#;
    let (code, document) = check(&[("t.json", json.as_bytes())], &[]);
    assert_eq!(code, 2);
    assert!(document["failures"][0]["message"].as_str().unwrap().contains("`Type` stands twice"));
}

#[test]
fn anchors_aliases_and_merge_keys_are_resolved() {
    let text = "\
Shared: &shared
  Engine: valkey
  EngineVersion: \"8.0\"
  NumCacheClusters: 2
  MultiAZEnabled: false
Resources:
  Cache:
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      <<: *shared
      MultiAZEnabled: true
      AutomaticFailoverEnabled: true
      PreferredCacheClusterAZs: [&zone eu-west-1a, *zone]
";
    let (code, document) = check(&[("t.yaml", text.as_bytes())], &[]);
    assert_eq!((code, violated(&document)), (1, PINNED.to_vec()));
}

#[test]
fn an_alias_bomb_is_an_error_and_the_other_files_go_on() {
    let mut bomb = String::from("# AWS::ElastiCache::\na0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
    for level in 1..9 {
        let refs = vec![format!("*a{}", level - 1); 10].join(", ");
        bomb.push_str(&format!("a{level}: &a{level} [{refs}]\n"));
    }
    let (code, document) = check(&[("bomb.yaml", bomb.as_bytes()), ("t.yaml", TEMPLATE.as_bytes())], &[]);
    assert_eq!(code, 2);
    assert_eq!(violated(&document), PINNED);
    assert!(document["failures"][0]["message"].as_str().unwrap().contains("aliases"));
}

#[test]
fn nesting_200_000_levels_deep_is_an_error() {
    let depth = 200_000;
    let json = format!("{{\"AWS::ElastiCache::\": {}{}}}", "[".repeat(depth), "]".repeat(depth));
    let (code, document) = check(&[("deep.json", json.as_bytes())], &["deep.json"]);
    assert_eq!(code, 2, "{document}");
    let plan = format!(
        "{{\"format_version\": \"1.2\", \"planned_values\": {{\"root_module\": {}{}}}, \"x\": \"aws_elasticache_\"}}",
        "{\"child_modules\":[".repeat(depth),
        "]}".repeat(depth)
    );
    let (code, document) = check(&[("plan.json", plan.as_bytes())], &[]);
    assert_eq!(code, 2, "{document}");
    let yaml = format!("# AWS::ElastiCache::\nResources: {}{}\n", "[".repeat(depth), "]".repeat(depth));
    let (code, document) = check(&[("deep.yaml", yaml.as_bytes())], &[]);
    assert_eq!(code, 2);
    assert!(document["failures"][0]["message"].as_str().unwrap().contains("128"), "{document}");
    let block: String = (0..2_000).map(|level| format!("{}a:\n", " ".repeat(level))).collect();
    let (code, _) = check(&[("deep.yaml", format!("# AWS::ElastiCache::\n{block}").as_bytes())], &[]);
    assert_eq!(code, 2);
}

#[test]
fn empty_files_and_files_of_white_space_are_left_alone() {
    let (code, document) =
        check(&[("a.yaml", b""), ("b.json", b"  \n"), ("c.tf", b"\n")], &["a.yaml", "b.json", "."]);
    assert_eq!((code, document["failures"].as_array().unwrap().len()), (0, 0));
}

#[test]
fn bytes_that_are_no_text_are_an_error_only_where_they_concern_us() {
    let (code, _) = check(&[("plan.bin", &[0xff, 0x00, 0x9f, 0x92])], &[]);
    assert_eq!(code, 0);
    let mut ours = vec![0x9f, 0x92, 0x00];
    ours.extend(b"aws_elasticache_replication_group");
    let (code, document) = check(&[("plan.bin", &ours)], &["plan.bin"]);
    assert_eq!((code, document["failures"][0]["kind"].as_str()), (2, Some("not-text")));
}

#[cfg(unix)]
#[test]
fn a_link_to_nothing_is_passed_in_a_walk_and_an_error_by_name() {
    let folder = TempDir::new().unwrap();
    std::os::unix::fs::symlink("gone.yaml", folder.path().join("link.yaml")).unwrap();
    std::os::unix::fs::symlink(".", folder.path().join("loop")).unwrap();
    assert_eq!(run(folder.path(), &["check"]).status.code(), Some(0));
    assert_eq!(run(folder.path(), &["check", "link.yaml"]).status.code(), Some(2));
}

#[cfg(unix)]
#[test]
fn a_link_to_a_file_is_read_once() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("t.yaml"), TEMPLATE).unwrap();
    std::os::unix::fs::symlink("t.yaml", folder.path().join("a.yaml")).unwrap();
    let output = run(folder.path(), &["check", "--format", "json"]);
    let document: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(document["summary"]["groups"], 1);
}

#[test]
fn a_path_that_does_not_exist_is_an_error_and_the_rest_is_checked() {
    let (code, document) = check(&[("t.yaml", TEMPLATE.as_bytes())], &["gone.yaml", "t.yaml"]);
    assert_eq!((code, violated(&document)), (2, PINNED.to_vec()));
    assert_eq!(document["failures"][0]["file"], "gone.yaml");
}

#[test]
fn what_does_not_concern_us_is_left_alone_named_or_walked() {
    let helm = b"{{- if .Values.enabled }}\napiVersion: v1\nkind: {{ .Values.kind }}\n{{- end }}\n";
    let broken = b"a: [1, 2\nb: }\n";
    let files: &[(&str, &[u8])] = &[("chart/templates/x.yaml", helm), ("broken.yaml", broken)];
    for arguments in [&["."][..], &["chart/templates/x.yaml", "broken.yaml"]] {
        let (code, document) = check(files, arguments);
        assert_eq!((code, document["failures"].as_array().unwrap().len()), (0, 0));
    }
}

#[test]
fn a_chart_that_carries_a_template_is_skipped_with_a_word_and_a_broken_template_is_an_error() {
    let quoted = TEMPLATE.replace("Resources:", "Resources: # {{ .Values.note }}").replace('\n', "\n    ");
    let chart = format!(
        "{{{{- if .Values.on }}}}\napiVersion: v1\nkind: ConfigMap\ndata:\n  t.yaml: |\n    {quoted}\n{{{{- end }}}}\n"
    );
    let files: &[(&str, &[u8])] = &[("chart/templates/x.yaml", chart.as_bytes())];
    for arguments in [&["."][..], &["chart/templates/x.yaml"]] {
        let (code, document) = check(files, arguments);
        let reason = document["skipped"][0]["reason"].as_str().unwrap_or_default();
        assert_eq!((code, document["failures"].as_array().unwrap().len()), (0, 0), "{document}");
        assert!(reason.contains("template engine"), "{document}");
    }
    assert_eq!(check(files, &["--strict"]).0, 1);
    let indented = format!(" {}", TEMPLATE.replace('\n', "\n ").replace("1a]", "{{resolve:ssm:zone}}"));
    assert_eq!(check(&[("t.yaml", indented.as_bytes())], &[]).0, 2);
    for resources in ["Resources:", "\"Resources\":"] {
        let broken =
            format!("{{{{- if on }}}}\n{}{{{{- end }}}}\n", TEMPLATE.replace("Resources:", resources));
        let (code, document) = check(&[("t.yaml", broken.as_bytes())], &[]);
        assert_eq!((code, document["failures"].as_array().unwrap().len()), (2, 1), "{document}");
    }
}

#[test]
fn a_template_quoted_in_another_language_is_not_a_template() {
    let markdown = format!("# How\n\n```yaml\n{TEMPLATE}```\n");
    let python = "t = Template('AWS::ElastiCache::ReplicationGroup')\n{ not json\n";
    let (code, document) =
        check(&[("a.md", markdown.as_bytes()), ("b.py", python.as_bytes())], &["a.md", "b.py"]);
    assert_eq!((code, document["summary"]["groups"].as_u64()), (0, Some(0)));
}

#[test]
fn broken_templates_are_errors_with_line_and_column() {
    let yaml = TEMPLATE.replace("[eu-west-1a, eu-west-1a]", "[eu-west-1a, eu-west-1a");
    let (code, document) = check(&[("t.yaml", yaml.as_bytes())], &[]);
    assert_eq!(code, 2);
    assert!(document["failures"][0]["line"].as_u64().unwrap() >= 12);
    let json =
        "{\n  \"Resources\": {\n    \"C\": {\"Type\": \"AWS::ElastiCache::ReplicationGroup\",}\n  }\n}\n";
    let (code, document) = check(&[("t.template", json.as_bytes())], &["t.template"]);
    assert_eq!((code, &document["failures"][0]["line"]), (2, &Value::from(3)));
}

#[test]
fn gitignore_is_honoured_in_a_walk_and_not_by_name() {
    let files: &[(&str, &[u8])] = &[(".gitignore", b"cdk.out\n"), ("cdk.out/t.json", TEMPLATE.as_bytes())];
    let named: &[(&str, &[u8])] = &[(".gitignore", b"*.yaml\n"), ("t.yaml", TEMPLATE.as_bytes())];
    let groups = |files, arguments: &[&str]| check(files, arguments).1["summary"]["groups"].as_u64().unwrap();
    assert_eq!(groups(named, &[]), 0);
    assert_eq!(groups(named, &["--no-gitignore"]), 1);
    assert_eq!(groups(named, &["t.yaml"]), 1);
    assert_eq!(groups(files, &[]), 0);
}

#[test]
fn a_run_without_a_group_says_so_and_ends_well() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("a.txt"), "hello").unwrap();
    let output = run(folder.path(), &["check"]);
    assert_eq!(output.status.code(), Some(0));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.contains("1 file;") && told.contains("--no-gitignore"), "{told}");
}

#[test]
fn severities_and_strictness_decide_the_exit_code() {
    let files: &[(&str, &[u8])] = &[("t.yaml", TEMPLATE.as_bytes())];
    let code = |arguments: &[&str]| check(files, arguments).0;
    assert_eq!(code(&["--fail-on", "never"]), 0);
    assert_eq!(code(&["--fail-on", "error"]), 1);
    assert_eq!(code(&["--ignore", "replicas-share-primary-zone"]), 0);
    assert_eq!(code(&["--ignore", "replicas-share-primary-zone", "--fail-on", "advice"]), 1);
    assert_eq!(code(&["--select", "no-backups"]), 0);
    assert_eq!(code(&["--ignore", "replicas-share-primary-zone", "--strict"]), 1);
    assert_eq!(code(&["--select", "no-bakups"]), 2);
}

#[test]
fn formats_are_written_side_by_side() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("t.yaml"), TEMPLATE).unwrap();
    let output = run(folder.path(), &["check", "--format", "text", "--format", "json=out.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8(output.stdout).unwrap().contains("1 group in 1 file: 1 error"));
    let document: Value = serde_json::from_slice(&fs::read(folder.path().join("out.json")).unwrap()).unwrap();
    assert_eq!(document["format"], "multiaz/1");
    assert_eq!(run(folder.path(), &["check", "--format", "text", "--format", "json"]).status.code(), Some(2));
    assert_eq!(run(folder.path(), &["check", "--format", "yaml"]).status.code(), Some(2));
}

#[test]
fn a_raw_state_and_a_plan_for_people_are_named_with_what_to_do() {
    let state =
        br#"{"version": 4, "serial": 1, "lineage": "x", "resources": [{"type": "aws_elasticache_cluster"}]}"#;
    let plan =
        b"Terraform will perform the following actions:\n  # aws_elasticache_cluster.a will be created\n";
    let files: &[(&str, &[u8])] = &[("terraform.tfstate", state), ("plan.txt", plan)];
    let (code, document) = check(files, &[]);
    let reasons: Vec<_> =
        document["skipped"].as_array().unwrap().iter().map(|s| s["reason"].as_str().unwrap()).collect();
    assert_eq!((code, reasons.len()), (0, 2));
    assert!(reasons.iter().all(|reason| reason.contains("terraform show -json")), "{reasons:?}");
    assert_eq!(check(files, &["--strict"]).0, 1);
}

#[test]
fn parameter_values_that_a_template_refuses_are_errors() {
    let head = "Parameters:\n  Flag: {Type: String, AllowedValues: [\"true\", \"false\"]}\n  Nodes: {Type: Number}\n";
    let text = format!("{head}{TEMPLATE}");
    let files: &[(&str, &[u8])] = &[("t.yaml", text.as_bytes())];
    let (code, document) = check(files, &["--parameters", "Flag=yes", "--parameters", "Nodes=two"]);
    assert_eq!((code, document["failures"].as_array().unwrap().len()), (2, 2));
    assert_eq!(document["failures"][0]["help"], "give one of true, false");
    assert_eq!(violated(&document), PINNED);
    assert_eq!(check(files, &["--parameters", "Flag=true", "--parameters", "Nodes=2"]).0, 1);
    assert_eq!(check(files, &["--parameters", "Falg=true"]).0, 2, "a misspelt parameter");
}

#[test]
fn content_decides_also_under_a_name_of_another_language() {
    let files: &[(&str, &[u8])] = &[("cache.yaml.tpl", TEMPLATE.as_bytes())];
    assert_eq!(violated(&check(files, &["cache.yaml.tpl"]).1), PINNED);
    assert_eq!(violated(&check(files, &[]).1), PINNED);
}

#[cfg(unix)]
#[test]
fn a_report_goes_through_links_and_pipes_and_never_replaces_them() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("t.yaml"), TEMPLATE).unwrap();
    fs::write(folder.path().join("real.json"), "old").unwrap();
    std::os::unix::fs::symlink("real.json", folder.path().join("link.json")).unwrap();
    let output = run(folder.path(), &["check", "t.yaml", "--format", "json=link.json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(folder.path().join("link.json").is_symlink());
    assert!(fs::read_to_string(folder.path().join("real.json")).unwrap().contains("multiaz/1"));
    let output = run(folder.path(), &["check", "t.yaml", "--format", "json=/dev/stdout"]);
    assert!(String::from_utf8(output.stdout).unwrap().contains("multiaz/1"));
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_ends_the_run_with_2() {
    let folder = TempDir::new().unwrap();
    fs::write(folder.path().join("t.yaml"), TEMPLATE).unwrap();
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
    let status = command
        .current_dir(folder.path())
        .args(["check", "t.yaml", "--fail-on", "never"])
        .stdout(full)
        .stderr(Stdio::null())
        .status();
    assert_eq!(status.unwrap().code(), Some(2));
}

#[test]
fn text_and_json_name_the_same_column() {
    let folder = TempDir::new().unwrap();
    let text = TEMPLATE.replace("[eu-west-1a, eu-west-1a]", "[ \"ééééé\", \"ééééé\" ]");
    fs::write(
        folder.path().join("t.yaml"),
        text.replace("PreferredCacheClusterAZs", "\"PreferredCacheClusterAZs\""),
    )
    .unwrap();
    let output = run(folder.path(), &["check", "t.yaml", "--format", "text", "--format", "json=out.json"]);
    let document: Value = serde_json::from_slice(&fs::read(folder.path().join("out.json")).unwrap()).unwrap();
    let finding = document["findings"].as_array().unwrap().iter().find(|f| f["rule"] == PINNED[0]).unwrap();
    let place = format!("t.yaml:{}:{}]", finding["line"], finding["column"]);
    assert!(String::from_utf8(output.stdout).unwrap().contains(&place), "{place}");
}

#[test]
fn aliases_add_no_depth_beyond_the_bound() {
    // Each level holds the one before it, so that copies would nest thousands of levels deep.
    let mut text = String::from("# AWS::ElastiCache::\na0: &a0 x\n");
    for level in 1..40 {
        let (open, close) = ("[".repeat(100), "]".repeat(100));
        text.push_str(&format!("a{level}: &a{level} {open}*a{}{close}\n", level - 1));
    }
    let (code, document) = check(&[("deep.yaml", text.as_bytes())], &[]);
    assert_eq!(code, 2);
    assert!(document["failures"][0]["message"].as_str().unwrap().contains("128 levels"), "{document}");
}

#[test]
fn a_second_value_after_parameters_is_explained() {
    let (code, document) =
        check(&[("t.yaml", TEMPLATE.as_bytes())], &["t.yaml", "--parameters", "AWS::Region=x", "B=2"]);
    assert_eq!(code, 2);
    assert!(document["failures"][0]["help"].as_str().unwrap().contains("repeat it"), "{document}");
}

#[test]
fn a_module_by_itself_is_judged_with_its_defaults_and_says_so() {
    let folder = TempDir::new().unwrap();
    let module = "variable \"nodes\" {\n  default = 1\n}\n\nresource \"aws_elasticache_replication_group\" \"this\" {\n  replication_group_id = \"sessions\"\n  num_cache_clusters   = var.nodes\n}\n";
    fs::create_dir(folder.path().join("cache")).unwrap();
    fs::write(folder.path().join("cache/main.tf"), module).unwrap();
    let alone = run(folder.path(), &["check"]);
    let told = String::from_utf8(alone.stderr).unwrap();
    assert!(told.starts_with("note: cache is judged with the defaults of its variables"), "{told}");
    assert!(String::from_utf8(alone.stdout).unwrap().contains("the default of var.nodes"));
    // A folder that calls it judges it with what it passes.
    let caller = "module \"cache\" {\n  source = \"./cache\"\n  nodes  = 2\n}\n";
    fs::write(folder.path().join("main.tf"), caller).unwrap();
    let called = run(folder.path(), &["check"]);
    assert!(called.stderr.is_empty());
    assert!(String::from_utf8(called.stdout).unwrap().contains("1 group in 1 file"));
}

#[test]
fn a_workspace_is_known_where_something_tells_it() {
    let folder = TempDir::new().unwrap();
    let group = "resource \"aws_elasticache_replication_group\" \"this\" {\n  replication_group_id       = \"sessions\"\n  num_cache_clusters         = terraform.workspace == \"prod\" ? 3 : 1\n  automatic_failover_enabled = true\n  multi_az_enabled           = true\n}\n";
    fs::write(folder.path().join("main.tf"), group).unwrap();
    let rule = ["check", "--select", "shard-without-replica", "--show", "undecided"];
    let told = |workspace: Option<&str>| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
        command.current_dir(folder.path()).args(rule).env_remove("TF_WORKSPACE");
        workspace.map(|name| command.env("TF_WORKSPACE", name));
        String::from_utf8(command.output().unwrap().stdout).unwrap()
    };
    assert!(told(None).contains("terraform.workspace is not known"));
    assert!(told(Some("dev")).contains("1 error"));
    assert!(told(Some("prod")).contains("0 errors, 0 warnings, 0 advice, 0 undecided"));
    fs::create_dir(folder.path().join(".terraform")).unwrap();
    fs::write(folder.path().join(".terraform/environment"), "prod\n").unwrap();
    assert!(told(None).contains("0 errors, 0 warnings, 0 advice, 0 undecided"));
}

#[test]
fn a_folder_and_a_template_are_checked_once_however_many_files_name_them() {
    let group = "resource \"aws_elasticache_replication_group\" \"this\" {\n  replication_group_id = \"sessions\"\n  num_cache_clusters   = var.nodes\n}\n";
    let variable = "variable \"nodes\" {\n  default = 3\n}\n";
    let files: &[(&str, &[u8])] = &[
        ("cache/main.tf", group.as_bytes()),
        ("cache/variables.tf", variable.as_bytes()),
        ("cache/terraform.tfvars", b"nodes = 2\n"),
        ("cache/a.auto.tfvars.json", b"{\"nodes\": 1}\n"),
        ("t.yaml", TEMPLATE.as_bytes()),
    ];
    let everything = check(files, &["."]).1;
    assert_eq!(everything["summary"]["groups"], 2);
    let mut named: Vec<&str> = files.iter().map(|(name, _)| *name).collect();
    named.extend(["./t.yaml", "cache"]);
    let findings = |document: &Value| document["findings"].as_array().unwrap().len();
    let by_name = check(files, &named).1;
    assert_eq!((&by_name["summary"]["groups"], findings(&by_name)), (&Value::from(2), findings(&everything)));
}

#[test]
fn a_variable_file_stands_for_the_folder_whose_verdict_it_changes() {
    let group = "variable \"nodes\" {\n  default = 3\n}\n\nresource \"aws_elasticache_replication_group\" \"this\" {\n  replication_group_id = \"sessions\"\n  num_cache_clusters   = var.nodes\n}\n";
    let values = b"nodes = 1\n";
    for name in ["terraform.tfvars", "prod.auto.tfvars"] {
        let files: &[(&str, &[u8])] = &[("main.tf", group.as_bytes()), (name, values)];
        assert_eq!(violated(&check(files, &[name]).1), violated(&check(files, &["."]).1), "{name}");
        assert_eq!(check(files, &[name]).1["summary"]["groups"], 1, "{name}");
    }
    // Only --var-file reads this one, and a folder may hold values alone.
    let files: &[(&str, &[u8])] = &[("main.tf", group.as_bytes()), ("prod.tfvars", values)];
    assert_eq!(check(files, &["prod.tfvars"]).1["summary"]["groups"], 0);
    let (code, document) = check(&[("terraform.tfvars", values)], &["terraform.tfvars"]);
    assert_eq!((code, document["failures"].as_array().unwrap().len()), (0, 0));
}

#[test]
fn values_that_are_named_as_a_path_are_told_of() {
    let folder = tempfile::tempdir().unwrap();
    for name in ["prod.tfvars", "terraform.tfvars"] {
        std::fs::write(folder.path().join(name), "multi_az = true\n").unwrap();
    }
    let check = |arguments: &[&str]| {
        let mut command = std::process::Command::new(env!("CARGO_BIN_EXE_multiaz"));
        let output = command.current_dir(folder.path()).arg("check").args(arguments).output().unwrap();
        String::from_utf8(output.stderr).unwrap()
    };
    let told = check(&["prod.tfvars", "terraform.tfvars"]);
    assert!(
        told.contains("note: prod.tfvars holds values and no resource: give it as --var-file prod.tfvars"),
        "{told}"
    );
    assert_eq!(told.matches("holds values").count(), 1, "{told}");
}
