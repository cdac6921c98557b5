//! Runs whose every name, value and message is one text, told as Markdown.

use std::borrow::Cow;
use std::sync::{Arc, LazyLock};

use multiaz::failover::{self, Objective, Scenario};
use multiaz::finding::{Citation, Evidence, Finding, Origin};
use multiaz::load::{self, Options};
use multiaz::model::{Group, Skipped};
use multiaz::report::{FailoverReport, Place, RefusedCall, Report, failover_markdown, markdown};
use multiaz::rules;
use multiaz::source::{Failure, FailureKind, Input, Sources};
use serde_json::json;

/// What was read and found.
pub(crate) struct Run {
    pub(crate) sources: Sources,
    pub(crate) groups: Vec<Group>,
    pub(crate) findings: Vec<Finding>,
    pub(crate) skipped: Vec<Skipped>,
    pub(crate) failures: Vec<Failure>,
    pub(crate) places: Vec<Place>,
}

/// Two groups of a template, named by a text that stands wherever one may.
///
/// Zones begin with a letter so that they are sorted alike whatever the text.
pub(crate) fn run(text: &str) -> Run {
    let shard = |number: usize| {
        let zone = format!("z{text}");
        json!({
            "NodeGroupId": format!("{number}{text}"), "PrimaryAvailabilityZone": zone,
            "ReplicaAvailabilityZones": [zone], "ReplicaCount": 1,
        })
    };
    let group = |shards: usize| {
        json!({"Type": "AWS::ElastiCache::ReplicationGroup", "Properties": {
            "Engine": "redis", "EngineVersion": "7.1", "CacheParameterGroupName": "default.redis7.cluster.on",
            "MultiAZEnabled": true, "AutomaticFailoverEnabled": {"Ref": text}, "NumNodeGroups": shards,
            "NodeGroupConfiguration": (1..=shards).map(shard).collect::<Vec<_>>(),
        }})
    };
    let template = json!({
        "Parameters": {text: {"Type": "String"}},
        "Resources": {text: group(2), format!("{text}2"): group(1)},
    });
    let mut run = read(vec![Input { name: format!("{text}.json"), text: template.to_string() }]);
    run.fill(text);
    run
}

/// Reads and judges.
pub(crate) fn read(inputs: Vec<Input>) -> Run {
    let mut sources = Sources::default();
    let loaded = load::load(&mut sources, inputs, &Options::default()).loaded;
    static RULES: LazyLock<rules::Catalog> = LazyLock::new(|| rules::built_in(&|_| true).unwrap());
    let judged = rules::judge(&RULES, &loaded.groups);
    Run {
        sources,
        groups: loaded.groups,
        findings: judged.findings,
        skipped: loaded.skipped,
        failures: loaded.failures,
        places: Vec::new(),
    }
}

impl Run {
    /// Puts a text where rules, other inputs and AWS put theirs.
    fn fill(&mut self, text: &str) {
        for finding in &mut self.findings {
            finding.message = format!("{text} and {text}: {}", finding.message);
            finding.rule = text.to_owned();
            // Whether a line of a fix is code shows at its start, which a rule decides: both are tried.
            let each = |start: &str| text.lines().map(|line| format!("{start}{line}\n")).collect::<String>();
            finding.help = format!("{}{}  ```\n{}  ````mermaid", each("Say "), each("  "), each("  "));
            finding.labels.iter_mut().for_each(|label| label.text = text.to_owned());
            finding.because.push(Evidence {
                setting: text.to_owned(),
                value: Some(text.to_owned()),
                origin: Origin::Default,
                whose: Some(text.to_owned()),
                rests: true,
                at: finding.body,
            });
            let source = |address: Option<String>| Citation {
                text: text.to_owned().into(),
                title: text.to_owned().into(),
                address: address.map(Cow::Owned),
                read: text.to_owned().into(),
            };
            finding.sources = Arc::new([
                source(Some(format!("https://example.org/{text}"))),
                source(Some(format!("javascript:{text}"))),
                source(None),
            ]);
            for blocker in &mut finding.blocked_by {
                blocker.remedy = Some(text.to_owned());
            }
        }
        let at = self.groups[0].at;
        self.skipped.push(Skipped { at, resource: text.to_owned(), reason: text.to_owned() });
        for at in [None, Some(at)] {
            let (file, message, help) = (text.to_owned(), text.to_owned(), text.to_owned());
            self.failures.push(Failure { kind: FailureKind::Shape, file, at, message, help });
        }
    }

    /// As if an account had been audited.
    pub(crate) fn audited(mut self, text: &str) -> Run {
        self.places = self.audited_as(text, text);
        for finding in &mut self.findings {
            finding.target.arn = Some(text.to_owned());
        }
        self
    }

    /// An account and region that all of it came from, where a call was refused.
    pub(crate) fn audited_as(&self, account: &str, region: &str) -> Vec<Place> {
        let refused = RefusedCall { action: account.to_owned(), of: None, reason: region.to_owned() };
        vec![Place {
            account: Some(account.to_owned()),
            region: region.to_owned(),
            taken_at: "2026-11-22T07:20:00Z".to_owned(),
            source: self.groups[0].body.source,
            groups: self.groups.len(),
            refused: vec![refused],
        }]
    }

    /// The run as `check` or `audit` tells it.
    pub(crate) fn checked(&self) -> String {
        let scenarios = Scenario::all();
        let plans = self.planned(&scenarios, true);
        let mut out = Vec::new();
        markdown(&self.report(), Some(&plans), &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    /// The run as `failover` tells it.
    pub(crate) fn failed_over(&self, scenarios: &[Scenario], summary: bool) -> String {
        let judge = |objective| self.groups.iter().map(move |group| failover::judge(group, objective, None));
        let judgements: Vec<_> = Objective::ALL.into_iter().flat_map(judge).collect();
        let report = FailoverReport { judgements: &judgements, ..self.planned(scenarios, summary) };
        let mut out = Vec::new();
        failover_markdown(&report, &mut out).unwrap();
        String::from_utf8(out).unwrap()
    }

    fn report(&self) -> Report<'_> {
        Report {
            sources: &self.sources,
            findings: &self.findings,
            skipped: &self.skipped,
            unread: 0,
            failures: &self.failures,
            groups: &self.groups,
            rules: &[],
            files: usize::from(self.places.is_empty()),
            places: &self.places,
        }
    }

    fn planned<'a>(&'a self, scenarios: &'a [Scenario], summary: bool) -> FailoverReport<'a> {
        FailoverReport {
            sources: &self.sources,
            groups: &self.groups,
            scenarios,
            shard: None,
            judgements: &[],
            summary,
            again: None,
            skipped: &self.skipped,
            failures: &self.failures,
        }
    }
}
