//! A rule ready to be asked: its conditions and messages, compiled when they are first used.

use std::sync::OnceLock;

use cel::Env;

use crate::finding::{Citation, Consequence, Severity};

use super::check::{Names, attribute};
use super::expression::{Expression, Fault};
use super::rule::{Each, Fix, LabelFile, OutcomeFile, RuleFile};
use super::template::Template;
use super::vocabulary::Type;

/// A rule ready to be asked: its file, its sources, and its conditions, compiled when first used.
#[derive(Debug)]
pub struct Rule {
    /// The file's contents.
    pub file: RuleFile,
    /// The facts it cites.
    pub sources: Vec<Citation>,
    pub(super) names: Names,
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
    pub(super) path: String,
    /// What the label's texts can see: with a list of zones also the one zone, as `it`.
    pub(super) names: Names,
    pub(super) condition: Option<Lazily<Expression>>,
    pub(super) text: Lazily<Template>,
}

impl Rule {
    /// A rule whose parts are compiled when they are first asked for.
    pub(super) fn new(file: RuleFile, sources: Vec<Citation>) -> Rule {
        let mut names = Names::from([("group".to_owned(), Type::Group)]);
        if file.each == Each::Shard {
            names.insert("shard".to_owned(), Type::Shard);
        }
        let outcome = |outcome: &OutcomeFile| Outcome {
            condition: outcome.condition.as_deref().map(Lazily::new),
            severity: outcome.severity,
            consequence: outcome.consequence,
            message: Lazily::new(&outcome.message),
            fix: outcome.fix.clone(),
        };
        let label = |label: &LabelFile| LabelRule {
            names: label_names(&label.at, &names),
            path: label.at.clone(),
            condition: label.condition.as_deref().map(Lazily::new),
            text: Lazily::new(&label.text),
        };
        Rule {
            when: Lazily::new(&file.when),
            require: Lazily::new(&file.require),
            outcomes: file.outcome.iter().map(outcome).collect(),
            labels: file.labels.iter().map(label).collect(),
            names,
            file,
            sources,
        }
    }
}

/// The name of the one zone a label of a list of zones stands at.
pub(super) const IT: &str = "it";

/// The names of a rule, and `it` where the path is one of zones.
fn label_names(path: &str, names: &Names) -> Names {
    let mut names = names.clone();
    if let Ok(Type::Zone | Type::Zones) = path_type(path, &names) {
        names.insert(IT.to_owned(), Type::Zone);
    }
    names
}

/// The type of an attribute path such as `shard.zones`; a list on the way stands for its elements.
pub(super) fn path_type(path: &str, names: &Names) -> Result<Type, Fault> {
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

/// A text that is compiled when it is first used: most rules do not get past their `when`, and
/// compiling is most of what a short run costs.
#[derive(Debug)]
pub(super) struct Lazily<T> {
    text: String,
    compiled: OnceLock<T>,
}

impl<T> Lazily<T> {
    fn new(text: &str) -> Self {
        Lazily { text: text.to_owned(), compiled: OnceLock::new() }
    }

    fn get_or(&self, compile: impl FnOnce(&str) -> Result<T, Fault>) -> Result<&T, Fault> {
        if let Some(compiled) = self.compiled.get() {
            return Ok(compiled);
        }
        let fresh = compile(&self.text)?;
        Ok(self.compiled.get_or_init(|| fresh))
    }
}

impl Lazily<Expression> {
    /// The compiled condition.
    pub(super) fn get(&self, env: &Env, names: &Names) -> Result<&Expression, Fault> {
        self.get_or(|text| Expression::compile(env, text, names, Type::Bool))
    }
}

impl Lazily<Template> {
    /// The compiled message.
    pub(super) fn get(&self, env: &Env, names: &Names) -> Result<&Template, Fault> {
        self.get_or(|text| Template::compile(env, text, names))
    }
}
