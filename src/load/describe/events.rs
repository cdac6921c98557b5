//! Events of a saved audit: which failover tests and recoveries they tell of (F125, X091).

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::ops::Bound;

use jiff::{SignedDuration, Timestamp};

use crate::model::{SeenTests, Setting, Unknown};
use crate::source::{Failure, Json, Sources};

use super::Document;
use super::join::member_ids;
use super::joined::Joined;
use super::same::Settled;
use super::scope::Scope;
use super::shape::misshapen;
use super::snapshot::{Audits, Place};

/// How a test begins (F126), of a replication group.
const CALLED: &str = "Test Failover API called";
/// How a node's recovery begins (F129), of a cache cluster.
const BEGUN: &str = "Recovering cache nodes";
/// How a recovery ends: what the guide says (F130), and what the console's text says (F142, D12b).
const DONE: [&str; 2] = ["Finished recovery for cache nodes", "Recovery completed"];
/// The window of the quota of tests (F122, X087).
const WINDOW: SignedDuration = SignedDuration::from_hours(24);

/// One event.
#[derive(Debug)]
pub(super) struct Event<'a> {
    at: Timestamp,
    message: &'a str,
    node: Json<'a>,
    /// The group's or cluster's id, in lower case.
    of: String,
    scope: Option<&'a Scope>,
    folder: &'a str,
}

impl Event<'_> {
    fn is(&self, words: &str) -> bool {
        self.message.contains(words)
    }

    fn is_done(&self) -> bool {
        DONE.iter().any(|words| self.is(words))
    }
}

/// All events, in the order read.
#[derive(Debug, Default)]
pub(super) struct Events<'a> {
    all: Vec<Event<'a>>,
    /// Where those of a group or cluster are, by its id in lower case.
    by_id: BTreeMap<String, Vec<usize>>,
}

impl<'a> Events<'a> {
    fn of(all: Vec<Event<'a>>) -> Events<'a> {
        let mut by_id = BTreeMap::<String, Vec<usize>>::new();
        for (at, event) in all.iter().enumerate() {
            by_id.entry(event.of.clone()).or_default().push(at);
        }
        Events { all, by_id }
    }

    /// Those of a group, of some clusters, and of what is named like a node of the group, in the order read.
    fn about<'s>(&self, group: &'s str, clusters: impl Iterator<Item = &'s str>) -> Vec<&Event<'a>> {
        let nodes = format!("{group}-");
        let named = self.by_id.range::<str, _>((Bound::Included(nodes.as_str()), Bound::Unbounded));
        let named = named.take_while(|(id, _)| id.starts_with(&nodes)).map(|(_, found)| found);
        let own = clusters.chain([group]).filter_map(|id| self.by_id.get(id));
        let found: BTreeSet<usize> = own.chain(named).flatten().copied().collect();
        found.into_iter().filter_map(|at| self.all.get(at)).collect()
    }
}

/// The events of all documents; one that can't be read becomes a failure.
///
/// Only a whole answer is of use: one that was narrowed to a source or a shorter time may lack how a recovery
/// ended. So those of an audit count, and files that others saved do not.
pub(super) fn collect<'a>(
    sources: &Sources,
    documents: &'a [Document],
    audits: &Audits,
    failures: &mut Vec<Failure>,
) -> Events<'a> {
    let mut events = Vec::new();
    let audited = |document: &&Document| audits.places.iter().any(|place| place.folder == document.folder);
    for document in documents.iter().filter(audited) {
        for node in document.root().get("Events").into_iter().flat_map(Json::items) {
            // One that names nobody, or speaks of something else, concerns no group.
            if node.get("SourceIdentifier").and_then(Json::as_str).is_none() || !speaks_of_us(node) {
                continue;
            }
            match event(document, node) {
                Some(event) => events.push(event),
                None => failures.push(misshapen(
                    sources,
                    node,
                    "an event with a Date such as 2026-11-22T07:20:00Z",
                )),
            }
        }
    }
    // Two audits of one account and region tell of the same.
    let mut seen = BTreeSet::new();
    events.retain(|event| seen.insert((event.scope.cloned(), event.of.clone(), event.at, event.message)));
    Events::of(events)
}

fn speaks_of_us(node: Json<'_>) -> bool {
    let message = node.get("Message").and_then(Json::as_str).unwrap_or_default();
    [CALLED, BEGUN].iter().chain(&DONE).any(|words| message.contains(words))
}

