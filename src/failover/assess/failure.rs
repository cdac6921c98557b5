//! What fails, with the circumstances that are the same for every shard.

use crate::failover::effect::{self, Cause, Effect};
use crate::failover::majority::{Lost, Primaries};
use crate::failover::scenario::Kind;
use crate::failover::strike::{Blow, Place, Strike};
use crate::failover::terms::Terms;
use crate::model::Group;

/// What fails, and the circumstances that are the same for every shard.
#[derive(Debug, Clone, Copy)]
pub(in crate::failover) struct Failure<'a> {
    pub(in crate::failover) kind: Kind,
    pub(in crate::failover) strike: &'a Strike,
    pub(in crate::failover) group: &'a Group,
    /// How many primaries there are, where the majority matters: a zone is lost (X057).
    pub(in crate::failover) primaries: Primaries,
    /// How many shards that are not assessed lose their primary too.
    pub(in crate::failover) elsewhere: Lost,
}

impl Failure<'_> {
    /// What takes the nodes.
    pub(in crate::failover) fn cause(&self) -> Cause {
        effect::cause(self.kind)
    }

    /// Whether the zone is told by the primary of one shard: of other shards it may hold anything.
    pub(super) fn is_of_one_shard(&self) -> bool {
        let unnamed = matches!(self.strike, Strike::Zone(Place::OfPrimary | Place::Another));
        unnamed && self.primaries != Primaries::Of(1)
    }

    /// How many shards lose their primary, given the counts of those assessed.
    pub(super) fn all_lost(&self, own: Lost) -> Lost {
        match self.primaries {
            Primaries::Of(all) if self.is_of_one_shard() => {
                Lost { least: own.least.min(1), most: all.saturating_sub(1) + own.most.min(1) }
            }
            // There may be any number of other shards, with their primaries in the zone too.
            Primaries::Unknown if self.is_of_one_shard() || own.plus(self.elsewhere).most > 0 => {
                Lost { least: own.least.min(1), most: Lost::ANY_NUMBER }
            }
            _ => own.plus(self.elsewhere),
        }
    }

    pub(super) fn effect(&self, terms: &Terms, blow: &Blow) -> Effect {
        match self.kind {
            Kind::Group => effect::of_group_loss(terms),
            Kind::PlannedReplacement => effect::of_planned(terms, blow, self.group.standalone),
            Kind::PrimaryReboot => effect::of_reboot(terms),
            Kind::Primary | Kind::PrimaryAndReplicas | Kind::Replica | Kind::Zone => {
                let external = self.group.external_replica.value() == Some(&true);
                effect::of_failure(terms, blow, self.cause(), external)
            }
        }
    }
}
