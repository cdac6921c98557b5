//! What every format says of findings in the same words: names, shards, values, causes.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::finding::{Evidence, Finding, Origin, Verdict};
use crate::source::{Sources, Span};

use super::Report;

/// `group, shard 0001: message`.
pub(super) fn headline(finding: &Finding, shards: &[&str], roots: Roots) -> String {
    format!("{}{}: {}", who(finding, roots), of_shards(finding, shards), finding.message)
}

/// `, shard 0001`; a group that has one shard only is not taken apart.
pub(super) fn of_shards(finding: &Finding, shards: &[&str]) -> String {
    match shards {
        _ if !finding.sharded => String::new(),
        [] => String::new(),
        [one] => format!(", shard {one}"),
        many if many.len() <= 6 => format!(", shards {}", many.join(", ")),
        many => format!(", {} shards ({} … {})", many.len(), many[0], many[many.len() - 1]),
    }
}

/// What tells groups of one name apart, where a report has several of it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Roots {
    /// Findings are of several root modules.
    several: bool,
    /// Findings are of several accounts or regions.
    pub(super) places: bool,
}

/// Whether the findings are of several root modules, accounts or regions.
pub(super) fn roots_of(report: &Report<'_>) -> Roots {
    let targets = || report.findings.iter().map(|finding| &finding.target);
    let roots: BTreeSet<&str> = targets().filter_map(|target| target.root.as_deref()).collect();
    let places: BTreeSet<_> =
        targets().filter_map(|target| Some((target.region.as_ref()?, &target.account))).collect();
    Roots { several: roots.len() > 1, places: places.len() > 1 }
}

/// A group as people tell it from others: where there are several root modules, with its own; where there are
/// several accounts or regions, with those.
pub(super) fn who(finding: &Finding, roots: Roots) -> String {
    let target = &finding.target;
    let root = target.root.as_deref().filter(|root| roots.several && *root != ".");
    let root = root.map(|root| format!("{root}: ")).unwrap_or_default();
    let place: Vec<&str> =
        [&target.region, &target.account].into_iter().filter_map(|one| one.as_deref()).collect();
    match roots.places && !place.is_empty() {
        true => format!("{root}{} ({})", finding.group, place.join(", ")),
        false => format!("{root}{}", finding.group),
    }
}

/// Findings that say the same of several shards of a group, with all of their shards.
pub(super) fn merged<'a>(findings: impl Iterator<Item = &'a Finding>) -> Vec<(&'a Finding, Vec<&'a str>)> {
    let mut all: Vec<(&Finding, Vec<&str>)> = Vec::new();
    let mut seen: HashMap<(&str, &str, &str), usize> = HashMap::new();
    for finding in findings {
        let key = (finding.rule.as_str(), finding.group.as_str(), finding.message.as_str());
        match seen.get(&key).and_then(|at| all.get_mut(*at)) {
            Some((first, merged)) if one_group(first, finding) => merged.extend(shards(finding)),
            _ => {
                seen.insert(key, all.len());
                all.push((finding, shards(finding)));
            }
        }
    }
    all
}

/// Whether two findings are of one group: a module that several root modules call under one name has
/// groups of the same name.
fn one_group(one: &Finding, other: &Finding) -> bool {
    one.body == other.body && one.target.root == other.target.root
}

/// The shards that a finding concerns.
pub(super) fn shards(finding: &Finding) -> Vec<&str> {
    finding.shards.iter().map(String::as_str).collect()
}

/// `multi_az_enabled = false (not set: the AWS provider's default)`. What is written shows in the
/// excerpt, so it is repeated on demand only.
pub(super) fn evidence(evidence: &Evidence, all: bool) -> Option<String> {
    let value = evidence.value.as_ref().filter(|_| evidence.rests || all)?;
    let origin = match (&evidence.whose, evidence.origin) {
        (Some(whose), Origin::Default) => format!(" (not set: {whose})"),
        (Some(whose), _) => format!(" ({whose})"),
        (None, _) => String::new(),
    };
    Some(format!("{} = {value}{origin}", evidence.setting))
}

/// `main.tf:12:3`.
pub(super) fn position(sources: &Sources, at: Span) -> String {
    let start = sources.start(at);
    format!("{}:{}:{}", sources.get(at.source).name, start.line, start.column)
}

/// Why something is unknown, and what would settle it.
pub(super) type Cause<'a> = (&'a str, Option<&'a str>);

/// What keeps verdicts open, and of which groups which rules.
pub(super) fn open_by_cause<'a>(
    report: &Report<'a>,
    roots: Roots,
) -> BTreeMap<Cause<'a>, BTreeMap<String, BTreeSet<&'a str>>> {
    let mut causes: BTreeMap<Cause<'_>, BTreeMap<String, BTreeSet<&str>>> = BTreeMap::new();
    for finding in report.findings.iter().filter(|finding| finding.verdict == Verdict::Undecided) {
        for blocker in &finding.blocked_by {
            let cause = (blocker.reason.as_str(), blocker.remedy.as_deref());
            causes.entry(cause).or_default().entry(who(finding, roots)).or_default().insert(&finding.rule);
        }
    }
    causes
}

/// `1 group`, `2 groups`.
pub(super) fn plural(count: usize, noun: &str) -> String {
    if count == 1 { format!("1 {noun}") } else { format!("{count} {noun}s") }
}
