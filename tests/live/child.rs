//! A reading in a process of its own: credentials come from the environment, which a test can't change for itself.

use std::path::{Path, PathBuf};
use std::process::{Child, Command, Output, Stdio};
use std::sync::Mutex;
use std::time::Duration;

use clap::Parser;
use multiaz::cli::Cli;
use multiaz::commands::{Streams, Voice, Volume, audit_within};
use multiaz::load::account::{ACTIONS, Limits, Progress, Request, Trouble, read};
use multiaz::report::Tame;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::stub::Stub;

/// The access key of the test's own credentials.
pub(crate) const KEY: &str = "AKIASTUBSTUBSTUB";
/// Their secret.
pub(crate) const SECRET: &str = "stub-secret-Xy73";
/// Their session token.
pub(crate) const TOKEN: &str = "stub-token-Xy73";

/// A reading to be made.
pub(crate) struct Run {
    pub(crate) folder: TempDir,
    request: Request,
    environment: Vec<(String, String)>,
}

impl Run {
    /// A reading of one region, with the credentials above, from this server.
    pub(crate) fn of(stub: &Stub) -> Self {
        Self::at(&stub.url)
    }

    /// The same from any address.
    pub(crate) fn at(url: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let environment = [
            ("AWS_ACCESS_KEY_ID", KEY.to_owned()),
            ("AWS_SECRET_ACCESS_KEY", SECRET.to_owned()),
            ("AWS_SESSION_TOKEN", TOKEN.to_owned()),
            ("AWS_EC2_METADATA_DISABLED", "true".to_owned()),
            ("AWS_CONFIG_FILE", folder.path().join("config").display().to_string()),
            ("AWS_SHARED_CREDENTIALS_FILE", folder.path().join("credentials").display().to_string()),
            ("HOME", folder.path().display().to_string()),
        ];
        let request = Request {
            profile: None,
            regions: vec!["eu-west-1".into()],
            endpoint_url: Some(url.to_owned()),
            assume_roles: Vec::new(),
            timeout: Duration::from_secs(20),
            concurrency: 4,
            limits: Limits::default(),
        };
        let environment = environment.map(|(name, value)| (name.to_owned(), value)).to_vec();
        Self { folder, request, environment }
    }

    /// Changes the request.
    pub(crate) fn asking(mut self, change: impl FnOnce(&mut Request)) -> Self {
        change(&mut self.request);
        self
    }

