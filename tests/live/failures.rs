//! What fails, and what goes on all the same.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use super::child::{Run, answer_in, ids};
use super::stub::{Call, Reply, Stub};
use super::xml::{self, denied, error};

const GROUPS: &str = "elasticache:DescribeReplicationGroups";
const CLUSTERS: &str = "elasticache:DescribeCacheClusters";
const EVENTS: &str = "elasticache:DescribeEvents";

/// A server that gives `reply` to an action the first `times` times.
fn at_first(action: &'static str, times: usize, reply: impl Fn() -> Reply + Send + Sync + 'static) -> Stub {
    let count = AtomicUsize::new(0);
    Stub::start(move |call| {
        let early = call.action == action && count.fetch_add(1, Ordering::SeqCst) < times;
        early.then(&reply)
    })
}

/// A server that always gives `reply` to an action.
fn always(action: &'static str, reply: impl Fn(&Call) -> Reply + Send + Sync + 'static) -> Stub {
    Stub::start(move |call| (call.action == action).then(|| reply(call)))
}

#[test]
fn throttling_is_waited_out() {
    for (status, code) in [(400, "Throttling"), (503, "ServiceUnavailable"), (500, "InternalFailure")] {
        let stub = at_first(GROUPS, 2, move || error(status, code, "Rate exceeded"));
        let given = Run::of(&stub).read_from(&stub);
        assert_eq!(given.failures(), Vec::<String>::new(), "{code}");
        assert_eq!(ids(given.answer(GROUPS), "ReplicationGroups", "ReplicationGroupId"), ["sessions"]);
        assert_eq!(stub.count(GROUPS), 3, "{code}");
    }
}

#[test]
fn throttling_without_end_is_told() {
    let stub = always(EVENTS, |_| error(400, "Throttling", "Rate exceeded"));
    let given = Run::of(&stub).asking(|request| request.timeout = Duration::from_secs(2)).read_from(&stub);
    let refused = given.refused();
    let [refused] = refused.as_slice() else { panic!("{refused:?}") };
    let told = [
        "elasticache:DescribeEvents: Throttling: Rate exceeded",
        "elasticache:DescribeEvents: Timeout: no answer came in time",
    ];
    assert!(told.contains(&refused.as_str()), "{refused}");
    assert!(stub.count(EVENTS) > 1);
}

#[test]
fn a_refused_call_is_an_entry_and_drops_no_group() {
    for action in
        [CLUSTERS, EVENTS, "elasticache:DescribeCacheSubnetGroups", "elasticache:DescribeCacheParameters"]
    {
        let stub = always(action, denied);
        let given = Run::of(&stub).read_from(&stub);
        assert_eq!(given.failures(), Vec::<String>::new());
        assert_eq!(given.refused(), [format!("{action}: AccessDenied: not authorized to perform: {action}")]);
        assert!(given.answer(action).is_none());
        assert_eq!(ids(given.answer(GROUPS), "ReplicationGroups", "ReplicationGroupId"), ["sessions"]);
        assert_eq!(stub.count(action), 1, "a refusal is not retried");
    }
}

#[test]
fn an_action_that_the_service_lacks_is_an_entry_too() {
    let stub = always(EVENTS, |_| error(400, "InvalidAction", "unknown action"));
    let given = Run::of(&stub).read_from(&stub);
    assert_eq!(given.refused(), ["elasticache:DescribeEvents: InvalidAction: unknown action"]);
}

#[test]
fn refused_replication_groups_are_a_trouble_and_clusters_are_read() {
    let stub = always(GROUPS, denied);
    let given = Run::of(&stub).read_from(&stub);
    let expected = "the default credentials, eu-west-1: elasticache:DescribeReplicationGroups: AccessDenied: not \
                    authorized to perform: elasticache:DescribeReplicationGroups; grant \
                    elasticache:DescribeReplicationGroups; `multiaz audit --print-iam-policy` prints all that is asked for";
    assert_eq!(given.failure(), expected);
    assert_eq!(ids(given.answer(CLUSTERS), "CacheClusters", "CacheClusterId"), ["sessions-001"]);
    assert_eq!(given.refused().len(), 1);
    assert!(given.result["steps"].to_string().contains("Failed"));
}

