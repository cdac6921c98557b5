//! A replica moves to another zone: one is added there and one is removed, in two steps.
//!
//! Pasted as one block, a refused addition would be followed by the removal of a replica that is needed.

use crate::model::{ClusterMode, Shard, is_cluster_id};
use crate::runbook::book::Step;
use crate::runbook::request::{Request, ShardReplicas, Value};
use crate::runbook::site::{Site, shard_id};
use crate::runbook::state::{Sorted, names, replicas};
use crate::runbook::waiting::ASK_AGAIN;

use super::engine::of_clusters;
use super::replicas::{ANOTHER_WAY, MOST, decrease, increase, with_more};

const FACTS: [&str; 6] = ["F05", "F68", "F120", "X029", "X030", "X032"];

/// Which shards, and what is known of them.
struct Move<'s, 'g> {
    site: &'s Site<'g>,
    shards: &'s [&'g Shard],
    /// No other shard has to stay as it is.
    all: bool,
    /// The replicas to remove, where they can be named.
    named: Option<Vec<String>>,
}

/// Adding, then removing; the other way round where there is no room for one more.
pub(super) fn steps(site: &Site<'_>, sorted: &Sorted<'_>) -> Vec<Step> {
    let is_full = |shard: &&Shard| shard.replica_count.value().is_some_and(|count| *count >= MOST);
    // A small shard would be left without a replica if room were made in it too.
    let (full, others): (Vec<&Shard>, Vec<&Shard>) = sorted.no.iter().copied().partition(is_full);
    let move_of = |shards| {
        let all =
            sorted.yes.is_empty() && sorted.unknown.is_empty() && (full.is_empty() || others.is_empty());
        Move { site, shards, all, named: named(site, shards) }
    };
    let mut steps = Vec::new();
    if !others.is_empty() {
        let one = move_of(others.as_slice());
        steps.extend([one.add(), one.remove()]);
    }
    if !full.is_empty() {
        let one = move_of(full.as_slice());
        steps.extend(one.see_roles());
        steps.extend([one.make_room(), one.add_again()]);
    }
    steps
}

impl Move<'_, '_> {
    fn add(&self) -> Step {
        let why = format!(
            "All nodes are in one zone in {}, so the loss of that zone takes primary and replicas together. \
             Multi-AZ is meant for other layouts, and no source states that AWS refuses it here, so do not \
             wait for an error. The new replica comes first, so that no shard has fewer nodes meanwhile.",
            self.names()
        );
        let step = Step::new(format!("Add a replica in another zone to {}", self.names()), why, &FACTS);
        let step = self
            .adding(step, self.more(1))
            .expect(format!("A new replica is available {}.", self.where_to()));
        let step = match &self.named {
            Some(ids) => step.expect(format!(
                "{} still a replica; otherwise stop: the next step removes it.",
                is_or_are(ids)
            )),
            None => step.expect("No shard has fewer nodes than before; otherwise stop."),
        };
        step.or_else("Do not go on to the next step before this check holds: it removes a replica.")
            .or_else(ASK_AGAIN)
    }

    fn remove(&self) -> Step {
        let why = format!("The shard has its replica in another zone now. {}", self.endpoint());
        let step = Step::new(format!("Remove {}", self.removed()), why, &FACTS);
        self.removing(step, self.fewer(0))
            .expect("In every shard the nodes are in two zones or more.")
            .expect("Every shard has as many nodes as it had at first.")
            .or_else("Keeping the further replica is fine too: then leave this step out.")
            .or_else(ASK_AGAIN)
    }

    /// The input may be of yesterday, and what is named below is removed.
    fn see_roles(&self) -> Option<Step> {
        let ids = self.named.as_ref()?;
        let why = format!(
            "The next step removes {}: a failover meanwhile may have made it the primary.",
            self.removed()
        );
        let step = Step::new("See that what is removed is a replica", why, &FACTS)
            .call(self.site.nodes())
            .console(self.site.console(&["Look at the nodes with their roles."]))
            .expect(format!("{} still a replica; otherwise stop.", is_or_are(ids)))
            .or_else("Save the answer, and run `multiaz runbook` on it again.");
        Some(step)
    }

    fn make_room(&self) -> Step {
        let why = format!(
            "All nodes are in one zone in {}, so the loss of that zone takes them together. A shard can have \
             {MOST} replicas at most, so one is removed before one is added in another zone; in between the \
             shard has one replica fewer. {}",
            self.names(),
            self.endpoint()
        );
        let step = Step::new(format!("Make room: remove {}", self.removed()), why, &FACTS);
        self.removing(step, self.fewer(1))
            .expect("Every shard named here has one replica fewer, and the others are all there.")
            .or_else("Go on only when this check holds: a full shard takes no further replica.")
            .or_else(ASK_AGAIN)
    }

