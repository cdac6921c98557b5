//! The steps of a test, shard by shard.

use crate::model::{ClusterMode, Role, is_cluster_id};
use crate::runbook::backups;
use crate::runbook::book::{Met, Step};
use crate::runbook::placeholder::SHARD_ID;
use crate::runbook::request::{Request, Value};
use crate::runbook::site::Site;
use crate::runbook::state::met;

use super::on_day;
use super::pick::Picked;

/// Event 1, which also counts a test (F126, X091).
pub(super) const CALLED: &str = "Test Failover API called";
/// How far back events are looked at, in minutes: the default is an hour (X091).
const LAST_HOUR: u32 = 60;

/// How to get the ids of the shards, where the input does not tell them.
pub(super) fn list_shards(site: &Site<'_>, able: &[Picked<'_>]) -> Option<Step> {
    if !able.iter().any(|one| one.id == SHARD_ID) {
        return None;
    }
    let why =
        format!("The input does not tell the ids of the shards; {SHARD_ID} stands for one of them below.");
    let step = Step::new("List the shards", why, &["X026", "X086"])
        .call(
            site.for_group("DescribeReplicationGroups")
                .showing("ReplicationGroups[0].NodeGroups[].NodeGroupId"),
        )
        .console(site.console(&["Look at its shards."]))
        .expect("One id for each shard: repeat the test for each, one after the other.");
    Some(step)
}

/// The title of the step that looks at the flags.
pub(super) const SEE_FLAGS: &str = "See that automatic failover and Multi-AZ are on";

/// What the texts ask for and the input does not show to be on.
pub(super) fn enable_first(site: &Site<'_>) -> Option<Step> {
    let group = site.group;
    if met(&group.multi_az, true) == Met::Yes && met(&group.automatic_failover, true) == Met::Yes {
        return None;
    }
    let why = "A test needs automatic failover; the texts on console, CLI and API ask for Multi-AZ too, and \
               no source states which of them the API goes by. With both on all texts are met.";
    let step = Step::new(SEE_FLAGS, why, &["F121", "F136", "F143", "F152"])
        .call(site.flags())
        .console(site.console(&["Look at Multi-AZ and Auto failover in the details."]))
        .expect("AutomaticFailover is enabled, MultiAZ is enabled.");
    Some(step.or_else("Turn them on first: `multiaz runbook enable-multi-az` says how, step by step."))
}

/// The layout before, to compare with.
pub(super) fn look_before(site: &Site<'_>) -> Step {
    let why = "After the test the primary is another node, and nothing moves it back. Keep the answer to \
               compare.";
    Step::new("Look at the layout before", why, &["F135", "F136", "X064", "X089"])
        .call(site.flags())
        .call(site.nodes())
        .console(
            site.console(&["Look at Multi-AZ in the details, and at the nodes with their roles and zones."]),
        )
        .expect("Status is available for the group and every shard, AutomaticFailover is enabled.")
        .expect("Every shard to test has two nodes or more.")
        .or_else("A group or shard that is not available refuses the test: wait for it.")
}

/// The test of one shard; `before` is the test that must be over.
pub(super) fn test(site: &Site<'_>, one: &Picked<'_>, day: u32, before: Option<&(u32, String)>) -> Step {
    let facts = [
        "F121", "F124", "F125", "F126", "F127", "F128", "F129", "F130", "F132", "F134", "F137", "F138",
        "F139", "F140", "F141", "F142", "F146", "F147", "F150", "F155", "F156", "X086", "X087", "X088", "D5",
        "D12", "D12b",
    ];
    // What the first test cites the others need not say again.
    let facts: &[&'static str] = if before.is_none() { &facts } else { &["F123", "F124", "X087"] };
    let step = Step::new(format!("Day {day}: test shard {}", one.id), why(site, day, before), facts)
        .call(site.for_group("TestFailover").text("NodeGroupId", &one.id))
        .console(console(site, one))
        .look(events(site, "replication-group", Some(&site.id), LAST_HOUR).showing("Events[].[Date,Message]"))
        .look(node_events(site, one));
    let step = expected(step, one);
    let step = match before {
        None => failures(step),
        Some((_, shard)) => step.or_else(format!("As for shard {shard}.")),
    };
    on_day(Step { shard: Some(one.id.clone()), ..step }, day)
}

fn why(site: &Site<'_>, day: u32, before: Option<&(u32, String)>) -> String {
    let enabled = site.group.cluster_mode.value() != Some(&ClusterMode::Disabled);
    match before {
        None if day > 1 => format!(
            "The quota of day {} is used up: start 24 hours after the last test before, at the earliest.",
            day.saturating_sub(1)
        ),
        None => {
            "ElastiCache makes the primary fail, and promotes a replica. Watch the application.".to_owned()
        }
        Some((last, shard)) if *last < day => format!(
            "The quota of day {last} is used up: start 24 hours after the test of shard {shard}, at the \
             earliest, and only if the application is well."
        ),
        Some((_, shard)) if enabled => format!(
            "Only when event 5 of shard {shard} is there and the application is well: in one group the node \
             replacement must be complete before the next test."
        ),
        Some((_, shard)) => {
            format!("Only when event 5 of shard {shard} is there and the application is well.")
        }
    }
}

/// The five events in their order, in the words of today and of older texts.
fn expected(step: Step, one: &Picked<'_>) -> Step {
    let primary = primary(one).unwrap_or("<primary-node-id>");
    step.expect(format!("1. replication group: {CALLED} for node group {}", one.id))
        .expect(format!(
            "2. cache cluster: Failover from primary node {primary} to replica node <node-id> completed \
             (older texts: master node)"
        ))
        .expect("3. replication group: the same text as event 2")
        .expect("4. cache cluster: Recovering cache nodes <node-id>")
        .expect("5. cache cluster: Finished recovery for cache nodes <node-id> (console: Recovery completed)")
        .expect("The status of the nodes stays available all the while: it is no sign of progress.")
        .expect("The application writes again within seconds, without a restart or a change.")
}

/// The id of the shard's primary, where the input tells it.
fn primary<'g>(one: &Picked<'g>) -> Option<&'g str> {
    let mut nodes = one.shard.nodes.value()?.iter();
    let primary = nodes.find(|node| node.role.value() == Some(&Role::Primary))?;
    Some(primary.id.as_str()).filter(|id| is_cluster_id(id))
}

