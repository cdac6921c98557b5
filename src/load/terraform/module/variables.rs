//! Variables and locals: given values, arguments of the caller, defaults.

use std::rc::Rc;

use crate::load::terraform::language::{
    Fault, Open, Stands, Through, Type, Value, convert, evaluate_constant, evaluate_counted,
};
use crate::model::{Unknown, in_command, is_variable};
use crate::source::Span;
use crate::source::hcl::{Block, ExpressionKind};

use super::instance::{Caller, ModuleInstance, Name};
use super::run::Run;

/// `var.name`.
///
/// # Errors
/// Where it is not declared, where a caller leaves it out, or where its value is not of its type.
pub(super) fn variable(
    run: &Run<'_>,
    module: &Rc<ModuleInstance>,
    name: &str,
    at: Span,
) -> Result<Value, Fault> {
    let Some(block) = module.module.variables.get(name) else {
        return not_declared(module, &format!("var.{name}"));
    };
    let shown = format!("{}var.{name}", module.prefix);
    run.remember(module, Name::Variable(name.to_owned()), shown, at, || {
        let mut value = set(run, module, block, name).map_err(|fault| refused(run, module, name, fault))?;
        value.marks.sensitive |= constant(block, "sensitive") == Some(true);
        Ok(value)
    })
}

/// What a value that every instance of a module keeps costs, in comparison to one that is looked at.
const KEPT: usize = 8;

/// The value that a variable is set to, or its default, of its type.
fn set(run: &Run<'_>, module: &ModuleInstance, block: &Block, name: &str) -> Result<Value, Fault> {
    let of = type_of(block)?;
    let value = match &module.caller {
        Some(caller) => argument(run, module, caller, name)?,
        // A text for a variable without a type means itself.
        None => run.given.value(name, of.is_plain() || block.body.attribute("type").is_none())?,
    };
    let is_nullable = constant(block, "nullable") != Some(false);
    let value = match value.filter(|value| is_nullable || !value.is_null()) {
        Some(value) => value,
        None => default(run, block, name, module)?,
    };
    // It is gone through and kept, for every instance of the module.
    run.spend(value.size.saturating_mul(KEPT))?;
    convert::convert(&value, &of)
        .map_err(|fault| Fault { message: format!("var.{name}: {}", fault.message), ..fault })
}

/// A fault of a given value is told to whoever gave it, once and for all.
fn refused(run: &Run<'_>, module: &ModuleInstance, name: &str, fault: Fault) -> Fault {
    match run.given.origin(name).filter(|_| module.caller.is_none()) {
        Some((whose, at)) => {
            run.refuse(at, whose, fault.message.clone(), "give it a value of its type");
            Fault { is_final: true, ..fault }
        }
        None => fault,
    }
}

/// `local.name`.
///
/// # Errors
/// Where it is not declared, and for what its expression is refused for.
pub(super) fn local(
    run: &Run<'_>,
    module: &Rc<ModuleInstance>,
    name: &str,
    at: Span,
) -> Result<Value, Fault> {
    let Some(local) = module.module.locals.get(name) else {
        return not_declared(module, &format!("local.{name}"));
    };
    let shown = format!("{}local.{name}", module.prefix);
    run.remember(module, Name::Local(name.to_owned()), shown, at, || {
        let value = run.evaluate(&local.value, module, None)?;
        Ok(value.come_through(Through::written(format!("local.{name}"), local.value.span)))
    })
}

/// What a name comes to that no block of the module has: unknown where a file of it could not be read.
///
/// # Errors
/// Otherwise: Terraform refuses it before it evaluates anything, so that no `try` helps.
pub(super) fn not_declared(module: &ModuleInstance, what: &str) -> Result<Value, Fault> {
    let message = format!("{what} is not declared in {}", module.address());
    match module.module.is_partial {
        true => Ok(Value::unknown(Unknown::new(
            format!("{message}, but a file of it could not be read"),
            "correct that file",
        ))),
        false => Err(Fault::last(message)),
    }
}

/// What the caller passes; `None` where it passes nothing.
fn argument(
    run: &Run<'_>,
    module: &ModuleInstance,
    caller: &Caller,
    name: &str,
) -> Result<Option<Value>, Fault> {
    let calls = &caller.instance.module.calls;
    let Some(argument) = calls.get(&caller.call).and_then(|call| call.body.attribute(name)) else {
        return Ok(None);
    };
    let value = run.evaluate(&argument.value, &caller.instance, caller.iteration.as_ref())?;
    let what = format!("argument {name} of {}", module.address());
    Ok(Some(value.come_through(Through::written(what, argument.value.span))))
}

fn default(run: &Run<'_>, block: &Block, name: &str, module: &ModuleInstance) -> Result<Value, Fault> {
    match block.body.attribute("default") {
        Some(default) => {
            let (value, work) = evaluate_counted(&default.value);
            run.spend(work)?;
            let value = value?;
            let what = format!("the default of {}var.{name}", module.prefix);
            Ok(value.come_through(Through::default(what, default.value.span)))
        }
        None if module.caller.is_some() => {
            Err(Fault::new(format!("{} does not set var.{name}, which has no default", module.address())))
        }
        None => {
            let remedy = format!("give --var {}=…, or lint the plan", in_command(name, is_variable));
            let why = Unknown::new(format!("var.{name} has no value"), remedy);
            Ok(Value::open_as(Open::new(why, Stands::Expression(format!("var.{name}").into()))))
        }
    }
}

/// A variable's type; any where it has none.
///
/// # Errors
/// For what is no type.
pub(super) fn type_of(block: &Block) -> Result<Type, Fault> {
    match block.body.attribute("type") {
        Some(attribute) => Type::read(&attribute.value, &evaluate_constant),
        None => Ok(Type::Any),
    }
}

/// A boolean that must be written as such.
pub(super) fn constant(block: &Block, name: &str) -> Option<bool> {
    match &block.body.attribute(name)?.value.kind {
        ExpressionKind::Bool(value) => Some(*value),
        ExpressionKind::Text(text) => text.parse().ok(),
        _ => None,
    }
}
