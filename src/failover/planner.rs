//! Joins the parts of a plan: what fails, what becomes of it, who takes over, what comes after.

use std::collections::BTreeSet;

use crate::model::{GlobalRole, Group};

use super::assess::{Assessment, Case, Class, Failure, Primaries, assess, lost_primaries, union};
use super::effect::cause;
use super::endpoints::{self, Turn};
use super::layout::{self, After};
use super::open;
use super::plan::{Failed, Picture, Plan, Possible, Promotion, SecondLoss};
use super::reason::{reason, until};
use super::scenario::{Kind, Replicas, Scenario};
use super::steps::{self, Scene};
use super::strike::{Strike, candidates, fallen};
use super::terms::{AllTerms, terms};
use super::view::{ShardView, View, view};
use super::words::{Verdict, settled};
use super::zones::{self, Outage};

/// The plans of a group for a scenario: of each shard, and of the whole group where the scenario
/// befalls it at once. `shard` asks for one shard alone.
///
/// A scenario that names nodes is planned for the shards that have one of them.
#[must_use]
pub fn plans(group: &Group, scenario: &Scenario, shard: Option<&str>) -> Vec<Plan> {
    let view = view(group);
    let terms = |kind: Kind| terms(group, kind, view.most_replicas());
    let (terms, zone_terms) = (terms(scenario.kind()), terms(Kind::Zone));
    let planner = Planner { group, scenario, view, terms, zone_terms, shard };
    match scenario {
        Scenario::Zone(named) => {
            let outages = zones::outages(&planner.view, named.as_deref());
            outages.iter().flat_map(|outage| planner.of_the_group(Some(outage))).collect()
        }
        Scenario::Group | Scenario::PlannedReplacement => planner.of_the_group(None),
        _ => planner.of_each_shard(),
    }
}

struct Planner<'a> {
    group: &'a Group,
    scenario: &'a Scenario,
    view: View,
    terms: AllTerms,
    /// The terms of a second loss: a zone's.
    zone_terms: AllTerms,
    shard: Option<&'a str>,
}

/// A shard with what befalls it.
struct Struck<'a> {
    shard: &'a ShardView,
    class: &'a Class,
    strike: &'a Strike,
    after: After,
}

