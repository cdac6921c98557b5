//! Damage along the structure of an input: blocks, attributes and brackets of configuration, members of plans. Nothing
//! panics, and what was not damaged is judged as before.

use std::path::PathBuf;
use std::sync::LazyLock;

use multiaz::load::{self, Options};
use multiaz::source::{Input, Sources, gather};
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use super::modules::{MODULES, written};
use super::{INPUTS, check_all};

/// An input that nobody damages, and its group.
const WHOLE: &str = include_str!("../../fixtures/cloudformation/sessions.yaml");
const WHOLE_GROUP: &str = "Sessions";

/// What is done to a piece of configuration.
#[derive(Debug, Clone, Copy)]
enum Act {
    Drop,
    Double,
    Swap,
}

/// Signs of which one too few or too many takes a file apart.
const SIGNS: [&str; 11] = ["{", "}", "[", "]", "(", ")", "\"", "=", "${", "<<EOT\n", "EOT\n"];

fn act() -> impl Strategy<Value = Act> {
    prop_oneof![Just(Act::Drop), Just(Act::Double), Just(Act::Swap)]
}

/// The columns before a line's first letter.
fn indent(line: &str) -> usize {
    line.len() - line.trim_start().len()
}

/// The end of the piece that begins at a line: a block, a list or a heredoc with all its lines, or the line alone.
fn end_of(lines: &[String], at: usize) -> usize {
    let opens = |line: &str| line.ends_with(['{', '[', '(']);
    let Some(line) = lines.get(at) else { return at };
    let heredoc = line.split_once("<<").map(|(_, mark)| mark.trim_start_matches('-').trim());
    let closes = |other: &String| match heredoc {
        Some(mark) => other.trim() == mark,
        None => indent(other) == indent(line) && other.trim_start().starts_with(['}', ']', ')']),
    };
    if heredoc.is_none() && !opens(line) {
        return at + 1;
    }
    lines.iter().skip(at + 1).position(closes).map_or(at + 1, |found| at + found + 2)
}

/// Where a block or an attribute begins: not within a text, as far as a line tells.
fn beginnings(lines: &[String]) -> Vec<usize> {
    let begins = |line: &String| {
        let first = line.trim_start().chars().next();
        first.is_some_and(|letter| letter.is_alphabetic() || letter == '"')
    };
    (0..lines.len()).filter(|at| begins(&lines[*at])).collect()
}

/// A file with a block or an attribute dropped, doubled, or in the place of another.
fn restructured(text: &str, act: Act, one: Index, other: Index) -> String {
    let mut lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let all = beginnings(&lines);
    if all.is_empty() {
        return text.to_owned();
    }
    let start = all[one.index(all.len())];
    let piece = lines[start..end_of(&lines, start)].to_vec();
    match act {
        Act::Drop => drop(lines.drain(start..start + piece.len())),
        Act::Double => drop(lines.splice(start..start, piece)),
        Act::Swap => {
            let there = all[other.index(all.len())];
            let end = end_of(&lines, there);
            let second = lines[there..end].to_vec();
            // Of two that overlap, the inner one takes the place of the outer one.
            if there >= start + piece.len() {
                lines.splice(there..end, piece.iter().cloned());
                lines.splice(start..start + piece.len(), second);
            } else {
                lines.splice(start..start + piece.len(), second);
            }
        }
    }
    lines.join("\n")
}

/// A text with one of its brackets, quotes or heredoc marks taken away or doubled.
fn unbalanced(text: &str, sign: Index, place: Index, drop: bool) -> String {
    let sign = SIGNS[sign.index(SIGNS.len())];
    let places: Vec<usize> = text.match_indices(sign).map(|(at, _)| at).collect();
    if places.is_empty() {
        return format!("{text}{sign}");
    }
    let at = places[place.index(places.len())];
    let mut text = text.to_owned();
    if drop {
        text.replace_range(at..at + sign.len(), "")
    } else {
        text.insert_str(at, sign)
    }
    text
}

/// Checks the files of a module beside an input that is whole: its group is there, whatever the files hold.
fn assert_whole_is_kept(files: &[(PathBuf, String)]) {
    let mut files = files.to_vec();
    files.push(("zz-beside/template.yaml".into(), WHOLE.to_owned()));
    files.push(("zz-beside/main.tf".into(), KEPT.to_owned()));
    let folder = written(&files);
    let gathered = gather(&[folder.path().to_owned()], true, &mut std::io::empty());
    let options = Options { folders: gathered.folders, ..Options::default() };
    let mut sources = Sources::default();
    let everything = load::load(&mut sources, gathered.inputs, &options);
    for name in [WHOLE_GROUP, "aws_elasticache_replication_group.kept"] {
        let there = everything.loaded.groups.iter().any(|group| group.name.ends_with(name));
        assert!(there, "{name} is lost: {files:#?}");
    }
}

/// A module that nobody damages.
const KEPT: &str = r#"resource "aws_elasticache_replication_group" "kept" {
  replication_group_id       = "kept"
  num_cache_clusters         = 2
  multi_az_enabled           = true
  automatic_failover_enabled = true
}
"#;

/// The plans and states of our own.
static PLANS: LazyLock<Vec<(&str, Value)>> = LazyLock::new(plans);

