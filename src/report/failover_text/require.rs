//! What was required of each group: holds, broken or undecided, and what speaks against it.

use crate::failover::{Against, Judgement, Kind, Outcome, Verdict};

use super::Drawing;
use super::fold;
use super::page::Page;
use super::text::{Paint, Text};
use super::words;
use crate::report::FailoverReport;

/// The most lines against an objective of a group.
const MOST: usize = 8;

/// Tells of the objectives that are wanted; nothing where there is none.
pub(super) fn judgements(
    page: &mut Page,
    report: &FailoverReport<'_>,
    labels: &[String],
    wanted: &dyn Fn(&Judgement) -> bool,
) {
    let wanted = |judgement: &&Judgement| wanted(judgement);
    if !report.judgements.iter().any(|one| wanted(&one)) {
        return;
    }
    page.blank();
    page.heading(&Text::painted("Required", Paint::Strong));
    let width = report.judgements.iter().map(|one| one.objective.name().len()).max().unwrap_or(0) + 2;
    let of_each = report.judgements.chunk_by(|one, other| one.objective == other.objective);
    for judgements in of_each {
        for (judgement, label) in judgements.iter().zip(labels).filter(|(one, _)| wanted(one)) {
            let label = if labels.len() > 1 { format!(": {label}") } else { String::new() };
            one(page, judgement, &label, width);
        }
    }
    if report.judgements.iter().filter(wanted).any(|one| one.outcome == Outcome::Undecided) {
        page.note(
            0,
            "Undecided: what is not known decides it, or no source states it. --strict fails on it.",
        );
    }
}

/// What speaks against an objective, a line each, for formats without paint.
pub(in crate::report) fn against(judgement: &Judgement) -> Vec<String> {
    let plain = |line: &Text| {
        let mut out = String::new();
        line.write(&mut out, Drawing::default());
        out
    };
    folded(&judgement.against).iter().map(plain).collect()
}

/// Tells of an objective of a group.
fn one(page: &mut Page, judgement: &Judgement, group: &str, width: usize) {
    let outcome = match judgement.outcome {
        Outcome::Holds => Text::painted("holds", Paint::Good),
        Outcome::Undecided => Text::painted("undecided", Paint::Fair),
        Outcome::Broken => Text::painted("broken", Paint::Bad),
    };
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

/// What speaks against an objective: failures that come to the same for the same shards share a line.
pub(super) fn folded(against: &[Against]) -> Vec<Text> {
    let mut failures: Vec<(String, Text, Vec<&str>)> = Vec::new();
    for one in against {
        let (event, outcome) = (event(one), outcome(one));
        match failures.iter_mut().find(|(known, text, _)| *known == event && *text == outcome) {
            Some((.., shards)) => shards.push(&one.shard),
            None => failures.push((event, outcome, vec![&one.shard])),
        }
    }
    let mut lines: Vec<(Vec<String>, Text, Vec<&str>)> = Vec::new();
    for (event, outcome, shards) in failures {
        match lines.iter_mut().find(|(_, text, known)| *text == outcome && *known == shards) {
            Some((events, ..)) => events.push(event),
            None => lines.push((vec![event], outcome, shards)),
        }
    }
    let line = |(events, outcome, shards): (Vec<String>, Text, Vec<&str>)| {
        Text::new(format!("{}, {}: ", events.join(", "), fold::shards(&shards))).then(outcome)
    };
    lines.into_iter().map(line).collect()
}

/// What fails: `zone us-east-1a`, `the primary's zone`, `primary`.
fn event(against: &Against) -> String {
    match (against.scenario, &against.zone) {
        (Kind::Zone, Some(zone)) if !zone.contains(' ') => format!("zone {zone}"),
        (_, Some(zone)) => zone.clone(),
        (kind, None) => kind.name().to_owned(),
    }
}

/// What comes of it: `stops until the zone is back`.
fn outcome(against: &Against) -> Text {
    let zone = against.zone.as_ref().map(|zone| format!("zone {zone}"));
    let reason = against.reason.as_ref().map(|reason| match &zone {
        Some(zone) => reason.replace(zone, "the zone"),
        None => reason.clone(),
    });
    let verdict = Text::painted(words::long(against.verdict), words::paint(against.verdict));
    match (reason, against.verdict) {
        (Some(until), Verdict::Stops) => verdict.and(format!(" until {until}")),
        (Some(reason), Verdict::Unstated) => Text::new(reason),
        _ => verdict,
    }
}
