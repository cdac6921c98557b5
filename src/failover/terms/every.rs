//! Every way a group may be: each setting that matters to a scenario with its value, or with all it may have.

use std::collections::BTreeSet;

use crate::failover::plan::Open;
use crate::failover::scenario::Kind;
use crate::model::{ClusterMode, Durability, Group, Input, Setting, Version};

use super::matter::{AllTerms, Which};
use super::{Age, Kept, Mode, PLAIN, Terms, refusal, without_what_is_idle};

/// Lists every way a group may be; no shard of it has more replicas than `most_replicas`.
pub(in crate::failover) fn every_way(group: &Group, kind: Kind, most_replicas: u32) -> AllTerms {
    let mut made = Maker { all: vec![PLAIN], open: Vec::new() };
    let failure = matches!(kind, Kind::Primary | Kind::PrimaryAndReplicas | Kind::Replica | Kind::Zone);
    let planned = kind == Kind::PlannedReplacement;
    made.each(Which::Mode, &group.cluster_mode, &ALL_MODES, mode, |terms, mode| terms.mode = mode);
    if failure || planned {
        made.flag(Which::Failover, &group.automatic_failover, |terms, on| terms.failover = on);
        made.flag(Which::MultiAz, &group.multi_az, |terms, on| terms.multi_az = on);
        made.min_replicas(group, most_replicas);
    }
    if failure {
        let coverage = &group.parameters.require_full_coverage;
        made.flag(Which::FullCoverage, coverage, |terms, on| terms.full_coverage = on);
    }
    if kind == Kind::Zone {
        let reads = &group.parameters.allow_reads_when_down;
        made.flag(Which::ReadsWhenDown, reads, |terms, on| terms.reads_when_down = on);
    }
    if failure || kind == Kind::Group {
        let durability = &group.durability;
        made.each(Which::Durability, durability, &ALL_KEPT, kept, |terms, kept| terms.durability = kept);
    }
    if planned {
        made.ages(group);
    }
    made.finish(group)
}

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

/// The ways listed so far, and the settings whose value is open in them.
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

    fn flag(&mut self, which: Which, setting: &Setting<bool>, set: impl Fn(&mut Terms, bool)) {
        self.each(which, setting, &[false, true], |on| *on, set);
    }

    /// Each way so far, once with every value.
    fn vary<V: Copy>(&mut self, values: &[V], set: impl Fn(&mut Terms, V)) {
        let with = |terms: &Terms, value: V| {
            let mut terms = *terms;
            set(&mut terms, value);
            terms
        };
        self.all =
            self.all.iter().flat_map(|terms| values.iter().map(move |value| with(terms, *value))).collect();
    }

    /// Notes a setting that is not known.
    fn note<T>(&mut self, which: Which, setting: &Setting<T>) {
        self.open.extend(Open::of(setting).map(|open| (which, open)));
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
