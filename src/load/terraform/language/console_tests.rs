//! The table of `fixtures/terraform/console.yaml`: what Terraform makes of an expression, so do we.
//!
//! `tests/console` holds the table itself to Terraform.

#[path = "../../../../tests/console/table.rs"]
mod table;

use super::convert::convert;
use super::functions::call;
use super::{Env, Fault, Instance, Kind, Scope, Type, Value, evaluate, evaluate_constant};
use crate::model::Unknown;
use crate::source::hcl::{Attribute, Body, Step, StepKind, parse_hcl};
use crate::source::{Sources, Span};

/// The names of the module: variables have their defaults, and no resource exists yet.
struct Module(Body);

impl Module {
    fn variable(&self, name: &str) -> Result<Value, Fault> {
        let found = self.0.blocks_of("variable").find(|block| block.labels == [name]);
        let body = &found.ok_or_else(|| Fault::new(format!("there is no variable {name}")))?.body;
        let constant = |attribute: &Attribute| evaluate_constant(&attribute.value);
        let kind = body.attribute("type").map(|attribute| Type::read(&attribute.value, &evaluate_constant));
        let mut value =
            convert(&constant(body.attribute("default").unwrap())?, &kind.unwrap_or(Ok(Type::Any))?)?;
        value.marks.sensitive = body.attribute("sensitive").is_some();
        Ok(value)
    }

    fn local(&self, name: &str) -> Result<Value, Fault> {
        let body = &self.0.blocks_of("locals").next().unwrap().body;
        let attribute =
            body.attribute(name).ok_or_else(|| Fault::new(format!("there is no local {name}")))?;
        evaluate(&attribute.value, &Env { scope: self, locals: None })
    }
}

impl Scope for Module {
    fn resolve(&self, name: &str, steps: &[Step], _: Span) -> Result<(Value, usize), Fault> {
        let Some(StepKind::Attribute(member)) = steps.first().map(|step| &step.kind) else {
            return Err(Fault::new("it is named with its kind"));
        };
        Ok((
            match name {
                "var" => self.variable(member)?,
                "local" => self.local(member)?,
                "terraform_data" => Value::unknown(Unknown::because("it does not exist")),
                _ => return Err(Fault::new(format!("there is no {name}"))),
            },
            1,
        ))
    }

    fn attribute(&self, _: &Instance, name: &str) -> Result<Value, Fault> {
        Err(Fault::new(format!("there is no {name}")))
    }

    fn file(&self, _: &str) -> Value {
        Value::null()
    }

    fn spend(&self, _: usize) -> Result<(), Fault> {
        Ok(())
    }
}

/// What an expression comes to, in the words of the table.
fn outcome(module: &Module, expression: &str) -> String {
    let mut sources = Sources::default();
    let text = format!("it = {expression}\n");
    let id = sources.add("console.tf", text.clone());
    let body = parse_hcl(id, &text).unwrap();
    let value = evaluate(&body.attribute("it").unwrap().value, &Env { scope: module, locals: None });
    let encoded = value.and_then(|value| call("jsonencode", &[value], &|_| Ok(())).unwrap());
    match encoded.map(|encoded| encoded.kind) {
        Ok(Kind::Text(json)) => format!("json: {json}"),
        Ok(Kind::Unknown(_)) => "unknown".into(),
        Ok(other) => format!("{other:?}"),
        Err(_) => "error".into(),
    }
}

#[test]
fn expressions_come_to_what_terraform_makes_of_them() {
    let console = table::read();
    let mut sources = Sources::default();
    let id = sources.add("main.tf", console.module.clone());
    let module = Module(parse_hcl(id, &console.module).unwrap());
    let mut faults = Vec::new();
    for entry in &console.table {
        let expected = match (&entry.json, entry.unknown, entry.error) {
            (Some(json), false, false) => format!("json: {json}"),
            (None, true, false) => "unknown".to_owned(),
            (None, false, true) => "error".to_owned(),
            _ => panic!("{}: one of json, unknown and error", entry.expression),
        };
        let found = outcome(&module, &entry.expression);
        if found != expected {
            faults.push(format!("{}\n  is {found}\n  not {expected}", entry.expression));
        }
    }
    assert!(faults.is_empty(), "{} of {}:\n{}", faults.len(), console.table.len(), faults.join("\n"));
}
