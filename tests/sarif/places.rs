//! Where results are: files of the repository and elsewhere, standard input, one long line.

use std::fs;
use std::path::Path;

use serde_json::Value;

use crate::support::{checked, decoded, results, root, run, text};

const TEMPLATE: &str = "fixtures/cloudformation/sessions.yaml";

fn uris(document: &Value) -> Vec<&str> {
    let of = |result| text(result, "/locations/0/physicalLocation/artifactLocation/uri");
    results(document).iter().map(of).collect()
}

#[test]
fn a_file_is_relative_to_the_repositorys_root_wherever_multiaz_runs() {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().canonicalize().unwrap().join("a repository");
    fs::create_dir_all(repository.join("infra/caches")).unwrap();
    fs::create_dir(repository.join(".git")).unwrap();
    let name = "a b+c#d.yaml";
    let file = repository.join("infra/caches").join(name);
    fs::copy(root().join(TEMPLATE), &file).unwrap();
    let expected = "infra/caches/a%20b%2Bc%23d.yaml";
    assert_eq!(decoded(expected), format!("infra/caches/{name}"));
    let places: [(&Path, &str); 4] = [
        (&repository, "infra"),
        (&repository.join("infra/caches"), "."),
        (&repository.join("infra/caches"), "../../infra/caches"),
        (folder.path(), "."),
    ];
    for (at, (here, named)) in places.into_iter().enumerate() {
        let document = checked(here, &[named], "");
        let place = "/locations/0/physicalLocation/artifactLocation";
        assert!(!results(&document).is_empty());
        for result in results(&document) {
            let prefix = if at == 3 { "a%20repository/" } else { "" };
            assert_eq!(text(result, &format!("{place}/uri")), format!("{prefix}{expected}"));
            assert_eq!(text(result, &format!("{place}/uriBaseId")), "%SRCROOT%");
        }
    }
    // From elsewhere it is a file of the machine.
    let elsewhere = tempfile::tempdir().unwrap();
    let document = checked(elsewhere.path(), &[file.to_str().unwrap()], "");
    for result in results(&document) {
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert!(place["uri"].as_str().unwrap().starts_with("file:///"), "{place}");
        assert!(place.get("uriBaseId").is_none(), "{place}");
    }
}

#[test]
fn standard_input_is_a_place_that_github_takes() {
    let plan = fs::read_to_string(root().join("fixtures/terraform/one-flag.json")).unwrap();
    let document = checked(root(), &["-"], &plan);
    assert!(!results(&document).is_empty());
    for result in results(&document) {
        let place = &result["locations"][0]["physicalLocation"]["artifactLocation"];
        assert_eq!((&place["uri"], place.get("uriBaseId")), (&"stdin".into(), None));
        assert_eq!(place["description"]["text"], "Standard input.");
        // Nothing else could make one: GitHub has no such file.
        let prints = &result["partialFingerprints"];
        assert_eq!(prints["primaryLocationLineHash"], prints["multiaz/v1"]);
    }
}

#[test]
fn findings_of_one_long_line_are_told_apart() {
    let plan = fs::read_to_string(root().join("fixtures/terraform/one-flag.json")).unwrap();
    let plan: Value = serde_json::from_str(&plan).unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("plan.json"), plan.to_string()).unwrap();
    let document = checked(folder.path(), &["plan.json"], "");
    assert!(!results(&document).is_empty());
    for result in results(&document) {
        let prints = &result["partialFingerprints"];
        assert_eq!(prints["primaryLocationLineHash"], prints["multiaz/v1"]);
    }
    // GitHub's own action makes one of a line that people write, and warns of any other.
    let template = checked(root(), &[TEMPLATE], "");
    for result in results(&template) {
        assert!(result["partialFingerprints"].get("primaryLocationLineHash").is_none());
    }
}

#[test]
fn a_group_is_named_with_the_place_that_it_is_in() {
    let qualified = |path: &str| -> Vec<String> {
        let document = checked(root(), &[path], "");
        let of = |result| text(result, "/locations/0/logicalLocations/0/fullyQualifiedName").to_owned();
        let mut all: Vec<String> = results(&document).iter().map(of).collect();
        all.dedup();
        all
    };
    assert_eq!(qualified(TEMPLATE), ["Sessions"]);
    let live = qualified("fixtures/describe/snapshot/audit.json");
    assert!(live.iter().all(|name| name.starts_with("arn:aws:elasticache:")), "{live:?}");
}

#[test]
fn a_module_is_named_with_its_root() {
    let document = checked(root(), &["fixtures/terraform/modules/module-called-twice"], "");
    let place = &results(&document)[0]["locations"][0]["logicalLocations"][0];
    let name = text(place, "/name");
    assert!(name.starts_with("module."), "{name}");
    let expected = format!("fixtures/terraform/modules/module-called-twice/{name}");
    assert_eq!(place["fullyQualifiedName"], expected);
    assert_eq!(place["kind"], "resource");
}

#[test]
fn plans_have_no_place_in_it_and_that_is_said() {
    let arguments = ["check", TEMPLATE, "--format", "sarif"];
    let (plain, with_plans) =
        (run(root(), &arguments, ""), run(root(), &[&arguments[..], &["--failover"]].concat(), ""));
    assert_eq!(plain.stdout, with_plans.stdout);
    assert_eq!(plain.status.code(), with_plans.status.code());
    let said = |stderr: Vec<u8>| String::from_utf8(stderr).unwrap();
    assert_eq!(said(plain.stderr), "");
    assert_eq!(
        said(with_plans.stderr).matches("note: github, junit and sarif tell findings alone").count(),
        1
    );
    assert!(uris(&checked(root(), &[TEMPLATE], "")).contains(&TEMPLATE));
}
