//! JSON values as the YAML that people write: blocks, plain words and short tags.

use std::fmt::Write;

use serde_json::Value;

/// Writes a map as a YAML document.
pub(super) fn yaml(value: &Value) -> String {
    let mut text = String::new();
    block(value, 0, &mut text);
    text.push('\n');
    text
}

/// Writes a value after the colon or dash that it belongs to.
fn block(value: &Value, depth: usize, text: &mut String) {
    match value {
        Value::Object(map) if map.len() == 1 && map.contains_key("Ref") => {
            let _ = write!(text, " !Ref {}", map["Ref"].as_str().unwrap());
        }
        Value::Object(map) if !map.is_empty() => {
            for (key, value) in map {
                line(depth, text);
                let _ = write!(text, "{key}:");
                block(value, depth + 1, text);
            }
        }
        Value::Array(items) if !items.is_empty() => {
            for item in items {
                line(depth, text);
                text.push('-');
                block(item, depth + 1, text);
            }
        }
        // Text stays in quotes, as in JSON: `yes` and `7.10` would be something else without.
        other => {
            let _ = write!(text, " {other}");
        }
    }
}

fn line(depth: usize, text: &mut String) {
    text.push('\n');
    text.push_str(&"  ".repeat(depth));
}