#[test]
fn a_hung_connection_ends_in_time() {
    let stub = always(GROUPS, |_| Reply::Silence);
    let before = Instant::now();
    let given = Run::of(&stub).asking(|request| request.timeout = Duration::from_secs(2)).read_from(&stub);
    assert!(before.elapsed() < Duration::from_secs(10), "{:?}", before.elapsed());
    assert!(given.failure().contains("DescribeReplicationGroups: Timeout: no answer came in time"));
    assert_eq!(ids(given.answer(CLUSTERS), "CacheClusters", "CacheClusterId"), ["sessions-001"]);
}

#[test]
fn a_region_that_never_answers_is_not_waited_for_six_times() {
    let stub = Stub::start(|call| call.action.starts_with("elasticache:").then_some(Reply::Silence));
    let before = Instant::now();
    let given = Run::of(&stub).asking(|request| request.timeout = Duration::from_secs(1)).read_from(&stub);
    assert!(before.elapsed() < Duration::from_secs(5), "{:?}", before.elapsed());
    assert_eq!(stub.count(EVENTS), 0);
    assert_eq!(
        given.refused().last().unwrap(),
        "elasticache:DescribeEvents: not asked, as before: Timeout: no answer came in time"
    );
}

/// An answer that ends after the first of these words.
fn cut(reply: Reply, after: &str) -> Reply {
    let Reply::Good(body) = reply else { panic!("{reply:?}") };
    Reply::Good(body[..body.find(after).unwrap() + after.len()].to_owned())
}

#[test]
fn what_is_no_xml_is_told_as_that() {
    for reply in [
        Reply::Good("<DescribeReplicationGroupsResponse><Descr".into()),
        Reply::Good("{\"ReplicationGroups\": []}".into()),
        cut(
            xml::page(GROUPS, "ReplicationGroups", &[xml::group("a"), xml::group("b")], ""),
            "</ReplicationGroup>",
        ),
        cut(
            xml::page(GROUPS, "ReplicationGroups", &[xml::group("a"), xml::group("b")], ""),
            "</ReplicationGroups>",
        ),
        Reply::Bad(500, "<html><body>Internal Server Error</body></html>".into()),
        Reply::Bad(403, "<html><body>blocked by the proxy</body></html>".into()),
    ] {
        let stub = always(GROUPS, move |_| reply.clone());
        let given = Run::of(&stub).read_from(&stub);
        let failure = given.failure();
        assert!(
            failure.contains(
                "DescribeReplicationGroups: Malformed: the answer is not one of this service (HTTP "
            ),
            "{failure}"
        );
        assert!(
            failure.contains("check the endpoint URL and the proxy: something else answers there"),
            "{failure}"
        );
        assert!(failure.ends_with(&format!("; the endpoint URL is {}", stub.url)), "{failure}");
        assert!(given.answer(CLUSTERS).is_some());
        assert_eq!(stub.count(GROUPS), 1, "it is not tried again");
    }
}

#[test]
fn one_region_fails_and_the_other_is_read() {
    let stub = Stub::start(|call| {
        (call.region == "ap-east-1").then(|| error(403, "InvalidClientTokenId", "invalid token"))
    });
    let regions = ["ap-east-1", "eu-west-1", "ap-east-1"].map(str::to_owned).to_vec();
    let given = Run::of(&stub).asking(|request| request.regions = regions).read_from(&stub);
    let failure = given.failure();
    assert!(
        failure.contains("ap-east-1: elasticache:DescribeReplicationGroups: InvalidClientTokenId"),
        "{failure}"
    );
    assert!(failure.contains("that the region is enabled for the account"), "{failure}");
    let accounts = given.result["snapshot"]["accounts"].as_array().unwrap();
    let regions = accounts.iter().map(|account| account["region"].as_str().unwrap()).collect::<Vec<_>>();
    assert_eq!(regions, ["ap-east-1", "eu-west-1"]);
    assert!(answer_in(&accounts[0], GROUPS).is_none());
    assert!(answer_in(&accounts[1], GROUPS).is_some());
    // STS tells the account where every account is enabled.
    assert_eq!(accounts[0]["account"], "111122223333");
}

