//! Whose credentials read, and of which account they are.

use aws_config::SdkConfig;
use aws_sdk_sts::config::Credentials;

use super::actions::{ASSUME_ROLE, CALLER};
use super::client::{self, ENABLED};
use super::fault::{Fault, Kind};
use super::request::{Request, Trouble};
use super::snapshot::Refusal;
use super::stop::Stop;

/// The name of the session under which a role is assumed; the account's trail shows it.
const SESSION: &str = "multiaz-audit";

/// Somebody who reads: a role, or whoever the configuration names.
#[derive(Debug, Clone)]
pub(super) struct Holder {
    /// In words.
    pub(super) whose: String,
    /// The account, where it is known.
    pub(super) account: Option<String>,
    /// The role's credentials.
    pub(super) role: Option<Credentials>,
    /// What STS refused.
    pub(super) refused: Option<Refusal>,
}

/// Everybody who reads, and who can't.
pub(super) async fn holders(request: &Request, base: &SdkConfig, stop: &Stop) -> (Vec<Holder>, Vec<Trouble>) {
    let mut found: Vec<Holder> = Vec::new();
    let mut failures = Vec::new();
    let sts = client::sts(base);
    if request.assume_roles.is_empty() {
        match caller(request, &sts, stop).await {
            Ok(holder) => found.push(holder),
            Err(trouble) => failures.push(trouble),
        }
    }
    for arn in super::once(&request.assume_roles) {
        match role(request, &sts, &arn, stop).await {
            Ok(holder) => match found.iter().find(|other| other.account == holder.account) {
                Some(other) => failures.push(twice(&holder, other)),
                None => found.push(holder),
            },
            Err(trouble) => failures.push(trouble),
        }
    }
    (found, failures)
}

/// The caller itself. An account that STS does not tell stays unknown; credentials that are none end it here.
async fn caller(request: &Request, sts: &aws_sdk_sts::Client, stop: &Stop) -> Result<Holder, Trouble> {
    let call = async { sts.get_caller_identity().send().await.map_err(|error| Fault::of(&error)) };
    let told = stop.unless(call).await.unwrap_or_else(|| Err(Fault::interrupted()));
    let whose = whose(request);
    match told {
        Ok(identity) => Ok(Holder {
            whose,
            account: identity.account.filter(|account| is_number(account)),
            role: None,
            refused: None,
        }),
        Err(fault) if fault.ends_all() || is_nobody(&fault, sts) => {
            Err(trouble(request, whose, CALLER, &fault))
        }
        Err(fault) => {
            let refused = Refusal { action: CALLER, of: None, reason: fault.reason };
            Ok(Holder { whose, account: None, role: None, refused: Some(refused) })
        }
    }
}

/// Keys that are refused where every account is enabled are no keys at all.
fn is_nobody(fault: &Fault, sts: &aws_sdk_sts::Client) -> bool {
    let region = sts.config().region().map(AsRef::as_ref);
    fault.kind == Kind::Rejected && region == Some(ENABLED)
}

async fn role(
    request: &Request,
    sts: &aws_sdk_sts::Client,
    arn: &str,
    stop: &Stop,
) -> Result<Holder, Trouble> {
    let whose = format!("role {arn}");
    let asked = sts.assume_role().role_arn(arn).role_session_name(SESSION);
    let call = async { asked.send().await.map_err(|error| Fault::of(&error)) };
    let told = stop.unless(call).await.unwrap_or_else(|| Err(Fault::interrupted()));
    let told = told.map_err(|fault| trouble(request, whose.clone(), ASSUME_ROLE, &fault))?;
    let given = told.credentials.ok_or_else(|| Trouble {
        whose: whose.clone(),
        region: None,
        message: format!("{ASSUME_ROLE} answered without credentials"),
        remedy: "check the endpoint URL: something else may answer there".into(),
        may_be_disabled: false,
    })?;
    let until = given.expiration.try_into().ok();
    let credentials = Credentials::new(
        given.access_key_id,
        given.secret_access_key,
        Some(given.session_token),
        until,
        "AssumeRole",
    );
    Ok(Holder { whose, account: account_of(arn), role: Some(credentials), refused: None })
}

fn trouble(request: &Request, whose: String, action: &str, fault: &Fault) -> Trouble {
    Trouble {
        whose,
        region: None,
        message: format!("{action}: {}", fault.reason),
        remedy: fault.remedy(action, request.profile.as_deref()),
        may_be_disabled: false,
    }
}

/// One account would be judged twice, and its groups counted twice.
fn twice(holder: &Holder, other: &Holder) -> Trouble {
    Trouble {
        whose: holder.whose.clone(),
        region: None,
        message: format!("not read: its account is the one of {}", other.whose),
        remedy: "name one role for each account".into(),
        may_be_disabled: false,
    }
}

/// Whose credentials are used where no role is named.
pub(super) fn whose(request: &Request) -> String {
    match &request.profile {
        Some(profile) => format!("profile {profile}"),
        None => "the default credentials".into(),
    }
}

/// The account that a role's ARN names: `arn:aws:iam::123456789012:role/audit`.
fn account_of(arn: &str) -> Option<String> {
    arn.split(':').nth(4).filter(|account| !account.is_empty()).map(str::to_owned)
}

/// Whether a text is an account's number: it names files and heads tables.
fn is_number(account: &str) -> bool {
    account.len() == 12 && account.bytes().all(|byte| byte.is_ascii_digit())
}
