//! Why a call gave nothing, in one sentence, and what to do about it.
//!
//! Messages are the service's own first line, or ours. The SDK's chains of errors are not shown: they may hold
//! parts of a request, an answer, or the output of a program that prints credentials.

use std::error::Error;
use std::fmt::Debug;

use aws_sdk_elasticache::error::{ProvideErrorMetadata, SdkError};

use super::super::principal::without_principals;
use super::bound::Bound;
use super::lack::{Lack, chain, lack};

/// What a refusal says that no grant of the account's own can mend.
const SERVICE_CONTROL: &str = "service control policy";

/// Words of messages that quote what was signed, a session token among it.
const QUOTES: [&str; 3] = ["x-amz-security-token", "Credential=", "Signature="];

/// How long a message may be.
const LONGEST: usize = 300;

/// What kind of failure it is: that decides what to do, and whether another call can fare better.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// A permission is missing.
    Refused,
    /// The credentials have expired.
    Expired,
    /// AWS does not accept the credentials, perhaps in this region only.
    Rejected,
    /// The clock of this machine is wrong.
    Skewed,
    /// There are no credentials.
    Lacking(Lack),
    /// No connection.
    Unreachable,
    /// No answer in time.
    TimedOut,
    /// Too many calls, also after retries.
    Throttled,
    /// An answer that did not come to its end.
    BrokenOff,
    /// An answer that is none.
    Malformed,
    /// A limit of ours.
    Bounded(Bound),
    /// Ctrl-C.
    Interrupted,
    /// Anything else.
    Other,
}

/// A call that failed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    pub(super) kind: Kind,
    /// The code, a colon and the message.
    pub(super) reason: String,
}

impl Fault {
    fn new(kind: Kind, code: &str, message: &str) -> Self {
        Self { kind, reason: format!("{}: {message}", one_line(code)) }
    }

    /// What a call failed with.
    pub(super) fn of<E, R>(error: &SdkError<E, R>) -> Self
    where
        E: Error + ProvideErrorMetadata + 'static,
        R: Debug + Status + 'static,
    {
        if let Some(lack) = lack(error) {
            return Self::new(Kind::Lacking(lack), "NoCredentials", &lack.sentence());
        }
        match error {
            SdkError::ServiceError(_) => Self::of_service(error),
            SdkError::TimeoutError(_) => Self::timed_out(),
            SdkError::DispatchFailure(failure) if failure.is_timeout() => Self::timed_out(),
            SdkError::DispatchFailure(_) => Self::new(Kind::Unreachable, "Unreachable", &unreachable(error)),
            SdkError::ResponseError(_) => Self::of_response(error),
            _ => Self::new(Kind::Unreachable, "NotSent", "no call can be made of this region and endpoint"),
        }
    }

    fn of_service<E: ProvideErrorMetadata, R: Status>(error: &SdkError<E, R>) -> Self {
        let Some(code) = error.code().filter(|code| !code.is_empty()) else {
            return Self::malformed(error.raw_response());
        };
        let said = error.message().unwrap_or("no message");
        let kind = kind_of(code, said);
        let message = match kind {
            // Its message may quote what was signed, a session token among it.
            Kind::Rejected => "AWS does not accept these credentials".to_owned(),
            Kind::Skewed => "the clock of this machine and that of AWS differ too much".to_owned(),
            _ => one_line(&without_principals(said)),
        };
        Self::new(kind, code, &message)
    }

    fn of_response<E, R>(error: &SdkError<E, R>) -> Self
    where
        E: Error + 'static,
        R: Debug + Status + 'static,
    {
        match (bound(error), error.raw_response()) {
            (Some(bound), _) => Self::bounded(bound),
            (None, Some(response)) if !response.has_come() => Self::new(
                Kind::BrokenOff,
                "BrokenOff",
                "the connection broke off in the middle of the answer",
            ),
            (None, response) => Self::malformed(response),
        }
    }

    fn malformed<R: Status>(response: Option<&R>) -> Self {
        let status =
            response.map(Status::status).map(|status| format!(" (HTTP {status})")).unwrap_or_default();
        Self::new(Kind::Malformed, "Malformed", &format!("the answer is not one of this service{status}"))
    }

    fn timed_out() -> Self {
        Self::new(Kind::TimedOut, "Timeout", "no answer came in time")
    }

