//! The settings of a group that decide a failover, all of them known: one way the group may be.

mod every;
mod matter;

pub(super) use every::every_way;
pub(super) use matter::AllTerms;

/// One way the group may be: every setting known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Terms {
    pub(super) failover: bool,
    pub(super) multi_az: bool,
    pub(super) mode: Mode,
    pub(super) durability: Kept,
    /// `min-replicas-to-write`; 0 where it is switched off (X066).
    pub(super) min_replicas: u32,
    pub(super) full_coverage: bool,
    pub(super) reads_when_down: bool,
    pub(super) age: Age,
    /// Why ElastiCache has no such group.
    pub(super) refused: Option<Refusal>,
}

/// Cluster mode, sortable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Mode {
    Disabled,
    Compatible,
    Enabled,
}

/// Durability, sortable.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kept {
    Disabled,
    Async,
    Sync,
}

/// What the engine version means for a planned replacement (F54, F55, D8).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Age {
    /// 4.0.10 or earlier.
    Old,
    /// Between the two: nothing is stated.
    Between,
    /// 5.0.6 or later.
    New,
}

/// Flags that contradict each other.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Refusal {
    /// Multi-AZ without automatic failover (X004).
    MultiAzWithoutFailover,
    /// Cluster mode without automatic failover (X053).
    ClusterModeWithoutFailover,
}

/// What a setting is where it does not matter.
const PLAIN: Terms = Terms {
    // On, so that where the flags do not matter no cluster mode is ruled out for want of it (X053).
    failover: true,
    multi_az: false,
    mode: Mode::Disabled,
    durability: Kept::Disabled,
    min_replicas: 0,
    full_coverage: false,
    reads_when_down: false,
    age: Age::New,
    refused: None,
};

/// The terms without settings that have no meaning with cluster mode disabled: terms that differ in
/// them alone are the same.
fn without_what_is_idle(terms: Terms) -> Terms {
    match terms.mode {
        Mode::Enabled => terms,
        Mode::Disabled => {
            Terms { durability: Kept::Disabled, full_coverage: false, reads_when_down: false, ..terms }
        }
        Mode::Compatible => Terms { full_coverage: false, reads_when_down: false, ..terms },
    }
}

/// Why ElastiCache has no group of these flags.
fn refusal(terms: &Terms) -> Option<Refusal> {
    match terms {
        Terms { failover: true, .. } => None,
        Terms { multi_az: true, .. } => Some(Refusal::MultiAzWithoutFailover),
        Terms { mode: Mode::Enabled | Mode::Compatible, .. } => Some(Refusal::ClusterModeWithoutFailover),
        Terms { mode: Mode::Disabled, .. } => None,
    }
}
