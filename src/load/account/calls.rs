//! The calls: one function an action, each one page of it.

use aws_sdk_elasticache::Client;
use aws_sdk_elasticache::types::SourceType;

use super::fault::Fault;
use super::pages::Page;
use super::shape;

/// How far back events are asked for, in minutes: the quota of tested failovers counts 24 hours.
const A_DAY: i32 = 24 * 60;

type Marker = Option<String>;
type Given = Result<Page, Fault>;

pub(super) async fn groups(client: &Client, marker: Marker) -> Given {
    let answer = client.describe_replication_groups().set_marker(marker).send().await;
    let answer = answer.map_err(|error| Fault::of(&error))?;
    Ok(Page::of(answer.replication_groups, shape::replication_group, answer.marker))
}

pub(super) async fn clusters(client: &Client, marker: Marker) -> Given {
    let asked = client.describe_cache_clusters().show_cache_node_info(true).set_marker(marker);
    let answer = asked.send().await.map_err(|error| Fault::of(&error))?;
    Ok(Page::of(answer.cache_clusters, shape::cache_cluster, answer.marker))
}

pub(super) async fn subnet_groups(client: &Client, marker: Marker) -> Given {
    let answer = client.describe_cache_subnet_groups().set_marker(marker).send().await;
    let answer = answer.map_err(|error| Fault::of(&error))?;
    Ok(Page::of(answer.cache_subnet_groups, shape::cache_subnet_group, answer.marker))
}

pub(super) async fn parameters(client: &Client, of: &str, marker: Marker) -> Given {
    let asked = client.describe_cache_parameters().cache_parameter_group_name(of).set_marker(marker);
    let answer = asked.send().await.map_err(|error| Fault::of(&error))?;
    Ok(Page::of(answer.parameters, shape::parameter, answer.marker))
}

pub(super) async fn global(client: &Client, marker: Marker) -> Given {
    let asked = client.describe_global_replication_groups().show_member_info(true).set_marker(marker);
    let answer = asked.send().await.map_err(|error| Fault::of(&error))?;
    Ok(Page::of(answer.global_replication_groups, shape::global_replication_group, answer.marker))
}

pub(super) async fn events(client: &Client, marker: Marker) -> Given {
    let asked = client.describe_events().source_type(SourceType::ReplicationGroup).duration(A_DAY);
    let answer = asked.set_marker(marker).send().await.map_err(|error| Fault::of(&error))?;
    Ok(Page::of(answer.events, shape::event, answer.marker))
}
