//! A runner of GitHub Actions, as far as the action needs one: its variables, files and expressions.

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;
use tempfile::TempDir;

use super::commands::{self, commands};

/// The variables and their values that a step gets.
pub(crate) type Variables = BTreeMap<String, String>;

/// A file of the project.
pub(crate) fn project(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// YAML as a tree.
pub(crate) fn yaml(text: &str) -> Value {
    serde_saphyr::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"))
}

/// `action.yml` as a tree.
pub(crate) fn action() -> Value {
    yaml(&fs::read_to_string(project("action.yml")).unwrap())
}

/// Writes a program that `sh` runs.
pub(crate) fn write_program(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, format!("#!/bin/sh\n{text}\n")).unwrap();
    fs::set_permissions(path, fs::Permissions::from_mode(0o755)).unwrap();
}

/// Stands in for cargo: says where and how it was called, and puts the program in place.
const CARGO: &str = r#"
printf '%s\n' "$PWD" "$@" >>"$CARGO_CALLS"
while [ "$1" != --target-dir ]; do shift; done
mkdir -p "$2/release"
cp "$PROGRAM" "$2/release/multiaz""#;

/// What a step did.
#[derive(Debug)]
pub(crate) struct Step {
    pub(crate) code: i32,
    pub(crate) log: String,
    pub(crate) outputs: Variables,
    pub(crate) summary: String,
}

impl Step {
    /// An output, or nothing.
    pub(crate) fn output(&self, name: &str) -> &str {
        self.outputs.get(name).map_or("", String::as_str)
    }

    /// What the runner obeys in the log.
    pub(crate) fn commands(&self) -> Vec<commands::Command> {
        commands(&self.log)
    }

    /// The annotations of a level.
    pub(crate) fn annotations(&self, level: &str) -> Vec<commands::Command> {
        self.commands().into_iter().filter(|command| command.name == level).collect()
    }
}

/// A runner with one job; its folders have spaces in their names.
pub(crate) struct Runner {
    folder: TempDir,
    /// What differs from a runner of GitHub's own.
    pub(crate) variables: Variables,
    /// `github.action_repository` and `github.action_ref`; nothing for an action of the workspace.
    pub(crate) source: (String, String),
    /// Where the action was unpacked.
    pub(crate) action: PathBuf,
    added: Vec<PathBuf>,
    steps: usize,
}

impl Runner {
    /// A runner that builds the action, with a cargo that puts the tested program in place.
    pub(crate) fn new() -> Self {
        let runner = Self {
            folder: tempfile::tempdir().unwrap(),
            variables: Variables::new(),
            source: (String::new(), String::new()),
            action: project(""),
            added: Vec::new(),
            steps: 0,
        };
        for name in ["work space", "runner temp", "tools", "steps"] {
            fs::create_dir(runner.folder.path().join(name)).unwrap();
        }
        write_program(&runner.tool("cargo"), CARGO);
        symlink(env!("CARGO_BIN_EXE_multiaz"), runner.program()).unwrap();
        runner
    }

    /// The same with files in the workspace.
    pub(crate) fn with(files: &[(&str, &str)]) -> Self {
        let runner = Self::new();
        for (name, text) in files {
            let path = runner.workspace().join(name);
            fs::create_dir_all(path.parent().unwrap()).unwrap();
            fs::write(path, text).unwrap();
        }
        runner
    }

    pub(crate) fn workspace(&self) -> PathBuf {
        self.folder.path().join("work space")
    }

    pub(crate) fn temp(&self) -> PathBuf {
        self.folder.path().join("runner temp")
    }

    /// A program on the PATH.
    pub(crate) fn tool(&self, name: &str) -> PathBuf {
        self.folder.path().join("tools").join(name)
    }

    /// The program that cargo puts in place.
    fn program(&self) -> PathBuf {
        self.folder.path().join("multiaz")
    }

    /// Another program in place of multiaz.
    pub(crate) fn replace_program(&self, text: &str) {
        fs::remove_file(self.program()).unwrap();
        write_program(&self.program(), text);
    }

    /// How cargo was called: the folder and the arguments of each call, a line each.
    pub(crate) fn builds(&self) -> Vec<String> {
        let calls = fs::read_to_string(self.folder.path().join("cargo-calls")).unwrap_or_default();
        calls.lines().map(str::to_owned).collect()
    }

    /// Runs the step of `action.yml` with these inputs, as a workflow's `with` names them.
    pub(crate) fn uses(&mut self, with: &[(&str, &str)]) -> Step {
        let action = action();
        let declared = action["inputs"].as_object().unwrap();
        let unknown: Vec<_> = with.iter().filter(|(name, _)| !declared.contains_key(*name)).collect();
        assert!(unknown.is_empty(), "no such inputs: {unknown:?}");
        let mut context = Variables::new();
        for (name, input) in declared {
            context.insert(format!("inputs.{name}"), text(&input["default"]));
        }
        context.extend(with.iter().map(|(name, value)| (format!("inputs.{name}"), (*value).to_owned())));
        context.insert("github.action_repository".into(), self.source.0.clone());
        context.insert("github.action_ref".into(), self.source.1.clone());
        let [step] = action["runs"]["steps"].as_array().unwrap().as_slice() else {
            panic!("an action of one step")
        };
        let mut ran = self.step(step, &context);
        let outputs = action["outputs"].as_object().unwrap().iter().map(|(name, output)| {
            let source = text(&output["value"]);
            let source = source.strip_prefix("${{ steps.run.outputs.").unwrap().strip_suffix(" }}").unwrap();
            (name.clone(), ran.output(source).to_owned())
        });
        ran.outputs = outputs.collect();
        ran
    }

