//! The least policy that an audit needs.

use serde::Serialize;

use crate::cli::AuditArgs;
use crate::commands::Streams;
use crate::commands::output::write_out;
use crate::load::account::ACTIONS;
use crate::policy::CLEAN;

/// Prints the policy as IAM takes it.
///
/// # Errors
/// A sentence for the user, where standard output can't be written.
pub(super) fn print(arguments: &AuditArgs, streams: &mut Streams<'_>) -> Result<u8, String> {
    let text = policy(&arguments.assume_role);
    write_out(streams.stdout, |out| out.write_all(text.as_bytes()))
        .map_err(|error| format!("standard output can't be written: {error}"))?;
    Ok(CLEAN)
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Policy {
    version: &'static str,
    statement: Vec<Statement>,
}

#[derive(Serialize)]
#[serde(rename_all = "PascalCase")]
struct Statement {
    sid: &'static str,
    effect: &'static str,
    action: Vec<&'static str>,
    resource: Vec<String>,
}

/// Describe calls alone, and the roles that are named: who the caller is needs no permission.
fn policy(roles: &[String]) -> String {
    let actions = ACTIONS.iter().map(|(action, _)| *action);
    let statement = Statement {
        sid: "MultiazAudit",
        effect: "Allow",
        action: actions.filter(|action| action.starts_with("elasticache:")).collect(),
        resource: vec!["*".to_owned()],
    };
    let assume = (!roles.is_empty()).then(|| Statement {
        sid: "MultiazAssume",
        effect: "Allow",
        action: vec!["sts:AssumeRole"],
        resource: roles.to_vec(),
    });
    // Plain structs of text always serialize.
    let policy =
        Policy { version: "2012-10-17", statement: std::iter::once(statement).chain(assume).collect() };
    serde_json::to_string_pretty(&policy).unwrap_or_default() + "\n"
}
