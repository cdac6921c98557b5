//! Single values: plain ones, those that a variable holds back, and what nobody can know.

use serde_json::{Value, json};

use super::super::topology::Fact::{self, Absent, Known, Unknown};
use super::draft::{Draft, Kind, Place, ROOT, type_of};
use super::syntax::{Body, Ex};

impl Draft {
    /// What an attribute says; nothing where it is not written.
    pub(super) fn put(&mut self, place: Place, fact: Fact<Value>, kind: Kind) -> Option<Ex> {
        match fact {
            Known(value) => Some(self.known(place, value, kind)),
            Unknown => {
                let open = self.open(kind);
                Some(self.say(place, open, kind))
            }
            Absent if self.pick(5) == 4 => Some(self.say(place, Ex::Plain(Value::Null), kind)),
            Absent => None,
        }
    }

    /// A plain value by some way; a number or boolean may be a text, and a text a number.
    pub(super) fn known(&mut self, place: Place, value: Value, kind: Kind) -> Ex {
        let value = match (&value, kind) {
            (_, Kind::Flag | Kind::Number) if self.pick(4) == 3 => json!(value.to_string()),
            (Value::String(text), Kind::Text) if self.pick(4) == 3 => match serde_json::from_str(text) {
                // The number 8.0 is the text `8`.
                Ok(Value::Number(number)) if !text.ends_with(".0") => Value::Number(number),
                _ => value,
            },
            _ => value,
        };
        // A shard of unknown id is called by its position, and by its id when that is known.
        if self.how.holds && kind != Kind::Any && self.pick(3) == 0 {
            let held = self.held(&Ex::Plain(value), kind);
            return self.say(place, held, kind);
        }
        let value = match self.pick(4) {
            3 => self.spelled_value(&value, kind),
            _ => Ex::Plain(value),
        };
        self.say(place, value, kind)
    }

    /// A list of plain texts as a variable whose value only `--var` gives, where values are held back.
    pub(super) fn held_list(&mut self, list: &Ex) -> Option<Ex> {
        (self.how.holds && list.is_plain() && self.pick(3) == 0).then(|| self.held(list, Kind::Texts))
    }

    fn held(&mut self, value: &Ex, kind: Kind) -> Ex {
        let name = self.name("held");
        let typed = kind == Kind::Texts || self.pick(2) == 1;
        let mut variable = Body::default();
        if typed {
            variable.set("type", Ex::Word(type_of(kind).to_owned()));
        }
        self.body(ROOT).block("variable", &[&name], variable);
        let text = match value {
            Ex::Plain(Value::String(text)) => text.clone(),
            other => other.native(),
        };
        self.arguments.push((name.clone(), text));
        Ex::code(format!("var.{name}"))
    }

    /// What nobody can know, as an expression of the root module.
    pub(super) fn open(&mut self, kind: Kind) -> Ex {
        let open = match self.pick(3) {
            0 => {
                let name = self.variable(ROOT, kind, None);
                format!("var.{name}")
            }
            1 => {
                let name = self.name("later");
                let mut resource = Body::default();
                resource.set("input", Ex::code("timestamp()"));
                self.body(ROOT).block("resource", &["terraform_data", &name], resource);
                format!("terraform_data.{name}.output")
            }
            _ => {
                let name = self.name("read");
                let mut data = Body::default();
                data.set("name", Ex::Plain(json!("/cache/setting")));
                self.body(ROOT).block("data", &["aws_ssm_parameter", &name], data);
                format!("data.aws_ssm_parameter.{name}.insecure_value")
            }
        };
        Ex::code(match (kind, self.pick(4)) {
            (Kind::Flag, 2) => format!("{open} && true"),
            (Kind::Flag, 3) => format!("!{open}"),
            (Kind::Number, 2) => format!("max({open}, 1)"),
            (Kind::Number, 3) => format!("{open} + 1"),
            (Kind::Text, 2) => format!("lower({open})"),
            (Kind::Text, 3) => format!("\"${{{open}}}\""),
            (Kind::Texts, 3) => format!("tolist({open})"),
            _ => open,
        })
    }
}
