//! How far replicas are behind, which decides what a promotion loses (F159–F161).
//!
//! The metric is `ReplicationLag` of a replica's cache cluster, a value each minute, in namespace
//! `AWS/ElastiCache`: <https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/CacheMetrics.Redis.html>.

use crate::runbook::book::Step;
use crate::runbook::placeholder::{END, START};
use crate::runbook::request::{Request, Value};
use crate::runbook::site::Site;

use super::candidates::Candidates;

/// What to do where nothing is shown.
pub(super) const NO_METRIC: &str =
    "No values: look at the times, which are in UTC, and at the id. Only replicas have this metric.";

/// The worst lag of the last minutes of each replica that the input names, or of the one to be named.
pub(super) fn requests(site: &Site<'_>, candidates: &Candidates) -> Vec<Request> {
    match candidates.ids.as_slice() {
        [] => vec![of(site, &candidates.id)],
        ids => ids.iter().map(|id| of(site, id)).collect(),
    }
}

/// The way to it in the console, after a look.
pub(super) fn console(site: &Site<'_>, look: &str) -> Vec<String> {
    site.console(&[look, "Choose Metrics, and look at the replication lag of each replica."])
}

/// Directly before the promotion: the lag may have changed since the replica was chosen.
pub(super) fn look_again(site: &Site<'_>, candidates: &Candidates) -> Step {
    let why = "What the replica has not copied at the promotion is lost, and the lag may have changed since \
               it was chosen.";
    Step::new("Look at the replication lag again", why, &["F83", "F159", "F160", "F161"])
        .call(of(site, &candidates.id))
        .console(console(site, "Look at the nodes with their roles."))
        .expect(format!("The lag of {} is as small as when it was chosen.", candidates.id))
        .or_else("It has grown: wait until it is small again, or name another replica in the next step.")
        .or_else(NO_METRIC)
}

fn of(site: &Site<'_>, id: &str) -> Request {
    let dimension = vec![("Name", "CacheClusterId".to_owned()), ("Value", id.to_owned())];
    site.request_of("cloudwatch", "GetMetricStatistics")
        .text("Namespace", "AWS/ElastiCache")
        .text("MetricName", "ReplicationLag")
        .with("Dimensions", Value::Pairs("member", dimension))
        .text("StartTime", START)
        .text("EndTime", END)
        .with("Period", Value::Number(60))
        .with("Statistics", Value::List("member", vec!["Maximum".to_owned()]))
        .showing("[max(Datapoints[].Maximum),Datapoints[0].Unit]")
}
