//! Native syntax, through hcl-edit: the only file beside its templates that knows that parser.

use hcl_edit::Ident;
use hcl_edit::expr::{self as hcl, Expression as Hcl, TraversalOperator};
use hcl_edit::parser::{self, Error};
use hcl_edit::structure;

use super::newlines;
use super::template::{parts, template};
use super::{
    Attribute, Block, Body, Call, Conditional, Expression, ExpressionKind, For, Operator, Step, StepKind,
};
use crate::source::{ParseError, SourceId, Span};

/// Reads a file in native syntax.
///
/// # Errors
/// Where the text is not HCL, or nests deeper than 64 levels: the place and what was expected there.
pub fn parse_hcl(source: SourceId, text: &str) -> Result<Body, ParseError> {
    let body = parser::parse_body(text).or_else(|error| {
        // The places stay what they were: a blank stands for every byte that is taken out.
        let again = newlines::joined(text).and_then(|text| parser::parse_body(&text).ok());
        again.ok_or_else(|| fault(source, text, &error))
    })?;
    Ok(Place { source, base: 0, fixed: None }.body(&body))
}

/// Reads a text with interpolation, such as the strings of JSON syntax hold.
///
/// `at` is where its characters stand; `exact` says that they stand there as they are, without escapes,
/// so that the places of expressions in it can be told.
///
/// # Errors
/// Where the text is not a template.
pub fn parse_template(text: &str, at: Span, exact: bool) -> Result<Expression, ParseError> {
    let read = parser::parse_template(text).map_err(|error| ParseError {
        at,
        message: format!("this template is not valid: {}", error.message()),
        help: HELP.into(),
    })?;
    let fixed = (!exact).then_some(at);
    let place = Place { source: at.source, base: at.start, fixed };
    Ok(template(parts(&place, &read), at))
}

const HELP: &str = "correct the syntax: terraform validate tells more";

fn fault(source: SourceId, text: &str, error: &Error) -> ParseError {
    ParseError {
        at: Span::character(source, text, error.location().offset()),
        message: format!("it is not valid HCL: {}", error.message()),
        help: HELP.into(),
    }
}

/// Where the text that is being read stands.
pub(super) struct Place {
    source: SourceId,
    /// The offset of its first byte, in bytes.
    base: usize,
    /// The one place of everything in it, where offsets say nothing.
    fixed: Option<Span>,
}

impl Place {
    fn span(&self, of: &impl hcl_edit::Span, around: Span) -> Span {
        match (self.fixed, of.span()) {
            (Some(fixed), _) => fixed,
            (None, Some(range)) => {
                Span { source: self.source, start: self.base + range.start, end: self.base + range.end }
            }
            (None, None) => around,
        }
    }

    fn body(&self, body: &structure::Body) -> Body {
        let whole = self.span(body, self.start());
        Body {
            attributes: body.attributes().map(|attribute| self.attribute(attribute, whole)).collect(),
            blocks: body.blocks().map(|block| self.block(block, whole)).collect(),
        }
    }

    /// Its beginning: the place of what has none of its own.
    pub(super) fn start(&self) -> Span {
        self.fixed.unwrap_or(Span { source: self.source, start: self.base, end: self.base })
    }

    fn attribute(&self, attribute: &structure::Attribute, around: Span) -> Attribute {
        let whole = self.span(attribute, around);
        Attribute {
            name: attribute.key.to_string(),
            name_span: self.span(&attribute.key, whole),
            value: self.expression(&attribute.value, whole),
        }
    }

    fn block(&self, block: &structure::Block, around: Span) -> Block {
        let span = self.span(block, around);
        let at = match block.labels.last() {
            Some(structure::BlockLabel::Ident(ident)) => self.span(ident, span),
            Some(structure::BlockLabel::String(text)) => self.span(text, span),
            None => self.span(&block.ident, span),
        };
        Block {
            kind: block.ident.to_string(),
            labels: block.labels.iter().map(|label| label.as_str().to_owned()).collect(),
            at,
            span,
            body: self.body(&block.body),
        }
    }

