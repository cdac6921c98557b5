//! The functions that make text and lists: Ref, Sub, Join, Select, Split, GetAZs, GetAtt.

use std::collections::BTreeMap;

use crate::model::Zone;
use crate::source::{Node, Span, bool_word, count_word};

use super::evaluate::{Evaluator, arguments, checked_text, function, list};
use super::template::resource_type;
use super::value::{Resolved, Value, Why, unlisted};

/// The longest text that is put together, in bytes: longer ones only hostile templates make.
const MAX_TEXT: usize = 64 * 1024;

/// Zones written as the region's name and a letter, where the region is not known.
const LETTERED: &str = "${AWS::Region}a, ${AWS::Region}b, …";

impl<'t> Evaluator<'t> {
    /// `Ref`: a pseudo parameter, a parameter or a resource.
    pub(super) fn reference(&self, name: &str, at: Span) -> Resolved<'t> {
        if name == "AWS::NoValue" {
            return Resolved::known(Value::Nothing, at);
        }
        if let Some(declared) = self.template.parameter(name) {
            return self.parameter(name, declared, at);
        }
        if let Some(resource) = self.template.resource(name) {
            return Resolved::known(Value::Resource(&resource.key), at);
        }
        match self.template.given.get(name) {
            Some(text) => given(name, checked_text(text, at)),
            None if self.template.given.keeps_previous(name) => Resolved::unknown(previous(name), at),
            None if name.starts_with("AWS::") => {
                Resolved::unknown(Why::valueless("pseudo parameter", name), at)
            }
            None => Resolved::unknown(
                Why::new(
                    format!("`{name}`"),
                    "is neither a parameter nor a resource of this template",
                    format!("declare it, or give --parameters {name}=…"),
                ),
                at,
            ),
        }
    }

    fn parameter(&self, name: &str, declared: &'t Node, at: Span) -> Resolved<'t> {
        let kind = declared.get("Type").and_then(Node::as_str).unwrap_or("String");
        if kind.starts_with("AWS::SSM::Parameter::Value<") {
            return Resolved::unknown(
                Why::new(
                    format!("parameter {name}"),
                    "is looked up in SSM Parameter Store",
                    "look it up with aws ssm get-parameter, and check with a parameter of type String",
                ),
                at,
            );
        }
        let listed = kind == "CommaDelimitedList" || kind.starts_with("List<");
        let typed = |text: &str| match listed {
            true => list(text.split(',').map(|one| checked_text(one.trim(), at)).collect(), at),
            false => checked_text(text, at),
        };
        let mut resolved = match self.template.given.get(name) {
            Some(text) => given(name, typed(text)),
            None if self.template.given.keeps_previous(name) => Resolved::unknown(previous(name), at),
            None => match declared.get("Default").filter(|default| !default.is_null()) {
                None => Resolved::unknown(Why::valueless("parameter", name), at),
                Some(default) => match self.plain(default).as_text() {
                    Ok(text) => through(format!("the default of parameter {name}"), typed(text)),
                    Err(_) => Resolved::unknown(
                        Why::new(
                            format!("the default of parameter {name}"),
                            "is not text",
                            format!("give --parameters {name}=…"),
                        ),
                        at,
                    ),
                },
            },
        };
        resolved.secret = self.template.secret.contains(name);
        resolved
    }

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
        let parts = substitutions(text).into_iter().map(|part| match part {
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
                let one = |part: &str| Resolved::text(part, at).resting_on(&source);
                Resolved::known(Value::List(text.split(delimiter).map(one).collect()), at)
            }
            Err(why) => Resolved::unknown(why, at),
        };
        split.resting_on(&source)
    }

    /// `Fn::Select`: an element of a list, or a zone without a name.
    pub(super) fn select(&self, argument: &'t Node, at: Span) -> Resolved<'t> {
        let [index, items] = arguments(argument) else {
            return Resolved::unknown(Why::malformed("Fn::Select"), at);
        };
        let index = self.resolve(index);
        let number = match index.as_text() {
            Ok(text) => match count_word(text) {
                Some(number) => number,
                None => return Resolved::unknown(Why::malformed("Fn::Select"), at),
            },
            Err(why) => return Resolved::unknown(why, at).resting_on(&index),
        };
        let items = self.resolve(items);
        let chosen = match &items.value {
            Ok(Value::Zones(name)) => {
                let zone = Zone::Symbol { list: name.clone(), index: number };
                Resolved::known(Value::Zone { zone, nameless: unlisted(name) }, at)
            }
            Ok(Value::List(all)) => match all.get(number as usize) {
                Some(item) => Resolved { at, ..item.clone() },
                None => Resolved::unknown(
                    Why::new("Fn::Select", "asks for an element past the end of its list", "mend its index"),
                    at,
                ),
            },
            Ok(_) => Resolved::unknown(Why::malformed("Fn::Select"), at),
            Err(why) => Resolved::unknown(why.clone(), at),
        };
        chosen.resting_on(&items).resting_on(&index)
    }

    /// `Fn::GetAZs`: the zones of a region; an empty region is the stack's own.
    pub(super) fn get_azs(&self, argument: &'t Node, at: Span) -> Resolved<'t> {
        let here = || self.template.given.get("AWS::Region").unwrap_or("AWS::Region").to_owned();
        // The argument of a tagged call is the tagged value itself.
        let region = if argument.tag.as_deref() == Some("GetAZs") {
            self.plain_region(argument)
        } else {
            self.resolve(argument)
        };
        let name = match region.as_text() {
            Ok(text) if text.trim().is_empty() => here(),
            Ok(text) => text.to_owned(),
            Err(why) if why == region_unknown() => here(),
            Err(why) => return Resolved::unknown(why, at).resting_on(&region),
        };
        Resolved::known(Value::Zones(format!("Fn::GetAZs {name}")), at).resting_on(&region)
    }

    /// What stands behind `!GetAZs`: nothing, a text, a function in its long form, or a list of one.
    fn plain_region(&self, argument: &'t Node) -> Resolved<'t> {
        match argument.items() {
            [one] => self.resolve(one),
            _ if argument.is_null() => Resolved::text("", argument.span),
            _ => match function(argument) {
                Some((name, inner)) => self.function(name, inner, argument.span),
                None => self.plain(argument),
            },
        }
    }

    /// `Fn::GetAtt` in both forms: `Id.Attribute` and `[Id, Attribute]`.
    pub(super) fn get_att(&self, argument: &'t Node, at: Span) -> Resolved<'t> {
        let named = match (argument.as_str(), arguments(argument)) {
            (Some(text), _) => text.split_once('.'),
            (None, [resource, attribute]) => resource.as_str().zip(attribute.as_str()),
            _ => None,
        };
        match named {
            Some((resource, attribute)) => self.attribute(resource, attribute, at),
            None => Resolved::unknown(Why::malformed("Fn::GetAtt"), at),
        }
    }

    /// An attribute of a resource: what identifies it, or what its properties write.
    fn attribute(&self, resource: &str, attribute: &str, at: Span) -> Resolved<'t> {
        let entry = self.template.resource(resource);
        let kind = entry.and_then(|entry| resource_type(&entry.value)).unwrap_or_default();
        let written = entry.and_then(|entry| entry.value.path(&["Properties", attribute]));
        match (entry, kind, attribute) {
            (Some(entry), "AWS::ElastiCache::ParameterGroup", "CacheParameterGroupName")
            | (Some(entry), "AWS::EC2::Subnet", "SubnetId")
            | (Some(entry), "AWS::ElastiCache::GlobalReplicationGroup", "GlobalReplicationGroupId") => {
                Resolved::known(Value::Resource(&entry.key), at)
            }
            (Some(_), "AWS::EC2::Subnet", "AvailabilityZone") if written.is_some() => written.map_or_else(
                || Resolved::known(Value::Nothing, at),
                |node| Resolved { at, ..self.resolve(node) },
            ),
            _ => Resolved::unknown(
                Why::new(
                    format!("attribute {attribute} of resource {resource}"),
                    "is known once the stack exists",
                    "write the value itself, or check the describe output of the deployed group",
                ),
                at,
            ),
        }
    }
}

fn given<'t>(name: &str, resolved: Resolved<'t>) -> Resolved<'t> {
    through(format!("--parameters {name}=…"), resolved)
}

