//! The workflows of README.md and docs/github-action.md run as printed on scratch repositories, by emulation: what other
//! people's actions do is said here, the rest is run.

use std::fs;
use std::path::PathBuf;

use serde_json::Value;

use super::install::{Release, folder_of};
use super::runner::{Runner, Step, Variables, action, evaluated, project, text, write_program, yaml};
use super::script::{BAD, GOOD};
use super::server::Server;

/// The account that stands for `OWNER`.
const OWNER: &str = "octo-org";

/// A module with the variable that docs/github-action.md gives a value, told in a message.
const OWNED: &str = r#"
variable "owner" {}

resource "aws_elasticache_replication_group" "carts" {
  for_each                   = { (var.owner) = 2 }
  replication_group_id       = "carts"
  description                = "carts"
  num_cache_clusters         = each.value
  automatic_failover_enabled = true
  multi_az_enabled           = true
}
"#;

/// The YAML blocks of a page, with an account for `OWNER`.
fn blocks(page: &str) -> Vec<String> {
    let text = fs::read_to_string(project(page)).unwrap();
    let blocks = text.split("```yaml\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.map(|block| block.replace("OWNER/", &format!("{OWNER}/"))).collect()
}

/// The workflows that pages show; a list of steps gets a job around it.
pub(crate) fn of_pages() -> Vec<String> {
    let around = "on: push\njobs:\n  shown:\n    runs-on: ubuntu-latest\n    steps:\n";
    let section = blocks("README.md").into_iter().filter(|block| block.starts_with("name: "));
    let steps = blocks("docs/github-action.md").into_iter().filter(|block| block.starts_with("- "));
    let steps = steps.map(|block| {
        let lines: Vec<String> = block.lines().map(|line| format!("      {line}\n")).collect();
        around.to_owned() + &lines.concat()
    });
    let all: Vec<String> = section.chain(steps).collect();
    assert_eq!(all.len(), 4);
    all
}

/// The README's workflow of this name.
fn workflow(name: &str) -> Value {
    let all = of_pages().into_iter().map(|text| yaml(&text));
    all.into_iter().find(|workflow| workflow["name"] == name).unwrap()
}

/// What became of a job.
struct Job {
    /// The step of our own action.
    ours: Option<Step>,
    /// Files handed to code scanning.
    uploaded: Vec<PathBuf>,
    failed: bool,
}

/// Runs the only job of a workflow.
fn run(workflow: &Value, runner: &mut Runner) -> Job {
    let [job] = workflow["jobs"].as_object().unwrap().values().collect::<Vec<_>>().try_into().unwrap();
    let inside = job.pointer("/defaults/run/working-directory").cloned();
    let mut done = Job { ours: None, uploaded: Vec::new(), failed: false };
    let mut context = Variables::new();
    for step in job["steps"].as_array().unwrap() {
        let condition = text(step.get("if").unwrap_or(&Value::Null));
        if !wanted(&condition, done.failed, &context) {
            continue;
        }
        let Some(used) = step.get("uses").map(text) else {
            let mut step = step.clone();
            if let Some(inside) = &inside {
                step["working-directory"] = inside.clone();
            }
            done.failed |= runner.step(&step, &context).code != 0;
            continue;
        };
        let with: Vec<(String, String)> = step
            .get("with")
            .and_then(Value::as_object)
            .into_iter()
            .flatten()
            .map(|(name, value)| (name.clone(), evaluated(&text(value), &context)))
            .collect();
        let of =
            |name: &str| with.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str()).unwrap();
        match used.split_once('@').unwrap() {
            ("actions/checkout", _) => assert_eq!(workflow["permissions"]["contents"], "read"),
            ("hashicorp/setup-terraform", _) => assert_eq!(of("terraform_wrapper"), "false"),
            ("aws-actions/configure-aws-credentials", _) => {
                assert_eq!(workflow["permissions"]["id-token"], "write");
                assert!(of("role-to-assume").starts_with("arn:aws:iam::"));
                let variables = [
                    ("AWS_ACCESS_KEY_ID", "key"),
                    ("AWS_SECRET_ACCESS_KEY", "secret"),
                    ("AWS_REGION", of("aws-region")),
                ];
                runner.variables.extend(variables.map(|(name, value)| (name.into(), value.into())));
            }
            ("github/codeql-action/upload-sarif", _) => {
                assert_eq!(workflow["permissions"]["security-events"], "write");
                done.uploaded.push(runner.workspace().join(of("sarif_file")));
            }
            ("octo-org/multiaz", tag) => {
                runner.source = (format!("{OWNER}/multiaz"), tag.to_owned());
                let borrowed: Vec<(&str, &str)> =
                    with.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
                let ran = runner.uses(&borrowed);
                if let Some(id) = step.get("id").map(text) {
                    let outputs = ran.outputs.iter();
                    context.extend(
                        outputs.map(|(name, value)| (format!("steps.{id}.outputs.{name}"), value.clone())),
                    );
                }
                done.failed |= ran.code != 0;
                done.ours = Some(ran);
            }
            other => panic!("what does {other:?} do?"),
        }
    }
    done
}

