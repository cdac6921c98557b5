//! The commands of all runbooks, as shells read them and as the AWS CLI does.
//!
//! The CLI refuses unknown options before it calls anything. It is found by AWS_CLI or on the PATH; without
//! it those tests say so and pass. Nothing here leaves the machine: answers are skeletons of the CLI's own,
//! or come from a listener on this machine.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod runbooks;

use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Mutex;

use serde_json::Value;

use runbooks::{KINDS, calls, cases, json, text};

/// Every call of every runbook of every case, each once.
fn all_calls() -> Vec<Value> {
    let mut seen = BTreeSet::new();
    let mut all = Vec::new();
    for kind in KINDS {
        for case in cases() {
            let document = json(&[kind, &case]);
            all.extend(calls(&document).into_iter().filter(|call| seen.insert(call.to_string())).cloned());
        }
    }
    assert!(all.len() > 50, "{}", all.len());
    all
}

fn words(call: &Value) -> Vec<String> {
    call["words"].as_array().unwrap().iter().map(|word| text(word).to_owned()).collect()
}

#[cfg(unix)]
#[test]
fn a_posix_shell_reads_the_words_that_are_meant() {
    let mut script = String::from("aws() { printf '%s\\n' aws \"$@\" --; }\n");
    let mut expected = String::new();
    for call in all_calls() {
        script += text(&call["sh"]);
        script.push('\n');
        expected += &words(&call).join("\n");
        expected += "\n--\n";
    }
    let output = Command::new("sh").arg("-c").arg(script).output().unwrap();
    assert_eq!(String::from_utf8(output.stdout).unwrap(), expected);
}

/// The words of a command at the prompt of Windows: `^` joins lines, double quotes hold words together.
fn at_the_prompt(command: &str) -> Vec<String> {
    let joined = command.replace("^\n", "");
    assert!(!joined.contains(['\n', '%', '!']), "{command}");
    let (mut words, mut word, mut quoted) = (Vec::new(), None::<String>, false);
    for letter in joined.chars() {
        match letter {
            '"' => {
                quoted = !quoted;
                word.get_or_insert_default();
            }
            ' ' if !quoted => words.extend(word.take()),
            letter => {
                // Outside of quotes these mean something to cmd.
                assert!(quoted || !"<>|&^()".contains(letter), "{command}");
                word.get_or_insert_default().push(letter);
            }
        }
    }
    assert!(!quoted, "{command}");
    words.extend(word);
    words
}

#[test]
fn the_prompt_of_windows_reads_the_words_that_are_meant() {
    for call in all_calls() {
        assert_eq!(at_the_prompt(text(&call["cmd"])), words(&call));
    }
}

#[test]
fn text_output_prints_the_commands_of_json() {
    for kind in KINDS {
        for case in cases() {
            let document = json(&[kind, &case]);
            for (shell, key) in [("sh", "sh"), ("cmd", "cmd")] {
                let printed = runbooks::multiaz(&[kind, &case, "--shell", shell]);
                let printed = String::from_utf8(printed.stdout).unwrap();
                let plain: String = printed.lines().map(|line| format!("{}\n", line.trim_start())).collect();
                for call in calls(&document) {
                    let lines = text(&call[key]).lines();
                    let command: String = lines.map(|line| format!("{}\n", line.trim_start())).collect();
                    assert!(plain.contains(&command), "{kind}, {case}: {command}");
                }
            }
        }
    }
}

/// The AWS CLI, where there is one.
fn aws() -> Option<PathBuf> {
    let named = std::env::var_os("AWS_CLI").map(PathBuf::from);
    let found = named.unwrap_or_else(|| PathBuf::from("aws"));
    let runs = Command::new(&found).arg("--version").output().is_ok_and(|output| output.status.success());
    if !runs {
        // Past the capture of test output: a test that is skipped is to be seen.
        let said = b"skipped: there is no AWS CLI (pip install awscli, and name it in AWS_CLI)\n";
        std::io::stderr().write_all(said).unwrap();
    }
    runs.then_some(found)
}

