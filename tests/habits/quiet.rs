//! `--quiet`: what fails the run, what could not be checked, and nothing else.

use std::io::Write;
use std::path::PathBuf;
use std::process::{Output, Stdio};

use crate::{multiaz, run, stderr, stdout};

const TEMPLATE: &str = "fixtures/cloudformation/sessions.yaml";

/// The pairs of inputs that rules have.
fn inputs() -> Vec<PathBuf> {
    let rules = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/rules");
    let folders = std::fs::read_dir(rules).unwrap().map(|entry| entry.unwrap().path());
    let files = folders.filter(|path| path.is_dir()).flat_map(|folder| std::fs::read_dir(folder).unwrap());
    files.map(|entry| entry.unwrap().path()).filter(|path| path.is_file()).collect()
}

fn code(output: &Output) -> Option<i32> {
    output.status.code()
}

#[test]
fn a_run_that_is_content_prints_nothing_and_another_prints_what_fails_it() {
    let (mut content, mut failing) = (0, 0);
    for path in inputs() {
        let path = path.to_str().unwrap();
        let (told, quiet) = (run(&["check", path]), run(&["check", "--quiet", path]));
        assert_eq!(code(&told), code(&quiet), "{path}");
        assert_eq!(stderr(&quiet), "", "{path}");
        if code(&quiet) == Some(0) {
            assert_eq!(stdout(&quiet), "", "{path}");
            content += 1;
        } else {
            // Errors and warnings come first: advice and the summary are left out.
            assert!(!quiet.stdout.is_empty() && told.stdout.starts_with(&quiet.stdout), "{path}");
            assert!(!stdout(&quiet).lines().any(|line| line.starts_with("advice[")), "{path}");
            failing += 1;
        }
    }
    assert!(content > 5 && failing > 5, "{content} {failing}");
}

#[test]
fn what_fails_is_what_the_user_says_it_is() {
    let advice = run(&["check", TEMPLATE, "-q", "--fail-on", "advice"]);
    assert!(stdout(&advice).contains("\nadvice[single-replica] "), "{}", stdout(&advice));
    let never = run(&["check", TEMPLATE, "-q", "--fail-on", "never", "--show", "all"]);
    assert_eq!((code(&never), stdout(&never).as_str()), (Some(0), ""));
    let strict = ["check", TEMPLATE, "-q", "--select", "subnet-group-single-zone"];
    assert_eq!(stdout(&run(&strict)), "");
    let strict = run(&[&strict[..], &["--strict"]].concat());
    assert_eq!(code(&strict), Some(1));
    let text = stdout(&strict);
    assert!(
        text.starts_with("undecided: ") && text.ends_with("Sessions: subnet-group-single-zone\n"),
        "{text}"
    );
}

#[test]
fn what_could_not_be_checked_is_told() {
    let missing = run(&["-q", "check", "no-such-file.yaml"]);
    assert_eq!(code(&missing), Some(2));
    assert!(stdout(&missing).starts_with("error[unreadable]"), "{}", stdout(&missing));
    assert!(!stdout(&missing).contains("0 groups"));
    let broken = run(&["-q", "check", "fixtures/terraform/configuration/partly-invalid"]);
    assert!(stdout(&broken).starts_with("error[syntax]"), "{}", stdout(&broken));
    // It may hold a group, and nobody could look.
    let unread = run(&["-q", "check", "fixtures/terraform/configuration/not-on-disk"]);
    assert_eq!(code(&unread), Some(0));
    assert!(stdout(&unread).starts_with("skipped module.redis "), "{}", stdout(&unread));
    assert_eq!(stdout(&unread).lines().count(), 1);
    let option = run(&["-q", "check", TEMPLATE, "--format", "no-such-format"]);
    assert!(stderr(&option).starts_with("error: "), "{}", stderr(&option));
}

#[test]
fn what_is_left_alone_is_not_told() {
    let path = "fixtures/cloudformation/others.yaml";
    let (told, quiet) = (run(&["check", path]), run(&["check", "-q", path]));
    assert!(stdout(&told).contains("\nskipped "), "{}", stdout(&told));
    assert!(!stdout(&quiet).contains("skipped "), "{}", stdout(&quiet));
}

