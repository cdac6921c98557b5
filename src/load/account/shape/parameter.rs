//! Parameters.

use aws_sdk_elasticache::types::Parameter;
use serde_json::Value;

use super::object::Object;

/// A parameter and its value. Its description and the values it may have say nothing of the account.
pub(in super::super) fn parameter(parameter: &Parameter) -> Value {
    Object::new()
        .plain("ParameterName", parameter.parameter_name())
        .plain("ParameterValue", parameter.parameter_value())
        .plain("Source", parameter.source())
        .plain("ChangeType", parameter.change_type().map(|kind| kind.as_str()))
        .plain("MinimumEngineVersion", parameter.minimum_engine_version())
        .build()
}
