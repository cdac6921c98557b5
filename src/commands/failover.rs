//! `multiaz failover`: read, plan, report.

use std::collections::BTreeSet;

use crate::cli::{self, FailoverArgs};
use crate::failover::{self, Judgement, Objective, Outcome, Scenario};
use crate::load::Options;
use crate::model::{Group, Skipped};
use crate::policy::NOT_CHECKED;
use crate::report::{self, Drawing, FailoverReport, Gate, shell_option, tamed};

use super::output::{Output, PLAN_FORMATS, PlanFormat, outputs, spare, write_outputs};
use super::selection::select;
use super::voice::{Voice, error, note};
use super::workspace::workspace;
use super::{Streams, asked, inputs};

/// Plans failovers; returns the exit code.
pub fn failover(arguments: &FailoverArgs, streams: &mut Streams<'_>, voice: Voice) -> u8 {
    planned(arguments, streams, voice).unwrap_or_else(|message| {
        error(streams, &message);
        NOT_CHECKED
    })
}

/// # Errors
/// A sentence for the user, where an option can't be used.
fn planned(arguments: &FailoverArgs, streams: &mut Streams<'_>, voice: Voice) -> Result<u8, String> {
    let outputs = outputs(&arguments.format, PLAN_FORMATS)?;
    let of_objectives =
        |output: &Output<PlanFormat>| matches!(output.format, PlanFormat::Github | PlanFormat::Junit);
    if arguments.require.is_empty() && outputs.iter().any(of_objectives) {
        return Err(
            "github and junit tell whether objectives hold: add --require, such as --require survive-zone"
                .into(),
        );
    }
    let named = arguments.scenario.iter().map(|text| Scenario::parse(text)).collect::<Result<Vec<_>, _>>()?;
    let scenarios = if named.is_empty() { Scenario::all() } else { named };
    let options = inputs::options(&arguments.inputs)?;
    Run { arguments, scenarios, voice }.run(streams, &outputs, options)
}

struct Run<'a> {
    arguments: &'a FailoverArgs,
    scenarios: Vec<Scenario>,
    voice: Voice,
}

