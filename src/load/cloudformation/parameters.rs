//! Values for template parameters, as `--parameters` and the AWS CLI's JSON files give them.

use std::collections::BTreeMap;

use serde_json::Value;

/// Values given for template parameters and pseudo parameters such as `AWS::Region`.
///
/// A later value for the same key replaces an earlier one.
#[derive(Debug, Clone, Default)]
pub struct Parameters {
    /// `None` where the value is the stack's previous one.
    values: BTreeMap<String, Option<String>>,
}

impl Parameters {
    /// Adds one `--parameters` argument: `Key=Value`, or the AWS CLI's shorthand
    /// `ParameterKey=K,ParameterValue=V`.
    ///
    /// # Errors
    /// When it is neither, in one sentence.
    pub fn add_argument(&mut self, text: &str) -> Result<(), String> {
        if text.starts_with("ParameterKey=") || text.starts_with("ParameterValue=") {
            return self.add_shorthand(text);
        }
        match text.split_once('=') {
            Some((key, value)) if !key.trim().is_empty() => {
                self.values.insert(key.trim().to_owned(), Some(value.to_owned()));
                Ok(())
            }
            _ => Err("a parameter is written Key=Value".into()),
        }
    }

    /// Adds the text of a JSON file in one of the AWS CLI's forms:
    /// `[{"ParameterKey": …, "ParameterValue": …}]`, `{"Key": "Value"}`, `["Key=Value"]`,
    /// `{"Parameters": …}`.
    ///
    /// # Errors
    /// When it is not JSON or has none of these forms, in one sentence that shows no value.
    pub fn add_json(&mut self, text: &str) -> Result<(), String> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let value: Value = serde_json::from_str(text)
            .map_err(|error| format!("not valid JSON (line {}, column {})", error.line(), error.column()))?;
        self.add_value(&value)
    }

    /// The value given for a key.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&str> {
        self.values.get(key)?.as_deref()
    }

    /// Whether the key is to keep its previous value, which only the stack knows.
    #[must_use]
    pub fn keeps_previous(&self, key: &str) -> bool {
        self.values.get(key).is_some_and(Option::is_none)
    }

    /// The keys that were given, sorted.
    pub fn keys(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(String::as_str)
    }

    fn add_value(&mut self, value: &Value) -> Result<(), String> {
        match value {
            Value::Array(items) => items.iter().try_for_each(|item| self.add_item(item)),
            Value::Object(map) => match map.get("Parameters") {
                Some(inner @ (Value::Object(_) | Value::Array(_))) => self.add_value(inner),
                _ => map.iter().try_for_each(|(key, value)| self.add_pair(key, value)),
            },
            _ => Err("parameters in JSON are a list or a map".into()),
        }
    }

    /// One element of a list: `{"ParameterKey": …}` or `"Key=Value"`.
    fn add_item(&mut self, item: &Value) -> Result<(), String> {
        if let Some(text) = item.as_str() {
            return self.add_argument(text);
        }
        let Some(key) = item.get("ParameterKey").and_then(Value::as_str) else {
            return Err("an element of a parameter list has no ParameterKey".into());
        };
        match item.get("ParameterValue") {
            Some(value) => self.add_pair(key, value),
            None => self.add_previous(key, item.get("UsePreviousValue").is_some()),
        }
    }

    fn add_pair(&mut self, key: &str, value: &Value) -> Result<(), String> {
        let text = match value {
            Value::Array(items) => {
                items.iter().map(scalar_text).collect::<Option<Vec<_>>>().map(|all| all.join(","))
            }
            single => scalar_text(single),
        };
        let text = text.ok_or_else(|| format!("the value of {key} is neither text nor a list of texts"))?;
        self.values.insert(key.to_owned(), Some(text));
        Ok(())
    }

    /// `UsePreviousValue`: the template's default does not apply either.
    fn add_previous(&mut self, key: &str, previous: bool) -> Result<(), String> {
        if !previous {
            return Err(format!("{key} has no ParameterValue"));
        }
        self.values.insert(key.to_owned(), None);
        Ok(())
    }

    fn add_shorthand(&mut self, text: &str) -> Result<(), String> {
        let (mut key, mut value, mut previous) = (None, None, false);
        for (name, content) in shorthand_fields(text) {
            match name.as_str() {
                "ParameterKey" => key = Some(content),
                "ParameterValue" => value = Some(content),
                "UsePreviousValue" => previous = true,
                _ => {}
            }
        }
        match (key, value) {
            (Some(key), Some(value)) => {
                self.values.insert(key, Some(value));
                Ok(())
            }
            (Some(key), None) => self.add_previous(&key, previous),
            (None, _) => Err("ParameterValue stands without its ParameterKey".into()),
        }
    }
}

