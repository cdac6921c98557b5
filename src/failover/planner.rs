//! The planner's way through a scenario: which shards it befalls, what that does, what comes after.

use crate::model::{GlobalRole, Group};

use super::assess::{Assessment, Failure, assess, assess_group};
use super::compose::{Answer, Scope, Struck, answer, compose};
use super::effect::cause;
use super::layout;
use super::majority::{Lost, Primaries};
use super::plan::{Plan, SecondLoss};
use super::scenario::{Kind, Replicas, Scenario};
use super::second::Second;
use super::steps::Scene;
use super::strike::{Fates, Strike};
use super::terms::{AllTerms, every_way};
use super::view::{ShardView, View, view};
use super::zones::{self, Outage};

/// The plans of a group for a scenario: of each shard, and of the whole group where the scenario
/// befalls it at once. `shard` asks for one shard alone.
///
/// A scenario that names nodes is planned for the shards that have one of them.
#[must_use]
pub fn plans(group: &Group, scenario: &Scenario, shard: Option<&str>) -> Vec<Plan> {
    let view = view(group);
    let terms = |kind: Kind| every_way(group, kind, view.most_replicas());
    let second = Second::new(group, &view, terms(Kind::Zone));
    let planner = Planner { group, scenario, view: &view, terms: terms(scenario.kind()), second, shard };
    match scenario {
        Scenario::Primary => planner.of_each_shard(&Strike::Primary(0)),
        Scenario::PrimaryAndReplicas(Replicas::Count(count)) => {
            planner.of_each_shard(&Strike::Primary(*count))
        }
        Scenario::PrimaryAndReplicas(Replicas::Named(nodes)) => {
            planner.of_each_shard(&Strike::PrimaryAnd(nodes.clone()))
        }
        Scenario::Replica(node) => planner.of_each_shard(&Strike::Replica(node.clone())),
        Scenario::Zone(named) => {
            let outages = zones::outages(&view, named.as_deref());
            let of = |outage: &Outage| planner.of_the_group(&outage.strike(), Some(outage));
            outages.iter().flat_map(of).collect()
        }
        Scenario::Group => planner.of_the_group(&Strike::All, None),
        Scenario::PlannedReplacement => planner.of_the_group(&Strike::Nobody, None),
        Scenario::PrimaryReboot => planner.of_each_shard(&Strike::Nobody),
    }
}

/// A shard that was looked at, and what is to be said of all that differ from it in their ids alone.
struct Known<'a> {
    shard: &'a ShardView,
    found: Assessment,
    answer: Answer,
    seconds: Vec<SecondLoss>,
}

struct Planner<'a> {
    group: &'a Group,
    scenario: &'a Scenario,
    view: &'a View,
    terms: AllTerms,
    second: Second<'a>,
    shard: Option<&'a str>,
}