    /// An expression; `around` is the place of what holds it.
    pub(super) fn expression(&self, expression: &Hcl, around: Span) -> Expression {
        let span = self.span(expression, around);
        let one = |expression: &Hcl| self.expression(expression, span);
        let boxed = |expression: &Hcl| Box::new(one(expression));
        let kind = match expression {
            Hcl::Null(_) => ExpressionKind::Null,
            Hcl::Bool(value) => ExpressionKind::Bool(*value.value()),
            Hcl::Number(number) => ExpressionKind::Number(number.value().as_f64().unwrap_or(f64::MAX)),
            Hcl::String(text) => ExpressionKind::Text(text.value().clone()),
            Hcl::Array(items) => ExpressionKind::Tuple(items.iter().map(one).collect()),
            Hcl::Object(object) => ExpressionKind::Object(
                object.iter().map(|(key, value)| (self.key(key, span), one(value.expr()))).collect(),
            ),
            Hcl::StringTemplate(text) => return template(parts(self, text), span),
            Hcl::HeredocTemplate(text) => return template(parts(self, &text.template), span),
            Hcl::Parenthesis(inner) => return Expression { span, ..one(inner.inner()) },
            Hcl::Variable(name) => ExpressionKind::Name(name.to_string()),
            Hcl::Conditional(choice) => ExpressionKind::Conditional(Box::new(Conditional {
                condition: one(&choice.cond_expr),
                yes: one(&choice.true_expr),
                no: one(&choice.false_expr),
            })),
            Hcl::FuncCall(call) => ExpressionKind::Call(self.call(call, span)),
            Hcl::Traversal(traversal) => ExpressionKind::Traversal(
                boxed(&traversal.expr),
                traversal.operators.iter().map(|step| self.step(step, span)).collect(),
            ),
            Hcl::UnaryOp(operation) => match operation.operator.value() {
                hcl::UnaryOperator::Neg => ExpressionKind::Negative(boxed(&operation.expr)),
                hcl::UnaryOperator::Not => ExpressionKind::Not(boxed(&operation.expr)),
            },
            Hcl::BinaryOp(operation) => ExpressionKind::Binary(
                boxed(&operation.lhs_expr),
                operator(*operation.operator.value()),
                boxed(&operation.rhs_expr),
            ),
            Hcl::ForExpr(all) => ExpressionKind::For(Box::new(self.repetition(all, span))),
        };
        Expression { kind, span }
    }

    fn key(&self, key: &hcl::ObjectKey, around: Span) -> Expression {
        match key {
            hcl::ObjectKey::Ident(name) => {
                Expression { kind: ExpressionKind::Text(name.to_string()), span: self.span(name, around) }
            }
            hcl::ObjectKey::Expression(key) => self.expression(key, around),
        }
    }

    fn call(&self, call: &hcl::FuncCall, span: Span) -> Call {
        let mut name: Vec<String> = call.name.namespace.iter().map(ToString::to_string).collect();
        name.push(call.name.name.to_string());
        Call {
            name: name.join("::"),
            arguments: call.args.iter().map(|argument| self.expression(argument, span)).collect(),
            expands: call.args.expand_final(),
        }
    }

    fn step(&self, step: &hcl_edit::Decorated<TraversalOperator>, around: Span) -> Step {
        let span = self.span(step, around);
        let kind = match step.value() {
            TraversalOperator::AttrSplat(_) => StepKind::AttributeSplat,
            TraversalOperator::FullSplat(_) => StepKind::FullSplat,
            TraversalOperator::GetAttr(name) => StepKind::Attribute(name.to_string()),
            TraversalOperator::Index(key) => StepKind::Index(self.expression(key, span)),
            #[allow(clippy::cast_precision_loss)]
            TraversalOperator::LegacyIndex(index) => {
                let kind = ExpressionKind::Number(*index.value() as f64);
                StepKind::Index(Expression { kind, span })
            }
        };
        Step { kind, span }
    }

    fn repetition(&self, all: &hcl::ForExpr, span: Span) -> For {
        let one = |expression: &Hcl| self.expression(expression, span);
        For {
            key_name: all.intro.key_var.as_ref().map(name_of),
            value_name: name_of(&all.intro.value_var),
            collection: one(&all.intro.collection_expr),
            key: all.key_expr.as_ref().map(one),
            value: one(&all.value_expr),
            groups: all.grouping,
            condition: all.cond.as_ref().map(|condition| one(&condition.expr)),
        }
    }
}

/// A name without what surrounds it.
pub(super) fn name_of(name: &hcl_edit::Decorated<Ident>) -> String {
    name.value().to_string()
}

fn operator(operator: hcl::BinaryOperator) -> Operator {
    match operator {
        hcl::BinaryOperator::Eq => Operator::Equal,
        hcl::BinaryOperator::NotEq => Operator::NotEqual,
        hcl::BinaryOperator::LessEq => Operator::LessOrEqual,
        hcl::BinaryOperator::GreaterEq => Operator::GreaterOrEqual,
        hcl::BinaryOperator::Less => Operator::Less,
        hcl::BinaryOperator::Greater => Operator::Greater,
        hcl::BinaryOperator::Plus => Operator::Add,
        hcl::BinaryOperator::Minus => Operator::Subtract,
        hcl::BinaryOperator::Mul => Operator::Multiply,
        hcl::BinaryOperator::Div => Operator::Divide,
        hcl::BinaryOperator::Mod => Operator::Modulo,
        hcl::BinaryOperator::And => Operator::And,
        hcl::BinaryOperator::Or => Operator::Or,
    }
}
