//! The properties of a resource as settings.

use crate::model::{Origin, Setting, State, Unknown, Zone};
use crate::source::{Entry, Node, Span, bool_word, count_word};

use super::evaluate::Evaluator;
use super::value::{Resolved, Value, Why};

/// A map of properties, and what is needed to resolve them.
#[derive(Clone, Copy)]
pub(super) struct Properties<'e, 't> {
    /// Resolves their values.
    pub(super) eval: &'e Evaluator<'t>,
    /// The place of what is not written: the resource's key.
    pub(super) at: Span,
    map: Option<&'t Node>,
}

impl<'e, 't> Properties<'e, 't> {
    /// The properties of a resource; none are written where the key is missing.
    pub(super) fn of(eval: &'e Evaluator<'t>, resource: &'t Entry) -> Self {
        Properties { eval, at: resource.key_span, map: resource.value.get("Properties") }
    }

    /// A map inside other properties.
    pub(super) fn inner(eval: &'e Evaluator<'t>, map: &'t Node, at: Span) -> Self {
        Properties { eval, at, map: Some(map) }
    }

    /// A property as it is written.
    pub(super) fn written(&self, name: &str) -> Option<&'t Node> {
        self.map?.get(name)
    }

    /// A property's value; `None` where it is not written, or is `AWS::NoValue`.
    pub(super) fn get(&self, name: &str) -> Option<Resolved<'t>> {
        let map = self.map?;
        match map.get(name) {
            Some(node) => {
                Some(self.eval.resolve(node)).filter(|found| !matches!(found.value, Ok(Value::Nothing)))
            }
            None => map.entries().iter().find(|entry| entry.key.starts_with("Fn::")).map(|entry| {
                let why = Why::new(
                    "a property that is not written here",
                    format!("may be added by {}", entry.key),
                    "check the processed template: aws cloudformation get-template --template-stage Processed",
                );
                Resolved::unknown(why, entry.key_span)
            }),
        }
    }

    /// A property as text.
    pub(super) fn text(&self, name: &str) -> Option<Setting<String>> {
        self.get(name).map(|found| text_setting(name, &found))
    }

    /// A property as a boolean, quoted or not.
    pub(super) fn flag(&self, name: &str) -> Option<Setting<bool>> {
        let read = |text: String| {
            let unclear =
                || Unknown::new(format!("`{text}` is neither true nor false"), "write true or false");
            bool_word(&text).ok_or_else(unclear)
        };
        self.text(name).map(|setting| convert(setting, read))
    }

    /// A property as a whole number, quoted or not.
    pub(super) fn count(&self, name: &str) -> Option<Setting<u32>> {
        let read = |text: String| {
            let unclear = || Unknown::new(format!("`{text}` is no whole number"), "write a whole number");
            count_word(&text).ok_or_else(unclear)
        };
        self.text(name).map(|setting| convert(setting, read))
    }

    /// A property as a list.
    pub(super) fn list(&self, name: &str) -> Option<Setting<Vec<Resolved<'t>>>> {
        self.get(name).map(|found| setting(name, &found, list_value(&found)))
    }

    /// A property as a list of zones.
    pub(super) fn zones(&self, name: &str) -> Option<Setting<Vec<Setting<Zone>>>> {
        let zones = |all: Vec<Resolved<'t>>| all.iter().map(|one| zone_setting(name, one)).collect();
        self.list(name).map(|list| list.map(zones))
    }

    /// A property as one zone.
    pub(super) fn zone(&self, name: &str) -> Option<Setting<Zone>> {
        self.get(name).map(|found| zone_setting(name, &found))
    }
}

/// Turns a setting's text into a typed value; the reason for a secret one shows nothing of it.
pub(super) fn convert<T, U>(setting: Setting<T>, read: impl FnOnce(T) -> Result<U, Unknown>) -> Setting<U> {
    let secret = setting.secret;
    setting.and_then(|value| {
        read(value).map_err(|why| match secret {
            true => Unknown { reason: "its secret value is not one that fits".into(), ..why },
            false => why,
        })
    })
}

/// A setting of what an expression came to.
pub(super) fn setting<T>(name: &str, found: &Resolved<'_>, value: Result<T, Why>) -> Setting<T> {
    let state = match value {
        Ok(value) => {
            let via = Some(found.via.join(" and ")).filter(|via| !via.is_empty());
            State::Known { value, origin: Origin::Written { via } }
        }
        Err(why) => State::Unknown(why.unknown()),
    };
    Setting { name: name.to_owned(), at: found.at, state, secret: found.secret }
}

/// A setting of a text.
pub(super) fn text_setting(name: &str, found: &Resolved<'_>) -> Setting<String> {
    setting(name, found, found.as_text().map(str::to_owned))
}

/// A setting of a zone: by its name, or one of the zones of a region.
pub(super) fn zone_setting(name: &str, found: &Resolved<'_>) -> Setting<Zone> {
    let zone = match &found.value {
        Ok(Value::Zone { zone, .. }) => Ok(zone.clone()),
        _ => found.as_text().and_then(|text| match text.trim() {
            "" => Err(Why::new(format!("a zone of {name}"), "is empty", "write the zone's name")),
            text => Ok(Zone::Name(text.to_owned())),
        }),
    };
    setting(name, found, zone)
}

fn list_value<'t>(found: &Resolved<'t>) -> Result<Vec<Resolved<'t>>, Why> {
    match &found.value {
        Ok(Value::List(items)) => Ok(items.clone()),
        Err(why) => Err(why.clone()),
        Ok(Value::Zones(_)) => found.as_text().map(|_| Vec::new()),
        Ok(_) => Err(Why::new("a single value", "stands where a list belongs", "write a list")),
    }
}
