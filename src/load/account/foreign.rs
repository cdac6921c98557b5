//! Failures that no second try would mend.

use std::error::Error;
use std::io;

use aws_sdk_elasticache::config::interceptors::InterceptorContext;
use aws_sdk_elasticache::config::retry::{ClassifyRetry, RetryAction};

use super::bound::Bound;
use super::lack::chain;

/// Keeps failures from being tried again that would only come again: an internal error that is no error of an AWS
/// service, a host that does not exist, such as the one of a misspelt region, a port where nobody listens, and an answer
/// that was cut off at a limit of ours.
///
/// Overload and time-outs of what stands in between (502 to 504) pass, and are tried again.
#[derive(Debug, Default)]
pub(super) struct Foreign;

impl ClassifyRetry for Foreign {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        match is_foreign(context) || has_no_listener(context) || is_cut_off(context) {
            true => RetryAction::RetryForbidden,
            false => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "Foreign"
    }
}

/// An endpoint or a proxy that fails in words of its own will fail again.
fn is_foreign(context: &InterceptorContext) -> bool {
    let Some(answer) = context.response() else { return false };
    let body = answer.body().bytes().unwrap_or_default();
    let of_aws = body.is_empty() || body.windows(6).any(|part| part == b"<Error");
    matches!(answer.status().as_u16(), 500 | 501) && !of_aws
}

/// A resolver says in words only that there is no such host, which differ by system; one that is not there at the
/// moment says otherwise.
fn has_no_listener(context: &InterceptorContext) -> bool {
    let Some(Err(error)) = context.output_or_error() else { return false };
    let Some(error) = error.as_connector_error() else { return false };
    let is_final =
        |error: &(dyn Error + 'static)| is_refused(error) || names_no_host(&error.to_string().to_lowercase());
    chain(error).into_iter().any(is_final)
}

fn is_cut_off(context: &InterceptorContext) -> bool {
    let Some(Err(error)) = context.output_or_error() else { return false };
    chain(error).into_iter().any(|error| error.is::<Bound>())
}

fn is_refused(error: &(dyn Error + 'static)) -> bool {
    error.downcast_ref::<io::Error>().is_some_and(|error| error.kind() == io::ErrorKind::ConnectionRefused)
}

fn names_no_host(said: &str) -> bool {
    said.contains("not known") || said.contains("no such host")
}
