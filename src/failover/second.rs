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

/// The most shards that are looked at together for each of them: all that the default quota allows (X019).
const MOST_TOGETHER: usize = 90;

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
            let strike = outage.strike();
            let lost = lost_primaries(&shards, &strike);
            (outage, strike, lost)
        });
        Second { group, view, terms, today: today.collect() }
    }

    /// What the loss of a zone does to a shard after a failure in it alone.
    pub(super) fn after_one_shard(&self, before: &ShardView, after: &ShardView) -> Vec<SecondLoss> {
        let losses = self.today.iter().map(|(outage, strike, lost)| {
            let elsewhere = lost.less(lost_primaries(&[before], strike));
            let found = match self.together(before, after) {
                // A shard that is down may take this one with it: all are looked at together.
                Some(all) => assess(&all, &self.terms.all, &self.failure(strike, Lost::default())),
                None => assess(&[after], &self.terms.all, &self.failure(strike, elsewhere)),
            };
            let own = found.class_of.first().and_then(|class| found.classes.get(*class));
            second_loss(outage, &union(own.iter().flat_map(|class| &class.possible)))
        });
        losses.collect()
    }

    /// The shard as it is afterwards and all others, where full coverage may be asked for and every zone is
    /// known. Of very many shards that would take long: there a shard that is down is one of which nothing
    /// is known.
    fn together<'b>(&'b self, before: &ShardView, after: &'b ShardView) -> Option<Vec<&'b ShardView>> {
        let covers = self.terms.all.iter().any(|terms| terms.full_coverage);
        let placed = self.view.shards.iter().all(ShardView::is_placed);
        let few = self.view.shards.len() <= MOST_TOGETHER;
        let others = self.view.shards.iter().filter(|shard| shard.id != before.id);
        (covers && placed && few).then(|| std::iter::once(after).chain(others).collect())
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
            let strike = outage.strike();
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
