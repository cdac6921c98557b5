//! Answers without end: each limit ends what it is the limit of, and what came before is kept.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use multiaz::load::account::Limits;

use super::small;
use crate::child::{Given, Run, ids};
use crate::stub::{Call, Reply, Stub};
use crate::xml::{cluster, element, group, page};

const GROUPS: &str = "elasticache:DescribeReplicationGroups";
const CLUSTERS: &str = "elasticache:DescribeCacheClusters";
const PARAMETERS: &str = "elasticache:DescribeCacheParameters";
const EVENTS: &str = "elasticache:DescribeEvents";

/// A server that answers an action with these objects and a marker that is new each time.
fn without_end(action: &'static str, list: &'static str, item: fn(usize) -> String) -> Stub {
    let pages = AtomicUsize::new(0);
    Stub::start(move |call| {
        (call.action == action).then(|| {
            let number = pages.fetch_add(1, Ordering::SeqCst);
            page(action, list, &[item(number)], &format!("page-{}", number + 1))
        })
    })
}

fn read(stub: &Stub, limits: Limits) -> Given {
    Run::of(stub).asking(|request| request.limits = limits).read_from(stub)
}

fn numbered(number: usize) -> String {
    group(&format!("group-{number}"))
}

#[test]
fn markers_that_are_new_on_each_page_end_with_the_pages_of_a_call() {
    let stub = without_end(GROUPS, "ReplicationGroups", numbered);
    let given = read(&stub, Limits { pages: 7, ..small() });
    let expected = "the default credentials, eu-west-1: elasticache:DescribeReplicationGroups: Limit: the last page is not \
                    among the first 7; check the endpoint URL and the proxy: AWS's quotas keep its answers far below; \
                    report it if AWS itself answers so";
    assert_eq!(given.failure(), expected);
    assert_eq!(ids(given.answer(GROUPS), "ReplicationGroups", "ReplicationGroupId").len(), 7);
    assert_eq!((stub.count(GROUPS), stub.count(EVENTS)), (7, 1));
}

#[test]
fn empty_pages_end_with_the_pages_of_a_call() {
    let stub = without_end(CLUSTERS, "CacheClusters", |_| String::new());
    let given = read(&stub, Limits { pages: 7, ..small() });
    assert_eq!(given.failures(), Vec::<String>::new());
    let refused = given.refused();
    let [refused] = refused.as_slice() else { panic!("{refused:?}") };
    let told = "elasticache:DescribeCacheClusters: Limit: the last page is not among the first 7: check the endpoint URL";
    assert!(refused.starts_with(told), "{refused}");
    assert_eq!((stub.count(CLUSTERS), stub.count(EVENTS)), (7, 1));
}

#[test]
fn a_call_of_as_many_pages_as_the_limit_is_whole() {
    let stub = Stub::start(|call| {
        let next = match call.marker() {
            "" => "2",
            "2" => "3",
            _ => "",
        };
        (call.action == GROUPS).then(|| page(GROUPS, "ReplicationGroups", &[group("a")], next))
    });
    let given = read(&stub, Limits { pages: 3, ..small() });
    assert_eq!((given.failures(), given.refused()), (Vec::new(), Vec::new()));
    assert_eq!(stub.count(GROUPS), 3);
}

#[test]
fn calls_without_end_end_with_the_answers_of_a_region() {
    let clusters = |call: &Call| {
        let all: Vec<String> = (0..30).map(|at| cluster(&format!("a-{at}"), &format!("p-{at:02}"))).collect();
        (call.action == CLUSTERS).then(|| page(CLUSTERS, "CacheClusters", &all, ""))
    };
    let stub = Stub::start(clusters);
    let given = read(&stub, Limits { region_answers: 13, ..small() });
    assert_eq!((stub.count(PARAMETERS), stub.count(EVENTS)), (10, 0));
    assert!(given.answer(CLUSTERS).is_some());
    let refused = given.refused();
    assert_eq!(refused.len(), 22, "{refused:?}");
    assert!(refused[0].contains("Limit: the region takes more than 13 answers: check"), "{}", refused[0]);
    assert!(
        refused[21]
            .starts_with("elasticache:DescribeEvents: not asked, as before: Limit: the region takes more")
    );
}

