//! Plain values as the result of an expression.

use serde_json::Value;

use super::draft::{Draft, Kind};
use super::syntax::Ex;

impl Draft {
    /// An expression that comes to a plain value and refers to nothing.
    pub(super) fn spelled_value(&mut self, value: &Value, kind: Kind) -> Ex {
        let native = value.to_string();
        match (kind, value) {
            (Kind::Flag, Value::Bool(on)) => self.spelled_flag(*on),
            (Kind::Number, Value::Number(_)) => self.spelled_number(&native),
            (Kind::Text, Value::String(text)) => self.spelled_text(text),
            _ => Ex::Plain(value.clone()),
        }
    }

    fn spelled_flag(&mut self, on: bool) -> Ex {
        let other = !on;
        Ex::code(match self.pick(8) {
            0 => format!("!{other}"),
            1 => format!("{} > 1", u32::from(on) + 1),
            2 => format!("\"prod\" {} \"prod\"", if on { "==" } else { "!=" }),
            3 => format!("contains([\"true\"], \"{on}\")"),
            4 => format!("merge({{ on = {other} }}, {{ on = {on} }}).on"),
            5 => format!("tobool(lookup({{ on = \"{on}\" }}, \"on\", \"{other}\"))"),
            6 => format!("coalesce(null, {on}, {other})"),
            _ => format!("alltrue([{on}, true])"),
        })
    }

    fn spelled_number(&mut self, number: &str) -> Ex {
        Ex::code(match self.pick(8) {
            0 => format!("{number} + 1 - 1"),
            1 => format!("length(range({number}))"),
            2 => format!("max({number}, 0)"),
            3 => format!("tonumber(\"{number}\")"),
            4 => format!("\"${{{number}}}\""),
            5 => format!("parseint(\"{number}\", 10)"),
            6 => format!("{{ small = {number}, large = 9 }}[\"small\"]"),
            _ => format!("ceil({number} - 0.5)"),
        })
    }

    fn spelled_text(&mut self, text: &str) -> Ex {
        let (first, rest) = text.split_at(text.len() / 2);
        Ex::code(match self.pick(9) {
            0 => format!("\"{first}${{\"{rest}\"}}\""),
            1 => format!("format(\"%s%s\", \"{first}\", \"{rest}\")"),
            2 => format!("join(\"\", [\"{first}\", \"{rest}\"])"),
            3 => format!("replace(\"{first}-\", \"/-$/\", \"{rest}\")"),
            4 => format!("trimspace(\" {text} \")"),
            5 => format!("split(\",\", \"{text},other\")[0]"),
            6 => format!("coalesce(\"\", \"{text}\")"),
            7 => format!("regex(\"^v(.*)$\", \"v{text}\")[0]"),
            _ => format!("\"%{{ if true }}{text}%{{ else }}other%{{ endif }}\""),
        })
    }
}
