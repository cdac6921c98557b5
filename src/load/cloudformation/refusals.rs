//! Given parameter values that CloudFormation would refuse: better told than judged.

use crate::source::{Failure, FailureKind, Node};

use super::Parameters;

/// The values given that a template's own declarations refuse; no value is shown.
pub(super) fn refusals(root: &Node, parameters: &Parameters, file: &str) -> Vec<Failure> {
    let refused = |key: &str| {
        let declaration = root.path(&["Parameters", key])?;
        let value = parameters.get(key)?;
        outside_allowed(declaration, key, value, file).or_else(|| no_number(declaration, key, value, file))
    };
    parameters.keys().filter_map(refused).collect()
}

fn outside_allowed(declaration: &Node, key: &str, value: &str, file: &str) -> Option<Failure> {
    let allowed = declaration.get("AllowedValues")?;
    let texts: Vec<&str> = allowed.items().iter().filter_map(Node::as_str).collect();
    // A list that is not made of plain values is for CloudFormation to understand.
    if texts.is_empty() || texts.len() < allowed.items().len() {
        return None;
    }
    let is_list = declaration.get("Type").and_then(Node::as_str).is_some_and(|kind| kind.contains("List"));
    let given = if is_list { value.split(',').map(str::trim).collect() } else { vec![value] };
    given.iter().any(|one| !texts.contains(one)).then(|| {
        Failure::at(
            FailureKind::Shape,
            file,
            allowed.span,
            format!("the value given for parameter {key} is none of its AllowedValues"),
            format!("give one of {}", texts.join(", ")),
        )
    })
}

fn no_number(declaration: &Node, key: &str, value: &str, file: &str) -> Option<Failure> {
    let kind = declaration.get("Type").filter(|kind| kind.as_str() == Some("Number"))?;
    value.trim().parse::<f64>().is_err().then(|| {
        Failure::at(
            FailureKind::Shape,
            file,
            kind.span,
            format!("the value given for parameter {key} is no number"),
            "give a number",
        )
    })
}
