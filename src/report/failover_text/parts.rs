//! What the text report says, in parts and without its layout: for reports of another form.

use crate::failover::{Judgement, Outcome, Scenario};
use crate::report::FailoverReport;

use super::block::{Block, blocks};
use super::groups::{Planned, labels};
use super::page::Page;
use super::text::Text;
use super::words::Span;
use super::{Drawing, Overview, answers, detail, matrix, require, summary, words};

/// What is said of all groups together.
pub(in crate::report) struct Digest<'a> {
    labels: &'a [String],
    scenarios: &'a [Scenario],
    overview: Overview<'a>,
}

/// The names that tell the groups of a report apart.
pub(in crate::report) fn names(report: &FailoverReport<'_>) -> Vec<String> {
    labels(report.sources, report.groups)
}

/// A plan, or several that say the same.
#[derive(Debug)]
pub(in crate::report) struct Told {
    /// What happens: `the primary fails`.
    pub(in crate::report) event: String,
    /// What comes of it.
    pub(in crate::report) verdict: String,
    /// Why it can't happen, where that is so: then there is nothing else.
    pub(in crate::report) never: Option<String>,
    /// What becomes of writes, reads and data, and what decides it: a label and a sentence each.
    pub(in crate::report) answers: Vec<(&'static str, String)>,
    /// What happens, in order: the shards it is about, then its steps.
    pub(in crate::report) steps: Vec<(Option<String>, Vec<String>)>,
    /// Layouts, who takes over, endpoints and what comes back, drawn as text.
    pub(in crate::report) rest: String,
}

impl<'a> Digest<'a> {
    /// Plans the groups; the plans of the first ones are kept, of the others a row of the matrix each.
    pub(in crate::report) fn new(report: &FailoverReport<'a>, labels: &'a [String]) -> Digest<'a> {
        Digest { labels, scenarios: report.scenarios, overview: Overview::new(report, labels) }
    }

    /// The heads of the matrix.
    pub(in crate::report) fn heads(&self) -> Vec<String> {
        self.scenarios.iter().map(words::head).collect()
    }

    /// The rows of the matrix: a group and what it comes to in each scenario.
    pub(in crate::report) fn rows(&self) -> impl ExactSizeIterator<Item = (&str, Vec<String>)> {
        let rows = self.labels.iter().zip(&self.overview.rows);
        rows.map(|(label, row)| (label.as_str(), row.iter().map(|span| cell(*span)).collect()))
    }

    /// What the words of the matrix mean: those that occur, then its heads.
    pub(in crate::report) fn legend(&self) -> (Vec<(String, &'static str)>, Option<String>) {
        let meanings = matrix::meanings(self.overview.rows.iter().flatten(), TO);
        let meanings = meanings.into_iter().map(|(label, meaning)| (label.plain(), meaning));
        (meanings.collect(), matrix::meanings_of_heads(self.scenarios))
    }

    /// Why answers are what they are where no value decides it: of the first groups.
    pub(in crate::report) fn reasons(&self) -> Vec<(&str, String, Vec<String>)> {
        let of = |group: &Planned<'a>| {
            let reasons = summary::reasons_of(group).into_iter();
            reasons.map(|(reason, heads)| (group.label, reason, heads)).collect::<Vec<_>>()
        };
        self.overview.first.iter().flat_map(of).collect()
    }

    /// Values that are not known and decide, and whose they are.
    pub(in crate::report) fn open(&self) -> Vec<(String, String)> {
        let all = self.overview.open.entries(self.labels.len());
        all.into_iter().map(|(text, whose)| (text.plain(), whose)).collect()
    }

    /// Each group with what is told of its plans; `tell` says whether to go on.
    pub(in crate::report) fn each(
        &self,
        report: &FailoverReport<'a>,
        mut tell: impl FnMut(&str, Vec<Told>) -> bool,
    ) {
        for (at, (group, label)) in report.groups.iter().zip(self.labels).enumerate() {
            let all = match self.overview.first.get(at) {
                Some(planned) => told(planned),
                None => told(&Planned::new(report, group, label)),
            };
            if !tell(label, all) {
                return;
            }
        }
    }
}

/// Between the ends of a range.
const TO: &str = "…";

fn cell((best, worst): Span) -> String {
    match (words::short(best), words::short(worst)) {
        (best, worst) if best == worst => best.to_owned(),
        (best, worst) => format!("{best}{TO}{worst}"),
    }
}

fn told(group: &Planned<'_>) -> Vec<Told> {
    let of =
        |(scenario, plans)| blocks(group, scenario, plans).iter().filter_map(told_of).collect::<Vec<_>>();
    group.scenarios.iter().map(|(scenario, plans)| (*scenario, plans.as_slice())).flat_map(of).collect()
}

fn told_of(block: &Block<'_>) -> Option<Told> {
    let plan = block.first()?;
    let never = detail::why_never(plan);
    let mut told = Told {
        event: block.event(),
        verdict: answers::verdict(&plan.possible.verdicts).plain(),
        never,
        answers: Vec::new(),
        steps: Vec::new(),
        rest: String::new(),
    };
    if told.never.is_none() {
        let answers = detail::answers(block, plan).into_iter();
        told.answers = answers.map(|(label, text)| (label, text.plain())).collect();
        let steps = detail::steps_of(&plan.steps).into_iter();
        let plain = |steps: Vec<Text>| steps.iter().map(Text::plain).collect();
        told.steps = steps.map(|(shards, steps)| (shards, plain(steps))).collect();
        let mut page = Page::new(Drawing::default());
        detail::rest(&mut page, block, plan);
        told.rest = page.take();
    }
    Some(told)
}

/// A judgement in words: the outcome, and what speaks against the objective.
pub(in crate::report) fn judged(judgement: &Judgement) -> (&'static str, Vec<String>) {
    let outcome = match judgement.outcome {
        Outcome::Holds => "holds",
        Outcome::Undecided => "undecided",
        Outcome::Broken => "broken",
    };
    (outcome, require::folded(&judgement.against).iter().map(Text::plain).collect())
}
