//! Pictures of the groups that findings are about.
//!
//! They are not folded: browsers that lay a chart out while it is hidden find that it has no size.

use std::collections::{BTreeSet, HashMap};

use crate::failover::{ShardPicture, layout_of};
use crate::finding::Finding;
use crate::model::Group;
use crate::report::Report;
use crate::report::failover_text::not_listed;
use crate::report::wording::{Roots, plural, who};

use super::escape::{Place, block};
use super::room::Room;
use super::{mermaid, name, sentence};

/// The most groups that are drawn.
const MOST_GROUPS: usize = 8;
/// The most nodes of one picture.
const MOST_NODES: usize = 30;

/// What pictures mean.
pub(super) const LEGEND: &str =
    "A primary is drawn as a drum, a replica as a round box, a node that may be either as a square one.";

/// A group to draw.
#[derive(Debug)]
struct Drawn<'a> {
    group: &'a Group,
    label: String,
    /// The shards that findings name.
    shards: BTreeSet<&'a str>,
}

/// Pictures of the first groups with a finding; nothing where there is none.
pub(super) fn pictures(report: &Report<'_>, violated: &[&Finding], roots: Roots, room: &mut Room) -> String {
    let all = drawn(report, violated, roots);
    if all.is_empty() {
        return String::new();
    }
    let most = room.left();
    let pieces = all.iter().take(MOST_GROUPS).map(|one| picture(one.group, &one.label, &one.shards));
    let taken = room.take(pieces, most, "pictures of groups");
    let count = match taken.count {
        count if count == all.len() => String::new(),
        count => format!(
            "\n{count} of {} are drawn; `multiaz failover` draws others.\n",
            plural(all.len(), "group")
        ),
    };
    format!("### Layout of groups with findings\n\n{LEGEND}\n{count}\n{}", taken.text)
}

/// The groups of findings, in the order of these.
fn drawn<'a>(report: &Report<'a>, violated: &[&'a Finding], roots: Roots) -> Vec<Drawn<'a>> {
    let groups: HashMap<_, &Group> =
        report.groups.iter().map(|group| ((group.body, &group.target.root, &group.name), group)).collect();
    let mut all: Vec<Drawn<'a>> = Vec::new();
    let mut known = HashMap::new();
    for finding in violated {
        let key = (finding.body, &finding.target.root, &finding.group);
        let Some(group) = groups.get(&key) else { continue };
        let at = *known.entry(key).or_insert_with(|| {
            all.push(Drawn { group, label: who(finding, roots), shards: BTreeSet::new() });
            all.len() - 1
        });
        if let Some(one) = all.get_mut(at) {
            one.shards.extend(finding.shards.iter().map(String::as_str));
        }
    }
    all
}

/// A group's picture under its name; the shards that findings name come first.
pub(super) fn picture(group: &Group, label: &str, named: &BTreeSet<&str>) -> String {
    let mut layout = layout_of(group);
    layout.shards.sort_by_key(|shard| !named.contains(shard.id.as_str()));
    let several = layout.shards.len() > 1;
    let (shards, cut) = fitting(&mut layout.shards);
    let mut out = format!("{}\n\n", name(label, Place::Line));
    out.push_str(&block("", "mermaid", mermaid::chart(&shards, several).lines()));
    let notes = cut.into_iter().chain(not_listed(&shards).map(|text| sentence(&text, Place::Line)));
    for note in notes {
        out.push_str(&format!("\n{note}\n"));
    }
    out.push('\n');
    out
}

/// The first shards whose nodes are few enough together, and what is said of the others.
fn fitting(all: &mut [ShardPicture]) -> (Vec<&ShardPicture>, Option<String>) {
    let count = all.len();
    let (mut nodes, mut fits) = (0, 0);
    for shard in all.iter() {
        nodes += shard.nodes.len();
        if nodes > MOST_NODES {
            break;
        }
        fits += 1;
    }
    let note = match (fits, all.first_mut()) {
        (0, Some(first)) => {
            let listed = first.nodes.len();
            first.nodes.truncate(MOST_NODES);
            let of = if count > 1 { format!(" of the first of {count} shards") } else { String::new() };
            Some(format!("{MOST_NODES} of {listed} nodes{of} are drawn."))
        }
        (fits, _) if fits < count => {
            Some(format!("{fits} of {count} shards are drawn, those with findings first."))
        }
        _ => None,
    };
    (all.iter().take(fits.max(1)).collect(), note)
}
