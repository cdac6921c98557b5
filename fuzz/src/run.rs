//! A run as the commands make it: inputs are read and judged, and everything there is to tell is told.

use std::io::Write;
use std::sync::LazyLock;

use multiaz::failover::{self, Objective, Scenario};
use multiaz::finding::Finding;
use multiaz::load::{self, Options};
use multiaz::model::{Group, Skipped};
use multiaz::report::{
    self, Details, Drawing, FailoverReport, Report, Shell, Style, Way, failover_json, failover_text,
    runbook_json, runbook_text, tamed,
};
use multiaz::rules::{Catalog, built_in, judge};
use multiaz::runbook::{self, Kind, runbooks};
use multiaz::source::{Failure, Input, Sources};

use super::asserts::{assert_json, assert_places, assert_text};

/// Failures are planned for groups of at most so many shards, of which little is open: what is not known is looked
/// through case by case, and a target is to try many inputs a second.
const FEW_SHARDS: usize = 6;
/// Settings of which so many may be open.
const FEW_OPEN: usize = 2;

static CATALOG: LazyLock<Catalog> = LazyLock::new(|| built_in(&|_| true).expect("built-in rules compile"));

/// What a run read, and what it may tell.
pub struct Read<'a> {
    /// The texts.
    pub sources: &'a Sources,
    /// The groups.
    pub groups: &'a [Group],
    /// What rules found.
    pub findings: &'a [Finding],
    /// What was not judged; the last `unread` of it may hold groups.
    pub skipped: &'a [Skipped],
    /// How many may.
    pub unread: usize,
    /// What could not be read.
    pub failures: &'a [Failure],
}

/// Reads, judges, plans and tells inputs.
pub fn check(inputs: Vec<Input>, options: &Options) {
    let bytes: usize = inputs.iter().map(|input| input.text.len()).sum();
    let mut sources = Sources::default();
    let everything = load::load(&mut sources, inputs, options);
    let judged = judge(&CATALOG, &everything.loaded.groups);
    assert_eq!(judged.faults, [], "a built-in rule can't be evaluated");
    let skipped: Vec<Skipped> = everything.loaded.skipped.iter().chain(&everything.unread).cloned().collect();
    let read = Read {
        sources: &sources,
        groups: &everything.loaded.groups,
        findings: &judged.findings,
        skipped: &skipped,
        unread: everything.unread.len(),
        failures: &everything.loaded.failures,
    };
    assert_places(&read);
    tell(&read);
    if let Some(group) = read.groups.iter().find(|group| is_small(group)) {
        plan(&read, std::slice::from_ref(group), bytes);
    }
}

/// The findings of the built-in rules.
pub fn findings(groups: &[Group]) -> Vec<Finding> {
    judge(&CATALOG, groups).findings
}

/// Writes the findings for people and for machines.
pub fn tell(read: &Read<'_>) {
    let report = read.report();
    let details = Details { advice: true, undecided: true, evidence: true, ..Details::default() };
    assert_text("check", |out| tamed(out, |out| out.write_all(report::text(&report, details).as_bytes())));
    assert_json("check", |out| report::json(&report, None, out));
}

/// Whether failures of a group are soon planned.
fn is_small(group: &Group) -> bool {
    let parameters = &group.parameters;
    let open = [
        group.multi_az.why(),
        group.automatic_failover.why(),
        group.cluster_mode.why(),
        group.engine.why(),
        group.engine_version.why(),
        group.durability.why(),
        group.global_role.why(),
        group.existence.why(),
        group.transitions.why(),
        group.subnet_zones.why(),
        parameters.append_only.why(),
        parameters.min_replicas_to_write.why(),
        parameters.min_replicas_max_lag.why(),
        parameters.require_full_coverage.why(),
        parameters.allow_reads_when_down.why(),
    ];
    group.layout.shards.len() <= FEW_SHARDS && open.iter().flatten().count() <= FEW_OPEN
}

/// Writes a failover plan and a runbook of groups; `which` chooses among them.
pub fn plan(read: &Read<'_>, groups: &[Group], which: usize) {
    let of = |index: usize, count: usize| index % count;
    let scenarios = Scenario::all();
    let scenario = &scenarios[of(which, scenarios.len())];
    let objective = Objective::ALL[of(which, Objective::ALL.len())];
    // A judgement plans several failures.
    let judged = if of(which, 5) == 0 { groups } else { &[] };
    let judgements: Vec<_> = judged.iter().map(|group| failover::judge(group, objective, None)).collect();
    let report = FailoverReport {
        sources: read.sources,
        groups,
        scenarios: std::slice::from_ref(scenario),
        shard: None,
        judgements: &judgements,
        summary: of(which / 7, 2) == 0,
        again: None,
        skipped: read.skipped,
        failures: read.failures,
    };
    match of(which / 14, 3) {
        0 => assert_json("failover", |out| failover_json(&report, out)),
        form => {
            let drawing = Drawing { ascii: form == 1, color: false };
            assert_text("failover", |out| tamed(out, |out| failover_text(&report, drawing, out)));
        }
    }
    let kinds = [Kind::EnableMultiAz, Kind::TestFailover, Kind::PromoteReplica];
    guide(read, groups, kinds[of(which, kinds.len())]);
}

/// Writes a kind of runbook.
fn guide(read: &Read<'_>, groups: &[Group], kind: Kind) {
    let groups: Vec<&Group> = groups.iter().collect();
    let style = Style { shell: Shell::Sh, ways: vec![Way::Cli, Way::Console, Way::Api] };
    let Ok(books) = runbooks(kind, &groups, &runbook::Options::default()) else { return };
    let text = |out: &mut dyn Write| out.write_all(runbook_text(&books, &style).as_bytes());
    assert_text("runbook", |out| tamed(out, text));
    assert_json("runbook", |out| runbook_json(&books, read.sources, read.skipped, read.failures, out));
}

impl Read<'_> {
    /// The report of a check.
    pub fn report(&self) -> Report<'_> {
        Report {
            sources: self.sources,
            findings: self.findings,
            skipped: self.skipped,
            unread: self.unread,
            failures: self.failures,
            groups: self.groups,
            rules: &[],
            files: self.sources.len(),
            places: &[],
        }
    }
}
