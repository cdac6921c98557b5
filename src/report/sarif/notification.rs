//! What is told beside the results: failures, what was not judged or not answered, undecided verdicts.

use crate::finding::Finding;
use crate::model::Skipped;
use crate::report::{Place, RefusedCall};
use crate::source::Failure;

use super::Context;
use super::log::{Message, Notification, Reference};
use super::words::{ended, line, of_undecided};

/// All notifications of a run, the gravest first.
pub(super) fn notifications<'a>(context: &'a Context<'a>) -> impl Iterator<Item = Notification<'a>> {
    let report = context.report;
    let failures = report.failures.iter().map(|failure| failed(context, failure));
    let refused = report.places.iter().flat_map(|place| place.refused.iter().map(move |call| (place, call)));
    let refused = refused.map(|(place, call)| no_answer(place, call));
    let unread = report.skipped.len().saturating_sub(report.unread);
    let (skipped, unread) = report.skipped.split_at(unread);
    let unread = unread.iter().map(|one| passed_over(context, "unread", "warning", one));
    let skipped = skipped.iter().map(|one| passed_over(context, "skipped", "note", one));
    let undecided = context.notified().map(|finding| open(context, finding));
    failures.chain(refused).chain(unread).chain(skipped).chain(undecided)
}

fn notification(kind: &'static str, level: &'static str, text: String) -> Notification<'static> {
    Notification {
        descriptor: Reference { id: kind, index: None },
        associated_rule: None,
        level,
        message: Message::new(text),
        locations: Vec::new(),
    }
}

fn failed(context: &Context<'_>, failure: &Failure) -> Notification<'static> {
    let text = ended(&line(&format!("{}: {}", failure.file, failure.message)));
    let help = ended(&line(&format!("help: {}", failure.help)));
    Notification {
        locations: failure.at.map(|at| context.locator.at(at)).into_iter().collect(),
        ..notification(failure.kind.name(), "error", format!("{text}\n{help}"))
    }
}

fn no_answer(place: &Place, call: &RefusedCall) -> Notification<'static> {
    let of = call.of.as_ref().map(|of| format!(" of {of}")).unwrap_or_default();
    let account = place.account.as_deref().unwrap_or("an account that is not known");
    let text =
        format!("no answer: {}{of} in {}, account {account}: {}", call.action, place.region, call.reason);
    notification("no-answer", "warning", ended(&line(&text)))
}

/// What was seen and not judged; a warning where it may hold groups.
fn passed_over(
    context: &Context<'_>,
    kind: &'static str,
    level: &'static str,
    skipped: &Skipped,
) -> Notification<'static> {
    let text = ended(&line(&format!("skipped {}: {}", skipped.resource, skipped.reason)));
    Notification { locations: vec![context.locator.at(skipped.at)], ..notification(kind, level, text) }
}

fn open<'a>(context: &Context<'_>, finding: &'a Finding) -> Notification<'a> {
    let index = context.rules.get(finding.rule.as_str()).copied();
    Notification {
        associated_rule: Some(Reference { id: &finding.rule, index }),
        locations: vec![context.locator.of(finding)],
        ..notification("undecided", "note", of_undecided(context, finding))
    }
}
