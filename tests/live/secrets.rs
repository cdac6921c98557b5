//! No credential in anything that comes out: snapshot, messages, debugging output, what the process prints.

use super::child::{Given, KEY, Run, SECRET, TOKEN};
use super::stub::Stub;
use super::xml::{assumed, error};

const ROLE: &str = "arn:aws:iam::444455556666:role/audit";

fn clean(given: &Given) {
    let all = format!("{} {}", given.result, given.printed);
    for secret in [KEY, SECRET, TOKEN, "ASIAROLE", "role-secret-Zq81", "role-token-Zq81"] {
        assert!(!all.contains(secret), "{secret} in {all}");
    }
}

#[test]
fn a_sound_reading_shows_no_credential() {
    let stub = Stub::start(|_| None);
    clean(&Run::of(&stub).read_from(&stub));
    let given = Run::of(&stub).asking(|request| request.assume_roles = vec![ROLE.into()]).read_from(&stub);
    assert_eq!(given.account(0)["account"], "444455556666");
    clean(&given);
}

#[test]
fn an_error_that_quotes_what_was_signed_shows_no_credential() {
    let quoting = format!(
        "The signature does not match. The Canonical String for this request should have been 'POST / \
         x-amz-security-token:{TOKEN} credential={KEY}'"
    );
    let stub = Stub::start(move |_| Some(error(403, "SignatureDoesNotMatch", &quoting)));
    let given = Run::of(&stub).read_from(&stub);
    assert!(
        given.failure().contains("SignatureDoesNotMatch: AWS does not accept these credentials"),
        "{}",
        given.failure()
    );
    clean(&given);
}

#[test]
fn credentials_that_come_broken_are_not_shown() {
    let stub = Stub::start(|call| (call.action == "sts:AssumeRole").then(|| assumed("ASIAROLE", "tomorrow")));
    let given = Run::of(&stub).asking(|request| request.assume_roles = vec![ROLE.into()]).read_from(&stub);
    assert!(given.failure().contains("sts:AssumeRole: Malformed"), "{}", given.failure());
    clean(&given);
}

#[test]
fn what_a_credential_process_prints_is_not_shown() {
    let stub = Stub::start(|_| None);
    let text = format!("[profile work]\ncredential_process = sh -c \"echo {SECRET} >&2; exit 3\"\n");
    let run = Run::of(&stub).configured(&text).with("PATH", &std::env::var("PATH").unwrap());
    let given = run.asking(|request| request.profile = Some("work".into())).read_from(&stub);
    assert!(
        given.failure().contains("the profile's credential_process gave no credentials"),
        "{}",
        given.failure()
    );
    clean(&given);
}
