//! The SDK's configuration: whose credentials, which endpoint, how long, how often.

use std::time::Duration;

use aws_config::identity::IdentityCache;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_credential_types::provider::ProvideCredentials;
use aws_sdk_sts::config::Credentials;

use super::body::Bodies;
use super::foreign::Foreign;
use super::lack::{self, Lack};
use super::limits::Limits;
use super::request::Request;
use super::whole::Whole;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// The configuration that every client starts from.
///
/// With a profile, only that profile's credentials count, as in the AWS CLI: keys in the environment would
/// quietly lead to another account. `region` counts before that of the profile or the environment.
pub(super) async fn configuration(request: &Request, region: Option<&str>) -> SdkConfig {
    let Limits { tries, back_off, .. } = request.limits;
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .retry_config(RetryConfig::standard().with_max_attempts(tries).with_initial_backoff(back_off))
        .timeout_config(timeouts(request.timeout))
        .identity_cache(IdentityCache::lazy().load_timeout(request.timeout).build());
    if let Some(region) = region {
        loader = loader.region(Region::new(region.to_owned()));
    }
    if let Some(url) = &request.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    if let Some(profile) = &request.profile {
        let mut place = ProviderConfig::without_region();
        if let Some(region) = region {
            place = place.with_region(Some(Region::new(region.to_owned())));
        }
        let credentials = ProfileFileCredentialsProvider::builder().profile_name(profile).configure(&place);
        loader = loader.profile_name(profile).credentials_provider(credentials.build());
    }
    loader.load().await
}

/// A call ends in time also where a connection hangs, and then there is still time for a second try.
fn timeouts(call: Duration) -> TimeoutConfig {
    TimeoutConfig::builder()
        .connect_timeout(CONNECT.min(call))
        .operation_attempt_timeout(call / 2)
        .operation_timeout(call)
        .build()
}

/// A client of ElastiCache in a region, with a role's credentials where there are any.
pub(super) fn elasticache(
    base: &SdkConfig,
    region: &str,
    role: Option<&Credentials>,
    bodies: Bodies,
) -> aws_sdk_elasticache::Client {
    let mut builder = aws_sdk_elasticache::config::Builder::from(base)
        .region(Region::new(region.to_owned()))
        .interceptor(Whole)
        .interceptor(bodies)
        .retry_classifier(Foreign);
    if let Some(credentials) = role {
        builder = builder.credentials_provider(credentials.clone());
    }
    aws_sdk_elasticache::Client::from_conf(builder.build())
}

/// A client of STS in the configuration's region.
pub(super) fn sts(base: &SdkConfig, bodies: Bodies) -> aws_sdk_sts::Client {
    aws_sdk_sts::Client::from_conf(of_sts(base, bodies).build())
}

/// A client of STS in another region.
pub(super) fn sts_in(base: &SdkConfig, region: &'static str, bodies: Bodies) -> aws_sdk_sts::Client {
    aws_sdk_sts::Client::from_conf(of_sts(base, bodies).region(Region::from_static(region)).build())
}

fn of_sts(base: &SdkConfig, bodies: Bodies) -> aws_sdk_sts::config::Builder {
    let builder = aws_sdk_sts::config::Builder::from(base).interceptor(Whole);
    builder.interceptor(bodies).retry_classifier(Foreign)
}

/// What is the matter with the configuration's credentials, if they can't be had.
pub(super) async fn lack(base: &SdkConfig) -> Option<Lack> {
    let given = base.credentials_provider()?.provide_credentials().await;
    given.err().and_then(|error| lack::lack(&error))
}
