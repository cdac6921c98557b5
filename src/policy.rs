//! What fails a run: severities, strictness and exit codes.

use crate::finding::{Finding, Severity, Verdict};

/// Nothing at or above the threshold.
pub const CLEAN: u8 = 0;
/// Findings at or above the threshold.
pub const FINDINGS: u8 = 1;
/// Something could not be checked.
pub const NOT_CHECKED: u8 = 2;

/// What the user wants to fail a run.
#[derive(Debug, Clone, Copy)]
pub struct Policy {
    /// The lowest severity that fails; none if nothing does.
    pub fail_on: Option<Severity>,
    /// Undecided verdicts fail at their rule's severity, unread files fail too.
    pub strict: bool,
}

impl Policy {
    /// The exit code of a run.
    #[must_use]
    pub fn exit_code(self, findings: &[Finding], unread: bool, failed: bool) -> u8 {
        if failed {
            return NOT_CHECKED;
        }
        let fails = findings.iter().any(|finding| self.fails(finding));
        if fails || (unread && self.fails_unread()) { FINDINGS } else { CLEAN }
    }

    /// Whether a finding fails the run.
    #[must_use]
    pub fn fails(self, finding: &Finding) -> bool {
        let counts = finding.verdict == Verdict::Violated || self.strict;
        counts && self.fail_on.is_some_and(|threshold| finding.severity >= threshold)
    }

    /// Whether files that could not be judged fail the run.
    #[must_use]
    pub fn fails_unread(self) -> bool {
        self.strict && self.fail_on.is_some()
    }
}
