//! The steps of a plan: what happens in each case, and under which condition where cases differ.

mod condition;
mod planned;
mod promotion;
mod recreation;
mod whole;

use std::collections::{BTreeMap, BTreeSet};

use super::assess::Case;
use super::effect::{Cause, Course, Why};
use super::plan::Step;
use super::scenario::Kind;
use super::strike::Blow;
use super::terms::{Mode, Terms};
use super::words::{DataLoss, Service};

/// What the steps are told of.
#[derive(Debug, Clone)]
pub(super) struct Scene {
    pub(super) kind: Kind,
    pub(super) cause: Cause,
    /// The zone as sentences call it, where one fails: `zone us-east-1a`, `the primary's zone`.
    pub(super) zone: String,
    /// Whether the group is part of a global datastore; none where that is not known.
    pub(super) global: Option<bool>,
    /// How many shards the group has, where that is known.
    pub(super) shards: Option<u32>,
}

/// A sentence with its facts, before it is known when it holds.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Said {
    /// Where it stands among the others.
    phase: Phase,
    text: String,
    facts: Vec<&'static str>,
}

/// The order of events.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    Before,
    Failure,
    Majority,
    Takeover,
    Writes,
    Data,
    Endpoints,
    Replacement,
    Synchronisation,
    Afterwards,
}