/// Whether a step runs: a condition is `always()`, comparisons with `!=`, or both.
fn wanted(condition: &str, failed: bool, context: &Variables) -> bool {
    let mut always = false;
    let mut holds = true;
    for part in condition.split("&&").map(str::trim).filter(|part| !part.is_empty()) {
        if part == "always()" {
            always = true;
            continue;
        }
        let (name, value) = part.split_once(" != ").unwrap_or_else(|| panic!("unknown condition: {part}"));
        holds &= context[name] != value.trim_matches('\'');
    }
    holds && (always || !failed)
}

/// A runner whose server has the release that the pages name.
fn runner(files: &[(&str, &str)]) -> Runner {
    let server = Server::start(Release::of_our_own().at(&folder_of(concat!("v", env!("CARGO_PKG_VERSION")))));
    let mut runner = Runner::with(files);
    runner.variables.insert("GITHUB_SERVER_URL".into(), server.url);
    runner
}

#[test]
fn the_pull_request_check_marks_what_is_wrong() {
    let mut runner = runner(&[("stacks/my cache.yaml", BAD), ("README.md", "# Ours\n")]);
    let job = run(&workflow("ElastiCache"), &mut runner);
    let step = job.ours.unwrap();
    assert_eq!((job.failed, step.code, step.output("errors")), (true, 1, "1"), "{}", step.log);
    assert_eq!(step.annotations("error")[0].property("file"), "stacks/my cache.yaml");
    assert!(step.summary.contains("replicas-share-primary-zone"));
    let [sarif] = job.uploaded.try_into().unwrap();
    let sarif: Value = serde_json::from_str(&fs::read_to_string(sarif).unwrap()).unwrap();
    assert_eq!(sarif["version"], "2.1.0");
}

#[test]
fn the_pull_request_check_passes_on_good_code() {
    let job = run(&workflow("ElastiCache"), &mut runner(&[("cache.yaml", GOOD)]));
    assert_eq!((job.failed, job.uploaded.len()), (false, 1));
    assert_eq!(job.ours.unwrap().output("errors"), "0");
}

#[test]
fn the_plan_check_judges_the_plan() {
    let module = project("fixtures/terraform/modules/all-nodes-in-one-zone");
    let main = fs::read_to_string(module.join("main.tf")).unwrap();
    let mut runner = runner(&[("envs/prod/main.tf", &main)]);
    let plan = module.join("plan.json").display().to_string();
    // What is asked in another order or another folder fails.
    let terraform = format!(
        "[ -f main.tf ] || exit 1\ncase $1 in init) touch .terraform ;; plan) [ -f .terraform ] && touch plan.out ;; \
         show) [ \"$*\" = 'show -json plan.out' ] && [ -f plan.out ] && cat '{plan}' ;; *) exit 1 ;; esac"
    );
    write_program(&runner.tool("terraform"), &terraform);
    let job = run(&workflow("ElastiCache plan"), &mut runner);
    let step = job.ours.unwrap();
    assert_eq!((job.failed, step.code), (true, 1), "{}", step.log);
    assert_ne!(step.output("errors"), "0");
    let report: Value = serde_json::from_str(&fs::read_to_string(step.output("json")).unwrap()).unwrap();
    assert_eq!(report["findings"][0]["target"]["input"], "terraform-plan", "{report}");
    assert!(!step.annotations("error").is_empty(), "{}", step.log);
}