fn scalar_text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        Value::Bool(flag) => Some(flag.to_string()),
        _ => None,
    }
}

/// The fields of `A=x,B=y`; a comma is kept where it is escaped, quoted, or not followed by a field.
fn shorthand_fields(text: &str) -> Vec<(String, String)> {
    const NAMES: [&str; 4] = ["ParameterKey=", "ParameterValue=", "UsePreviousValue=", "ResolvedValue="];
    let mut fields: Vec<(String, String)> = Vec::new();
    for piece in text.split(',') {
        let is_field = NAMES.iter().any(|name| piece.starts_with(name));
        match (fields.last_mut(), piece.split_once('=')) {
            (_, Some((name, content))) if is_field => fields.push((name.to_owned(), content.to_owned())),
            (Some((_, content)), _) => {
                if content.ends_with('\\') {
                    content.pop();
                }
                content.push(',');
                content.push_str(piece);
            }
            (None, _) => {}
        }
    }
    for (_, content) in &mut fields {
        let inner = content.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
        if let Some(inner) = inner {
            *content = inner.to_owned();
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pairs(parameters: &Parameters) -> Vec<(&str, &str)> {
        parameters.keys().filter_map(|key| Some((key, parameters.get(key)?))).collect()
    }

    #[test]
    fn arguments_in_both_forms() {
        let mut given = Parameters::default();
        given.add_argument("Env=prod").unwrap();
        given.add_argument("Empty=").unwrap();
        given.add_argument("AWS::Region=eu-west-1").unwrap();
        given.add_argument("Query=a=b,c").unwrap();
        given.add_argument(r"ParameterKey=Zones,ParameterValue=a\,b").unwrap();
        given.add_argument(r#"ParameterValue="x,y",ParameterKey=Quoted"#).unwrap();
        given.add_argument("ParameterKey=Old,UsePreviousValue=true").unwrap();
        let expected = [
            ("AWS::Region", "eu-west-1"),
            ("Empty", ""),
            ("Env", "prod"),
            ("Query", "a=b,c"),
            ("Quoted", "x,y"),
            ("Zones", "a,b"),
        ];
        assert_eq!(pairs(&given), expected);
        assert!(given.keeps_previous("Old") && !given.keeps_previous("Env"));
        for bad in ["Env", "=prod", "ParameterValue=x", "ParameterKey=K"] {
            assert!(given.add_argument(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn json_in_all_forms() {
        for text in [
            r#"[{"ParameterKey": "N", "ParameterValue": "2"}, {"ParameterKey": "P", "UsePreviousValue": true}]"#,
            r#"{"N": 2}"#,
            r#"["N=2"]"#,
            r#"{"Parameters": {"N": "2"}, "Tags": {"a": "b"}}"#,
            "\u{feff}{\"StackName\": \"s\", \"Parameters\": [{\"ParameterKey\": \"N\", \"ParameterValue\": \"2\"}]}",
        ] {
            let mut given = Parameters::default();
            given.add_json(text).unwrap();
            assert_eq!(pairs(&given), [("N", "2")], "{text}");
        }
        for bad in ["", "3", "{", "[{}]", r#"{"N": {"Fn::GetArtifactAtt": []}}"#] {
            assert!(Parameters::default().add_json(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_json_error_shows_no_value() {
        let error = Parameters::default().add_json(r#"{"Token": hunter2}"#).unwrap_err();
        assert!(!error.contains("hunter2"), "{error}");
    }
}
