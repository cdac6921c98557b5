//! The rule file: what stands in `rules/*.yaml`, and a rule ready to be asked.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use cel::Env;
use serde::Deserialize;

use crate::finding::{Citation, Consequence, Severity};
use crate::model::{Input, Target};

use super::check::{Names, attribute};
use super::expression::{Expression, Fault};
use super::template::Template;
use super::vocabulary::Type;

/// A rule as its file states it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Kebab-case; the file's stem.
    pub id: String,
    /// The fault in a few words.
    pub title: String,
    /// What the condition is asked of.
    pub each: Each,
    /// CEL: whether the rule applies.
    pub when: String,
    /// CEL: what must then hold.
    pub require: String,
    /// What a violation means; the first whose `if` is true.
    pub outcome: Vec<OutcomeFile>,
    /// Completes "cannot tell …".
    pub undecided: String,
    /// Attributes to point at; the first is the primary label.
    pub labels: Vec<LabelFile>,
    /// The explanation for `multiaz rules ID`.
    pub why: String,
    /// How to mend it.
    pub fix: Fix,
    /// Ids of the facts it rests on.
    #[serde(default)]
    pub facts: Vec<String>,
    /// Inputs and the verdict they must get.
    #[serde(default)]
    pub examples: Examples,
}

/// What a condition is asked of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Each {
    /// Once for the group.
    Group,
    /// Once for every shard.
    Shard,
}

/// One possible outcome of a violation.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeFile {
    /// CEL: when this outcome is the one; always, where it is missing.
    #[serde(rename = "if", default)]
    pub condition: Option<String>,
    /// How much it matters.
    pub severity: Severity,
    /// What follows.
    pub consequence: Consequence,
    /// What is wrong; `{…}` holds CEL.
    pub message: String,
    /// How to mend this outcome, where the rule's own fix does not fit it.
    #[serde(default)]
    pub fix: Option<Fix>,
}

/// A place to point at.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelFile {
    /// An attribute path such as `shard.zones`.
    pub at: String,
    /// What stands there; `{…}` holds CEL.
    pub text: String,
    /// CEL: when the label is shown; always, where it is missing. At a list of zones `it` is the
    /// zone at hand.
    #[serde(rename = "if", default)]
    pub condition: Option<String>,
}

/// The way to mend it, in each input's own language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// For Terraform.
    pub terraform: String,
    /// For CloudFormation.
    pub cloudformation: String,
    /// With the AWS CLI.
    pub cli: String,
}

impl Fix {
    /// The text for a group's kind of input; `NAME` in a command is its id, where that is known.
    #[must_use]
    pub fn for_target(&self, target: &Target) -> String {
        let text = self.for_input(target.input).trim();
        match &target.id {
            Some(id) => text.split("NAME").collect::<Vec<_>>().join(id),
            None => text.to_owned(),
        }
    }

    fn for_input(&self, input: Input) -> &str {
        match input {
            Input::TerraformPlan | Input::TerraformState | Input::TerraformConfig => &self.terraform,
            Input::CloudFormation => &self.cloudformation,
            Input::Describe => &self.cli,
        }
    }
}

/// Inputs and the verdict they must get.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Examples {
    /// Violate the rule.
    #[serde(default)]
    pub bad: Vec<Example>,
    /// Do not violate it.
    #[serde(default)]
    pub good: Vec<Example>,
    /// Leave it open.
    #[serde(default)]
    pub undecided: Vec<Example>,
}

/// One example input; one of the three texts is given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// A template.
    #[serde(default)]
    pub cloudformation: Option<String>,
    /// A plan or state as JSON.
    #[serde(default)]
    pub terraform: Option<String>,
    /// An answer of the AWS CLI.
    #[serde(default)]
    pub describe: Option<String>,
    /// Groups that are said to have an external replica.
    #[serde(default)]
    pub external_replicas: Vec<String>,
}

impl Example {
    /// The text, whichever form it has.
    #[must_use]
    pub fn text(&self) -> &str {
        let forms = [&self.cloudformation, &self.terraform, &self.describe];
        forms.into_iter().flatten().next().map_or("", String::as_str)
    }
}

/// A fact that rules cite, from `rules/facts.yaml`.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fact {
    /// The fact in our own words.
    pub text: String,
    /// The source's title.
    pub title: String,
    /// The source's address, where it has one.
    #[serde(default)]
    pub address: Option<String>,
    /// The day it was looked at.
    pub read: String,
}

impl Fact {
    /// The fact as findings carry it.
    #[must_use]
    pub fn citation(&self) -> Citation {
        Citation { text: self.text.clone(), title: self.title.clone(), address: self.address.clone() }
    }
}

/// Facts by id.
pub type Facts = BTreeMap<String, Fact>;

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