fn plans() -> Vec<(&'static str, Value)> {
    let is_plan = |text: &str| text.contains("\"planned_values\"") || text.contains("\"terraform_version\"");
    let plans = INPUTS.iter().filter(|(name, text)| name.ends_with(".json") && is_plan(text));
    plans.filter_map(|(name, text)| Some((name.as_str(), serde_json::from_str(text).ok()?))).collect()
}

/// The members of a document, as pointers; the nearer to the root, the earlier.
fn pointers(root: &Value) -> Vec<String> {
    let mut all = vec![String::new()];
    let mut next = 0;
    while let Some(pointer) = all.get(next).cloned() {
        next += 1;
        match root.pointer(&pointer) {
            Some(Value::Object(map)) => {
                let name = |key: &String| format!("{pointer}/{}", key.replace('~', "~0").replace('/', "~1"));
                all.extend(map.keys().map(name));
            }
            Some(Value::Array(list)) => all.extend((0..list.len()).map(|at| format!("{pointer}/{at}"))),
            _ => {}
        }
    }
    all
}

/// What is done to a member of a plan.
fn damaged_plan(root: &mut Value, act: u8, one: Index, other: Index) {
    let all = pointers(root);
    let (at, there) = (&all[one.index(all.len())], &all[other.index(all.len())]);
    let value = |pointer: &str, root: &Value| root.pointer(pointer).cloned().unwrap_or_default();
    let new = match act {
        0 => Value::Null,
        1 => value(there, root),
        2 => return remove(root, at),
        3 => return exchange(root),
        4 => match value(at, root) {
            Value::Array(list) => list.into_iter().take(1).collect(),
            Value::Object(map) => map.into_values().collect(),
            Value::String(text) => Value::Array(vec![text.into()]),
            Value::Number(number) => number.to_string().into(),
            Value::Bool(_) => 1.into(),
            Value::Null => Value::Object(serde_json::Map::new()),
        },
        _ => match value(at, root) {
            Value::Array(list) => list.iter().chain(&list).cloned().collect(),
            other => Value::Array(vec![other]),
        },
    };
    if let Some(place) = root.pointer_mut(at) {
        *place = new;
    }
}

/// Takes a member away.
fn remove(root: &mut Value, pointer: &str) {
    let Some((parent, key)) = pointer.rsplit_once('/') else { return };
    match root.pointer_mut(parent) {
        Some(Value::Object(map)) => drop(map.remove(&key.replace("~1", "/").replace("~0", "~"))),
        Some(Value::Array(list)) => drop(list.pop()),
        _ => {}
    }
}

/// What was before comes after, everywhere.
fn exchange(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (one, other) in [("before", "after"), ("planned_values", "prior_state")] {
                let (first, second) = (map.remove(one), map.remove(other));
                map.extend(first.map(|value| (other.to_owned(), value)));
                map.extend(second.map(|value| (one.to_owned(), value)));
            }
            map.values_mut().for_each(exchange);
        }
        Value::Array(list) => list.iter_mut().for_each(exchange),
        _ => {}
    }
}

#[test]
fn damage_changes_what_it_should() {
    let text = "a = 1\nb \"c\" {\n  d = 2\n}\ne = <<EOT\nx\nEOT\nf = 3";
    let lines: Vec<String> = text.split('\n').map(str::to_owned).collect();
    let pieces: Vec<(usize, usize)> =
        beginnings(&lines).into_iter().map(|at| (at, end_of(&lines, at))).collect();
    assert_eq!(pieces, [(0, 1), (1, 4), (2, 3), (4, 7), (5, 6), (6, 7), (7, 8)]);
    assert!(PLANS.len() > 10, "{}", PLANS.len());
    let (_, plan) = &PLANS[0];
    assert!(pointers(plan).iter().all(|pointer| plan.pointer(pointer).is_some()));
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_module_with_other_blocks_takes_nothing_with_it(
        module in any::<Index>(),
        changes in prop::collection::vec((any::<Index>(), act(), any::<Index>(), any::<Index>()), 1..5),
        sign in prop::option::weighted(0.3, (any::<Index>(), any::<Index>(), any::<Index>(), any::<bool>())),
    ) {
        let mut files = MODULES[module.index(MODULES.len())].clone();
        for (file, act, one, other) in changes {
            let at = file.index(files.len());
            files[at].1 = restructured(&files[at].1, act, one, other);
        }
        if let Some((file, sign, place, drop)) = sign {
            let at = file.index(files.len());
            files[at].1 = unbalanced(&files[at].1, sign, place, drop);
        }
        assert_whole_is_kept(&files);
    }

    #[test]
    fn a_plan_with_other_members_takes_nothing_with_it(
        plan in any::<Index>(),
        changes in prop::collection::vec((0_u8..6, any::<Index>(), any::<Index>()), 1..6),
    ) {
        let (name, mut root) = PLANS[plan.index(PLANS.len())].clone();
        for (act, one, other) in changes {
            damaged_plan(&mut root, act, one, other);
        }
        let input = |name: &str, text: String| Input { name: name.to_owned(), text };
        let inputs = vec![input(name, root.to_string()), input("whole.yaml", WHOLE.to_owned())];
        let (told, _, failures) = check_all(inputs, &Options::default());
        prop_assert!(told.contains(WHOLE_GROUP), "{root}");
        prop_assert!(failures.iter().all(|failure| failure.file == name), "{failures:?}");
    }
}
