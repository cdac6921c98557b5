//! Asks every rule of every group: the three-valued implication `when → require`.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use cel::{Context, Env};

use crate::finding::{Finding, Label, Verdict};
use crate::model::{Group, Placement, Setting, Trace};
use crate::source::Span;

use super::catalog::Catalog;
use super::compiled::{IT, LabelRule, Lazily, Outcome, Rule};
use super::expression::{Answer, Expression};
use super::recorder::{Recorder, Touched, Work};
use super::rule::Each;
use super::template::Template;
use super::values::{Object, Scope, What, ZoneValue, read};
use super::vocabulary::{Attribute, GROUP, NODE, Read, SHARD};

/// What came of asking all rules.
#[derive(Debug, Default)]
pub struct Judged {
    /// Violated and undecided verdicts, in the order of groups and rules.
    pub findings: Vec<Finding>,
    /// Rules that could not be evaluated: rule, group, reason. A fault of the rule, not the group.
    pub faults: Vec<(String, String, String)>,
    /// What all of it took.
    pub work: Work,
}

/// Asks every rule of every group.
#[must_use]
pub fn judge(catalog: &Catalog, groups: &[Group]) -> Judged {
    let mut judged = Judged::default();
    for group in groups {
        let scope = Arc::new(Scope { group: group.clone(), recorder: Recorder::default() });
        for rule in &catalog.rules {
            let case = Case { env: &catalog.env, scope: &scope, rule };
            match case.findings() {
                Ok(findings) => judged.findings.extend(findings),
                Err(reason) => judged.faults.push((rule.file.id.to_string(), group.name.clone(), reason)),
            }
        }
        judged.work += scope.recorder.work();
    }
    judged
}

/// One rule and one group.
struct Case<'a> {
    env: &'a Arc<Env>,
    scope: &'a Arc<Scope>,
    rule: &'a Rule,
}