fn event<'a>(document: &'a Document, node: Json<'a>) -> Option<Event<'a>> {
    let text = |key: &str| node.get(key).and_then(Json::as_str);
    Some(Event {
        at: text("Date")?.parse().ok()?,
        message: text("Message")?,
        node,
        of: text("SourceIdentifier")?.to_lowercase(),
        scope: document.scope.as_ref(),
        folder: &document.folder,
    })
}

/// The tests and recoveries of a group that no event says are done.
pub(super) fn under_way(joined: &Joined<'_>, events: &Events<'_>) -> Vec<Setting<String>> {
    // The group names its nodes also where their own answers are missing.
    let listed: HashSet<String> = match &joined.own {
        Settled::One(own) => member_ids(*own).into_iter().collect(),
        Settled::Unclear(_) => HashSet::new(),
    };
    let is_member = |event: &Event<'_>| joined.clusters.contains_key(&event.of) || listed.contains(&event.of);
    let group = joined.name.to_lowercase();
    // A node that has left the group since may have been the one that recovered.
    let was_member =
        |event: &Event<'_>| event.of.strip_prefix(&group).is_some_and(|rest| rest.starts_with('-'));
    let clusters = joined.clusters.keys().chain(&listed).map(String::as_str);
    let mut here = events.about(&group, clusters);
    here.retain(|event| joined.seat.takes(event.scope, event.folder));
    // When the last recovery of each node was done.
    let mut done: BTreeMap<&str, Timestamp> = BTreeMap::new();
    for event in here.iter().filter(|event| event.is_done() && (is_member(event) || was_member(event))) {
        let last = done.entry(&event.of).or_insert(event.at);
        *last = event.at.max(*last);
    }
    // Shards of a group are tested one after the other (F124): the end of a recovery ends what came before.
    let end = done.values().max();
    let called = here.iter().filter(|event| event.of == group && event.is(CALLED));
    let tests = called.filter(|test| end.is_none_or(|end| *end < test.at)).max_by_key(|test| test.at);
    let recovered = |begun: &Event<'_>| done.get(begun.of.as_str()).is_some_and(|end| *end >= begun.at);
    let begun = here.iter().filter(|event| is_member(event) && event.is(BEGUN) && !recovered(event));
    tests.into_iter().chain(begun).map(|event| told(event)).collect()
}

/// `Events[cache-002].Message is …`.
fn told(event: &Event<'_>) -> Setting<String> {
    let at = event.node.get("Message").map_or(event.node.span(), |message| message.span());
    Setting::written(format!("Events[{}].Message", event.of), event.message.to_owned(), at)
}

/// Counts the tests of each account and region that was audited.
pub(super) fn tests(audits: &Audits, events: &Events<'_>) -> Vec<SeenTests> {
    let of = |place: &Place| SeenTests {
        account: place.account.clone(),
        region: place.region.clone(),
        until: place.taken_at.clone(),
        count: audits.events_of(place).and_then(|()| count(place, &events.all)),
    };
    // Of several audits of one account and region the last one counts.
    let mut last: BTreeMap<(Option<&str>, &str), &Place> = BTreeMap::new();
    for place in &audits.places {
        let newest = last.entry((place.account.as_deref(), &place.region)).or_insert(place);
        if place.taken_at > newest.taken_at {
            *newest = place;
        }
    }
    last.into_values().map(of).collect()
}

/// The tests of the 24 hours before the audit.
fn count(place: &Place, events: &[Event<'_>]) -> Result<u32, Unknown> {
    let until: Timestamp = place.taken_at.parse().map_err(|_| {
        Unknown::new(format!("`{}` is no time such as 2026-11-22T07:20:00Z", place.taken_at), "audit again")
    })?;
    let mine = |event: &&Event<'_>| match event.scope {
        Some(scope) => {
            Some(scope.account.as_str()) == place.account.as_deref() && scope.region == place.region
        }
        None => event.folder == place.folder,
    };
    let called = events.iter().filter(mine).filter(|event| event.is(CALLED));
    let is_late = |event: &&Event<'_>| event.at <= until && until.duration_since(event.at) < WINDOW;
    let lately = called.filter(is_late);
    Ok(u32::try_from(lately.count()).unwrap_or(u32::MAX))
}
