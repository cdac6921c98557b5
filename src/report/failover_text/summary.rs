//! What a summary says below its layouts: why answers are open, and how to see more.

use crate::failover::Plan;
use crate::report::FailoverReport;

use super::groups::Planned;
use super::outcome;
use super::page::Page;
use super::text::{Paint, Text};
use super::words;

/// Why verdicts of a group are unstated or can't be, where no value that is open is the reason.
pub(super) fn reasons(page: &mut Page, group: &Planned<'_>, indent: usize) {
    for (reason, heads) in reasons_of(group) {
        let heads = Text::new(heads.join(", ")).and(": ");
        page.paragraph(indent, &heads.then(Text::painted(reason, Paint::Dim)));
    }
}

/// Each such reason with the heads of the scenarios it is for.
pub(super) fn reasons_of(group: &Planned<'_>) -> Vec<(String, Vec<String>)> {
    let mut told: Vec<(String, Vec<String>)> = Vec::new();
    for (scenario, plans) in &group.scenarios {
        let stated = plans.iter().filter(|plan| plan.possible.verdicts.len() == 1);
        for reason in stated.filter_map(|plan: &Plan| plan.reason.as_ref()) {
            let head = words::head(scenario);
            match told.iter_mut().find(|(known, _)| known == reason) {
                Some((_, heads)) if heads.contains(&head) => {}
                Some((_, heads)) => heads.push(head),
                None => told.push((reason.clone(), vec![head])),
            }
        }
    }
    told
}

/// Values that are not known and decide verdicts, each once with the groups that it is open for.
#[derive(Debug, Default)]
pub(super) struct Open<'a> {
    all: Vec<(Text, Vec<&'a str>)>,
}

impl<'a> Open<'a> {
    /// Adds what is open of a group.
    pub(super) fn add(&mut self, group: &Planned<'a>) {
        for text in outcome::open(group.plans().filter(|plan| is_open(plan)).flat_map(|plan| &plan.unknown)) {
            match self.all.iter_mut().find(|(known, _)| *known == text) {
                Some((_, labels)) => labels.push(group.label),
                None => self.all.push((text, vec![group.label])),
            }
        }
    }

    /// Tells them; of `groups` groups.
    pub(super) fn tell(self, page: &mut Page, groups: usize) {
        if self.all.is_empty() {
            return;
        }
        page.blank();
        page.line(&Text::painted("Not known, and it decides", Paint::Strong));
        for (text, whose) in self.entries(groups) {
            page.labelled(2, &Text::new("-"), 2, &text.then(Text::painted(whose, Paint::Dim)));
        }
    }

    /// Each value with whose it is, where there are several groups.
    pub(super) fn entries(&self, groups: usize) -> Vec<(Text, String)> {
        let whose = |labels: &[&str]| if groups > 1 { format!(" ({})", few(labels)) } else { String::new() };
        self.all.iter().map(|(text, labels)| (text.clone(), whose(labels))).collect()
    }
}

fn is_open(plan: &Plan) -> bool {
    plan.possible.verdicts.len() > 1
}

fn few(labels: &[&str]) -> String {
    match labels {
        [one, two, three, rest @ ..] if rest.len() > 1 => {
            format!("{one}, {two}, {three} and {} more groups", rest.len())
        }
        _ => labels.join(", "),
    }
}

/// How to see a scenario in full.
pub(super) fn hint(page: &mut Page, report: &FailoverReport<'_>) {
    let command = match report.again {
        Some(again) => format!("{again} --scenario zone"),
        None => "the same command with --scenario zone".to_owned(),
    };
    let several = if report.groups.len() > 1 { ", of one group with --group NAME" } else { "" };
    page.blank();
    page.note(0, format!("A scenario step by step{several}:"));
    // A line of its own however long: broken, its rest would be another command.
    page.line(&Text::new(format!("  {command}")));
}
