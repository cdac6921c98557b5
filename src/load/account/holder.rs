//! Whose credentials read, and of which account they are.

use aws_config::SdkConfig;
use aws_sdk_sts::config::Credentials;

use super::actions::{ASSUME_ROLE, CALLER};
use super::body::Bodies;
use super::client;
use super::fault::{Fault, Kind};
use super::meter::Meter;
use super::regions::{self, ENABLED};
use super::request::{Request, Trouble};
use super::secrets::Secrets;
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
pub(super) async fn holders(
    request: &Request,
    base: &SdkConfig,
    stop: &Stop,
    meter: &Meter,
    secrets: &Secrets,
) -> (Vec<Holder>, Vec<Trouble>) {
    let mut found: Vec<Holder> = Vec::new();
    let mut failures = Vec::new();
    let sts = Sts::of(base, stop, meter, secrets);
    if request.assume_roles.is_empty() {
        match caller(request, &sts).await {
            Ok(holder) => found.push(holder),
            Err(trouble) => failures.push(trouble),
        }
    }
    for arn in super::once(&request.assume_roles) {
        match role(request, &sts, &arn).await {
            Ok(holder) => match found.iter().find(|other| other.account == holder.account) {
                Some(other) => failures.push(twice(&holder, other)),
                None => found.push(holder),
            },
            Err(trouble) => failures.push(trouble),
        }
    }
    (found, failures)
}

/// A call to STS that failed.
struct Denied {
    fault: Fault,
    /// It failed where every account is enabled.
    everywhere: bool,
}

impl Denied {
    /// Keys that are refused where every account is enabled are no keys at all.
    fn is_nobody(&self) -> bool {
        self.everywhere && self.fault.kind == Kind::Rejected
    }
}

/// STS where it is asked.
struct Sts<'a> {
    own: aws_sdk_sts::Client,
    /// Where every account is enabled, if that is another region: elsewhere STS may know no account.
    enabled: Option<aws_sdk_sts::Client>,
    /// Whether the first region is that one already.
    is_enabled: bool,
    stop: &'a Stop,
    secrets: &'a Secrets,
}

impl<'a> Sts<'a> {
    /// The configuration's region first, which a network may reach alone.
    fn of(base: &SdkConfig, stop: &'a Stop, meter: &Meter, secrets: &'a Secrets) -> Sts<'a> {
        let region = base.region().map(AsRef::as_ref).unwrap_or_default();
        let elsewhere = region != ENABLED && regions::is_commercial(region);
        let bodies = || Bodies::of_sts(meter.clone(), secrets.clone());
        let enabled = elsewhere.then(|| client::sts_in(base, ENABLED, bodies()));
        Sts { own: client::sts(base, bodies()), enabled, is_enabled: region == ENABLED, stop, secrets }
    }

    /// What a call gives; where its credentials are not accepted, what it gives where every account is enabled.
    async fn ask<T, Asked>(&self, call: impl Fn(aws_sdk_sts::Client) -> Asked) -> Result<T, Denied>
    where
        Asked: Future<Output = Result<T, Fault>>,
    {
        let ask = async |client: &aws_sdk_sts::Client| {
            self.stop.unless(call(client.clone())).await.and_then(|given| given)
        };
        match (ask(&self.own).await, &self.enabled) {
            (Ok(given), _) => Ok(given),
            (Err(fault), Some(enabled)) if fault.kind == Kind::Rejected => match ask(enabled).await {
                Ok(given) => Ok(given),
                Err(other) if other.kind == Kind::Rejected => Err(Denied { fault, everywhere: true }),
                // A network that reaches the first region alone tells nothing new.
                Err(_) => Err(Denied { fault, everywhere: false }),
            },
            (Err(fault), _) => Err(Denied { fault, everywhere: self.is_enabled }),
        }
    }
}

/// The caller itself. An account that STS does not tell stays unknown; credentials that are none end it here.
async fn caller(request: &Request, sts: &Sts<'_>) -> Result<Holder, Trouble> {
    let call = async |client: aws_sdk_sts::Client| {
        client.get_caller_identity().send().await.map_err(|error| Fault::of(&error))
    };
    let whose = whose(request);
    match sts.ask(call).await {
        Ok(identity) => Ok(Holder {
            whose,
            account: identity.account.filter(|account| is_number(account)),
            role: None,
            refused: None,
        }),
        Err(denied) if denied.fault.ends_all() || denied.is_nobody() => {
            Err(trouble(request, whose, CALLER, &denied.fault))
        }
        Err(Denied { fault, .. }) => {
            let refused = Refusal { action: CALLER, of: None, reason: fault.told() };
            Ok(Holder { whose, account: None, role: None, refused: Some(refused) })
        }
    }
}

async fn role(request: &Request, sts: &Sts<'_>, arn: &str) -> Result<Holder, Trouble> {
    let whose = format!("role {arn}");
    let call = async |client: aws_sdk_sts::Client| {
        let asked = client.assume_role().role_arn(arn).role_session_name(SESSION);
        asked.send().await.map_err(|error| Fault::of(&error))
    };
    let told = sts.ask(call).await;
    let told = told.map_err(|denied| trouble(request, whose.clone(), ASSUME_ROLE, &denied.fault))?;
    let given = told.credentials.ok_or_else(|| Trouble {
        whose: whose.clone(),
        account: None,
        region: None,
        message: format!("{ASSUME_ROLE} answered without credentials"),
        remedy: "check the endpoint URL: something else may answer there".into(),
        may_be_disabled: false,
    })?;
    for secret in [&given.access_key_id, &given.secret_access_key, &given.session_token] {
        sts.secrets.add(secret);
    }
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
        account: None,
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
        account: None,
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
