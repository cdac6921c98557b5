//! What a runbook is: plain data that a report renders and nothing here prints.

use crate::model::{Group, Target};

use super::request::Request;

/// What a runbook is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Turning on Multi-AZ and automatic failover.
    EnableMultiAz,
    /// Testing automatic failover, shard by shard.
    TestFailover,
    /// Making a replica of one's choice the primary.
    PromoteReplica,
}

impl Kind {
    /// The name on the command line and in JSON.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Kind::EnableMultiAz => "enable-multi-az",
            Kind::TestFailover => "test-failover",
            Kind::PromoteReplica => "promote-replica",
        }
    }
}

/// An ordered procedure for one group.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Runbook {
    /// What it is for.
    pub kind: Kind,
    /// What people call the group.
    pub group: String,
    /// Which group of the world it is.
    pub target: Target,
    /// How things stand, in a sentence.
    pub summary: String,
    /// Why there is nothing to do for this group; then there are no steps.
    pub not_applicable: Option<Note>,
    /// What must hold before, as far as the input tells.
    pub preconditions: Vec<Precondition>,
    /// What to know before the first step.
    pub warnings: Vec<Note>,
    /// Which shards are tested on which day; empty for other kinds.
    pub schedule: Vec<Day>,
    /// What to do, in this order.
    pub steps: Vec<Step>,
    /// How to undo it, in this order; empty where the steps themselves end where they began.
    pub way_back: Vec<Step>,
    /// What can't be done on a group that exists.
    pub limits: Vec<Note>,
    /// What it does not show, and what would.
    pub not_shown: Vec<Note>,
}

/// A sentence with the facts it rests on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// The sentence.
    pub text: String,
    /// The ids of its facts.
    pub facts: Vec<&'static str>,
    /// Calls that show more of it.
    pub requests: Vec<Request>,
}

/// A condition of the state before, and whether it is met.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Precondition {
    /// The condition.
    pub text: String,
    /// Whether it is met.
    pub met: Met,
    /// What the input says of it.
    pub because: String,
    /// The ids of its facts.
    pub facts: Vec<&'static str>,
    /// The number of the step that makes it true, or looks at it where the input does not tell.
    pub step: Option<usize>,
    /// The titles of steps that can be that one.
    pub(super) settled_by: Vec<String>,
}

/// Whether a condition is met.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Met {
    /// It is.
    Yes,
    /// It is not.
    No,
    /// The input does not tell.
    Unknown,
}

impl Precondition {
    /// The name of its state in text and JSON: what the runbook itself brings about is no obstacle.
    #[must_use]
    pub fn state(&self) -> &'static str {
        match (self.met, self.step) {
            (Met::Yes, _) => "met",
            (Met::No, Some(_)) => "to do",
            (Met::No, None) => "not met",
            (Met::Unknown, _) => "unknown",
        }
    }
}

/// The shards that are tested on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Day {
    /// The day, counted from 1 over all groups of the run.
    pub day: u32,
    /// The ids of the shards, in order.
    pub shards: Vec<String>,
}

/// One step: what to do, what must be seen then, and what to do if it is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    /// What to do, in a few words.
    pub title: String,
    /// Why, and why here.
    pub why: String,
    /// The ids of the facts it rests on.
    pub facts: Vec<&'static str>,
    /// The day it belongs to, where there is a schedule.
    pub day: Option<u32>,
    /// The shard it is about, where it is one.
    pub shard: Option<String>,
    /// How to do it.
    pub action: Action,
    /// How to see that it worked.
    pub check: Check,
    /// What to do if it did not.
    pub if_it_fails: Vec<String>,
}

/// How a step is done.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Action {
    /// A change of the code that declares the group.
    pub code: Option<Code>,
    /// Calls of AWS, as a command or as an API request.
    pub requests: Vec<Request>,
    /// The same in the console: one click or look each; empty where the console has none.
    pub console: Vec<String>,
}

/// A piece of code, or commands of a tool that deploys it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Code {
    /// `hcl`, `yaml` or `sh`.
    pub language: &'static str,
    /// The lines.
    pub text: String,
}

/// How to see that a step worked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Check {
    /// Calls whose answers show it.
    pub requests: Vec<Request>,
    /// What must be seen.
    pub expect: Vec<String>,
}