#[test]
fn notes_are_left_out_and_an_empty_pipe_is_not() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("readme.md"), "nothing of ours").unwrap();
    let folder = folder.path().to_str().unwrap();
    assert!(stderr(&run(&["check", folder])).starts_with("no replication group found in 1 file"));
    assert_eq!(stderr(&run(&["check", folder, "-q"])), "");
    // The command before the pipe may have failed.
    let mut command = multiaz(&["check", "-", "-q"]);
    let command = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    child.stdin.take().unwrap().write_all(b"").unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(
        stderr(&output).contains("see whether the command before the pipe failed"),
        "{}",
        stderr(&output)
    );
    let module = called_by_nobody();
    let module = module.path().to_str().unwrap();
    assert!(stderr(&run(&["check", module])).starts_with("note: "), "{}", stderr(&run(&["check", module])));
    assert_eq!(stderr(&run(&["check", module, "--quiet"])), "");
}

#[test]
fn a_format_that_tells_no_plans_says_so_aloud_alone() {
    let arguments = ["check", TEMPLATE, "--failover", "--format", "junit"];
    let (told, quiet) = (run(&arguments), run(&[&arguments[..], &["-q"]].concat()));
    assert!(stderr(&told).starts_with("note: "), "{}", stderr(&told));
    assert_eq!((stderr(&quiet).as_str(), stdout(&quiet)), ("", stdout(&told)));
}

/// A module that seems made to be called.
fn called_by_nobody() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let text = "variable \"nodes\" {\n  default = 3\n}\n\n\
                resource \"aws_elasticache_replication_group\" \"this\" {\n  \
                num_cache_clusters         = var.nodes\n  snapshot_retention_limit   = 7\n  \
                automatic_failover_enabled = true\n  multi_az_enabled           = true\n}\n";
    std::fs::create_dir(folder.path().join("cache")).unwrap();
    std::fs::write(folder.path().join("cache/main.tf"), text).unwrap();
    folder
}

#[test]
fn machines_read_the_same() {
    for (command, path) in
        [("check", "fixtures/cloudformation"), ("failover", "fixtures/failover/three-zones")]
    {
        let told = run(&[command, path, "--format", "json"]);
        for option in ["--quiet", "--verbose"] {
            let other = run(&[command, path, "--format", "json", option]);
            assert!(!told.stdout.is_empty() && told.stdout == other.stdout, "{command} {option}");
            assert_eq!(code(&told), code(&other), "{command} {option}");
        }
    }
}

#[test]
fn an_objective_that_fails_is_told_without_the_plans() {
    let path = "fixtures/failover/primaries-in-one-zone.yaml";
    let arguments = ["failover", path, "-q", "--require", "survive-zone", "--require", "survive-node"];
    let held = run(&arguments);
    assert_eq!((code(&held), stdout(&held).as_str(), stderr(&held).as_str()), (Some(0), "", ""));
    let strict = run(&[&arguments[..], &["--strict"]].concat());
    let text = stdout(&strict);
    assert_eq!(code(&strict), Some(1));
    assert!(text.contains("survive-zone") && text.contains("undecided"), "{text}");
    assert!(!text.contains("survive-node") && !text.contains("━━"), "{text}");
    // What was asked for is no chatter.
    assert_eq!(stdout(&run(&["failover", path, "-q"])), stdout(&run(&["failover", path])));
}

#[test]
fn rules_that_pass_their_examples_need_no_words() {
    assert_eq!(stdout(&run(&["rules", "--test", "-q"])), "");
    assert_eq!(stdout(&run(&["rules", "-q"])), stdout(&run(&["rules"])));
}

#[test]
fn quiet_and_verbose_exclude_each_other_wherever_they_stand() {
    for arguments in
        [&["-q", "-v", "check", TEMPLATE][..], &["-q", "check", "-v", TEMPLATE], &["check", "-qv", TEMPLATE]]
    {
        let output = run(arguments);
        assert_eq!((code(&output), output.stdout.len()), (Some(2), 0), "{arguments:?}");
        assert!(stderr(&output).starts_with("error: the argument '--"), "{}", stderr(&output));
    }
    // Said twice is said.
    assert_eq!(code(&run(&["check", "-qq", TEMPLATE, "--fail-on", "never"])), Some(0));
    assert!(stdout(&run(&["-V"])).starts_with("multiaz "));
}