/// What a placeholder can be, so that the CLI takes it.
fn filled_in(word: &str) -> String {
    let mut word = word.to_owned();
    for (name, value) in [
        ("<REPLICATION-GROUP-ID>", "cache"),
        ("<NODE-GROUP-ID>", "0001"),
        ("<REPLICA-ID>", "cache-002"),
        ("<GLOBAL-REPLICATION-GROUP-ID>", "ldgnf-cache"),
        ("<SUBNET-GROUP-NAME>", "caches"),
        ("<SUBNET-ID-OF-TODAY>", "subnet-01"),
        ("<NEW-SUBNET-ID>", "subnet-02"),
        ("<PARAMETER-GROUP-NAME>", "caches"),
        ("<NODE-TYPE>", "cache.t4g.small"),
        ("<ENGINE-VERSION>", "7.1"),
        ("<ANOTHER-ZONE>", "eu-west-1c"),
        ("<LOGICAL-ID>", "Cache"),
        ("<STACK-NAME>", "caches"),
        ("<SNAPSHOT-NAME>", "before-the-test"),
        ("<START-TIME>", "2026-11-21T09:50:00Z"),
        ("<END-TIME>", "2026-11-21T10:00:00Z"),
    ] {
        word = word.replace(name, value);
    }
    assert!(!word.contains(['<', '>']), "a placeholder that this test does not know: {word}");
    word
}

/// Runs the CLI without configuration, credentials or a region of the user's.
fn run(aws: &PathBuf, words: &[String], more: &[&str]) -> Output {
    let words = words.iter().skip(1).map(|word| filled_in(word));
    let mut command = Command::new(aws);
    command.args(words).args(more).env_clear();
    for name in ["PATH", "SystemRoot", "LANG", "PYENV_VERSION", "PYENV_ROOT"] {
        command.envs(std::env::var_os(name).map(|value| (name, value)));
    }
    command.env("AWS_DEFAULT_REGION", "eu-west-1").env("AWS_EC2_METADATA_DISABLED", "true");
    command.env("AWS_PAGER", "").env("AWS_MAX_ATTEMPTS", "1").env("HOME", "/nonexistent").output().unwrap()
}

/// Does something with each element on two threads, and tells what went wrong.
fn on_two_threads<T: Sync>(all: &[T], check: impl Fn(&T) -> Result<(), String> + Sync) {
    let faults = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        let (check, faults) = (&check, &faults);
        for part in 0..2 {
            scope.spawn(move || {
                let told = all.iter().skip(part).step_by(2).filter_map(|one| check(one).err());
                told.for_each(|fault| faults.lock().unwrap().push(fault));
            });
        }
    });
    let faults = faults.into_inner().unwrap();
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}

/// A command without what differs from group to group: commands that are then the same are tried once.
fn without_ids(words: &[String]) -> Vec<String> {
    let ids = [
        "--replication-group-id",
        "--node-group-id",
        "--primary-cluster-id",
        "--region",
        "--source-identifier",
        "--cache-cluster-id",
        "--dimensions",
        "--replicas-to-remove",
    ];
    let mut rest: Vec<String> = Vec::new();
    for word in words {
        match rest.last() {
            Some(option) if ids.contains(&option.as_str()) => rest.push("an id".into()),
            // What stands in quotes in a query is an id or a text of events; digits number shards and nodes.
            _ => rest.push(
                word.split('\'').step_by(2).collect::<String>().replace(|c: char| c.is_ascii_digit(), ""),
            ),
        }
    }
    rest
}

#[test]
fn the_aws_cli_takes_every_command() {
    let Some(aws) = aws() else { return };
    let mut seen = BTreeSet::new();
    let mut commands: Vec<Vec<String>> = all_calls().iter().map(words).collect();
    commands.retain(|words| seen.insert(without_ids(words)));
    assert!(commands.len() > 30, "{}", commands.len());
    on_two_threads(&commands, |words| {
        // The skeleton of an answer of another service may break that service's own rules.
        let skeleton = if ["fis", "sts"].contains(&words[1].as_str()) { "input" } else { "output" };
        let output = run(&aws, words, &["--generate-cli-skeleton", skeleton, "--output", "json"]);
        let (out, err) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
        match output.status.success() {
            false => Err(format!("{words:?}: {err}")),
            // A field that the answer does not have is null.
            true if out.split(|c: char| !c.is_alphanumeric()).any(|word| word == "null") => {
                Err(format!("{words:?}: the query names what the answer does not have: {out}"))
            }
            true => Ok(()),
        }
    });
}

