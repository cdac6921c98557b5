//! The least policy that an audit needs.

use serde::Serialize;

use crate::commands::Streams;
use crate::commands::output::write_out;
use crate::load::account::ACTIONS;
use crate::policy::CLEAN;

/// Prints the policy as IAM takes it.
///
/// # Errors
/// A sentence for the user, where standard output can't be written.
pub(super) fn print(streams: &mut Streams<'_>) -> Result<u8, String> {
    let text = policy();
    write_out(streams.stdout, |out| out.write_all(text.as_bytes()))
        .map_err(|error| format!("standard output can't be written: {error}"))?;
    Ok(CLEAN)
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    version: &'static str,
    statement: [Statement; 1],
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    sid: &'static str,
    effect: &'static str,
    action: Vec<&'static str>,
    resource: &'static str,
}

/// Describe calls alone: who the caller is needs no permission, and the roles say themselves who assumes them.
fn policy() -> String {
    let actions = ACTIONS.iter().map(|(action, _)| *action);
    let statement = Statement {
        sid: "MultiazAudit",
        effect: "Allow",
        action: actions.filter(|action| action.starts_with("elasticache:")).collect(),
        resource: "*",
    };
    // Plain structs of text always serialize.
    let policy = Policy { version: "2012-10-17", statement: [statement] };
    serde_json::to_string_pretty(&policy).unwrap_or_default() + "\n"
}
