//! The limit that ended a call, a region or a run: what it is in words, and what to do.

use std::error::Error;
use std::fmt;
use std::time::Duration;

/// A limit that was met, with its value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Bound {
    /// Pages of one call.
    Pages(usize),
    /// Objects of one kind on one page.
    PageObjects(usize),
    /// Bytes of one answer.
    AnswerBytes(u64),
    /// Objects in one region.
    RegionObjects(usize),
    /// Answers in one region.
    RegionAnswers(usize),
    /// Bytes of one region.
    RegionBytes(u64),
    /// Time of one region.
    RegionTime(Duration),
    /// Objects of the whole run.
    RunObjects(usize),
    /// Bytes of the whole run.
    RunBytes(u64),
    /// Time of the whole run.
    RunTime(Duration),
}

impl Bound {
    /// Whether no other call of the run can be made.
    pub(super) fn ends_run(self) -> bool {
        matches!(self, Self::RunObjects(_) | Self::RunBytes(_) | Self::RunTime(_))
    }

    /// Whether no other call in the region can be made.
    pub(super) fn ends_region(self) -> bool {
        let of_region = matches!(
            self,
            Self::RegionObjects(_) | Self::RegionAnswers(_) | Self::RegionBytes(_) | Self::RegionTime(_)
        );
        of_region || self.ends_run()
    }

    /// What to do about it.
    pub(super) fn remedy(self) -> &'static str {
        match self {
            Self::RunTime(_) => {
                "read fewer regions or accounts in one run, or more of them at once with --concurrency"
            }
            Self::RunObjects(_) | Self::RunBytes(_) => "read fewer regions or accounts in one run",
            Self::RegionTime(_) => "check the network, the proxy and the endpoint URL, and run it again",
            _ => {
                "check the endpoint URL and the proxy: AWS's quotas keep its answers far below; report it if AWS itself \
                 answers so"
            }
        }
    }
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pages(pages) => write!(f, "the last page is not among the first {pages}"),
            Self::PageObjects(objects) => write!(f, "one page has more than {objects} objects of a kind"),
            Self::AnswerBytes(bytes) => write!(f, "one answer has more than {}", size(*bytes)),
            Self::RegionObjects(objects) => write!(f, "the region has more than {objects} objects"),
            Self::RunObjects(objects) => write!(f, "the run has more than {objects} objects"),
            Self::RegionAnswers(answers) => write!(f, "the region takes more than {answers} answers"),
            Self::RegionBytes(bytes) => write!(f, "the region's answers have more than {}", size(*bytes)),
            Self::RegionTime(time) => write!(f, "the region takes more than {}", span(*time)),
            Self::RunBytes(bytes) => write!(f, "the answers of the run have more than {}", size(*bytes)),
            Self::RunTime(time) => write!(f, "the run takes more than {}", span(*time)),
        }
    }
}

impl Error for Bound {}

/// `32 MiB`, or bytes where it is no whole number of them.
fn size(bytes: u64) -> String {
    match bytes % (1 << 20) {
        0 => format!("{} MiB", bytes >> 20),
        _ => format!("{bytes} bytes"),
    }
}

/// `30 minutes`, or seconds where it is no whole number of them.
fn span(time: Duration) -> String {
    match time.as_secs() {
        seconds if seconds > 0 && time.subsec_nanos() == 0 && seconds.is_multiple_of(60) => {
            format!("{} minutes", seconds / 60)
        }
        _ => format!("{} seconds", time.as_secs_f64()),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Limits;
    use super::*;

    #[test]
    fn limits_are_told_in_their_units() {
        let limits = Limits::default();
        let told = [
            Bound::AnswerBytes(limits.answer_bytes),
            Bound::AnswerBytes(1_000),
            Bound::RegionTime(limits.region_time),
            Bound::RunTime(Duration::from_millis(1_500)),
        ];
        let expected = [
            "one answer has more than 32 MiB",
            "one answer has more than 1000 bytes",
            "the region takes more than 30 minutes",
            "the run takes more than 1.5 seconds",
        ];
        assert_eq!(told.map(|bound| bound.to_string()), expected);
    }
}
