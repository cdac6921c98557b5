//! What was required of each group: holds, broken or undecided, and what speaks against it.

use crate::failover::{Against, Judgement, Kind, Outcome, Verdict};

use super::fold;
use super::groups;
use super::page::Page;
use super::text::{Paint, Text};
use super::words;
use crate::report::FailoverReport;

/// The most lines against an objective of a group.
const MOST: usize = 8;

/// Tells of the objectives; nothing where none was asked for.
pub(super) fn judgements(page: &mut Page, report: &FailoverReport<'_>) {
    if report.judgements.is_empty() {
        return;
    }
    let labels = groups::labels(report);
    page.blank();
    page.heading(&Text::painted("Required", Paint::Strong));
    let width = report.judgements.iter().map(|one| one.objective.name().len()).max().unwrap_or(0) + 2;
    let of_each = report.judgements.chunk_by(|one, other| one.objective == other.objective);
    for judgements in of_each {
        for (judgement, label) in judgements.iter().zip(&labels) {
            one(page, judgement, label, labels.len() > 1, width);
        }
    }
}

fn one(page: &mut Page, judgement: &Judgement, group: &str, several: bool, width: usize) {
    let outcome = match judgement.outcome {
        Outcome::Holds => Text::painted("holds", Paint::Good),
        Outcome::Undecided => Text::painted("undecided", Paint::Fair),
        Outcome::Broken => Text::painted("broken", Paint::Bad),
    };
    let group = if several { format!(": {group}") } else { String::new() };
    let name = Text::painted(judgement.objective.name(), Paint::Strong);
    page.labelled(0, &name, width, &outcome.and(group));
    let lines = folded(&judgement.against);
    for line in lines.iter().take(MOST) {
        page.paragraph(width, line);
    }
    if lines.len() > MOST {
        page.note(width, format!("and {} more; --format json lists all", lines.len() - MOST));
    }
}

/// What speaks against an objective: zones and shards that fare alike share a line.
fn folded(against: &[Against]) -> Vec<Text> {
    let mut events: Vec<(&Against, Vec<&str>)> = Vec::new();
    for one in against {
        let same = |(first, _): &&mut (&Against, Vec<&str>)| {
            (first.scenario, &first.zone, first.verdict, &first.reason)
                == (one.scenario, &one.zone, one.verdict, &one.reason)
        };
        match events.iter_mut().find(same) {
            Some((_, shards)) => shards.push(&one.shard),
            None => events.push((one, vec![&one.shard])),
        }
    }
    events.iter().map(|(first, shards)| line(first, shards)).collect()
}

/// `zone us-east-1a, shards 0001, 0002: stops, until zone us-east-1a is back`.
fn line(against: &Against, shards: &[&str]) -> Text {
    let event = match (against.scenario, &against.zone) {
        (Kind::Zone, Some(zone)) if !zone.contains(' ') => format!("zone {zone}"),
        (_, Some(zone)) => zone.clone(),
        (kind, None) => kind.name().to_owned(),
    };
    let start = Text::new(format!("{event}, {}: ", fold::shards(shards)));
    let verdict = Text::painted(words::long(against.verdict), words::paint(against.verdict));
    let reason = match (&against.reason, against.verdict) {
        (None, _) => String::new(),
        (Some(until), Verdict::Stops | Verdict::LosesData) => format!(", until {until}"),
        (Some(reason), _) => format!(": {reason}"),
    };
    start.then(verdict).and(reason)
}
