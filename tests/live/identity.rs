//! Whose credentials: accounts, roles, profiles, and what is said where there are none.

use super::child::{KEY, Run, answer_in};
use super::stub::Stub;
use super::xml::{denied, error};

const GROUPS: &str = "elasticache:DescribeReplicationGroups";
const NO_KEYS: [&str; 3] = ["AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN"];
const FIRST: &str = "arn:aws:iam::444455556666:role/audit";
const SECOND: &str = "arn:aws:iam::777788889999:role/audit";

fn roles(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| (*name).to_owned()).collect()
}

#[test]
fn a_role_reads_its_own_account() {
    let stub = Stub::start(|_| None);
    let given =
        Run::of(&stub).asking(|request| request.assume_roles = roles(&[FIRST, FIRST])).read_from(&stub);
    assert_eq!(given.failures(), Vec::<String>::new());
    assert_eq!(given.result["snapshot"]["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(given.account(0)["account"], "444455556666");
    let calls = stub.calls();
    let assumed = calls.iter().filter(|call| call.action == "sts:AssumeRole").collect::<Vec<_>>();
    assert_eq!(assumed.len(), 1);
    assert_eq!((assumed[0].key.as_str(), assumed[0].field("RoleArn")), (KEY, FIRST));
    assert_eq!(stub.count("sts:GetCallerIdentity"), 0);
    assert!(
        calls
            .iter()
            .filter(|call| call.action.starts_with("elasticache:"))
            .all(|call| call.key == "ASIAROLE")
    );
}

#[test]
fn a_role_that_is_refused_stops_no_other() {
    let stub = Stub::start(|call| (call.field("RoleArn") == FIRST).then(|| denied(call)));
    let given =
        Run::of(&stub).asking(|request| request.assume_roles = roles(&[FIRST, SECOND])).read_from(&stub);
    let failure = given.failure();
    assert!(failure.starts_with(&format!("role {FIRST}, -: sts:AssumeRole: AccessDenied: ")), "{failure}");
    assert!(failure.contains("grant sts:AssumeRole"), "{failure}");
    assert_eq!(given.result["snapshot"]["accounts"].as_array().unwrap().len(), 1);
    assert_eq!(given.account(0)["account"], "777788889999");
}

#[test]
fn two_roles_of_one_account_are_not_read_twice() {
    let stub = Stub::start(|_| None);
    let other = "arn:aws:iam::444455556666:role/other";
    let given =
        Run::of(&stub).asking(|request| request.assume_roles = roles(&[FIRST, other])).read_from(&stub);
    assert!(
        given
            .failure()
            .starts_with(&format!("role {other}, -: not read: its account is the one of role {FIRST}"))
    );
    assert_eq!(stub.count(GROUPS), 1);
}

#[test]
fn an_account_that_sts_does_not_tell_is_unknown() {
    let stub = Stub::start(|call| (call.action == "sts:GetCallerIdentity").then(|| denied(call)));
    let given = Run::of(&stub).read_from(&stub);
    assert_eq!(given.account(0)["account"], serde_json::Value::Null);
    assert_eq!(
        given.refused(),
        ["sts:GetCallerIdentity: AccessDenied: not authorized to perform: sts:GetCallerIdentity"]
    );
    assert_eq!(given.failures(), Vec::<String>::new());
    assert!(given.answer(GROUPS).is_some());
}

#[test]
fn an_expired_token_is_one_trouble_that_says_what_to_do() {
    let stub = Stub::start(|_| {
        Some(error(403, "ExpiredToken", "The security token included in the request is expired"))
    });
    let given = Run::of(&stub).read_from(&stub);
    let failure = given.failure();
    assert!(
        failure.contains("sts:GetCallerIdentity: ExpiredToken: The security token included"),
        "{failure}"
    );
    assert!(failure.contains("run `aws sso login`"), "{failure}");
    assert_eq!(stub.count(GROUPS), 0);
}

#[test]
fn keys_that_nobody_has_are_one_trouble_where_every_account_is_enabled() {
    let stub = Stub::start(|_| Some(error(403, "InvalidClientTokenId", "The security token is invalid")));
    let regions = ["eu-west-1", "us-east-1"].map(str::to_owned).to_vec();
    let given = Run::of(&stub).asking(|request| request.regions = regions).read_from(&stub);
    let failure = given.failure();
    assert!(
        failure.contains("-: sts:GetCallerIdentity: InvalidClientTokenId: AWS does not accept"),
        "{failure}"
    );
    assert_eq!(stub.count(GROUPS), 0);
}

#[test]
fn a_token_that_expires_meanwhile_ends_that_region() {
    let stub = Stub::start(|call| {
        (call.action == "elasticache:DescribeCacheClusters").then(|| error(403, "ExpiredToken", "expired"))
    });
    let given = Run::of(&stub).read_from(&stub);
    assert!(given.answer(GROUPS).is_some());
    assert_eq!(stub.count("elasticache:DescribeEvents"), 0);
    let refused = given.refused();
    assert_eq!(
        refused.last().unwrap(),
        "elasticache:DescribeEvents: not asked, as before: ExpiredToken: expired"
    );
}

#[test]
fn no_credentials_are_told() {
    let stub = Stub::start(|_| None);
    let given = Run::of(&stub).without(&NO_KEYS).read_from(&stub);
    let failure = given.failure();
    assert!(
        failure.contains("NoCredentials: no credentials were found; name a profile, or run `aws sso login`"),
        "{failure}"
    );
    assert_eq!(stub.calls(), []);
}

#[test]
fn an_unknown_profile_is_told() {
    let stub = Stub::start(|_| None);
    let run = Run::of(&stub).configured("[profile there]\nregion = eu-west-1\n");
    let given = run.asking(|request| request.profile = Some("gone".into())).read_from(&stub);
    let expected = "profile gone, -: sts:GetCallerIdentity: NoCredentials: the profile is not in the AWS configuration; \
                    `aws configure list-profiles` lists those there are";
    assert_eq!(given.failure(), expected);
    assert_eq!(stub.calls(), []);
}

#[test]
fn an_unknown_profile_is_told_also_where_no_region_is_known() {
    let stub = Stub::start(|_| None);
    let run = Run::of(&stub).configured("[profile there]\nregion = eu-west-1\n");
    let change = |request: &mut multiaz::load::account::Request| {
        request.profile = Some("gone".into());
        request.regions.clear();
    };
    let given = run.asking(change).read_from(&stub);
    assert_eq!(
        given.failure(),
        "profile gone, -: the profile is not in the AWS configuration; `aws configure list-profiles` lists those there are"
    );
}

#[test]
fn a_role_is_asked_for_where_every_account_is_enabled_if_the_first_region_is_closed() {
    let stub = Stub::start(|call| {
        (call.region == "ap-east-1").then(|| error(403, "InvalidClientTokenId", "invalid token"))
    });
    let change = |request: &mut multiaz::load::account::Request| {
        request.assume_roles = roles(&[FIRST]);
        request.regions = roles(&["ap-east-1", "eu-west-1"]);
    };
    let given = Run::of(&stub).asking(change).read_from(&stub);
    assert!(given.failure().starts_with(&format!("role {FIRST}, ap-east-1: ")), "{}", given.failure());
    assert!(answer_in(given.account(1), GROUPS).is_some());
}

#[test]
fn all_regions_are_those_of_the_profiles_own_partition() {
    let stub = Stub::start(|_| None);
    let text =
        "[profile work]\nregion = cn-north-1\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s\n";
    let change = |request: &mut multiaz::load::account::Request| {
        request.profile = Some("work".into());
        request.regions = roles(&["all"]);
    };
    let given = Run::of(&stub).configured(text).asking(change).read_from(&stub);
    let accounts = given.result["snapshot"]["accounts"].as_array().unwrap().iter();
    let regions: Vec<&str> = accounts.map(|account| account["region"].as_str().unwrap()).collect();
    assert_eq!(regions, ["cn-north-1", "cn-northwest-1"]);
}

#[test]
fn an_unknown_profile_of_the_environment_is_told() {
    let stub = Stub::start(|_| None);
    let run = Run::of(&stub).configured("[profile there]\nregion = eu-west-1\n").without(&NO_KEYS);
    let given = run.with("AWS_PROFILE", "gone").read_from(&stub);
    assert!(given.failure().contains("the profile is not in the AWS configuration"), "{}", given.failure());
}

#[test]
fn a_profile_without_credentials_is_told() {
    let stub = Stub::start(|_| None);
    let run = Run::of(&stub).configured("[profile there]\nregion = eu-west-1\n");
    let given = run.asking(|request| request.profile = Some("there".into())).read_from(&stub);
    assert!(
        given.failure().starts_with("profile there, -: sts:GetCallerIdentity: NoCredentials: "),
        "{}",
        given.failure()
    );
    assert_eq!(stub.calls(), [], "the keys of the environment belong to another account");
}

/// A profile that logs in through the session `s`.
const SESSION: &str = "[profile work]\nsso_session = s\nsso_account_id = 111122223333\nsso_role_name = reader\n\
    [sso-session s]\nsso_region = eu-west-1\nsso_start_url = https://login.invalid/start\n";

#[test]
fn a_session_that_never_began_says_how_to_begin_it() {
    let stub = Stub::start(|_| None);
    let run = Run::of(&stub).configured(SESSION);
    let given = run.asking(|request| request.profile = Some("work".into())).read_from(&stub);
    let failure = given.failure();
    assert!(
        failure.contains("(SSO) has expired or was never begun; run `aws sso login --profile work`"),
        "{failure}"
    );
}

#[test]
fn a_session_that_is_over_says_how_to_begin_another() {
    let stub = Stub::start(|_| None);
    let run = Run::of(&stub).configured(SESSION).asking(|request| request.profile = Some("work".into()));
    let cache = run.folder.path().join(".aws/sso/cache");
    std::fs::create_dir_all(&cache).unwrap();
    let token =
        r#"{"accessToken": "sso-token-Pq55", "expiresAt": "2020-01-01T00:00:00Z", "region": "eu-west-1"}"#;
    // The file has the SHA-1 of the session's name.
    std::fs::write(cache.join("a0f1490a20d0211c997b44bc357e1972deab8ae3.json"), token).unwrap();
    let given = run.read_from(&stub);
    let failure = given.failure();
    assert!(
        failure.contains("(SSO) has expired or was never begun; run `aws sso login --profile work`"),
        "{failure}"
    );
    assert!(!given.result.to_string().contains("Pq55"));
}

#[test]
fn a_named_profile_counts_before_the_keys_of_the_environment() {
    let stub = Stub::start(|_| None);
    let text =
        "[profile work]\nregion = eu-north-1\naws_access_key_id = AKIAPROFILE\naws_secret_access_key = s\n";
    let change = |request: &mut multiaz::load::account::Request| {
        request.profile = Some("work".into());
        request.regions.clear();
    };
    let given = Run::of(&stub).configured(text).asking(change).read_from(&stub);
    assert_eq!(given.failures(), Vec::<String>::new());
    assert!(stub.calls().iter().all(|call| call.key == "AKIAPROFILE" && call.region == "eu-north-1"));
    assert!(answer_in(given.account(0), GROUPS).is_some());
}

#[test]
fn a_region_that_nothing_names_is_told() {
    let stub = Stub::start(|_| None);
    let given = Run::of(&stub).asking(|request| request.regions.clear()).read_from(&stub);
    assert_eq!(
        given.failure(),
        "the default credentials, -: no region is known; name one with --region, or set AWS_REGION"
    );
    assert_eq!(stub.calls(), []);
}

#[test]
fn region_and_endpoint_of_the_environment_count() {
    let stub = Stub::start(|_| None);
    let change = |request: &mut multiaz::load::account::Request| {
        request.regions.clear();
        request.endpoint_url = None;
    };
    let run =
        Run::of(&stub).asking(change).with("AWS_REGION", "eu-south-1").with("AWS_ENDPOINT_URL", &stub.url);
    let given = run.read_from(&stub);
    assert_eq!(given.failures(), Vec::<String>::new());
    assert_eq!(given.account(0)["region"], "eu-south-1");
    assert_eq!(given.account(0)["account"], "111122223333");
    assert!(stub.calls().iter().all(|call| call.region == "eu-south-1"));
}
