//! Names that try to be more than names.

use std::fs;

use crate::support::{checked, decoded, notifications, results, root, rules, text};

/// A logical id, as a double-quoted text of YAML and as it is read.
const GROUP: &str =
    r#""x\n::error file=a::b%0Ac|`<script>@all[in](https://evil.example)\e[31m\0\u202e\u2028{0}""#;

#[cfg(unix)]
const FILE: &str = "a\n::error::b%0A|`<script>@all \\\u{1b}[31m\u{202e}:é.yaml";
// Windows has no such names.
#[cfg(not(unix))]
const FILE: &str = "a%0A@all é.yaml";

#[test]
fn a_name_is_a_name() {
    let folder = tempfile::tempdir().unwrap();
    let template = format!(
        "Resources:\n  {GROUP}:\n    Type: AWS::ElastiCache::ReplicationGroup\n    Properties:\n      \
         ReplicationGroupDescription: hostile\n      NumCacheClusters: 2\n      AutomaticFailoverEnabled: true\n      \
         MultiAZEnabled: false\n"
    );
    fs::write(folder.path().join(FILE), template).unwrap();
    let document = checked(folder.path(), &["."], "");
    assert!(!results(&document).is_empty());
    for one in results(&document).iter().chain(notifications(&document)) {
        assert_eq!(decoded(text(one, "/locations/0/physicalLocation/artifactLocation/uri")), FILE);
        let message = text(one, "/message/text");
        // No link but ours, no argument, and nothing that acts on a terminal: `checked` looks at the rest.
        assert!(message.contains("[in\\](https://evil.example)"), "{message}");
        assert!(message.contains("{{0}}"), "{message}");
        assert!(message.contains(" ::error file=a::b%0Ac|`<script>@all"), "{message}");
        let name = text(one, "/locations/0/logicalLocations/0/name");
        for letter in ['\u{1b}', '\0', '\u{202e}', '\u{2028}'] {
            assert!(!message.contains(letter) && !name.contains(letter));
        }
    }
}

#[test]
fn the_document_is_ascii_safe_for_a_log() {
    let folder = tempfile::tempdir().unwrap();
    let template =
        format!("Resources:\n  {GROUP}:\n    Type: AWS::ElastiCache::ReplicationGroup\n    Properties: 3\n");
    fs::write(folder.path().join("a.yaml"), template).unwrap();
    let arguments = ["check", ".", "--format", "sarif"];
    let output = crate::support::run(folder.path(), &arguments, "");
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(!text.lines().any(|line| line.trim_start().starts_with("::")), "a workflow command: {text}");
    assert!(!text.chars().any(|letter| letter != '\n' && letter.is_control()), "{text}");
}

#[test]
fn a_rule_of_ones_own_can_break_nothing() {
    let own = tempfile::tempdir().unwrap();
    for name in ["facts.yaml", "three-zones.yaml"] {
        let text = fs::read_to_string(root().join("fixtures/user-rules/good").join(name)).unwrap();
        let text = text.replace("  read:", "  address: javascript:alert(1)//<b>\n  read:");
        let text = text.replace("title: ", "title: \"\\e[31m\\u202e::error::[a](https://evil.example)\" #");
        fs::write(own.path().join(name), text).unwrap();
    }
    let arguments = ["fixtures/user-rules/prod.yaml", "--rules", own.path().to_str().unwrap()];
    let document = checked(root(), &[&arguments[..], &["--select", "three-zones"]].concat(), "");
    let [rule] = rules(&document) else { panic!("{document:#}") };
    assert!(text(rule, "/shortDescription/text").starts_with("\u{fffd}[31m\u{fffd}::error::"), "{rule:#}");
    // An address that is none of a page is nowhere; of a source with a page the title is told.
    assert!(text(rule, "/help/text").contains("(\u{fffd}[31m\u{fffd}::error::"), "{rule:#}");
    assert!(!rule.to_string().contains("javascript:"), "{rule:#}");
    assert!(rule.get("helpUri").is_none(), "{rule:#}");
    assert!(!rule.to_string().contains("\\u001b") && !rule.to_string().contains('\u{202e}'), "{rule:#}");
}
