//! Types, as the `type` of a variable gives them.

use std::collections::BTreeMap;
use std::rc::Rc;

use super::Fault;
use super::convert::convert;
use super::value::Value;
use crate::source::Span;
use crate::source::hcl::{Call, Expression, ExpressionKind, parse_template};

/// A type of Terraform's language.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Type {
    /// Whatever the value is; in a collection, one type for all elements.
    Any,
    /// `bool`.
    Bool,
    /// `number`.
    Number,
    /// `string`.
    Text,
    /// `list(…)`.
    List(Box<Type>),
    /// `set(…)`.
    Set(Box<Type>),
    /// `map(…)`.
    Map(Box<Type>),
    /// `object({…})`.
    Object(BTreeMap<Rc<str>, Member>),
    /// `tuple([…])`.
    Tuple(Vec<Type>),
}

/// One attribute of an object type.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Member {
    /// Its type.
    pub(crate) kind: Type,
    /// It may be left out.
    pub(crate) optional: bool,
    /// What it is where it is left out or null.
    pub(crate) default: Option<Value>,
}

/// What evaluates the default of an optional attribute.
pub(crate) type Evaluate<'e> = &'e dyn Fn(&Expression) -> Result<Value, Fault>;

impl Type {
    /// Whether a text of the command line is a value of it as it stands.
    pub(crate) fn is_plain(&self) -> bool {
        matches!(self, Type::Bool | Type::Number | Type::Text)
    }

    /// The type that a type expression means.
    ///
    /// # Errors
    /// Where it means none, or a default is not of its attribute's type.
    pub(crate) fn read(expression: &Expression, evaluate: Evaluate) -> Result<Type, Fault> {
        match &expression.kind {
            ExpressionKind::Name(name) => named(name).ok_or_else(|| not_a_type(expression.span)),
            ExpressionKind::Call(call) => constructed(call, expression.span, evaluate),
            // The old quoted words, and any type in JSON syntax.
            ExpressionKind::Text(text) => {
                let inner = parse_template(&format!("${{{text}}}"), expression.span, false);
                match inner.map_err(|error| fault(expression.span, error.message))? {
                    Expression { kind: ExpressionKind::Text(_), .. } => Err(not_a_type(expression.span)),
                    inner => Type::read(&inner, evaluate),
                }
            }
            _ => Err(not_a_type(expression.span)),
        }
    }

    /// Whether `any` is in it: what stands there is to be found from the values.
    pub(super) fn has_any(&self) -> bool {
        match self {
            Type::Any => true,
            Type::Bool | Type::Number | Type::Text => false,
            Type::List(element) | Type::Set(element) | Type::Map(element) => element.has_any(),
            Type::Object(members) => members.values().any(|member| member.kind.has_any()),
            Type::Tuple(items) => items.iter().any(Type::has_any),
        }
    }

    /// What it is, for people.
    pub(super) fn what(&self) -> &'static str {
        match self {
            Type::Any => "any value",
            Type::Bool => "a boolean",
            Type::Number => "a number",
            Type::Text => "a text",
            Type::List(_) | Type::Tuple(_) => "a list",
            Type::Set(_) => "a set",
            Type::Map(_) | Type::Object(_) => "a map",
        }
    }
}

impl Member {
    /// An attribute that must be there.
    pub(super) fn required(kind: Type) -> Member {
        Member { kind, optional: false, default: None }
    }
}

fn named(name: &str) -> Option<Type> {
    let any = || Box::new(Type::Any);
    Some(match name {
        "any" => Type::Any,
        "bool" => Type::Bool,
        "number" => Type::Number,
        "string" => Type::Text,
        "list" => Type::List(any()),
        "map" => Type::Map(any()),
        _ => return None,
    })
}

fn constructed(call: &Call, at: Span, evaluate: Evaluate) -> Result<Type, Fault> {
    let [argument] = call.arguments.as_slice() else { return Err(not_a_type(at)) };
    let element = || Type::read(argument, evaluate).map(Box::new);
    match (call.name.as_str(), &argument.kind) {
        ("list", _) => Ok(Type::List(element()?)),
        ("set", _) => Ok(Type::Set(element()?)),
        ("map", _) => Ok(Type::Map(element()?)),
        ("tuple", ExpressionKind::Tuple(items)) => {
            Ok(Type::Tuple(items.iter().map(|item| Type::read(item, evaluate)).collect::<Result<_, _>>()?))
        }
        ("object", ExpressionKind::Object(entries)) => {
            let members =
                entries.iter().map(|(key, value)| Ok((name(key)?.into(), member(value, evaluate)?)));
            Ok(Type::Object(members.collect::<Result<_, Fault>>()?))
        }
        _ => Err(not_a_type(at)),
    }
}