#[test]
fn a_parameter_group_that_has_no_name_is_not_asked_for() {
    let stub = Stub::start(|call| {
        let names = ["p", "not one", &"x".repeat(256), "p&#10;q"];
        let all = names.map(|name| cluster("a-001", name));
        (call.action == CLUSTERS).then(|| page(CLUSTERS, "CacheClusters", &all, ""))
    });
    read(&stub, small());
    let calls = stub.calls();
    let asked = calls.iter().filter(|call| call.action == PARAMETERS);
    assert_eq!(asked.map(|call| call.field("CacheParameterGroupName")).collect::<Vec<_>>(), ["p"]);
}

#[test]
fn a_page_of_more_objects_than_fit_is_not_taken_apart() {
    for (action, list, item) in [
        (GROUPS, "ReplicationGroups", "<ReplicationGroup/>"),
        (CLUSTERS, "CacheClusters", "<x:CacheCluster xmlns:x='y'></x:CacheCluster>"),
        (EVENTS, "Events", "<Event ></Event>"),
        ("elasticache:DescribeCacheSubnetGroups", "CacheSubnetGroups", "<CacheSubnetGroup\n/>"),
        (PARAMETERS, "Parameters", "<Parameter/>"),
        (
            "elasticache:DescribeGlobalReplicationGroups",
            "GlobalReplicationGroups",
            "<GlobalReplicationGroup/>",
        ),
    ] {
        let most = Stub::start(move |call| {
            (call.action == action).then(|| page(action, list, &vec![item.to_owned(); 20], ""))
        });
        let given = read(&most, Limits { page_objects: 20, ..small() });
        assert_eq!((given.failures(), given.refused()), (Vec::new(), Vec::new()), "{action}");
        let more = Stub::start(move |call| {
            (call.action == action).then(|| page(action, list, &vec![item.to_owned(); 21], ""))
        });
        let given = read(&more, Limits { page_objects: 20, ..small() });
        assert!(given.answer(action).is_none(), "{action}");
        let refused = given.refused();
        assert!(refused[0].contains(": Limit: one page has more than 20 objects of a kind: "), "{refused:?}");
        assert_eq!(more.count(action), 1, "{action}: it is not tried again");
    }
}

#[test]
fn shards_and_nodes_are_objects_too() {
    for name in ["NodeGroup", "NodeGroupMember"] {
        let stub = Stub::start(move |call| {
            let fields =
                element("ReplicationGroupId", "a") + &element("NodeGroups", &format!("<{name}/>").repeat(21));
            let groups = [element("ReplicationGroup", &fields)];
            (call.action == GROUPS).then(|| page(GROUPS, "ReplicationGroups", &groups, ""))
        });
        let given = read(&stub, Limits { page_objects: 20, ..small() });
        let failure = given.failure();
        assert!(failure.contains(": Limit: one page has more than 20 objects of a kind; "), "{failure}");
    }
}

#[test]
fn objects_without_end_end_with_those_of_a_region_and_of_a_run() {
    let pages = AtomicUsize::new(0);
    let stub = Stub::start(move |call| {
        (call.action == GROUPS && call.region != "eu-west-3").then(|| {
            let number = pages.fetch_add(1, Ordering::SeqCst);
            page(GROUPS, "ReplicationGroups", &vec![numbered(number); 10], &format!("page-{number}"))
        })
    });
    let change = |request: &mut multiaz::load::account::Request| {
        request.regions = ["eu-west-1", "eu-west-2", "eu-west-3"].map(str::to_owned).to_vec();
        request.concurrency = 1;
        request.limits = Limits { region_objects: 35, run_objects: 65, ..small() };
    };
    let given = Run::of(&stub).asking(change).read_from(&stub);
    let failures = given.failures();
    let [first, second, third] = failures.as_slice() else { panic!("{failures:?}") };
    assert!(first.contains(": Limit: the region has more than 35 objects; check the endpoint"), "{first}");
    let told = "Limit: the run has more than 65 objects; read fewer regions or accounts in one run";
    assert!(second.contains("eu-west-2") && second.ends_with(told), "{second}");
    assert!(third.contains("eu-west-3: not read: the run has more than 65 objects; read fewer"), "{third}");
    assert_eq!(ids(given.answer(GROUPS), "ReplicationGroups", "ReplicationGroupId").len(), 30);
}

