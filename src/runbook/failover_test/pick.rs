//! Which shards of a group to test, by the names that the user gives them.

use crate::model::{Group, Shard, is_shard_id};
use crate::runbook::book::Note;
use crate::runbook::site::{Site, shard_id};

/// A shard that the user names.
#[derive(Debug)]
pub(super) struct Wanted {
    /// As it was given.
    given: String,
    /// The group before the dash of `redis00-0003`, the form of the guide's example.
    group: Option<String>,
    /// Its digits.
    shard: String,
}

/// A shard to test.
#[derive(Debug)]
pub(super) struct Picked<'g> {
    /// Its id as a call takes it, or a placeholder.
    pub(super) id: String,
    /// The shard; the one that stands for all where their number is unknown.
    pub(super) shard: &'g Shard,
}

/// Reads the names, and sees that each is one of a shard of these groups.
///
/// # Errors
/// When one is no shard's id, or when no group has such a shard.
pub(super) fn wanted(given: &[String], groups: &[&Group]) -> Result<Vec<Wanted>, String> {
    let mut all: Vec<Wanted> = Vec::new();
    for text in given {
        let one = read(text)?;
        if !groups.iter().any(|group| find(&Site::of(group), &one).is_some()) {
            return Err(format!("--shard {text}: no group has such a shard{}", there_are(groups)));
        }
        if !all.iter().any(|other| other.group == one.group && other.shard == one.shard) {
            all.push(one);
        }
    }
    Ok(all)
}

fn read(text: &str) -> Result<Wanted, String> {
    let wanted = |group: Option<&str>, shard: &str| Wanted {
        given: text.to_owned(),
        group: group.map(str::to_owned),
        shard: shard.to_owned(),
    };
    match text.rsplit_once('-') {
        _ if is_shard_id(text) => Ok(wanted(None, text)),
        Some((group, shard)) if !group.is_empty() && is_shard_id(shard) => Ok(wanted(Some(group), shard)),
        _ => Err(format!("--shard {text}: a shard's id is one to four digits, such as 0003")),
    }
}

/// Some ids that there are.
fn there_are(groups: &[&Group]) -> String {
    let shards = groups.iter().flat_map(|group| &group.layout.shards);
    let mut ids: Vec<&str> = shards.filter_map(|shard| shard.id.as_deref()).collect();
    ids.sort_unstable();
    ids.dedup();
    match ids.as_slice() {
        [] => String::new(),
        few if few.len() <= 8 => format!("; there is {}", few.join(", ")),
        [first, .., last] => format!("; there are {first} to {last}"),
        [_] => String::new(),
    }
}

/// The shards to test in a group, in the order they were named, and what to tell of the names.
pub(super) fn pick<'g>(site: &Site<'g>, wanted: &[Wanted]) -> (Vec<Picked<'g>>, Vec<Note>) {
    let group = site.group;
    if wanted.is_empty() {
        let all = group.layout.shards.iter();
        return (all.map(|shard| Picked { id: shard_id(shard).to_owned(), shard }).collect(), Vec::new());
    }
    let mut picked: Vec<Picked<'g>> = Vec::new();
    let mut told = Vec::new();
    for one in wanted {
        let Some(found) = find(site, one) else { continue };
        if found.id != one.given {
            let (given, id) = (&one.given, &found.id);
            let text = format!(
                "--shard {given} is read as {id}: the guide's example names a shard by its group too, the API \
                 takes one to four digits."
            );
            told.push(Note::new(text, &["D5", "X026", "X086"]));
        }
        if !picked.iter().any(|other| other.id == found.id) {
            picked.push(found);
        }
    }
    (picked, told)
}

/// The shard of a group that a name means.
fn find<'g>(site: &Site<'g>, wanted: &Wanted) -> Option<Picked<'g>> {
    let group = site.group;
    let meant = |name: &String| {
        site.is_nameless() || name.eq_ignore_ascii_case(&site.id) || name.eq_ignore_ascii_case(&group.name)
    };
    if !wanted.group.as_ref().is_none_or(meant) {
        return None;
    }
    let number = |id: &str| id.parse::<u32>().ok();
    let has = |exact: bool| {
        group.layout.shards.iter().find(|shard| match shard.id.as_deref() {
            Some(id) if exact => id == wanted.shard,
            Some(id) => is_shard_id(id) && number(id) == number(&wanted.shard),
            None => false,
        })
    };
    if let Some(shard) = has(true).or_else(|| has(false)) {
        return Some(Picked { id: shard_id(shard).to_owned(), shard });
    }
    // How many shards there are, and so which, the input does not tell.
    let open = group.layout.shards.iter().find(|shard| shard.id.is_none())?;
    Some(Picked { id: wanted.shard.clone(), shard: open })
}
