//! Which nodes of a shard a failure takes: every combination that what is not known leaves possible.

mod blows;
mod nodes;

use std::borrow::Cow;

use crate::model::Zone;

use super::scenario::Why;
use super::view::{NodeView, ShardView, Whereabouts};

pub(super) use blows::{Blow, blows};
pub(super) use nodes::Fates;

/// What fails in a shard.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Strike {
    /// The primary, and so many of its replicas whichever they are.
    Primary(u32),
    /// The primary and these nodes; that the primary may be among them changes nothing.
    PrimaryAnd(Vec<String>),
    /// One replica: this one, or any.
    Replica(Option<String>),
    /// Everything in a zone.
    Zone(Place),
    /// Everything.
    All,
    /// Nobody falls: nodes are replaced or rebooted in their turn, and the shard is asked for as it stands.
    Nobody,
}

/// A zone that fails.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Place {
    /// This one.
    Named(Zone),
    /// The one the primary is in, wherever that is.
    OfPrimary,
    /// One that the primary is not in.
    Another,
}

/// Yes, no, or either.
type Maybe = Option<bool>;

/// The strike with the nodes that it can only mean: the one replica, or all of them.
fn settled<'a>(shard: &ShardView, strike: &'a Strike) -> Cow<'a, Strike> {
    let replicas = u32::try_from(shard.nodes.len().saturating_sub(1)).unwrap_or(u32::MAX);
    let primary = shard.possible_primaries();
    match (strike, primary.as_slice()) {
        _ if shard.unlisted.is_some() => Cow::Borrowed(strike),
        (Strike::Primary(count), _) if *count > 0 && *count == replicas => Cow::Owned(Strike::All),
        (Strike::Replica(None), [primary]) if replicas == 1 => {
            let mut others = shard.nodes.iter().enumerate().filter(|(at, _)| at != primary);
            Cow::Owned(Strike::Replica(others.next().map(|(_, node)| node.id.clone())))
        }
        _ => Cow::Borrowed(strike),
    }
}

/// Why a strike that names replicas can't happen while this node is the primary: it names no other of the shard.
fn barred(shard: &ShardView, primary: usize, strike: &Strike) -> Option<Why> {
    let named = match strike {
        Strike::PrimaryAnd(named) => named.as_slice(),
        Strike::Replica(Some(named)) => std::slice::from_ref(named),
        Strike::Primary(_) | Strike::Replica(None) | Strike::Zone(_) | Strike::All | Strike::Nobody => {
            return None;
        }
    };
    let mut replicas = shard.nodes.iter().enumerate().filter(|(at, _)| *at != primary);
    let names_one = replicas.any(|(_, node)| named.contains(&node.id));
    (!names_one).then_some(Why::IsThePrimary)
}

/// Whether a node falls; `primary` tells whether it is the primary, `home` where that one is.
fn falls(node: &NodeView, primary: bool, home: &Whereabouts, strike: &Strike) -> Maybe {
    let falls = match strike {
        Strike::All => Some(true),
        Strike::Primary(0) => Some(primary),
        // Which of the replicas fall is open.
        Strike::Primary(_) => primary.then_some(true),
        Strike::PrimaryAnd(nodes) => Some(primary || nodes.contains(&node.id)),
        Strike::Replica(None) => {
            if primary {
                Some(false)
            } else {
                None
            }
        }
        Strike::Replica(Some(id)) => Some(!primary && node.id == *id),
        Strike::Zone(place) => in_place(&node.at, primary, home, place),
        Strike::Nobody => Some(false),
    };
    match node.gone {
        Some(true) => Some(true),
        Some(false) => falls,
        None => falls.filter(|falls| *falls),
    }
}

/// Whether what is `at` is in the place that fails.
fn in_place(at: &Whereabouts, primary: bool, home: &Whereabouts, place: &Place) -> Maybe {
    match place {
        Place::Named(zone) => at.zone().and_then(|at| at.same(zone)),
        Place::OfPrimary if primary => Some(true),
        Place::OfPrimary => at.together(home),
        Place::Another if primary => Some(false),
        // Elsewhere than the primary there may be more than one zone.
        Place::Another if at.together(home) == Some(true) => Some(false),
        Place::Another => None,
    }
}
