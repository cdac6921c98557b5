//! What engine, version, node type and parameters must be for Multi-AZ.

use crate::model::{Engine, Group, Setting, Version, is_place, is_t1};
use crate::runbook::backups;
use crate::runbook::book::{Met, Precondition, Step};
use crate::runbook::placeholder::{ENDPOINT, ENGINE_VERSION, NODE_TYPE, PARAMETER_GROUP};
use crate::runbook::request::{Request, Value};
use crate::runbook::site::Site;
use crate::runbook::state::{met, on_off, said, said_plainly};
use crate::runbook::waiting::ASK_AGAIN;

use super::Condition;

/// The first version with Multi-AZ (F157).
const FIRST: &str = "2.8.6";
/// From this version on the append-only file has no effect (D7) and no replica can be outside (F181).
const NO_FILE: &str = "2.8.22";

/// Whether the engine is before a version; `None` where that is open.
fn is_before(group: &Group, version: &str) -> Option<bool> {
    if group.engine.value() == Some(&Engine::Valkey) {
        return Some(false);
    }
    let limit = Version::parse(version)?;
    match group.engine_version.value() {
        Some(own) => own.before(&limit),
        None => {
            let floors = group.version_floors.iter().map(|floor| floor.version.before(&limit));
            floors.into_iter().find(|before| *before == Some(false)).flatten()
        }
    }
}

fn version_said(group: &Group) -> String {
    let floor = group.version_floors.first().filter(|_| group.engine_version.why().is_some());
    match (group.engine.value(), floor) {
        (Some(Engine::Valkey), _) => "the engine is Valkey".to_owned(),
        (_, Some(floor)) => floor.because.clone(),
        (_, None) => said_plainly(&group.engine_version),
    }
}

/// Version 2.8.6 or later (F157).
pub(super) fn version(site: &Site<'_>) -> Condition {
    let group = site.group;
    let (met, steps) = match is_before(group, FIRST) {
        Some(false) => (Met::Yes, Vec::new()),
        Some(true) => (Met::No, vec![choose_version(site), keep_data(site), upgrade(site)]),
        None => (Met::Unknown, vec![look_at_version(site)]),
    };
    let text = "the engine is Valkey, or Redis OSS 2.8.6 or later";
    let condition = Precondition::new(text, met, version_said(group), &["F157"]);
    let condition = if met == Met::No { condition.settled_by(UPGRADE) } else { condition };
    Condition::new(condition, steps)
}

const UPGRADE: &str = "Upgrade the engine";

fn choose_version(site: &Site<'_>) -> Step {
    let why =
        format!("Multi-AZ needs Redis OSS 2.8.6 or later; {ENGINE_VERSION} stands for your choice below.");
    let versions = site.request("DescribeCacheEngineVersions").text("Engine", "redis");
    Step::new("Choose an engine version", why, &["F157", "X048", "X141"])
        .call(versions.showing("CacheEngineVersions[].[EngineVersion,CacheParameterGroupFamily]"))
        .console(site.console(&["Choose Modify: it lists the engine versions. Cancel again."]))
        .expect("Version 2.8.6 or a later one is listed, with the family that its parameter group needs.")
        .or_else("The clients have to know the version too: try them against a copy first.")
}

fn keep_data(site: &Site<'_>) -> Step {
    backups::take(site, "There is no way back from a version: only a backup keeps the data as it is.")
}

fn upgrade(site: &Site<'_>) -> Step {
    let why = "Multi-AZ needs Redis OSS 2.8.6 or later. There is no way back from a version, and with \
               Multi-AZ off the primary can't serve requests during the upgrade: choose a quiet hour.";
    Step::new(UPGRADE, why, &["F157", "X036", "X048", "X082", "X141"])
        .call(site.modify(|request| request.text("EngineVersion", ENGINE_VERSION)))
        .call(site.wait())
        .console(site.console(&["Choose Modify, choose a later engine version, and apply it immediately."]))
        .look(versions(site))
        .expect("Every cache cluster has version 2.8.6 or later.")
        .or_else(
            "\"Expected a parameter group of family X but found Y\": name a parameter group of the new \
             version's family in the same change.",
        )
        .or_else(ASK_AGAIN)
}

