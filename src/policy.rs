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
        let Some(threshold) = self.fail_on else { return CLEAN };
        let counts = |finding: &Finding| finding.verdict == Verdict::Violated || self.strict;
        let fails = findings.iter().any(|finding| counts(finding) && finding.severity >= threshold);
        if fails || (self.strict && unread) { FINDINGS } else { CLEAN }
    }
}
