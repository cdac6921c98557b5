//! A JSON object that leaves out what is absent, as the AWS CLI does.

use aws_sdk_elasticache::primitives::{DateTime, DateTimeFormat};
use serde_json::{Map, Value};

/// An object in the making.
#[derive(Debug, Default)]
pub(super) struct Object(Map<String, Value>);

impl Object {
    /// An empty one.
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// A text, a number or a flag.
    pub(super) fn plain(mut self, key: &str, value: Option<impl Into<Value>>) -> Self {
        if let Some(value) = value {
            self.0.insert(key.to_owned(), value.into());
        }
        self
    }

    /// An object inside this one.
    pub(super) fn part<T>(self, key: &str, part: Option<&T>, shape: fn(&T) -> Value) -> Self {
        self.plain(key, part.map(shape))
    }

    /// A list. An empty list is one, as in the AWS CLI.
    pub(super) fn list<T>(self, key: &str, items: Option<&Vec<T>>, shape: fn(&T) -> Value) -> Self {
        let items = items.map(|items| items.iter().map(shape).collect::<Vec<_>>());
        self.plain(key, items)
    }

    /// A list of texts.
    pub(super) fn texts(self, key: &str, items: Option<&Vec<String>>) -> Self {
        self.list(key, items, |text| Value::from(text.as_str()))
    }

    /// A point in time.
    pub(super) fn time(self, key: &str, time: Option<&DateTime>) -> Self {
        self.plain(key, time.and_then(as_printed))
    }

    /// The finished object.
    pub(super) fn build(self) -> Value {
        Value::Object(self.0)
    }
}

/// A time as the AWS CLI prints it: `2016-03-01T09:12:45.204000+00:00`, without a fraction where that is zero.
fn as_printed(time: &DateTime) -> Option<String> {
    let text = time.fmt(DateTimeFormat::DateTime).ok()?;
    let text = text.strip_suffix('Z').unwrap_or(&text);
    Some(match text.split_once('.') {
        Some((seconds, fraction)) => format!("{seconds}.{fraction:0<6.6}+00:00"),
        None => format!("{text}+00:00"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_reads_as_the_aws_cli_prints_it() {
        let whole = DateTime::from_secs(1_456_823_565);
        assert_eq!(as_printed(&whole).as_deref(), Some("2016-03-01T09:12:45+00:00"));
        let fraction = DateTime::from_millis(1_456_823_565_204);
        assert_eq!(as_printed(&fraction).as_deref(), Some("2016-03-01T09:12:45.204000+00:00"));
        let fine = DateTime::from_nanos(1_456_823_565_204_000_789).unwrap();
        assert_eq!(as_printed(&fine).as_deref(), Some("2016-03-01T09:12:45.204000+00:00"));
    }

    #[test]
    fn what_is_absent_is_left_out_and_what_is_empty_is_not() {
        let object = Object::new().plain("A", None::<&str>).texts("B", Some(&Vec::new())).texts("C", None);
        assert_eq!(object.build(), serde_json::json!({"B": []}));
    }
}
