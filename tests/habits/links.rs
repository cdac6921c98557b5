//! Links to what a rule rests on: only where a terminal has them.

use crate::terminal::shown;
use crate::{multiaz, run, stdout};

const TEMPLATE: &str = "fixtures/cloudformation/sessions.yaml";
/// How every link begins.
const LINK: &str = "\u{1b}]8;;";

/// What is printed where variables are set and standard output is no terminal.
fn piped(arguments: &[&str], environment: &[(&str, &str)]) -> String {
    let all = [&["check", TEMPLATE], arguments].concat();
    stdout(&multiaz(&all).envs(environment.iter().copied()).output().unwrap())
}

/// What is printed in a terminal.
fn seen(arguments: &[&str], environment: &[(&str, &str)]) -> Option<String> {
    let all = [&[env!("CARGO_BIN_EXE_multiaz"), "check", TEMPLATE], arguments].concat();
    shown(&all, "", environment).map(|text| text.replace("\r\n", "\n"))
}

/// A text without its links.
fn unlinked(text: &str) -> String {
    let mut parts = text.split(LINK);
    let first = parts.next().unwrap_or_default().to_owned();
    parts.fold(first, |text, part| text + part.split_once("\u{1b}\\").expect("a link ends").1)
}

#[test]
fn a_rule_leads_to_its_best_source() {
    let text = piped(&[], &[("FORCE_HYPERLINK", "1")]);
    let url = "https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/AutoFailover.html";
    let linked = |rule: &str| format!("[{LINK}{url}\u{1b}\\{rule}{LINK}\u{1b}\\]");
    assert!(text.starts_with(&format!("error{}\n", linked("replicas-share-primary-zone"))), "{text}");
    assert!(text.contains(&format!("\nadvice{} fixtures/", linked("single-replica"))), "{text}");
    assert_eq!(unlinked(&text), piped(&[], &[]));
}

#[test]
fn nothing_is_linked_where_nobody_asked_for_it() {
    for (arguments, environment) in [
        (&[][..], &[][..]),
        (&[], &[("VTE_VERSION", "6003")]),
        (&["--color", "always"], &[("VTE_VERSION", "6003")]),
        (&["--color", "never"], &[("FORCE_HYPERLINK", "1")]),
        (&[], &[("FORCE_HYPERLINK", "1"), ("NO_COLOR", "1")]),
        (&[], &[("FORCE_HYPERLINK", "1"), ("TERM", "dumb")]),
        (&[], &[("FORCE_HYPERLINK", "0")]),
        (&["--format", "json"], &[("FORCE_HYPERLINK", "1")]),
    ] {
        let text = piped(arguments, environment);
        assert!(!text.is_empty() && !text.contains(LINK), "{arguments:?} {environment:?}");
    }
}

#[test]
fn a_file_holds_no_link() {
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("findings.txt");
    let format = format!("text={}", file.display());
    piped(&["--format", &format, "--color", "always"], &[("FORCE_HYPERLINK", "1")]);
    let text = std::fs::read_to_string(file).unwrap();
    assert!(text.contains("error[replicas-share-primary-zone]") && !text.contains('\u{1b}'), "{text}");
}

#[cfg(unix)]
#[test]
fn a_terminal_that_has_links_gets_them() {
    let Some(linked) = seen(&[], &[("VTE_VERSION", "6003")]) else { return };
    assert!(linked.contains(LINK), "{linked}");
    let Some(plain) = seen(&[], &[]) else { return };
    assert!(plain.contains("\u{1b}[31merror[replicas-share-primary-zone]"), "{plain}");
    assert!(!plain.contains(LINK), "{plain}");
    assert_eq!(unlinked(&linked), plain);
    for environment in
        [&[("VTE_VERSION", "6003"), ("NO_COLOR", "1")], &[("VTE_VERSION", "6003"), ("TERM", "dumb")]]
    {
        let Some(text) = seen(&[], environment) else { return };
        assert!(!text.contains('\u{1b}') && text.contains("error["), "{environment:?}: {text}");
    }
}

/// Rules of one's own with a fact that has this address, written as YAML has it in quotes.
fn with_address(address: &str) -> tempfile::TempDir {
    let own = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/user-rules/good");
    let folder = tempfile::tempdir().unwrap();
    let read = |name: &str| std::fs::read_to_string(format!("{own}/{name}")).unwrap();
    // The group of the template is called otherwise.
    let rule = read("three-zones.yaml").replace("group.name.startsWith(\"Prod\") && ", "");
    let facts = read("facts.yaml") + &format!("  address: \"{address}\"\n");
    std::fs::write(folder.path().join("three-zones.yaml"), rule).unwrap();
    std::fs::write(folder.path().join("facts.yaml"), facts).unwrap();
    folder
}

#[test]
fn an_address_of_ones_own_is_linked_where_it_is_one() {
    for (address, is_linked) in [
        ("https://wiki.example/caches?page=1;a", true),
        ("http://wiki.example/", true),
        ("file:///etc/passwd", false),
        ("javascript:alert(1)", false),
        (r"https://wiki.example/\e\\\e[31mforged", false),
        (r"https://wiki.example/\a\e]0;title\a", false),
        (r"https://wiki.example/\x9cforged", false),
        (r"https://wiki.example/\nerror[forged]", false),
    ] {
        let folder = with_address(address);
        let rules = ["--rules", folder.path().to_str().unwrap(), "--select", "three-zones"];
        let text = piped(&rules, &[("FORCE_HYPERLINK", "1")]);
        assert!(text.contains("source: Production caches span three zones."), "{address}: {text}");
        assert_eq!(text.contains(LINK), is_linked, "{address}: {text:?}");
        assert!(!unlinked(&text).contains(['\u{1b}', '\u{7}', '\u{9c}']), "{address}: {text:?}");
    }
}

#[test]
fn links_are_no_business_of_other_commands() {
    let mut command = multiaz(&["failover", "fixtures/failover/three-zones"]);
    let output = command.env("FORCE_HYPERLINK", "1").output().unwrap();
    assert_eq!(stdout(&output), stdout(&run(&["failover", "fixtures/failover/three-zones"])));
}
