//! A rule ready to be asked: its conditions and messages, those of built-in rules as they are first used.

use std::borrow::Cow;
use std::sync::{Arc, OnceLock};

use cel::Env;

use crate::finding::{Citation, Consequence, Severity};

use super::check::{Names, attribute};
use super::expression::{Expression, Fault};
use super::rule::{Each, Fix, LabelFile, OutcomeFile, RuleFile, Text};
use super::template::Template;
use super::vocabulary::Type;

/// A rule ready to be asked: its file, its sources, and its conditions.
#[derive(Debug)]
pub struct Rule {
    /// The file's contents.
    pub file: Cow<'static, RuleFile>,
    /// The facts it cites.
    pub sources: Arc<[Citation]>,
    pub(super) when: Lazily<Expression>,
    pub(super) require: Lazily<Expression>,
    pub(super) outcomes: Vec<Outcome>,
    pub(super) labels: Vec<LabelRule>,
}

/// The compiled parts of an [`OutcomeFile`].
#[derive(Debug)]
pub(super) struct Outcome {
    pub(super) condition: Option<Lazily<Expression>>,
    pub(super) severity: Severity,
    pub(super) consequence: Consequence,
    pub(super) message: Lazily<Template>,
    pub(super) fix: Option<Fix>,
}

/// The compiled parts of a [`LabelFile`].
#[derive(Debug)]
pub(super) struct LabelRule {
    pub(super) path: Text,
    pub(super) condition: Option<Lazily<Expression>>,
    pub(super) text: Lazily<Template>,
}

impl Rule {
    /// A rule whose parts are decoded when they are first asked for, or checked before.
    pub(super) fn new(file: Cow<'static, RuleFile>, sources: Arc<[Citation]>) -> Rule {
        let outcome = |outcome: &OutcomeFile| Outcome {
            condition: outcome.condition.as_ref().map(Lazily::new),
            severity: outcome.severity,
            consequence: outcome.consequence,
            message: Lazily::new(&outcome.message),
            fix: outcome.fix.clone(),
        };
        let label = |label: &LabelFile| LabelRule {
            path: label.at.clone(),
            condition: label.condition.as_ref().map(Lazily::new),
            text: Lazily::new(&label.text),
        };
        Rule {
            when: Lazily::new(&file.when),
            require: Lazily::new(&file.require),
            outcomes: file.outcome.iter().map(outcome).collect(),
            labels: file.labels.iter().map(label).collect(),
            file,
            sources,
        }
    }

    /// The names that its conditions and messages can see.
    pub(super) fn names(&self) -> Names {
        let mut names = Names::from([("group".to_owned(), Type::Group)]);
        if self.file.each == Each::Shard {
            names.insert("shard".to_owned(), Type::Shard);
        }
        names
    }
}

/// The name of the one zone a label of a list of zones stands at.
pub(super) const IT: &str = "it";

impl LabelRule {
    /// What the label's texts can see: the names of its rule, with a list of zones also the one zone, as `it`.
    pub(super) fn names(&self, of_rule: &Names) -> Result<Names, Fault> {
        let mut names = of_rule.clone();
        if let Type::Zone | Type::Zones = path_type(&self.path, of_rule)? {
            names.insert(IT.to_owned(), Type::Zone);
        }
        Ok(names)
    }
}

/// The type of an attribute path such as `shard.zones`; a list on the way stands for its elements.
fn path_type(path: &str, names: &Names) -> Result<Type, Fault> {
    let mut parts = path.split('.');
    let root = parts.next().unwrap_or_default();
    let Some(mut is) = names.get(root).copied() else {
        let message = format!("there is no `{root}`");
        return Err(Fault { offset: 0, message, help: "start with group or shard".into() });
    };
    let mut offset = root.len() + 1;
    for part in parts {
        let of = is.element().unwrap_or(is);
        is = attribute(0, of, part).map_err(|fault| Fault {
            offset,
            message: fault.message,
            help: fault.help,
        })?;
        offset += part.len() + 1;
    }
    Ok(is)
}

/// A text that is ready when it is first used: most rules do not get past their `when`.
#[derive(Debug)]
pub(super) struct Lazily<T> {
    text: Text,
    ready: OnceLock<T>,
}

impl<T> Lazily<T> {
    fn new(text: &Text) -> Self {
        Lazily { text: text.clone(), ready: OnceLock::new() }
    }

    fn get_or(&self, make: impl FnOnce(&str) -> Result<T, Fault>) -> Result<&T, Fault> {
        if let Some(ready) = self.ready.get() {
            return Ok(ready);
        }
        let fresh = make(&self.text)?;
        Ok(self.ready.get_or_init(|| fresh))
    }
}

impl Lazily<Expression> {
    /// Compiles and checks the condition of a user's rule.
    pub(super) fn check(&self, env: &Env, names: &Names) -> Result<(), Fault> {
        self.get_or(|text| Expression::compile(env, text, names, Type::Bool)).map(|_| ())
    }

    /// The condition, as it was checked or as it came with the program.
    pub(super) fn get(&self) -> Result<&Expression, Fault> {
        self.get_or(Expression::built_in)
    }
}

impl Lazily<Template> {
    /// Compiles and checks the message of a user's rule.
    pub(super) fn check(&self, env: &Env, names: &Names) -> Result<(), Fault> {
        self.get_or(|text| Template::compile(env, text, names)).map(|_| ())
    }

    /// The message, as it was checked or as it came with the program.
    pub(super) fn get(&self) -> Result<&Template, Fault> {
        self.get_or(Template::built_in)
    }
}
