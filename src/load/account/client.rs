//! The SDK's configuration: whose credentials, which endpoint, how long, how often.

use std::time::Duration;

use aws_config::identity::IdentityCache;
use aws_config::profile::ProfileFileCredentialsProvider;
use aws_config::provider_config::ProviderConfig;
use aws_config::retry::RetryConfig;
use aws_config::timeout::TimeoutConfig;
use aws_config::{BehaviorVersion, Region, SdkConfig};
use aws_sdk_sts::config::Credentials;

use super::foreign::Foreign;
use super::request::Request;
use super::whole::Whole;

/// How often one call is tried. Throttling is the usual reason; the back-off doubles each time.
const ATTEMPTS: u32 = 6;

/// How long a connection may take to be made.
const CONNECT: Duration = Duration::from_secs(5);

/// A region that every account has.
pub(super) const ENABLED: &str = "us-east-1";

/// The configuration that every client starts from.
///
/// With a profile, only that profile's credentials count, as in the AWS CLI: keys in the environment would
/// quietly lead to another account.
pub(super) async fn configuration(request: &Request) -> SdkConfig {
    let mut loader = aws_config::defaults(BehaviorVersion::latest())
        .retry_config(RetryConfig::standard().with_max_attempts(ATTEMPTS))
        .timeout_config(timeouts(request.timeout))
        .identity_cache(IdentityCache::lazy().load_timeout(request.timeout).build());
    if let Some(region) = home(request) {
        loader = loader.region(Region::new(region.to_owned()));
    }
    if let Some(url) = &request.endpoint_url {
        loader = loader.endpoint_url(url);
    }
    if let Some(profile) = &request.profile {
        let mut place = ProviderConfig::without_region();
        if let Some(region) = home(request) {
            place = place.with_region(Some(Region::new(region.to_owned())));
        }
        let credentials = ProfileFileCredentialsProvider::builder().profile_name(profile).configure(&place);
        loader = loader.profile_name(profile).credentials_provider(credentials.build());
    }
    loader.load().await
}

/// The region in which STS is asked, where the request names regions.
///
/// One that an account need not enable first comes before others: elsewhere STS may know no account.
fn home(request: &Request) -> Option<&str> {
    let enabled = request.regions.iter().find(|region| *region == ENABLED);
    enabled.or(request.regions.first()).map(String::as_str)
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
) -> aws_sdk_elasticache::Client {
    let mut builder = aws_sdk_elasticache::config::Builder::from(base)
        .region(Region::new(region.to_owned()))
        .interceptor(Whole)
        .retry_classifier(Foreign);
    if let Some(credentials) = role {
        builder = builder.credentials_provider(credentials.clone());
    }
    aws_sdk_elasticache::Client::from_conf(builder.build())
}

/// A client of STS. Where no region is known, there is nothing to read either.
pub(super) fn sts(base: &SdkConfig) -> aws_sdk_sts::Client {
    let builder = aws_sdk_sts::config::Builder::from(base).interceptor(Whole).retry_classifier(Foreign);
    aws_sdk_sts::Client::from_conf(builder.build())
}