#[test]
fn a_misspelt_region_is_told_with_the_one_that_was_meant() {
    let change = |request: &mut multiaz::load::account::Request| {
        request.regions = vec!["eu-wst-1".into()];
        request.endpoint_url = None;
        request.timeout = Duration::from_secs(5);
    };
    // A proxy that is not there keeps the call on this machine.
    let given = Run::at("").asking(change).with("HTTPS_PROXY", "http://127.0.0.1:9").read();
    let failure = given.failure();
    assert!(
        failure.ends_with("there is no region eu-wst-1 on the list of 2026-11-22: did you mean eu-west-1?"),
        "{failure}"
    );
}

#[test]
fn no_more_regions_are_read_at_once_than_allowed() {
    let now = AtomicUsize::new(0);
    let most = std::sync::Arc::new(AtomicUsize::new(0));
    let record = most.clone();
    let stub = Stub::start(move |call| {
        if call.action.starts_with("elasticache:") {
            record.fetch_max(now.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(50));
            now.fetch_sub(1, Ordering::SeqCst);
        }
        None
    });
    let regions = ["eu-west-1", "eu-west-2", "eu-west-3", "eu-north-1", "eu-central-1"].map(str::to_owned);
    let change = |request: &mut multiaz::load::account::Request| {
        request.regions = regions.to_vec();
        request.concurrency = 2;
    };
    let given = Run::of(&stub).asking(change).read_from(&stub);
    assert_eq!(given.failures(), Vec::<String>::new());
    assert_eq!(most.load(Ordering::SeqCst), 2);
    let accounts = given.result["snapshot"]["accounts"].as_array().unwrap().iter();
    assert_eq!(accounts.map(|account| account["region"].as_str().unwrap()).collect::<Vec<_>>(), regions);
}

#[test]
fn where_nobody_listens_is_told_in_one_sentence() {
    let closed = std::net::TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap();
    let before = Instant::now();
    let given = Run::at(&format!("http://{closed}"))
        .asking(|request| request.timeout = Duration::from_secs(3))
        .read();
    let failure = given.failure();
    assert!(
        failure.starts_with("the default credentials, eu-west-1: elasticache:DescribeReplicationGroups: "),
        "{failure}"
    );
    assert!(failure.contains("refused") || failure.contains("no answer came in time"), "{failure}");
    assert!(!failure.contains('\n') && !failure.contains("ConnectorError"), "{failure}");
    assert!(failure.ends_with(&format!("; the endpoint URL is http://{closed}")), "{failure}");
    assert!(before.elapsed() < Duration::from_secs(2), "it is not tried again: {:?}", before.elapsed());
    assert_eq!(given.account(0)["account"], serde_json::Value::Null);
}

#[test]
fn a_region_that_can_be_none_is_told_at_once() {
    let change = |request: &mut multiaz::load::account::Request| {
        request.regions = vec!["no region!".into()];
        request.endpoint_url = None;
    };
    let given = Run::at("").asking(change).read();
    let expected = "the default credentials, no region!: elasticache:DescribeReplicationGroups: NotSent: no call can be \
                    made of this region and endpoint; check the region's name, the network, the proxy and the endpoint URL";
    assert_eq!(given.failure(), expected);
}

#[test]
fn an_endpoint_without_tls_is_told() {
    let stub = Stub::start(|_| None);
    let url = stub.url.replace("http:", "https:");
    let given = Run::at(&url).asking(|request| request.timeout = Duration::from_secs(1)).read();
    let failure = given.failure();
    assert!(failure.contains("Unreachable: ") || failure.contains("Timeout: "), "{failure}");
    assert!(given.answer(GROUPS).is_none());
}