impl Runbook {
    /// A runbook without steps yet.
    pub(super) fn new(kind: Kind, group: &Group, summary: String) -> Runbook {
        Runbook {
            kind,
            group: group.name.clone(),
            target: group.target.clone(),
            summary,
            not_applicable: None,
            preconditions: Vec::new(),
            warnings: Vec::new(),
            schedule: Vec::new(),
            steps: Vec::new(),
            way_back: Vec::new(),
            limits: Vec::new(),
            not_shown: Vec::new(),
        }
    }

    /// A runbook that says why it has no steps.
    pub(super) fn not_applicable(kind: Kind, group: &Group, reason: Note) -> Runbook {
        let summary = format!("{} does not apply to {}.", kind.name(), group.name);
        Runbook { not_applicable: Some(reason), ..Runbook::new(kind, group, summary) }
    }

    /// Numbers the steps that settle conditions, once all of both are there.
    pub(super) fn settled(mut self) -> Runbook {
        let steps = &self.steps;
        let number = |title: &String| steps.iter().position(|step| step.title == *title).map(|at| at + 1);
        for one in self.preconditions.iter_mut().filter(|one| one.met != Met::Yes) {
            one.step = one.settled_by.iter().find_map(number);
        }
        self
    }

    /// All code that it shows.
    pub fn code(&self) -> impl Iterator<Item = &Code> {
        self.steps.iter().chain(&self.way_back).filter_map(|step| step.action.code.as_ref())
    }

    /// All calls that it names, in order.
    pub fn requests(&self) -> impl Iterator<Item = &Request> {
        let notes = [&self.warnings, &self.limits, &self.not_shown].into_iter().flatten();
        let steps = self.steps.iter().chain(&self.way_back);
        steps
            .flat_map(|step| step.action.requests.iter().chain(&step.check.requests))
            .chain(notes.flat_map(|note| &note.requests))
    }
}

impl Note {
    /// A sentence with its facts.
    pub(super) fn new(text: impl Into<String>, facts: &[&'static str]) -> Note {
        Note { text: text.into(), facts: facts.to_vec(), requests: Vec::new() }
    }

    /// With a call that shows more.
    pub(super) fn with(mut self, request: Request) -> Note {
        self.requests.push(request);
        self
    }
}

impl Precondition {
    /// A condition with what the input says of it.
    pub(super) fn new(
        text: impl Into<String>,
        met: Met,
        because: impl Into<String>,
        facts: &[&'static str],
    ) -> Precondition {
        let facts = facts.to_vec();
        let settled_by = Vec::new();
        Precondition { text: text.into(), met, because: because.into(), facts, step: None, settled_by }
    }

    /// With the title of a step that settles it, if the runbook has that step.
    pub(super) fn settled_by(mut self, title: impl Into<String>) -> Precondition {
        self.settled_by.push(title.into());
        self
    }
}

impl Step {
    /// A step that says nothing yet of how it is done.
    pub(super) fn new(title: impl Into<String>, why: impl Into<String>, facts: &[&'static str]) -> Step {
        Step {
            title: title.into(),
            why: why.into(),
            facts: facts.to_vec(),
            day: None,
            shard: None,
            action: Action::default(),
            check: Check::default(),
            if_it_fails: Vec::new(),
        }
    }

    /// With a call to make.
    pub(super) fn call(mut self, request: Request) -> Step {
        self.action.requests.push(request);
        self
    }

    /// With calls to make, if there are any.
    pub(super) fn calls(mut self, requests: impl IntoIterator<Item = Request>) -> Step {
        self.action.requests.extend(requests);
        self
    }

    /// With code to write or tools to run.
    pub(super) fn code(mut self, language: &'static str, text: impl Into<String>) -> Step {
        self.action.code = Some(Code { language, text: text.into() });
        self
    }

    /// With the way through the console.
    pub(super) fn console(mut self, clicks: Vec<String>) -> Step {
        self.action.console = clicks;
        self
    }

    /// With a call whose answer shows whether it worked.
    pub(super) fn look(mut self, request: Request) -> Step {
        self.check.requests.push(request);
        self
    }

    /// With something that must be seen.
    pub(super) fn expect(mut self, text: impl Into<String>) -> Step {
        self.check.expect.push(text.into());
        self
    }

    /// With something to do if it fails.
    pub(super) fn or_else(mut self, text: impl Into<String>) -> Step {
        self.if_it_fails.push(text.into());
        self
    }
}
