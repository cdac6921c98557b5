//! Conditions: compiled once, checked when loaded, answered with true, false or unknown.

use std::fmt;

use cel::common::types::{CelBool, CelInt, CelString};
use cel::common::value::CowVal;
use cel::{Context, Env, ExecutionError, IdedExpr, Value};

use super::check::{Names, TypeFault, type_of};
use super::recorder::UNKNOWN;
use super::tree::tree_of;
use super::values::{VersionValue, ZoneValue};
use super::vocabulary::Type;

/// A compiled condition or message part.
pub(super) struct Expression {
    tree: IdedExpr,
    text: String,
}

/// What is wrong with an expression, and where in its text (in characters).
#[derive(Debug)]
pub(super) struct Fault {
    pub(super) offset: usize,
    pub(super) message: String,
    pub(super) help: String,
}

/// A three-valued answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    True,
    False,
    Unknown,
}

impl Expression {
    /// An expression of a built-in rule, as the build script compiled it.
    pub(super) fn built_in(text: &str) -> Result<Expression, Fault> {
        let uncompiled = || Fault {
            offset: 0,
            message: "this was not compiled with the program".into(),
            help: "this is a fault of multiaz: please report it".into(),
        };
        let tree = tree_of(text).ok_or_else(uncompiled)?;
        Ok(Expression { tree, text: text.to_owned() })
    }

    /// Compiles and checks; `want` is the type the result must have.
    pub(super) fn compile(env: &Env, text: &str, names: &Names, want: Type) -> Result<Expression, Fault> {
        let program = env.compile(text).map_err(|errors| syntax_fault(text, &errors))?;
        let located = |fault: TypeFault| Fault {
            offset: program.source_info().offset_for(fault.node).map_or(0, |(start, _)| start as usize),
            message: fault.message,
            help: fault.help,
        };
        let is = type_of(program.expression(), names).map_err(located)?;
        if want != Type::Any && is != want && is != Type::Any {
            return Err(Fault {
                offset: 0,
                message: format!("{} belongs here, this is {}", want.with_article(), is.with_article()),
                help: "compare it with something".into(),
            });
        }
        Ok(Expression { tree: program.expression().clone(), text: text.to_owned() })
    }

    /// Answers a condition.
    ///
    /// # Errors
    /// When it can't be evaluated for another reason than an unknown value.
    pub(super) fn answer(&self, context: &Context<'_, '_>) -> Result<Answer, String> {
        match Value::resolve_val(&self.tree, context) {
            Ok(value) => match value.downcast_ref::<CelBool>().map(|value| *value.inner()) {
                Some(true) => Ok(Answer::True),
                Some(false) => Ok(Answer::False),
                None => Err(format!("`{}` is neither true nor false", self.text)),
            },
            Err(error) if is_unknown(&error) => Ok(Answer::Unknown),
            Err(error) => Err(format!("`{}`: {error}", self.text)),
        }
    }

    /// The value as text for people; what is unknown says so.
    pub(super) fn render(&self, context: &Context<'_, '_>) -> String {
        match Value::resolve_val(&self.tree, context) {
            Ok(value) => shown(&value),
            Err(_) => "unknown".to_owned(),
        }
    }
}

impl fmt::Debug for Expression {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

fn is_unknown(error: &ExecutionError) -> bool {
    matches!(error, ExecutionError::FunctionError { function, .. } if function == UNKNOWN)
}

fn shown(value: &CowVal<'_, '_>) -> String {
    if let Some(text) = value.downcast_ref::<CelString>() {
        return text.inner().to_owned();
    }
    if let Some(number) = value.downcast_ref::<CelInt>() {
        return number.inner().to_string();
    }
    if let Some(truth) = value.downcast_ref::<CelBool>() {
        return truth.inner().to_string();
    }
    if let Some(zone) = value.downcast_ref::<ZoneValue>() {
        return zone.to_string();
    }
    if let Some(version) = value.downcast_ref::<VersionValue>() {
        return version.to_string();
    }
    format!("a {}", value.get_type().name())
}

/// The first syntax error; its place is a line from 1 and a column from 1.
fn syntax_fault(text: &str, errors: &cel::ParseErrors) -> Fault {
    let first = errors.errors.first();
    let (line, column) = first.map_or((1, 1), |error| error.pos);
    let lines_before = usize::try_from(line).unwrap_or(1).saturating_sub(1);
    let before: usize = text.split_inclusive('\n').take(lines_before).map(|line| line.chars().count()).sum();
    let message = first.map_or_else(|| errors.to_string(), |error| error.msg.clone());
    Fault {
        offset: before + usize::try_from(column).unwrap_or(1).saturating_sub(1),
        message: format!("not valid CEL: {message}"),
        help: "see https://cel.dev for the language".into(),
    }
}