/// A head that promises no length, and what comes after it for ever.
fn flood(piece: &str) -> Reply {
    let head = b"HTTP/1.1 200 OK\r\nContent-Type: text/xml\r\n\r\n".to_vec();
    Reply::Endless(head, piece.as_bytes().to_vec(), Duration::ZERO)
}

#[test]
fn a_body_without_end_ends_with_the_bytes_of_an_answer() {
    let stub =
        Stub::start(|call| (call.action == GROUPS).then(|| flood(&element("Marker", &"x".repeat(5_000)))));
    let given = read(&stub, Limits { answer_bytes: 100_000, ..small() });
    let failure = given.failure();
    assert!(
        failure.contains(": Limit: one answer has more than 100000 bytes; check the endpoint"),
        "{failure}"
    );
    assert_eq!((stub.count(GROUPS), stub.count(EVENTS)), (1, 1), "it is not tried again");
}

#[test]
fn an_error_without_end_ends_with_the_bytes_of_an_answer() {
    let head = b"HTTP/1.1 503 Busy\r\nContent-Type: text/xml\r\n\r\n<ErrorResponse><Error>".to_vec();
    let stub = Stub::start(move |call| {
        let endless = || Reply::Endless(head.clone(), vec![b'x'; 5_000], Duration::ZERO);
        (call.action == EVENTS).then(endless)
    });
    let given = read(&stub, Limits { answer_bytes: 100_000, ..small() });
    let refused = given.refused();
    assert!(refused[0].contains(": Limit: one answer has more than 100000 bytes: check"), "{refused:?}");
    assert_eq!(stub.count(EVENTS), 1, "it is not tried again");
}

#[test]
fn an_answer_of_as_many_bytes_as_the_limit_is_whole() {
    let Reply::Good(body) = page(EVENTS, "Events", &[], "") else { panic!() };
    let stub = Stub::start(|call| (call.action == EVENTS).then(|| page(EVENTS, "Events", &[], "")));
    let length = |call: &Call| match crate::xml::sound(call) {
        Reply::Good(body) => body.len(),
        other => panic!("{other:?}"),
    };
    read(&stub, small());
    let longest = stub.calls().iter().map(length).max().unwrap().max(body.len()) as u64;
    let given = read(&stub, Limits { answer_bytes: longest, ..small() });
    assert_eq!((given.failures(), given.refused()), (Vec::new(), Vec::new()));
    let given = read(&stub, Limits { answer_bytes: longest - 1, ..small() });
    assert_eq!(given.failures().len() + given.refused().len(), 1);
}

/// A group of ten thousand bytes.
fn large(number: usize) -> String {
    let fields = element("ReplicationGroupId", &format!("group-{number}"))
        + &element("Description", &"x".repeat(10_000));
    element("ReplicationGroup", &fields)
}

#[test]
fn pages_without_end_end_with_the_bytes_of_a_region_and_the_other_region_is_whole() {
    let pages = AtomicUsize::new(0);
    let stub = Stub::start(move |call| {
        (call.action == GROUPS && call.region == "eu-west-1").then(|| {
            let number = pages.fetch_add(1, Ordering::SeqCst);
            page(GROUPS, "ReplicationGroups", &[large(number)], &format!("page-{number}"))
        })
    });
    let change = |request: &mut multiaz::load::account::Request| {
        request.regions = ["eu-west-1", "eu-west-2"].map(str::to_owned).to_vec();
        request.limits = Limits { region_bytes: 50_000, ..small() };
    };
    let given = Run::of(&stub).asking(change).read_from(&stub);
    let failure = given.failure();
    assert!(failure.contains("eu-west-1: "), "{failure}");
    assert!(failure.contains(": Limit: the region's answers have more than 50000 bytes; check"), "{failure}");
    assert_eq!(ids(given.answer(GROUPS), "ReplicationGroups", "ReplicationGroupId").len(), 4);
    assert_eq!(stub.count(GROUPS), 6);
    assert!(
        given.refused()[1].starts_with("elasticache:DescribeCacheClusters: not asked, as before: Limit: ")
    );
    assert_eq!(given.account(1)["refused"], serde_json::json!([]));
}