/// What the errors of the call mean (X088).
fn failures(step: Step) -> Step {
    step.or_else("APICallRateForCustomerExceeded: the quota is used up. Go on 24 hours later.")
        .or_else("TestFailoverNotAvailableFault: AWS does not offer the test now. Try another day.")
        .or_else(
            "InvalidReplicationGroupState or InvalidCacheClusterState: the group or a node is not available. \
             Wait for it, and for event 5 of a test that runs.",
        )
        .or_else("NodeGroupNotFoundFault, ReplicationGroupNotFoundFault: look at the ids, and at the region.")
        .or_else("InvalidParameterValue for the shard: its id is one to four digits, such as 0003.")
        .or_else(
            "No event 2 after event 1, or no event 5: do not test again, and do not use the test to repair a \
             cluster. Look at the group, and ask AWS.",
        )
}

/// The way through the console (F134–F142).
fn console(site: &Site<'_>, one: &Picked<'_>) -> Vec<String> {
    let shard = format!("On the Shards page choose shard {}.", one.id);
    let mut clicks = Vec::new();
    if site.group.cluster_mode.value() != Some(&ClusterMode::Disabled) {
        clicks.push(shard.as_str());
    }
    clicks.push("On the page of its nodes choose Failover Primary.");
    clicks.push("Choose Continue to fail the primary over, or Cancel to leave it.");
    clicks.push("Follow the Events tab.");
    site.console(&clicks)
}

pub(super) fn events_tab(what: &str) -> Vec<String> {
    vec!["Open the ElastiCache console and choose Events in the navigation pane.".to_owned(), what.to_owned()]
}

/// Events of a kind of source (X091).
pub(super) fn events(site: &Site<'_>, kind: &'static str, source: Option<&str>, minutes: u32) -> Request {
    let request = site.request("DescribeEvents");
    let request = match source {
        Some(source) => request.text("SourceIdentifier", source),
        None => request,
    };
    request.text("SourceType", kind).with("Duration", Value::Number(minutes))
}

/// Events of the shard's nodes; of all nodes where the input does not name them.
fn node_events(site: &Site<'_>, one: &Picked<'_>) -> Request {
    let nodes = one.shard.nodes.value().map(Vec::as_slice).unwrap_or_default();
    let named = !nodes.is_empty() && nodes.iter().all(|node| is_cluster_id(&node.id)) && !site.is_code();
    let filter = match named {
        true => {
            let ids: Vec<String> = nodes.iter().map(|node| format!("'{}'", node.id)).collect();
            format!("Events[?contains([{}], SourceIdentifier)]", ids.join(","))
        }
        false => "Events[]".to_owned(),
    };
    let shown = format!("{filter}.[Date,SourceIdentifier,Message]");
    events(site, "cache-cluster", None, LAST_HOUR).showing(shown)
}

/// The layout afterwards, once the last test is over.
pub(super) fn look_after(site: &Site<'_>, last: &Picked<'_>) -> Step {
    let why = "Promotion does not ask for zones: primaries may bunch up in one, and nothing moves them back. \
               Clients that read from node endpoints now read from the primary.";
    let step = Step::new("Look at the layout afterwards", why, &["F51", "F141", "F162", "F176", "X064"])
        .call(node_events(site, last))
        .call(site.nodes())
        .console(site.console(&["Look at the Events tab, then at the nodes with their roles and zones."]))
        .expect(format!("Event 5 of shard {} is there: only then is the test over.", last.id))
        .expect("Every shard has as many nodes as before, in the same zones, and all are available.")
        .expect(format!("{} finds no more than before.", site.checked()))
        .or_else("Event 5 is not there yet: wait and look again. The status of the nodes does not tell.");
    if site.group.cluster_mode.value() == Some(&ClusterMode::Disabled) {
        return backups::from_a_replica(site, step);
    }
    step
}
