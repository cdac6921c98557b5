//! JSON output of `failover`, format `multiaz-failover/1`: fields are only ever added.

use std::io::{self, Write};

use serde::ser::SerializeSeq;
use serde::{Serialize, Serializer};

use crate::failover::{
    Against, Endpoint, Judgement, NodePicture, Open, Picture, Plan, Possible, Quorum, Replacement,
    SecondLoss, ShardPicture, Step,
};

use super::super::FailoverReport;
use crate::report::document::write_json;

use super::shared::{FailureOut, SkippedOut, TOOL, TargetOut, Tool, failure_out, skipped_out, target_out};

#[derive(Serialize)]
struct Document<'a> {
    format: &'static str,
    tool: Tool,
    plans: Plans<'a>,
    objectives: Vec<ObjectiveOut<'a>>,
    skipped: Vec<SkippedOut<'a>>,
    failures: Vec<FailureOut<'a>>,
}

/// The plans of all groups, each written as soon as it is made.
pub(super) struct Plans<'a>(pub(super) &'a FailoverReport<'a>);

impl Serialize for Plans<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let Plans(report) = self;
        let mut all = serializer.serialize_seq(None)?;
        for (_, plans) in report.groups.iter().flat_map(|group| report.plans(group)) {
            plans.iter().try_for_each(|plan| all.serialize_element(&plan_out(plan)))?;
        }
        all.end()
    }
}

#[derive(Serialize)]
struct PlanOut<'a> {
    group: &'a str,
    target: TargetOut<'a>,
    scenario: &'static str,
    shard: Option<&'a str>,
    failed: FailedOut<'a>,
    verdict: &'static str,
    until: Option<&'a str>,
    writes: &'static str,
    reads: &'static str,
    data_loss: &'static str,
    emptied_shards: &'a [String],
    possible: PossibleOut,
    steps: Vec<StepOut<'a>>,
    promotion: PromotionOut<'a>,
    endpoints: Vec<EndpointOut<'a>>,
    replacements: Vec<ReplacementOut<'a>>,
    quorum: Option<QuorumOut>,
    before: PictureOut<'a>,
    after: PictureOut<'a>,
    second_loss: Vec<SecondLossOut<'a>>,
    unknown: Vec<OpenOut<'a>>,
    reason: Option<&'a str>,
}

#[derive(Serialize)]
struct FailedOut<'a> {
    zone: Option<&'a str>,
    nodes: &'a [String],
    count: Option<u32>,
}

#[derive(Serialize)]
struct PossibleOut {
    verdict: Vec<&'static str>,
    writes: Vec<&'static str>,
    reads: Vec<&'static str>,
    data_loss: Vec<&'static str>,
}

#[derive(Serialize)]
struct StepOut<'a> {
    text: &'a str,
    facts: &'a [&'static str],
    when: Option<&'a str>,
    shards: &'a [String],
}

#[derive(Serialize)]
struct PromotionOut<'a> {
    candidates: &'a [String],
    unlisted: bool,
}

#[derive(Serialize)]
struct EndpointOut<'a> {
    kind: &'static str,
    shard: Option<&'a str>,
    node: Option<&'a str>,
    address: Option<&'a str>,
    before: &'a str,
    after: &'a str,
    action: Option<&'a str>,
    facts: &'a [&'static str],
}

#[derive(Serialize)]
struct ReplacementOut<'a> {
    node: &'a str,
    zone: Option<&'a str>,
    when: &'static str,
    role: &'static str,
    facts: &'a [&'static str],
}

#[derive(Serialize)]
struct QuorumOut {
    primaries: u32,
    majority: u32,
    left_at_least: u32,
    left_at_most: u32,
    kept: Option<bool>,
    inferred: bool,
    facts: &'static [&'static str],
}

#[derive(Serialize)]
struct PictureOut<'a> {
    zones: &'a [String],
    shards: Vec<ShardOut<'a>>,
}

#[derive(Serialize)]
struct ShardOut<'a> {
    id: &'a str,
    nodes: Vec<NodeOut<'a>>,
    incomplete: bool,
}

#[derive(Serialize)]
struct NodeOut<'a> {
    id: &'a str,
    role: &'static str,
    zone: Option<&'a str>,
    placement: &'static str,
    state: &'static str,
}

#[derive(Serialize)]
struct SecondLossOut<'a> {
    zone: &'a str,
    verdict: &'static str,
    writes: &'static str,
    reads: &'static str,
    data_loss: &'static str,
    possible: PossibleOut,
}

#[derive(Serialize)]
struct OpenOut<'a> {
    setting: &'a str,
    reason: &'a str,
    remedy: Option<&'a str>,
}

#[derive(Serialize)]
struct ObjectiveOut<'a> {
    objective: &'static str,
    group: &'a str,
    target: TargetOut<'a>,
    outcome: &'static str,
    against: Vec<AgainstOut<'a>>,
}

#[derive(Serialize)]
struct AgainstOut<'a> {
    scenario: &'static str,
    shard: &'a str,
    zone: Option<&'a str>,
    verdict: &'static str,
    reason: Option<&'a str>,
}

