//! Events of a saved audit: which failover tests and recoveries they tell of (F125, X091).

use std::collections::{BTreeMap, BTreeSet};

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

/// The events of all documents; one that can't be read becomes a failure.
///
/// Only a whole answer is of use: one that was narrowed to a source or a shorter time may lack how a recovery
/// ended. So those of an audit count, and files that others saved do not.
pub(super) fn collect<'a>(
    sources: &Sources,
    documents: &'a [Document],
    audits: &Audits,
    failures: &mut Vec<Failure>,
) -> Vec<Event<'a>> {
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
    events
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
pub(super) fn under_way(joined: &Joined<'_>, events: &[Event<'_>]) -> Vec<Setting<String>> {
    let fits = |event: &&Event<'_>| joined.seat.takes(event.scope, event.folder);
    // The group names its nodes also where their own answers are missing.
    let listed = match &joined.own {
        Settled::One(own) => member_ids(*own),
        Settled::Unclear(_) => Vec::new(),
    };
    let is_member =
        |event: &&Event<'_>| joined.clusters.contains_key(&event.of) || listed.contains(&event.of);
    let here: Vec<&Event<'_>> = events.iter().filter(fits).collect();
    let members: Vec<&Event<'_>> = here.iter().copied().filter(is_member).collect();
    let group = joined.name.to_lowercase();
    // A node that has left the group since may have been the one that recovered.
    let was_member =
        |event: &Event<'_>| event.of.strip_prefix(&group).is_some_and(|rest| rest.starts_with('-'));
    let called = here.iter().copied().filter(|event| event.of == group && event.is(CALLED));
    // Shards of a group are tested one after the other (F124): the end of a recovery ends what came before.
    let ends = |one: &Event<'_>| one.is_done() && (is_member(&one) || was_member(one));
    let ends_test = |test: &Event<'_>| here.iter().any(|one| ends(one) && one.at >= test.at);
    let tests = called.filter(|test| !ends_test(test)).max_by_key(|test| test.at);
    let recovered = |begun: &Event<'_>| {
        members.iter().any(|one| one.of == begun.of && one.is_done() && one.at >= begun.at)
    };
    let begun = members.iter().copied().filter(|event| event.is(BEGUN) && !recovered(event));
    tests.into_iter().chain(begun).map(told).collect()
}

/// `Events[cache-002].Message is …`.
fn told(event: &Event<'_>) -> Setting<String> {
    let at = event.node.get("Message").map_or(event.node.span(), |message| message.span());
    Setting::written(format!("Events[{}].Message", event.of), event.message.to_owned(), at)
}

/// Counts the tests of each account and region that was audited.
pub(super) fn tests(audits: &Audits, events: &[Event<'_>]) -> Vec<SeenTests> {
    let of = |place: &Place| SeenTests {
        account: place.account.clone(),
        region: place.region.clone(),
        until: place.taken_at.clone(),
        count: audits.events_of(place).and_then(|()| count(place, events)),
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
