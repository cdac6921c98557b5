//! A second loss: what the loss of a further zone would do once a plan has run its course.

use crate::model::Group;

use super::assess::{Failure, assess, assess_group, union};
use super::majority::{Lost, Primaries, lost_primaries};
use super::plan::{Possible, SecondLoss};
use super::scenario::Kind;
use super::strike::Strike;
use super::terms::AllTerms;
use super::view::{ShardView, View};
use super::words::settled;
use super::zones::{self, Outage};

/// What second losses are asked of.
pub(super) struct Second<'a> {
    group: &'a Group,
    view: &'a View,
    terms: AllTerms,
    /// The zones that can fail as things are, with how many shards then lose their primary.
    today: Vec<(Outage, Strike, Lost)>,
}

impl<'a> Second<'a> {
    /// Prepares the question for a group; `terms` are those of a zone that fails.
    pub(super) fn new(group: &'a Group, view: &'a View, terms: AllTerms) -> Second<'a> {
        let shards: Vec<&ShardView> = view.shards.iter().collect();
        let today = zones::outages(view, None).into_iter().map(|outage| {
            let strike = Strike::Zone(outage.place.clone());
            let lost = lost_primaries(&shards, &strike);
            (outage, strike, lost)
        });
        Second { group, view, terms, today: today.collect() }
    }

    /// What the loss of a zone does to a shard after a failure in it alone.
    pub(super) fn after_one_shard(&self, before: &ShardView, after: &ShardView) -> Vec<SecondLoss> {
        let losses = self.today.iter().map(|(outage, strike, lost)| {
            let elsewhere = lost.less(lost_primaries(&[before], strike));
            let found = assess(&[after], &self.terms.all, &self.failure(strike, elsewhere));
            second_loss(outage, &union(found.classes.iter().flat_map(|class| &class.possible)))
        });
        losses.collect()
    }

    /// What the loss of a further zone does, to the group and to each of its shards as they are after
    /// the first loss.
    pub(super) fn after_all(
        &self,
        shards: Vec<ShardView>,
        first: Option<&Outage>,
    ) -> (Vec<SecondLoss>, Vec<Vec<SecondLoss>>) {
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
            let found = assess_group(&shards, &self.terms.all, &self.failure(&strike, Lost::default()));
            group.push(second_loss(outage, &union(found.group.iter())));
            for (class, losses) in found.class_of.iter().zip(&mut of_shards) {
                if let Some(class) = found.classes.get(*class) {
                    losses.push(second_loss(outage, &union(class.possible.iter())));
                }
            }
        }
        (group, of_shards)
    }

    fn failure<'b>(&'b self, strike: &'b Strike, elsewhere: Lost) -> Failure<'b> {
        let primaries = Primaries::of(self.view);
        Failure { kind: Kind::Zone, strike, group: self.group, primaries, elsewhere }
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
