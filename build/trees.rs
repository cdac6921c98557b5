//! Conditions as data: the syntax trees that CEL's compiler makes, written as Rust.
//!
//! Compiling them was more than half of a short run.

use std::collections::BTreeSet;
use std::fmt::Write;

use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, LiteralValue};
use cel::{Env, IdedExpr};
use serde_json::Value;

/// The trees of all expressions, sorted by their text.
pub(super) fn table(texts: &BTreeSet<String>) -> Result<String, String> {
    // Only macros shape a tree, and those are the standard ones.
    let env = Env::stdlib();
    let mut code = String::from("/// The syntax trees of all expressions in built-in rules, by text.\n");
    code.push_str("static TREES: &[(&str, Tree)] = &[\n");
    for text in texts {
        let compiled = env.compile(text).map_err(|errors| format!("`{text}`: {errors}"))?;
        let tree = written(compiled.expression()).map_err(|error| format!("`{text}`: {error}"))?;
        let _ = writeln!(code, "    ({text:?}, {tree}),");
    }
    code.push_str("];\n");
    Ok(code)
}

/// Every text of a rule file that is compiled.
pub(super) fn expressions(rule: &Value) -> Vec<String> {
    let list = |key: &str| rule[key].as_array().cloned().unwrap_or_default();
    let mut texts = vec![rule["when"].clone(), rule["require"].clone()];
    let mut templates = Vec::new();
    for outcome in list("outcome") {
        texts.push(outcome["if"].clone());
        templates.push(outcome["message"].clone());
    }
    for label in list("labels") {
        texts.push(label["if"].clone());
        templates.push(label["text"].clone());
    }
    let whole = texts.iter().filter_map(Value::as_str).map(str::to_owned);
    whole.chain(templates.iter().filter_map(Value::as_str).flat_map(in_braces)).collect()
}

/// What stands in the braces of a message.
fn in_braces(message: &str) -> Vec<String> {
    let parts = message.split('{').skip(1);
    parts.filter_map(|part| Some(part.split_once('}')?.0.to_owned())).collect()
}

fn written(expression: &IdedExpr) -> Result<String, String> {
    let node = match &expression.expr {
        Expr::Ident(name) => format!("Name({name:?})"),
        Expr::Literal(LiteralValue::String(text)) => format!("Text({:?})", text.inner()),
        Expr::Literal(LiteralValue::Int(number)) => format!("Int({})", number.inner()),
        Expr::Literal(LiteralValue::Boolean(truth)) => format!("Bool({})", truth.inner()),
        Expr::List(list) if list.optional_indices.is_empty() => format!("List({})", all(&list.elements)?),
        Expr::Select(select) if !select.test => {
            format!("Select(&{}, {:?})", written(&select.operand)?, select.field)
        }
        Expr::Call(call) => format!("Call({})", called(call)?),
        Expr::Comprehension(fold) if fold.iter_var2.is_none() => format!("Fold(&{})", folded(fold)?),
        other => return Err(format!("src/rules/tree.rs has no form for {other:?}")),
    };
    Ok(format!("Tree({}, Node::{node})", expression.id))
}

fn all(expressions: &[IdedExpr]) -> Result<String, String> {
    let all = expressions.iter().map(written).collect::<Result<Vec<_>, _>>()?;
    Ok(format!("&[{}]", all.join(", ")))
}

fn called(call: &CallExpr) -> Result<String, String> {
    let target = match &call.target {
        Some(target) => format!("Some(&{})", written(target)?),
        None => "None".to_owned(),
    };
    Ok(format!("{:?}, {target}, {}", call.func_name, all(&call.args)?))
}

fn folded(fold: &ComprehensionExpr) -> Result<String, String> {
    Ok(format!(
        "Fold {{ range: {}, item: {:?}, result_name: {:?}, start: {}, condition: {}, step: {}, result: {} }}",
        written(&fold.iter_range)?,
        fold.iter_var,
        fold.accu_var,
        written(&fold.accu_init)?,
        written(&fold.loop_cond)?,
        written(&fold.loop_step)?,
        written(&fold.result)?,
    ))
}
