//! What is left of a failure: who takes over, what comes back, the majority, a second loss.

use std::collections::BTreeSet;

use crate::failover::{Kind, NodePicture, NodeState, Open, Plan, Replacement};

use super::answers;
use super::block::Block;
use super::detail::{INDENT, title};
use super::layout;
use super::page::Page;
use super::picture;
use super::text::{Paint, Text};
use super::words;

/// The most nodes that are named in one list.
const MOST_NODES: usize = 6;
/// The most shards whose candidates are told one by one.
const MOST_SHARDS: usize = 8;

/// Nodes with commas between; of many the first ones and how many there are.
pub(super) fn nodes(ids: &[&str]) -> String {
    match ids {
        [first, second, .., last] if ids.len() > MOST_NODES => {
            format!("{first}, {second} … {last} ({} nodes)", ids.len())
        }
        _ => ids.join(", "),
    }
}

/// Which nodes can be promoted.
pub(super) fn promotion(page: &mut Page, block: &Block<'_>) {
    let candidates: BTreeSet<&str> =
        block.plans.iter().flat_map(|plan| &plan.promotion.candidates).map(String::as_str).collect();
    let unlisted = block.plans.iter().any(|plan| plan.promotion.unlisted);
    if candidates.is_empty() && !unlisted {
        return;
    }
    title(page, "Who can take over");
    let shards = layout::together(block.plans.iter().map(|plan| &plan.before));
    let of_shards: Vec<(&str, Vec<&str>)> = shards
        .iter()
        .map(|shard| {
            let ids = shard.nodes.iter().map(|node| node.id.as_str());
            (shard.id.as_str(), ids.filter(|id| candidates.contains(id)).collect::<Vec<_>>())
        })
        .filter(|(_, ids)| !ids.is_empty())
        .collect();
    if of_shards.len() > MOST_SHARDS {
        let text = format!(
            "in each shard that loses its primary, its replicas that are left ({} nodes)",
            candidates.len()
        );
        page.paragraph(2 * INDENT, &Text::new(text));
    } else {
        for (shard, ids) in &of_shards {
            let label = if shards.len() > 1 { format!("shard {shard}  ") } else { String::new() };
            let text = match ids.as_slice() {
                [only] if !unlisted => format!("{only} alone"),
                ids => words::alternatives(ids),
            };
            let label = Text::new(label);
            page.labelled(2 * INDENT, &label, label.width(), &Text::new(text));
        }
    }
    if unlisted {
        page.paragraph(2 * INDENT, &Text::new("replicas that the input does not list"));
    }
    if unlisted || of_shards.iter().any(|(_, ids)| ids.len() > 1) {
        page.note(2 * INDENT, "The one with the least replication lag is promoted. [F160]");
    }
}

/// Which nodes come back, where and when.
pub(super) fn replacements(page: &mut Page, block: &Block<'_>) {
    let all: Vec<&Replacement> = block.plans.iter().flat_map(|plan| &plan.replacements).collect();
    if all.is_empty() {
        return;
    }
    title(page, "What comes back");
    let mut told: Vec<(&Replacement, Vec<&Replacement>)> = Vec::new();
    for one in all {
        let alike = |(first, _): &&mut (&Replacement, _)| {
            (first.when, first.role, &first.zone) == (one.when, one.role, &one.zone)
                && surely_fails(block, &first.node) == surely_fails(block, &one.node)
        };
        match told.iter_mut().find(alike) {
            Some((_, more)) => more.push(one),
            None => told.push((one, vec![one])),
        }
    }
    for (first, alike) in told {
        let ids: Vec<&str> = alike.iter().map(|one| one.node.as_str()).collect();
        let place = first.zone.as_ref().map(|zone| format!("in {zone} ")).unwrap_or_default();
        let when = match first.when {
            "at-once" => "at once",
            "zone-returns" => "when the zone is back",
            _ => "(when, no source says)",
        };
        let perhaps = if surely_fails(block, &first.node) { "" } else { ", if it fails" };
        let text = format!("{}: {place}{when}, as {}{perhaps}", nodes(&ids), first.role);
        page.paragraph(2 * INDENT, &Text::new(text).then(answers::facts(&first.facts)));
    }
}

