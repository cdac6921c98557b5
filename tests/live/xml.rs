//! Answers in XML: a small sound account, and the pieces that other answers are made of.

use super::stub::{Call, Reply};

/// An answer of an action with this inside.
pub(crate) fn answer(action: &str, inside: &str) -> Reply {
    let name = action.split(':').next_back().unwrap();
    let space = match action.starts_with("sts:") {
        true => "https://sts.amazonaws.com/doc/2011-06-15/",
        false => "http://elasticache.amazonaws.com/doc/2015-02-02/",
    };
    Reply::Good(format!(
        "<{name}Response xmlns=\"{space}\"><{name}Result>{inside}</{name}Result>\
         <ResponseMetadata><RequestId>r</RequestId></ResponseMetadata></{name}Response>"
    ))
}

/// An error with its code and message.
pub(crate) fn error(status: u16, code: &str, message: &str) -> Reply {
    Reply::Bad(
        status,
        format!(
            "<ErrorResponse><Error><Type>Sender</Type><Code>{code}</Code><Message>{message}</Message></Error>\
             <RequestId>r</RequestId></ErrorResponse>"
        ),
    )
}

/// The error for a permission that is missing.
pub(crate) fn denied(call: &Call) -> Reply {
    error(403, "AccessDenied", &format!("not authorized to perform: {}", call.action))
}

/// An element.
pub(crate) fn element(name: &str, inside: &str) -> String {
    format!("<{name}>{inside}</{name}>")
}

/// A page of these elements, and the marker of the next one.
pub(crate) fn page(action: &str, list: &str, items: &[String], next: &str) -> Reply {
    let marker = if next.is_empty() { String::new() } else { element("Marker", next) };
    answer(action, &format!("{marker}{}", element(list, &items.concat())))
}

/// A replication group that says little.
pub(crate) fn group(id: &str) -> String {
    let fields = element("ReplicationGroupId", id) + &element("Status", "available");
    element("ReplicationGroup", &fields)
}

/// A cache cluster of a group, with its parameter group.
pub(crate) fn cluster(id: &str, parameter_group: &str) -> String {
    let named = element("CacheParameterGroupName", parameter_group);
    let fields = element("CacheClusterId", id) + &element("CacheParameterGroup", &named);
    element("CacheCluster", &fields)
}

/// A parameter.
pub(crate) fn parameter(name: &str, value: &str) -> String {
    element("Parameter", &(element("ParameterName", name) + &element("ParameterValue", value)))
}

/// What a small sound account answers.
pub(crate) fn sound(call: &Call) -> Reply {
    let (list, items) = match call.action.as_str() {
        "elasticache:DescribeReplicationGroups" => ("ReplicationGroups", vec![group("sessions")]),
        "elasticache:DescribeCacheClusters" => ("CacheClusters", vec![cluster("sessions-001", "mine")]),
        "elasticache:DescribeCacheSubnetGroups" => ("CacheSubnetGroups", Vec::new()),
        "elasticache:DescribeCacheParameters" => ("Parameters", vec![parameter("appendonly", "no")]),
        "elasticache:DescribeGlobalReplicationGroups" => ("GlobalReplicationGroups", Vec::new()),
        "elasticache:DescribeEvents" => ("Events", Vec::new()),
        "sts:GetCallerIdentity" => return caller("111122223333"),
        "sts:AssumeRole" => return assumed("ASIAROLE", "2099-01-01T00:00:00Z"),
        _ => return error(400, "InvalidAction", "the stub knows no such action"),
    };
    page(&call.action, list, &items, "")
}

/// Whose the credentials are.
pub(crate) fn caller(account: &str) -> Reply {
    let arn = format!("arn:aws:iam::{account}:user/reader");
    let inside = element("Arn", &arn) + &element("UserId", "AIDAREADER") + &element("Account", account);
    answer("sts:GetCallerIdentity", &inside)
}

/// A role's credentials.
pub(crate) fn assumed(key: &str, until: &str) -> Reply {
    let credentials = element("AccessKeyId", key)
        + &element("SecretAccessKey", "role-secret-Zq81")
        + &element("SessionToken", "role-token-Zq81")
        + &element("Expiration", until);
    answer("sts:AssumeRole", &element("Credentials", &credentials))
}