fn look_at_version(site: &Site<'_>) -> Step {
    let why = "The input does not tell the version, and Multi-AZ needs Redis OSS 2.8.6 or later.";
    Step::new("Look at the engine version", why, &["F157"])
        .call(versions(site))
        .console(site.console(&["Look at Engine version."]))
        .expect("Every cache cluster has version 2.8.6 or later, or the engine is Valkey.")
        .or_else(
            "With an earlier version take a backup and upgrade the engine first. There is no way back from a \
             version.",
        )
}

/// The versions of the group's cache clusters: the group itself does not tell them.
fn versions(site: &Site<'_>) -> Request {
    of_clusters(site, "[CacheClusterId,Engine,EngineVersion]")
}

/// A look at the group's cache clusters.
pub(super) fn of_clusters(site: &Site<'_>, what: &str) -> Request {
    let query = format!("CacheClusters[?ReplicationGroupId=='{}'].{what}", site.id);
    site.request("DescribeCacheClusters").showing(query)
}

/// A node type that is not T1 (F158).
pub(super) fn node_type(site: &Site<'_>) -> Condition {
    let setting = &site.group.node_type;
    let (met, step) = match setting.value() {
        Some(name) if is_t1(name) => (Met::No, Some(scale(site))),
        Some(_) => (Met::Yes, None),
        None => (Met::Unknown, Some(look_at_node_type(site))),
    };
    let because = said_plainly(setting);
    Condition::new(Precondition::new("the node type is not T1", met, because, &["F158", "D6", "X042"]), step)
}

fn scale(site: &Site<'_>) -> Step {
    let why = "Multi-AZ is not supported on T1 nodes. Without automatic failover the group does not stay \
               online while it changes its nodes: choose a quiet hour.";
    Step::new("Move to another node type", why, &["F158", "X070"])
        .call(site.for_group("ListAllowedNodeTypeModifications"))
        .call(site.modify(|request| request.text("CacheNodeType", NODE_TYPE)))
        .call(site.wait())
        .console(site.console(&["Choose Modify, choose another node type, and apply it immediately."]))
        .look(of_clusters(site, "[CacheClusterId,CacheNodeType]"))
        .expect("Every cache cluster has the new node type.")
        .or_else("InsufficientCacheClusterCapacity: choose another node type out of the list, or try later.")
        .or_else(ASK_AGAIN)
}

fn look_at_node_type(site: &Site<'_>) -> Step {
    let why = "The input does not tell the node type, and Multi-AZ is not supported on T1 nodes.";
    Step::new("Look at the node type", why, &["F158"])
        .call(of_clusters(site, "[CacheClusterId,CacheNodeType]"))
        .console(site.console(&["Look at Node type."]))
        .expect("No node type begins with cache.t1.")
        .or_else("Move T1 nodes to another node type first.")
}

/// No append-only file where it still excludes Multi-AZ (F168, D7); an upgrade ends that.
pub(super) fn append_only(site: &Site<'_>, upgraded: bool) -> Condition {
    let group = site.group;
    let on = &group.parameters.append_only;
    let because = said(on, on_off);
    let early = is_before(group, NO_FILE);
    let (met, because, step) = match (on.value(), early) {
        (_, Some(false)) if on.value() == Some(&true) => {
            (Met::Yes, format!("{because}, and on this engine it has no effect"), None)
        }
        (_, Some(false)) => (Met::Yes, "on this engine it has no effect".to_owned(), None),
        (Some(false), _) => (Met::Yes, because, None),
        (Some(true), Some(true)) if upgraded => (Met::No, format!("{because}, until the upgrade"), None),
        (Some(true), Some(true)) => (Met::No, because, Some(without_file(site))),
        (Some(true), None) | (None, _) => (Met::Unknown, because, Some(look_at_file(site))),
    };
    let text = "the append-only file is off, or the engine is 2.8.22 or later, where it has no effect";
    Condition::new(Precondition::new(text, met, because, &["F168", "D7", "X037", "X038", "X039"]), step)
}

