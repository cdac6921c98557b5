//! What to ask, from the options: looked at before the first call.

use std::time::Duration;

use crate::cli::AuditArgs;
use crate::load::account::Request;

use super::regions::regions;

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
    let set = |name: &str| std::env::var(name).ok().filter(|value| !value.is_empty());
    let home = ["AWS_REGION", "AWS_DEFAULT_REGION"].into_iter().find_map(set);
    Request {
        profile: arguments.profile.clone(),
        regions: regions(&arguments.region, home.as_deref()),
        endpoint_url: arguments.endpoint_url.clone(),
        assume_roles: arguments.assume_role.clone(),
        timeout: Duration::from_secs(arguments.timeout),
        concurrency: usize::from(arguments.concurrency),
    }
}