impl Run<'_> {
    fn run(
        &self,
        streams: &mut Streams<'_>,
        outputs: &[Output<PlanFormat>],
        options: Options,
    ) -> Result<u8, String> {
        let arguments = self.arguments;
        let mut read = inputs::read(&arguments.inputs, options, streams.stdin, self.voice.volume);
        read.log.tell(streams);
        spare(outputs, read.files.drain(..))?;
        let groups = select(std::mem::take(&mut read.groups), &arguments.group)?;
        let shard = asked::shard(&groups, arguments.shard.as_deref())?;
        let shard = shard.as_deref();
        // A group without the shard that is asked for is left out.
        let groups: Vec<Group> = groups.into_iter().filter(|group| asked::has_shard(group, shard)).collect();
        asked::nodes(&groups, &self.scenarios, shard)?;
        let judgements = self.judgements(&groups, shard);
        let again = again(arguments);
        let report = FailoverReport {
            sources: &read.sources,
            groups: &groups,
            scenarios: &self.scenarios,
            shard,
            judgements: &judgements,
            summary: arguments.scenario.is_empty(),
            again: again.as_deref(),
            skipped: &read.skipped,
            failures: &read.failures,
        };
        let gate = Gate { strict: arguments.strict, unread: read.unread };
        let written = self.write(streams, outputs, &report, gate, read.unread());
        read.log.phase("plans made and written");
        read.log.times();
        read.log.tell(streams);
        for text in read.notes.iter().chain(&self.zones_without_nodes(&groups, shard)) {
            note(streams, self.voice.volume, text);
        }
        if groups.is_empty() && read.is_empty() {
            inputs::tell_nothing_found(streams, self.voice.volume, &arguments.inputs, read.looked_at);
        }
        let unread = arguments.strict && read.unread > 0;
        // A gate with nothing to look at is no gate that holds.
        let idle = groups.is_empty() && !arguments.require.is_empty();
        if idle {
            let _ = writeln!(streams.stderr, "error: {}", report::NO_GROUP);
        }
        Ok(self.exit_code(&judgements, idle || !read.failures.is_empty() || !written, unread))
    }

    fn judgements(&self, groups: &[Group], shard: Option<&str>) -> Vec<Judgement> {
        let required = self.arguments.require.iter().map(|objective| objective_of(*objective));
        required
            .flat_map(|objective| groups.iter().map(move |group| failover::judge(group, objective, shard)))
            .collect()
    }

    /// Writes every output; false where one could not be written. `unread` may hold groups that were not judged.
    fn write(
        &self,
        streams: &mut Streams<'_>,
        outputs: &[Output<PlanFormat>],
        report: &FailoverReport<'_>,
        gate: Gate,
        unread: &[Skipped],
    ) -> bool {
        let quiet = self.voice.is_quiet() && !self.arguments.require.is_empty();

        write_outputs(outputs, streams, |output, out| {
            let color = self.voice.color && output.file.is_none();
            let drawing = Drawing { ascii: self.arguments.ascii, color };
            match output.format {
                PlanFormat::Text if quiet => {
                    let fails = |judgement: &Judgement| self.fails(judgement);
                    let report = FailoverReport { skipped: unread, ..*report };
                    tamed(out, |out| report::failing_objectives(&report, &fails, drawing, out))
                }
                PlanFormat::Text => tamed(out, |out| report::failover_text(report, drawing, out)),
                PlanFormat::Json => report::failover_json(report, out),
                PlanFormat::Github => report::failover_github(report, gate, &workspace(), out),
                PlanFormat::Junit => report::failover_junit(report, gate, out),
                PlanFormat::Markdown => tamed(out, |out| report::failover_markdown(report, out)),
            }
        })
    }

    /// A misspelt zone is one without nodes: that is told.
    fn zones_without_nodes(&self, groups: &[Group], shard: Option<&str>) -> Vec<String> {
        let of = |scenario: &Scenario| {
            let Scenario::Zone(Some(zone)) = scenario else { return None };
            let plans = || groups.iter().flat_map(|group| failover::plans(group, scenario, shard));
            if plans().any(|plan| !plan.failed.nodes.is_empty()) {
                return None;
            }
            let known: BTreeSet<String> = plans().flat_map(|plan| plan.before.zones).collect();
            let known: Vec<String> = known.into_iter().collect();
            Some(format!("no node is in `{zone}`; nodes are in {}", known.join(", ")))
        };
        self.scenarios.iter().filter_map(of).collect()
    }

    fn exit_code(&self, judgements: &[Judgement], incomplete: bool, unread: bool) -> u8 {
        match () {
            () if incomplete => NOT_CHECKED,
            () if unread || judgements.iter().any(|judgement| self.fails(judgement)) => 1,
            () => 0,
        }
    }

    fn fails(&self, judgement: &Judgement) -> bool {
        match judgement.outcome {
            Outcome::Broken => true,
            Outcome::Undecided => self.arguments.strict,
            Outcome::Holds => false,
        }
    }
}

fn objective_of(objective: cli::Objective) -> Objective {
    match objective {
        cli::Objective::SurviveZone => Objective::SurviveZone,
        cli::Objective::SurviveNode => Objective::SurviveNode,
        cli::Objective::NoDataLossBeyondLag => Objective::NoDataLossBeyondLag,
        cli::Objective::WritesResumeInSeconds => Objective::WritesResumeInSeconds,
    }
}

/// The command that reads the same inputs and looks at the same groups, where every shell can be given it.
fn again(arguments: &FailoverArgs) -> Option<String> {
    let inputs = inputs::words(&arguments.inputs)?;
    let groups = arguments.group.iter().map(|group| shell_option("--group", group));
    let shards = arguments.shard.iter().map(|shard| shell_option("--shard", shard));
    let options: Vec<String> = groups.chain(shards).collect::<Option<_>>()?;
    Some([vec!["multiaz failover".to_owned(), inputs], options].concat().join(" "))
}