    /// There is more than we read.
    pub(super) fn bounded(bound: Bound) -> Self {
        Self::new(Kind::Bounded(bound), "Limit", &bound.to_string())
    }

    /// Ctrl-C came first.
    pub(super) fn interrupted() -> Self {
        Self::new(Kind::Interrupted, "Interrupted", "the run was ended before the answer came")
    }

    /// A service that answers every page with the marker of that page would be asked for ever.
    pub(super) fn same_page() -> Self {
        Self::new(Kind::Malformed, "Malformed", "a page names itself as the next one")
    }

    /// Whether no other call with these credentials can fare better, in any region.
    pub(super) fn ends_all(&self) -> bool {
        match self.kind {
            Kind::Expired | Kind::Lacking(_) | Kind::Interrupted => true,
            Kind::Bounded(bound) => bound.ends_run(),
            _ => false,
        }
    }

    /// Whether no other call in this region can fare better.
    pub(super) fn ends_region(&self) -> bool {
        match self.kind {
            Kind::Rejected | Kind::Skewed | Kind::Unreachable => true,
            Kind::Bounded(bound) => bound.ends_region(),
            _ => self.ends_all(),
        }
    }

    /// The reason as it stands alone, where no remedy is told beside it.
    pub(super) fn told(&self) -> String {
        match self.kind {
            Kind::Bounded(bound) => format!("{}: {}", self.reason, bound.remedy()),
            _ => self.reason.clone(),
        }
    }

    /// Whether it may be that the region is closed to the account: not enabled, or denied to its whole organisation.
    pub(super) fn may_be_disabled(&self) -> bool {
        let codes =
            ["InvalidClientTokenId:", "UnrecognizedClientException:", "AuthFailure:", "OptInRequired:"];
        codes.iter().any(|code| self.reason.starts_with(code)) || self.reason.contains(SERVICE_CONTROL)
    }

    /// Whether the way to the service may be to blame: its address, or what stands in between.
    pub(super) fn is_of_the_way(&self) -> bool {
        matches!(self.kind, Kind::Unreachable | Kind::TimedOut | Kind::BrokenOff | Kind::Malformed)
    }

    /// What to do about it, where the action is `action` and `profile` was asked for.
    pub(super) fn remedy(&self, action: &str, profile: Option<&str>) -> String {
        match self.kind {
            Kind::Refused if self.reason.contains(SERVICE_CONTROL) => {
                format!(
                    "the organisation denies {action} here: leave the region out, or have its policy changed"
                )
            }
            Kind::Refused => {
                format!("grant {action}; `multiaz audit --print-iam-policy` prints all that is asked for")
            }
            Kind::Expired => format!("renew the credentials: {}", login(profile)),
            Kind::Rejected => {
                "check that the keys are current and that the region is enabled for the account".to_owned()
            }
            Kind::Skewed => "set the clock of this machine, and run it again".to_owned(),
            Kind::Lacking(lack) => lack.remedy(profile),
            Kind::Unreachable => {
                "check the region's name, the network, the proxy and the endpoint URL".to_owned()
            }
            Kind::TimedOut => "check the network and the endpoint URL, or allow more time".to_owned(),
            Kind::Throttled => "run it again later, or read fewer regions at once".to_owned(),
            Kind::BrokenOff => {
                "check the network, the proxy and the endpoint URL, and run it again".to_owned()
            }
            Kind::Malformed => {
                "check the endpoint URL and the proxy: something else answers there".to_owned()
            }
            Kind::Bounded(bound) => bound.remedy().to_owned(),
            Kind::Interrupted => "run it again".to_owned(),
            Kind::Other => "see what the message says, and run it again".to_owned(),
        }
    }
}

/// How to log in again.
pub(super) fn login(profile: Option<&str>) -> String {
    match profile.map(in_command) {
        Some(profile) => format!("run `aws sso login --profile {profile}`, or get new keys for that profile"),
        None => {
            "run `aws sso login`, or set new AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and AWS_SESSION_TOKEN"
                .to_owned()
        }
    }
}

/// A profile's name as a command takes it in every shell; `NAME` stands for one that a shell could act upon.
pub(super) fn in_command(profile: &str) -> &str {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "_.@-".contains(letter);
    let begins =
        profile.starts_with(|first: char| first.is_ascii_alphanumeric() || first == '_' || first == '.');
    if begins && profile.chars().all(plain) { profile } else { "NAME" }
}

