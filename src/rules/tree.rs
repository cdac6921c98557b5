//! Conditions as data: the syntax trees that the build script leaves, and how they become CEL's.

use cel::IdedExpr;
use cel::common::ast::{CallExpr, ComprehensionExpr, Expr, ListExpr, LiteralValue, SelectExpr};

include!(concat!(env!("OUT_DIR"), "/trees.rs"));

/// A node of a syntax tree, with the number that CEL gives it.
struct Tree(u64, Node);

/// What stands at a node: what the conditions of built-in rules are made of.
enum Node {
    Name(&'static str),
    Text(&'static str),
    Int(i64),
    Bool(bool),
    List(&'static [Tree]),
    /// An attribute of a value.
    Select(&'static Tree, &'static str),
    /// A function or operator, and the value before the dot where there is one.
    Call(&'static str, Option<&'static Tree>, &'static [Tree]),
    Fold(&'static Fold),
}

/// What a macro such as `all` or `filter` is expanded to.
struct Fold {
    range: Tree,
    item: &'static str,
    result_name: &'static str,
    start: Tree,
    condition: Tree,
    step: Tree,
    result: Tree,
}

/// The tree of an expression that stands in a built-in rule; none for any other text.
pub(super) fn tree_of(text: &str) -> Option<IdedExpr> {
    let at = TREES.binary_search_by(|(known, _)| (*known).cmp(text)).ok()?;
    TREES.get(at).map(|(_, tree)| decoded(tree))
}

fn decoded(Tree(id, node): &Tree) -> IdedExpr {
    let expr = match node {
        Node::Name(name) => Expr::Ident((*name).to_owned()),
        Node::Text(text) => Expr::Literal(LiteralValue::String((*text).into())),
        Node::Int(number) => Expr::Literal(LiteralValue::Int((*number).into())),
        Node::Bool(truth) => Expr::Literal(LiteralValue::Boolean((*truth).into())),
        Node::List(elements) => Expr::List(ListExpr::new(all(elements))),
        Node::Select(operand, field) => Expr::Select(SelectExpr {
            operand: Box::new(decoded(operand)),
            field: (*field).to_owned(),
            test: false,
        }),
        Node::Call(function, target, arguments) => Expr::Call(CallExpr {
            func_name: (*function).to_owned(),
            target: target.map(|target| Box::new(decoded(target))),
            args: all(arguments),
        }),
        Node::Fold(fold) => Expr::Comprehension(Box::new(ComprehensionExpr {
            iter_range: decoded(&fold.range),
            iter_var: fold.item.to_owned(),
            iter_var2: None,
            accu_var: fold.result_name.to_owned(),
            accu_init: decoded(&fold.start),
            loop_cond: decoded(&fold.condition),
            loop_step: decoded(&fold.step),
            result: decoded(&fold.result),
        })),
    };
    IdedExpr { id: *id, expr }
}

fn all(trees: &[Tree]) -> Vec<IdedExpr> {
    trees.iter().map(decoded).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, clippy::panic)]

    use super::super::functions::environment;
    use super::*;

    #[test]
    fn every_tree_is_the_one_that_the_compiler_makes() {
        let env = environment().unwrap();
        for (text, _) in TREES {
            let compiled = env.compile(text).unwrap();
            assert_eq!(tree_of(text).as_ref(), Some(compiled.expression()), "{text}");
        }
    }
}
