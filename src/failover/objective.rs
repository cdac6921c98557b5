//! Objectives: what must hold when a node or a zone fails, judged from plans.

use crate::model::{Group, Target};

use super::plan::Plan;
use super::planner::plans;
use super::scenario::{Kind, Scenario};
use super::words::{DataLoss, Range, Service, Verdict};

/// What must hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Objective {
    /// Whichever zone fails: survives, at most with a gap.
    SurviveZone,
    /// Whichever single node fails: survives, at most with a gap.
    SurviveNode,
    /// No more than the replication lag is lost.
    NoDataLossBeyondLag,
    /// Writes go on or resume in seconds.
    WritesResumeInSeconds,
}

/// Whether an objective holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It holds.
    Holds,
    /// Values that are not known, or what no source states, decide it.
    Undecided,
    /// It does not hold.
    Broken,
}

impl Outcome {
    /// The name in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Outcome::Holds => "holds",
            Outcome::Undecided => "undecided",
            Outcome::Broken => "broken",
        }
    }
}

/// Whether an objective holds for a group, and what speaks against it.
#[derive(Debug, Clone)]
pub struct Judgement {
    /// What must hold.
    pub objective: Objective,
    /// What people call the group.
    pub group: String,
    /// Which group of the world it is.
    pub target: Target,
    /// The worst of its shards.
    pub outcome: Outcome,
    /// What breaks it or leaves it open: those of the worst kind alone.
    pub against: Vec<Against>,
}

/// A shard and a failure that break an objective or leave it open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Against {
    /// What fails.
    pub scenario: Kind,
    /// The shard.
    pub shard: String,
    /// The zone, where one fails.
    pub zone: Option<String>,
    /// What would happen.
    pub verdict: Verdict,
    /// Why it is not known, or until when writes stop.
    pub reason: Option<String>,
}

impl Objective {
    /// All of them.
    pub const ALL: [Objective; 4] = [
        Objective::SurviveZone,
        Objective::SurviveNode,
        Objective::NoDataLossBeyondLag,
        Objective::WritesResumeInSeconds,
    ];

    /// The name on the command line and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Objective::SurviveZone => "survive-zone",
            Objective::SurviveNode => "survive-node",
            Objective::NoDataLossBeyondLag => "no-data-loss-beyond-lag",
            Objective::WritesResumeInSeconds => "writes-resume-in-seconds",
        }
    }

    /// The failures it looks at: single nodes and zones, never the whole group.
    fn scenarios(self) -> &'static [Kind] {
        match self {
            Objective::SurviveZone => &[Kind::Zone],
            Objective::SurviveNode => &[Kind::Primary, Kind::Replica],
            Objective::NoDataLossBeyondLag | Objective::WritesResumeInSeconds => {
                &[Kind::Primary, Kind::Replica, Kind::Zone]
            }
        }
    }

    /// Whether it holds in a plan: where every possible answer is on one side.
    fn outcome(self, plan: &Plan) -> Outcome {
        let possible = &plan.possible;
        match self {
            Objective::SurviveZone | Objective::SurviveNode => {
                let good = |verdict: &Verdict| *verdict <= Verdict::SurvivesWithGap;
                decide(&possible.verdicts, good, &Verdict::Unstated)
            }
            Objective::NoDataLossBeyondLag => {
                decide(&possible.data_loss, |loss| *loss <= DataLoss::ReplicationLag, &DataLoss::Unstated)
            }
            Objective::WritesResumeInSeconds => {
                decide(&possible.writes, |writes| *writes <= Service::Seconds, &Service::Unstated)
            }
        }
    }
}

fn decide<T: Ord>(range: &Range<T>, good: impl Fn(&T) -> bool, unstated: &T) -> Outcome {
    if range.iter().all(&good) {
        return Outcome::Holds;
    }
    let broken = |value: &T| !good(value) && value != unstated;
    if range.iter().all(broken) { Outcome::Broken } else { Outcome::Undecided }
}

/// Judges an objective for a group, or for one of its shards.
#[must_use]
pub fn judge(group: &Group, objective: Objective, shard: Option<&str>) -> Judgement {
    let scenarios = objective.scenarios().iter().map(|kind| Scenario::general(*kind));
    let found: Vec<(Outcome, Plan)> = scenarios
        .flat_map(|scenario| plans(group, &scenario, shard))
        .filter(|plan| plan.shard.is_some())
        .map(|plan| (perhaps(group, objective.outcome(&plan)), plan))
        .collect();
    let outcome = found.iter().map(|(outcome, _)| *outcome).max().unwrap_or(Outcome::Holds);
    let against = found.iter().filter(|(of, _)| *of == outcome && outcome != Outcome::Holds);
    Judgement {
        objective,
        group: group.name.clone(),
        target: group.target.clone(),
        outcome,
        against: against.map(|(_, plan)| against_of(plan)).collect(),
    }
}

/// What may not be there breaks nothing.
fn perhaps(group: &Group, outcome: Outcome) -> Outcome {
    match outcome {
        Outcome::Broken if group.existence.value() != Some(&true) => Outcome::Undecided,
        other => other,
    }
}

fn against_of(plan: &Plan) -> Against {
    Against {
        scenario: plan.scenario,
        shard: plan.shard.clone().unwrap_or_default(),
        zone: plan.failed.zone.clone(),
        verdict: plan.verdict,
        reason: plan.reason.clone().or_else(|| plan.until.clone()),
    }
}