impl Case<'_> {
    fn findings(&self) -> Result<Vec<Finding>, String> {
        if self.rule.file.each == Each::Group {
            return Ok(self.ask(None)?.into_iter().collect());
        }
        // Most rules do not apply to most groups: false without any shard settles it for all.
        let any = self.context(Some(What::AnyShard));
        let settled = self.answer(&self.rule.when, &any)? == Answer::False;
        self.scope.recorder.take();
        if settled {
            return Ok(Vec::new());
        }
        let mut merged = Merged::default();
        for index in 0..self.scope.group.layout.shards.len() {
            if let Some(finding) = self.ask(Some(index))? {
                merged.add(finding);
            }
        }
        self.scope.recorder.did(Work { comparisons: merged.comparisons, ..Work::default() });
        Ok(merged.findings)
    }

    /// Asks the rule, of one shard or of the group.
    fn ask(&self, shard: Option<usize>) -> Result<Option<Finding>, String> {
        let context = self.context(shard.map(What::Shard));
        let applies = self.answer(&self.rule.when, &context);
        let mut touched = self.scope.recorder.take();
        let applies = applies?;
        if applies == Answer::False {
            return Ok(None);
        }
        if applies == Answer::True {
            touched.blocked_by.clear();
        }
        let holds = self.answer(&self.rule.require, &context);
        let mut read = self.scope.recorder.take();
        let holds = holds?;
        // What a settled condition met on its way keeps nothing open.
        if holds != Answer::Unknown {
            read.blocked_by.clear();
        }
        touched.add(read);
        let verdict = match (applies, holds) {
            (_, Answer::True) => return Ok(None),
            (Answer::True, Answer::False) => Verdict::Violated,
            _ => Verdict::Undecided,
        };
        let (verdict, touched) = self.where_it_exists(verdict, touched);
        let finding = self.finding(verdict, shard, touched, &context)?;
        self.scope.recorder.take();
        Ok(Some(finding))
    }

    /// A group that may not be there is at fault for nothing: what decides is whether it is there.
    fn where_it_exists(&self, verdict: Verdict, mut touched: Touched) -> (Verdict, Touched) {
        let existence = &self.scope.group.existence;
        if verdict == Verdict::Undecided || existence.why().is_none() {
            return (verdict, touched);
        }
        self.scope.recorder.unknown(existence);
        touched.blocked_by = self.scope.recorder.take().blocked_by;
        (Verdict::Undecided, touched)
    }

    fn answer(&self, condition: &Lazily<Expression>, context: &Context<'_, '_>) -> Result<Answer, String> {
        self.scope.recorder.did(Work { conditions: 1, ..Work::default() });
        condition.get().map_err(|fault| fault.message)?.answer(context)
    }

    fn message<'c>(&self, lazily: &'c Lazily<Template>) -> Result<&'c Template, String> {
        lazily.get().map_err(|fault| fault.message)
    }

    /// The answer of an `if`; a missing one is true.
    fn holds(
        &self,
        lazily: Option<&Lazily<Expression>>,
        context: &Context<'_, '_>,
    ) -> Result<Answer, String> {
        lazily.map_or(Ok(Answer::True), |lazily| self.answer(lazily, context))
    }

    fn context(&self, shard: Option<What>) -> Context<'static, 'static> {
        let mut context = Context::with_env(Arc::clone(self.env));
        let object = |what| Box::new(Object { scope: Arc::clone(self.scope), what });
        context.add_variable_as_val("group", object(What::Group));
        if let Some(shard) = shard {
            context.add_variable_as_val("shard", object(shard));
        }
        context
    }

    fn finding(
        &self,
        verdict: Verdict,
        shard: Option<usize>,
        touched: Touched,
        context: &Context<'_, '_>,
    ) -> Result<Finding, String> {
        let (group, file) = (&self.scope.group, &self.rule.file);
        let outcome = self.outcome(verdict, context)?;
        let message = match verdict {
            Verdict::Violated => self.message(&outcome.message)?.render(context, &self.scope.recorder),
            Verdict::Undecided => format!("cannot tell {}", file.undecided.trim()),
        };
        let labels = match verdict {
            Verdict::Violated => self.labels(shard, context)?,
            Verdict::Undecided => blocker_labels(&touched),
        };
        let blocked_by = match verdict {
            Verdict::Undecided => touched.blocked_by.into_iter().collect(),
            Verdict::Violated => Vec::new(),
        };
        let id = shard.and_then(|index| group.layout.shards.get(index)).and_then(|shard| shard.id.clone());
        Ok(Finding {
            rule: file.id.to_string(),
            severity: outcome.severity,
            consequence: outcome.consequence,
            verdict,
            message,
            group: group.name.clone(),
            target: group.target.clone(),
            shards: id.into_iter().collect(),
            sharded: group.layout.shard_count.value() != Some(&1),
            labels: with_traces(with_primary(labels, group.at, &file.title), &group.traces),
            because: touched.because.into_iter().collect(),
            blocked_by,
            help: outcome.fix.as_ref().unwrap_or(&file.fix).for_target(&group.target),
            sources: Arc::clone(&self.rule.sources),
            body: group.body,
            code: None,
        })
    }

    /// The first outcome whose condition is true; for an undecided verdict the gravest possible.
    fn outcome(&self, verdict: Verdict, context: &Context<'_, '_>) -> Result<&Outcome, String> {
        let mut possible = Vec::new();
        for outcome in &self.rule.outcomes {
            let answer = self.holds(outcome.condition.as_ref(), context)?;
            match answer {
                Answer::True => {
                    possible.push(outcome);
                    break;
                }
                Answer::Unknown if verdict == Verdict::Undecided => possible.push(outcome),
                _ => {}
            }
        }
        possible
            .into_iter()
            .reduce(|gravest, next| if next.severity > gravest.severity { next } else { gravest })
            .ok_or_else(|| "no outcome is without a condition".to_owned())
    }

    fn labels(&self, shard: Option<usize>, context: &Context<'_, '_>) -> Result<Vec<Label>, String> {
        let mut labels: Vec<Label> = Vec::new();
        let mut taken = HashSet::new();
        for rule in &self.rule.labels {
            for place in self.places(rule, shard) {
                let mut inner = context.new_inner_scope();
                if let Some(setting) = place.zone {
                    let zone = ZoneValue { scope: Arc::clone(self.scope), setting };
                    inner.add_variable_as_val(IT, Box::new(zone));
                }
                if let Some(condition) = &rule.condition
                    && self.answer(condition, &inner)? != Answer::True
                {
                    continue;
                }
                if taken.insert(place.at) {
                    let text = rule.text.get().map_err(|fault| fault.message)?;
                    labels.push(Label {
                        primary: labels.is_empty(),
                        text: text.render(&inner, &self.scope.recorder),
                        at: place.at,
                    });
                }
            }
        }
        Ok(labels)
    }

    /// The places an attribute path stands for; a list fans out.
    fn places(&self, label: &LabelRule, shard: Option<usize>) -> Vec<Place> {
        let group = &self.scope.group;
        let path: Vec<&str> = label.path.split('.').collect();
        let shard = shard.and_then(|index| group.layout.shards.get(index));
        match (path.as_slice(), shard) {
            (["group", field], _) => places_of(GROUP, field, group),
            (["group", "shards", field], _) => {
                group.layout.shards.iter().flat_map(|shard| places_of(SHARD, field, shard)).collect()
            }
            (["shard", field], Some(shard)) => places_of(SHARD, field, shard),
            (["shard"], Some(shard)) => vec![Place::of(shard.at)],
            (["shard", "nodes", field], Some(shard)) => {
                let nodes = shard.nodes.value().into_iter().flatten();
                nodes.flat_map(|node| places_of(NODE, field, node)).collect()
            }
            _ => vec![Place::of(group.at)],
        }
    }
}

/// A place a label may stand at; of a list of zones, with the zone that stands there.
struct Place {
    at: Span,
    zone: Option<Setting<Placement>>,
}

