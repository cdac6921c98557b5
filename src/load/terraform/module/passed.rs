//! From `var.x` in a called module to the argument that its caller writes, level by level.

use crate::source::hcl::{Expression, ExpressionKind, Part, Step, StepKind};

use super::declared::Level;

/// Where a value is written that an expression hands on.
pub(super) struct Passed<'m> {
    /// The level of the module.
    pub(super) level: usize,
    /// The expression.
    pub(super) expression: &'m Expression,
    /// It is the value's own, and not one around it.
    pub(super) exact: bool,
}

/// Follows an expression of the module at a level as far as it is nothing but a variable.
pub(super) fn passed<'m>(levels: &'m [Level], level: usize, expression: &'m Expression) -> Passed<'m> {
    let mut found = Passed { level, expression, exact: true };
    // The names of attributes that are still to be taken, the next one last.
    let mut names: Vec<&str> = Vec::new();
    while let Some((variable, steps)) = variable(found.expression) {
        let Some(above) = found.level.checked_sub(1) else { break };
        let call = levels.get(above).and_then(Level::call);
        let Some(argument) = call.and_then(|call| call.body.attribute(variable)) else { break };
        names.extend(steps.iter().rev());
        let expression = inside(&argument.value, &mut names);
        found = Passed { level: above, expression, exact: names.is_empty() };
    }
    found
}

/// The variable that an expression is, and the attributes that are taken of it.
fn variable(expression: &Expression) -> Option<(&str, Vec<&str>)> {
    match &expression.kind {
        ExpressionKind::Template(parts) => match parts.as_slice() {
            [Part::Interpolation(inner)] => variable(inner),
            _ => None,
        },
        ExpressionKind::Traversal(base, steps) => {
            let is_variable = matches!(&base.kind, ExpressionKind::Name(name) if name == "var");
            let names = steps.iter().map(name).collect::<Option<Vec<_>>>().filter(|_| is_variable)?;
            let (variable, rest) = names.split_first()?;
            Some((variable, rest.to_vec()))
        }
        _ => None,
    }
}

/// `.name` or `["name"]`.
fn name(step: &Step) -> Option<&str> {
    match &step.kind {
        StepKind::Attribute(name) => Some(name),
        StepKind::Index(key) => key.as_text(),
        _ => None,
    }
}

/// What an object writes under the names, as far as it is written out.
fn inside<'m>(mut expression: &'m Expression, names: &mut Vec<&str>) -> &'m Expression {
    while let (ExpressionKind::Object(entries), Some(name)) = (&expression.kind, names.last()) {
        let Some((_, inner)) = entries.iter().find(|(key, _)| key.as_text() == Some(name)) else { break };
        names.pop();
        expression = inner;
    }
    expression
}
