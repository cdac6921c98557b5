//! The functions that make and take apart text: `Fn::Sub`, `Fn::Join`, `Fn::Split`.

use std::collections::BTreeMap;

use crate::source::{Node, Span};

use super::evaluate::{Evaluator, arguments, checked_text, cost};
use super::value::{Resolved, Value, Why, unlisted};
use super::zone_lists::{lettered, region_unknown};

/// The longest text that is put together, in bytes: longer ones only hostile templates make.
const MAX_TEXT: usize = 64 * 1024;

impl<'t> Evaluator<'t> {
    /// `Fn::Sub` with a text, or a text and variables.
    pub(super) fn sub(&self, argument: &'t Node, at: Span) -> Resolved<'t> {
        let (text, variables) = match (argument.as_str(), arguments(argument)) {
            (Some(text), _) => (text, None),
            (None, [text, variables]) if text.as_str().is_some() => {
                (text.as_str().unwrap_or_default(), Some(variables))
            }
            _ => return Resolved::unknown(Why::malformed("Fn::Sub"), at),
        };
        // Each variable is resolved once: a text may use one often, and variables nest.
        let mut known: BTreeMap<&str, Resolved<'t>> = BTreeMap::new();
        for entry in variables.map_or(&[][..], Node::entries) {
            known.insert(&entry.key, self.resolve(&entry.value));
        }
        let substitutions = substitutions(text);
        if let Err(why) = self.spend(cost(0).saturating_mul(substitutions.len()), at) {
            return Resolved::unknown(why, at);
        }
        let parts = substitutions.into_iter().map(|part| match part {
            Part::Text(text) => checked_text(text, at),
            Part::Literal(name) => Resolved::text(format!("${{{name}}}"), at),
            Part::Variable(name) => match (known.get(name), name.split_once('.')) {
                (Some(value), _) => value.clone(),
                (None, Some((resource, attribute))) => self.attribute(resource, attribute, at),
                (None, None) => self.reference(name, at),
            },
        });
        concatenate(parts, "", at)
    }

    /// `Fn::Join`.
    pub(super) fn join(&self, argument: &'t Node, at: Span) -> Resolved<'t> {
        let [delimiter, items] = arguments(argument) else {
            return Resolved::unknown(Why::malformed("Fn::Join"), at);
        };
        let Some(delimiter) = delimiter.as_str().or(delimiter.is_null().then_some("")) else {
            return Resolved::unknown(Why::malformed("Fn::Join"), at);
        };
        let items = self.resolve(items);
        match &items.value {
            Ok(Value::List(all)) => concatenate(all.iter().cloned(), delimiter, at).resting_on(&items),
            Ok(Value::Zones(name)) => Resolved::unknown(unlisted(name), at),
            Ok(_) => Resolved::unknown(Why::malformed("Fn::Join"), at),
            Err(why) => Resolved::unknown(why.clone(), at).resting_on(&items),
        }
    }

    /// `Fn::Split`.
    pub(super) fn split(&self, argument: &'t Node, at: Span) -> Resolved<'t> {
        let [delimiter, text] = arguments(argument) else {
            return Resolved::unknown(Why::malformed("Fn::Split"), at);
        };
        let Some(delimiter) = delimiter.as_str().filter(|delimiter| !delimiter.is_empty()) else {
            return Resolved::unknown(Why::malformed("Fn::Split"), at);
        };
        let source = self.resolve(text);
        let split = match source.as_text() {
            Ok(text) => {
                let parts = text.matches(delimiter).count() + 1;
                if let Err(why) = self.spend(cost(0).saturating_mul(parts), at) {
                    return Resolved::unknown(why, at).resting_on(&source);
                }
                let one = |part: &str| Resolved::text(part, at).resting_on(&source);
                Resolved::known(Value::List(text.split(delimiter).map(one).collect()), at)
            }
            Err(why) => Resolved::unknown(why, at),
        };
        split.resting_on(&source)
    }
}

/// Puts texts together; unknown where one of them is.
fn concatenate<'t>(parts: impl Iterator<Item = Resolved<'t>>, delimiter: &str, at: Span) -> Resolved<'t> {
    let mut whole = Resolved::text("", at);
    let (mut text, mut blocked, mut count) = (String::new(), None, 0_usize);
    for part in parts {
        if count > 0 {
            text.push_str(delimiter);
        }
        count += 1;
        match part.as_text() {
            // The region may only come first: what follows it is then the zone's letter.
            Ok(piece) => text.push_str(piece),
            Err(why) if why == region_unknown() && text.is_empty() && blocked.is_none() => {
                blocked = Some(why)
            }
            Err(why) => return Resolved::unknown(why, at).resting_on(&whole).resting_on(&part),
        }
        whole = whole.resting_on(&part);
        if text.len() > MAX_TEXT {
            let why = Why::new("this text", "grows past 64 KiB", "write the value itself");
            return Resolved::unknown(why, at);
        }
    }
    whole.value = match blocked {
        None => Ok(Value::Text(text)),
        Some(why) => lettered(&text, why),
    };
    whole
}

/// A part of a text for `Fn::Sub`.
#[derive(Debug, PartialEq, Eq)]
enum Part<'s> {
    Text(&'s str),
    /// `${!Name}` stands for `${Name}`.
    Literal(&'s str),
    Variable(&'s str),
}

fn substitutions(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("${") {
        let Some((name, remaining)) = after.split_once('}') else { break };
        if !before.is_empty() {
            parts.push(Part::Text(before));
        }
        parts.push(match name.strip_prefix('!') {
            Some(literal) => Part::Literal(literal),
            None => Part::Variable(name.trim()),
        });
        rest = remaining;
    }
    if !rest.is_empty() {
        parts.push(Part::Text(rest));
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_for_sub_falls_into_parts() {
        use Part::{Literal, Text, Variable};
        assert_eq!(substitutions("a${B}c${!D}"), [Text("a"), Variable("B"), Text("c"), Literal("D")]);
        assert_eq!(substitutions("${AWS::Region}a"), [Variable("AWS::Region"), Text("a")]);
        assert_eq!(substitutions("open ${end"), [Text("open ${end")]);
        assert_eq!(substitutions(""), []);
    }
}