    /// Sets a variable of the environment.
    pub(crate) fn with(mut self, name: &str, value: &str) -> Self {
        self.environment.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Takes a variable out of the environment.
    pub(crate) fn without(mut self, names: &[&str]) -> Self {
        self.environment.retain(|(name, _)| !names.contains(&name.as_str()));
        self
    }

    /// Writes the AWS configuration.
    pub(crate) fn configured(self, text: &str) -> Self {
        std::fs::write(self.folder.path().join("config"), text).unwrap();
        self
    }

    fn result(&self) -> PathBuf {
        self.folder.path().join("result.json")
    }

    /// Starts it.
    pub(crate) fn start(&self) -> Child {
        self.child("child::reads_what_its_environment_says").spawn().unwrap()
    }

    /// This test program with one test, which is told the request.
    fn child(&self, test: &str) -> Command {
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", test, "--nocapture"]);
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.env("MULTIAZ_TEST_REQUEST", encode(&self.request)).env("MULTIAZ_TEST_RESULT", self.result());
        command.stdout(Stdio::piped()).stderr(Stdio::piped());
        command
    }

    /// What a started one gave, once it has ended.
    pub(crate) fn finish(&self, child: Child) -> Given {
        let output = child.wait_with_output().unwrap();
        let printed =
            [output.stdout, output.stderr].map(|bytes| String::from_utf8_lossy(&bytes).into_owned());
        assert!(output.status.success(), "the reading broke down: {}", printed.concat());
        let result = std::fs::read_to_string(self.result()).unwrap();
        Given { result: serde_json::from_str(&result).unwrap(), printed: printed.concat() }
    }

    /// Runs the program's own `audit` with these arguments, in the same environment and from the same address.
    pub(crate) fn audit(&self, arguments: &[&str]) -> Output {
        self.command(Path::new(env!("CARGO_BIN_EXE_multiaz")), &["audit"]).args(arguments).output().unwrap()
    }

    /// A program in the same environment, in the folder of the run.
    pub(crate) fn command(&self, program: &Path, arguments: &[&str]) -> Command {
        let mut command = Command::new(program);
        command.env_clear().envs(self.environment.iter().map(|(name, value)| (name, value)));
        command.env("NO_COLOR", "1").current_dir(self.folder.path());
        if let Some(url) = &self.request.endpoint_url {
            command.env("AWS_ENDPOINT_URL", url);
        }
        command.args(arguments);
        command
    }

    /// Runs `multiaz audit` with these arguments within the request's limits: the program itself has those of everybody.
    pub(crate) fn audit_within(&self, arguments: &[&str]) -> Audited {
        let mut command = self.child("child::audits_what_its_environment_says");
        command.env("MULTIAZ_TEST_ARGUMENTS", json!(arguments).to_string()).current_dir(self.folder.path());
        if let Some(url) = &self.request.endpoint_url {
            command.env("AWS_ENDPOINT_URL", url);
        }
        let result = self.finish(command.spawn().unwrap()).result;
        let text = |key: &str| result[key].as_str().unwrap().to_owned();
        Audited { code: result["code"].as_u64().unwrap(), stdout: text("stdout"), stderr: text("stderr") }
    }

    /// Starts it and waits.
    pub(crate) fn read(&self) -> Given {
        self.finish(self.start())
    }

    /// The same, where only actions of the public table may be asked.
    pub(crate) fn read_from(&self, stub: &Stub) -> Given {
        let given = self.read();
        let known = |action: &str| ACTIONS.iter().any(|(known, _)| *known == action);
        let asked = stub.calls().into_iter().map(|call| call.action);
        let foreign = asked.filter(|action| !known(action)).collect::<Vec<_>>();
        assert!(foreign.is_empty(), "asked and not in the table: {foreign:?}");
        given
    }
}

/// How `multiaz audit` ended, and what it printed.
#[derive(Debug)]
pub(crate) struct Audited {
    pub(crate) code: u64,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

/// What came of a reading.
pub(crate) struct Given {
    pub(crate) result: Value,
    /// All that the process printed.
    pub(crate) printed: String,
}

impl Given {
    /// The entry of one account and region, by its place.
    pub(crate) fn account(&self, place: usize) -> &Value {
        &self.result["snapshot"]["accounts"][place]
    }

    /// The answer of an action in the first entry.
    pub(crate) fn answer(&self, action: &str) -> Option<&Value> {
        answer_in(self.account(0), action)
    }

    /// `action (of): reason` of all that was refused in the first entry.
    pub(crate) fn refused(&self) -> Vec<String> {
        let all = self.account(0)["refused"].as_array().unwrap().iter();
        all.map(|one| format!("{}: {}", one["action"].as_str().unwrap(), one["reason"].as_str().unwrap()))
            .collect()
    }

    /// `whose, region: message; remedy` of all troubles.
    pub(crate) fn failures(&self) -> Vec<String> {
        let all = self.result["failures"].as_array().unwrap().iter();
        all.map(|text| text.as_str().unwrap().to_owned()).collect()
    }

    /// The only trouble.
    pub(crate) fn failure(&self) -> String {
        let all = self.failures();
        assert_eq!(all.len(), 1, "one trouble was awaited: {all:?}");
        all[0].clone()
    }
}

/// The answer of an action in an entry.
pub(crate) fn answer_in<'a>(account: &'a Value, action: &str) -> Option<&'a Value> {
    let answers = account["answers"].as_array().unwrap();
    answers.iter().find(|answer| answer["action"] == action).map(|answer| &answer["answer"])
}

/// The ids under a key of every object of a list.
pub(crate) fn ids<'a>(answer: Option<&'a Value>, list: &str, id: &str) -> Vec<&'a str> {
    answer.unwrap()[list].as_array().unwrap().iter().map(|object| object[id].as_str().unwrap()).collect()
}

fn encode(request: &Request) -> String {
    json!({
        "profile": request.profile, "regions": request.regions, "endpoint_url": request.endpoint_url,
        "assume_roles": request.assume_roles, "timeout": request.timeout.as_millis() as u64,
        "concurrency": request.concurrency, "limits": limits_as_json(&request.limits),
    })
    .to_string()
}