impl Planner<'_> {
    fn kind(&self) -> Kind {
        self.scenario.kind()
    }

    fn is_wanted(&self, shard: &ShardView) -> bool {
        self.shard.is_none_or(|wanted| shard.id == wanted)
    }

    /// Plans for one shard at a time; shards that differ in their ids alone are looked at once.
    fn of_each_shard(&self, strike: &Strike) -> Vec<Plan> {
        let named = self.scenario.named_nodes();
        let has_named =
            |shard: &&ShardView| named.is_empty() || shard.nodes.iter().any(|node| named.contains(&node.id));
        let scene = self.scene(None);
        let mut known: Vec<Known<'_>> = Vec::new();
        let mut plans = Vec::new();
        for shard in self.view.shards.iter().filter(|shard| self.is_wanted(shard)).filter(has_named) {
            let alike = |known: &Known<'_>| named.is_empty() && known.shard.fares_like(shard);
            let at = known.iter().position(alike).unwrap_or_else(|| {
                known.push(self.look_at(shard, strike, &scene));
                known.len() - 1
            });
            if let Some(known) = known.get(at) {
                let struck = self.struck(&[shard], &known.found, strike);
                let scope = self.of_one_shard(shard, &known.found, &struck, &scene);
                plans.push(compose(&scope, &known.answer, known.seconds.clone()));
            }
        }
        plans
    }

    fn look_at<'b>(&self, shard: &'b ShardView, strike: &Strike, scene: &Scene) -> Known<'b> {
        let found = assess(&[shard], &self.terms.all, &self.failure(strike, Primaries::NotAsked));
        let (answer, seconds) = {
            let struck = self.struck(&[shard], &found, strike);
            let seconds = struck.iter().flat_map(|one| self.second.after_one_shard(shard, &one.after.shard));
            (answer(&self.of_one_shard(shard, &found, &struck, scene)), seconds.collect())
        };
        Known { shard, found, answer, seconds }
    }

    fn of_one_shard<'b>(
        &'b self,
        shard: &'b ShardView,
        found: &'b Assessment,
        struck: &'b [Struck<'b>],
        scene: &'b Scene,
    ) -> Scope<'b> {
        Scope {
            group: self.group,
            view: self.view,
            scene,
            outage: None,
            terms: &self.terms,
            shard: Some(shard),
            struck,
            possible: found.classes.first().map_or(&[], |class| class.possible.as_slice()),
            quorum: None,
        }
    }

    /// Plans for the whole group, and for each of its shards where a zone fails or one shard is asked for.
    fn of_the_group(&self, strike: &Strike, outage: Option<&Outage>) -> Vec<Plan> {
        let primaries = if outage.is_some() { Primaries::of(self.view) } else { Primaries::NotAsked };
        let shards: Vec<&ShardView> = self.view.shards.iter().collect();
        let found = assess_group(&shards, &self.terms.all, &self.failure(strike, primaries));
        let struck = self.struck(&shards, &found, strike);
        let (of_group, of_shards) =
            self.second.after_all(struck.iter().map(|one| one.after.shard.clone()).collect(), outage);
        let whole = Scope {
            group: self.group,
            view: self.view,
            scene: &self.scene(outage),
            outage,
            terms: &self.terms,
            shard: None,
            struck: &struck,
            possible: &found.group,
            quorum: found.quorum.as_ref(),
        };
        let mut plans = Vec::new();
        if self.shard.is_none() {
            plans.push(compose(&whole, &answer(&whole), of_group));
        }
        if self.shard.is_some() || self.kind() == Kind::Zone {
            plans.extend(self.of_its_shards(&whole, of_shards));
        }
        plans
    }

    /// Plans for the shards of a group that is struck as a whole; shards that differ in their ids alone are
    /// answered once.
    fn of_its_shards(&self, whole: &Scope<'_>, seconds: Vec<Vec<SecondLoss>>) -> Vec<Plan> {
        let mut known: Vec<(&Struck<'_>, Answer)> = Vec::new();
        let mut plans = Vec::new();
        let wanted = whole.struck.iter().zip(seconds).filter(|(one, _)| self.is_wanted(one.shard));
        for (one, seconds) in wanted {
            let scope = Scope {
                shard: Some(one.shard),
                struck: std::slice::from_ref(one),
                possible: &one.class.possible,
                ..*whole
            };
            let alike = |(other, _): &(&Struck<'_>, Answer)| {
                std::ptr::eq(other.class, one.class) && other.shard.fares_like(one.shard)
            };
            let at = known.iter().position(alike).unwrap_or_else(|| {
                known.push((one, answer(&scope)));
                known.len() - 1
            });
            plans.extend(known.get(at).map(|(_, answer)| compose(&scope, answer, seconds)));
        }
        plans
    }

    fn failure<'b>(&'b self, strike: &'b Strike, primaries: Primaries) -> Failure<'b> {
        Failure { kind: self.kind(), strike, group: self.group, primaries, elsewhere: Lost::default() }
    }

    fn scene(&self, outage: Option<&Outage>) -> Scene {
        Scene {
            kind: self.kind(),
            cause: cause(self.kind()),
            zone: outage.map(|outage| outage.called.clone()).unwrap_or_default(),
            global: self.group.global_role.value().map(|role| *role != GlobalRole::None),
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
            let fates = if class.happens() { Fates::of(shard, strike) } else { Fates::default() };
            let after = layout::after(shard, &fates, cause(self.kind()), &class.cases);
            Some(Struck { shard, class, strike, fates, after })
        };
        shards.iter().zip(&found.class_of).filter_map(of).collect()
    }
}
