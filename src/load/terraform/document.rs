//! The parts of a plan or state document whose shape is not the usual one: what they hold, or what is wrong.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{IgnoredAny, MapAccess, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};
use serde_json::value::RawValue;

/// The top level of `terraform show -json`, of which each part may stand once: only to say what is wrong.
#[derive(Deserialize)]
#[allow(dead_code)]
pub(super) struct Document {
    format_version: Option<IgnoredAny>,
    planned_values: Option<IgnoredAny>,
    values: Option<IgnoredAny>,
    resource_changes: Option<IgnoredAny>,
    prior_state: Option<IgnoredAny>,
    configuration: Option<IgnoredAny>,
    variables: Option<IgnoredAny>,
}

/// `prior_state`: a state inside of a plan.
#[derive(Deserialize)]
pub(super) struct State<'t> {
    /// Its resources.
    #[serde(borrow)]
    pub(super) values: Option<Values<'t>>,
}

/// `values` or `planned_values`.
#[derive(Deserialize)]
pub(super) struct Values<'t> {
    /// The tree of modules.
    #[serde(borrow)]
    pub(super) root_module: Option<Module<'t>>,
    /// All resources in one list or map, as a Sentinel mock has them.
    #[serde(borrow, default)]
    pub(super) resources: Items<&'t RawValue>,
}

/// A module's resources and the modules below it.
#[derive(Deserialize)]
pub(super) struct Module<'t> {
    #[serde(borrow, default)]
    resources: Items<&'t RawValue>,
    #[serde(borrow, default)]
    child_modules: Items<Module<'t>>,
}

impl<'t> Values<'t> {
    /// Every resource, the modules' own order kept.
    pub(super) fn all(self) -> Vec<Item<&'t str>> {
        let mut found = self.resources.0;
        // A stack instead of recursion; the parser bounds the depth, not the number.
        let mut open: Vec<Module<'t>> = self.root_module.into_iter().collect();
        while let Some(module) = open.pop() {
            found.extend(module.resources.0);
            open.extend(module.child_modules.0.into_iter().rev().map(|item| item.value));
        }
        found.into_iter().map(|item| Item { key: item.key, value: item.value.get() }).collect()
    }
}

/// What tells a resource from another, in `values` and in `resource_changes` alike.
#[derive(Deserialize)]
pub(super) struct Header<'t> {
    #[serde(borrow)]
    pub(super) address: Option<&'t RawValue>,
    /// The resource type; anything but a text reads as none.
    #[serde(borrow, rename = "type")]
    pub(super) kind: Option<&'t RawValue>,
}

/// Whether a format version is one that is read here: 0.1 and 0.2 (Terraform before 1.1) and all of 1.
///
/// Terraform raises the minor for what older readers can ignore, the major for what they can't.
pub(super) fn is_known_format(version: &str) -> bool {
    matches!(version, "0.1" | "0.2") || version.strip_prefix("1.").is_some_and(is_number)
}

/// Whether a text is nothing but digits.
pub(super) fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// The elements of a list, or the values of a map with their keys; nothing for null.
#[derive(Debug)]
pub(super) struct Items<T>(pub(super) Vec<Item<T>>);

/// One element, and its key where it stood in a map.
#[derive(Debug)]
pub(super) struct Item<T> {
    /// The key.
    pub(super) key: Option<String>,
    /// The element.
    pub(super) value: T,
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Items(Vec::new())
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Items<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(AsItems(PhantomData))
    }
}

struct AsItems<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for AsItems<T> {
    type Value = Items<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a list or a map")
    }

    fn visit_unit<E>(self) -> Result<Self::Value, E> {
        Ok(Items::default())
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<Self::Value, A::Error> {
        let mut items = Items::default();
        while let Some(value) = list.next_element()? {
            items.0.push(Item { key: None, value });
        }
        Ok(items)
    }

    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
        let mut items = Items::default();
        while let Some((key, value)) = map.next_entry()? {
            items.0.push(Item { key: Some(key), value });
        }
        Ok(items)
    }
}
