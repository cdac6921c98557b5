//! A folder of configuration being written, and the ways by which a value can get to where it is used.

use serde_json::{Value, json};

use super::syntax::{Body, Ex};
use super::{Folder, How};

/// What a value is, for the type of a variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Flag,
    Number,
    Text,
    Texts,
    Any,
}

/// Which module something stands in; the root is the first.
pub(super) type Place = usize;

/// The root module.
pub(super) const ROOT: Place = 0;

/// One module: its folder below the root's, what stands in it, and the arguments of its call.
pub(super) struct Module {
    name: &'static str,
    /// The module that calls it.
    parent: Place,
    pub(super) body: Body,
    locals: Body,
    call: Body,
    /// What `[…]` comes after the call's name where it has `count` or `for_each`.
    key: &'static str,
}

/// A folder being written.
pub(super) struct Draft {
    pub(super) how: How,
    taken: usize,
    names: usize,
    modules: Vec<Module>,
    given: Vec<(String, Ex)>,
    pub(super) arguments: Vec<(String, String)>,
    /// What `terraform init` notes, where it ran.
    lock: Option<Body>,
}

impl Draft {
    pub(super) fn new(how: &How) -> Draft {
        let mut draft = Draft {
            how: how.clone(),
            taken: 0,
            names: 0,
            modules: Vec::new(),
            given: Vec::new(),
            arguments: Vec::new(),
            lock: None,
        };
        draft.module("", ROOT);
        draft
    }

    /// Takes one of `count` ways; the first is the plainest.
    pub(super) fn pick(&mut self, count: usize) -> usize {
        let choice = self.how.choices.get(self.taken % self.how.choices.len().max(1)).copied().unwrap_or(0);
        self.taken += 1;
        usize::from(choice) % count
    }

    /// Notes the provider's version as `terraform init` does.
    pub(super) fn lock(&mut self, version: &str) {
        let mut provider = Body::default();
        provider.set("version", Ex::Plain(json!(version)));
        let mut lock = Body::default();
        lock.block("provider", &["registry.terraform.io/hashicorp/aws"], provider);
        self.lock = Some(lock);
    }

    /// A name that nothing else has.
    pub(super) fn name(&mut self, what: &str) -> String {
        self.names += 1;
        format!("{what}{}", self.names)
    }

