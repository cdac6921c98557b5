//! SARIF 2.1.0, which code scanning reads: one run, with the rules asked, findings as results, and the rest as
//! notifications.

mod fingerprint;
mod location;
mod log;
mod notification;
mod region;
mod result;
mod rule;
mod uri;
mod words;

use std::collections::HashMap;
use std::io::{self, Write};

use crate::finding::{Finding, Verdict};

use super::Report;
use super::document::write_json;
use super::wording::{Roots, roots_of};
use location::Locator;
use log::{
    AuditedPlace, Bases, Driver, Invocation, Log, Message, Notifications, Results, Rules, Run, RunProperties,
    Tool,
};
pub use uri::Base;

/// What becomes of undecided verdicts.
///
/// SARIF has results of the kind `open` for them. GitHub does not look at the kind: it would raise an alert for
/// something that may be in order, and keep it open. So they are notifications of the run, which nobody can take
/// for a fault and which are not lost either; where they fail the run (`--strict`) they are open results.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Undecided {
    /// Notifications of the run.
    Notified,
    /// Results of the kind `open`.
    Open,
}

/// What all parts of the document need.
struct Context<'a> {
    report: &'a Report<'a>,
    undecided: Undecided,
    locator: Locator<'a>,
    /// The index of each rule among those that are listed.
    rules: HashMap<&'a str, usize>,
    roots: Roots,
}

impl<'a> Context<'a> {
    /// The findings that are results, in the report's order.
    fn results(&self) -> impl Iterator<Item = &'a Finding> {
        let open = self.undecided == Undecided::Open;
        self.report.findings.iter().filter(move |finding| open || finding.verdict == Verdict::Violated)
    }

    /// The undecided verdicts that are notifications.
    fn notified(&self) -> impl Iterator<Item = &'a Finding> {
        let told = self.undecided == Undecided::Notified;
        self.report.undecided().filter(move |_| told)
    }
}

/// Writes the run as one SARIF document, ending in a line feed.
///
/// # Errors
/// When it can't be written.
pub fn sarif(report: &Report<'_>, undecided: Undecided, base: &Base, out: &mut dyn Write) -> io::Result<()> {
    let rules = report.rules.iter().enumerate().map(|(at, rule)| (rule.id.as_str(), at));
    let context = Context {
        report,
        undecided,
        locator: Locator::new(report, base),
        rules: rules.collect(),
        roots: roots_of(report),
    };
    write_json(&log(&context), out)
}

fn log<'a>(context: &'a Context<'a>) -> Log<'a> {
    let report = context.report;
    Log {
        schema: "https://json.schemastore.org/sarif-2.1.0.json",
        version: "2.1.0",
        runs: [Run {
            tool: Tool {
                driver: Driver {
                    name: "multiaz",
                    semantic_version: env!("CARGO_PKG_VERSION"),
                    short_description: Message::new(env!("CARGO_PKG_DESCRIPTION")),
                    rules: Rules(report.rules),
                },
            },
            invocations: [Invocation {
                execution_successful: report.failures.is_empty(),
                tool_execution_notifications: Notifications(context),
            }],
            original_uri_base_ids: Bases {
                srcroot: Message::new("The repository, or the folder that multiaz ran in.").described(),
            },
            results: Results(context),
            column_kind: "unicodeCodePoints",
            properties: properties(report),
        }],
    }
}

/// What was audited; nothing where files were read.
fn properties<'a>(report: &'a Report<'a>) -> Option<RunProperties<'a>> {
    let audited = report.places.iter().map(|place| AuditedPlace {
        account: place.account.as_deref(),
        region: &place.region,
        taken_at: &place.taken_at,
        groups: place.groups,
    });
    (!report.places.is_empty()).then(|| RunProperties { audited: audited.collect() })
}