/// Words of messages on signatures that are older or younger than AWS takes them.
const OF_CLOCKS: [&str; 2] = ["Signature expired", "Signature not yet current"];

fn kind_of(code: &str, message: &str) -> Kind {
    match code {
        "ExpiredToken" | "ExpiredTokenException" => Kind::Expired,
        "RequestExpired" | "RequestInTheFuture" | "RequestTimeTooSkewed" => Kind::Skewed,
        "SignatureDoesNotMatch" | "InvalidSignatureException"
            if OF_CLOCKS.iter().any(|words| message.starts_with(words)) =>
        {
            Kind::Skewed
        }
        "InvalidClientTokenId"
        | "UnrecognizedClientException"
        | "SignatureDoesNotMatch"
        | "InvalidSignatureException"
        | "IncompleteSignature"
        | "MissingAuthenticationToken"
        | "AuthFailure" => Kind::Rejected,
        "OptInRequired" | "UnauthorizedOperation" | "AuthorizationError" => Kind::Refused,
        _ if code.starts_with("AccessDenied") => Kind::Refused,
        _ if code.starts_with("Throttl") || code.starts_with("TooManyRequests") => Kind::Throttled,
        "RequestLimitExceeded" | "SlowDown" | "ServiceUnavailable" => Kind::Throttled,
        _ => Kind::Other,
    }
}

/// The status of an answer that is not what was asked for.
pub(super) trait Status {
    /// The HTTP status code.
    fn status(&self) -> u16;
    /// Whether all of its body has come.
    fn has_come(&self) -> bool;
}

impl Status for aws_sdk_elasticache::config::http::HttpResponse {
    fn status(&self) -> u16 {
        self.status().as_u16()
    }

    fn has_come(&self) -> bool {
        self.body().bytes().is_some()
    }
}

/// The limit that an answer was cut off at, if it was.
fn bound(error: &(dyn Error + 'static)) -> Option<Bound> {
    chain(error).iter().find_map(|error| error.downcast_ref::<Bound>()).copied()
}

/// The innermost error of a connection that was not made, such as `Connection refused`.
fn unreachable(error: &(dyn Error + 'static)) -> String {
    let mut innermost = error;
    while let Some(source) = innermost.source() {
        innermost = source;
    }
    one_line(&innermost.to_string())
}

/// A word without the id of an access key, which some messages quote.
fn without_keys(word: &str) -> String {
    let is_key = |part: &str| (part.starts_with("AKIA") || part.starts_with("ASIA")) && part.len() >= 16;
    let parts = word.split_inclusive(|letter: char| !letter.is_ascii_alphanumeric());
    parts.map(|part| if is_key(part) { "…" } else { part }).collect()
}

/// Whether a letter may stand in a message: none that moves the cursor, colours, or turns the direction of writing.
fn is_plain(letter: char) -> bool {
    !letter.is_control()
        && !matches!(letter, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

/// The first line of a message, its white space joined, without ids of access keys, cut where it is very long.
pub(super) fn one_line(text: &str) -> String {
    if QUOTES.iter().any(|word| text.to_lowercase().contains(&word.to_lowercase())) {
        return "the message quotes the request and is left out".to_owned();
    }
    let line = text.trim().lines().next().unwrap_or_default();
    let line: String = line.chars().filter(|letter| is_plain(*letter) || letter.is_whitespace()).collect();
    let words = line.split_whitespace().map(without_keys).collect::<Vec<_>>().join(" ");
    match words.char_indices().nth(LONGEST) {
        Some((cut, _)) => format!("{} …", words.get(..cut).unwrap_or_default().trim_end()),
        None => words,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_profile_that_a_shell_could_act_upon_is_not_in_a_command() {
        assert!(login(Some("team_a.audit@home-1")).contains("`aws sso login --profile team_a.audit@home-1`"));
        for name in ["$(touch pwned)", "a b", "`a`", "", "-x", "@x", "a;b", "\u{202e}a", "%PATH%"] {
            assert!(login(Some(name)).contains("`aws sso login --profile NAME`"), "{name}");
            assert!(Lack::Process.remedy(Some(name)).contains("--profile NAME`"), "{name}");
        }
    }
}