    /// Adds a module in a folder of its own, which another calls.
    pub(super) fn module(&mut self, name: &'static str, parent: Place) -> Place {
        let (mut call, mut key) = (Body::default(), "");
        if !name.is_empty() {
            let folder = if parent == ROOT { "./modules" } else { ".." };
            call.set("source", Ex::Plain(json!(format!("{folder}/{name}"))));
            match self.pick(4) {
                2 => {
                    call.set("count", Ex::Plain(json!(1)));
                    key = "[0]";
                }
                3 => {
                    call.set("for_each", Ex::code(r#"toset(["main"])"#));
                    key = r#"["main"]"#;
                }
                _ => {}
            }
        }
        self.modules.push(Module { name, parent, body: Body::default(), locals: Body::default(), call, key });
        self.modules.len() - 1
    }

    /// What stands in a module.
    pub(super) fn body(&mut self, place: Place) -> &mut Body {
        &mut self.modules[place].body
    }

    /// Declares a variable.
    pub(super) fn variable(&mut self, place: Place, kind: Kind, default: Option<Ex>) -> String {
        let name = self.name("v");
        let mut variable = Body::default();
        let of = match self.pick(4) {
            1 => Some(type_of(kind)),
            2 if matches!(kind, Kind::Flag | Kind::Number) => Some("string"),
            3 => Some("any"),
            _ => None,
        };
        if let Some(of) = of {
            variable.set("type", Ex::Word(of.to_owned()));
        }
        if let Some(default) = default {
            variable.set("default", default);
        }
        self.body(place).block("variable", &[&name], variable);
        name
    }

    /// An expression of the root module, or a plain one, by some way to a module.
    pub(super) fn say(&mut self, place: Place, value: Ex, kind: Kind) -> Ex {
        if place != ROOT && value.is_plain() && self.pick(2) == 0 {
            return self.way(place, value, kind);
        }
        let value = self.way(ROOT, value, kind);
        self.carry(ROOT, place, value, kind)
    }

    /// Brings an expression from one module to another, through arguments and outputs.
    pub(super) fn carry(&mut self, from: Place, to: Place, value: Ex, kind: Kind) -> Ex {
        if from == to {
            return value;
        }
        if from != ROOT {
            let name = self.name("out");
            let mut output = Body::default();
            output.set("value", value);
            self.body(from).block("output", &[&name], output);
            let Module { name: module, key, parent, .. } = self.modules[from];
            return self.carry(parent, to, Ex::code(format!("module.{module}{key}.{name}")), kind);
        }
        let value = self.carry(ROOT, self.modules[to].parent, value, kind);
        let name = self.variable(to, kind, None);
        self.modules[to].call.set(&name, value);
        self.way(to, Ex::code(format!("var.{name}")), kind)
    }

    /// One way to say the same inside of a module.
    pub(super) fn way(&mut self, place: Place, value: Ex, kind: Kind) -> Ex {
        let text = value.native();
        match self.pick(11) {
            3 if value.is_plain() => {
                let name = self.variable(place, kind, Some(value));
                Ex::code(format!("var.{name}"))
            }
            4 if value.is_plain() && place == ROOT => {
                let name = self.variable(ROOT, kind, None);
                self.given.push((name.clone(), value));
                Ex::code(format!("var.{name}"))
            }
            9 if value.is_plain() && kind != Kind::Any => {
                let of = match &value {
                    Ex::Plain(Value::String(_)) => "string",
                    _ => type_of(kind),
                };
                let mut variable = Body::default();
                variable.set("type", Ex::Word(format!("object({{ value = optional({of}, {text}) }})")));
                variable.set("default", Ex::Object(Vec::new()));
                let name = self.name("v");
                self.body(place).block("variable", &[&name], variable);
                Ex::code(format!("var.{name}.value"))
            }
            2..=4 => Ex::code(self.local(place, value)),
            5 => {
                let local = self.local(place, Ex::Object(vec![("value".into(), value)]));
                Ex::code(match self.pick(3) {
                    0 => format!("{local}.value"),
                    1 => format!("{local}[\"value\"]"),
                    _ => format!("lookup({local}, \"value\", null)"),
                })
            }
            6 => {
                let on = self.local(place, Ex::Plain(json!(true)));
                Ex::code(format!("{on} ? {text} : null"))
            }
            7 => Ex::code(format!("try({text}, null)")),
            8 => Ex::code(format!("element([{text}], 0)")),
            _ => value,
        }
    }

    fn local(&mut self, place: Place, value: Ex) -> String {
        let name = self.name("l");
        self.modules[place].locals.set(&name, value);
        format!("local.{name}")
    }

    /// The files, and the values that are held back.
    pub(super) fn folder(mut self) -> Folder {
        let mut files = Vec::new();
        for at in 1..self.modules.len() {
            let (name, parent) = (self.modules[at].name, self.modules[at].parent);
            let call = self.modules[at].call.clone();
            self.body(parent).block("module", &[name], call);
        }
        for mut module in std::mem::take(&mut self.modules) {
            let folder =
                if module.name.is_empty() { String::new() } else { format!("modules/{}/", module.name) };
            module.body.block("locals", &[], module.locals);
            files.push(match self.pick(2) {
                0 => (format!("{folder}main.tf"), module.body.native()),
                _ => (format!("{folder}main.tf.json"), format!("{:#}", module.body.json())),
            });
        }
        let given = Body { attributes: std::mem::take(&mut self.given), blocks: Vec::new() };
        files.push(match self.pick(3) {
            0 => ("terraform.tfvars".to_owned(), given.native()),
            1 => ("terraform.tfvars.json".to_owned(), given.json().to_string()),
            _ => ("cache.auto.tfvars".to_owned(), given.native()),
        });
        files.extend(self.lock.map(|lock| (".terraform.lock.hcl".to_owned(), lock.native())));
        Folder { files, arguments: self.arguments }
    }
}

/// A kind as the type of a variable.
pub(super) fn type_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Flag => "bool",
        Kind::Number => "number",
        Kind::Text => "string",
        Kind::Texts => "list(string)",
        Kind::Any => "any",
    }
}
