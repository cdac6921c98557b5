//! Rule files written as Rust: reading them anew would be a third of what a short run costs.
//!
//! A key that a rule file can't have fails here, a field that is missing does not compile.

use serde_json::Value;

/// What a value of a file becomes.
type Written = fn(&Value) -> Result<String, String>;

/// A key of a file, the field that it fills, and how.
type Field = (&'static str, &'static str, Written);

const RULE: &[Field] = &[
    ("id", "id", text),
    ("title", "title", text),
    ("each", "each", |value| variant("Each", value)),
    ("when", "when", text),
    ("require", "require", text),
    ("outcome", "outcome", |value| list(value, |item| structure("OutcomeFile", OUTCOME, item))),
    ("undecided", "undecided", text),
    ("labels", "labels", |value| list(value, |item| structure("LabelFile", LABEL, item))),
    ("why", "why", text),
    ("fix", "fix", fix),
    ("facts", "facts", |value| list(value, text)),
    ("examples", "examples", |value| structure("Examples", EXAMPLES, value)),
];

const OUTCOME: &[Field] = &[
    ("if", "condition", |value| optional(value, text)),
    ("severity", "severity", |value| variant("Severity", value)),
    ("consequence", "consequence", |value| variant("Consequence", value)),
    ("message", "message", text),
    ("fix", "fix", |value| optional(value, fix)),
];

const LABEL: &[Field] =
    &[("at", "at", text), ("text", "text", text), ("if", "condition", |value| optional(value, text))];

const FIX: &[Field] =
    &[("terraform", "terraform", text), ("cloudformation", "cloudformation", text), ("cli", "cli", text)];

const EXAMPLES: &[Field] =
    &[("bad", "bad", examples), ("good", "good", examples), ("undecided", "undecided", examples)];

const EXAMPLE: &[Field] = &[
    ("cloudformation", "cloudformation", |value| optional(value, text)),
    ("terraform", "terraform", |value| optional(value, text)),
    ("describe", "describe", |value| optional(value, text)),
    ("external_replicas", "external_replicas", |value| list(value, text)),
];

/// A rule file as a `RuleFile`.
pub(super) fn rule(value: &Value) -> Result<String, String> {
    structure("RuleFile", RULE, value)
}

fn fix(value: &Value) -> Result<String, String> {
    structure("Fix", FIX, value)
}

fn examples(value: &Value) -> Result<String, String> {
    list(value, |item| structure("Example", EXAMPLE, item))
}

fn structure(name: &str, fields: &[Field], value: &Value) -> Result<String, String> {
    let empty = serde_json::Map::new();
    let map = match value {
        Value::Null => &empty,
        Value::Object(map) => map,
        other => return Err(format!("a map belongs here: {other}")),
    };
    if let Some(key) = map.keys().find(|key| fields.iter().all(|(known, ..)| known != key)) {
        return Err(format!("there is no key `{key}`"));
    }
    let field = |(key, field, written): &Field| {
        let code = written(map.get(*key).unwrap_or(&Value::Null));
        code.map(|code| format!("{field}: {code}")).map_err(|error| format!("{key}: {error}"))
    };
    let fields = fields.iter().map(field).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("{name} {{ {} }}", fields.join(", ")))
}

fn text(value: &Value) -> Result<String, String> {
    let text = value.as_str().ok_or_else(|| format!("a text belongs here: {value}"))?;
    Ok(format!("Cow::Borrowed({text:?})"))
}

fn optional(value: &Value, written: Written) -> Result<String, String> {
    if value.is_null() { Ok("None".into()) } else { Ok(format!("Some({})", written(value)?)) }
}

fn list(value: &Value, written: Written) -> Result<String, String> {
    let items = match value {
        Value::Null => &[][..],
        Value::Array(items) => items,
        other => return Err(format!("a list belongs here: {other}")),
    };
    let items = items.iter().map(written).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("Cow::Borrowed(&[{}])", items.join(", ")))
}

/// A word such as `data-loss`, as the variant of an enum.
fn variant(name: &str, value: &Value) -> Result<String, String> {
    let word = value.as_str().ok_or_else(|| format!("a word belongs here: {value}"))?;
    let parts = word.split('-').map(|part| {
        let (first, rest) = part.split_at(part.len().min(1));
        first.to_ascii_uppercase() + rest
    });
    Ok(format!("{name}::{}", parts.collect::<String>()))
}
