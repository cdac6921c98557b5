//! The settings of a group that decide a failover, with every way those not known may be.

use std::collections::{BTreeMap, BTreeSet};

use crate::model::{ClusterMode, Durability, Group, Input, Setting, Unknown, Version};

use super::plan::Open;
use super::scenario::Kind;

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

impl Refusal {
    /// The sentence and its facts.
    pub(super) fn text(self) -> (&'static str, &'static [&'static str]) {
        match self {
            Refusal::MultiAzWithoutFailover => {
                ("Multi-AZ is on and automatic failover off, which ElastiCache does not allow", &["X004"])
            }
            Refusal::ClusterModeWithoutFailover => {
                ("cluster mode is on and automatic failover off, which ElastiCache does not allow", &["X053"])
            }
        }
    }
}

/// A setting that the terms rest on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Which {
    Failover,
    MultiAz,
    Mode,
    Durability,
    MinReplicas,
    FullCoverage,
    ReadsWhenDown,
    Age,
}

/// Every way a group may be, as far as it matters to a scenario, and why there is more than one.
#[derive(Debug)]
pub(super) struct AllTerms {
    pub(super) all: Vec<Terms>,
    open: Vec<(Which, Open)>,
}

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

/// Lists every way a group may be; no shard of it has more replicas than `most_replicas`.
pub(super) fn terms(group: &Group, kind: Kind, most_replicas: u32) -> AllTerms {
    let mut made = Maker { all: vec![PLAIN], open: Vec::new() };
    let failure = matches!(kind, Kind::Primary | Kind::PrimaryAndReplicas | Kind::Replica | Kind::Zone);
    let planned = kind == Kind::PlannedReplacement;
    made.each(Which::Mode, &group.cluster_mode, &ALL_MODES, mode, |terms, mode| terms.mode = mode);
    if failure || planned {
        made.each(
            Which::Failover,
            &group.automatic_failover,
            &BOTH,
            |on| *on,
            |terms, on| {
                terms.failover = on;
            },
        );
        made.each(Which::MultiAz, &group.multi_az, &BOTH, |on| *on, |terms, on| terms.multi_az = on);
    }
    if failure || planned {
        made.min_replicas(group, most_replicas);
    }
    if failure {
        let coverage = &group.parameters.require_full_coverage;
        made.each(Which::FullCoverage, coverage, &BOTH, |on| *on, |terms, on| terms.full_coverage = on);
    }
    if kind == Kind::Zone {
        let reads = &group.parameters.allow_reads_when_down;
        made.each(Which::ReadsWhenDown, reads, &BOTH, |on| *on, |terms, on| terms.reads_when_down = on);
    }
    if failure || kind == Kind::Group {
        made.each(Which::Durability, &group.durability, &ALL_KEPT, kept, |terms, kept| {
            terms.durability = kept;
        });
    }
    if planned {
        made.ages(group);
    }
    made.finish(group)
}

const BOTH: [bool; 2] = [false, true];
const ALL_MODES: [Mode; 3] = [Mode::Disabled, Mode::Compatible, Mode::Enabled];
const ALL_KEPT: [Kept; 3] = [Kept::Disabled, Kept::Async, Kept::Sync];

fn mode(mode: &ClusterMode) -> Mode {
    match mode {
        ClusterMode::Enabled => Mode::Enabled,
        ClusterMode::Disabled => Mode::Disabled,
        ClusterMode::Compatible => Mode::Compatible,
    }
}

fn kept(durability: &Durability) -> Kept {
    match durability {
        Durability::Sync => Kept::Sync,
        Durability::Async => Kept::Async,
        Durability::Disabled => Kept::Disabled,
    }
}

struct Maker {
    all: Vec<Terms>,
    open: Vec<(Which, Open)>,
}

impl Maker {
    /// Sets a part of the terms to its value, or to each value it may have.
    fn each<T, V: Copy>(
        &mut self,
        which: Which,
        setting: &Setting<T>,
        every: &[V],
        value: impl Fn(&T) -> V,
        set: impl Fn(&mut Terms, V),
    ) {
        match setting.value() {
            Some(known) => self.vary(&[value(known)], set),
            None => {
                self.note(which, setting);
                self.vary(every, set);
            }
        }
    }

    fn vary<V: Copy>(&mut self, values: &[V], set: impl Fn(&mut Terms, V)) {
        let with = |terms: &Terms, value: V| {
            let mut terms = *terms;
            set(&mut terms, value);
            terms
        };
        self.all =
            self.all.iter().flat_map(|terms| values.iter().map(move |value| with(terms, *value))).collect();
    }

    fn note<T>(&mut self, which: Which, setting: &Setting<T>) {
        if let Some(why) = setting.why() {
            self.open.push((which, Open { setting: setting.name.clone(), why: Unknown::clone(why) }));
        }
    }