/// Writes the plans as one JSON document, ending in a line feed.
///
/// # Errors
/// When it can't be written.
pub fn failover_json(report: &FailoverReport<'_>, out: &mut dyn Write) -> io::Result<()> {
    let sources = report.sources;
    let document = Document {
        format: "multiaz-failover/1",
        tool: TOOL,
        plans: Plans(report),
        objectives: report.judgements.iter().map(objective_out).collect(),
        skipped: report.skipped.iter().map(|skipped| skipped_out(sources, skipped)).collect(),
        failures: report.failures.iter().map(|failure| failure_out(sources, failure)).collect(),
    };
    write_json(&document, out)
}

fn plan_out(plan: &Plan) -> PlanOut<'_> {
    PlanOut {
        group: &plan.group,
        target: target_out(&plan.target),
        scenario: plan.scenario.name(),
        shard: plan.shard.as_deref(),
        failed: FailedOut {
            zone: plan.failed.zone.as_deref(),
            nodes: &plan.failed.nodes,
            count: plan.failed.count,
        },
        verdict: plan.verdict.name(),
        until: plan.until.as_deref(),
        writes: plan.writes.name(),
        reads: plan.reads.name(),
        data_loss: plan.data_loss.name(),
        emptied_shards: &plan.emptied,
        possible: possible_out(&plan.possible),
        steps: plan.steps.iter().map(step_out).collect(),
        promotion: PromotionOut { candidates: &plan.promotion.candidates, unlisted: plan.promotion.unlisted },
        endpoints: plan.endpoints.iter().map(endpoint_out).collect(),
        replacements: plan.replacements.iter().map(replacement_out).collect(),
        quorum: plan.quorum.as_ref().map(quorum_out),
        before: picture_out(&plan.before),
        after: picture_out(&plan.after),
        second_loss: plan.second_loss.iter().map(second_loss_out).collect(),
        unknown: plan.unknown.iter().map(open_out).collect(),
        reason: plan.reason.as_deref(),
    }
}

fn possible_out(possible: &Possible) -> PossibleOut {
    PossibleOut {
        verdict: possible.verdicts.iter().map(|verdict| verdict.name()).collect(),
        writes: possible.writes.iter().map(|writes| writes.name()).collect(),
        reads: possible.reads.iter().map(|reads| reads.name()).collect(),
        data_loss: possible.data_loss.iter().map(|loss| loss.name()).collect(),
    }
}

fn step_out(step: &Step) -> StepOut<'_> {
    StepOut { text: &step.text, facts: &step.facts, when: step.when.as_deref(), shards: &step.shards }
}

fn endpoint_out(endpoint: &Endpoint) -> EndpointOut<'_> {
    EndpointOut {
        kind: endpoint.kind,
        shard: endpoint.shard.as_deref(),
        node: endpoint.node.as_deref(),
        address: endpoint.address.as_deref(),
        before: &endpoint.before,
        after: &endpoint.after,
        action: endpoint.action.as_deref(),
        facts: &endpoint.facts,
    }
}

fn replacement_out(replacement: &Replacement) -> ReplacementOut<'_> {
    ReplacementOut {
        node: &replacement.node,
        zone: replacement.zone.as_deref(),
        when: replacement.when,
        role: replacement.role,
        facts: &replacement.facts,
    }
}

fn quorum_out(quorum: &Quorum) -> QuorumOut {
    QuorumOut {
        primaries: quorum.primaries,
        majority: quorum.majority,
        left_at_least: quorum.left_at_least,
        left_at_most: quorum.left_at_most,
        kept: quorum.kept(),
        inferred: true,
        facts: &["X057", "X060", "X062"],
    }
}

fn picture_out(picture: &Picture) -> PictureOut<'_> {
    PictureOut { zones: &picture.zones, shards: picture.shards.iter().map(shard_out).collect() }
}

fn shard_out(shard: &ShardPicture) -> ShardOut<'_> {
    ShardOut {
        id: &shard.id,
        nodes: shard.nodes.iter().map(node_out).collect(),
        incomplete: shard.incomplete,
    }
}

fn node_out(node: &NodePicture) -> NodeOut<'_> {
    NodeOut {
        id: &node.id,
        role: node.role.name(),
        zone: node.zone.as_deref(),
        placement: node.placement,
        state: node.state.name(),
    }
}

fn second_loss_out(loss: &SecondLoss) -> SecondLossOut<'_> {
    SecondLossOut {
        zone: &loss.zone,
        verdict: loss.verdict.name(),
        writes: loss.writes.name(),
        reads: loss.reads.name(),
        data_loss: loss.data_loss.name(),
        possible: possible_out(&loss.possible),
    }
}

fn open_out(open: &Open) -> OpenOut<'_> {
    OpenOut { setting: &open.setting, reason: &open.why.reason, remedy: open.why.remedy.as_deref() }
}

fn objective_out(judgement: &Judgement) -> ObjectiveOut<'_> {
    ObjectiveOut {
        objective: judgement.objective.name(),
        group: &judgement.group,
        target: target_out(&judgement.target),
        outcome: judgement.outcome.name(),
        against: judgement.against.iter().map(against_out).collect(),
    }
}

fn against_out(against: &Against) -> AgainstOut<'_> {
    AgainstOut {
        scenario: against.scenario.name(),
        shard: &against.shard,
        zone: against.zone.as_deref(),
        verdict: against.verdict.name(),
        reason: against.reason.as_deref(),
    }
}
