//! Values of an answer as settings.

use crate::model::{Setting, Unknown};
use crate::source::{Json, Sources};

use super::same::place;

/// The text under a key; `None` where it is absent, null or empty.
pub(super) fn read(node: Json<'_>, key: &str) -> Option<Setting<String>> {
    let value = node.get(key).filter(|value| !value.is_null())?;
    match value.as_str() {
        Some("") => None,
        Some(text) => Some(Setting::written(key, text.to_owned(), value.span())),
        None => {
            let why = Unknown::new(
                format!("{key} holds a list or map where text belongs"),
                "save the answer as the AWS CLI prints it",
            );
            Some(Setting::unknown(key, why, value.span()))
        }
    }
}

/// The text under a path of keys, named by the last of them.
pub(super) fn read_path(node: Json<'_>, path: &[&str]) -> Option<Setting<String>> {
    let (last, parents) = path.split_last()?;
    read(node.path(parents)?, last)
}

/// A flag that is written as `enabled` or `disabled`; in between it is neither (X009).
pub(super) fn flag(setting: Setting<String>) -> Setting<bool> {
    setting.and_then(|text| match text.to_ascii_lowercase().as_str() {
        "enabled" => Ok(true),
        "disabled" => Ok(false),
        changing @ ("enabling" | "disabling") => {
            Err(Unknown::new(format!("being changed ({changing})"), "look again when the change is done"))
        }
        _ => Err(Unknown::because(format!("`{text}` is neither enabled nor disabled"))),
    })
}

/// A whole number.
pub(super) fn count(setting: Setting<String>) -> Setting<u32> {
    setting.and_then(|text| {
        text.trim().parse().map_err(|_| Unknown::because(format!("`{text}` is no whole number")))
    })
}

/// What several objects say of one thing: the value where all agree, else unknown.
pub(super) fn agreed(sources: &Sources, said: Vec<Setting<String>>) -> Option<Setting<String>> {
    let first = said.first()?;
    if let Some(open) = said.iter().find(|setting| setting.value().is_none()) {
        return Some(open.clone());
    }
    match said.iter().find(|setting| setting.value() != first.value()) {
        None => Some(first.clone()),
        Some(other) => {
            let (one, two) = (first.value()?, other.value()?);
            let (one_at, two_at) = (place(sources, first.at), place(sources, other.at));
            let why = Unknown::new(
                format!("its nodes differ in {}: {one} ({one_at}) and {two} ({two_at})", first.name),
                "look again when the change is done",
            );
            Some(Setting::unknown(&first.name, why, first.at))
        }
    }
}

/// How many there are of something.
pub(super) fn number(count: usize) -> u32 {
    u32::try_from(count).unwrap_or(u32::MAX)
}