fn said(phase: Phase, text: impl Into<String>, facts: &[&'static str]) -> Said {
    Said { phase, text: text.into(), facts: facts.to_vec() }
}

/// The steps of a class of shards, in order.
pub(super) fn steps(cases: &BTreeSet<Case>, scene: &Scene) -> Vec<Step> {
    let cases: BTreeSet<Case> = cases.iter().map(in_short).collect();
    let mut holds: BTreeMap<(Phase, usize), (Said, BTreeSet<Case>)> = BTreeMap::new();
    let mut known: BTreeMap<(Phase, String), usize> = BTreeMap::new();
    for case in &cases {
        for said in of_case(case, scene) {
            let next = known.len();
            let at = *known.entry((said.phase, said.text.clone())).or_insert(next);
            let (told, when) =
                holds.entry((said.phase, at)).or_insert_with(|| (said.clone(), BTreeSet::new()));
            // What is said in several cases may rest on other facts in each.
            let more: Vec<_> = said.facts.iter().filter(|fact| !told.facts.contains(fact)).copied().collect();
            told.facts.extend(more);
            when.insert(*case);
        }
    }
    holds
        .into_values()
        .map(|(said, when)| Step {
            when: condition::condition(&when, &cases, scene),
            shards: Vec::new(),
            text: said.text,
            facts: said.facts,
        })
        .collect()
}

/// A case without the numbers that no sentence tells: many cases are one then.
fn in_short(case: &Case) -> Case {
    let some = |count: u32| count.min(2);
    let Blow { lost, left, standbys, .. } = case.blow;
    Case {
        terms: Terms { min_replicas: 0, ..case.terms },
        blow: Blow { lost: some(lost), left: some(left), standbys: some(standbys), ..case.blow },
        ..*case
    }
}

/// What happens in one case.
fn of_case(case: &Case, scene: &Scene) -> Vec<Said> {
    let mut all = match case.effect.course {
        Course::NotApplicable(why) => not_applicable(why),
        Course::Untouched => untouched(case, scene),
        Course::RefusedAlready => refused_already(case, scene),
        Course::ReplicasLost { blocked } => replicas_lost(blocked, case.blow.left, scene),
        Course::Promotion { blocked } => promotion::promotion(case, scene, blocked),
        Course::NoStandby => promotion::no_standby(scene),
        Course::ExternalReplica => promotion::external_replica(scene),
        Course::Recreation => recreation::recreation(case, scene),
        Course::AllRecreated | Course::AllRecreatedDurable => whole::all_recreated(case, scene),
        Course::Contradiction(refusal) => {
            let (text, facts) = refusal.text();
            vec![said(Phase::Before, sentence(text), facts)]
        }
        Course::Planned(how) => planned::planned(how),
        Course::Rebooted => planned::rebooted(),
        Course::RebootUnstated => planned::reboot_unstated(),
    };
    if case.no_majority || case.uncovered {
        // The shard's own primary would go on, but the group refuses commands.
        let goes_on = matches!(case.effect.course, Course::ReplicasLost { .. });
        all.retain(|said| !(goes_on && said.phase == Phase::Writes));
    }
    all.extend(of_the_group(case, scene));
    all
}

/// What the state of the whole group adds to a shard's events.
fn of_the_group(case: &Case, scene: &Scene) -> Vec<Said> {
    let mut all = Vec::new();
    let promotes = matches!(case.effect.course, Course::Promotion { .. });
    let cluster = case.terms.mode == Mode::Enabled;
    if case.no_majority {
        all.extend(no_majority(case));
    } else if cluster
        && promotes
        && scene.cause == Cause::Node
        && scene.shards.is_some_and(|shards| shards < 3)
    {
        let text = "Inferred, not stated by AWS: with fewer than three shards the primaries that are left are no majority, \
                    so the engine can't elect a new one by itself: ElastiCache promotes it.";
        all.push(said(Phase::Majority, text, &["X057", "X059", "X060", "X062"]));
    }
    let alone = cluster && case.terms.full_coverage && case.blow.primary_lost && scene.shards != Some(1);
    if case.uncovered || (alone && scene.cause == Cause::Node) {
        let text = "cluster-require-full-coverage is on: while a shard has no primary, the whole cluster refuses commands.";
        all.push(said(Phase::Majority, text, &["X063"]));
    }
    all
}

/// Too few primaries are left: what the protocol says, and what nobody states.
fn no_majority(case: &Case) -> Vec<Said> {
    let inferred = said(
        Phase::Majority,
        "Inferred, not stated by AWS: the primaries that are left are no majority, so the engine can't elect new ones. \
         The data that is left survives; recovery rests on ElastiCache itself, and how long it takes no source states.",
        &["F20", "X057", "X060", "X062", "D11"],
    );
    let (text, facts): (_, &[_]) = if case.terms.reads_when_down {
        ("Meanwhile reads go on, since cluster-allow-reads-when-down is on; they may be stale.", &["X058"])
    } else {
        ("Meanwhile, by default, every shard refuses all commands.", &["X058"])
    };
    vec![inferred, said(Phase::Majority, text, facts)]
}

fn not_applicable(why: Why) -> Vec<Said> {
    let (text, facts) = why_not(why);
    vec![said(Phase::Before, sentence(text), facts)]
}

/// Why a scenario can't happen, and its facts.
pub(super) fn why_not(why: Why) -> (&'static str, &'static [&'static str]) {
    match why {
        Why::TooFewReplicas => ("the shard has no such replicas, or too few", &["F64"]),
        Why::NoReboot => {
            ("with cluster mode enabled a customer can't reboot a node", &["D24", "X085", "X056"])
        }
    }
}

fn untouched(case: &Case, scene: &Scene) -> Vec<Said> {
    if scene.cause == Cause::Node || case.no_majority || case.uncovered {
        return Vec::new();
    }
    let text = format!("No node of the shard is in {}: it serves on as before.", scene.zone);
    vec![said(Phase::Failure, text, &["F04", "F06", "F35"])]
}

fn refused_already(case: &Case, scene: &Scene) -> Vec<Said> {
    let text = "min-replicas-to-write asks for more replicas than the shard has: the primary refuses writes as it is.";
    let mut all = vec![said(Phase::Before, text, &["X065"])];
    if case.blow.lost > 0 {
        let lost = replicas_lost(false, case.blow.left, scene);
        all.extend(lost.into_iter().filter(|said| said.phase != Phase::Writes));
    }
    all
}

/// Replicas fail, the primary goes on (X077).
fn replicas_lost(blocked: bool, left: u32, scene: &Scene) -> Vec<Said> {
    let mut all = match scene.cause {
        Cause::Node => vec![
            said(Phase::Failure, "The failed replica is noticed and taken offline.", &["X077"]),
            primary_goes_on(left),
            said(
                Phase::Replacement,
                "A replacement is created in the failed replica's zone and synchronises with the primary.",
                &["X077"],
            ),
        ],
        Cause::Zone => vec![
            said(Phase::Failure, format!("The replicas in {} are lost.", scene.zone), &["F169"]),
            said(
                Phase::Writes,
                "The primary is in another zone and takes reads and writes as before.",
                &["F04", "F06", "F11", "F35"],
            ),
            zone_replacement(scene),
        ],
    };
    if blocked {
        all.push(blocked_writes("the primary", scene));
    }
    all
}

fn primary_goes_on(left: u32) -> Said {
    let text = if left > 0 {
        "The primary takes reads and writes as before; other replicas go on serving reads."
    } else {
        "The primary takes reads and writes as before; no other replica is left to read from."
    };
    said(Phase::Writes, text, &["F11", "F12", "X077"])
}

/// Replacements for a zone that is down (F170, by cause: D13b).
fn zone_replacement(scene: &Scene) -> Said {
    let text =
        format!("Replacements come only when {} is back; until then those nodes are missing.", scene.zone);
    said(Phase::Replacement, text, &["F170", "F171", "D13b"])
}

fn blocked_writes(primary: &str, scene: &Scene) -> Said {
    let until = match scene.cause {
        Cause::Node => "the replacement is in sync".to_owned(),
        Cause::Zone => format!("{} is back and its replacement in sync", scene.zone),
    };
    let text = format!(
        "min-replicas-to-write asks for more replicas than are left: {primary} refuses writes until {until}."
    );
    said(Phase::Writes, text, &["X065"])
}

/// What is lost where a replica's data counts from now on.
fn data(case: &Case) -> Said {
    let (text, facts): (_, &[_]) = match case.effect.data_loss {
        DataLoss::None => {
            ("Durability is sync: writes that were acknowledged are not lost.", &["X112", "X115"])
        }
        DataLoss::UpToTenSeconds => {
            ("Durability is async: up to 10 seconds of writes may be lost.", &["X112", "X115"])
        }
        _ => (
            if case.effect.course == Course::Recreation {
                "Writes that had reached no replica are lost, usually few: replication is asynchronous."
            } else {
                "Writes that had not reached that replica are lost, usually few: replication is asynchronous."
            },
            &["F08", "F26", "F159", "F161", "D10"],
        ),
    };
    said(Phase::Data, text, facts)
}

/// Whether one primary endpoint is what clients write to.
fn has_primary_endpoint(mode: Mode) -> bool {
    mode != Mode::Enabled
}

/// Whether writes wait for a replica.
pub(super) fn is_blocked(case: &Case) -> bool {
    case.effect.writes == Service::Blocked
}

/// A clause as a sentence.
fn sentence(clause: &str) -> String {
    let mut letters = clause.chars();
    let first = letters.next().map(char::to_uppercase).into_iter().flatten();
    let mut text: String = first.chain(letters).collect();
    text.push('.');
    text
}
