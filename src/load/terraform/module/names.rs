//! What the names in a module's expressions stand for.

use std::rc::Rc;

use crate::load::terraform::language::{Fault, Instance, Open, Scope, Stands, Value};
use crate::model::Unknown;
use crate::source::Span;
use crate::source::hcl::{Step, StepKind};

use super::instance::{Iteration, ModuleInstance};
use super::run::Run;
use super::{attributes, calls, expand, variables};

/// A place in a module where an expression stands.
pub(super) struct Here<'h, 'w> {
    /// The evaluation it is part of.
    pub(super) run: &'h Run<'w>,
    /// The module instance.
    pub(super) module: &'h Rc<ModuleInstance>,
    /// What `each` and `count` stand for.
    pub(super) iteration: Option<&'h Iteration>,
}

impl Scope for Here<'_, '_> {
    fn resolve(&self, name: &str, steps: &[Step], at: Span) -> Result<(Value, usize), Fault> {
        let at = reference_at(name, steps, at);
        let step = |nth: usize| match steps.get(nth).map(|step| &step.kind) {
            Some(StepKind::Attribute(name)) => Ok(name.as_str()),
            _ => Err(Fault::new(format!("{name} is no value by itself"))),
        };
        let one = |value: Value| Ok((value, 1));
        match name {
            "var" => one(variables::variable(self.run, self.module, step(0)?, at)?),
            "local" => one(variables::local(self.run, self.module, step(0)?, at)?),
            "module" => one(calls::call(self.run, self.module, step(0)?, at)?),
            "each" | "count" => one(self.iterated(name, step(0)?)?),
            "data" => {
                let value = expand::resource(self.run, self.module, true, step(0)?, step(1)?, at)?;
                Ok((value, 2))
            }
            "path" => one(self.path(step(0)?)),
            "terraform" | "tofu" if step(0)? == "workspace" => one(self.workspace(name)),
            "terraform" | "tofu" | "self" | "ephemeral" => one(outside(&format!("{name}.{}", step(0)?))),
            kind => one(expand::resource(self.run, self.module, false, kind, step(0)?, at)?),
        }
    }

    fn attribute(&self, instance: &Instance, name: &str) -> Result<Value, Fault> {
        if instance.is_module {
            return calls::output(self.run, instance.id, name);
        }
        attributes::attribute(self.run, instance.id, name)
    }

    fn file(&self, path: &str) -> Value {
        self.run.file(path)
    }

    fn spend(&self, work: usize) -> Result<(), Fault> {
        self.run.spend(work)
    }

    fn shown(&self, at: Span) -> Option<String> {
        self.run.shown(at)
    }
}

impl Here<'_, '_> {
    fn workspace(&self, name: &str) -> Value {
        let unknown = || {
            let text = format!("{name}.workspace");
            let why = Unknown::new(format!("{text} is not known"), "set TF_WORKSPACE, or lint the plan");
            Value::open_as(Open::new(why, Stands::Expression(text.into())))
        };
        self.run.given.workspace().unwrap_or_else(unknown)
    }

    /// `path.module` and `path.root`, as Terraform has them when it runs in the root module's folder.
    fn path(&self, step: &str) -> Value {
        match step {
            "root" => Value::text("."),
            "module" => Value::text(&self.run.way_to(&self.module.module.path)),
            _ => outside(&format!("path.{step}")),
        }
    }

    fn iterated(&self, name: &str, step: &str) -> Result<Value, Fault> {
        match (self.iteration, name, step) {
            (Some(Iteration::Count(index)), "count", "index") => Ok(index.clone()),
            (Some(Iteration::Each(key, _)), "each", "key") => Ok(key.clone()),
            (Some(Iteration::Each(_, value)), "each", "value") => Ok(value.clone()),
            _ => Err(Fault::new(format!("{name}.{step} means nothing here"))),
        }
    }
}

/// The place of a name with the steps that belong to it.
fn reference_at(name: &str, steps: &[Step], at: Span) -> Span {
    let last = steps.get(if name == "data" { 1 } else { 0 });
    last.filter(|step| step.span.source == at.source).map_or(at, |step| at.to(step.span))
}

/// What depends on where and how Terraform runs.
fn outside(name: &str) -> Value {
    let why = Unknown::new(format!("{name} depends on where Terraform runs"), "lint the plan");
    Value::open_as(Open::new(why, Stands::Expression(name.into())))
}
