//! Texts that a server chooses: messages of errors, and names in answers.

use super::{Outcome, audit};
use crate::child::{KEY, Run, SECRET, TOKEN};
use crate::stub::{Reply, Stub};
use crate::xml::{cluster, element, error, page};

const GROUPS: &str = "elasticache:DescribeReplicationGroups";
const CLUSTERS: &str = "elasticache:DescribeCacheClusters";
const EVENTS: &str = "elasticache:DescribeEvents";
/// What a terminal, a log of GitHub and a Markdown page would take for their own, as XML writes it.
const FORGED: &str = "x&#155;[31m&#8238;&#10;::error::FORGED&#13;::add-mask::FORGED&#7;";

/// An audit whose calls but the first are refused in these words, and whose groups are too.
fn refused(status: u16, code: &str, message: &str) -> Outcome {
    let (code, message) = (code.to_owned(), message.to_owned());
    let outcome =
        audit(move |call| call.action.starts_with("elasticache:").then(|| error(status, &code, &message)));
    assert_eq!(outcome.audited.code, 2, "{}", outcome.all);
    outcome
}

#[test]
fn what_is_sent_is_not_told_where_a_server_repeats_it() {
    for message in [
        format!("no {TOKEN} here"),
        format!("{KEY}/{TOKEN}"),
        format!("a{KEY}b"),
        format!("{} {TOKEN}", "long ".repeat(58)),
    ] {
        for code in ["AccessDenied", "InternalFailure", "InvalidClientTokenId", TOKEN] {
            refused(400, code, &message);
        }
    }
}

/// A part of a signature, which no two requests share.
#[test]
fn a_signature_is_not_told_where_a_server_repeats_it() {
    let stub = Stub::start(|call| {
        (call.action == EVENTS).then(|| error(400, "Odd", &format!("what is {} for?", call.signature)))
    });
    let given = Run::of(&stub).read_from(&stub);
    assert_eq!(given.refused(), [format!("{EVENTS}: Odd: what is *** for?")]);
    let signature = &stub.calls().iter().find(|call| call.action == EVENTS).unwrap().signature.clone();
    assert_eq!(signature.len(), 64, "{signature}");
    assert!(!given.result.to_string().contains(signature.as_str()));
}

#[test]
fn what_is_sent_is_not_told_where_it_stands_in_names() {
    let outcome = audit(|call| {
        let fields = element("ReplicationGroupId", TOKEN)
            + &element("Description", &format!("of {KEY}"))
            + &element(
                "ARN",
                &format!("arn:aws:elasticache:eu-west-1:111122223333:replicationgroup:{TOKEN}"),
            );
        Some(match call.action.as_str() {
            GROUPS => page(GROUPS, "ReplicationGroups", &[element("ReplicationGroup", &fields)], ""),
            CLUSTERS => page(CLUSTERS, "CacheClusters", &[cluster(TOKEN, KEY)], ""),
            _ => return None,
        })
    });
    assert!([1, 2].contains(&outcome.audited.code), "{}", outcome.all);
    assert!(outcome.all.contains("***"), "{}", outcome.all);
}

#[test]
fn credentials_of_a_role_are_not_told_where_a_server_repeats_them() {
    let stub = Stub::start(|call| {
        let message = "role-secret-Zq81 and role-token-Zq81 are odd";
        (call.action == EVENTS).then(|| error(400, "Odd", message))
    });
    let change = |request: &mut multiaz::load::account::Request| {
        request.assume_roles = vec!["arn:aws:iam::444455556666:role/audit".into()];
    };
    let given = Run::of(&stub).asking(change).read_from(&stub);
    assert_eq!(given.refused(), [format!("{EVENTS}: Odd: *** and *** are odd")]);
    for secret in [KEY, SECRET, TOKEN, "role-secret-Zq81", "role-token-Zq81"] {
        assert!(!given.result.to_string().contains(secret), "{secret}");
    }
}

#[test]
fn messages_of_errors_forge_nothing() {
    for (status, code) in [(400, "Odd"), (403, "AccessDenied"), (403, FORGED), (500, "InternalFailure")] {
        refused(status, code, FORGED);
    }
}

#[test]
fn names_forge_nothing() {
    let outcome = audit(|call| {
        let fields = element("ReplicationGroupId", FORGED) + &element("Status", FORGED);
        Some(match call.action.as_str() {
            GROUPS => page(GROUPS, "ReplicationGroups", &[element("ReplicationGroup", &fields)], ""),
            CLUSTERS => page(CLUSTERS, "CacheClusters", &[cluster(FORGED, FORGED)], FORGED),
            "sts:GetCallerIdentity" => crate::xml::caller(FORGED),
            _ => return None,
        })
    });
    assert!([1, 2].contains(&outcome.audited.code), "{}", outcome.all);
}

#[test]
fn a_message_of_an_error_that_is_long_is_cut() {
    for code in ["Odd", "AccessDenied", &"Odd".repeat(5_000)] {
        let outcome = refused(400, code, &"long ".repeat(8_000));
        for reason in outcome.refused() {
            assert!(reason.chars().count() < 700, "{reason}");
        }
    }
}

#[test]
fn a_message_of_an_error_that_is_longer_than_an_answer_is_not_read() {
    let outcome = refused(400, "Odd", &"long ".repeat(1_000_000));
    assert!(
        outcome.failure().contains("Limit: one answer has more than 65536 bytes"),
        "{}",
        outcome.failure()
    );
}

#[test]
fn an_error_without_words_is_told() {
    for body in ["<ErrorResponse/>", "<ErrorResponse><Error><Code/></Error></ErrorResponse>", ""] {
        let outcome = audit(move |call| (call.action == GROUPS).then(|| Reply::Bad(400, body.into())));
        assert_eq!(outcome.audited.code, 2);
        let told = "Malformed: the answer is not one of this service (HTTP 400)";
        assert!(outcome.failure().contains(told), "{}", outcome.failure());
    }
    let outcome = audit(|call| (call.action == GROUPS).then(|| error(400, "Odd", "")));
    assert!(outcome.failure().contains(": Odd: "), "{}", outcome.failure());
}

#[test]
fn who_was_refused_is_not_told() {
    let message = "User: arn:aws:sts::111122223333:assumed-role/audit-role/jo is not authorized to perform: \
                   elasticache:DescribeAny on resource: arn:aws:elasticache:eu-west-1:111122223333:any:*";
    let outcome = refused(403, "AccessDenied", message);
    for part in ["audit-role", "assumed-role", "User:"] {
        assert!(!outcome.all.contains(part), "{part}: {}", outcome.all);
    }
    let told =
        "AccessDenied: not authorized to perform: elasticache:DescribeAny on resource: arn:aws:elasticache:";
    assert!(outcome.refused().iter().any(|reason| reason.starts_with(told)), "{}", outcome.all);
    assert!(outcome.failure().contains(told), "{}", outcome.all);
}
