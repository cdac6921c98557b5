//! Markdown for GitHub: what it looks like, that nothing in a name means anything, and that it stays small.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::print_stdout)]

#[path = "markdown/mermaid.rs"]
mod mermaid;
#[path = "markdown/samples.rs"]
mod samples;
#[path = "markdown/structure.rs"]
mod structure;

use std::process::Command;

use multiaz::failover::Scenario;
use multiaz::source::Input;

use samples::{Run, read, run};
use structure::{Structure, structure};

const FOLDER: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/fixtures/failover");
/// What a comment on GitHub holds.
const COMMENT: usize = 65_536;
/// Texts that mean something to Markdown, to GitHub, to HTML, to a terminal or to Mermaid.
const HOSTILE: &[&str] = &[
    "a | b",
    "\\",
    "a\\|b",
    "|",
    "`",
    "``",
    "a`b",
    "```",
    "~~~",
    "<script>alert(1)</script>",
    "</details>",
    "<!--",
    "&lt;b&gt;",
    "<img src=x onerror=alert(1)>",
    "![x](https://evil.example/x.png)",
    "[x](https://evil.example)",
    "[x]: https://evil.example",
    "https://evil.example",
    "www.evil.example",
    "a@evil.example",
    "@user",
    "@org/team",
    "#123",
    "GH-1",
    "org/repo#1",
    "deadbeefcafe",
    "user@deadbeefcafe",
    "1234567",
    "JIRA-12",
    "# head",
    "- item",
    "1. item",
    "1) item",
    "> quote",
    "> [!WARNING]",
    "---",
    "===",
    "*a*",
    "_a_",
    "~~a~~",
    "$x$",
    "$`x`$",
    "[^1]",
    "[ ] x",
    ":tada:",
    "line\nfeed",
    "two\n\n# lines",
    "carriage\r\nreturn",
    "tab\tbed",
    "\u{1b}[31mred",
    "right\u{202e}to left",
    "zero\u{200b}width",
    "nul\0",
    "\u{85}",
    "%%{init: {\"theme\":\"dark\"}}%%",
    "\"] click n0_0 \"https://evil.example\"",
    "x:::y",
    "end",
    "style n0_0 fill:#f00",
    "classDef a:b#c;",
    "#quot;",
    "#35;",
    "\"",
    "'",
    "n0_0 --> n0_1",
    "subgraph x",
    "%% x",
    "{{x}}",
    "    code",
    "`a` @user `b`",
    "a `@user` b",
    "<",
    "ends in `",
    "` starts",
    "é ü 本",
    "(x)",
    "x.",
    "...",
    "-",
    "!",
    "![",
    "](",
    "www",
    "http:",
];

fn told(run: &Run, text: &str) -> Vec<String> {
    let one = [Scenario::Zone(None), Scenario::Primary, Scenario::PrimaryReboot];
    vec![
        run.checked(),
        run.failed_over(&Scenario::all(), true),
        run.failed_over(&one, false),
        samples::run(text).audited(text).checked(),
    ]
}

fn all(text: &str) -> Vec<Structure> {
    told(&run(text), text).iter().map(|markdown| structure(markdown)).collect()
}

#[test]
fn no_name_changes_what_a_document_is_made_of() {
    let tame = all("tame");
    for text in HOSTILE {
        for (hostile, tame) in all(text).iter().zip(&tame) {
            assert_eq!(hostile.outline.join("\n"), tame.outline.join("\n"), "{text:?}");
            assert_eq!(hostile.rows, tame.rows, "{text:?}");
            assert_eq!(hostile.links.len(), tame.links.len(), "{text:?}");
            let own = |link: &String| link.starts_with("https://example.org/");
            assert!(hostile.links.iter().all(own), "{text:?}: {:?}", hostile.links);
        }
    }
}

#[test]
fn outside_of_code_there_is_nothing_that_github_links_or_that_a_reader_acts_upon() {
    for text in HOSTILE {
        for document in all(text) {
            for found in &document.texts {
                let signs = ['@', '#', '$', '<', '>', '`', '*', '_', '~', '|', '\\', '^', '{', '}'];
                assert!(!found.contains(signs), "{text:?}: {found:?}");
                for part in ["www.", "://", ".example", "GH-", "JIRA-", ":tada:"] {
                    assert!(!found.contains(part), "{text:?}: {found:?}");
                }
                let is_commit =
                    |word: &str| word.len() >= 7 && word.bytes().all(|byte| byte.is_ascii_hexdigit());
                let mut words = found.split(|letter: char| !letter.is_alphanumeric());
                assert!(!words.any(is_commit), "{text:?}: {found:?}");
            }
        }
    }
}

#[test]
fn no_control_is_written() {
    for text in HOSTILE {
        for markdown in told(&run(text), text) {
            let acts = |letter: char| {
                letter.is_control() && !matches!(letter, '\n' | '\t')
                    || matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}')
            };
            assert!(!markdown.contains(acts), "{text:?}");
        }
    }
}

#[test]
fn names_are_shown_as_they_are() {
    for text in
        ["a | b", "a\\|b", "`", "ends in `", "<script>alert(1)</script>", "@org/team", "#123", "    code"]
    {
        let documents = all(text);
        assert!(
            documents.iter().all(|one| one.code.iter().any(|code| code.trim() == text.trim())),
            "{text:?}"
        );
    }
}

#[test]
fn charts_are_drawn_as_they_are_meant() {
    let mut charts: Vec<(String, String)> = Vec::new();
    for text in HOSTILE.iter().chain(&["tame"]) {
        charts
            .extend(all(text).into_iter().flat_map(|one| one.charts).map(|chart| (text.to_string(), chart)));
    }
    mermaid::hold(&charts);
}