    fn add_again(&self) -> Step {
        let why = "The shard is one replica short until this is done.";
        let step = Step::new(format!("Add a replica in another zone to {}", self.names()), why, &FACTS);
        self.adding(step, self.more(0))
            .expect(format!("A new replica is available {}.", self.where_to()))
            .expect("In every shard the nodes are in two zones or more, and as many as at first.")
            .or_else(
                "If it does not succeed, the shard stays one replica short: add one again, in any zone, \
                 before you go on.",
            )
            .or_else(ASK_AGAIN)
    }

    fn adding(&self, step: Step, request: Request) -> Step {
        let step = step
            .call(request)
            .call(self.site.wait())
            .console(self.site.console(&[
                "Tick the shard (cluster mode enabled), then choose Add replicas.",
                &format!(
                    "Ask for one more, choose Specify Availability Zones, and place it {}.",
                    self.where_to()
                ),
            ]))
            .look(self.site.nodes())
            .look(of_clusters(self.site, "[CacheClusterId,CacheClusterStatus,PreferredAvailabilityZone]"))
            .or_else("InsufficientCacheClusterCapacity: name another zone, or try later.");
        match self.site.group.cluster_mode.value() {
            Some(ClusterMode::Enabled) => step,
            _ => step.or_else(ANOTHER_WAY),
        }
    }

    fn removing(&self, step: Step, request: Request) -> Step {
        let which = match &self.named {
            Some(ids) => format!("Choose Delete replicas, and choose {}.", ids.join(", ")),
            None => {
                "Tick the shard, choose Delete replicas, and choose a replica in the zone that all were in."
                    .to_owned()
            }
        };
        step.call(request)
            .call(self.site.wait())
            .console(self.site.console(&[&which]))
            .look(self.site.nodes())
            .or_else("InvalidReplicationGroupState: the group is not available. Wait for it, then try again.")
    }

    fn names(&self) -> String {
        names(self.shards)
    }

    /// `inbox-002`, or how many of which shards.
    fn removed(&self) -> String {
        match &self.named {
            Some(ids) => ids.join(" and "),
            None => format!("a replica of {} in its old zone", self.names()),
        }
    }

    fn endpoint(&self) -> String {
        match self.named.as_deref() {
            Some([id]) => format!(
                "The node endpoint of {id} disappears with it: move clients that use it to another endpoint \
                 first."
            ),
            _ => "The node endpoints of what is removed disappear: move clients that use them to other \
                  endpoints first."
                .to_owned(),
        }
    }

    /// The zones of the new replicas, each once.
    fn where_to(&self) -> String {
        let added = self.shards.iter().filter_map(|shard| with_more(self.site, shard, 1).zones.pop());
        let mut zones: Vec<String> = added.collect();
        zones.sort();
        zones.dedup();
        match zones.as_slice() {
            [] => "in another zone".to_owned(),
            [one] => format!("in {one}"),
            several => format!("in {}, by shard as the call says", several.join(" or ")),
        }
    }

    /// One replica more, in another zone; `above` is how many there are more in the end than today.
    fn more(&self, above: u32) -> Request {
        let wanted = self.shards.iter().map(|shard| {
            let one_more = with_more(self.site, shard, 1);
            let replicas = shard.replica_count.value().copied().unwrap_or(0).saturating_add(above);
            // Room was made by taking one away in the zone that all are in.
            let zones = one_more.zones.iter().skip(usize::from(above == 0)).cloned().collect();
            ShardReplicas { replicas, zones, ..one_more }
        });
        increase(self.site, wanted.collect(), self.all)
    }

    /// One replica fewer; `below` is how many there are fewer in the end than today.
    fn fewer(&self, below: u32) -> Request {
        if let Some(ids) = &self.named {
            let request = self.site.for_group("DecreaseReplicaCount");
            let list = Value::List("member", ids.clone());
            return request.with("ReplicasToRemove", list).flag("ApplyImmediately", true);
        }
        let wanted = self.shards.iter().map(|shard| ShardReplicas {
            shard: shard_id(shard).to_owned(),
            replicas: shard.replica_count.value().copied().unwrap_or(0).saturating_sub(below),
            // While Multi-AZ is off nothing promises that the new node stays: the zones to keep are named (X029).
            zones: match below {
                0 => with_more(self.site, shard, 1).zones.into_iter().skip(1).collect(),
                _ => Vec::new(),
            },
        });
        decrease(self.site, wanted.collect(), self.all)
    }
}

/// A replica of today by name, where cluster mode is disabled and roles are known; elsewhere ElastiCache
/// chooses, and keeps the layout over zones where it can (X030).
fn named(site: &Site<'_>, shards: &[&Shard]) -> Option<Vec<String>> {
    if site.group.cluster_mode.value() != Some(&ClusterMode::Disabled) {
        return None;
    }
    let one =
        |shard: &&Shard| replicas(shard).last().map(|node| node.id.clone()).filter(|id| is_cluster_id(id));
    shards.iter().map(one).collect()
}

/// `inbox-002 is`.
fn is_or_are(ids: &[String]) -> String {
    match ids {
        [one] => format!("{one} is"),
        several => format!("Of {} each is", several.join(", ")),
    }
}
