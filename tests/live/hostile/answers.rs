//! Answers that are none: broken, endless, of another kind, or from elsewhere.

use std::time::Duration;

use super::{Outcome, audit};
use crate::stub::{Call, Reply, Stub};
use crate::xml::{cluster, element, error, group, page};

const GROUPS: &str = "elasticache:DescribeReplicationGroups";
const CLUSTERS: &str = "elasticache:DescribeCacheClusters";

/// An audit where replication groups are answered like this.
fn of_groups(reply: Reply) -> Outcome {
    audit(move |call| (call.action == GROUPS).then(|| reply.clone()))
}

/// The audit ends with 2, since replication groups could not be read, and says this of it.
fn fails(reply: Reply, why: &str) -> Outcome {
    let outcome = of_groups(reply.clone());
    assert_eq!(outcome.audited.code, 2, "{reply:?}: {}", outcome.all);
    let failure = outcome.failure();
    assert!(failure.starts_with(&format!("{GROUPS}: {why}")), "{failure}\n{reply:?}");
    outcome
}

/// An answer with these lines of a head, and a body.
fn raw(head: &str, body: &[u8]) -> Reply {
    Reply::Raw([format!("HTTP/1.1 {head}\r\n\r\n").as_bytes(), body].concat())
}

fn body(reply: Reply) -> String {
    match reply {
        Reply::Good(body) | Reply::Bad(_, body) => body,
        other => panic!("{other:?}"),
    }
}

fn groups() -> String {
    body(page(GROUPS, "ReplicationGroups", &[group("a"), group("b")], ""))
}

/// A whole answer of this body.
fn sized(head: &str, body: &[u8]) -> Reply {
    raw(&format!("{head}\r\nContent-Length: {}", body.len()), body)
}

const BROKEN_OFF: &str = "BrokenOff: the connection broke off in the middle of the answer";
const MALFORMED: &str = "Malformed: the answer is not one of this service (HTTP 200)";

#[test]
fn a_body_that_breaks_off_is_told_and_tried_again() {
    let text = groups();
    for reply in [
        raw("200 OK\r\nContent-Length: 5000", text.as_bytes()),
        raw("200 OK\r\nTransfer-Encoding: chunked", b"10\r\n<Describe"),
        Reply::Reset(b"HTTP/1.1 200 OK\r\nContent-Length: 5000\r\n\r\n<Describe".to_vec()),
    ] {
        let outcome = fails(reply, BROKEN_OFF);
        assert_eq!(outcome.stub.calls().iter().filter(|call| is_odd_groups(call)).count(), 2);
    }
}

fn is_odd_groups(call: &Call) -> bool {
    call.action == GROUPS && call.region == super::ODD
}

#[test]
fn chunks_that_are_none_are_told() {
    for body in [
        &b"ZZZ\r\n<Describe"[..],
        b"FFFFFFFFFFFFFFFFFF\r\n<Describe",
        b"-1\r\n<Describe",
        b"5\r\n<Describe\r\n0\r\n\r\n",
    ] {
        fails(raw("200 OK\r\nTransfer-Encoding: chunked", body), BROKEN_OFF);
    }
}

