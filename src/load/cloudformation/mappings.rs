//! `Fn::FindInMap`, known where all entries that its keys leave possible agree.

use crate::source::{Node, Span};

use super::evaluate::{Evaluator, arguments, cost};
use super::value::{Resolved, Why};

impl<'t> Evaluator<'t> {
    /// `[map, first key, second key]`, and a default as the fourth.
    pub(super) fn find_in_map(&self, argument: &'t Node, at: Span) -> Resolved<'t> {
        let (map, first, second, default) = match arguments(argument) {
            [map, first, second] => (map, first, second, None),
            [map, first, second, default] => (map, first, second, default.get("DefaultValue")),
            _ => return Resolved::unknown(Why::malformed("Fn::FindInMap"), at),
        };
        let [map, first, second] = [map, first, second].map(|node| self.resolve(node));
        let keys = Resolved::text("", at).resting_on(&map).resting_on(&first).resting_on(&second);
        let found = match map.as_text() {
            Ok(name) => self.look_up(name, &first, &second, default, at),
            Err(why) => Resolved::unknown(why, at),
        };
        found.resting_on(&keys)
    }

    fn look_up(
        &self,
        name: &str,
        first: &Resolved<'t>,
        second: &Resolved<'t>,
        default: Option<&'t Node>,
        at: Span,
    ) -> Resolved<'t> {
        let Some(mapping) = self.template.mapping(name) else {
            let why =
                Why::new(format!("mapping {name}"), "is not in this template", "declare it under Mappings");
            return Resolved::unknown(why, at);
        };
        let open = first.as_text().err().or_else(|| second.as_text().err());
        let mut entries = Vec::new();
        for outer in matching(mapping, first) {
            entries.extend(matching(outer, second));
        }
        if let Err(why) = self.spend(cost(0).saturating_mul(entries.len()), at) {
            return Resolved::unknown(why, at);
        }
        let mut possible: Vec<_> = entries.into_iter().map(|entry| self.entry(entry)).collect();
        if let Some(default) = default.filter(|_| open.is_some() || possible.is_empty()) {
            possible.push(self.resolve(default));
        }
        let agreed = possible.pop().filter(|last| possible.iter().all(|one| one.same(last)));
        match (agreed, open) {
            (Some(agreed), _) => Resolved { at, ..agreed },
            (None, Some(why)) => Resolved::unknown(why, at),
            (None, None) => Resolved::unknown(
                Why::new(
                    format!("mapping {name}"),
                    "has no entry for these keys",
                    "add the entry, or give other values with --parameters",
                ),
                at,
            ),
        }
    }

    /// An entry's value: mappings hold no functions, so nothing here can lead back.
    fn entry(&self, node: &'t Node) -> Resolved<'t> {
        let literal = |node: &Node| node.tag.is_none() && node.as_str().is_some();
        if literal(node) || (node.is_list() && node.items().iter().all(literal)) {
            return self.plain(node);
        }
        let why =
            Why::new("an entry of a mapping", "is neither text nor a list of texts", "mend the mapping");
        Resolved::unknown(why, node.span)
    }
}

/// The values under a key; all of them where the key is not known.
fn matching<'t>(map: &'t Node, key: &Resolved<'_>) -> Vec<&'t Node> {
    match key.as_text() {
        Ok(key) => map.get(key).into_iter().collect(),
        Err(_) => map.entries().iter().map(|entry| &entry.value).collect(),
    }
}
