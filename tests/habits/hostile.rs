//! Names that anybody wrote forge nothing in what people read: no line, no colour, no link.

use std::fs;

use crate::{multiaz, stderr, stdout};

/// A template whose names and values hold what a terminal acts upon.
const TEMPLATE: &str = r#"Resources:
  "Own\e[2J\nerror[forged]: no\u202e":
    Type: AWS::ElastiCache::ReplicationGroup
    Properties:
      ReplicationGroupDescription: "\e]8;;https://evil.example\e\\click\e]8;;\e\\"
      MultiAZEnabled: true
      AutomaticFailoverEnabled: true
      NumCacheClusters: 2
      CacheNodeType: "cache.t1.micro"
      EngineVersion: {Ref: "Un\e[31mknown\nerror[forged]: no"}
      PreferredCacheClusterAZs: ["eu-west-1a\e[31m", "eu-west-1a\e[31m"]
"#;

/// Whether a text holds what a terminal acts upon, line ends aside.
fn acts(text: &str) -> bool {
    text.contains(|letter: char| letter != '\n' && (letter.is_control() || letter == '\u{202e}'))
}

#[test]
fn a_name_acts_on_no_terminal() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("template.yaml"), TEMPLATE).unwrap();
    for arguments in [&["check", "--show", "all"][..], &["check", "-q", "--strict"], &["check", "-v"]] {
        let output =
            multiaz(arguments).current_dir(folder.path()).env("FORCE_HYPERLINK", "0").output().unwrap();
        for text in [stdout(&output), stderr(&output)] {
            assert!(!acts(&text), "{arguments:?}: {text:?}");
            assert!(!text.lines().any(|line| line.starts_with("error[forged]")), "{arguments:?}: {text}");
        }
        assert_eq!(output.status.code(), Some(1), "{}", stdout(&output));
        assert!(stdout(&output).contains("t1-node-with-multi-az"), "{}", stdout(&output));
    }
}

/// A plan may hold such letters as they are.
#[test]
fn an_excerpt_acts_on_no_terminal() {
    let template = include_str!("../../fixtures/cloudformation/sessions.yaml");
    // YAML itself takes no escape, but a right-to-left override and a lone C1 letter in a comment.
    let text = template.replace("MultiAZEnabled: true", "MultiAZEnabled: true # \u{202e}\u{85}x");
    assert_ne!(text, template);
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("template.yaml"), text).unwrap();
    let output = multiaz(&["check"]).current_dir(folder.path()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(!acts(&stdout(&output)), "{:?}", stdout(&output));
}

#[cfg(unix)]
#[test]
fn the_name_of_a_file_acts_on_no_terminal() {
    let folder = tempfile::tempdir().unwrap();
    let template = include_str!("../../fixtures/cloudformation/sessions.yaml");
    fs::write(folder.path().join("a\nerror[forged]: no\u{1b}[31m.yaml"), template).unwrap();
    fs::write(folder.path().join("b\nverbose: read forged\u{1b}[31m.yaml"), "nothing").unwrap();
    fs::write(folder.path().join("c\nerror[forged]\u{1b}[31m.yaml"), "AWS::ElastiCache:: [").unwrap();
    let output = multiaz(&["check", "-v"]).current_dir(folder.path()).output().unwrap();
    for text in [stdout(&output), stderr(&output)] {
        assert!(!acts(&text), "{text:?}");
        assert!(!text.lines().any(|line| line.starts_with("error[forged]")), "{text}");
        assert!(!text.lines().any(|line| line.starts_with("verbose: read forged")), "{text}");
    }
    assert!(
        stderr(&output).contains("verbose: read a error[forged]: no\u{fffd}[31m.yaml as a CloudFormation")
    );
}
