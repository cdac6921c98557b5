//! Test suites: one for each file, or account and region, whatever is told of it.

use std::collections::BTreeMap;
use std::io::{self, Write};

use crate::model::{Group, Skipped};
use crate::source::{Failure, Sources, Span};

use super::super::wording::position;
use super::case::{Case, Counts, Outcome};
use super::xml::Xml;

/// What is told of a file, or of an account in a region.
#[derive(Debug, Default)]
struct Suite<'a> {
    /// What could not be read of it.
    failures: Vec<&'a Failure>,
    /// Its groups by their number.
    groups: Vec<usize>,
    /// What was not judged, and whether that fails the run.
    skipped: Vec<(&'a Skipped, bool)>,
    /// What is told of all of it.
    told: Vec<String>,
}

/// All suites by their names.
#[derive(Debug)]
pub(super) struct Suites<'a> {
    sources: &'a Sources,
    /// Their texts are no files.
    live: bool,
    all: BTreeMap<&'a str, Suite<'a>>,
}

impl<'a> Suites<'a> {
    /// Sorts groups and failures by their files.
    pub(super) fn new(
        sources: &'a Sources,
        groups: &[Group],
        failures: &'a [Failure],
        live: bool,
    ) -> Suites<'a> {
        let mut all: BTreeMap<&str, Suite<'_>> = BTreeMap::new();
        for failure in failures {
            all.entry(&failure.file).or_default().failures.push(failure);
        }
        for (at, group) in groups.iter().enumerate() {
            all.entry(&sources.get(group.body.source).name).or_default().groups.push(at);
        }
        Suites { sources, live, all }
    }

    /// Adds what was not judged; the last `failing` of that fail the run.
    pub(super) fn add_skipped(&mut self, skipped: &'a [Skipped], failing: usize) {
        let passing = skipped.len().saturating_sub(failing);
        for (at, skipped) in skipped.iter().enumerate() {
            let suite = self.all.entry(&self.sources.get(skipped.at.source).name).or_default();
            suite.skipped.push((skipped, at >= passing));
        }
    }

    /// Adds what is told of all of a suite.
    pub(super) fn tell(&mut self, suite: &'a str, told: Vec<String>) {
        self.all.entry(suite).or_default().told.extend(told);
    }

    /// Writes the document; `cases` are those of a group, made when they are needed.
    ///
    /// # Errors
    /// When it can't be written.
    pub(super) fn write(
        &self,
        extra: &[Case<'a>],
        cases: &dyn Fn(usize) -> Vec<Case<'a>>,
        out: &mut dyn Write,
    ) -> io::Result<()> {
        let counts: Vec<Counts> = self.all.values().map(|suite| self.count(suite, cases)).collect();
        let mut total = Counts::of(extra);
        counts.iter().for_each(|counts| total += *counts);
        let mut xml = Xml::new(out, total)?;
        if !extra.is_empty() {
            xml.suite("multiaz", Counts::of(extra))?;
            extra.iter().try_for_each(|case| xml.case(case))?;
            xml.end_suite(&[])?;
        }
        for ((name, suite), counts) in self.all.iter().zip(counts) {
            xml.suite(name, counts)?;
            suite.failures.iter().try_for_each(|failure| xml.case(&self.failure(failure)))?;
            for group in &suite.groups {
                cases(*group).iter().try_for_each(|case| xml.case(case))?;
            }
            suite.skipped.iter().try_for_each(|(skipped, fails)| xml.case(&self.skipped(skipped, *fails)))?;
            xml.end_suite(&suite.told)?;
        }
        xml.end()
    }

    fn count(&self, suite: &Suite<'a>, cases: &dyn Fn(usize) -> Vec<Case<'a>>) -> Counts {
        let mut counts = Counts::default();
        suite.failures.iter().for_each(|failure| counts += Counts::of(&[self.failure(failure)]));
        suite.groups.iter().for_each(|group| counts += Counts::of(&cases(*group)));
        let skipped = suite.skipped.iter().map(|(skipped, fails)| self.skipped(skipped, *fails));
        skipped.for_each(|case| counts += Counts::of(&[case]));
        counts
    }

    /// A file and a line, where the text is a file.
    pub(super) fn place(&self, at: Span) -> Option<(&'a str, usize)> {
        let name = self.sources.get(at.source).name.as_str();
        (!self.live && name != "-").then(|| (name, self.sources.start(at).line))
    }

    fn failure(&self, failure: &'a Failure) -> Case<'a> {
        let at = failure.at.map(|at| format!("at {}\n", position(self.sources, at))).unwrap_or_default();
        let text = format!("{at}{}", failure.help);
        Case {
            name: failure.kind.name(),
            class: &failure.file,
            place: failure.at.and_then(|at| self.place(at)),
            outcome: Outcome::Error(failure.kind.name(), failure.message.clone(), text),
            told: Vec::new(),
        }
    }

    fn skipped(&self, skipped: &'a Skipped, fails: bool) -> Case<'a> {
        let text = format!("at {}", position(self.sources, skipped.at));
        let message = skipped.reason.clone();
        Case {
            name: "not judged",
            class: &skipped.resource,
            place: self.place(skipped.at),
            outcome: if fails {
                Outcome::Failed("not-judged", message, text)
            } else {
                Outcome::Skipped(message, text)
            },
            told: Vec::new(),
        }
    }
}
