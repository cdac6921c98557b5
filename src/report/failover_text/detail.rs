//! A plan in full: the answer, the layouts, what happens step by step.

use crate::failover::{Plan, Step, Verdict};

use super::answers;
use super::block::Block;
use super::endpoints;
use super::fold;
use super::outcome;
use super::page::Page;
use super::picture;
use super::text::{Paint, Text};

/// Columns that the labels of answers take.
const LABEL: usize = 9;
/// Columns that a paragraph is indented.
pub(super) const INDENT: usize = 2;

/// Tells a block.
pub(super) fn block(page: &mut Page, group: &str, block: &Block<'_>) {
    let Some(plan) = block.first() else { return };
    page.blank();
    let headline = Text::painted(format!("{group}, {}: ", block.event()), Paint::Strong);
    page.heading(&headline.then(answers::verdict(&plan.possible.verdicts)));
    if let Some(reason) = why_never(plan) {
        page.paragraph(INDENT, &Text::new(reason));
        return;
    }
    for (label, text) in answers(block, plan) {
        page.labelled(INDENT, &Text::painted(label, Paint::Dim), LABEL, &text);
    }
    shard_by_shard(page, block, plan);
    picture::before_and_after(page, block);
    steps(page, &plan.steps);
    outcomes(page, block, plan);
}

/// What a block shows beside answers and steps.
pub(super) fn rest(page: &mut Page, block: &Block<'_>, plan: &Plan) {
    shard_by_shard(page, block, plan);
    picture::before_and_after(page, block);
    outcomes(page, block, plan);
}

/// Why a plan says that it can't happen; none where it can.
pub(super) fn why_never(plan: &Plan) -> Option<String> {
    let never = plan.possible.verdicts.iter().all(|verdict| *verdict == Verdict::NotApplicable);
    never.then(|| sentence(plan.reason.as_deref().unwrap_or_default()))
}

fn outcomes(page: &mut Page, block: &Block<'_>, plan: &Plan) {
    outcome::promotion(page, block);
    endpoints::table(page, block);
    outcome::replacements(page, block);
    outcome::quorum(page, plan);
    outcome::second_loss(page, block);
}

/// A title inside a block.
pub(super) fn title(page: &mut Page, text: &str) {
    page.blank();
    page.line(&Text::new(" ".repeat(INDENT)).then(Text::painted(text, Paint::Strong)));
}

/// What fails and what becomes of it: a label and a sentence each.
pub(super) fn answers(block: &Block<'_>, plan: &Plan) -> Vec<(&'static str, Text)> {
    let mut all = Vec::new();
    let mut line = |label: &'static str, text: Text| all.push((label, text));
    if let Some(nodes) = outcome::failed(block) {
        line("fails", Text::new(nodes));
    }
    line("writes", Text::new(answers::writes(plan)));
    line("reads", Text::new(answers::reads(&plan.possible.reads)));
    line("data", Text::new(answers::data(plan, &block.of_shards)));
    if let Some(until) = plan.until.as_ref().filter(|_| !answers::writes_tell_until(plan)) {
        line("until", Text::new(until));
    }
    if let Some(reason) = plan.reason.as_ref().filter(|_| plan.possible.verdicts.len() <= 1) {
        line("why", Text::new(reason));
    }
    for text in outcome::open(plan.unknown.iter()) {
        line("unknown", text);
    }
    all
}

/// The shards that do not all fare as the group does.
fn shard_by_shard(page: &mut Page, block: &Block<'_>, whole: &Plan) {
    let says = |plan: &Plan| {
        let text = format!(
            ": writes {}; reads {}; {}",
            answers::writes(plan),
            answers::reads(&plan.possible.reads),
            answers::data(plan, &[])
        );
        answers::verdict(&plan.possible.verdicts).and(text)
    };
    let mut classes: Vec<(Text, Vec<&str>)> = Vec::new();
    for plan in &block.of_shards {
        let text = says(plan);
        let id = plan.shard.as_deref().unwrap_or_default();
        match classes.iter_mut().find(|(known, _)| *known == text) {
            Some((_, ids)) => ids.push(id),
            None => classes.push((text, vec![id])),
        }
    }
    let differ = block.of_shards.iter().any(|plan| plan.possible != whole.possible);
    if !differ || classes.is_empty() {
        return;
    }
    title(page, "Shard by shard");
    let classes: Vec<(Text, Text)> =
        classes.into_iter().map(|(text, ids)| (Text::new(fold::ranges(&ids)), text)).collect();
    let width = classes.iter().map(|(label, _)| label.width()).max().unwrap_or(0) + 2;
    for (label, text) in classes {
        page.labelled(2 * INDENT, &label, width, &text);
    }
}

fn steps(page: &mut Page, steps: &[Step]) {
    if steps.is_empty() {
        return;
    }
    title(page, "What happens");
    let width = steps.len().to_string().len() + 2;
    let mut number = 0;
    for (shards, steps) in steps_of(steps) {
        if let Some(shards) = shards {
            page.paragraph(2 * INDENT, &Text::new(shards));
        }
        for step in steps {
            number += 1;
            let label = Text::new(format!("{number:>0$}. ", width - 2));
            page.labelled(2 * INDENT, &label, width, &step);
        }
    }
}

/// Steps as sentences, under the shards they are about where not all are about all.
pub(super) fn steps_of(steps: &[Step]) -> Vec<(Option<String>, Vec<Text>)> {
    let parts = by_shards(steps);
    let several = parts.len() > 1;
    let title = |shards: &[&str]| match shards {
        [] => several.then(|| "Every shard".to_owned()),
        shards => Some(capital(&fold::shards(shards))),
    };
    let texts = |steps: Vec<&Step>| steps.into_iter().map(text_of).collect();
    parts.into_iter().map(|(shards, steps)| (title(&shards), texts(steps))).collect()
}

/// Steps with the shards they are about; those of all shards come last.
fn by_shards(steps: &[Step]) -> Vec<(Vec<&str>, Vec<&Step>)> {
    let mut all: Vec<(Vec<&str>, Vec<&Step>)> = Vec::new();
    for step in steps {
        let shards: Vec<&str> = step.shards.iter().map(String::as_str).collect();
        match all.iter_mut().find(|(known, _)| *known == shards) {
            Some((_, steps)) => steps.push(step),
            None => all.push((shards, vec![step])),
        }
    }
    all.sort_by_key(|(shards, _)| shards.is_empty());
    all
}

/// `If automatic failover is on: … [F89]`.
fn text_of(step: &Step) -> Text {
    let when = match step.when.as_deref() {
        None => String::new(),
        Some(when) if when.starts_with("depending") => format!("{}: ", capital(when)),
        Some(when) => format!("If {when}: "),
    };
    Text::painted(when, Paint::Fair).and(&step.text).then(answers::facts(&step.facts))
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(char::to_uppercase).into_iter().flatten().chain(letters).collect()
}

/// A clause as a sentence.
fn sentence(clause: &str) -> String {
    let start = capital(clause);
    if start.is_empty() || start.ends_with('.') { start } else { format!("{start}.") }
}