    /// `min-replicas-to-write`, which 0 in either parameter switches off (X065, X066).
    fn min_replicas(&mut self, group: &Group, most_replicas: u32) {
        let (count, lag) = (&group.parameters.min_replicas_to_write, &group.parameters.min_replicas_max_lag);
        let counts: Vec<u32> = match (count.value(), lag.value()) {
            (Some(0), _) | (_, Some(0)) => vec![0],
            (Some(count), Some(_)) => vec![*count],
            (Some(count), None) => vec![0, *count],
            // One more than any shard has stands for every larger number.
            (None, _) => (0..=most_replicas.saturating_add(1)).collect(),
        };
        if counts.len() > 1 {
            // Where the count is known, its switch is what is open.
            self.note(Which::MinReplicas, if count.why().is_some() { count } else { lag });
        }
        self.vary(&counts, |terms, count| terms.min_replicas = count);
    }

    /// The engine's age, from its version or from what bounds it.
    fn ages(&mut self, group: &Group) {
        let before = |text: &str| {
            let limit = Version::parse(text)?;
            match group.engine_version.value() {
                Some(version) => version.before(&limit),
                None => {
                    let floors = group.version_floors.iter();
                    let late = floors.filter_map(|floor| floor.version.before(&limit)).any(|before| !before);
                    late.then_some(false)
                }
            }
        };
        // The first version after 4.0.10, and the first that F54 speaks of.
        let ages: &[Age] = match (before("4.0.11"), before("5.0.6")) {
            (Some(true), _) => &[Age::Old],
            (_, Some(false)) => &[Age::New],
            (Some(false), Some(true)) => &[Age::Between],
            (Some(false), None) => &[Age::Between, Age::New],
            (None, Some(true)) => &[Age::Old, Age::Between],
            (None, None) => &[Age::Old, Age::Between, Age::New],
        };
        if ages.len() > 1 {
            self.note(Which::Age, &group.engine_version);
        }
        self.vary(ages, |terms, age| terms.age = age);
    }

    /// Leaves out what ElastiCache does not allow, unless that is what the input says.
    ///
    /// A group that is seen live may be on its way from one state to another (X009): there nothing
    /// follows from one flag for the other.
    fn finish(self, group: &Group) -> AllTerms {
        let live = group.target.input == Input::Describe || group.standalone;
        let plain: BTreeSet<Terms> = self.all.iter().map(|terms| without_what_is_idle(*terms)).collect();
        let judged: Vec<Terms> =
            plain.iter().map(|terms| Terms { refused: refusal(terms).filter(|_| !live), ..*terms }).collect();
        let allowed: Vec<Terms> = judged.iter().filter(|terms| terms.refused.is_none()).copied().collect();
        AllTerms { all: if allowed.is_empty() { judged } else { allowed }, open: self.open }
    }
}

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

fn refusal(terms: &Terms) -> Option<Refusal> {
    match terms {
        Terms { failover: true, .. } => None,
        Terms { multi_az: true, .. } => Some(Refusal::MultiAzWithoutFailover),
        Terms { mode: Mode::Enabled | Mode::Compatible, .. } => Some(Refusal::ClusterModeWithoutFailover),
        _ => None,
    }
}

impl AllTerms {
    /// The settings whose value makes a difference to the answers, which are in the order of the terms.
    pub(super) fn that_matter<A: PartialEq>(&self, answers: &[A]) -> Vec<Open> {
        let matters = |which: Which| {
            let mut first: BTreeMap<Terms, &A> = BTreeMap::new();
            self.all.iter().zip(answers).any(|(terms, answer)| {
                let others = without(*terms, which);
                *first.entry(others).or_insert(answer) != answer
            })
        };
        self.open.iter().filter(|(which, _)| matters(*which)).map(|(_, open)| open.clone()).collect()
    }
}

/// The terms with one of them made alike.
fn without(terms: Terms, which: Which) -> Terms {
    match which {
        Which::Failover => Terms { failover: PLAIN.failover, ..terms },
        Which::MultiAz => Terms { multi_az: PLAIN.multi_az, ..terms },
        // What has no meaning in one mode was made alike there.
        Which::Mode => without_what_is_idle(Terms { mode: Mode::Disabled, ..terms }),
        Which::Durability => Terms { durability: PLAIN.durability, ..terms },
        Which::MinReplicas => Terms { min_replicas: PLAIN.min_replicas, ..terms },
        Which::FullCoverage => Terms { full_coverage: PLAIN.full_coverage, ..terms },
        Which::ReadsWhenDown => Terms { reads_when_down: PLAIN.reads_when_down, ..terms },
        Which::Age => Terms { age: PLAIN.age, ..terms },
    }
}
