//! The rule file: what stands in `rules/*.yaml`.

use std::borrow::Cow;

use serde::Deserialize;

use crate::finding::{Consequence, Severity};
use crate::model::{Input, NAME, Target, in_command, is_cluster_id, is_place};

/// A text of a rule; of a built-in one it stands in the program.
pub type Text = Cow<'static, str>;

/// A list of a rule; of a built-in one it stands in the program.
pub type List<T> = Cow<'static, [T]>;

/// A rule as its file states it.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RuleFile {
    /// Kebab-case; the file's stem.
    pub id: Text,
    /// The fault in a few words.
    pub title: Text,
    /// What the condition is asked of.
    pub each: Each,
    /// CEL: whether the rule applies.
    pub when: Text,
    /// CEL: what must then hold.
    pub require: Text,
    /// What a violation means; the first whose `if` is true.
    pub outcome: List<OutcomeFile>,
    /// Completes "cannot tell …".
    pub undecided: Text,
    /// Attributes to point at; the first is the primary label.
    pub labels: List<LabelFile>,
    /// The explanation for `multiaz rules ID`.
    pub why: Text,
    /// How to mend it.
    pub fix: Fix,
    /// Ids of the facts it rests on.
    #[serde(default)]
    pub facts: List<Text>,
    /// Inputs and the verdict they must get.
    #[serde(default)]
    pub examples: Examples,
}

impl RuleFile {
    /// The rule's fix, then those of outcomes it does not fit, each with the outcome's condition.
    pub fn fixes(&self) -> impl Iterator<Item = (Option<&str>, &Fix)> {
        let own = self
            .outcome
            .iter()
            .filter_map(|outcome| Some((outcome.condition.as_deref(), outcome.fix.as_ref()?)));
        std::iter::once((None, &self.fix)).chain(own)
    }
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
    pub condition: Option<Text>,
    /// How much it matters.
    pub severity: Severity,
    /// What follows.
    pub consequence: Consequence,
    /// What is wrong; `{…}` holds CEL.
    pub message: Text,
    /// How to mend this outcome, where the rule's own fix does not fit it.
    #[serde(default)]
    pub fix: Option<Fix>,
}

/// A place to point at.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LabelFile {
    /// An attribute path such as `shard.zones`.
    pub at: Text,
    /// What stands there; `{…}` holds CEL.
    pub text: Text,
    /// CEL: when the label is shown; always, where it is missing. At a list of zones `it` is the
    /// zone at hand.
    #[serde(rename = "if", default)]
    pub condition: Option<Text>,
}

/// The way to mend it, in each input's own language.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Fix {
    /// For Terraform.
    pub terraform: Text,
    /// For CloudFormation.
    pub cloudformation: Text,
    /// With the AWS CLI.
    pub cli: Text,
}

impl Fix {
    /// The text for a group's kind of input; `NAME` in a command is its id, where that is known and can be one, and the
    /// region of commands stands below them.
    #[must_use]
    pub fn for_target(&self, target: &Target) -> String {
        let text = self.for_input(target.input).trim();
        let text = match &target.id {
            Some(id) if is_cluster_id(id) => text.split(NAME).collect::<Vec<_>>().join(id),
            Some(_) | None => text.to_owned(),
        };
        match &target.region {
            // Commands go to the profile's own region otherwise.
            Some(region) if text.contains("aws elasticache") => {
                format!("{text}\nIn commands: --region {}", in_command(region, is_place))
            }
            _ => text,
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
    pub bad: List<Example>,
    /// Do not violate it.
    #[serde(default)]
    pub good: List<Example>,
    /// Leave it open.
    #[serde(default)]
    pub undecided: List<Example>,
}

/// One example input; one of the three texts is given.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Example {
    /// A template.
    #[serde(default)]
    pub cloudformation: Option<Text>,
    /// A plan or state as JSON.
    #[serde(default)]
    pub terraform: Option<Text>,
    /// An answer of the AWS CLI.
    #[serde(default)]
    pub describe: Option<Text>,
    /// Groups that are said to have an external replica.
    #[serde(default)]
    pub external_replicas: List<Text>,
}

impl Example {
    /// The text, whichever form it has.
    #[must_use]
    pub fn text(&self) -> &str {
        let forms = [&self.cloudformation, &self.terraform, &self.describe];
        forms.into_iter().flatten().next().map_or("", |text| text)
    }
}