#[test]
fn a_connection_that_ends_before_the_answer_is_told() {
    for reply in [
        Reply::Raw(Vec::new()),
        Reply::Reset(Vec::new()),
        Reply::Raw(b"SSH-2.0-OpenSSH_9.6\r\n".to_vec()),
        Reply::Raw(b"HTTP/1.1 200".to_vec()),
        Reply::Raw(b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".to_vec()),
        raw("200 OK\r\nContent-Length: 5\r\nContent-Length: 7", b"<Describe"),
        raw("200 OK\r\nContent-Length: -5", b"<Describe"),
        raw("200 OK\r\nContent-Length: many", b"<Describe"),
        raw("99999 OK", b""),
    ] {
        fails(reply, "Unreachable: ");
    }
}

#[test]
fn a_head_without_end_is_told() {
    let start = b"HTTP/1.1 200 OK\r\nX-Odd: ".to_vec();
    fails(Reply::Endless(start.clone(), vec![b'x'; 9_000], Duration::ZERO), "Unreachable: ");
    fails(Reply::Endless(start, b"x\r\nX-Odd: x".to_vec(), Duration::ZERO), "Unreachable: ");
}

#[test]
fn what_is_no_xml_of_the_service_is_told() {
    let text = groups();
    let (xml, cut) = (text.as_bytes(), &text.as_bytes()[..text.len() - 9]);
    let gzip = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\x03\xcb\x48\xcd\xc9\xc9\x07\x00\x86\xa6\x10\x36\x05\x00\x00\x00";
    for reply in [
        sized("200 OK\r\nContent-Type: text/html", b"<html><body>Sign in</body></html>"),
        sized("200 OK\r\nContent-Type: application/json", b"{\"ReplicationGroups\": []}"),
        sized("200 OK\r\nContent-Type: application/octet-stream", &[0, 159, 146, 150, 255, 0, 27, 7]),
        sized("200 OK\r\nContent-Encoding: gzip", gzip),
        sized("200 OK", b""),
        sized("200 OK", cut),
        // The rest of the body is no answer to anything.
        raw("200 OK\r\nContent-Length: 40", xml),
        sized("200 OK", &[xml, b"<Again>"].concat()),
        sized(
            "200 OK",
            "<DescribeReplicationGroupsResponse>&odd;</DescribeReplicationGroupsResponse>".as_bytes(),
        ),
    ] {
        fails(reply, MALFORMED);
    }
}

#[test]
fn another_content_type_of_the_right_xml_is_read() {
    let outcome = of_groups(sized("200 OK\r\nContent-Type: application/json", groups().as_bytes()));
    assert_eq!((outcome.audited.code, outcome.refused().len()), (1, 0), "{}", outcome.all);
}

#[test]
fn values_that_are_none_are_told() {
    for (name, value) in [
        ("SnapshotRetentionLimit", "99999999999999999999"),
        ("AuthTokenEnabled", "perhaps"),
        ("ReplicationGroupCreateTime", "yesterday"),
    ] {
        let fields = element("ReplicationGroupId", "a") + &element(name, value);
        let reply = page(GROUPS, "ReplicationGroups", &[element("ReplicationGroup", &fields)], "");
        fails(reply, MALFORMED);
    }
}

#[test]
fn xml_that_is_nested_very_deeply_is_read_or_told() {
    let deep = |name: &str| format!("<{name}>").repeat(3_000) + &format!("</{name}>").repeat(3_000);
    for name in ["a", "NodeGroup", "ReplicationGroup"] {
        let fields =
            element("ReplicationGroupId", "deep") + &deep(name) + &element("NodeGroups", &deep(name));
        let outcome =
            of_groups(page(GROUPS, "ReplicationGroups", &[element("ReplicationGroup", &fields)], ""));
        assert!([1, 2].contains(&outcome.audited.code), "{name}: {}", outcome.all);
    }
    let attributes: String = (0..3_000).map(|at| format!(" a{at}=''")).collect();
    let reply = page(GROUPS, "ReplicationGroups", &[format!("<ReplicationGroup{attributes}/>")], "");
    let outcome = of_groups(reply);
    assert!([1, 2].contains(&outcome.audited.code), "{}", outcome.all);
}

#[test]
fn entities_are_not_expanded() {
    let bomb = "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;&a;&a;\">]>";
    let text = groups().replace(">a<", ">&b;<");
    fails(Reply::Good(format!("{bomb}{text}")), MALFORMED);
    let outside = "<!DOCTYPE x [<!ENTITY b SYSTEM \"file:///etc/passwd\">]>";
    fails(Reply::Good(format!("{outside}{text}")), MALFORMED);
}

#[test]
fn no_redirect_is_followed() {
    let other = Stub::start(|_| None);
    for status in ["301 Moved", "302 Found", "303 See", "307 Temporary", "308 Permanent"] {
        let code = &status[..3];
        let reply = raw(&format!("{status}\r\nContent-Length: 0\r\nLocation: {}/", other.url), b"");
        let outcome =
            fails(reply, &format!("Malformed: the answer is not one of this service (HTTP {code})"));
        assert_eq!(outcome.stub.calls().iter().filter(|call| is_odd_groups(call)).count(), 1, "{status}");
        fails(raw(&format!("{status}\r\nContent-Length: 0\r\nLocation: /"), b""), "Malformed: ");
    }
    assert_eq!(other.calls(), []);
}

#[test]
fn a_server_that_fails_for_ever_is_tried_as_often_as_allowed() {
    for (reply, why) in [
        (error(500, "InternalFailure", "try later"), "InternalFailure: try later"),
        (error(503, "ServiceUnavailable", "busy"), "ServiceUnavailable: busy"),
        (error(429, "TooManyRequestsException", "slow down"), "TooManyRequestsException: slow down"),
    ] {
        let outcome = fails(reply, why);
        assert_eq!(outcome.stub.calls().iter().filter(|call| is_odd_groups(call)).count(), 2, "{why}");
    }
    let page = "<html>Too many</html>".as_bytes();
    fails(sized("429 Busy", page), "Malformed: the answer is not one of this service (HTTP 429)");
    fails(sized("502 Bad", page), "Malformed: the answer is not one of this service (HTTP 502)");
}

#[test]
fn interim_answers_are_passed_over() {
    let interim = "HTTP/1.1 100 Continue\r\n\r\n".repeat(3);
    let text = groups();
    let whole = format!("{interim}HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{text}", text.len());
    let outcome = of_groups(Reply::Raw(whole.into_bytes()));
    assert_eq!((outcome.audited.code, outcome.refused().len()), (1, 0), "{}", outcome.all);
}

#[test]
fn interim_answers_without_end_end_in_time() {
    let interim = b"HTTP/1.1 100 Continue\r\n\r\n".repeat(100);
    fails(Reply::Endless(Vec::new(), interim, Duration::ZERO), "Timeout: no answer came in time");
}

#[test]
fn another_protocol_is_not_switched_to() {
    fails(raw("101 Switching\r\nUpgrade: odd\r\nConnection: Upgrade", b"odd"), "");
}

#[test]
fn a_body_that_drips_ends_in_time() {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n<Describe".to_vec();
    let outcome = fails(
        Reply::Endless(head, b" ".to_vec(), Duration::from_millis(5)),
        "Timeout: no answer came in time",
    );
    assert_eq!(outcome.refused().len(), 1);
}

#[test]
fn a_head_that_drips_ends_in_time() {
    let head = b"HTTP/1.1 200 OK\r\nX-Odd: ".to_vec();
    fails(Reply::Endless(head, b"x".to_vec(), Duration::from_millis(5)), "Timeout: no answer came in time");
}

#[test]
fn a_first_byte_that_never_comes_is_not_waited_for() {
    fails(Reply::Silence, "Timeout: no answer came in time");
}

#[test]
fn a_delay_that_the_server_asks_for_is_no_longer_than_the_call() {
    let text = body(error(503, "SlowDown", "later"));
    let head = format!(
        "503 Busy\r\nx-amz-retry-after: 99999999\r\nRetry-After: 99999999\r\nContent-Length: {}",
        text.len()
    );
    let outcome = of_groups(raw(&head, text.as_bytes()));
    assert_eq!(outcome.audited.code, 2);
    let failure = outcome.failure();
    assert!(failure.contains("SlowDown: later") || failure.contains("Timeout: "), "{failure}");
}

#[test]
fn a_page_that_comes_again_ends_the_pages() {
    let outcome = audit(|call| {
        let next = if call.marker() == "a" { "b" } else { "a" };
        (call.action == CLUSTERS).then(|| page(CLUSTERS, "CacheClusters", &[cluster("a-001", "p")], next))
    });
    assert_eq!(outcome.audited.code, 1, "{}", outcome.all);
    assert_eq!(outcome.refused(), ["Malformed: a page names itself as the next one"]);
}

#[test]
fn objects_that_come_twice_are_judged_without_a_fault() {
    let outcome = audit(|call| {
        let next = match call.marker() {
            "" => "2",
            "2" => "1",
            _ => "",
        };
        Some(match call.action.as_str() {
            GROUPS => page(GROUPS, "ReplicationGroups", &[group("b"), group("a")], next),
            CLUSTERS => {
                page(CLUSTERS, "CacheClusters", &[cluster("a-001", "p"), cluster("a-001", "q")], next)
            }
            _ => return None,
        })
    });
    assert!([1, 2].contains(&outcome.audited.code), "{}", outcome.all);
}

#[test]
fn an_account_that_is_another_in_each_answer_is_judged_without_a_fault() {
    let outcome = audit(|call| {
        let group = |id: &str, account: &str| {
            let arn = format!("arn:aws:elasticache:us-east-1:{account}:replicationgroup:{id}");
            element("ReplicationGroup", &(element("ReplicationGroupId", id) + &element("ARN", &arn)))
        };
        let groups = [group("a", "000000000001"), group("b", "000000000002"), group("a", "not an account")];
        (call.action == GROUPS).then(|| page(GROUPS, "ReplicationGroups", &groups, ""))
    });
    assert!([1, 2].contains(&outcome.audited.code), "{}", outcome.all);
    assert_eq!(outcome.saved["accounts"][0]["account"], "111122223333");
}

#[test]
fn clocks_that_differ_are_told() {
    for (code, message) in [
        ("RequestTimeTooSkewed", "The difference between the request time and the current time is too large"),
        ("RequestExpired", "Request has expired"),
        ("SignatureDoesNotMatch", "Signature expired: 20260101T000000Z is now earlier than 20260101T010000Z"),
        ("InvalidSignatureException", "Signature not yet current: 20260101T000000Z is still later than now"),
    ] {
        for date in ["Thu, 01 Jan 1970 00:00:00 GMT", "Fri, 31 Dec 9999 23:59:59 GMT", "yesterday"] {
            let text = body(error(403, code, message));
            let head = format!("403 No\r\nDate: {date}\r\nContent-Length: {}", text.len());
            let why = format!("{code}: the clock of this machine and that of AWS differ");
            fails(raw(&head, text.as_bytes()), &why);
        }
    }
}
