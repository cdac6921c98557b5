//! One account in one region: all calls in their order, whatever becomes of each.

use std::collections::BTreeSet;
use std::future::Future;

use aws_sdk_elasticache::Client;
use serde_json::{Map, Value};

use super::actions::{CLUSTERS, EVENTS, GLOBAL, GROUPS, PARAMETERS, SUBNET_GROUPS};
use super::calls;
use super::fault::{Fault, Kind};
use super::meter::Meter;
use super::pages::{Joined, Page, join};
use super::snapshot::{Answer, Refusal};
use super::stop::Stop;

/// How many characters the name of a parameter group has at most.
const LONGEST_NAME: usize = 255;

/// What the calls of one region gave.
#[derive(Debug, Default)]
pub(super) struct Read {
    pub(super) answers: Vec<Answer>,
    pub(super) refused: Vec<Refusal>,
    /// Why replication groups are missing: then there is no judging this region.
    pub(super) groups: Option<Fault>,
    /// The last call's failure.
    last: Option<Fault>,
    /// Why no more calls are made.
    over: Option<Fault>,
}

/// Makes all calls. `found` hears how many replication groups there are so far.
pub(super) async fn read(client: &Client, stop: &Stop, meter: &Meter, found: impl FnMut(usize)) -> Read {
    let mut read = Read::default();
    let given = join(stop, meter, found, |marker| calls::groups(client, marker)).await;
    read.groups = given.fault.clone();
    read.keep(GROUPS, None, "ReplicationGroups", given);
    let given = read.ask(stop, meter, |marker| calls::clusters(client, marker)).await;
    let in_use = parameter_groups(&given);
    read.keep(CLUSTERS, None, "CacheClusters", given);
    let given = read.ask(stop, meter, |marker| calls::subnet_groups(client, marker)).await;
    read.keep(SUBNET_GROUPS, None, "CacheSubnetGroups", given);
    for name in &in_use {
        let given = read.ask(stop, meter, |marker| calls::parameters(client, name, marker)).await;
        read.keep(PARAMETERS, Some(name), "Parameters", given);
    }
    let given = read.ask(stop, meter, |marker| calls::global(client, marker)).await;
    read.keep(GLOBAL, None, "GlobalReplicationGroups", given);
    let given = read.ask(stop, meter, |marker| calls::events(client, marker)).await;
    read.keep(EVENTS, None, "Events", given);
    read
}

impl Read {
    /// Makes a call, unless an earlier one showed that none can be answered here.
    async fn ask<Asked>(&self, stop: &Stop, meter: &Meter, call: impl Fn(Option<String>) -> Asked) -> Joined
    where
        Asked: Future<Output = Result<Page, Fault>>,
    {
        match &self.over {
            Some(fault) => Joined { items: None, fault: Some(fault.clone()) },
            None => join(stop, meter, |_| (), call).await,
        }
    }

    /// Keeps what a call gave: what came is an answer, also where the rest of it is refused.
    fn keep(&mut self, action: &'static str, of: Option<&str>, key: &str, given: Joined) {
        let of = of.map(str::to_owned);
        if let Some(items) = given.items {
            let answer = Map::from_iter([(key.to_owned(), Value::Array(items))]);
            self.answers.push(Answer { action, of: of.clone(), answer: Value::Object(answer) });
        }
        if let Some(fault) = &given.fault {
            self.refused.push(Refusal { action, of, reason: fault.told() });
            if self.over.is_none() && (fault.ends_region() || self.hangs(fault)) {
                self.over = Some(Fault {
                    reason: format!("not asked, as before: {}", fault.reason),
                    ..fault.clone()
                });
            }
        }
        self.last = given.fault;
    }

    /// Two calls in a row without an answer: the others would only take as long.
    fn hangs(&self, fault: &Fault) -> bool {
        let before = self.last.as_ref().map(|last| last.kind);
        fault.kind == Kind::TimedOut && before == Some(Kind::TimedOut)
    }
}

/// The parameter groups that cache clusters name, each once.
fn parameter_groups(clusters: &Joined) -> BTreeSet<String> {
    let clusters = clusters.items.iter().flatten();
    let names = clusters
        .filter_map(|cluster| cluster.get("CacheParameterGroup")?.get("CacheParameterGroupName")?.as_str());
    names.filter(|name| is_name(name)).map(str::to_owned).collect()
}

/// Whether a parameter group may have this name: another is not asked for.
fn is_name(name: &str) -> bool {
    (1..=LONGEST_NAME).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_graphic())
}
