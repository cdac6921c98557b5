//! Where commands go: the account and the region, which the profile of the shell decides otherwise.

use super::book::Step;
use super::site::Site;

/// The first step: the same command does as much harm in another account as it does good in the right one.
pub(super) fn see(site: &Site<'_>) -> Step {
    let account = match site.account() {
        Some(account) => format!("The account is {account}."),
        None => format!("The account is that of {}; the input does not tell which.", site.group.name),
    };
    let (why, region) = match site.region() {
        Some(region) => (
            format!("Every call below is for region {region}. The account is that of your credentials."),
            format!("The region is {region}."),
        ),
        None => (
            "The input does not tell the region: calls go to the account and the region of your profile. \
             Where the group is in another region, name that one in every call (with the AWS CLI `--region`)."
                .to_owned(),
            format!(
                "The region is that of {}; `aws configure list` shows that of your profile.",
                site.group.name
            ),
        ),
    };
    Step::new("See that account and region are right", why, &[])
        .call(site.request_of("sts", "GetCallerIdentity").showing("[Account,Arn]"))
        .console(vec!["Look at the account and the region at the top of the console.".to_owned()])
        .expect(account)
        .expect(region)
        .or_else("Take other credentials, or another profile, before you go on.")
}