#[test]
fn the_aws_cli_refuses_what_is_misspelt() {
    let Some(aws) = aws() else { return };
    let of = |text: &str| text.split(' ').map(str::to_owned).collect::<Vec<String>>();
    for words in [
        "aws elasticache test-failover --replication-group-id cache --node-group 0001 --shard 1",
        "aws elasticache test-failover --replication-group-id cache",
        "aws elasticache modify-replication-group --replication-group-id cache --multi-az-enabled=true",
        "aws elasticache test-fail --replication-group-id cache --node-group-id 0001",
    ] {
        let output = run(&aws, &of(words), &["--generate-cli-skeleton", "output"]);
        assert!(!output.status.success(), "{words}");
    }
}

/// Answers every request with an error, and hands on its body.
fn listen(listener: &TcpListener) -> Option<String> {
    let (stream, _) = listener.accept().ok()?;
    answer(stream)
}

fn answer(mut stream: TcpStream) -> Option<String> {
    let mut reader = BufReader::new(stream.try_clone().ok()?);
    let mut length = 0;
    loop {
        let mut line = String::new();
        reader.read_line(&mut line).ok()?;
        if let Some((name, value)) = line.split_once(':') {
            if name.eq_ignore_ascii_case("content-length") {
                length = value.trim().parse().ok()?;
            } else if name.eq_ignore_ascii_case("expect") {
                stream.write_all(b"HTTP/1.1 100 Continue\r\n\r\n").ok()?;
            }
        }
        if line.trim().is_empty() {
            break;
        }
    }
    let mut body = vec![0; length];
    reader.read_exact(&mut body).ok()?;
    let text = "<ErrorResponse><Error><Type>Sender</Type><Code>NotHere</Code></Error></ErrorResponse>";
    let head =
        format!("HTTP/1.1 400 Bad Request\r\nContent-Length: {}\r\nConnection: close\r\n\r\n", text.len());
    stream.write_all((head + text).as_bytes()).ok()?;
    String::from_utf8(body).ok()
}

/// The parameters of a query, decoded.
fn parameters(query: &str) -> BTreeMap<String, String> {
    let decoded = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            match byte {
                b'%' => {
                    let hex = [rest.next().unwrap(), rest.next().unwrap()];
                    bytes.push(u8::from_str_radix(std::str::from_utf8(&hex).unwrap(), 16).unwrap());
                }
                b'+' => bytes.push(b' '),
                other => bytes.push(other),
            }
        }
        String::from_utf8(bytes).unwrap()
    };
    let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
    pairs.map(|(name, value)| (decoded(name), filled_in(&decoded(value)))).collect()
}

/// The operation and the names of the parameters: commands that differ in ids alone are tried once.
fn shape(words: &[String]) -> Vec<String> {
    words.iter().take(3).chain(words.iter().filter(|word| word.starts_with("--"))).cloned().collect()
}

#[test]
fn the_aws_cli_sends_the_request_that_is_shown() {
    let Some(aws) = aws() else { return };
    let mut seen = BTreeSet::new();
    let mut calls = all_calls();
    calls.retain(|call| call["api"].is_string() && seen.insert(shape(&words(call))));
    assert!(calls.len() > 20, "{}", calls.len());
    on_two_threads(&calls, |call| {
        let words = words(call);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let endpoint = format!("http://{}", listener.local_addr().unwrap());
        let sent = std::thread::scope(|scope| {
            let heard = scope.spawn(|| listen(&listener));
            let output = run(&aws, &words, &["--endpoint-url", &endpoint, "--no-sign-request"]);
            let told = String::from_utf8_lossy(&output.stderr).into_owned();
            // Where nothing was sent nobody is to wait for it.
            let _ = TcpStream::connect(listener.local_addr().unwrap());
            heard.join().unwrap().filter(|body| !body.is_empty()).ok_or(told)
        });
        let sent = sent.map_err(|told| format!("{words:?}: nothing was sent: {told}"))?;
        let shown = text(&call["api"]).split_once("/?").unwrap().1;
        let (sent, shown) = (parameters(&sent), parameters(shown));
        if sent == shown { Ok(()) } else { Err(format!("{words:?}\nsends {sent:?}\nshown {shown:?}")) }
    });
}
