//! What to ask, from the options: looked at before the first call.

use std::time::Duration;

use crate::cli::AuditArgs;
use crate::load::account::{Request, region_of_zone};

/// Sees that options can be used before the first call.
///
/// # Errors
/// A sentence for the user, where one can't.
pub(super) fn usable(arguments: &AuditArgs) -> Result<(), String> {
    let is_region = |region: &String| {
        !region.is_empty()
            && region.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
    };
    if let Some(region) = arguments.region.iter().find(|region| !is_region(region)) {
        let region = region.escape_debug();
        return Err(format!(
            "--region {region} is no region: name one, such as eu-west-1, or `all`; repeat it for more"
        ));
    }
    if let Some((zone, region)) = arguments.region.iter().find_map(|zone| Some((zone, region_of_zone(zone)?)))
    {
        return Err(format!("--region {zone} is a zone: give its region, --region {region}"));
    }
    if let Some(arn) = arguments.assume_role.iter().find(|arn| !is_role(arn)) {
        let arn = arn.escape_debug();
        return Err(format!(
            "--assume-role {arn} is no ARN of a role: give one such as arn:aws:iam::123456789012:role/auditor"
        ));
    }
    if arguments.save.as_ref().is_some_and(|path| path.as_os_str() == "-") {
        return Err("--save needs a file: standard output has the report".into());
    }
    if arguments.endpoint_url.as_deref() == Some("") {
        return Err("--endpoint-url is empty: leave it out, or give an address".into());
    }
    for name in ["AWS_ENDPOINT_URL", "AWS_ENDPOINT_URL_ELASTICACHE", "AWS_ENDPOINT_URL_STS"] {
        if std::env::var_os(name).is_some_and(|value| value.is_empty()) {
            return Err(format!("the variable {name} is empty: unset it, or give it an address"));
        }
    }
    Ok(())
}

/// The request that the options make.
pub(super) fn request(arguments: &AuditArgs) -> Request {
    Request {
        profile: arguments.profile.clone(),
        regions: arguments.region.clone(),
        endpoint_url: arguments.endpoint_url.clone(),
        assume_roles: arguments.assume_role.clone(),
        timeout: Duration::from_secs(arguments.timeout),
        concurrency: usize::from(arguments.concurrency),
    }
}

/// Whether a text is the ARN of a role: `arn:aws:iam::123456789012:role/path/name`.
fn is_role(arn: &str) -> bool {
    let parts: Vec<&str> = arn.splitn(6, ':').collect();
    let [first, partition, "iam", "", account, role] = parts.as_slice() else { return false };
    *first == "arn"
        && partition.starts_with("aws")
        && account.len() == 12
        && account.bytes().all(|byte| byte.is_ascii_digit())
        && role.strip_prefix("role/").is_some_and(|name| !name.is_empty())
        && !arn.chars().any(|letter| letter.is_control() || letter.is_whitespace())
}