fn name(key: &Expression) -> Result<&str, Fault> {
    match &key.kind {
        ExpressionKind::Text(name) | ExpressionKind::Name(name) => Ok(name),
        _ => Err(fault(key.span, "an attribute of an object type needs a plain name")),
    }
}

/// The type of an attribute, which may be `optional(…)`.
fn member(expression: &Expression, evaluate: Evaluate) -> Result<Member, Fault> {
    let ExpressionKind::Call(call) = &expression.kind else {
        return Ok(Member::required(Type::read(expression, evaluate)?));
    };
    match (call.name.as_str(), call.arguments.as_slice()) {
        ("optional", [kind]) => {
            Ok(Member { kind: Type::read(kind, evaluate)?, optional: true, default: None })
        }
        ("optional", [kind, default]) => {
            let kind = Type::read(kind, evaluate)?;
            let default =
                convert(&evaluate(default)?, &kind).map_err(|found| found.within(Some(default.span)))?;
            Ok(Member { kind, optional: true, default: Some(default) })
        }
        _ => Ok(Member::required(Type::read(expression, evaluate)?)),
    }
}

fn not_a_type(at: Span) -> Fault {
    fault(at, "this is not a type")
}

fn fault(at: Span, message: impl Into<String>) -> Fault {
    Fault { at: Some(at), ..Fault::new(message) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::Sources;
    use crate::source::hcl::parse_hcl;

    /// Reads the type after `type = `, where defaults are texts, numbers or empty objects.
    fn read(text: &str) -> Result<Type, Fault> {
        let mut sources = Sources::default();
        let text = format!("type = {text}");
        let id = sources.add("variables.tf", text.clone());
        let body = parse_hcl(id, &text).unwrap();
        Type::read(&body.attribute("type").unwrap().value, &|expression| {
            Ok(match &expression.kind {
                ExpressionKind::Text(text) => Value::text(text),
                ExpressionKind::Number(number) => Value::number(*number),
                _ => Value::object(BTreeMap::new()),
            })
        })
    }

    #[test]
    fn types_nest() {
        assert_eq!(read("string"), Ok(Type::Text));
        assert_eq!(
            read("list(set(map(bool)))"),
            Ok(Type::List(Box::new(Type::Set(Box::new(Type::Map(Box::new(Type::Bool)))))))
        );
        assert_eq!(read("tuple([number, any])"), Ok(Type::Tuple(vec![Type::Number, Type::Any])));
    }

    #[test]
    fn old_and_quoted_forms_are_types_too() {
        let list = Ok(Type::List(Box::new(Type::Any)));
        assert_eq!(read("\"string\""), Ok(Type::Text));
        assert_eq!(read("\"list\""), list);
        assert_eq!(read("list"), list);
        assert_eq!(read("\"list(number)\""), Ok(Type::List(Box::new(Type::Number))));
        assert_eq!(read("map"), Ok(Type::Map(Box::new(Type::Any))));
    }

    #[test]
    fn attributes_may_be_optional_and_have_a_default_of_their_type() {
        let Ok(Type::Object(members)) =
            read("object({ name = string, size = optional(number, \"2\"), zone = optional(string) })")
        else {
            panic!("an object type")
        };
        assert_eq!(members["name"], Member::required(Type::Text));
        assert_eq!(members["size"].default.as_ref().map(|value| &value.kind), Some(&Value::number(2.0).kind));
        assert!(members["zone"].optional && members["zone"].default.is_none());
    }

    #[test]
    fn what_is_no_type_is_at_fault_where_it_stands() {
        for text in ["text", "list(text)", "set", "list(string, string)", "object(string)", "5", "\"\\\"\""] {
            assert!(read(text).is_err_and(|fault| fault.at.is_some()), "{text}");
        }
        assert!(read("object({ a = optional(number, \"x\") })").is_err());
    }
}
