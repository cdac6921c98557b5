//! Findings as plain data: what a rule says of a group, with its evidence.

use std::borrow::Cow;
use std::sync::Arc;

use serde::Deserialize;

use crate::model::Target;
use crate::source::Span;

/// How much a violated rule matters. Ordered: advice, warning, error.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Worth knowing; never fails a run unless asked to.
    Advice,
    /// Likely not what was meant.
    Warning,
    /// Refused by AWS, or not what the flags promise.
    Error,
}

impl Severity {
    /// The name in output and on the command line.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Severity::Advice => "advice",
            Severity::Warning => "warning",
            Severity::Error => "error",
        }
    }
}

/// What follows if nothing is changed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Consequence {
    /// AWS or the provider refuses it.
    Rejected,
    /// It deploys and does not survive what it is meant to survive.
    NotHighlyAvailable,
    /// Data is lost in the failure it concerns.
    DataLoss,
    /// It takes effect later than it seems.
    Deferred,
    /// The change replaces the group.
    Replaces,
    /// It survives less than one would think.
    Fragile,
}

impl Consequence {
    /// The name in JSON output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Consequence::Rejected => "rejected",
            Consequence::NotHighlyAvailable => "not-highly-available",
            Consequence::DataLoss => "data-loss",
            Consequence::Deferred => "deferred",
            Consequence::Replaces => "replaces",
            Consequence::Fragile => "fragile",
        }
    }

    /// One sentence for people.
    #[must_use]
    pub fn sentence(self) -> &'static str {
        match self {
            Consequence::Rejected => "AWS or the provider refuses this combination",
            Consequence::NotHighlyAvailable => "this is accepted, and is not highly available",
            Consequence::DataLoss => "a failure here loses data",
            Consequence::Deferred => "the change has not taken effect yet",
            Consequence::Replaces => "the change replaces the group",
            Consequence::Fragile => "this survives less than it seems",
        }
    }
}

/// What a rule came to; rules that hold leave no finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Verdict {
    /// The condition is broken.
    Violated,
    /// An unknown value decides, so nothing is claimed.
    Undecided,
}

impl Verdict {
    /// The name in JSON output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Verdict::Violated => "violated",
            Verdict::Undecided => "undecided",
        }
    }
}

/// A place and what it has to do with the finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Label {
    /// The fault itself; the others made it one.
    pub primary: bool,
    /// What stands here.
    pub text: String,
    /// The place.
    pub at: Span,
}

/// Who set a value that took part in a verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// The input writes it.
    Written,
    /// Nobody wrote it: somebody's default.
    Default,
    /// It follows from other settings.
    Derived,
    /// Nobody can know it from this input.
    Unknown,
}

impl Origin {
    /// The name in JSON output.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Origin::Written => "written",
            Origin::Default => "default",
            Origin::Derived => "derived",
            Origin::Unknown => "unknown",
        }
    }
}

/// A value that took part in the verdict.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Evidence {
    /// The setting's name in its input.
    pub setting: String,
    /// The value; none where it is unknown.
    pub value: Option<String>,
    /// Who set it.
    pub origin: Origin,
    /// Whose default, or what it was derived from.
    pub whose: Option<String>,
    /// Nobody wrote it, or what was written rests on a default or a given parameter.
    pub rests: bool,
    /// Where it stands.
    pub at: Span,
}

/// An unknown that keeps a verdict open.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Blocker {
    /// The setting's name in its input.
    pub setting: String,
    /// Why it is unknown.
    pub reason: String,
    /// What would settle it.
    pub remedy: Option<String>,
    /// Where it stands.
    pub at: Span,
}

/// Where a claim comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The fact in our own words.
    pub text: Cow<'static, str>,
    /// The source's title.
    pub title: Cow<'static, str>,
    /// The source's address, where it has one.
    pub address: Option<Cow<'static, str>>,
    /// The day it was looked at, as year, month and day.
    pub read: Cow<'static, str>,
}

/// One rule's word on one group, over the shards it concerns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// How much it matters; for an undecided verdict, how much it could.
    pub severity: Severity,
    /// What follows from it.
    pub consequence: Consequence,
    /// Violated or undecided.
    pub verdict: Verdict,
    /// What is wrong, without the group's name.
    pub message: String,
    /// The group's name in its input.
    pub group: String,
    /// Which group of the world it is.
    pub target: Target,
    /// The shards it concerns; empty for the whole group or where the ids are not known.
    pub shards: Vec<String>,
    /// The group has several shards, or may have: then people want to know which.
    pub sharded: bool,
    /// Places, the primary one first.
    pub labels: Vec<Label>,
    /// The values that took part.
    pub because: Vec<Evidence>,
    /// What keeps the verdict open; empty where it is violated.
    pub blocked_by: Vec<Blocker>,
    /// The way to mend it, in the input's own language.
    pub help: String,
    /// The facts the rule rests on, best link first; all findings of a rule share them.
    pub sources: Arc<[Citation]>,
    /// The whole resource, for excerpts.
    pub body: Span,
    /// The place in the source that people edit, where it is not the input itself that they edit.
    pub code: Option<Span>,
}

impl Finding {
    /// The address of the best source, where one has an address.
    #[must_use]
    pub fn url(&self) -> Option<&str> {
        self.sources.iter().find_map(|source| source.address.as_deref())
    }

    /// The place the finding points at first.
    #[must_use]
    pub fn place(&self) -> Span {
        self.labels.first().map_or(self.body, |label| label.at)
    }

    /// The place for whoever reads the change that is proposed: in the source where that is known.
    #[must_use]
    pub fn code_place(&self) -> Span {
        self.code.unwrap_or_else(|| self.place())
    }
}

/// A rule's page in full.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What `multiaz rules ID` prints.
    pub text: String,
    /// The same in Markdown, without its heading.
    pub markdown: String,
}

/// A rule as reports explain it: its file's text, and no condition to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RulePage {
    /// The rule's id.
    pub id: String,
    /// The fault in a few words.
    pub title: String,
    /// The gravest severity it may come to.
    pub severity: Severity,
    /// What happens, and why people believe otherwise.
    pub why: String,
    /// Its page in full; none where no format that brings it along is asked for: writing it costs more than judging.
    pub explanation: Option<Explanation>,
    /// The address of the best source, where one has an address.
    pub url: Option<String>,
}
