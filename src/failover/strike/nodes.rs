//! The nodes that a strike takes, or may take, and those that could be promoted.

use std::collections::BTreeSet;

use crate::failover::view::ShardView;

use super::{Maybe, Strike, barred, falls, settled};

/// How a strike leaves the nodes of a shard, by index. Where the strike can't happen nobody falls: the default.
#[derive(Debug, Clone, Default)]
pub(in crate::failover) struct Fates {
    /// Those that surely fall.
    pub(in crate::failover) fall: Vec<usize>,
    /// Those that may fall.
    pub(in crate::failover) may_fall: Vec<usize>,
    /// Replicas that may be left and ready: they could be promoted.
    pub(in crate::failover) candidates: Vec<usize>,
}

impl Fates {
    /// What a strike that can happen leaves.
    pub(in crate::failover) fn of(shard: &ShardView, strike: &Strike) -> Fates {
        let strike = &*settled(shard, strike);
        let (fall, may_fall) = fallen(shard, strike);
        Fates { fall, may_fall, candidates: candidates(shard, strike) }
    }

    /// The nodes that fall or may fall, in order.
    pub(in crate::failover) fn falling(&self) -> Vec<usize> {
        let mut all = [self.fall.as_slice(), &self.may_fall].concat();
        all.sort_unstable();
        all
    }
}

fn fallen(shard: &ShardView, strike: &Strike) -> (Vec<usize>, Vec<usize>) {
    let primaries = shard.possible_primaries();
    let (mut surely, mut maybe) = (Vec::new(), Vec::new());
    for at in 0..shard.nodes.len() {
        let fates: BTreeSet<Maybe> =
            primaries.iter().map(|primary| fate(shard, at, *primary, strike)).collect();
        match (fates.len(), fates.first()) {
            (1, Some(Some(true))) => surely.push(at),
            (1, Some(Some(false))) => {}
            _ => maybe.push(at),
        }
    }
    (surely, maybe)
}

fn candidates(shard: &ShardView, strike: &Strike) -> Vec<usize> {
    let primaries = shard.possible_primaries();
    let is_left = |at: usize, primary: usize| {
        primary != at
            && fate(shard, primary, primary, strike) != Some(false)
            && fate(shard, at, primary, strike) != Some(true)
    };
    let ready = shard.nodes.iter().enumerate().filter(|(_, node)| node.ready != Some(false));
    let nodes = ready.map(|(at, _)| at);
    nodes.filter(|at| primaries.iter().any(|primary| is_left(*at, *primary))).collect()
}

/// Whether a node falls while `primary` leads; nobody does where the strike can't happen then.
fn fate(shard: &ShardView, at: usize, primary: usize, strike: &Strike) -> Maybe {
    let (node, home) = (shard.nodes.get(at)?, shard.nodes.get(primary)?);
    match barred(shard, primary, strike) {
        Some(_) => Some(false),
        None => falls(node, at == primary, &home.at, strike),
    }
}
