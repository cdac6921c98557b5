//! From `var.x` in a called module to the argument that its caller writes, level by level.

use crate::source::Node;
use crate::source::hcl::{Expression, ExpressionKind, Part, Step, StepKind};

use super::declared::Level;
use super::written::agrees;

/// Where a value is written that an expression hands on.
pub(super) struct Passed<'m> {
    /// The level of the module.
    pub(super) level: usize,
    /// The expression.
    pub(super) expression: &'m Expression,
    /// It is the value's own, and not one around it.
    pub(super) exact: bool,
}

impl Passed<'_> {
    /// Whether the plan may show this for it; `exact` says that the value is this expression's.
    pub(super) fn fits(&self, value: Option<&Node>, exact: bool) -> bool {
        !(exact && self.exact) || agrees(self.expression, value) != Some(false)
    }
}

/// Follows an expression of the module at a level as far as it is nothing but a variable.
pub(super) fn passed<'m>(levels: &'m [Level], level: usize, expression: &'m Expression) -> Passed<'m> {
    follow(levels, Passed { level, expression, exact: true }, Vec::new())
}

/// The argument that the call at a level passes for a variable, or for an attribute of it; followed on.
pub(super) fn argument<'m>(levels: &'m [Level], level: usize, variable: &'m [String]) -> Option<Passed<'m>> {
    let (variable, names) = variable.split_first()?;
    let names = names.iter().rev().map(String::as_str).collect();
    up(levels, level, variable, names).map(|(found, names)| follow(levels, found, names))
}

/// `names` are the attributes that are still to be taken, the next one last.
fn follow<'m>(levels: &'m [Level], mut found: Passed<'m>, mut names: Vec<&'m str>) -> Passed<'m> {
    while let Some((variable, steps)) = variable(found.expression) {
        names.extend(steps.iter().rev());
        let above = found.level.checked_sub(1);
        match above.and_then(|above| up(levels, above, variable, std::mem::take(&mut names))) {
            Some((argument, rest)) => (found, names) = (argument, rest),
            None => break,
        }
    }
    found
}

/// What the call at a level passes for a variable, as far as it is written out, and the names that are left.
fn up<'m>(
    levels: &'m [Level],
    level: usize,
    variable: &str,
    mut names: Vec<&'m str>,
) -> Option<(Passed<'m>, Vec<&'m str>)> {
    let argument = levels.get(level)?.call()?.body.attribute(variable)?;
    let expression = inside(&argument.value, &mut names);
    Some((Passed { level, expression, exact: names.is_empty() }, names))
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