/// A parameter that keeps the value it has in the deployed stack.
fn previous(name: &str) -> Why {
    Why::new(
        format!("parameter {name}"),
        "keeps its previous value, which only the stack knows",
        format!("give --parameters {name}=…"),
    )
}

/// Notes whose value this is, on the elements of a list too.
fn through(via: String, mut resolved: Resolved<'_>) -> Resolved<'_> {
    if let Ok(Value::List(items)) = &mut resolved.value {
        for item in items {
            item.via = vec![via.clone()];
        }
    }
    resolved.via = vec![via];
    resolved
}

/// Why the stack's own region is not known.
fn region_unknown() -> Why {
    Why::valueless("pseudo parameter", "AWS::Region")
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

/// `${AWS::Region}a`: the region's name is not known, but its zones `a` and `b` surely differ.
fn lettered<'t>(suffix: &str, why: Why) -> Result<Value<'t>, Why> {
    match suffix.as_bytes() {
        [letter @ b'a'..=b'z'] => {
            let zone = Zone::Symbol { list: LETTERED.into(), index: u32::from(letter - b'a') };
            Ok(Value::Zone { zone, nameless: why })
        }
        _ => Err(why),
    }
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

/// Whether two texts are one boolean in two spellings, `yes` and `true`: whether CloudFormation
/// takes them for equal depends on how each is quoted.
pub(super) fn same_boolean(a: &str, b: &str) -> bool {
    a != b && bool_word(a).is_some() && bool_word(a) == bool_word(b)
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