fn without_file(site: &Site<'_>) -> Step {
    let off = Value::Pairs(
        "ParameterNameValue",
        vec![("ParameterName", "appendonly".to_owned()), ("ParameterValue", "no".to_owned())],
    );
    let why = "Before 2.8.22 Multi-AZ and the append-only file exclude each other: with one on, the other \
               can't be turned on. Other groups may use the same parameter group.";
    let open = site.parameter_group() == PARAMETER_GROUP;
    Step::new("Turn off the append-only file", why, &["F168", "D7"])
        .calls(open.then(|| of_clusters(site, "CacheParameterGroup.CacheParameterGroupName")))
        .call(
            site.request("ModifyCacheParameterGroup")
                .text("CacheParameterGroupName", site.parameter_group())
                .with("ParameterNameValues", off),
        )
        .look(parameter(site))
        .expect("The value is no.")
        .or_else(
            "A default parameter group can't be changed: there the file is off already. If the parameter only \
             changes with a reboot, mind that a reboot empties the nodes.",
        )
}

fn look_at_file(site: &Site<'_>) -> Step {
    let why = "The input does not tell whether the append-only file is on and whether the engine is one where \
               that matters: before 2.8.22 it excludes Multi-AZ, from then on it has no effect.";
    Step::new("Look at the append-only file", why, &["F168", "D7"])
        .call(of_clusters(site, "[CacheClusterId,EngineVersion,CacheParameterGroup.CacheParameterGroupName]"))
        .call(parameter(site))
        .expect("The value is no or missing, or every version is 2.8.22 or later.")
        .or_else("Set appendonly to no in the parameter group first.")
}

fn parameter(site: &Site<'_>) -> Request {
    site.request("DescribeCacheParameters")
        .text("CacheParameterGroupName", site.parameter_group())
        .showing("Parameters[?ParameterName=='appendonly'].[ParameterValue,ChangeType]")
}

/// No replica outside of ElastiCache (F182–F184); from 2.8.22 on there can be none (F181).
pub(super) fn external_replica(site: &Site<'_>) -> Option<Condition> {
    let outside: &Setting<bool> = &site.group.external_replica;
    match (is_before(site.group, NO_FILE), outside.value()) {
        (Some(false), _) => None,
        // A version that is not told is hardly that old: only what the user says of it counts.
        (None, None | Some(false)) => None,
        (_, said_so) => {
            let known = said_so.is_some();
            let because = if known { said(outside, on_off) } else { said(outside, |_| String::new()) };
            let text = "no replica outside of ElastiCache follows the group";
            let met = met(outside, false);
            let step = (met != Met::Yes).then(|| disconnect(site));
            Some(Condition::new(Precondition::new(text, met, because, &["F182", "F183", "F184"]), step))
        }
    }
}

/// The options that name the primary endpoint; the port is the usual one where it is not known.
fn primary_endpoint(site: &Site<'_>) -> String {
    let known = site.group.layout.shards.iter().find_map(|shard| shard.primary_endpoint.as_deref());
    let parts = known.and_then(|known| known.rsplit_once(':'));
    match parts.filter(|(host, port)| host.split('.').all(is_place) && is_place(port)) {
        Some((host, port)) => format!(" -h {host} -p {port}"),
        None => format!(" -h '{ENDPOINT}'"),
    }
}

fn disconnect(site: &Site<'_>) -> Step {
    let why = "A replica outside of ElastiCache is not supported together with Multi-AZ: it can keep \
               ElastiCache from failing over and recovering properly. From 2.8.22 on there can be none.";
    Step::new("Disconnect replicas outside of ElastiCache", why, &["F181", "F182", "F183", "F184", "X040"])
        .code("sh", format!("redis-cli{} info replication", primary_endpoint(site)))
        .expect("Only nodes of the group are listed as slaves or replicas.")
        .or_else(
            "Run `replicaof no one` (earlier: `slaveof no one`) on every replica that is not a node of it.",
        )
}
