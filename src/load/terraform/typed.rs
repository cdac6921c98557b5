//! Attributes as what they mean: flags, counts, texts and zones.

use crate::model::{Setting, Unknown, Zone};
use crate::source::Node;

use super::attribute::Object;

impl Object<'_> {
    /// A boolean, which may be written as a text (X124).
    pub(super) fn flag(&self, name: &str) -> Option<Setting<bool>> {
        self.setting(name, |node| node.as_bool().ok_or_else(|| wrong(node, "true or false")))
    }

    /// A whole number, which may be written as a text.
    pub(super) fn count(&self, name: &str) -> Option<Setting<u32>> {
        self.setting(name, |node| node.as_count().ok_or_else(|| wrong(node, "a whole number")))
    }

    /// A whole number above zero: a state spells "not set" as zero.
    pub(super) fn positive(&self, name: &str) -> Option<Setting<u32>> {
        self.count(name).filter(|count| count.value() != Some(&0))
    }

    /// A text.
    pub(super) fn text(&self, name: &str) -> Option<Setting<String>> {
        self.setting(name, text_of)
    }

    /// A text that stands for something else.
    pub(super) fn parsed<T>(
        &self,
        name: &str,
        parse: impl FnOnce(&str) -> Result<T, Unknown>,
    ) -> Option<Setting<T>> {
        self.setting(name, |node| text_of(node).and_then(|text| parse(&text)))
    }

    /// A zone's name.
    pub(super) fn zone(&self, name: &str) -> Option<Setting<Zone>> {
        self.zone_as(name, Zone::Name)
    }

    /// A zone's id.
    pub(super) fn zone_id(&self, name: &str) -> Option<Setting<Zone>> {
        self.zone_as(name, Zone::Id)
    }

    fn zone_as(&self, name: &str, is: fn(String) -> Zone) -> Option<Setting<Zone>> {
        let zone = self.text(name)?.map(is);
        Some(symbolic(zone, self.told().and_then(|told| told.symbol(name, None))))
    }

    fn zone_at(&self, name: &str, at: usize, item: &Node) -> Setting<Zone> {
        let zone = self.element(name, at, item).map(Zone::Name);
        symbolic(zone, self.told().and_then(|told| told.symbol(name, Some(at))))
    }

    /// A list of zone names; `None` where it is empty.
    pub(super) fn zones(&self, name: &str) -> Option<Setting<Vec<Setting<Zone>>>> {
        let zones = self.setting(name, |node| match node.is_list() {
            true => {
                Ok(node.items().iter().enumerate().map(|(at, item)| self.zone_at(name, at, item)).collect())
            }
            false => Err(wrong(node, "a list of zones")),
        })?;
        Some(zones).filter(|zones: &Setting<Vec<_>>| zones.value().is_none_or(|all| !all.is_empty()))
    }
}

/// A zone whose name is not known, but which of a list's it is.
fn symbolic(zone: Setting<Zone>, symbol: Option<Zone>) -> Setting<Zone> {
    match symbol.filter(|_| zone.value().is_none()) {
        Some(symbol) => Setting { secret: zone.secret, ..Setting::written(zone.name, symbol, zone.at) },
        None => zone,
    }
}

/// The characters of a scalar.
///
/// # Errors
/// For a list or a map: what to write instead.
pub(super) fn text_of(node: &Node) -> Result<String, Unknown> {
    node.as_str().map(str::to_owned).ok_or_else(|| wrong(node, "a text"))
}

/// Why a value of another kind is of no use.
pub(super) fn wrong(node: &Node, expected: &str) -> Unknown {
    let found = match node.as_str() {
        // The value itself may be a secret: it is shown where it stands, masked if it is one.
        Some(_) => "this value",
        None if node.is_list() => "a list",
        None => "a map",
    };
    Unknown::new(format!("{found} is not {expected}"), format!("write {expected}"))
}
