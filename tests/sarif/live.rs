//! Findings of a live account, whose answers are no file.

use multiaz::load::{self, Options};
use multiaz::report::{Base, Place, RefusedCall, Report, Undecided, sarif};
use multiaz::rules;
use multiaz::source::{Input, Sources};
use serde_json::Value;

use crate::support::{notifications, results, root, text};

const NAME: &str = "111122223333/eu-west-1";

#[test]
fn an_audited_group_has_a_place_that_github_takes_and_its_account_and_region() {
    let answers = std::fs::read_to_string(root().join("fixtures/describe/two-node-group.json")).unwrap();
    let mut sources = Sources::default();
    let inputs = vec![Input { name: NAME.into(), text: answers }];
    let loaded = load::load(&mut sources, inputs, &Options::default()).loaded;
    let findings = rules::judge(&rules::built_in(&|_| true).unwrap(), &loaded.groups).findings;
    let refused = RefusedCall {
        action: "elasticache:DescribeCacheParameters".into(),
        of: Some("shop\u{1b}[31m".into()),
        reason: "AccessDenied: not\nallowed".into(),
    };
    let places = [Place {
        account: Some("111122223333".into()),
        region: "eu-west-1".into(),
        taken_at: "2026-11-22T07:20:00Z".into(),
        source: sources.find(NAME).unwrap(),
        groups: loaded.groups.len(),
        refused: vec![refused],
    }];
    let report = Report {
        sources: &sources,
        findings: &findings,
        skipped: &loaded.skipped,
        unread: 0,
        failures: &loaded.failures,
        groups: &loaded.groups,
        rules: &[],
        files: 0,
        places: &places,
    };
    let mut out = Vec::new();
    sarif(&report, Undecided::Notified, &Base::default(), &mut out).unwrap();
    let document: Value = serde_json::from_slice(&out).unwrap();
    assert!(!results(&document).is_empty());
    for result in results(&document) {
        let place = &result["locations"][0]["physicalLocation"];
        assert_eq!(place["artifactLocation"]["uri"], NAME);
        assert!(place["artifactLocation"].get("uriBaseId").is_none());
        // Nobody else has the text of the answers: a line of it would lead nowhere.
        assert_eq!((&place["region"]["startLine"], &place["region"]["endLine"]), (&1.into(), &1.into()));
        let prints = &result["partialFingerprints"];
        assert_eq!(prints["primaryLocationLineHash"], prints["multiaz/v1"]);
    }
    let told = text(&notifications(&document)[0], "/message/text");
    let expected = "no answer: elasticache:DescribeCacheParameters of shop\u{fffd}[31m in eu-west-1, \
                    account 111122223333: AccessDenied: not allowed.";
    assert_eq!(told, expected);
    let audited = &document["runs"][0]["properties"]["audited"][0];
    assert_eq!((text(audited, "/account"), text(audited, "/region")), ("111122223333", "eu-west-1"));
}
