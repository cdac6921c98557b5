//! Endpoints as the answers show them.

use crate::load::host_and_port;
use crate::source::Json;

use super::joined::Cluster;
use super::read::read;
use super::same::Settled;

/// The endpoint under a key as `host:port`.
pub(super) fn endpoint(of: Json<'_>, key: &str) -> Option<String> {
    let endpoint = of.get(key)?;
    let text = |key: &str| read(endpoint, key).and_then(|text| text.value().cloned());
    Some(host_and_port(&text("Address")?, text("Port").as_deref()))
}

/// The endpoint of a cache cluster's only node; `--show-cache-node-info` shows it.
pub(super) fn of_cluster(cluster: &Cluster<'_>) -> Option<String> {
    let Settled::One(own) = &cluster.settled else { return None };
    endpoint(own.get("CacheNodes")?.items().next()?, "Endpoint")
}
