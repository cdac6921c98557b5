//! What a parameter's `AllowedValues` tell of a value that is not given.

use crate::model::{Version, VersionFloor};
use crate::source::Node;

use super::evaluate::{Call, call};
use super::properties::Properties;

/// The lowest engine version that the parameter `EngineVersion` refers to allows.
///
/// `None` where it refers to none, or where one of the values is no version.
pub(super) fn allowed_version(group: Properties<'_, '_>) -> Option<VersionFloor> {
    let Call::Function("Ref", target) = call(group.written("EngineVersion")?) else { return None };
    let name = target.as_str()?;
    let template = group.eval.template;
    let declared = template.parameter(name)?;
    // The values of an SSM parameter are keys of the store, not versions.
    let kind = declared.get("Type").and_then(Node::as_str).unwrap_or("String");
    if kind.starts_with("AWS::SSM::") || template.secret.contains(name) {
        return None;
    }
    let listed = declared.get("AllowedValues")?;
    let all: Option<Vec<(&str, Version)>> =
        listed.items().iter().map(|one| Some((one.as_str()?, Version::parse(one.as_str()?)?))).collect();
    // `5.0` may be 5.0.0, so it counts as lower than 5.0.6.
    let (text, _) = all?.into_iter().reduce(|lowest, next| match lowest.1.before(&next.1) {
        Some(false) => next,
        _ => lowest,
    })?;
    Some(VersionFloor {
        version: Version::at_least(text)?,
        because: format!("parameter {name} allows no version before {text}"),
        at: listed.span,
    })
}
