//! Findings as results.

use crate::finding::{Finding, Verdict};

use super::Context;
use super::fingerprint::Fingerprints;
use super::log::{Message, Prints, ResultOut, ResultProperties};
use super::rule::level;
use super::words::{links, of_finding, of_undecided};

/// Letters of a line that GitHub's upload action makes a fingerprint of.
const HASHED: usize = 100;

/// A finding as SARIF tells it.
pub(super) fn result<'a>(
    context: &Context<'a>,
    prints: &mut Fingerprints,
    finding: &'a Finding,
) -> ResultOut<'a> {
    let is_open = finding.verdict == Verdict::Undecided;
    let target = &finding.target;
    let file = context.locator.uri(finding.code_place().source).text;
    let text = if is_open { of_undecided(context, finding) } else { of_finding(context, finding) };
    ResultOut {
        rule_id: &finding.rule,
        rule_index: context.rules.get(finding.rule.as_str()).copied(),
        kind: is_open.then_some("open"),
        // What is no failure has no level.
        level: if is_open { "none" } else { level(finding.severity) },
        message: Message::new(text + &links(finding).unwrap_or_default()),
        locations: [context.locator.of(finding)],
        related_locations: context.locator.related(finding),
        partial_fingerprints: Prints {
            ours: prints.next(finding, &file),
            for_github: !is_told_by_its_line(context, finding),
        },
        properties: ResultProperties {
            consequence: finding.consequence.name(),
            input: target.input.name(),
            arn: target.arn.as_deref(),
            account: target.account.as_deref(),
            region: target.region.as_deref(),
            shards: &finding.shards,
        },
    }
}

/// Whether the beginning of a finding's line tells it from others.
///
/// GitHub looks at `primaryLocationLineHash` alone. Its upload action makes that of the first letters of the line,
/// and warns of every other value. That suits a file that people write. Standard input and live answers are
/// no file it can read, and of a plan, which is one line, it would make the same hash for all findings: those get
/// our fingerprint under that name.
fn is_told_by_its_line(context: &Context<'_>, finding: &Finding) -> bool {
    let place = finding.code_place();
    context.locator.is_file(place.source) && context.locator.region(place).start_column <= HASHED
}
