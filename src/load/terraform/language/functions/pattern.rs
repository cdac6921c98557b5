//! Functions of regular expressions.

use std::rc::Rc;

use regex::{Captures, Regex, RegexBuilder};

use super::arguments::{LONGEST_TEXT, bounded, text, text_value, too_large};
use super::function::Spend;
use super::re2::translated;
use super::text::replaced;
use super::weight::states;
use crate::load::terraform::language::Fault;
use crate::load::terraform::language::value::Value;

/// `regex(pattern, text)`: the first match.
pub(super) fn regex(arguments: &[Value], spend: Spend<'_>) -> Result<Value, Fault> {
    let (pattern, text) = (compiled(&text(arguments, 0)?, spend)?, text(arguments, 1)?);
    named_or_not(&pattern)?;
    spend(search(&pattern, text.len()))?;
    let found =
        pattern.captures(&text).ok_or_else(|| Fault::new("the pattern matches no part of the text"))?;
    Ok(captured(&pattern, &found))
}

/// `regexall(pattern, text)`: all matches.
pub(super) fn regexall(arguments: &[Value], spend: Spend<'_>) -> Result<Value, Fault> {
    let (pattern, text) = (compiled(&text(arguments, 0)?, spend)?, text(arguments, 1)?);
    named_or_not(&pattern)?;
    spend(search(&pattern, text.len()))?;
    let mut room = 16 * LONGEST_TEXT;
    let mut all = Vec::new();
    for found in pattern.captures_iter(&text) {
        // The next search may look at all that follows.
        spend(search(&pattern, text.len() - end_of(&found)))?;
        let length = found.iter().flatten().map(|group| group.len() + 1).sum();
        room = room.checked_sub(length).ok_or_else(too_large)?;
        all.push(captured(&pattern, &found));
        all = bounded(all)?;
    }
    Ok(Value::list(all))
}

/// `replace(text, part, by)`, where a part between slashes is a pattern.
pub(super) fn replace(arguments: &[Value], spend: Spend<'_>) -> Result<Value, Fault> {
    spend(arguments.iter().map(|argument| 1 + argument.size).sum())?;
    let (text, part, by) = (text(arguments, 0)?, text(arguments, 1)?, text(arguments, 2)?);
    let Some(pattern) = part.strip_prefix('/').and_then(|part| part.strip_suffix('/')) else {
        return replaced(&text, &part, &by);
    };
    let pattern = compiled(pattern, spend)?;
    spend(search(&pattern, text.len()))?;
    let mut result = String::new();
    let mut end = 0;
    for found in pattern.captures_iter(&text) {
        let Some(whole) = found.get(0) else { continue };
        spend(search(&pattern, text.len() - whole.end()) + by.len() / 16)?;
        result.push_str(text.get(end..whole.start()).unwrap_or_default());
        found.expand(&by, &mut result);
        end = whole.end();
        if result.len() > LONGEST_TEXT {
            return Err(too_large());
        }
    }
    result.push_str(text.get(end..).unwrap_or_default());
    text_value(&result)
}

/// What the groups of a match hold: an object by their names, else a tuple; without any, the match.
fn captured(pattern: &Regex, found: &Captures<'_>) -> Value {
    let group =
        |group: Option<regex::Match<'_>>| group.map_or(Value::null(), |group| Value::text(group.as_str()));
    let mut groups = found.iter();
    let whole = group(groups.next().flatten());
    if pattern.captures_len() == 1 {
        return whole;
    }
    let names: Vec<Option<&str>> = pattern.capture_names().skip(1).collect();
    if names.iter().all(Option::is_none) {
        return Value::tuple(groups.map(group).collect());
    }
    let entry = |(name, value): (Option<&str>, _)| Some((Rc::from(name?), group(value)));
    Value::object(names.into_iter().zip(groups).filter_map(entry).collect())
}

fn named_or_not(pattern: &Regex) -> Result<(), Fault> {
    let mut names = pattern.capture_names().skip(1).map(|name| name.is_some());
    match names.next() {
        Some(first) if names.any(|other| other != first) => {
            Err(Fault::new("the pattern has groups with and without a name"))
        }
        _ => Ok(()),
    }
}

/// Where a match ends.
fn end_of(found: &Captures<'_>) -> usize {
    found.get(0).map_or(0, |whole| whole.end())
}

/// The work of one search through so many bytes, in values.
fn search(pattern: &Regex, bytes: usize) -> usize {
    // The more states a pattern may be in at once, the more is to be done for each byte.
    let heavy = 1 + states(pattern.as_str()).min(LARGEST_PATTERN) / 2;
    1 + pattern.captures_len() + (bytes / 4).saturating_mul(heavy)
}

/// The most bytes that a pattern may take in memory.
const LARGEST_PATTERN: usize = 1 << 20;

fn compiled(pattern: &str, spend: Spend<'_>) -> Result<Regex, Fault> {
    spend(work_of(pattern))?;
    let built = RegexBuilder::new(&translated(pattern))
        .size_limit(LARGEST_PATTERN)
        .dfa_size_limit(LARGEST_PATTERN)
        .build();
    built.map_err(|error| match error {
        regex::Error::CompiledTooBig(_) => Fault::new("this regular expression is too large"),
        _ => Fault::new("this is not a regular expression that can be read"),
    })
}

/// The work of reading a pattern, in values.
fn work_of(pattern: &str) -> usize {
    let states = states(pattern).min(LARGEST_PATTERN);
    64 + pattern.len() / 16 + states.saturating_mul(STATE)
}

/// What a state of a pattern costs to make, in values.
const STATE: usize = 8;
