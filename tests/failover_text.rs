//! `failover` as people see it: layouts of many kinds, in Unicode and in ASCII, never wider than a terminal.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

use std::fs;
use std::process::{Command, Output};

use unicode_width::UnicodeWidthStr;

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/failover");
const WIDTH: usize = 100;
/// Every scenario by name: the longest that is written of a group.
const ALL: &[&str] = &[
    "--scenario",
    "primary",
    "--scenario",
    "primary-and-replicas",
    "--scenario",
    "replica",
    "--scenario",
    "zone",
    "--scenario",
    "group",
    "--scenario",
    "planned-replacement",
    "--scenario",
    "primary-reboot",
];
const REQUIRE: &[&str] = &[
    "--require",
    "survive-zone",
    "--require",
    "survive-node",
    "--require",
    "no-data-loss-beyond-lag",
    "--require",
    "writes-resume-in-seconds",
];

fn run(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(FOLDER).env_remove("NO_COLOR").arg("failover").args(arguments).output().unwrap()
}

fn printed(arguments: &[&str]) -> String {
    let output = run(arguments);
    assert!(output.status.code() < Some(2), "{arguments:?}: {}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The names of all fixtures.
fn fixtures() -> Vec<String> {
    let entries = fs::read_dir(FOLDER).unwrap();
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    assert!(names.len() >= 10, "{names:?}");
    names
}

/// A text without the colours of a terminal.
fn uncoloured(text: &str) -> String {
    let mut parts = text.split("\u{1b}[");
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once('m').expect("a colour ends in m").1)
}

fn too_wide(text: &str) -> Option<&str> {
    text.lines().find(|line| line.width() > WIDTH)
}

#[test]
fn every_layout_is_drawn_in_unicode_and_in_ascii() {
    // The groups of AWS's page are held to what it says of them elsewhere.
    for name in fixtures().into_iter().filter(|name| !name.starts_with("page-")) {
        let both = format!("{}\n{}", printed(&[&name]), printed(&[&name, "--ascii"]));
        insta::assert_snapshot!(name.split('.').next().unwrap(), both);
    }
}

#[test]
fn scenarios_are_told_step_by_step() {
    let told: &[(&str, &[&str])] = &[
        ("zone_of_the_primary", &["three-zones", "--scenario", "zone=eu-west-1a"]),
        ("a_replica_fails_with_it", &["three-zones", "--scenario", "primary-and-replicas"]),
        ("zones_that_are_not_known", &["zones-left.yaml", "--scenario", "zone"]),
        ("failover_is_off", &["failover-off.yaml", "--scenario", "primary"]),
        ("many_shards", &["forty-shards.yaml", "--scenario", "zone=eu-west-1a"]),
        ("one_of_many_shards", &["forty-shards.yaml", "--scenario", "zone=eu-west-1a", "--shard", "0001"]),
        ("a_shard_takes_the_others_with_it", &["full-coverage.yaml", "--scenario", "zone=eu-west-1c"]),
        ("what_cannot_happen", &["two-shards.yaml", "--scenario", "primary-reboot"]),
        (
            "maintenance_and_all_nodes",
            &["two-nodes", "--scenario", "planned-replacement", "--scenario", "group"],
        ),
        ("values_that_are_not_known", &["not-known.yaml", "--scenario", "primary"]),
    ];
    for (name, arguments) in told {
        insta::assert_snapshot!(*name, printed(arguments));
    }
}

#[test]
fn objectives_are_told_with_what_breaks_them() {
    let told = |path: &str| printed(&[&[path], REQUIRE].concat());
    let required = |text: String| text.split_once("Required").map(|(_, told)| told.to_owned()).unwrap();
    for path in
        ["three-zones", "forty-shards.yaml", "not-known.yaml", "primaries-in-one-zone.yaml", "one-zone.yaml"]
    {
        let name = format!("required_{}", path.split('.').next().unwrap());
        insta::assert_snapshot!(name, required(told(path)));
    }
}

#[test]
fn no_line_is_wider_than_a_terminal() {
    for name in fixtures() {
        for asked in [&[][..], ALL] {
            let arguments: Vec<&str> = [&[name.as_str()], asked, REQUIRE].concat();
            let text = printed(&arguments);
            assert_eq!(too_wide(&text), None, "{arguments:?}");
        }
    }
}

#[test]
fn ascii_is_ascii() {
    for name in fixtures() {
        for asked in [&[][..], ALL] {
            let arguments: Vec<&str> = [&[name.as_str()], asked, REQUIRE].concat();
            let text = printed(&[arguments.as_slice(), &["--ascii"]].concat());
            assert!(text.is_ascii(), "{arguments:?}: {:?}", text.chars().find(|letter| !letter.is_ascii()));
            assert_eq!(too_wide(&text), None, "{arguments:?}");
        }
    }
}

#[test]
fn colour_changes_nothing_but_the_paint() {
    for name in fixtures() {
        let arguments: Vec<&str> = [&[name.as_str()], ALL].concat();
        let plain = printed(&arguments);
        let painted = printed(&[arguments.as_slice(), &["--color", "always"]].concat());
        assert!(painted.contains("\u{1b}[") && !plain.contains('\u{1b}'));
        assert_eq!(uncoloured(&painted), plain, "{name}");
    }
}

#[test]
fn nothing_is_printed_where_there_is_no_group() {
    let output = run(&["../facts"]);
    assert_eq!(output.status.code(), Some(0));
    assert!(output.stdout.is_empty() && !output.stderr.is_empty(), "{output:?}");
}

#[test]
fn what_is_not_judged_or_cannot_be_read_is_told() {
    let account = printed(&["../describe/account", "--ascii"]);
    assert!(account.contains("\nskipped ") && account.is_ascii(), "{account}");
    assert_eq!(too_wide(&account), None);
    let broken = run(&["../terraform/configuration/invalid-beside-valid", "--ascii"]);
    let text = String::from_utf8(broken.stdout).unwrap();
    assert_eq!(broken.status.code(), Some(2));
    assert!(text.starts_with("error[") && text.is_ascii(), "{text}");
}

#[test]
fn the_command_for_more_works() {
    for name in fixtures() {
        let text = printed(&[&name]);
        let command = text.lines().last().unwrap().trim().strip_prefix("multiaz failover ").unwrap();
        let more = printed(&command.split(' ').collect::<Vec<_>>());
        assert!(more.contains("What happens") || more.contains("cannot happen"), "{command}: {more}");
    }
}

#[test]
fn what_is_misspelt_is_an_error_that_tells_what_there_is() {
    let told: &[(&[&str], &str)] = &[
        (&["three-zones", "--scenario", "zones"], "there is no scenario `zones`: choose among primary,"),
        (&["three-zones", "--scenario", "eu-west-1a"], "for a zone give zone=eu-west-1a"),
        (&["three-zones", "--scenario", "primary=shop-001"], "name a shard with --shard"),
        (&["three-zones", "--scenario", "group=shop"], "name a group with --group"),
        (&["three-zones", "--scenario", "zone="], "has no value"),
        (&["three-zones", "--scenario", "primary-and-replicas=0"], "is the scenario `primary`"),
        (&["three-zones", "--shard", "0002"], "there is no shard `0002`; there is 0001"),
        (&["forty-shards.yaml", "--shard", "41"], "there are 0001, 0002, "),
        (
            &["three-zones", "--scenario", "replica=shop-2"],
            "there is no node `shop-2`; there are shop-001, shop-002, shop-003",
        ),
        (
            &["two-shards.yaml", "--shard", "0002", "--scenario", "replica=0001/replica-1"],
            "node `0001/replica-1` is in shard 0001, not in 0002",
        ),
        (&["three-zones", "--group", "shap"], "names no group that was read; the nearest is `shop`"),
        (
            &["three-zones", "--format", "yaml"],
            "there is no format `yaml`: choose text, json, markdown, github or junit",
        ),
        (&["../facts", "--require", "survive-zone"], "--require has no replication group to judge"),
    ];
    for (arguments, expected) in told {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        let text = String::from_utf8(output.stderr).unwrap();
        let tells = |line: &str| line.starts_with("error: ") && line.contains(expected);
        assert!(text.lines().any(tells), "{arguments:?}: {text}");
    }
}

#[test]
fn a_shard_may_be_named_by_its_number() {
    let asked = |shard: &str| printed(&["forty-shards.yaml", "--scenario", "primary", "--shard", shard]);
    assert_eq!(asked("7"), asked("0007"));
}

#[test]
fn a_zone_without_nodes_is_told_beside_those_that_have_some() {
    let output = run(&["three-zones", "--scenario", "zone=eu-west-1A"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("its nodes are in eu-west-1a, eu-west-1b, eu-west-1c"), "{text}");
    assert!(String::from_utf8(output.stderr).unwrap().contains("no node is in `eu-west-1A`"));
}

#[test]
fn groups_of_which_nothing_is_asked_have_no_heading() {
    let text = printed(&["same-name", "three-zones", "--scenario", "replica=shop-002"]);
    let headings: Vec<&str> = text.lines().filter(|line| line.starts_with("━━ ")).collect();
    assert!(headings.len() == 1 && headings[0].starts_with("━━ shop "), "{headings:?}");
    assert!(text.contains("replica shop-002 fails"), "{text}");
}
