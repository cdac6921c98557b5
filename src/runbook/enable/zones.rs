//! A second zone for every shard whose nodes are all in one.

use crate::model::Shard;
use crate::runbook::book::{Met, Precondition, Step};
use crate::runbook::site::{Exists, Site};
use crate::runbook::state::{has_replica, is_spread, names, sort_shards};

use super::Condition;
use super::moving;

/// Nodes in two zones or more, in every shard (F68).
pub(super) fn several_each(site: &Site<'_>) -> Condition {
    let sorted = sort_shards(site.group, asked);
    let steps = match sorted.met() {
        Met::Yes => Vec::new(),
        Met::No => moving::steps(site, &sorted),
        // Code leaves it to ElastiCache: the last step looks at it.
        Met::Unknown if site.exists() == Exists::Yes && !site.is_code() => vec![look(site)],
        Met::Unknown => Vec::new(),
    };
    let alone = site.group.layout.shards.iter().any(|shard| has_replica(shard) == Met::No);
    let because = match sorted.met() {
        Met::Yes if alone => {
            "a shard of one node has none; it gets its second in another zone first".to_owned()
        }
        Met::Yes => "each has nodes in two zones or more".to_owned(),
        Met::No => format!("all nodes are in one zone in {}", names(&sorted.no)),
        Met::Unknown => format!("zones are not known of {}", names(&sorted.unknown)),
    };
    let text = "every shard has a replica in another zone than its primary";
    let met = if alone && sorted.met() == Met::Yes { Met::No } else { sorted.met() };
    Condition::new(Precondition::new(text, met, because, &["F05", "F68", "F120"]), steps)
}

/// A shard of one node gets its replica, and that its zone, in the step before.
fn asked(shard: &Shard) -> Met {
    if has_replica(shard) == Met::No { Met::Yes } else { is_spread(shard) }
}

fn look(site: &Site<'_>) -> Step {
    let why = "The input does not tell the zone of every node, and Multi-AZ is for shards with a replica in \
               another zone than the primary's.";
    Step::new("Look at the zones of the nodes", why, &["F05", "F68"])
        .call(site.nodes())
        .console(site.console(&["Look at the zones of its nodes."]))
        .expect("In every shard the nodes are in two zones or more.")
        .or_else(
            "Save the answer, and run `multiaz runbook` on it again: it moves a replica to another zone.",
        )
}
