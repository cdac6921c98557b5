//! Running multiaz, and reading its SARIF.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value;

pub(crate) fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

/// Runs in a folder; `input` is what standard input holds.
pub(crate) fn run(folder: &Path, arguments: &[&str], input: &str) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(folder).args(arguments).env("NO_COLOR", "1");
    command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    // A run that does not read it may be over.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    child.wait_with_output().unwrap()
}

/// The document of `multiaz check --format sarif …`, which must hold together.
pub(crate) fn checked(folder: &Path, arguments: &[&str], input: &str) -> Value {
    let output = run(folder, &[&["check", "--format", "sarif"], arguments].concat(), input);
    let document = serde_json::from_slice(&output.stdout);
    let document =
        document.unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&output.stderr)));
    assert_eq!(faults(&document), Vec::<String>::new());
    document
}

pub(crate) fn list<'v>(value: &'v Value, pointer: &str) -> &'v [Value] {
    value.pointer(pointer).and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default()
}

pub(crate) fn results(document: &Value) -> &[Value] {
    list(document, "/runs/0/results")
}

pub(crate) fn notifications(document: &Value) -> &[Value] {
    list(document, "/runs/0/invocations/0/toolExecutionNotifications")
}

pub(crate) fn rules(document: &Value) -> &[Value] {
    list(document, "/runs/0/tool/driver/rules")
}

pub(crate) fn text<'v>(value: &'v Value, pointer: &str) -> &'v str {
    value.pointer(pointer).and_then(Value::as_str).unwrap_or_else(|| panic!("no {pointer} in {value:#}"))
}

/// Fingerprints in order.
pub(crate) fn prints(document: &Value) -> Vec<&str> {
    results(document).iter().map(|result| text(result, "/partialFingerprints/multiaz~1v1")).collect()
}

/// What is wrong in a document that no schema sees.
pub(crate) fn faults(document: &Value) -> Vec<String> {
    let mut faults = Vec::new();
    let all = results(document).iter().chain(notifications(document));
    for (at, one) in all.enumerate() {
        let mut fault = |what: &str| faults.push(format!("{at}: {what}: {one:#}"));
        let places = list(one, "/locations").iter().chain(list(one, "/relatedLocations"));
        for place in places {
            if !is_legal(&place["physicalLocation"]["region"]) {
                fault("a region that is not legal");
            }
            if !is_uri(text(place, "/physicalLocation/artifactLocation/uri")) {
                fault("a URI that is not percent-encoded");
            }
        }
        let (id, index) = match one.get("associatedRule") {
            Some(rule) => (&rule["id"], &rule["index"]),
            None => (&one["ruleId"], &one["ruleIndex"]),
        };
        let rule = index.as_u64().and_then(|index| rules(document).get(usize::try_from(index).unwrap()));
        if !id.is_null() && rule.is_none_or(|rule| rule["id"] != *id) {
            fault("a rule that is not the one at its index");
        }
        let message = text(one, "/message/text");
        let ids: BTreeSet<u64> =
            list(one, "/relatedLocations").iter().map(|one| one["id"].as_u64().unwrap()).collect();
        if ids.len() != list(one, "/relatedLocations").len() || !is_linked(&ids, &links(message)) {
            fault("links that are not the related locations");
        }
        if message.chars().any(|letter| letter != '\n' && letter.is_control()) {
            fault("a control in the message");
        }
    }
    let prints = prints(document);
    if prints.iter().collect::<BTreeSet<_>>().len() != prints.len() {
        faults.push("a fingerprint that two results have".into());
    }
    faults
}

/// Lines and columns from 1, the end after the start.
fn is_legal(region: &Value) -> bool {
    let of = |name: &str| region[name].as_u64().filter(|number| *number >= 1);
    let numbers = (of("startLine"), of("startColumn"), of("endLine"), of("endColumn"));
    let (Some(line), Some(column), Some(end_line), Some(end_column)) = numbers else { return false };
    (end_line, end_column) > (line, column)
}

/// A reference of RFC 3986 with unreserved letters alone, after `file://` where it is absolute.
fn is_uri(uri: &str) -> bool {
    let path = uri.strip_prefix("file://").unwrap_or(uri);
    let mut letters = path.bytes();
    let mut is_plain = !path.is_empty();
    while let Some(letter) = letters.next() {
        is_plain &= match letter {
            b'%' => [letters.next(), letters.next()]
                .iter()
                .all(|one| one.is_some_and(|one| one.is_ascii_hexdigit())),
            letter => letter.is_ascii_alphanumeric() || b"-._~/".contains(&letter),
        };
    }
    is_plain
}

/// The numbers that a message links to, as the standard reads it: `[text](1)`, a backslash taking the meaning off.
fn links(message: &str) -> BTreeSet<u64> {
    let mut found = BTreeSet::new();
    let mut rest = message;
    while let Some(at) = rest.find("](") {
        let is_escaped = rest[..at].ends_with('\\') && !rest[..at].ends_with("\\\\");
        rest = &rest[at + 2..];
        if !is_escaped {
            let to = rest.split(')').next().unwrap();
            found.insert(to.parse().unwrap_or_else(|_| panic!("a link to {to}")));
        }
    }
    found
}

/// All of the first ten places are linked to, and nothing else.
fn is_linked(ids: &BTreeSet<u64>, links: &BTreeSet<u64>) -> bool {
    let first: BTreeSet<u64> = ids.iter().copied().take(10).collect();
    *links == first
}

/// What a percent-encoded name stands for.
pub(crate) fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut letters = uri.bytes();
    while let Some(letter) = letters.next() {
        match letter {
            b'%' => {
                let digits = [letters.next().unwrap(), letters.next().unwrap()];
                bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap());
            }
            letter => bytes.push(letter),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// Says past the capture of test output that something is skipped.
pub(crate) fn skip(why: &str) {
    let _ = std::io::stderr().write_all(format!("skipped: {why}\n").as_bytes());
}