#[test]
fn regions_without_end_end_with_the_bytes_of_a_run() {
    let pages = AtomicUsize::new(0);
    let stub = Stub::start(move |call| {
        (call.action == GROUPS).then(|| {
            let number = pages.fetch_add(1, Ordering::SeqCst);
            page(GROUPS, "ReplicationGroups", &[large(number)], &format!("page-{number}"))
        })
    });
    let change = |request: &mut multiaz::load::account::Request| {
        request.regions = ["eu-west-1", "eu-west-2", "eu-west-3"].map(str::to_owned).to_vec();
        request.concurrency = 1;
        request.limits = Limits { region_bytes: 50_000, run_bytes: 80_000, ..small() };
    };
    let given = Run::of(&stub).asking(change).read_from(&stub);
    let failures = given.failures();
    let [first, second, third] = failures.as_slice() else { panic!("{failures:?}") };
    assert!(first.contains("Limit: the region's answers have more than 50000 bytes"), "{first}");
    let told =
        "Limit: the answers of the run have more than 80000 bytes; read fewer regions or accounts in one run";
    assert!(second.contains("eu-west-2") && second.ends_with(told), "{second}");
    let told = "eu-west-3: not read: the answers of the run have more than 80000 bytes; read fewer regions or accounts in \
                one run";
    assert!(third.ends_with(told), "{third}");
    assert_eq!(given.result["snapshot"]["accounts"].as_array().unwrap().len(), 2);
}

#[test]
fn a_region_that_takes_its_time_ends_with_the_time_of_a_region() {
    let stub = Stub::start(|call| (call.action == CLUSTERS).then_some(Reply::Silence));
    let given = read(&stub, Limits { region_time: Duration::from_millis(1_500), ..small() });
    let refused = given.refused();
    let told = "elasticache:DescribeCacheClusters: Limit: the region takes more than 1.5 seconds: check the network, the \
                proxy and the endpoint URL, and run it again";
    assert_eq!(refused[0], told);
    assert!(refused.last().unwrap().contains("not asked, as before: Limit: "), "{refused:?}");
    assert!(given.answer(GROUPS).is_some());
    assert_eq!(stub.count(EVENTS), 0);
}

#[test]
fn a_run_that_takes_its_time_ends_with_the_time_of_a_run() {
    let stub = Stub::start(|call| call.action.starts_with("elasticache:").then_some(Reply::Silence));
    let change = |request: &mut multiaz::load::account::Request| {
        request.regions = ["eu-west-1", "eu-west-2"].map(str::to_owned).to_vec();
        request.concurrency = 1;
        request.limits = Limits { run_time: Duration::from_millis(1_500), ..small() };
    };
    let given = Run::of(&stub).asking(change).read_from(&stub);
    let failures = given.failures();
    let [first, second] = failures.as_slice() else { panic!("{failures:?}") };
    let remedy = "read fewer regions or accounts in one run, or more of them at once with --concurrency";
    let told = format!("{GROUPS}: Limit: the run takes more than 1.5 seconds; {remedy}");
    assert!(first.ends_with(&told), "{first}");
    assert!(
        second.ends_with(&format!("eu-west-2: not read: the run takes more than 1.5 seconds; {remedy}")),
        "{second}"
    );
    assert_eq!(given.result["interrupted"], false);
    assert_eq!(stub.count(GROUPS), 1);
}

#[test]
fn an_identity_without_end_leaves_the_account_unknown() {
    let stub = Stub::start(|call| (call.action == "sts:GetCallerIdentity").then(|| flood("<Account>1")));
    let given = read(&stub, small());
    assert_eq!(given.account(0)["account"], serde_json::Value::Null);
    assert!(
        given.refused()[0]
            .starts_with("sts:GetCallerIdentity: Limit: one answer has more than 65536 bytes: ")
    );
    assert!(given.answer(GROUPS).is_some());
}

#[test]
fn a_credential_process_without_end_is_not_waited_for() {
    let text = "[profile work]\ncredential_process = sh -c \"sleep 5; touch $HOME/waited\"\n";
    let change = |request: &mut multiaz::load::account::Request| {
        (request.regions, request.profile) = (Vec::new(), Some("work".into()));
        request.timeout = Duration::from_secs(1);
    };
    let run = Run::at("http://127.0.0.1:9").configured(text).with("PATH", &std::env::var("PATH").unwrap());
    let run = run.asking(change);
    let failure = run.read().failure();
    assert!(failure.contains("no region is known"), "{failure}");
    assert!(!run.folder.path().join("waited").exists());
}
