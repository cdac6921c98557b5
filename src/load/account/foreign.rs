//! Answers of something else: an endpoint or a proxy that fails in words of its own will fail again.

use aws_sdk_elasticache::config::interceptors::InterceptorContext;
use aws_sdk_elasticache::config::retry::{ClassifyRetry, RetryAction};

/// Keeps an internal error that is no error of an AWS service from being tried again.
///
/// Overload and time-outs of what stands in between (502 to 504) pass, and are.
#[derive(Debug, Default)]
pub(super) struct Foreign;

impl ClassifyRetry for Foreign {
    fn classify_retry(&self, context: &InterceptorContext) -> RetryAction {
        let Some(answer) = context.response() else { return RetryAction::NoActionIndicated };
        let body = answer.body().bytes().unwrap_or_default();
        let ours = body.is_empty() || body.windows(6).any(|part| part == b"<Error");
        match matches!(answer.status().as_u16(), 500 | 501) && !ours {
            true => RetryAction::RetryForbidden,
            false => RetryAction::NoActionIndicated,
        }
    }

    fn name(&self) -> &'static str {
        "Foreign"
    }
}
