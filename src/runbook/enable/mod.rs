//! `enable-multi-az`: from a group's present state to Multi-AZ and automatic failover both on.

mod code;
mod engine;
mod flags;
mod global;
mod limits;
mod moving;
mod replicas;
mod subnets;
mod zones;

pub(super) use global::{Membership, membership};

use crate::model::Group;

use super::account;
use super::book::{Kind, Met, Note, Precondition, Runbook, Step};
use super::site::{Exists, Site};
use super::state::{self, is_available, is_lost, met, on_off, said};
use super::waiting;

/// A condition of the state before, and the steps that mend it or look at it.
struct Condition {
    precondition: Precondition,
    steps: Vec<Step>,
}

impl Condition {
    fn new(precondition: Precondition, steps: impl IntoIterator<Item = Step>) -> Condition {
        Condition { precondition, steps: steps.into_iter().collect() }
    }

    /// The condition with the steps that settle it; what is wrong in code is changed there.
    fn settled(self) -> Precondition {
        let broken = self.is(Met::No);
        let all = self.steps.into_iter().fold(self.precondition, |one, step| one.settled_by(step.title));
        if broken { code::TITLES.into_iter().fold(all, Precondition::settled_by) } else { all }
    }

    /// Settled by the steps of another one too, where it has none itself.
    fn settled_with(mut self, other: &Condition) -> Condition {
        if self.steps.is_empty() && self.is(Met::No) {
            let first = other.precondition.settled_by.iter();
            let titles = first.chain(other.steps.iter().map(|step| &step.title));
            self.precondition = titles.cloned().fold(self.precondition, Precondition::settled_by);
        }
        self
    }

    fn is(&self, met: Met) -> bool {
        self.precondition.met == met
    }
}

/// The runbook for a group.
pub(super) fn enable_multi_az(group: &Group) -> Runbook {
    if let Some(reason) = not_applicable(group) {
        return Runbook::not_applicable(Kind::EnableMultiAz, group, reason);
    }
    let site = Site::of(group);
    let conditions = conditions(&site);
    let mut book = Runbook::new(Kind::EnableMultiAz, group, summary(group, &conditions));
    book.warnings = warnings(&site, &conditions);
    book.steps = steps(&site, &conditions);
    book.way_back = flags::way_back(&site, &conditions);
    book.limits = limits::limits(&site);
    let own = [is_available(&site)].into_iter().chain(flag_conditions(group));
    book.preconditions = own.chain(conditions.into_values().map(Condition::settled)).collect();
    book.settled()
}

/// Why Multi-AZ can't be turned on here at all.
fn not_applicable(group: &Group) -> Option<Note> {
    if group.standalone {
        return Some(Note::new(
            "It is a cluster without a replication group: one node, no replica, nothing to fail over to. \
             Create a replication group with replicas and move to it, or create one that takes this cluster \
             as its primary, then run this again.",
            &["X105", "F64", "F65"],
        ));
    }
    let status = is_lost(group)?;
    Some(Note::new(format!("The group's status is {status}: it can't be changed."), &["X090"]))
}

/// What must hold, in the order in which it is mended.
struct Conditions {
    version: Condition,
    node_type: Condition,
    append_only: Condition,
    external: Option<Condition>,
    subnets: Condition,
    replicas: Condition,
    zones: Condition,
}

fn conditions(site: &Site<'_>) -> Conditions {
    let version = engine::version(site);
    let upgraded = version.is(Met::No);
    let append_only = engine::append_only(site, upgraded);
    let replicas = replicas::one_each(site);
    let zones = zones::several_each(site);
    Conditions {
        node_type: engine::node_type(site),
        // An upgrade ends the one, a replica for a shard that has none brings the other.
        append_only: append_only.settled_with(&version),
        zones: zones.settled_with(&replicas),
        version,
        external: engine::external_replica(site),
        subnets: subnets::zones(site),
        replicas,
    }
}

impl Conditions {
    fn values(&self) -> impl Iterator<Item = &Condition> {
        let first = [&self.version, &self.node_type, &self.append_only];
        let last = [&self.subnets, &self.replicas, &self.zones];
        first.into_iter().chain(&self.external).chain(last)
    }

    fn into_values(self) -> impl Iterator<Item = Condition> {
        let first = [self.version, self.node_type, self.append_only];
        let last = [self.subnets, self.replicas, self.zones];
        first.into_iter().chain(self.external).chain(last)
    }

    /// Whether something is known to be in the way.
    fn any_broken(&self) -> bool {
        self.values().any(|condition| condition.is(Met::No))
    }
}

/// Both flags as conditions of their own: what is to become true.
fn flag_conditions(group: &Group) -> [Precondition; 2] {
    let flag = |text: &str, setting, titles: &[&str]| {
        let one = Precondition::new(text, met(setting, true), said(setting, on_off), &["F71", "X003"]);
        let titles = titles.iter().copied().chain(code::TITLES);
        titles.fold(one, Precondition::settled_by)
    };
    [
        flag("automatic failover is on", &group.automatic_failover, &[flags::TURN_ON, global::TURN_ON]),
        // Nothing turns Multi-AZ on for a member of a global datastore that exists (X102).
        flag("Multi-AZ is on", &group.multi_az, &[flags::TURN_ON]),
    ]
}

/// Whether both flags are known to be on.
fn is_on(group: &Group) -> bool {
    met(&group.multi_az, true) == Met::Yes && met(&group.automatic_failover, true) == Met::Yes
}

fn summary(group: &Group, conditions: &Conditions) -> String {
    let flag = |met| match met {
        Met::Yes => "on",
        Met::No => "off",
        Met::Unknown => "unknown",
    };
    let state = format!(
        "{}: Multi-AZ is {}, automatic failover is {}",
        group.name,
        flag(met(&group.multi_az, true)),
        flag(met(&group.automatic_failover, true)),
    );
    let rest = match (is_on(group), conditions.any_broken()) {
        (true, false) => ": already on, so this only verifies it.",
        (true, true) => ": already on, but what it needs is not all there; this mends that and verifies.",
        (false, true) => "; more has to change first.",
        (false, false) => ".",
    };
    state + rest
}

fn warnings(site: &Site<'_>, conditions: &Conditions) -> Vec<Note> {
    let mut all: Vec<Note> = site.doubt().into_iter().collect();
    all.extend(code::warning(site, conditions));
    if replicas::are_missing(site.group) || conditions.zones.is(Met::No) {
        all.push(Note::new("Every replica is one more node to pay for.", &["F42"]));
    }
    all.extend(state::pending(site));
    all.extend(global::warning(site));
    all
}

fn steps(site: &Site<'_>, conditions: &Conditions) -> Vec<Step> {
    let mut steps = vec![account::see(site)];
    steps.extend(code::change(site, conditions));
    if site.exists() != Exists::No {
        steps.extend(site.find_id());
        // Where both are on already, a change that is only possible is none to wait for.
        let known = state::under_way(site).is_some();
        steps.extend(waiting::until_available(site).filter(|_| known || !is_on(site.group)));
        // Where both are on already, nothing has to be looked at that only turning them on needs.
        let needed = |condition: &&Condition| condition.is(Met::No) || !is_on(site.group);
        steps.extend(conditions.values().filter(needed).flat_map(|condition| condition.steps.clone()));
        if !is_on(site.group) {
            steps.push(flags::turn_on(site));
        }
    } else {
        steps.extend(site.find_id());
    }
    steps.push(flags::verify(site));
    if let Some(last) = code::agree(site, conditions) {
        code::hold_back(&mut steps, site, conditions);
        steps.push(last);
    }
    steps
}