    /// Runs a step with `run`; `context` holds what its expressions may ask.
    pub(crate) fn step(&mut self, step: &Value, context: &Variables) -> Step {
        assert_eq!(step.get("shell").map_or("bash".into(), text), "bash");
        let folder = self.folder.path().join("steps").join(self.steps.to_string());
        self.steps += 1;
        fs::create_dir(&folder).unwrap();
        let script = folder.join("script.sh");
        fs::write(&script, evaluated(&text(&step["run"]), context)).unwrap();
        let files = ["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH", "GITHUB_ENV"];
        for name in files {
            File::create(folder.join(name)).unwrap();
        }
        let log = File::create(folder.join("log")).unwrap();
        let mut command = Command::new("bash");
        command.args(["--noprofile", "--norc", "-eo", "pipefail"]).arg(&script).env_clear();
        command.envs(self.environment()).envs(&self.variables);
        command.envs(files.map(|name| (name, folder.join(name))));
        for (name, value) in step.get("env").and_then(Value::as_object).into_iter().flatten() {
            command.env(name, evaluated(&text(value), context));
        }
        let inside = step.get("working-directory").map_or_else(String::new, text);
        command.current_dir(self.workspace().join(inside)).stdin(Stdio::null());
        let status = command.stdout(log.try_clone().unwrap()).stderr(log).status().unwrap();
        let read = |name: &str| String::from_utf8(fs::read(folder.join(name)).unwrap()).unwrap();
        self.added.extend(read("GITHUB_PATH").lines().map(PathBuf::from));
        assert_eq!(read("GITHUB_ENV"), "");
        Step {
            code: status.code().unwrap(),
            log: read("log"),
            outputs: outputs(&read("GITHUB_OUTPUT")),
            summary: read("GITHUB_STEP_SUMMARY"),
        }
    }

    fn environment(&self) -> Variables {
        let folder = self.folder.path();
        let mut path: Vec<PathBuf> = self.added.iter().rev().cloned().collect();
        path.push(folder.join("tools"));
        path.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap()));
        let of_path = std::env::join_paths(path).unwrap().into_string().unwrap();
        let shown = |path: &Path| path.display().to_string();
        let system = if cfg!(target_os = "macos") { "macOS" } else { "Linux" };
        let machine = if cfg!(target_arch = "aarch64") { "ARM64" } else { "X64" };
        let pairs = [
            ("PATH", of_path),
            ("HOME", shown(folder)),
            ("CI", "true".into()),
            ("GITHUB_ACTIONS", "true".into()),
            ("GITHUB_WORKSPACE", shown(&self.workspace())),
            ("GITHUB_ACTION_PATH", shown(&self.action)),
            // As in every step of a composite action.
            ("GITHUB_ACTION_REPOSITORY", String::new()),
            ("GITHUB_ACTION_REF", String::new()),
            ("GITHUB_SERVER_URL", "http://127.0.0.1:1".into()),
            ("RUNNER_TEMP", shown(&self.temp())),
            ("RUNNER_OS", system.into()),
            ("RUNNER_ARCH", machine.into()),
            ("PROGRAM", shown(&self.program())),
            ("CARGO_CALLS", shown(&folder.join("cargo-calls"))),
        ];
        pairs.map(|(name, value)| (name.to_owned(), value)).into()
    }
}

/// A scalar as the runner turns it into text.
pub(crate) fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// A text with its expressions replaced; only names that `context` holds are known.
pub(crate) fn evaluated(text: &str, context: &Variables) -> String {
    let Some((before, rest)) = text.split_once("${{") else { return text.to_owned() };
    let (name, after) = rest.split_once("}}").unwrap();
    let value = context.get(name.trim()).unwrap_or_else(|| panic!("unknown expression: {name}"));
    format!("{before}{value}{}", evaluated(after, context))
}

/// The outputs in a step's file: `name=value`, or `name<<END`, lines, `END`.
fn outputs(file: &str) -> Variables {
    let mut lines = file.split('\n');
    let mut found = Variables::new();
    while let Some(line) = lines.next() {
        let (plain, long) = (line.split_once('='), line.split_once("<<"));
        let (name, value) = match (plain, long) {
            (Some((name, value)), Some((other, _))) if name.len() < other.len() => (name, value.to_owned()),
            (Some((name, value)), None) => (name, value.to_owned()),
            (_, Some((name, end))) => {
                let value: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
                (name, value.join("\n"))
            }
            (None, None) => {
                assert_eq!(line, "", "{file}");
                continue;
            }
        };
        found.insert(name.to_owned(), value);
    }
    found
}
