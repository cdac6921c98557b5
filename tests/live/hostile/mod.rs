//! A server that misbehaves: every audit of it ends within the limits, says why, and judges the rest all the same.
//!
//! `cargo test --features live --test live hostile`

mod answers;
mod limits;
mod texts;

use std::fs;
use std::time::Duration;

use multiaz::load::account::Limits;
use serde_json::Value;

use crate::audit::account;
use crate::child::{Audited, KEY, Run, SECRET, TOKEN};
use crate::stub::{Call, Reply, Stub};

/// The region whose server misbehaves.
const ODD: &str = "eu-west-1";
/// The region whose server is sound, with a group that has a finding.
const SOUND: &str = "eu-west-2";
/// The files that an audit writes here.
const FILES: [&str; 6] = ["out.json", "out.sarif", "out.github", "out.xml", "out.md", "saved.json"];

/// Limits that a test reaches at once; a sound account of the tests does not.
fn small() -> Limits {
    Limits {
        pages: 20,
        region_answers: 60,
        page_objects: 50,
        answer_bytes: 64 << 10,
        region_bytes: 1 << 20,
        run_bytes: 4 << 20,
        tries: 2,
        back_off: Duration::from_millis(10),
        ..Limits::default()
    }
}

/// What came of an audit of both regions.
struct Outcome {
    audited: Audited,
    /// The JSON report.
    report: Value,
    /// What `--save` wrote.
    saved: Value,
    /// Everything that was printed or written.
    all: String,
    stub: Stub,
}

/// Audits both regions, where `odd` answers for the first; sees that what holds of every audit holds of this one.
fn audit(odd: impl Fn(&Call) -> Option<Reply> + Send + Sync + 'static) -> Outcome {
    let stub = Stub::start(move |call| match call.region.as_str() {
        ODD => odd(call).or_else(|| account(call)),
        _ => account(call),
    });
    let run = Run::of(&stub).asking(|request| request.limits = small());
    let mut arguments = vec!["--region", ODD, "--region", SOUND, "--timeout", "1", "--save", "saved.json"];
    let formats =
        ["json=out.json", "sarif=out.sarif", "github=out.github", "junit=out.xml", "markdown=out.md"];
    arguments.extend(["text"].iter().chain(&formats).flat_map(|format| ["--format", format]));
    let audited = run.audit_within(&arguments);
    let read = |name: &str| fs::read_to_string(run.folder.path().join(name)).unwrap();
    let json = |name: &str| serde_json::from_str::<Value>(&read(name)).unwrap();
    let all = [audited.stdout.clone(), audited.stderr.clone(), FILES.map(read).concat()].concat();
    let outcome = Outcome { audited, report: json("out.json"), saved: json("saved.json"), all, stub };
    outcome.is_well();
    outcome
}

impl Outcome {
    fn is_well(&self) {
        for secret in [KEY, SECRET, TOKEN] {
            assert!(!self.all.contains(secret), "{secret} is told: {}", self.all);
        }
        let acts = |letter: char| letter.is_control() && letter != '\n' || letter == '\u{202e}';
        assert!(!self.all.contains(acts), "{}", self.all);
        let forged = |line: &str| line.starts_with("::error::FORGED") || line.starts_with("::add-mask::");
        assert!(!self.all.lines().any(forged), "{}", self.all);
        assert!(self.all.len() < 1_000_000, "{} bytes", self.all.len());
        let findings = self.report["findings"].as_array().unwrap();
        let is_sound = |finding: &&Value| {
            finding["rule"] == "replicas-share-primary-zone"
                && finding["target"]["arn"].as_str().is_some_and(|arn| arn.contains(SOUND))
        };
        assert_eq!(findings.iter().filter(is_sound).count(), 1, "{}", self.all);
    }

    /// Why calls of the misbehaving region gave no answer.
    fn refused(&self) -> Vec<String> {
        let refused = self.report["accounts"][0]["refused"].as_array().unwrap();
        refused.iter().map(|one| one["reason"].as_str().unwrap().to_owned()).collect()
    }

    /// The message of the only failure.
    fn failure(&self) -> &str {
        let failures = self.report["failures"].as_array().unwrap();
        assert_eq!(failures.len(), 1, "{}", self.all);
        failures[0]["message"].as_str().unwrap()
    }
}