impl Planner<'_> {
    fn kind(&self) -> Kind {
        self.scenario.kind()
    }

    fn is_wanted(&self, shard: &ShardView) -> bool {
        self.shard.is_none_or(|wanted| shard.id == wanted)
    }

    /// Plans for one shard at a time.
    fn of_each_shard(&self) -> Vec<Plan> {
        let strike = self.strike(None);
        let named = self.scenario.named_nodes();
        let has_named =
            |shard: &&ShardView| named.is_empty() || shard.nodes.iter().any(|node| named.contains(&node.id));
        let shards = self.view.shards.iter().filter(|shard| self.is_wanted(shard)).filter(has_named);
        shards.map(|shard| self.of_one_shard(shard, &strike)).collect()
    }

    fn of_one_shard(&self, shard: &ShardView, strike: &Strike) -> Plan {
        let failure = self.failure(strike, Primaries::NotAsked, (0, 0));
        let found = assess(&[shard], &self.terms.all, &failure);
        let scene = self.scene(None);
        let struck = self.struck(&[shard], &found, strike);
        let seconds = self.after_one_shard(shard, &struck);
        let empty = Class::default();
        let class = found.classes.first().unwrap_or(&empty);
        self.plan(
            Scope { shard: Some(shard), struck: &struck, possible: &class.possible, found: &found },
            &scene,
            None,
            seconds,
        )
    }

    /// Plans for the whole group, then for each of its shards.
    fn of_the_group(&self, outage: Option<&Outage>) -> Vec<Plan> {
        let strike = self.strike(outage);
        let primaries = if outage.is_some() { self.primaries() } else { Primaries::NotAsked };
        let shards: Vec<&ShardView> = self.view.shards.iter().collect();
        let failure = self.failure(&strike, primaries, (0, 0));
        let found = assess(&shards, &self.terms.all, &failure);
        let scene = self.scene(outage);
        let struck = self.struck(&shards, &found, &strike);
        let (seconds, of_shards) = self.after_the_group(&struck, outage);
        let mut plans = Vec::new();
        if self.shard.is_none() {
            let scope = Scope { shard: None, struck: &struck, possible: &found.group, found: &found };
            plans.push(self.plan(scope, &scene, outage, seconds));
        }
        for (one, seconds) in struck.iter().zip(of_shards) {
            if self.is_wanted(one.shard) && (self.shard.is_some() || self.kind() == Kind::Zone) {
                let scope = Scope {
                    shard: Some(one.shard),
                    struck: std::slice::from_ref(one),
                    possible: &one.class.possible,
                    found: &found,
                };
                plans.push(self.plan(scope, &scene, outage, seconds));
            }
        }
        plans
    }

    fn strike(&self, outage: Option<&Outage>) -> Strike {
        match (self.scenario, outage) {
            (_, Some(outage)) => Strike::Zone(outage.place.clone()),
            (Scenario::Primary, _) => Strike::Primary(0),
            (Scenario::PrimaryAndReplicas(Replicas::Count(count)), _) => Strike::Primary(*count),
            (Scenario::PrimaryAndReplicas(Replicas::Named(nodes)), _) => Strike::PrimaryAnd(nodes.clone()),
            (Scenario::Replica(node), _) => Strike::Replica(node.clone()),
            (Scenario::Group, _) => Strike::All,
            (Scenario::Zone(_) | Scenario::PlannedReplacement | Scenario::PrimaryReboot, _) => {
                Strike::Nothing
            }
        }
    }

    fn primaries(&self) -> Primaries {
        self.view.shard_count.map_or(Primaries::Unknown, Primaries::Of)
    }

    fn failure<'b>(&'b self, strike: &'b Strike, primaries: Primaries, elsewhere: (u32, u32)) -> Failure<'b> {
        Failure { kind: self.kind(), strike, group: self.group, primaries, elsewhere }
    }

    fn scene(&self, outage: Option<&Outage>) -> Scene {
        Scene {
            kind: self.kind(),
            cause: cause(self.kind()),
            zone: outage.map(|outage| outage.called.clone()).unwrap_or_default(),
            global: !matches!(self.group.global_role.value(), Some(GlobalRole::None)),
            shards: self.view.shard_count,
        }
    }

    fn struck<'b>(
        &self,
        shards: &[&'b ShardView],
        found: &'b Assessment,
        strike: &'b Strike,
    ) -> Vec<Struck<'b>> {
        let of = |(shard, class): (&&'b ShardView, &usize)| {
            let class = found.classes.get(*class)?;
            let after = layout::after(shard, strike, cause(self.kind()), &class.cases);
            Some(Struck { shard, class, strike, after })
        };
        shards.iter().zip(&found.class_of).filter_map(of).collect()
    }

    /// What the loss of a zone would do after a failure in one shard.
    fn after_one_shard(&self, shard: &ShardView, struck: &[Struck<'_>]) -> Vec<SecondLoss> {
        let Some(struck) = struck.first() else { return Vec::new() };
        let outages = zones::outages(&self.view, None);
        outages
            .iter()
            .map(|outage| {
                let strike = Strike::Zone(outage.place.clone());
                let others: Vec<&ShardView> =
                    self.view.shards.iter().filter(|other| other.id != shard.id).collect();
                let elsewhere = lost_primaries(&others, &strike);
                let found = self.lose_zone(&[&struck.after.shard], &strike, elsewhere);
                second_loss(outage, &union(found.classes.iter().flat_map(|class| &class.possible)))
            })
            .collect()
    }

    /// What the loss of a further zone would do, for the group and for each shard.
    fn after_the_group(
        &self,
        struck: &[Struck<'_>],
        first: Option<&Outage>,
    ) -> (Vec<SecondLoss>, Vec<Vec<SecondLoss>>) {
        let shards: Vec<ShardView> = struck.iter().map(|one| one.after.shard.clone()).collect();
        let later = View { shards, shard_count: self.view.shard_count };
        let outages = match first {
            Some(first) => zones::further(&later, first),
            None => zones::outages(&later, None),
        };
        let shards: Vec<&ShardView> = later.shards.iter().collect();
        let mut group = Vec::new();
        let mut of_shards = vec![Vec::new(); shards.len()];
        for outage in &outages {
            let strike = Strike::Zone(outage.place.clone());
            let found = self.lose_zone(&shards, &strike, (0, 0));
            group.push(second_loss(outage, &union(found.group.iter())));
            for (class, losses) in found.class_of.iter().zip(&mut of_shards) {
                if let Some(class) = found.classes.get(*class) {
                    losses.push(second_loss(outage, &union(class.possible.iter())));
                }
            }
        }
        (group, of_shards)
    }

    fn lose_zone(&self, shards: &[&ShardView], strike: &Strike, elsewhere: (u32, u32)) -> Assessment {
        let failure =
            Failure { kind: Kind::Zone, strike, group: self.group, primaries: self.primaries(), elsewhere };
        assess(shards, &self.zone_terms.all, &failure)
    }

    fn plan(
        &self,
        scope: Scope<'_>,
        scene: &Scene,
        outage: Option<&Outage>,
        second_loss: Vec<SecondLoss>,
    ) -> Plan {
        let possible = union(scope.possible.iter());
        let cases: BTreeSet<Case> =
            scope.struck.iter().flat_map(|one| one.class.cases.iter().copied()).collect();
        let writes = settled(&possible.writes);
        let verdict = settled(&possible.verdicts);
        let unknown = open::unknown(
            self.group,
            &self.terms,
            scope.possible,
            scope.struck.iter().map(|one| one.shard),
            self.kind(),
            &cases,
        );
        Plan {
            group: self.group.name.clone(),
            target: self.group.target.clone(),
            scenario: self.kind(),
            shard: scope.shard.map(|shard| shard.id.clone()),
            failed: self.failed(scope.struck, outage),
            verdict,
            until: until(verdict, writes, &cases, scene),
            writes,
            reads: settled(&possible.reads),
            data_loss: settled(&possible.data_loss),
            steps: merged_steps(scope.struck, scene),
            promotion: promotion(scope.struck),
            endpoints: self.endpoints(scope.struck, &cases),
            replacements: self.replacements(scope.struck),
            quorum: scope.found.quorum.clone(),
            before: layout::picture(scope.struck.iter().map(|one| (one.shard, None))),
            after: after_picture(self.kind(), scope.struck),
            second_loss,
            reason: reason(verdict, &possible, &cases, &unknown),
            unknown,
            possible,
        }
    }

    fn failed(&self, struck: &[Struck<'_>], outage: Option<&Outage>) -> Failed {
        let mut nodes = Vec::new();
        let (mut least, mut most) = (0, 0);
        for one in struck {
            let fall = falling(self.kind(), one);
            nodes.extend(fall.iter().filter_map(|at| one.shard.nodes.get(*at)).map(|node| node.id.clone()));
            let counts = one.class.cases.iter().map(|case| self.count(case));
            least += counts.clone().min().unwrap_or(0);
            most += counts.max().unwrap_or(0);
        }
        Failed {
            zone: outage.map(|outage| outage.label.clone()),
            nodes,
            count: (least == most).then_some(least),
        }
    }

    /// How many nodes fall in a case.
    fn count(&self, case: &Case) -> u32 {
        let all = 1 + case.blow.lost + case.blow.left;
        match self.kind() {
            Kind::PlannedReplacement | Kind::Group => all,
            Kind::PrimaryReboot => u32::from(case.effect.verdict() != Verdict::NotApplicable),
            _ => u32::from(case.blow.primary_lost) + case.blow.lost,
        }
    }

    fn endpoints(&self, struck: &[Struck<'_>], cases: &BTreeSet<Case>) -> Vec<super::plan::Endpoint> {
        let modes = cases.iter().map(|case| case.terms.mode).collect();
        let configuration = endpoints::configuration(self.group, &modes);
        let of = |one: &Struck<'_>| {
            endpoints::endpoints(&Turn {
                group: self.group,
                before: one.shard,
                after: &one.after,
                cases: &one.class.cases,
            })
        };
        configuration.into_iter().chain(struck.iter().flat_map(of)).collect()
    }

    fn replacements(&self, struck: &[Struck<'_>]) -> Vec<super::plan::Replacement> {
        let cause = cause(self.kind());
        let of = |one: &Struck<'_>| layout::replacements(one.shard, one.strike, cause, &one.class.cases);
        struck.iter().flat_map(of).collect()
    }
}

/// What a plan speaks of.
struct Scope<'a> {
    /// None for the whole group.
    shard: Option<&'a ShardView>,
    struck: &'a [Struck<'a>],
    /// What is possible, in the order of the terms.
    possible: &'a [Possible],
    found: &'a Assessment,
}

/// The nodes that fall or may fall, by index.
fn falling(kind: Kind, one: &Struck<'_>) -> Vec<usize> {
    let happens = one.class.cases.iter().any(|case| case.effect.verdict() != Verdict::NotApplicable);
    match kind {
        _ if !happens => Vec::new(),
        Kind::PlannedReplacement => (0..one.shard.nodes.len()).collect(),
        Kind::PrimaryReboot => one.shard.possible_primaries(),
        _ => {
            let (surely, maybe) = fallen(one.shard, one.strike);
            let mut all: Vec<usize> = surely.into_iter().chain(maybe).collect();
            all.sort_unstable();
            all
        }
    }
}

fn second_loss(outage: &Outage, possible: &Possible) -> SecondLoss {
    SecondLoss {
        zone: outage.label.clone(),
        verdict: settled(&possible.verdicts),
        writes: settled(&possible.writes),
        reads: settled(&possible.reads),
        data_loss: settled(&possible.data_loss),
        possible: possible.clone(),
    }
}

fn promotion(struck: &[Struck<'_>]) -> Promotion {
    let mut promotion = Promotion::default();
    for one in struck {
        let promotes = |case: &Case| matches!(case.effect.course, super::effect::Course::Promotion { .. });
        if !one.class.cases.iter().any(promotes) {
            continue;
        }
        let at = candidates(one.shard, one.strike);
        promotion
            .candidates
            .extend(at.iter().filter_map(|at| one.shard.nodes.get(*at)).map(|node| node.id.clone()));
        promotion.unlisted |= one.shard.unlisted.is_some();
    }
    promotion
}

/// The steps of all shards; what happens in some of them only names these.
fn merged_steps(struck: &[Struck<'_>], scene: &Scene) -> Vec<super::plan::Step> {
    let mut classes: Vec<(&Class, Vec<String>)> = Vec::new();
    for one in struck {
        match classes.iter_mut().find(|(class, _)| std::ptr::eq(*class, one.class)) {
            Some((_, shards)) => shards.push(one.shard.id.clone()),
            None => classes.push((one.class, vec![one.shard.id.clone()])),
        }
    }
    let mut merged: Vec<super::plan::Step> = Vec::new();
    for (class, shards) in &classes {
        for step in steps::steps(&class.cases, scene) {
            let same = |other: &&mut super::plan::Step| {
                (&other.when, &other.text, &other.facts) == (&step.when, &step.text, &step.facts)
            };
            match merged.iter_mut().find(same) {
                Some(known) => known.shards.extend(shards.iter().cloned()),
                None => merged.push(super::plan::Step { shards: shards.clone(), ..step }),
            }
        }
    }
    for step in &mut merged {
        if step.shards.len() == struck.len() {
            step.shards.clear();
        }
    }
    merged
}

fn after_picture(kind: Kind, struck: &[Struck<'_>]) -> Picture {
    let drawn = struck.iter().map(|one| {
        let changes = !matches!(kind, Kind::PlannedReplacement | Kind::PrimaryReboot);
        (&one.after.shard, changes.then_some(one.after.states.as_slice()))
    });
    layout::picture(drawn)
}