fn printed(arguments: &[&str]) -> String {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    let output = command.current_dir(FOLDER).args(arguments).args(["--format", "markdown"]).output().unwrap();
    assert!(output.stderr.is_empty(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn a_check() {
    insta::assert_snapshot!(printed(&[
        "check",
        "one-zone.yaml",
        "not-known.yaml",
        "primaries-in-one-zone.yaml"
    ]));
}

#[test]
fn a_check_with_failovers_that_could_not_read_everything() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
    command.current_dir(FOLDER).args([
        "check",
        "two-nodes",
        "gone.json",
        "--failover",
        "--format",
        "markdown",
    ]);
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    insta::assert_snapshot!(String::from_utf8(output.stdout).unwrap());
}

#[test]
fn nothing_to_find() {
    insta::assert_snapshot!(printed(&["check", "three-zones", "--ignore", "no-backups"]));
}

#[test]
fn all_failures_in_short() {
    insta::assert_snapshot!(printed(&["failover", "unknown-roles", "zones-left.yaml"]));
}

#[test]
fn a_failure_step_by_step() {
    let zone = ["failover", "six-shards.yaml", "--scenario", "zone=eu-west-1a", "--require", "survive-zone"];
    insta::assert_snapshot!(printed(&zone));
}

#[test]
fn an_audit() {
    let name = "123456789012/eu-west-1";
    let text = std::fs::read_to_string(format!("{FOLDER}/page-without-multi-az.json")).unwrap();
    let run = read(vec![Input { name: name.to_owned(), text }]);
    let mut run = Run { failures: Vec::new(), ..run };
    run.places = run.audited_as("123456789012", "eu-west-1");
    insta::assert_snapshot!(run.checked());
}

#[test]
fn a_name_of_anybodys_making() {
    insta::assert_snapshot!(run("<b>@org/team</b> | `#1`\n# x").checked());
}

#[test]
fn ten_thousand_findings_fit_into_a_comment() {
    let mut run = run("a-name-of-a-group");
    let found = run.findings.clone();
    run.findings = found.into_iter().cycle().take(10_000).collect();
    let violated = run.findings.iter().filter(|one| one.blocked_by.is_empty()).count();
    let markdown = run.checked();
    assert!(markdown.len() <= COMMENT, "{}", markdown.len());
    let document = structure(&markdown);
    let left_out: usize = number_before(&markdown, " of the findings");
    // A row for each finding, two for the groups of the matrix, and the heads of both tables.
    assert_eq!(document.rows - 4 + left_out, violated);
    assert!(document.rows > 200, "{}", document.rows);
    assert_eq!(number_before(&markdown, " of the details"), violated, "rows come before details");
}

#[test]
fn details_give_way_and_rows_stay() {
    let mut run = run("a-name-of-a-group");
    let violated = run.findings.iter().filter(|one| one.blocked_by.is_empty()).cloned().collect::<Vec<_>>();
    run.findings = violated.into_iter().cycle().take(120).collect();
    let markdown = run.checked();
    assert!(markdown.len() <= COMMENT, "{}", markdown.len());
    assert!(!markdown.contains(" of the findings"));
    let left_out = number_before(&markdown, " of the details");
    assert!((1..120).contains(&left_out), "{left_out}");
    let details =
        structure(&markdown).outline.iter().filter(|line| line.contains("details summary b")).count();
    assert_eq!(details + left_out, 120);
}

#[test]
fn many_groups_and_long_names_fit_into_a_comment() {
    let long = "a-name-that-goes-on/".repeat(20);
    let group = |number: usize| {
        let zones = ["eu-west-1a", "eu-west-1a"];
        let group = serde_json::json!({"Type": "AWS::ElastiCache::ReplicationGroup", "Properties": {
            "MultiAZEnabled": true, "AutomaticFailoverEnabled": true, "NumCacheClusters": 2,
            "PreferredCacheClusterAZs": zones, "EngineVersion": "7.1",
        }});
        (format!("{long}{number}"), group)
    };
    let resources: serde_json::Map<_, _> = (0..250).map(group).collect();
    let text = serde_json::json!({"Resources": resources}).to_string();
    let run = read(vec![Input { name: "many.json".to_owned(), text }]);
    assert_eq!(run.groups.len(), 250);
    let documents = [
        run.checked(),
        run.failed_over(&Scenario::all(), true),
        run.failed_over(&[Scenario::Zone(None), Scenario::Group], false),
    ];
    for markdown in documents {
        assert!(markdown.len() <= COMMENT, "{}", markdown.len());
        assert!(markdown.contains("Left out"), "{markdown}");
    }
}

#[test]
fn the_page_of_formats_shows_commands_that_run() {
    let root = env!("CARGO_MANIFEST_DIR");
    let page = std::fs::read_to_string(format!("{root}/docs/formats.md")).unwrap();
    let scratch = tempfile::tempdir().unwrap();
    let mut ran = 0;
    for line in page.lines().filter(|line| line.starts_with("multiaz ") && line.contains("markdown")) {
        let line = line.replace("fixtures/", &format!("{root}/fixtures/"));
        let mut command = Command::new(env!("CARGO_BIN_EXE_multiaz"));
        let output = command.current_dir(scratch.path()).args(line.split(' ').skip(1)).output().unwrap();
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
        assert!(!output.stdout.is_empty(), "{line}");
        ran += 1;
    }
    assert!(ran >= 4, "{ran}");
    assert!(std::fs::read_to_string(scratch.path().join("summary.md")).unwrap().starts_with("## multiaz: "));
}

/// The number in front of a text.
fn number_before(markdown: &str, text: &str) -> usize {
    let before = markdown.split(text).next().unwrap();
    before.rsplit(' ').next().unwrap().parse().unwrap()
}
