//! Events.

use aws_sdk_elasticache::types::Event;
use serde_json::Value;

use super::object::Object;

/// What happened to a replication group, and when.
pub(in super::super) fn event(event: &Event) -> Value {
    Object::new()
        .plain("SourceIdentifier", event.source_identifier())
        .plain("SourceType", event.source_type().map(|kind| kind.as_str()))
        .plain("Message", event.message())
        .time("Date", event.date())
        .build()
}
