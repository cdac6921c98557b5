//! Answers must come to their end: the SDK takes an XML that stops half way for a short list.

use aws_sdk_elasticache::config::interceptors::AfterDeserializationInterceptorContextRef;
use aws_sdk_elasticache::config::{ConfigBag, Intercept, RuntimeComponents};
use aws_sdk_elasticache::error::BoxError;

/// Refuses an answer whose root element is not closed.
#[derive(Debug, Default)]
pub(super) struct Whole;

impl Intercept for Whole {
    fn name(&self) -> &'static str {
        "Whole"
    }

    fn read_after_deserialization(
        &self,
        context: &AfterDeserializationInterceptorContextRef<'_>,
        _components: &RuntimeComponents,
        _settings: &mut ConfigBag,
    ) -> Result<(), BoxError> {
        // What failed has its own reason.
        if context.output_or_error().is_err() {
            return Ok(());
        }
        let answer = context.response();
        let body = answer.body().bytes().unwrap_or_default();
        match !answer.status().is_success() || body.trim_ascii_end().ends_with(b"Response>") {
            true => Ok(()),
            false => Err("the answer stops half way".into()),
        }
    }
}
