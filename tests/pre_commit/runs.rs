//! What a hook says of a repository: each folder and template once, nothing of what does not concern it.

use super::checkout::{User, said};
use super::{Output, PreCommit};

/// What the bad template and the bad root module are told, each once.
pub(crate) fn assert_fails_with_both_findings(output: &Output) {
    let text = said(output);
    assert_eq!(output.status.code(), Some(1), "{text}");
    for (finding, place) in [
        ("error[replicas-share-primary-zone]", "templates/bad.yaml"),
        ("warning[failover-without-multi-az]", "legacy/"),
    ] {
        assert_eq!(text.matches(finding).count(), 1, "{finding}: {text}");
        assert!(text.contains(place), "{place}: {text}");
    }
    assert_alone(&text);
}

/// What a repository without faults is told.
pub(crate) fn assert_passes(output: &Output, groups: &str) {
    let text = said(output);
    assert!(output.status.success() && text.contains("Passed"), "{text}");
    assert!(text.contains(groups) && text.contains("0 errors, 0 warnings"), "{text}");
    assert_alone(&text);
}

/// Nothing is said of the Helm chart and of other files.
fn assert_alone(text: &str) {
    for name in ["charts", "web.yaml", "values.yaml", "package.json", "templates/good.yaml"] {
        assert!(!text.contains(name), "{name}: {text}");
    }
}

#[test]
fn the_hook_fails_on_what_is_bad_and_passes_once_it_is_mended() {
    let Some(pre_commit) = PreCommit::find() else { return };
    let user = User::new();
    assert_fails_with_both_findings(&pre_commit.tries(&user, "multiaz-system", &["--all-files"]));
    user.mend();
    // Both templates, the root module, and the module where it is called.
    assert_passes(&pre_commit.tries(&user, "multiaz-system", &["--all-files"]), "4 groups in ");
}