fn decode(text: &str) -> Request {
    let value: Value = serde_json::from_str(text).unwrap();
    let text = |key: &str| value[key].as_str().map(str::to_owned);
    let texts = |key: &str| serde_json::from_value(value[key].clone()).unwrap();
    Request {
        profile: text("profile"),
        regions: texts("regions"),
        endpoint_url: text("endpoint_url"),
        assume_roles: texts("assume_roles"),
        timeout: Duration::from_millis(value["timeout"].as_u64().unwrap()),
        concurrency: value["concurrency"].as_u64().unwrap() as usize,
        limits: limits_of_json(&value["limits"]),
    }
}

fn limits_as_json(limits: &Limits) -> Value {
    json!({
        "region_time": limits.region_time.as_millis() as u64, "run_time": limits.run_time.as_millis() as u64,
        "pages": limits.pages, "region_answers": limits.region_answers, "page_objects": limits.page_objects,
        "region_objects": limits.region_objects, "run_objects": limits.run_objects,
        "answer_bytes": limits.answer_bytes, "region_bytes": limits.region_bytes,
        "run_bytes": limits.run_bytes, "tries": limits.tries, "back_off": limits.back_off.as_millis() as u64,
    })
}

fn limits_of_json(value: &Value) -> Limits {
    let number = |key: &str| value[key].as_u64().unwrap();
    Limits {
        region_time: Duration::from_millis(number("region_time")),
        run_time: Duration::from_millis(number("run_time")),
        pages: number("pages") as usize,
        region_answers: number("region_answers") as usize,
        page_objects: number("page_objects") as usize,
        region_objects: number("region_objects") as usize,
        run_objects: number("run_objects") as usize,
        answer_bytes: number("answer_bytes"),
        region_bytes: number("region_bytes"),
        run_bytes: number("run_bytes"),
        tries: number("tries") as u32,
        back_off: Duration::from_millis(number("back_off")),
    }
}

fn in_words(trouble: &Trouble) -> String {
    let region = trouble.region.as_deref().unwrap_or("-");
    format!("{}, {region}: {}; {}", trouble.whose, trouble.message, trouble.remedy)
}

/// Not a test of its own: with a request in the environment it makes that reading, for the tests around it.
#[test]
fn reads_what_its_environment_says() {
    let Ok(request) = std::env::var("MULTIAZ_TEST_REQUEST") else { return };
    let request = decode(&request);
    let steps = Mutex::new(Vec::new());
    let tell = |step: &Progress| steps.lock().unwrap().push(format!("{step:?}"));
    let reading = read(&request, &tell);
    let result = json!({
        "snapshot": reading.snapshot,
        "failures": reading.failures.iter().map(in_words).collect::<Vec<_>>(),
        "interrupted": reading.interrupted,
        "steps": *steps.lock().unwrap(),
        "debug": format!("{request:?} {reading:?}"),
    });
    let place = std::env::var("MULTIAZ_TEST_RESULT").unwrap();
    std::fs::write(Path::new(&place), result.to_string()).unwrap();
}

/// Not a test of its own: with arguments in the environment it runs `multiaz audit` on them, for the tests around it.
#[test]
fn audits_what_its_environment_says() {
    let Ok(arguments) = std::env::var("MULTIAZ_TEST_ARGUMENTS") else { return };
    let limits = decode(&std::env::var("MULTIAZ_TEST_REQUEST").unwrap()).limits;
    let arguments: Vec<String> = serde_json::from_str(&arguments).unwrap();
    let named = ["multiaz", "audit"].map(str::to_owned);
    let cli = Cli::try_parse_from(named.into_iter().chain(arguments)).unwrap();
    let multiaz::cli::Command::Audit(arguments) = &cli.command else { panic!("{cli:?}") };
    let (mut stdout, mut stderr) = (Vec::new(), Vec::new());
    let mut tame = Tame::new(&mut stderr);
    let mut streams = Streams {
        stdin: &mut std::io::empty(),
        stdout: &mut stdout,
        stderr: &mut tame,
        terminal: false,
        links: false,
    };
    let voice = Voice { color: false, links: false, volume: Volume::Normal };
    let code = audit_within(arguments, limits, &mut streams, voice);
    std::io::Write::flush(&mut tame).unwrap();
    let [stdout, stderr] = [stdout, stderr].map(|bytes| String::from_utf8(bytes).unwrap());
    let result = json!({"code": code, "stdout": stdout, "stderr": stderr});
    std::fs::write(std::env::var("MULTIAZ_TEST_RESULT").unwrap(), result.to_string()).unwrap();
}
