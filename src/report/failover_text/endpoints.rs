//! Endpoints: what each points to before and after, and who must change something.

use crate::failover::Endpoint;

use super::answers;
use super::block::Block;
use super::detail::{INDENT, title};
use super::outcome;
use super::page::Page;
use super::text::{Paint, Text, WIDTH};

/// The widest name that its text stands beside.
const NAME: usize = 24;
/// The most unchanged endpoints that are named.
const MOST: usize = 12;

/// Endpoints that say the same.
type Alike<'a> = (&'a Endpoint, Vec<String>);

/// Tells of the endpoints: those that change, alike ones together, and the others in a line.
pub(super) fn table(page: &mut Page, block: &Block<'_>) {
    let all = block.plans.iter().flat_map(|plan| &plan.endpoints);
    let (changed, same): (Vec<&Endpoint>, Vec<&Endpoint>) = all.partition(|one| changes(one));
    if changed.is_empty() && same.is_empty() {
        return;
    }
    title(page, "Endpoints");
    let name = |one: &Endpoint| name(one, block.shards > 1);
    let mut told: Vec<Alike<'_>> = Vec::new();
    for one in changed {
        match told.iter_mut().find(|(first, _)| says_the_same(first, one)) {
            Some((_, names)) if names.contains(&name(one)) => {}
            Some((_, names)) => names.push(name(one)),
            None => told.push((one, vec![name(one)])),
        }
    }
    let names: Vec<Text> = told.iter().map(|(_, names)| names_of(names)).collect();
    let width = names.iter().map(Text::width).filter(|width| *width <= NAME).max().unwrap_or(8) + 2;
    for ((endpoint, alike), names) in told.iter().zip(names) {
        row(page, endpoint, names, alike.len() == 1, width);
    }
    if !same.is_empty() {
        unchanged(page, &same.into_iter().map(name).collect::<Vec<_>>());
    }
}

fn changes(endpoint: &Endpoint) -> bool {
    endpoint.before != endpoint.after || endpoint.action.is_some()
}

fn says_the_same(one: &Endpoint, other: &Endpoint) -> bool {
    (one.kind, &one.before, &one.after, &one.action)
        == (other.kind, &other.before, &other.after, &other.action)
}

fn name(endpoint: &Endpoint, several: bool) -> String {
    match (&endpoint.node, &endpoint.shard) {
        (Some(node), _) => node.clone(),
        (None, Some(shard)) if several => format!("{} of {shard}", endpoint.kind),
        _ => endpoint.kind.to_owned(),
    }
}

fn names_of(names: &[String]) -> Text {
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    Text::new(outcome::nodes(&names))
}

fn row(page: &mut Page, endpoint: &Endpoint, names: Text, alone: bool, width: usize) {
    let hang = 2 * INDENT + width;
    let text = format!("{} {} {}", endpoint.before, page.arrow(), endpoint.after);
    let text = Text::new(text).then(answers::facts(&endpoint.facts));
    if names.width() > NAME {
        page.paragraph(2 * INDENT, &names);
        page.paragraph(hang, &text);
    } else {
        page.labelled(2 * INDENT, &names, width, &text);
    }
    if let Some(action) = &endpoint.action {
        page.paragraph(hang, &Text::painted(action, Paint::Fair));
    }
    if let Some(address) = endpoint.address.as_ref().filter(|_| alone) {
        page.paragraph(hang, &Text::painted(address, Paint::Dim).shortened(WIDTH - hang));
    }
}

fn unchanged(page: &mut Page, names: &[String]) {
    let text = match names.len() {
        count if count > MOST => format!("{count} endpoints stay as they are"),
        _ => format!("as before: {}", names.join(", ")),
    };
    page.note(2 * INDENT, text);
}
