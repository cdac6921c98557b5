//! A group's layout as a Mermaid flowchart: zones as boxes, nodes in them, an arrow from a primary to its replicas.
//!
//! GitHub draws texts of at most 50,000 characters with at most 500 arrows: a chart here has far fewer.

use std::collections::BTreeMap;
use std::fmt::Write;

use crate::failover::{NodePicture, Part, ShardPicture};
use crate::report::clean;
use crate::report::failover_text::Column;

use super::escape::ends;

/// The most letters of a name in a chart.
const MOST_NAME: usize = 60;

/// Draws shards; `several` if the group has more than one.
pub(super) fn chart(shards: &[&ShardPicture], several: bool) -> String {
    let mut zones: BTreeMap<Column, String> = BTreeMap::new();
    let mut arrows = String::new();
    for (at, shard) in shards.iter().enumerate() {
        for (number, node) in shard.nodes.iter().enumerate() {
            let zone = zones.entry(Column::of(node)).or_default();
            let _ = writeln!(zone, "    n{at}_{number}{}", shape(node, shard, several));
        }
        connect(&mut arrows, at, &shard.nodes);
    }
    let mut out = String::from("flowchart LR\n");
    for (at, (column, nodes)) in zones.iter().enumerate() {
        let title = match column {
            Column::Zone(zone) => format!("zone {}", label(zone)),
            other => label(&other.title()),
        };
        let _ = write!(out, "  subgraph z{at}[\"{title}\"]\n{nodes}  end\n");
    }
    out + &arrows
}

/// `n0_0 --> n0_1`; lines without a head where the input does not tell who leads.
fn connect(out: &mut String, shard: usize, nodes: &[NodePicture]) {
    let primary = nodes.iter().position(|node| node.role == Part::Primary);
    let (from, line) = match primary {
        Some(primary) => (primary, "-->"),
        None => (0, "---"),
    };
    for other in (0..nodes.len()).filter(|other| *other != from) {
        let _ = writeln!(out, "  n{shard}_{from} {line} n{shard}_{other}");
    }
}

/// A drum for a primary, a round box for a replica, a square one where it is not known which it is.
fn shape(node: &NodePicture, shard: &ShardPicture, several: bool) -> String {
    let text = title(node, shard, several);
    match node.role {
        Part::Primary => format!("[(\"{text}\")]"),
        Part::Replica => format!("(\"{text}\")"),
        Part::Either => format!("[\"{text}\"]"),
    }
}

/// The shard where there are several, the part the node plays, and its id where it has one of its own.
fn title(node: &NodePicture, shard: &ShardPicture, several: bool) -> String {
    let of = match shard.id.as_str() {
        "*" => "each shard, ".to_owned(),
        id if several => format!("shard {}, ", label(id)),
        _ => String::new(),
    };
    // Before nodes exist they are numbered by the part they play.
    let number = node.id.strip_prefix(&shard.id).and_then(|rest| rest.strip_prefix('/'));
    match number.filter(|_| node.role != Part::Either) {
        Some(number) if number.starts_with(node.role.name()) => of + &label(number),
        _ => format!("{of}{}<br/>{}", node.role.name(), label(&node.id)),
    }
}

/// A text inside quotes: letters and digits as they are, any sign that may mean something as its number.
///
/// Dots, hyphens and slashes between letters mean nothing, also to the Markdown that labels may be.
fn label(text: &str) -> String {
    let letters: Vec<char> = ends(text, MOST_NAME).chars().map(clean::letter).collect();
    let mut out = String::with_capacity(letters.len());
    for (at, letter) in letters.iter().copied().enumerate() {
        let beside =
            |at: Option<usize>| at.and_then(|at| letters.get(at)).is_some_and(|one| one.is_alphanumeric());
        let is_inside = beside(at.checked_sub(1)) && beside(Some(at + 1));
        match letter {
            plain if plain.is_alphanumeric() => out.push(plain),
            '.' | '-' | '/' if is_inside => out.push(letter),
            ' ' if !out.is_empty() && !out.ends_with(' ') => out.push(' '),
            sign => {
                let _ = write!(out, "#{};", u32::from(sign));
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_in_a_label_ends_it_or_is_a_command() {
        assert_eq!(label("eu-west-1a"), "eu-west-1a");
        assert_eq!(label("a\"] %%{init}"), "a#34;#93; #37;#37;#123;init#125;");
        assert_eq!(label("- x"), "#45; x");
        assert_eq!(label("a\nclick"), "a click");
        assert_eq!(label("`*a*`"), "#96;#42;a#42;#96;");
    }
}
