//! What `Ref` and `Fn::GetAtt` refer to: pseudo parameters, parameters, resources and their attributes.

use crate::source::{Node, Span};

use super::evaluate::{Evaluator, arguments, checked_text, cost, list};
use super::template::resource_type;
use super::value::{Resolved, Value, Why, option};

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
                    format!("declare it, or give {}", option(name)),
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
        let room = |text: &str| self.spend(cost(0).saturating_mul(text.matches(',').count()), at);
        let typed = |text: &str| match (listed, room(text)) {
            (true, Err(why)) => Resolved::unknown(why, at),
            (true, Ok(())) => list(text.split(',').map(|one| checked_text(one.trim(), at)).collect(), at),
            (false, _) => checked_text(text, at),
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
                            format!("give {}", option(name)),
                        ),
                        at,
                    ),
                },
            },
        };
        if self.template.secret.contains(name) {
            resolved.secret = true;
            // An element that is taken out of a list is as secret as the list.
            if let Ok(Value::List(items)) = &mut resolved.value {
                items.iter_mut().for_each(|item| item.secret = true);
            }
        }
        resolved
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
    pub(super) fn attribute(&self, resource: &str, attribute: &str, at: Span) -> Resolved<'t> {
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
    through(option(name), resolved)
}

/// A parameter that keeps the value it has in the deployed stack.
fn previous(name: &str) -> Why {
    Why::new(
        format!("parameter {name}"),
        "keeps its previous value, which only the stack knows",
        format!("give {}", option(name)),
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
