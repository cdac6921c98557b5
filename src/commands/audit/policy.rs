//! The least policy that an audit needs.

use serde_json::json;

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

/// Describe calls alone: who the caller is needs no permission, and a role is assumed by the roles' own leave.
fn policy() -> String {
    let describes =
        ACTIONS.iter().map(|(action, _)| *action).filter(|action| action.starts_with("elasticache:"));
    let actions: Vec<&str> = describes.collect();
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{"Sid": "MultiazAudit", "Effect": "Allow", "Action": actions, "Resource": "*"}],
    });
    format!("{policy:#}\n")
}