/// Which nodes fail, or among which; none where nothing breaks.
pub(super) fn failed(block: &Block<'_>) -> Option<String> {
    let plan = block.first()?;
    if matches!(plan.scenario, Kind::PlannedReplacement | Kind::PrimaryReboot) {
        return None;
    }
    if plan.shard.is_none() && plan.before.shards.len() > 1 && zone_of_a_primary(plan) {
        return Some(
            "a primary and all that is in its zone; drawn is each shard as if it were that one's".into(),
        );
    }
    let all: Vec<&str> = block.plans.iter().flat_map(|plan| &plan.failed.nodes).map(String::as_str).collect();
    if block.plans.len() > 1 {
        return None;
    }
    let (surely, maybe): (Vec<&str>, Vec<&str>) = all.into_iter().partition(|id| surely_fails(block, id));
    let known = u32::try_from(surely.len()).unwrap_or(u32::MAX);
    let more = plan.failed.count.map(|count| count.saturating_sub(known));
    let rest = match (more, maybe.as_slice()) {
        (Some(0), _) => None,
        (Some(more), maybe) if maybe.len() == more as usize => Some(nodes(maybe)),
        (Some(more), []) => Some(format!("{more} that the input does not list")),
        (Some(more), maybe) => Some(format!("{more} of {}", nodes(maybe))),
        (None, []) if may_have_more(block) => Some("perhaps some that the input does not list".to_owned()),
        (None, []) => None,
        (None, maybe) => Some(format!("perhaps {}", nodes(maybe))),
    };
    Some(match (surely.as_slice(), rest) {
        ([], None) => nobody(plan),
        ([], Some(rest)) => rest,
        (surely, None) => nodes(surely),
        (surely, Some(rest)) => format!("{}, and {rest}", nodes(surely)),
    })
}

/// Whether the zone that fails is told by a primary in it.
fn zone_of_a_primary(plan: &Plan) -> bool {
    plan.failed.zone.as_deref() == Some("the primary's zone")
}

/// That no node fails, and where nodes are: the zone may be misspelt.
fn nobody(plan: &Plan) -> String {
    match plan.before.zones.as_slice() {
        zones if plan.failed.zone.is_some() && !zones.is_empty() => {
            format!("no node of the group: its nodes are in {}", zones.join(", "))
        }
        _ => "no node of the group".to_owned(),
    }
}

/// Whether a node fails whatever is not known: the layout afterwards shows it as lost.
fn surely_fails(block: &Block<'_>, id: &str) -> bool {
    let shards = block.plans.iter().flat_map(|plan| &plan.after.shards);
    let is_lost = |node: &NodePicture| matches!(node.state, NodeState::Gone | NodeState::Replaced);
    shards.flat_map(|shard| &shard.nodes).any(|node| node.id == id && is_lost(node))
}

fn may_have_more(block: &Block<'_>) -> bool {
    block.plans.iter().flat_map(|plan| &plan.before.shards).any(|shard| shard.incomplete)
}

/// Whether a majority of primaries is left.
pub(super) fn quorum(page: &mut Page, plan: &Plan) {
    let Some(quorum) = &plan.quorum else { return };
    title(page, "Majority of primaries");
    let left = match (quorum.left_at_least, quorum.left_at_most) {
        (least, most) if least == most => least.to_string(),
        (least, most) => format!("{least} to {most}"),
    };
    let are = if left == "1" { "is" } else { "are" };
    let verdict = match quorum.kept() {
        Some(true) => "the majority is kept",
        Some(false) => "the majority is lost",
        None => "whether the majority is kept depends on what is not known",
    };
    let text = format!(
        "Of {} primaries {left} {are} left; a majority is {}: {verdict}.",
        quorum.primaries, quorum.majority
    );
    let inferred = " Inferred from the cluster protocol; AWS does not state it for ElastiCache.";
    let text = Text::new(text).then(Text::painted(inferred, Paint::Dim));
    page.paragraph(2 * INDENT, &text.then(answers::facts(&["X057", "X060", "X062"])));
}

/// What the loss of a further zone would do, where the layout does not show it.
pub(super) fn second_loss(page: &mut Page, block: &Block<'_>) {
    let shards = layout::together(block.plans.iter().flat_map(|plan| [&plan.before, &plan.after]));
    let titles: Vec<String> = layout::places(shards.into_iter()).iter().map(layout::Place::title).collect();
    let Some(plan) = block.first().filter(|plan| !plan.second_loss.is_empty()) else { return };
    if picture::second_losses(page, block, &titles).is_some() {
        return;
    }
    title(page, "If a further zone is lost");
    let width = plan.second_loss.iter().map(|loss| Text::new(&loss.zone).width()).max().unwrap_or(0) + 2;
    for loss in &plan.second_loss {
        let label = Text::new(&loss.zone);
        page.labelled(2 * INDENT, &label, width, &answers::verdict(&loss.possible.verdicts));
    }
}

/// Values that are not known, and what would settle them; those with one reason together.
pub(super) fn open<'a>(all: impl Iterator<Item = &'a Open>) -> Vec<Text> {
    let mut told: Vec<(&Open, Vec<&str>)> = Vec::new();
    for one in all {
        match told.iter_mut().find(|(first, _)| first.why == one.why) {
            Some((_, settings)) if settings.contains(&one.setting.as_str()) => {}
            Some((_, settings)) => settings.push(&one.setting),
            None => told.push((one, vec![&one.setting])),
        }
    }
    told.iter().map(|(one, settings)| open_values(one, settings)).collect()
}

fn open_values(open: &Open, settings: &[&str]) -> Text {
    let text = Text::new(format!("{}: {}", settings.join(", "), open.why.reason));
    match &open.why.remedy {
        Some(remedy) => text.and(format!("; to settle it: {remedy}")),
        None => text,
    }
}
