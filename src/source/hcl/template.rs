//! Texts with interpolation and directives, and the white space that `~` takes away.

use hcl_edit::template::{Directive, Element, ForDirective, IfDirective, Strip, Template};

use super::native::{Place, name_of};
use super::{Expression, ExpressionKind, Part};
use crate::source::Span;

/// A template as an expression: a text where nothing is interpolated, and the expression itself where
/// there is nothing else.
pub(super) fn template(mut parts: Vec<Part>, span: Span) -> Expression {
    let kind = match parts.as_mut_slice() {
        [] => ExpressionKind::Text(String::new()),
        [Part::Literal(text)] => ExpressionKind::Text(std::mem::take(text)),
        [Part::Interpolation(_)] => match parts.pop() {
            Some(Part::Interpolation(only)) => return Expression { span, ..only },
            _ => ExpressionKind::Template(parts),
        },
        _ => ExpressionKind::Template(parts),
    };
    Expression { kind, span }
}

/// The parts of a template.
pub(super) fn parts(place: &Place, template: &Template) -> Vec<Part> {
    let mut found = Vec::new();
    // Whether what stands before the next literal takes its leading white space.
    let mut strips = false;
    for element in template.iter() {
        match element {
            Element::Literal(text) => {
                let text = if strips { text.trim_start() } else { text.as_str() };
                found.push(Part::Literal(text.to_owned()));
                strips = false;
            }
            Element::Interpolation(inner) => {
                trim_last(&mut found, inner.strip.strip_start());
                found.push(Part::Interpolation(place.expression(&inner.expr, place.start())));
                strips = inner.strip.strip_end();
            }
            Element::Directive(directive) => {
                let (before, after) = outer_strips(directive);
                trim_last(&mut found, before);
                found.push(directive_part(place, directive));
                strips = after;
            }
        }
    }
    found.retain(|part| !matches!(part, Part::Literal(text) if text.is_empty()));
    found
}

/// Takes the trailing white space of a literal before something that asks for it.
fn trim_last(parts: &mut [Part], strips: bool) {
    if let Some(Part::Literal(text)) = parts.last_mut().filter(|_| strips) {
        text.truncate(text.trim_end().len());
    }
}

/// Whether a directive takes the white space before and after it.
fn outer_strips(directive: &Directive) -> (bool, bool) {
    match directive {
        Directive::If(all) => (all.if_expr.strip.strip_start(), all.endif_expr.strip.strip_end()),
        Directive::For(all) => (all.for_expr.strip.strip_start(), all.endfor_expr.strip.strip_end()),
    }
}

fn directive_part(place: &Place, directive: &Directive) -> Part {
    match directive {
        Directive::If(all) => choice(place, all),
        Directive::For(all) => repetition(place, all),
    }
}

fn choice(place: &Place, all: &IfDirective) -> Part {
    let (first, end) = (&all.if_expr, all.endif_expr.strip);
    let between = all.else_expr.as_ref().map_or(end, |other| other.strip);
    Part::If {
        condition: place.expression(&first.cond_expr, place.start()),
        yes: inner(place, &first.template, first.strip, between),
        no: all
            .else_expr
            .as_ref()
            .map(|other| inner(place, &other.template, other.strip, end))
            .unwrap_or_default(),
    }
}

fn repetition(place: &Place, all: &ForDirective) -> Part {
    let first = &all.for_expr;
    Part::For {
        key_name: first.key_var.as_ref().map(name_of),
        value_name: name_of(&first.value_var),
        collection: place.expression(&first.collection_expr, place.start()),
        parts: inner(place, &first.template, first.strip, all.endfor_expr.strip),
    }
}

/// What stands between two markers, each of which may take the white space beside it.
fn inner(place: &Place, template: &Template, before: Strip, after: Strip) -> Vec<Part> {
    let mut found = parts(place, template);
    if let Some(Part::Literal(text)) = found.first_mut().filter(|_| before.strip_end()) {
        *text = text.trim_start().to_owned();
    }
    trim_last(&mut found, after.strip_start());
    found
}