impl Place {
    fn of(at: Span) -> Place {
        Place { at, zone: None }
    }

    fn of_zone(zone: Setting<Placement>) -> Place {
        Place { at: zone.at, zone: Some(zone) }
    }
}

impl Touched {
    fn add(&mut self, later: Touched) {
        self.because.extend(later.because);
        self.blocked_by.extend(later.blocked_by);
    }
}

fn places_of<T>(table: &[Attribute<T>], field: &str, of: &T) -> Vec<Place> {
    match read(table, field, of) {
        Some(Read::Bool(setting)) => vec![Place::of(setting.at)],
        Some(Read::Int(setting)) => vec![Place::of(setting.at)],
        Some(Read::Text(setting)) => vec![Place::of(setting.at)],
        Some(Read::Version(setting, _)) => vec![Place::of(setting.at)],
        Some(Read::Nodes(setting)) => vec![Place::of(setting.at)],
        Some(Read::Zone(setting)) => vec![Place::of_zone(setting)],
        Some(Read::Zones(setting)) => match setting.value() {
            Some(zones) => zones.iter().cloned().map(Place::of_zone).collect(),
            None => vec![Place::of(setting.at)],
        },
        Some(Read::Texts(setting)) => match setting.value() {
            Some(texts) => texts.iter().map(|text| Place::of(text.at)).collect(),
            None => vec![Place::of(setting.at)],
        },
        _ => Vec::new(),
    }
}

/// An undecided verdict points at what keeps it open.
fn blocker_labels(touched: &Touched) -> Vec<Label> {
    let mut labels: Vec<Label> = Vec::new();
    let mut taken = HashSet::new();
    for blocker in &touched.blocked_by {
        if taken.insert(blocker.at) {
            let text = format!("{}: {}", blocker.setting, blocker.reason);
            labels.push(Label { primary: labels.is_empty(), text, at: blocker.at });
        }
    }
    labels
}

/// A finding always has a place: the resource's key where a rule names none that is written.
fn with_primary(labels: Vec<Label>, at: Span, title: &str) -> Vec<Label> {
    if labels.is_empty() {
        return vec![Label { primary: true, text: title.to_owned(), at }];
    }
    labels
}

/// Adds where the values at the labels came from, and how the group came to be.
fn with_traces(mut labels: Vec<Label>, traces: &[Trace]) -> Vec<Label> {
    let covers = |of: Span, at: Span| of.source == at.source && of.start <= at.start && at.end <= of.end;
    let told: Vec<Span> = labels.iter().map(|label| label.at).collect();
    let concerns = |trace: &&Trace| trace.of.is_none_or(|of| told.iter().any(|at| covers(of, *at)));
    let mut taken: HashSet<Span> = told.iter().copied().collect();
    for trace in traces.iter().filter(concerns) {
        if taken.insert(trace.at) {
            labels.push(Label { primary: false, text: trace.text.clone(), at: trace.at });
        }
    }
    labels
}

/// The findings of a rule over a group's shards, merged where their deciding places are the same.
#[derive(Default)]
struct Merged {
    findings: Vec<Finding>,
    /// Where the findings of a fingerprint stand: 500 shards may each have one of their own.
    known: HashMap<u64, Vec<usize>>,
    comparisons: usize,
}

impl Merged {
    fn add(&mut self, finding: Finding) {
        let alike = self.known.entry(fingerprint(&finding)).or_default();
        let known = alike.iter().copied().find(|at| {
            self.comparisons += 1;
            self.findings.get(*at).is_some_and(|earlier| same_places(earlier, &finding))
        });
        match known.and_then(|at| self.findings.get_mut(at)) {
            Some(earlier) => earlier.shards.extend(finding.shards),
            None => {
                alike.push(self.findings.len());
                self.findings.push(finding);
            }
        }
    }
}

/// The same for findings with the same deciding places, and seldom for others.
fn fingerprint(finding: &Finding) -> u64 {
    let mut hasher = DefaultHasher::new();
    finding.message.hash(&mut hasher);
    match finding.verdict {
        Verdict::Violated => sorted(&finding.because).hash(&mut hasher),
        Verdict::Undecided => sorted(&finding.blocked_by).hash(&mut hasher),
    }
    hasher.finish()
}

/// Whether two findings of one rule rest on the same deciding places: for a violated verdict all
/// that was read, for an undecided one what keeps it open.
fn same_places(a: &Finding, b: &Finding) -> bool {
    if (a.verdict, a.severity, &a.message) != (b.verdict, b.severity, &b.message) {
        return false;
    }
    match a.verdict {
        Verdict::Violated => sorted(&a.because) == sorted(&b.because),
        Verdict::Undecided => sorted(&a.blocked_by) == sorted(&b.blocked_by),
    }
}

fn sorted<T: Ord>(all: &[T]) -> Vec<&T> {
    let mut sorted: Vec<&T> = all.iter().collect();
    sorted.sort();
    sorted
}
