//! The nodes that a strike takes, or may take, and those that could be promoted.

use std::collections::BTreeSet;

use crate::failover::view::{NodeView, ShardView};

use super::{Maybe, Strike, falls, settled};

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
        let strike = &settled(shard, strike);
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
    for (at, node) in shard.nodes.iter().enumerate() {
        let fates: BTreeSet<Maybe> = primaries
            .iter()
            .filter_map(|&primary| Some((primary, shard.nodes.get(primary)?)))
            .map(|(primary, home)| falls(node, primary == at, &home.at, strike))
            .collect();
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
    let may_be = |at: usize, node: &NodeView| {
        node.ready != Some(false)
            && primaries.iter().any(|&primary| {
                let Some(home) = shard.nodes.get(primary) else { return false };
                primary != at
                    && falls(home, true, &home.at, strike) != Some(false)
                    && falls(node, false, &home.at, strike) != Some(true)
            })
    };
    let nodes = shard.nodes.iter().enumerate();
    nodes.filter(|(at, node)| may_be(*at, node)).map(|(at, _)| at).collect()
}
