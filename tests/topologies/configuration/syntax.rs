//! Terraform's language as data, printed in native or in JSON syntax.

use std::fmt::Write;

use serde_json::{Map, Value, json};

/// An expression.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Ex {
    /// A plain value.
    Plain(Value),
    /// What stands as it is in both syntaxes: a type.
    Word(String),
    /// Anything else, in native syntax.
    Code(String),
    /// `[…]`.
    List(Vec<Ex>),
    /// `{…}`.
    Object(Vec<(String, Ex)>),
}

impl Ex {
    pub(super) fn code(text: impl Into<String>) -> Ex {
        Ex::Code(text.into())
    }

    /// Whether it refers to nothing and calls nothing.
    pub(super) fn is_plain(&self) -> bool {
        match self {
            Ex::Plain(_) => true,
            Ex::Word(_) | Ex::Code(_) => false,
            Ex::List(items) => items.iter().all(Ex::is_plain),
            Ex::Object(entries) => entries.iter().all(|(_, value)| value.is_plain()),
        }
    }

    /// The text in native syntax.
    pub(super) fn native(&self) -> String {
        match self {
            Ex::Plain(value) => value.to_string(),
            Ex::Word(text) | Ex::Code(text) => text.clone(),
            Ex::List(items) => {
                let items: Vec<String> = items.iter().map(Ex::native).collect();
                format!("[{}]", items.join(", "))
            }
            Ex::Object(entries) => {
                let entry = |(key, value): &(String, Ex)| format!("{key:?} = {}", value.native());
                format!("{{ {} }}", entries.iter().map(entry).collect::<Vec<_>>().join(", "))
            }
        }
    }

    /// The value in JSON syntax.
    pub(super) fn json(&self) -> Value {
        match self {
            Ex::Plain(value) => value.clone(),
            Ex::Word(text) => json!(text),
            Ex::Code(text) => json!(format!("${{{text}}}")),
            Ex::List(items) => items.iter().map(Ex::json).collect(),
            Ex::Object(entries) => {
                Value::Object(entries.iter().map(|(key, value)| (key.clone(), value.json())).collect())
            }
        }
    }
}

/// What stands in a file or in a block.
#[derive(Debug, Clone, Default)]
pub(super) struct Body {
    pub(super) attributes: Vec<(String, Ex)>,
    /// Kind, labels and content.
    pub(super) blocks: Vec<(String, Vec<String>, Body)>,
}

impl Body {
    pub(super) fn set(&mut self, name: &str, value: Ex) {
        self.attributes.push((name.to_owned(), value));
    }

    pub(super) fn block(&mut self, kind: &str, labels: &[&str], body: Body) {
        let labels = labels.iter().map(|label| (*label).to_owned()).collect();
        self.blocks.push((kind.to_owned(), labels, body));
    }

    pub(super) fn native(&self) -> String {
        let mut text = String::new();
        self.write(0, &mut text);
        text
    }

    fn write(&self, depth: usize, text: &mut String) {
        let indent = "  ".repeat(depth);
        for (name, value) in &self.attributes {
            let _ = writeln!(text, "{indent}{name} = {}", value.native());
        }
        for (kind, labels, body) in &self.blocks {
            let labels: String = labels.iter().map(|label| format!("{label:?} ")).collect();
            let _ = writeln!(text, "{indent}{kind} {labels}{{");
            body.write(depth + 1, text);
            let _ = writeln!(text, "{indent}}}");
        }
    }

    pub(super) fn json(&self) -> Value {
        let mut map: Map<String, Value> =
            self.attributes.iter().map(|(name, value)| (name.clone(), value.json())).collect();
        for (kind, labels, body) in &self.blocks {
            let labels: Vec<&str> = labels.iter().map(String::as_str).collect();
            nest(&mut map, kind, &labels, body.json());
        }
        Value::Object(map)
    }
}

/// Puts a block below its kind and labels; several of one kind and name become a list.
fn nest(map: &mut Map<String, Value>, key: &str, below: &[&str], value: Value) {
    if let [first, rest @ ..] = below {
        let inner = map.entry(key).or_insert_with(|| json!({}));
        return nest(inner.as_object_mut().unwrap(), first, rest, value);
    }
    match map.get_mut(key) {
        None => {
            map.insert(key.to_owned(), value);
        }
        Some(Value::Array(all)) => all.push(value),
        Some(one) => *one = json!([one.take(), value]),
    }
}
