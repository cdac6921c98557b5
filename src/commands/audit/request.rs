//! What to ask, from the options: looked at before the first call.

use std::time::Duration;

use crate::cli::AuditArgs;
use crate::commands::output::{Format, Output, is_one, rule_files, spare};
use crate::load::account::{ALL, Limits, Request, nearest, region_of_zone};

/// Sees that options can be used before the first call.
///
/// # Errors
/// A sentence for the user, where one can't.
pub(super) fn usable(arguments: &AuditArgs, outputs: &[Output<Format>]) -> Result<(), String> {
    if let Some((zone, region)) = arguments.region.iter().find_map(|zone| Some((zone, region_of_zone(zone)?)))
    {
        return Err(format!("--region {zone} is a zone: give its region, --region {region}"));
    }
    if let Some(region) = arguments.region.iter().find(|region| *region != ALL && !is_region(region)) {
        let near = nearest(&region.to_lowercase()).map(|near| format!(": did you mean {near}?"));
        let near =
            near.unwrap_or_else(|| ": name one, such as eu-west-1, or `all`; repeat it for more".into());
        return Err(format!("--region {} is no region{near}", region.escape_debug()));
    }
    if let Some(arn) = arguments.assume_role.iter().find(|arn| !is_role(arn)) {
        let arn = arn.escape_debug();
        return Err(format!(
            "--assume-role {arn} is no ARN of a role: give one such as arn:aws:iam::123456789012:role/auditor"
        ));
    }
    let files = || outputs.iter().filter_map(|output| output.file.as_deref());
    if let Some(save) = &arguments.save {
        if let Some(file) = files().find(|file| is_one(file, save)) {
            return Err(format!("--save and --format want the file {}: give each its own", file.display()));
        }
        if rule_files(&arguments.judging.rules).iter().any(|rule| is_one(rule, save)) {
            return Err(format!(
                "--save would replace {}, which is read: give it another file",
                save.display()
            ));
        }
    }
    spare(outputs, rule_files(&arguments.judging.rules))?;
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
pub(super) fn request(arguments: &AuditArgs, limits: Limits) -> Request {
    Request {
        profile: arguments.profile.clone(),
        regions: arguments.region.clone(),
        endpoint_url: arguments.endpoint_url.clone(),
        assume_roles: arguments.assume_role.clone(),
        timeout: Duration::from_secs(arguments.timeout),
        concurrency: usize::from(arguments.concurrency),
        limits,
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

/// Whether a text is built as `us-gov-west-1` is: words, then a number. The list of regions may be older than one.
fn is_region(text: &str) -> bool {
    let parts: Vec<&str> = text.split('-').collect();
    let [words @ .., number] = parts.as_slice() else { return false };
    let is_word = |word: &&str| !word.is_empty() && word.bytes().all(|byte| byte.is_ascii_lowercase());
    words.len() >= 2
        && words.iter().all(is_word)
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
}