/// Without the feature `live` the audit says that it is not there; with it, it asks moto.
#[test]
fn the_nightly_audit_reads_the_account() {
    let workflow = workflow("ElastiCache audit");
    let mut runner = runner(&[]);
    if cfg!(feature = "live") {
        let Some(moto) = super::moto::Moto::start() else { return };
        runner.variables.insert("AWS_ENDPOINT_URL".into(), moto.url.clone());
        let job = run(&workflow, &mut runner);
        let step = job.ours.unwrap();
        assert_eq!((job.failed, step.code, step.output("errors")), (true, 1, "0"), "{}", step.log);
        assert!(
            step.log.contains("failover-without-multi-az") && step.summary.contains("eu-west-1"),
            "{}",
            step.log
        );
    } else {
        let step = run(&workflow, &mut runner).ours.unwrap();
        assert_eq!((step.code, step.output("exit-code")), (2, "2"));
        assert!(step.log.contains("--features live"), "{}", step.log);
    }
}

#[test]
fn pages_name_the_version_and_inputs_that_there_are() {
    let declared = action();
    let mut uses = 0;
    for workflow in of_pages().iter().map(|text| yaml(text)) {
        let jobs = workflow["jobs"].as_object().unwrap().values();
        for step in jobs.flat_map(|job| job["steps"].as_array().unwrap()) {
            let Some(version) = step
                .get("uses")
                .map(text)
                .and_then(|used| used.strip_prefix("octo-org/multiaz@v").map(str::to_owned))
            else {
                continue;
            };
            assert_eq!(version, env!("CARGO_PKG_VERSION"));
            for name in step.get("with").and_then(Value::as_object).into_iter().flat_map(|with| with.keys()) {
                assert!(declared["inputs"].get(name).is_some(), "{name}");
            }
            uses += 1;
        }
    }
    assert_eq!(uses, 4);
    // `with` of the page, which stands alone there.
    let alone = blocks("docs/github-action.md").into_iter().find(|block| block.starts_with("with:")).unwrap();
    let with = yaml(&alone)["with"].clone();
    let with: Vec<(&str, &str)> = with
        .as_object()
        .unwrap()
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str().unwrap()))
        .collect();
    let files = [("envs/prod/main.tf", OWNED), ("envs/prod/prod.tfvars", ""), ("modules/cache.yaml", BAD)];
    let step = Runner::with(&files).uses(&with);
    assert_eq!((step.code, step.output("errors")), (1, "1"), "{}", step.log);
    assert!(step.log.contains("the cache team"), "{}", step.log);
}

/// Rows of a table, from a part of `action.yml`.
fn rows(part: &Value, row: impl Fn(&str, &Value) -> String) -> String {
    part.as_object().unwrap().iter().map(|(name, value)| row(name, value)).collect()
}

#[test]
fn the_page_lists_inputs_and_outputs() {
    let action = action();
    let inputs = rows(&action["inputs"], |name, input| {
        let default = text(&input["default"]);
        let default = if default.is_empty() { String::new() } else { format!("`{default}`") };
        format!("| `{name}` | {default} | {} |\n", text(&input["description"]))
    });
    let outputs =
        rows(&action["outputs"], |name, output| format!("| `{name}` | {} |\n", text(&output["description"])));
    let path = project("docs/github-action.md");
    let page = fs::read_to_string(&path).unwrap();
    let (before, rest) = page.split_once("brings both tables up to date. -->\n").unwrap();
    let (_, after) = rest.split_once("## What is installed").unwrap();
    let expected = format!(
        "{before}brings both tables up to date. -->\n\n| input | default | what it is |\n|---|---|---|\n{inputs}\n\
         ## Outputs\n\n| output | what it is |\n|---|---|\n{outputs}\n## What is installed{after}"
    );
    if std::env::var_os("UPDATE_DOCS").is_some() {
        fs::write(&path, &expected).unwrap();
    }
    let found = fs::read_to_string(&path).unwrap();
    assert!(
        found == expected,
        "docs/github-action.md is out of date: UPDATE_DOCS=1 cargo test --test action"
    );
}
