//! Messages with CEL in braces: `all {size(shard.nodes)} nodes`.

use cel::{Context, Env};

use super::check::Names;
use super::expression::{Expression, Fault};
use super::recorder::{Recorder, SENSITIVE};
use super::vocabulary::Type;

/// A message ready to be filled in.
#[derive(Debug)]
pub(super) struct Template {
    parts: Vec<Part>,
}

#[derive(Debug)]
enum Part {
    Text(String),
    Value(Expression),
}

impl Template {
    /// Splits a message at its braces and compiles what stands in them.
    pub(super) fn compile(env: &Env, text: &str, names: &Names) -> Result<Template, Fault> {
        Template::split(text, |inside| Expression::compile(env, inside, names, Type::Any))
    }

    /// A message of a built-in rule.
    pub(super) fn built_in(text: &str) -> Result<Template, Fault> {
        Template::split(text, Expression::built_in)
    }

    fn split(text: &str, compiled: impl Fn(&str) -> Result<Expression, Fault>) -> Result<Template, Fault> {
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let from = text.len() - rest.len() + open;
            let Some(length) = rest[open..].find('}') else {
                return Err(Fault {
                    offset: text[..from].chars().count(),
                    message: "this brace is never closed".into(),
                    help: "close it with `}`".into(),
                });
            };
            parts.push(Part::Text(rest[..open].to_owned()));
            let shift = text[..from].chars().count() + 1;
            let expression = compiled(&rest[open + 1..open + length])
                .map_err(|fault| Fault { offset: fault.offset + shift, ..fault })?;
            parts.push(Part::Value(expression));
            rest = &rest[open + length + 1..];
        }
        parts.push(Part::Text(rest.to_owned()));
        Ok(Template { parts })
    }

    /// Fills the message in; a part that reads a sensitive value is not shown.
    pub(super) fn render(&self, context: &Context<'_, '_>, recorder: &Recorder) -> String {
        let part = |part: &Part| match part {
            Part::Text(text) => text.clone(),
            Part::Value(expression) => {
                recorder.take();
                let text = expression.render(context);
                if recorder.read_a_secret() { SENSITIVE.to_owned() } else { text }
            }
        };
        self.parts.iter().map(part).collect()
    }
}
